"""One long table of the self-evaluations of all projects (项目支出绩效自评汇总表).

Departments publish their projects in one table: the project, its unit and its funds on the first
of many rows, merged down, or on every row; the indicators with their results beside them; the
total of points on the right or in a row of its own.
"""

from __future__ import annotations

from typing import NamedTuple

from jixiao.model.disclosure import Notice
from jixiao.model.evaluation import SelfEvaluation
from jixiao.model.location import Location
from jixiao.readers.forms.all_projects import numbers_columns
from jixiao.readers.forms.cell_text import cleaned, money_unit, points
from jixiao.readers.forms.evaluated_rows import EvaluatedRows, column, indicator_header
from jixiao.readers.forms.execution_rows import (
    AMOUNTS,
    FUNDS,
    execution_row,
    points_in_brackets,
)
from jixiao.readers.forms.indicator_block import SPANNED, Block
from jixiao.readers.forms.labels import label
from jixiao.readers.forms.open_evaluation import ALL_PROJECTS, OpenEvaluation
from jixiao.readers.grid import Cell, Grid
from jixiao.readers.vocabulary import words

TOTAL_FUNDS = "年度资金总额"
_SUMS = tuple(words("合计 总计 小计"))
_ROW_TOTALS = tuple(words("总分 总得分 合计 总计 小计 自评总分 自评得分"))
_NUMBERS = frozenset(words("序号 编号 项目序号"))
_TOTALS = frozenset(
    words("总分 总得分 自评总分 自评总得分 项目得分 项目总分 项目自评得分 综合得分 评价得分")
)
_OBJECTIVES = frozenset(
    words(
        "预期目标 年初设定目标 年度预期目标 预期绩效目标 年度总体目标 年度绩效目标 年度目标 "
        "总体目标 项目绩效目标 绩效目标"
    )
)
_ACHIEVED = frozenset(
    words(
        "实际完成情况 目标实际完成情况 全年实际完成情况 年度目标完成情况 目标完成情况 "
        "年度总体目标完成情况 总体目标完成情况 绩效目标完成情况"
    )
)
_SUPERVISING = frozenset(words("主管部门 主管部门名称 主管单位"))
_MOST_NAMED = 6  # columns named in a notice


class LongHeader(NamedTuple):
    """The header of a long table: the columns of a project, those of its indicators, what is left.

    ``first`` is the column of the first indicator cell; ``unread`` are headers no field holds.
    """

    block: Block
    project: dict[str, Cell]
    first: int
    unread: tuple[str, ...]

    @property
    def columns(self) -> tuple[tuple[str, int], ...]:
        """What the columns of a project are, to tell the same header met again."""
        return tuple((role, cell.column) for role, cell in self.project.items())


def long_header(row: list[Cell], above: list[Cell] | None, format_name: str) -> LongHeader | None:
    """The header of a long table in ``row``, or None; ``above`` fills its blank cells."""
    if not any("标" in cell.text for cell in row):
        return None
    row = _filled_from(row, above)
    roles = [column(cell.text) for cell in row]
    start = next((n for n, r in enumerate(roles) if r in ("level1", "level2", "name")), 0)
    if "project" not in roles[:start]:
        return None
    score = next((n for n, role in enumerate(roles) if n > start and role == "score"), -1)
    project: dict[str, Cell] = {}
    own = row[start:]
    unread: list[str] = []
    for index, (cell, role) in enumerate(zip(row, roles, strict=True)):
        name = _project_role(label(cell.text), role, is_left=index < start)
        if name is None and index > score > 0 and role == "score":
            name = "total"  # a second column of points is that of the whole project
        if name is not None and name not in project:
            project[name] = cell
            if index >= start:
                own = [other for other in own if other is not cell]
        elif index < start and cell.text.strip():
            unread.append(label(cell.text))
    if "points" in project and not {"paid", "rate"} & project.keys():
        project["total"] = project.pop("points")
    block = indicator_header(own, format_name)
    if block is None:
        return None
    block.last = max(block.last, row[-1].column + row[-1].column_span)
    return LongHeader(block, project, row[start].column, tuple(unread))


def _filled_from(row: list[Cell], above: list[Cell] | None) -> list[Cell]:
    """The row, its blank cells replaced by those printed over them."""
    if above is None or all(cell.text.strip() for cell in row):
        return row
    over = {cell.column: cell for cell in above if cell.column_span == 1 and cell.text.strip()}
    last = row[-1].column + row[-1].column_span
    end = above[-1].column + above[-1].column_span if above else last
    # Where a format knows no spans a header over several columns moves those on its right.
    off = last - end
    moved = {c + off: Cell(over[c].text, over[c].row, c + off) for c in over} if off else {}
    return [
        cell if cell.text.strip() else over.get(cell.column) or moved.get(cell.column) or cell
        for cell in row
    ]


def is_over_header(grid: Grid, index: int, format_name: str) -> bool:
    """The row is the upper of the two rows of a long table's header."""
    row = grid.rows[index]
    below = grid.rows[index + 1] if index + 1 < len(grid.rows) else []
    if not below or not any(column(cell.text) == "project" for cell in row):
        return False
    return long_header(below, row, format_name) is not None


