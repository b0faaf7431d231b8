"""The target table of a whole department (部门整体支出绩效目标表).

It is laid out like a project's table, with the department in place of the project, basic and
project spending in place of the project's funds, and the year's main tasks, which are kept as they
stand. It is read only for a check, and only of a file that holds no project's table: a department's
targets are never counted among those of its projects.
"""

from __future__ import annotations

from dataclasses import replace

from jixiao.model.disclosure import Notice
from jixiao.model.target import PerformanceTarget
from jixiao.readers.forms.cell_text import fiscal_year
from jixiao.readers.forms.labels import label
from jixiao.readers.forms.other_forms import lone_text, other_form
from jixiao.readers.forms.project_target import TargetReader
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph

FORM = "department-target"
_NAMES = frozenset({"部门名称", "单位名称", "部门（单位）名称", "部门(单位)名称", "预算部门"})
_TOP = 6  # rows in which a table says whose it is


def read_departments(layout: Layout) -> tuple[tuple[PerformanceTarget, ...], list[Notice]]:
    """The department tables of a document, and what was odd about them."""
    notices: list[Notice] = []
    targets: list[PerformanceTarget] = []
    heading: Paragraph | None = None
    for block in layout.blocks:
        if isinstance(block, Paragraph):
            heading = block if block.text.strip() else heading
            continue
        if other_form(block, heading) == FORM:
            reader = TargetReader(layout.format, notices)
            reader.read(_as_of_a_project(block), None, _year(block, heading), "")
            reader.close()
            targets += [
                replace(read, form=FORM, implementing_unit=read.project_name)
                for read in reader.targets
            ]
        heading = None
    # The headings of one part of the funds stand in the row of another's figures.
    return tuple(targets), [notice for notice in notices if "读不出金额" not in notice.zh]


def _as_of_a_project(grid: Grid) -> Grid:
    """The grid without its title, and with the department where a project is named."""
    first = next((n for n, row in enumerate(grid.rows) if row and not lone_text(row)), 0)
    rows = [list(row) for row in grid.rows[first:]]
    for row in rows[:_TOP]:
        if row and label(row[0].text) in _NAMES:
            told = row[0]
            row[0] = Cell(
                "项目名称", told.row, told.column, told.row_span, told.column_span, told.line
            )
            break
    return Grid(rows, grid.number, grid.sheet, grid.page)


def _year(grid: Grid, heading: Paragraph | None) -> int | None:
    said = [heading.text] if heading is not None else []
    said += [text for row in grid.rows[:_TOP] if (text := lone_text(row))]
    return next((year for text in said if (year := fiscal_year(text)) is not None), None)
