"""One long table of all projects (项目支出绩效目标长表, 05-2): a target for each project in it.

Unit and project stand only on the first of many rows, merged or not; a unit may have a row of its
own over its projects; levels may have rows of their own over their indicators.
"""

from __future__ import annotations

from jixiao.model.disclosure import Notice
from jixiao.model.location import Location
from jixiao.model.target import PerformanceTarget
from jixiao.readers.forms.cell_text import cleaned
from jixiao.readers.forms.draft import Draft
from jixiao.readers.forms.indicator_block import Block
from jixiao.readers.forms.indicator_rows import IndicatorRows
from jixiao.readers.grid import Cell, Grid

_TOTALS = ("合计", "总计", "小计")


class AllProjects:
    """Reads a long table row by row; ``targets`` are those that are complete."""

    def __init__(self, block: Block, year: int | None, notices: list[Notice]) -> None:
        self.targets: list[PerformanceTarget] = []
        self.year = year
        self.block = block
        self._notices = notices
        self._draft: Draft | None = None
        self._rows: IndicatorRows | None = None
        self._unit = ""
        self._has_unit_column = "unit_name" in block.columns

    def read_row(self, grid: Grid, index: int) -> None:
        """Read one row: a unit's, a project's first, or a further one."""
        row = grid.rows[index]
        block = self.block
        cells = {role: row[at] for role, at in block.plan(row).further}
        project_cell = cells.pop("project", None)
        name = cleaned(project_cell.text) if project_cell is not None else ""
        if name.startswith(_TOTALS) or numbers_columns(row):
            return
        unit_cell = cells.get("unit_name")
        if unit_cell is not None and unit_cell.text.strip():
            self._unit = cleaned(unit_cell.text)
        if project_cell is not None and name and self._is_new(name):
            if not self._has_unit_column and self._is_unit(grid, index, project_cell):
                self._unit = name
                self.close()
                return
            self._begin(grid, project_cell, unit_cell, name)
        if self._draft is None or self._rows is None:
            return
        for role, field in (("objective", "annual_objective"), ("amount", "funding.total")):
            cell = cells.get(role)
            if cell is not None and cell.text.strip() and field not in self._draft.at:
                self._draft.keep(field, cell, cell, grid.location)
                self._draft.at.setdefault(field, grid.location(cell))
        self._rows.read(grid, index)

    def _is_new(self, name: str) -> bool:
        draft = self._draft
        return (
            draft is None
            or draft.fields["project_name"] != name
            or (self._has_unit_column and draft.fields.get("implementing_unit", "") != self._unit)
        )

    def _is_unit(self, grid: Grid, index: int, project_cell: Cell) -> bool:
        """The row names a unit: nothing else stands in it, and the next row names a project."""
        row = grid.rows[index]
        if any(cell.text.strip() for cell in row if cell is not project_cell):
            return False
        for below in grid.rows[index + 1 : index + 2]:
            for cell in below:
                if cell.column == project_cell.column:
                    return bool(cell.text.strip()) and cell is not project_cell
        return False

    def _begin(self, grid: Grid, project: Cell, unit: Cell | None, name: str) -> None:
        self.close()
        place = Location(grid.number, project.row, sheet=grid.sheet, page=grid.page)
        draft = Draft(None, None, place)
        draft.form = "all-projects-long"
        draft.year = self.year
        draft.headers.add("项目名称")
        draft.keep_text("project_name", "项目名称", project.text, grid.location(project))
        if self._unit:
            draft.keep_text(
                "implementing_unit", "单位名称", self._unit, grid.location(unit or project)
            )
        self.block.enter("", "")
        self._draft = draft
        self._rows = IndicatorRows((self.block,), draft, self._notices)

    def close(self) -> None:
        """Finish the project that is being read."""
        if self._draft is not None:
            self.targets.append(self._draft.finished(self._notices))
        self._draft = self._rows = None


def numbers_columns(row: list[Cell]) -> bool:
    """The row numbers the columns: 1, 2, 3, …"""
    texts = [cell.text.strip() for cell in row]
    return len(texts) > 2 and texts == [str(n) for n in range(1, len(texts) + 1)]


def has_project_column(block: Block) -> bool:
    """The header belongs to a table of many projects."""
    return "project" in block.columns
