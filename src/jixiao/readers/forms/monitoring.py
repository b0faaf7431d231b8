"""The monitoring form (项目支出绩效目标执行监控表): funds and indicators up to a month, as printed.

Labelled cells on top, the funds under 年初预算数 and N月执行数, the indicators under a header of
one or two rows: 年度指标值, 1–N月执行情况, 全年预计完成情况, the causes of deviations, whether the
target will be reached (确定能, 有可能, 完全不可能), remarks. Cells may cover both rows.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from jixiao.model.disclosure import Notice
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.monitoring import (
    Cause,
    MonitoredFunds,
    MonitoringForm,
    MonitoringRow,
    Possibility,
)
from jixiao.readers.forms.actual_value import read_actual
from jixiao.readers.forms.cell_text import fiscal_year, money_unit, points, read_amount
from jixiao.readers.forms.draft import Draft
from jixiao.readers.forms.execution_rows import FUNDS, fund_label, is_total_of_funds
from jixiao.readers.forms.field_rows import FieldRows
from jixiao.readers.forms.indicator_block import SPANNED, Block, Plan
from jixiao.readers.forms.indicator_rows import SIGNATURES, IndicatorRows
from jixiao.readers.forms.labels import column_of, field_of, folded, label
from jixiao.readers.forms.lone_rows import hand_over
from jixiao.readers.forms.other_forms import (
    is_form_title,
    lone_text,
    other_form,
    other_form_titled,
)
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph
from jixiao.readers.value_grammar import read_value

_MOST_HEADER = 40  # characters of the longest header cell
_SHORT = 14  # characters; “（2022年度）”, “单位：万元”
_THROUGH = re.compile(r"(?:1月?[-—–~～至到])?(\d{1,2})月")
_NO_TICK = frozenset({"", "否", "×", "✗", "✘", "□", "☐", "/", "-", "—", "无"})
_CAUSES = {
    "经费保障": Cause.FUNDS,
    "制度保障": Cause.RULES,
    "人员保障": Cause.STAFF,
    "硬件条件保障": Cause.EQUIPMENT,
    "硬件保障": Cause.EQUIPMENT,
    "其他": Cause.OTHER,
}
_POSSIBILITIES = {
    "确定能": Possibility.CERTAIN,
    "能": Possibility.CERTAIN,
    "有可能": Possibility.POSSIBLE,
    "可能": Possibility.POSSIBLE,
    "完全不可能": Possibility.IMPOSSIBLE,
    "不可能": Possibility.IMPOSSIBLE,
}
_GROUPS = frozenset({"偏差原因分析", "完成目标可能性", "目标完成可能性"})
_REPORTED = ("填报日期", "填表日期", "填报时间", "填表时间", "监控日期", "监控时间")


class Columns(NamedTuple):
    """What the columns of a header hold beside levels, names and values."""

    actual: Cell | None
    expected: Cell | None
    causes: tuple[tuple[Cause, Cell], ...]
    reasons: tuple[Cell, ...]
    possibilities: tuple[tuple[Possibility, Cell], ...]
    possibility: Cell | None  # one column for all three


def read_monitoring(layout: Layout) -> tuple[MonitoringForm, ...]:
    """The monitoring forms of a document, in order."""
    reader = MonitoringReader(layout.format)
    hand_over(layout, reader.take_paragraph, reader.take_grid)
    reader.close()
    return tuple(reader.forms)


class _Open:
    """A monitoring form while it is being read."""

    def __init__(self, place: Location) -> None:
        self.draft = Draft(None, None, place)
        self.fields: FieldRows | None = None
        self.funds: list[tuple[MonitoredFunds, Location]] = []
        self.header: dict[str, int] | None = None  # the columns of the funds
        self.month: int | None = None
        self.reported_on: str | None = None
        self.rows: _MonitoredRows | None = None
        self.found: list[MonitoringRow] = []
        self.at: dict[str, Location] = {}

    @property
    def is_begun(self) -> bool:
        """Something of the form has been read."""
        return bool(self.draft.fields or self.funds or self.rows)


class MonitoringReader:
    """Reads paragraphs and grids in order; the forms found are in ``forms``."""

    def __init__(self, format_name: str) -> None:
        self.forms: list[MonitoringForm] = []
        self._format = format_name
        self._form: _Open | None = None
        self._heading: Paragraph | None = None
        self._year: int | None = None
        self._unit = ""

    def close(self) -> None:
        """Finish the form that is open."""
        form, self._form = self._form, None
        if form is not None and form.rows is not None:
            self.forms.append(_finished(form))

    def take_paragraph(self, paragraph: Paragraph) -> None:
        """Read a paragraph: a title, a year, a money unit, or nothing of a form."""
        text = paragraph.text.strip()
        bare = folded(text)
        if other_form_titled(text) is not None or is_form_title(text):
            self.close()
            self._heading = paragraph
            self._year = fiscal_year(text)
        elif len(bare) <= _SHORT and fiscal_year(text) is not None:
            self._year = fiscal_year(text)
        elif len(bare) <= _SHORT and "单位" in bare and money_unit(bare) is not None:
            self._unit = bare
        elif self._form is not None and bare.startswith(_REPORTED):
            self._form.reported_on = _day(bare)

    def take_grid(self, grid: Grid) -> None:
        """Read a grid."""
        heading, self._heading = self._heading, None
        form = self._form
        if form is None or not self._goes_on(grid):
            self.close()
            if other_form(grid, heading) != "monitoring":
                titled = other_form_titled(heading.text.strip()) if heading is not None else None
                if titled != "monitoring":
                    self._year, self._unit = None, ""
                    return
            self._open(grid)
        for index, row in enumerate(grid.rows):
            if row:
                self._read_row(grid, index, row)
        self._year, self._unit = None, ""

    def _open(self, grid: Grid) -> None:
        form = _Open(Location(grid.number, sheet=grid.sheet, page=grid.page))
        form.draft.year = self._year
        form.draft.take_unit(self._unit)
        form.fields = FieldRows(form.draft, grid.location)
        self._form = form

    def _goes_on(self, grid: Grid) -> bool:
        """The grid continues the form that is open: it has no title and names no project."""
        form = self._form
        if form is None or not form.is_begun:
            return False
        for row in grid.rows[:4]:
            text = lone_text(row)
            if text and (other_form_titled(text) or is_form_title(text)):
                return False
            if any(field_of(cell.text) == "project_name" for cell in row[:2]):
                return False
        return form.rows is None or len(grid.rows[0]) == form.rows.blocks[0].count

    def _read_row(self, grid: Grid, index: int, row: list[Cell]) -> None:
        text = lone_text(row)
        if text and "表" in text and other_form_titled(text) == "monitoring":
            form = self._form
            if form is not None and form.rows is not None:
                self.close()
                self._open(grid)
            if self._form is not None:
                self._form.draft.title_year = fiscal_year(text)
            return
        form = self._form
        assert form is not None
        funds = _funds_header(row)
        if funds is not None and form.rows is None:
            form.header = funds
            for cell in row:
                form.month = form.month or _month_in(cell.text)
                form.draft.take_unit(cell.text if "元" in cell.text else "")
            return
        if form.header is not None and form.rows is None and self._read_fund(grid, row, form):
            return
        if self._take_header(grid, index, row, form):
            return
        first = next((cell for cell in row if cell.text.strip()), None)
        if form.rows is not None:
            if first is not None and folded(first.text).startswith(_REPORTED):
                said = "".join(cell.text for cell in row)
                form.reported_on = form.reported_on or _day(folded(said))
            elif first is not None and not first.text.strip().startswith(SIGNATURES):
                form.rows.read(grid, index)
        elif form.fields is not None:
            form.fields.read(row)

    def _read_fund(self, grid: Grid, row: list[Cell], form: _Open) -> bool:
        assert form.header is not None
        under: dict[str, Cell] = {}
        for role, column in form.header.items():
            for cell in row:
                if cell.column <= column < cell.column + cell.column_span:
                    under[role] = cell
        start = min(form.header.values())
        named = [cell for cell in row if cell.column < start and cell.text.strip()]
        if not named or not under or named[-1] in under.values():
            return False
        title = fund_label(named[-1].text)
        is_known = (field_of(named[-1].text) or "").startswith("funding.")
        held = {
            role: read.in_unit(form.draft.unit) if (read := read_amount(cell.text)) else None
            for role, cell in under.items()
            if role != "rate"
        }
        if not is_known and not any(amount is not None for amount in held.values()):
            return False
        rate = points(under["rate"].text) if "rate" in under else None
        form.funds.append((MonitoredFunds(title, **held, rate=rate), grid.location(named[-1])))
        return True

    def _take_header(self, grid: Grid, index: int, row: list[Cell], form: _Open) -> bool:
        """Take the header over the indicators; its second row is taken with its first."""
        if form.rows is not None and form.rows.header_rows[:2] == (grid.number, row[-1].row):
            return True
        if not any("标" in cell.text for cell in row) or _is_long(row):
            return False
        roles = {column_of(cell.text): cell for cell in reversed(row)}
        name = roles.get("name") or roles.get("name?")
        if name is None or "value" not in roles or "progress" not in roles:
            return False
        below = grid.rows[index + 1] if index + 1 < len(grid.rows) else []
        is_double = any(label(c.text) in _POSSIBILITIES or label(c.text) in _CAUSES for c in below)
        # A row with a name of its own is one of indicators, though it says 有可能 too.
        under = [c for c in below if c.column <= name.column < c.column + c.column_span]
        is_double = is_double and all(c is name or not c.text.strip() for c in under)
        cells = below if is_double and not _is_long(below) else row
        found: dict[str, Cell] = {
            role: roles[role] for role in ("level1", "level2", "value", "remark") if role in roles
        }
        found["name"] = name
        block = Block(found, {}, cells)
        block.aligns_right = self._format not in SPANNED
        for cell in row:
            form.month = form.month or _month_in(cell.text)
        form.rows = _MonitoredRows(block, form, _columns(row, cells), grid.number, cells[-1].row)
        return True


class _MonitoredRows(IndicatorRows):
    """Reads rows of indicators with what was done of them into the form that is open."""

    def __init__(
        self, block: Block, form: _Open, columns: Columns, number: int, last_row: int
    ) -> None:
        self._unread: list[Notice] = []
        super().__init__((block,), form.draft, self._unread)
        self.header_rows = number, last_row
        self._form = form
        self._columns = columns

    def _indicator(
        self, grid: Grid, row: list[Cell], plan: Plan, block: Block, name: str
    ) -> Indicator:
        i = super()._indicator(grid, row, plan, block, name)
        columns, at = self._columns, dict(i.at)

        def under(header: Cell | None, key: str = "") -> str:
            if header is None:
                return ""
            for cell in row:
                if cell.column <= header.column < cell.column + cell.column_span:
                    if key and (cell.text.strip() or key not in at):
                        at[key] = grid.location(cell)
                    return cell.text.strip()
            return ""

        actual = read_actual(under(columns.actual, "actual"), i.value)
        expected = read_actual(under(columns.expected, "expected"), i.value)
        ticked = tuple(c for c, head in columns.causes if under(head) not in _NO_TICK)
        told = [text for head in columns.reasons if (text := under(head, "reason"))]
        told += [text for _, head in columns.causes if len(text := under(head)) > 2]
        possible = [p for p, head in columns.possibilities if under(head) not in _NO_TICK]
        heads = columns.possibilities
        if heads:
            ticks = [head for p, head in heads if p in possible] or [heads[0][1]]
            under(ticks[0], "possibility")
        elif columns.possibility is not None:
            word = _POSSIBILITIES.get(label(under(columns.possibility, "possibility")))
            possible = [word] if word is not None else []
        indicator = Indicator(
            i.category, i.kind, i.level1, i.level2, i.name, i.value,
            i.weight, i.scoring_standard, i.remark, at, i.originals, i.others,
        )  # fmt: skip
        reason = "；".join(dict.fromkeys(told))
        self._form.found.append(
            MonitoringRow(indicator, actual, expected, tuple(possible), ticked, reason)
        )
        return indicator


def _columns(row: list[Cell], cells: list[Cell]) -> Columns:
    actual = expected = possibility = None
    causes: list[tuple[Cause, Cell]] = []
    reasons: list[Cell] = []
    possibilities: list[tuple[Possibility, Cell]] = []
    for cell in dict.fromkeys([*row, *cells]):
        bare = label(cell.text)
        if bare in _GROUPS:
            if cell in cells and "可能" in bare:
                possibility = cell
            elif cell in cells:
                reasons.append(cell)
        elif bare in _POSSIBILITIES:
            possibilities.append((_POSSIBILITIES[bare], cell))
        elif bare in _CAUSES:
            causes.append((_CAUSES[bare], cell))
        elif "原因" in bare or "措施" in bare:
            reasons.append(cell)
        elif column_of(cell.text) == "progress":
            if "预计" in bare:
                expected = expected or cell
            else:
                actual = actual or cell
        elif column_of(cell.text) == "actual":
            actual = actual or cell
    return Columns(
        actual, expected, tuple(causes), tuple(reasons), tuple(possibilities), possibility
    )


def _funds_header(row: list[Cell]) -> dict[str, int] | None:
    """The columns of the funds, where the row is the header over them."""
    if _is_long(row):
        return None
    found: dict[str, int] = {}
    for cell in row:
        bare = label(cell.text)
        if "预计" in bare and bare.endswith(("执行数", "支出数")):
            role: str | None = "expected"
        elif "月" in bare and bare.endswith(("执行数", "支出数")):
            role = "paid"
        elif bare.endswith("执行率"):
            role = "rate"
        else:
            role = FUNDS.get(bare)
        if role in ("initial", "adjusted", "paid", "rate", "expected"):
            found.setdefault(role, cell.column)
    is_header = "paid" in found and ("initial" in found or "adjusted" in found)
    return found if is_header else None


def _is_long(row: list[Cell]) -> bool:
    return max((len(cell.text) for cell in row), default=0) > _MOST_HEADER


def _month_in(text: str) -> int | None:
    """The last month that a header names: 1-7月执行数, 1—6月完成情况, 截至7月."""
    if "月" not in text or len(text) > _MOST_HEADER:
        return None
    months = [int(found) for found in _THROUGH.findall(text)]
    return months[-1] if months and 1 <= months[-1] <= 12 else None


def _day(text: str) -> str | None:
    """The ISO day in “填报日期2022年8月20日”."""
    for start in _REPORTED:
        text = text.replace(start, "")
    day = read_value(text).deadline or ""
    return day if len(day) == 10 and not day.startswith("-") else None


def _finished(form: _Open) -> MonitoringForm:
    draft = form.draft
    fields, at = draft.fields, {**draft.at, **form.at}
    for field, name in (
        ("project_name", "title"),
        ("supervising_department", "department"),
        ("annual_objective", "objective"),
        ("annual_objective?", "objective"),
    ):
        if field in at:
            at.setdefault(name, at.pop(field))
    funds = sorted(form.funds, key=lambda fund: not is_total_of_funds(fund[0].label))
    at.update({f"funds.{n}": place for n, (_, place) in enumerate(funds)})
    department = fields.get("supervising_department", "")
    code = fields.get("supervising_code", "")
    said = dict(draft.others)
    reported = next((_day(said[name]) for name in _REPORTED if name in said), None)
    return MonitoringForm(
        title=fields.get("project_name", ""),
        fiscal_year=draft.year or draft.title_year,
        department=f"{code}-{department}" if code and department else department or code,
        implementing_unit=fields.get("implementing_unit", ""),
        month=form.month,
        unit=draft.unit,
        funds=tuple(row for row, _ in funds),
        rows=tuple(form.found),
        objective=fields.get("annual_objective") or fields.get("annual_objective?", ""),
        reported_on=form.reported_on or reported,
        at=at,
    )