def _project_role(bare: str, role: str | None, *, is_left: bool) -> str | None:
    """What a column says of the whole project; None for one of an indicator, or of nothing."""
    if bare in _TOTALS:
        return "total"
    funds = FUNDS.get(bare)
    if funds in (*AMOUNTS, "rate"):
        return funds
    if not is_left:
        return None
    if funds is not None:
        return funds
    if bare in _NUMBERS:
        return "number"
    if bare in _SUPERVISING:
        return "department"
    if bare in _ACHIEVED:
        return "achieved"
    if bare in _OBJECTIVES:
        return "objective"
    return role if role in ("project", "unit_name") else "adjusted" if role == "amount" else None


class AllEvaluations:
    """Reads a long table row by row; ``evaluations`` are those that are complete."""

    def __init__(
        self, header: LongHeader, opened: OpenEvaluation, format_name: str, notices: list[Notice]
    ) -> None:
        self.evaluations: list[SelfEvaluation] = []
        self.header = header
        self._opened = opened  # what stands over the table: title, year, unit
        self._aligns_right = format_name not in SPANNED
        self._notices = notices
        self._form: OpenEvaluation | None = None
        self._rows: EvaluatedRows | None = None
        self._unit = ""
        self._number = ""
        self._cell: Cell | None = None  # of the project's name
        self._begun_in: Grid | None = None
        self._taken: set[int] = set()  # cells of the project read already
        self._part: Grid | None = None
        self._grid: Grid | None = None
        for cell in header.project.values():
            if "元" in cell.text:
                opened.draft.unit = opened.draft.unit or money_unit(cell.text)
        texts = [
            header.project[r].text for r in ("points", "weight", "rate") if r in header.project
        ]
        self._weight = next((p for p in map(points_in_brackets, texts) if p is not None), None)
        if header.unread:
            names = "、".join(header.unread[:_MOST_NAMED])
            notices.append(
                Notice(
                    f"长表中的“{names}”等栏不参与计分，没有读取。",
                    f"the columns “{names}” of the long table take no part in scoring and were "
                    "not read",
                    opened.draft.at.get("table"),
                )
            )

    def goes_on(self, grid: Grid, format_name: str) -> bool:
        """The grid continues the table, which a page break cut: as wide, or with its header."""
        for index, row in enumerate(grid.rows[:3]):
            above = grid.rows[index - 1] if index else None
            header = long_header(row, above, format_name)
            if header is not None:
                return header.columns == self.header.columns
        first = next((row for row in grid.rows if row), None)
        if first is None or self._form is None:
            return False
        plan = self.header.block.plan(first)
        is_wide = first[-1].column + first[-1].column_span == self.header.block.last
        return is_wide and plan.name >= 0 and plan.value >= 0 and plan.name != plan.value

    def read_row(self, grid: Grid, index: int) -> None:
        """Read one row: a unit's, a project's first, a further one, or a sum."""
        row = grid.rows[index]
        if grid is not self._grid:
            self._grid, self._part = grid, self._indicators_of(grid)
        if not row or numbers_columns(row):
            return
        cells = self._under(row)
        project = cells.get("project")
        name = cleaned(project.text) if project is not None else ""
        lead = next((cell for cell in row if cell.text.strip()), None)
        if lead is None:
            return
        if name.startswith(_SUMS) or label(lead.text) in _SUMS:
            self.close()
            return
        if self._is_unit(row, lead):
            self.close()
            self._unit = cleaned(lead.text)
            return
        unit = cells.get("unit_name")
        if unit is not None and unit.text.strip():
            self._unit = cleaned(unit.text)
        if project is not None and name and self._is_new(name, project, cells):
            self._begin(grid, project, unit, name)
        if self._form is None or self._rows is None or self._part is None:
            return
        self._take_project(grid, cells)
        part = self._part.rows[index]
        first = next((cell for cell in part if cell.text.strip()), None)
        if first is not None and label(first.text) in _ROW_TOTALS:
            self._take_total(grid, part)
        elif part:
            self._rows.read(self._part, index)

    def close(self) -> None:
        """Finish the project that is being read."""
        form, self._form, self._rows = self._form, None, None
        if form is None:
            return
        # Without a title only the words of the levels tell it from a list of other goals.
        known = (row.indicator.category or row.indicator.kind for row in form.found)
        if form.is_titled or any(known):
            self.evaluations.append(form.finished(None))

    # ── columns ──────────────────────────────────────────────────────────────────────────────

    def _shift(self, row: list[Cell]) -> int:
        if not self._aligns_right:
            return 0
        return max(0, self.header.block.last - row[-1].column - row[-1].column_span)

    def _indicators_of(self, grid: Grid) -> Grid:
        """The grid without the columns of the projects on its left."""
        rows = [
            [cell for cell in row if cell.column >= self.header.first - self._shift(row)]
            if row
            else []
            for row in grid.rows
        ]
        return Grid(rows, grid.number, grid.sheet, grid.page)

    def _under(self, row: list[Cell]) -> dict[str, Cell]:
        """The cells of the project in ``row``, by what their columns hold."""
        shift = self._shift(row)
        found: dict[str, Cell] = {}
        for role, header in self.header.project.items():
            place = header.column - shift
            for cell in row:
                if cell.column <= place < cell.column + cell.column_span:
                    found[role] = cell
                    break
        return found

    def _is_unit(self, row: list[Cell], lead: Cell) -> bool:
        """The row names a unit over its projects: one text, merged over more than its column."""
        is_lone = sum(bool(cell.text.strip()) for cell in row) == 1
        return is_lone and lead.column < self.header.first < lead.column + lead.column_span

    # ── one project ──────────────────────────────────────────────────────────────────────────

    def _is_new(self, name: str, project: Cell, cells: dict[str, Cell]) -> bool:
        """The row begins a project: another name, unit or number, or a merged cell of its own."""
        form = self._form
        if form is None or form.draft.fields["project_name"] != name:
            return True
        if "unit_name" in cells and form.draft.fields.get("implementing_unit", "") != self._unit:
            return True
        number = cells["number"].text.strip() if "number" in cells else ""
        is_merged = project.row_span > 1 and project is not self._cell
        if is_merged and self._grid is self._begun_in:  # not printed again after a page break
            return True
        return number != "" and number != self._number

    def _begin(self, grid: Grid, project: Cell, unit: Cell | None, name: str) -> None:
        self.close()
        opened = self._opened
        place = Location(grid.number, project.row, sheet=grid.sheet, page=grid.page)
        form = OpenEvaluation(place, is_titled=opened.is_titled, form=ALL_PROJECTS)
        draft = form.draft
        draft.unit, draft.year = opened.draft.unit, opened.draft.year
        draft.title_year = opened.draft.title_year
        draft.keep_text("project_name", "项目名称", project.text, grid.location(project))
        if self._unit:
            draft.keep_text(
                "implementing_unit", "单位名称", self._unit, grid.location(unit or project)
            )
        self.header.block.enter("", "")
        self._form, self._cell, self._number = form, project, ""
        self._begun_in = grid
        self._taken = set()
        self._rows = form.rows = EvaluatedRows(self.header.block, draft, self._notices)
        form.rows.found = form.found

    def _take_project(self, grid: Grid, cells: dict[str, Cell]) -> None:
        """Take what the row says of the whole project, each cell once."""
        form = self._form
        assert form is not None
        fresh = {
            role: cell
            for role, cell in cells.items()
            if cell.text.strip() and id(cell) not in self._taken
        }
        self._taken.update(id(cell) for cell in fresh.values())
        if "number" in fresh:
            self._number = self._number or fresh["number"].text.strip()
        for role, field in (
            ("department", "supervising_department"),
            ("objective", "annual_objective"),
        ):
            if role in fresh:
                cell = fresh[role]
                form.draft.keep_text(field, label(cell.text), cell.text, grid.location(cell))
        if "achieved" in fresh and not form.achieved:
            form.achieved = fresh["achieved"].text.strip()
            form.at["achieved"] = grid.location(fresh["achieved"])
        if "total" in fresh:
            self._keep_total(grid, fresh["total"])
        self._take_funds(grid, cells, fresh)

    def _take_funds(self, grid: Grid, cells: dict[str, Cell], fresh: dict[str, Cell]) -> None:
        form = self._form
        assert form is not None
        amounts = [fresh[role] for role in (*AMOUNTS, "rate") if role in fresh]
        if not amounts:
            return
        money = {
            role: cell
            for role, cell in cells.items()
            if role in (*AMOUNTS, "rate", "weight", "points", "reason")
        }
        row = execution_row(TOTAL_FUNDS, money, form.draft, self._weight)
        place = grid.location(amounts[0])
        if not form.funds:
            form.funds.append((row, place))
        elif row != form.funds[0][0]:
            name = form.draft.fields["project_name"]
            self._notices.append(
                Notice(
                    f"“{name}”的资金在长表中有不同的几行，按第一行读取。请核对。",
                    f"the long table prints different rows of funds for “{name}”; the first was "
                    "read; please check",
                    place,
                )
            )

    def _take_total(self, grid: Grid, part: list[Cell]) -> None:
        """A row of the project's points in all."""
        at = dict(self.header.block.plan(part).further).get("score")
        if at is not None and points(part[at].text) is not None:
            self._keep_total(grid, part[at])

    def _keep_total(self, grid: Grid, cell: Cell) -> None:
        form = self._form
        assert form is not None
        total = points(cell.text)
        if total is None:
            return
        if form.total is None:
            form.total = total
            form.at["total"] = grid.location(cell)
        elif total != form.total:
            name = form.draft.fields["project_name"]
            self._notices.append(
                Notice(
                    f"“{name}”的总分在长表中写了{form.total}和{total}，按先写的读取。请核对。",
                    f"the long table states {form.total} and {total} as the total of “{name}”; "
                    "the first was read; please check",
                    grid.location(cell),
                )
            )
