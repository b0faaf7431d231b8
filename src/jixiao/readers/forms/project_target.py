"""The project target table (项目支出绩效目标表): labelled cells, then the indicator block.

One reader for all variants, because the variants mix: a form is a run of labelled cells and
blocks of indicators, in a grid of its own, one of several in a grid, or going on over a page
break. What tells the rows apart is what they print: a label, a header, a level, a title.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from jixiao.model.disclosure import Notice
from jixiao.model.location import Location
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import category_of, kind_of
from jixiao.readers.forms.all_projects import AllProjects, has_project_column
from jixiao.readers.forms.cell_text import cleaned, fiscal_year, level_label
from jixiao.readers.forms.department_target import DepartmentRows
from jixiao.readers.forms.draft import Draft
from jixiao.readers.forms.field_rows import FieldRows
from jixiao.readers.forms.indicator_block import Block, read_header, straighten
from jixiao.readers.forms.indicator_rows import IndicatorRows
from jixiao.readers.forms.labels import field_of
from jixiao.readers.forms.other_forms import is_form_title, lone_text, other_form_titled
from jixiao.readers.grid import Cell, Grid, Paragraph

_TOP = 12  # rows in which a form that begins prints 项目名称
_SAMPLE = 8  # rows looked at to see whether a table goes on


class Outline(NamedTuple):
    """What a grid is about: the project it names at its top, if it does, and what else is there."""

    project: str | None
    has_header: bool
    has_field: bool


class TargetReader:
    """Reads grid after grid; the targets found are in ``targets``, in order.

    A target stays open until another begins, so that a table cut by a page break goes on.
    ``others`` are the forms met inside the grids that are no target tables, ``unread`` the places
    of tables that have labels of the forms and are none.
    """

    def __init__(self, format_name: str, notices: list[Notice]) -> None:
        self.targets: list[PerformanceTarget] = []
        self.used_headings: set[int] = set()
        self.others: list[tuple[str, Location]] = []
        self.unread: list[Location] = []
        self._format = format_name
        self._notices = notices
        self._draft: Draft | None = None
        self._heading: Paragraph | None = None
        self._fields: FieldRows | None = None
        self._indicators: IndicatorRows | None = None
        self._long: AllProjects | None = None
        self._department: DepartmentRows | None = None
        self._titles: list[list[Cell]] = []  # title rows that may begin a form
        self._is_skipping = False
        self._grid = Grid([], 0)

    # ── whole grids ──────────────────────────────────────────────────────────────────────────

    def read(
        self,
        grid: Grid,
        heading: Paragraph | None,
        year: int | None,
        unit: str,
        over: Sequence[Paragraph] = (),
        *,
        is_department: bool = False,
    ) -> bool:
        """Read one grid. False when nothing in it belongs to a target.

        ``is_department`` is true for a grid that says it is of a whole department.

        ``heading`` is the paragraph over it; ``year`` and ``unit`` what other paragraphs there
        say of fiscal year and money (“单位：元”); ``over`` paragraphs of labels with values.
        """
        outline = self._outline(grid)
        if not self._goes_on(grid, heading, outline):
            if not (outline.has_header or outline.has_field or is_department):
                return False
            self.close()
            self._open(heading, Location(grid.number, sheet=grid.sheet, page=grid.page))
            self._take_over(over)
            if is_department:
                self._open_department(fiscal_year(heading.text) if heading is not None else None)
        if self._draft is not None:
            self._draft.year = self._draft.year or year
            self._draft.take_unit(unit)
        self._titles, self._is_skipping = [], False
        self._read_rows(grid)
        return True

    def close(self) -> None:
        """Finish the target that is open."""
        draft, self._draft = self._draft, None
        self._fields = self._indicators = self._department = None
        if self._long is not None:
            self._long.close()
            self.targets += self._long.targets
            self._long = None
        elif draft is not None and draft.is_form:
            if self._heading is not None:
                self.used_headings.add(id(self._heading))
            self.targets.append(draft.finished(self._notices))
        elif draft is not None:
            self.unread.append(draft.at["table"])

    def _outline(self, grid: Grid) -> Outline:
        """What the grid prints up to its first header or 项目名称."""
        has_field = False
        for index, row in enumerate(grid.rows):
            if len(row) > 2 and read_header(row, self._format) is not None:
                return Outline(None, True, has_field)
            for position, cell in enumerate(row[:4]):
                field = field_of(cell.text)
                if field == "project_name" and (index < _TOP or self._draft is None):
                    after = row[position + 1] if position + 1 < len(row) else cell
                    return Outline(cleaned(after.text), False, True)
                has_field = has_field or (field is not None and field != "other")
        return Outline(None, False, has_field)

    def _goes_on(self, grid: Grid, heading: Paragraph | None, outline: Outline) -> bool:
        """The grid continues the target that is open (cut by a page break, or in parts)."""
        draft = self._draft
        if self._long is not None:
            return outline.has_header or _width(grid) == self._long.block.last
        if draft is None:
            return False
        if outline.project is not None:  # a cover page names the project before the form does
            named = draft.fields.get("project_name")
            is_head = named is None and heading is None and self._is_cut(grid)
            return not draft.has_indicators and (named == outline.project or is_head)
        if outline.has_header:
            return heading is None or not draft.has_indicators
        if heading is not None:
            return False
        if self._indicators is not None:
            return self._has_rows_like_before(grid)
        return outline.has_field

    def _is_cut(self, grid: Grid) -> bool:
        """The grid stands on the page after the one before it: a page's end may have cut a form."""
        before = self._grid
        if grid.page is None or before.page is None:
            return False
        return grid.page == (before.rows[-1][-1].page or before.page) + 1

    def _has_rows_like_before(self, grid: Grid) -> bool:
        """The rows, which have no header of their own, fit under the last one."""
        if self._indicators is None:
            return False
        blocks = self._indicators.blocks
        width = _width(grid)
        if not 3 <= width <= blocks[-1].last:
            return False
        for block in blocks:
            block.align(width)
        if any(_is_like(blocks[-1], row) for row in grid.rows[:_SAMPLE] if row):
            return True
        for block in blocks:
            block.align(block.last)
        return False

    def _open(self, heading: Paragraph | None, place: Location) -> None:
        text = heading.text.strip() if heading is not None else None
        self._heading = heading
        self._draft = Draft(text, heading.location if heading is not None else None, place)
        self._fields = FieldRows(self._draft, self._locate)
        self._indicators = None

    def _take_over(self, paragraphs: Sequence[Paragraph]) -> None:
        """Read the labels that stand over the grid as rows of it."""
        assert self._draft is not None
        for paragraph in paragraphs:
            place = paragraph.location
            fields = FieldRows(self._draft, lambda _, place=place: place)  # type: ignore[misc]
            fields.read([Cell(paragraph.text.strip(), 1, 1)])
            self.used_headings.add(id(paragraph))

    def _open_department(self, year: int | None) -> None:
        """What is open is the table of a whole department."""
        assert self._draft is not None
        self._draft.form = "department-target"
        self._draft.title_year = self._draft.title_year or year
        self._department = DepartmentRows(self._draft, self._locate)

    def _locate(self, cell: Cell) -> Location:
        return self._grid.location(cell)

    # ── rows ─────────────────────────────────────────────────────────────────────────────────

    def _read_rows(self, grid: Grid) -> None:
        self._grid = grid
        rows = grid.rows
        index, count = 0, len(rows)
        previous: Cell | None = None
        while index < count:
            row = rows[index]
            if not row:
                index += 1
                continue
            if self._long is not None and self._read_long_row(grid, index):
                index += 1
                continue
            first = row[0]
            if self._indicators is not None and (first is previous or not first.text):
                previous = first
                stop = self._indicators.read_run(grid, index)
                if stop > index:
                    index = stop
                    continue
                if self._indicators.read(grid, index):
                    index += 1
                    continue
            previous = first
            self._read_row(grid, index, row)
            index += 1

    def _read_long_row(self, grid: Grid, index: int) -> bool:
        """Read a row of the long table. False when another header ends it."""
        assert self._long is not None
        row = grid.rows[index]
        header = read_header(row, self._format)
        if header is None:
            self._long.read_row(grid, index)
        elif header.blocks and has_project_column(header.blocks[0]):
            self._long.block = header.blocks[0]
        else:
            self.close()
            self._open(None, Location(grid.number, row[0].row, sheet=grid.sheet))
            return False
        return True

    def _read_row(self, grid: Grid, index: int, row: list[Cell]) -> None:
        if len(row) == 1 or not (row[0].text and row[1].text):
            lone = lone_text(row)
            if lone and self._take_title(grid, row, lone):
                return
        if self._department is not None and self._department.read(row):
            return
        header = read_header(row, self._format)
        if self._is_skipping:
            if not self._titles:
                return
            self._is_skipping = False
            self._begin(row)
        elif header is None and (self._starts_form(row) if not self._titles else _has_field(row)):
            self._begin(row)
        self._titles = []
        if header is None:
            if (
                self._indicators is not None
                and not _has_field(row)
                and self._indicators.read(grid, index)
            ):
                return
            if self._fields is not None:
                self._fields.read(row)
        elif header.other_form is not None:
            self._draft = None
            self._skip(header.other_form, grid.location(row[0]))
        else:
            self._take_blocks(grid, index, header.blocks)

    def _take_title(self, grid: Grid, row: list[Cell], text: str) -> bool:
        """A row of one text: whether it is a title, of a form to come or of one to be skipped."""
        if is_form_title(text):
            if not self._is_skipping and (self._draft is None or self._draft.is_empty):
                return False
            self._titles = [row]
            return True
        if "表" in text and self._is_title(text):
            form = other_form_titled(text)
            if form == "department-target":
                self._take_department(grid, row, text)
                return True
            if form is not None:
                self.close()
                self._skip(form, grid.location(row[0]))
                return True
        if self._titles:
            self._titles.append(row)
            return True
        return False

    def _take_department(self, grid: Grid, row: list[Cell], text: str) -> None:
        """The title of a department's table, over what is open or over another one."""
        if self._department is None or self._draft is None or not self._draft.is_empty:
            self.close()
            self._open(None, Location(grid.number, row[0].row, sheet=grid.sheet, page=grid.page))
        self._is_skipping = False
        self._open_department(fiscal_year(text))
        assert self._draft is not None
        self._draft.at.setdefault("fiscal_year", grid.location(row[0]))

    def _is_title(self, text: str) -> bool:
        return len(text) <= 40 and text.rstrip("）)】 ").endswith(("表", "年度", "情况"))

    def _skip(self, form: str, place: Location) -> None:
        self.others.append((form, place))
        self._is_skipping = True

    def _begin(self, row: list[Cell]) -> None:
        """Another form begins in the same grid."""
        self.close()
        grid = self._grid
        self._open(None, Location(grid.number, row[0].row, sheet=grid.sheet, page=grid.page))
        assert self._fields is not None
        for title in self._titles:
            self._fields.read(title)

    def _starts_form(self, row: list[Cell]) -> bool:
        """The row is 项目名称 once more, with another name than the form that is open has."""
        draft = self._draft
        if draft is None or "project_name" not in draft.at:
            return False
        for position, cell in enumerate(row):
            if position > 1:
                break
            if "名称" in cell.text and field_of(cell.text) == "project_name":
                value = row[position + 1].text if position + 1 < len(row) else ""
                is_same = cleaned(value) == draft.fields.get("project_name")
                return draft.has_indicators or not is_same
        return False

    def _take_blocks(self, grid: Grid, index: int, blocks: tuple[Block, ...]) -> None:
        draft = self._draft
        if draft is None or self._fields is None:
            self._open(None, Location(grid.number, grid.rows[index][0].row, sheet=grid.sheet))
            draft = self._draft
        assert draft is not None
        assert self._fields is not None
        self._fields.end()
        if has_project_column(blocks[0]):
            self._long = AllProjects(blocks[0], draft.year or draft.title_year, self._notices)
            return
        before = self._indicators.blocks if self._indicators is not None else ()
        for place, block in enumerate(blocks):
            if block.side is None:
                block.side = self._fields.side
            exchanged = straighten(block, grid, index + 1, self._notices)
            if exchanged is not None:
                draft.note_exchanged(*exchanged)
            if len(before) == len(blocks) and block.side == before[place].side:
                block.enter(before[place].level1, before[place].level2)
            draft.headers.update(block.headers.values())
        draft.is_side_by_side = draft.is_side_by_side or len(blocks) > 1
        self._indicators = IndicatorRows(blocks, draft, self._notices)


def _width(grid: Grid) -> int:
    """The column after the last one that any row reaches."""
    return max([row[-1].column + row[-1].column_span for row in grid.rows if row], default=0)


def _has_field(row: list[Cell]) -> bool:
    return any(field_of(cell.text) is not None for cell in row[:2])


def _is_like(block: Block, row: list[Cell]) -> bool:
    """The row holds a level or, under blank levels, a name with a value."""
    plan = block.plan(row)
    if plan.name < 0 or plan.value < 0 or row[plan.name] is row[plan.value]:
        return False
    levels = [level_label(row[at].text) for at in (plan.level1, plan.level2) if at >= 0]
    if any(category_of(text) or kind_of(text) for text in levels if text):
        return True
    return not any(levels) and bool(row[plan.name].text.strip() and row[plan.value].text.strip())
