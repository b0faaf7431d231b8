"""The self-evaluation form (项目支出绩效自评表): funds, objective, indicators with their results.

One reader for all layouts: labelled cells on top, rows of funds under 全年执行数 or 执行数, the
objective beside what was reached, the indicators under 实际完成值 and 得分, the total below.
Labels, levels and values are read as those of target tables; a blank cell is None or empty.
"""

from __future__ import annotations

from decimal import Decimal

from jixiao.model.disclosure import Notice
from jixiao.model.evaluation import Actual, EvaluatedIndicator, ExecutionRow, SelfEvaluation
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.value import TargetValue
from jixiao.readers.forms.cell_text import (
    cleaned,
    fiscal_year,
    money_unit,
    points,
    read_amount,
)
from jixiao.readers.forms.draft import Draft
from jixiao.readers.forms.field_rows import FieldRows
from jixiao.readers.forms.indicator_block import Block, Plan, classes, read_header
from jixiao.readers.forms.indicator_rows import SIGNATURES, IndicatorRows
from jixiao.readers.forms.labels import column_of, field_of, folded, label
from jixiao.readers.forms.lone_rows import apart
from jixiao.readers.forms.other_forms import (
    is_form_title,
    lone_text,
    other_form,
    other_form_titled,
)
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph
from jixiao.readers.value_grammar import read_value
from jixiao.readers.vocabulary import words

FORM = "self-evaluation"
_SPANNED = frozenset({"docx", "xlsx", "xls", "ods", "html", "markdown"})
_FUNDS = {
    **dict.fromkeys(words("年初预算数 年初预算 年初预算金额 年初数 年初安排数"), "initial"),
    **dict.fromkeys(
        words(
            "全年预算数 全年预算 调整后预算数 调整预算数 调整后预算 预算数 预算安排数 年度预算数"
        ),
        "adjusted",
    ),
    **dict.fromkeys(
        words("全年执行数 预算执行数 执行数 全年执行 实际执行数 全年支出数 实际支出数 资金执行数"),
        "paid",
    ),
    **dict.fromkeys(words("执行率 预算执行率 全年执行率 执行进度 预算执行进度"), "rate"),
    **dict.fromkeys(words("分值 权重"), "weight"),
    **dict.fromkeys(words("得分 自评得分"), "points"),
}
_EXPECTED = frozenset(words("预期目标 年初设定目标 年度预期目标 预期绩效目标 年初目标"))
_ACHIEVED = frozenset(
    words("实际完成情况 目标实际完成情况 全年实际完成情况 年度目标完成情况 目标完成情况")
)
_TOTALS = tuple(words("总分 总得分 合计 总计 自评总分 自评得分"))
_TARGET_VALUES = frozenset(words("年初目标值 年初指标值 年初绩效指标值 年初绩效目标值"))
_REASON_WORDS = ("原因", "改进措施")
_MOST_HEADER = 60  # characters of the longest header cell
_SHORT = 14  # characters; “（2022年度）”, “单位：万元”
_SAMPLE = 8  # rows looked at to see whether a table goes on

# What forms write where a qualitative indicator was reached, in part or not (达成程度).
_REACHED_OBJECTS = tuple(
    words("预期指标 年度指标 预期目标 年度目标 预期绩效目标 预期效果 指标 目标 预期")
)
_TIERS = (
    ("部分达成", ("部分达成", "部分达到", "部分实现")),
    ("未达成", ("未达成", "未达到", "未实现")),
    ("达成", ("全部达成", "已达成", "达成", "达到")),
)
_GRADES = frozenset("优良中低差")


def read_evaluations(layout: Layout) -> tuple[tuple[SelfEvaluation, ...], tuple[Notice, ...]]:
    """The self-evaluations of a document, in order, and what is odd about it."""
    reader = EvaluationReader(layout.format)
    reader.notices += layout.notices
    for block in layout.blocks:
        for part in (block,) if isinstance(block, Paragraph) else apart(block):
            if isinstance(part, Paragraph):
                reader.take_paragraph(part)
            else:
                reader.take_grid(part)
    reader.close()
    return tuple(reader.evaluations), tuple(reader.notices)


# ── texts of single cells ────────────────────────────────────────────────────────────────────


def read_actual(text: str, target: TargetValue, number_format: str | None = None) -> Actual:
    """The actual value printed as ``text``; a bare number is in the unit of the target.

    >>> target = read_value("≥50个")
    >>> read_actual("50", target).unit, read_actual("达成预期指标", target).tier
    ('个', '达成')
    """
    printed = cleaned(text)
    if not printed:
        return Actual("")
    tier = tier_of(printed)
    if tier is not None:
        return Actual(printed, tier=tier)
    value = read_value(printed, number_format=number_format)
    number = value.number if value.upper is None else None
    unit = None
    if number is not None:
        unit = value.unit or target.unit
    day = value.deadline or ""
    is_day = len(day) == 10 and not day.startswith("-")
    return Actual(printed, number, unit, day if is_day else None)


def tier_of(text: str) -> str | None:
    """The step of a scale that ``text`` names as a whole; None where it names none.

    >>> tier_of("部分达成年度指标并具有一定效果"), tier_of("良"), tier_of("达到90%")
    ('部分达成', '良', None)
    """
    bare = folded(text).rstrip("。；;")
    if bare in _GRADES:
        return bare
    for tier, starts in _TIERS:
        for start in starts:
            if bare.startswith(start):
                rest = bare[len(start) :]
                is_whole = not rest or rest.startswith(_REACHED_OBJECTS)
                return tier if is_whole and not any(map(str.isdigit, rest)) else None
    return None


def without_points(level: str) -> str:
    """A level's label without the points printed with it.

    >>> without_points("产出指标(50分)"), without_points("产出指标（数量）")
    ('产出指标', '产出指标（数量）')
    """
    bare = level.rstrip("）) ")
    start = max(bare.rfind("（"), bare.rfind("("))
    is_points = start > 0 and bare != level and points(bare[start + 1 :]) is not None
    return bare[:start].rstrip() if is_points else level


def fund_label(text: str) -> str:
    """The label of a row of funds: without blanks, colons and the words 其中.

    >>> fund_label("   其中：本年财政拨款"), fund_label("年度资金总额：")
    ('本年财政拨款', '年度资金总额')
    """
    bare = folded(cleaned(text))
    return bare.removeprefix("其中") or bare


def is_total_of_funds(text: str) -> bool:
    """The label is that of the year's whole money (年度资金总额)."""
    bare = folded(text)
    return (
        bare.endswith("总额")
        or bare in ("合计", "总计")
        or (field_of(text) or "").startswith("funding.total")
    )


def execution_rate(
    text: str, paid: Decimal | None, budget: Decimal | None, number_format: str | None = None
) -> Decimal | None:
    """The stated rate in per cent; a share (0.9974) is told from a percentage by the amounts."""
    rate = points(text)
    if rate is None:
        return None
    if number_format is not None and "%" in number_format and "%" not in text:
        return rate * 100
    is_bare = "%" not in text and "％" not in text
    if is_bare and 0 < rate <= 2 and paid is not None and budget:
        share = paid / budget
        if abs(share - rate) < abs(share * 100 - rate):
            return rate * 100
    return rate


def _column(text: str) -> str | None:
    bare = label(text)
    if any(word in bare for word in _REASON_WORDS):
        return "reason"
    return "value" if bare in _TARGET_VALUES else column_of(text)


def indicator_header(row: list[Cell], format_name: str) -> Block | None:
    """The columns of a header that has 实际完成值 or 得分 beside names and values; else None."""
    if not any("标" in cell.text for cell in row):
        return None
    if max(len(cell.text) for cell in row) > _MOST_HEADER:
        return None
    roles = [_column(cell.text) for cell in row]
    if not {"actual", "score"} & set(roles) or "value" not in roles or "progress" in roles:
        return None
    name = "name" if "name" in roles else "name?"
    if name not in roles:
        return None
    columns: dict[str, Cell] = {}
    extras: dict[str, str] = {}
    for cell, held in zip(row, roles, strict=True):
        role = "name" if held == name else held
        is_spare = role is None or role in columns or role in ("extra", "name?")
        if is_spare or (role == "weight" and "name" not in columns):
            if "name" not in columns or not cell.text.strip():
                continue
            role = f"extra{len(extras)}"
            extras[role] = label(cell.text)
        if role is not None:
            columns[role] = cell
    if "name" not in columns:
        return None
    block = Block(columns, extras, row)
    block.aligns_right = format_name not in _SPANNED
    return block


class FundsHeader:
    """The header over the rows of funds: the columns, and the points its labels state."""

    def __init__(self, row: list[Cell], columns: dict[str, Cell], *, aligns_right: bool) -> None:
        self._columns = {role: cell.column for role, cell in columns.items()}
        self._last = row[-1].column + row[-1].column_span
        self._aligns_right = aligns_right
        self.cells = {id(cell) for cell in row}
        texts = [cell.text for cell in row]
        self.weight = next((p for p in map(_points_in_brackets, texts) if p is not None), None)

    def find(self, row: list[Cell]) -> dict[str, int]:
        """Where in ``row`` the columns are."""
        shift = 0
        if self._aligns_right and row:
            shift = max(0, self._last - row[-1].column - row[-1].column_span)
        found: dict[str, int] = {}
        for role, column in self._columns.items():
            for index, cell in enumerate(row):
                if cell.column <= column - shift < cell.column + cell.column_span:
                    found[role] = index
        return found


def funds_header(row: list[Cell], format_name: str) -> FundsHeader | None:
    """The header of the funds in ``row``, or None."""
    columns: dict[str, Cell] = {}
    for cell in row:
        if 0 < len(cell.text) <= _MOST_HEADER:
            bare = label(cell.text)
            role = _FUNDS.get(bare) or ("reason" if "原因" in bare else None)
            if role is not None:
                columns.setdefault(role, cell)
    if "paid" not in columns or not {"initial", "adjusted"} & columns.keys():
        return None
    return FundsHeader(row, columns, aligns_right=format_name not in _SPANNED)


def _points_in_brackets(text: str) -> Decimal | None:
    """The points a header states: “预算执行情况（20分）”, “得分（20分×执行率）”."""
    for piece in text.replace("(", "（").split("（")[1:]:
        head, found, _ = piece.partition("分")
        if found and points(head) is not None:
            return points(head)
    return None


class EvaluatedRows(IndicatorRows):
    """Reads rows of indicators with their actual values, points and reasons into ``found``."""

    def __init__(self, block: Block, draft: Draft, notices: list[Notice]) -> None:
        super().__init__((block,), draft, notices)
        self.found: list[EvaluatedIndicator] = []

    def _indicator(
        self, grid: Grid, row: list[Cell], plan: Plan, block: Block, name: str
    ) -> Indicator:
        own = {role: row[at] for role, at in plan.further if role in ("actual", "score", "reason")}
        further = tuple((role, at) for role, at in plan.further if role not in own)
        i = super()._indicator(grid, row, plan._replace(further=further), block, name)
        at = dict(i.at)
        for role, cell in own.items():
            at["points" if role == "score" else role] = grid.location(cell)
        level1, originals = without_points(i.level1), i.originals
        if level1 != i.level1:
            originals = {**originals, "level1": i.level1}
        indicator = Indicator(
            i.category, i.kind, level1, i.level2, i.name, i.value,
            i.weight, i.scoring_standard, i.remark, at, originals, i.others,
        )  # fmt: skip
        actual, score, reason = own.get("actual"), own.get("score"), own.get("reason")
        self.found.append(
            EvaluatedIndicator(
                indicator,
                read_actual(actual.text, i.value, actual.number_format) if actual else Actual(""),
                points(score.text) if score else None,
                reason.text.strip() if reason else "",
            )
        )
        return indicator


# ── one form ─────────────────────────────────────────────────────────────────────────────────


class _Form:
    """A self-evaluation while it is being read."""

    def __init__(self, place: Location, *, is_titled: bool) -> None:
        self.draft = Draft(None, None, place)
        self.is_titled = is_titled
        self.fields: FieldRows | None = None
        self.funds: list[tuple[ExecutionRow, Location]] = []
        self.header: FundsHeader | None = None
        self.is_in_funds = False
        self.has_funds_header = False
        self.objective = ""
        self.achieved = ""
        self.goals: dict[str, Cell] = {}  # labels whose texts stand in the next row
        self.rows: EvaluatedRows | None = None
        self.found: list[EvaluatedIndicator] = []
        self.total: Decimal | None = None
        self.is_over = False  # the total has been read
        self.at: dict[str, Location] = {}

    @property
    def is_form(self) -> bool:
        if not (self.is_titled or "project_name" in self.draft.fields):
            return False
        return self.rows is not None or (self.is_titled and self.has_funds_header)

    @property
    def is_begun(self) -> bool:
        return bool(self.draft.fields or self.funds or self.rows)

    def finished(self, year: int | None) -> SelfEvaluation:
        draft = self.draft
        fields, at = draft.fields, {**draft.at, **self.at}
        for field, name in (
            ("project_name", "title"),
            ("supervising_department", "department"),
            ("annual_objective", "objective"),
        ):
            if field in at:
                at.setdefault(name, at.pop(field))
        funds = sorted(self.funds, key=lambda fund: not is_total_of_funds(fund[0].label))
        at.update({f"funds.{n}": place for n, (_, place) in enumerate(funds)})
        department = fields.get("supervising_department", "")
        code = fields.get("supervising_code", "")
        return SelfEvaluation(
            title=fields.get("project_name", ""),
            fiscal_year=draft.year or draft.title_year or year,
            department=f"{code}-{department}" if code and department else department or code,
            implementing_unit=fields.get("implementing_unit", ""),
            unit=draft.unit,
            funds=tuple(row for row, _ in funds),
            objective=self.objective or fields.get("annual_objective", ""),
            achieved=self.achieved,
            rows=tuple(self.found),
            total=self.total,
            at=at,
        )


class EvaluationReader:
    """Reads paragraphs and grids in order; the forms found are in ``evaluations``.

    A form stays open until another begins, so that one cut by a page break goes on. Other forms
    of the same file are passed over.
    """

    def __init__(self, format_name: str) -> None:
        self.evaluations: list[SelfEvaluation] = []
        self.notices: list[Notice] = []
        self._format = format_name
        self._form: _Form | None = None
        self._heading: Paragraph | None = None
        self._is_skipping = False
        self._year: int | None = None  # what the paragraphs over a form say
        self._document_year: int | None = None
        self._unit = ""
        self._grid = Grid([], 0)

    def close(self) -> None:
        """Finish the form that is open."""
        form, self._form = self._form, None
        if form is not None and form.is_form:
            self.evaluations.append(form.finished(self._document_year))

    def take_paragraph(self, paragraph: Paragraph) -> None:
        """Read a paragraph: a title, a year, a money unit, or nothing of a form."""
        text = paragraph.text.strip()
        bare = folded(text)
        form = other_form_titled(text)
        if form is not None or is_form_title(text):
            self._year = fiscal_year(text) or self._year
            if form == FORM:
                self._document_year = self._document_year or self._year
            if "表" in text:
                self.close()
                self._heading = paragraph
                self._is_skipping = form != FORM
        elif len(bare) <= _SHORT and fiscal_year(text) is not None:
            self._year = fiscal_year(text)
        elif len(bare) <= _SHORT and "单位" in bare and money_unit(bare) is not None:
            self._unit = bare

    def take_grid(self, grid: Grid) -> None:
        """Read a grid."""
        heading, self._heading = self._heading, None
        self._grid = grid
        if not self._goes_on(grid):
            self.close()
            if heading is not None:
                form = other_form_titled(heading.text.strip())
            else:
                form = other_form(grid, None)
            self._is_skipping = form not in (None, FORM) or (heading is not None and form is None)
            place = Location(grid.number, sheet=grid.sheet, page=grid.page)
            self._open(place, is_titled=heading is not None and form == FORM)
        self._year, self._unit = None, ""
        index = 0
        while index < len(grid.rows):
            if grid.rows[index]:
                self._read_row(grid, index)
            index += 1

    def _open(self, place: Location, *, is_titled: bool) -> None:
        form = _Form(place, is_titled=is_titled)
        form.draft.year = self._year
        form.draft.take_unit(self._unit)
        form.fields = FieldRows(form.draft, self._grid_location)
        self._form = form

    def _grid_location(self, cell: Cell) -> Location:
        return self._grid.location(cell)

    def _goes_on(self, grid: Grid) -> bool:
        """The grid continues the form that is open, which a page break or a caption cut."""
        form = self._form
        if form is None or form.is_over or not form.is_begun:
            return False
        for row in grid.rows[:_SAMPLE]:
            if any(field_of(cell.text) == "project_name" for cell in row[:2]):
                return False
            text = lone_text(row)
            if text and (other_form_titled(text) or is_form_title(text)):
                return False
            if not row:
                continue
            if form.rows is None:
                if indicator_header(row, self._format) or funds_header(row, self._format):
                    return True
            elif self._is_like(form.rows.blocks[0], row):
                return True
        return False

    @staticmethod
    def _is_like(block: Block, row: list[Cell]) -> bool:
        """The row is one under the header: its total, or a known level with name and value."""
        if row[0].text.strip().startswith(_TOTALS):
            return True
        plan = block.plan(row)
        if plan.name < 0 or plan.value < 0 or row[plan.name] is row[plan.value]:
            return False
        levels = [row[at].text for at in (plan.level1, plan.level2) if at >= 0]
        is_known = any(classes(*pair) != (None, None) for text in levels if text for pair in (
            (text, ""), ("", text)))  # fmt: skip
        is_filled = bool(row[plan.name].text.strip() and row[plan.value].text.strip())
        return is_filled and (is_known or not any(levels))

    # ── rows ─────────────────────────────────────────────────────────────────────────────────

    def _read_row(self, grid: Grid, index: int) -> None:
        row = grid.rows[index]
        text = lone_text(row)
        if text and self._take_title(grid, row, text):
            return
        if self._is_skipping:
            return
        form = self._form
        assert form is not None
        header = funds_header(row, self._format)
        if header is not None and form.rows is None:
            form.header, form.is_in_funds, form.has_funds_header = header, True, True
            for cell in row:
                form.draft.take_unit(cell.text if "元" in cell.text else "")
            return
        if form.is_in_funds:
            if self._read_fund(row):
                return
            form.is_in_funds = False
        if form.goals and self._read_goals(row):
            return
        block = indicator_header(row, self._format)
        if block is not None:
            self._take_header(block)
            return
        if read_header(row, self._format) is not None:  # a target table, a monitoring table
            self._form = None
            self._open(grid.location(row[0]), is_titled=False)
            return
        if self._starts_form(row):
            self.close()
            self._open(grid.location(row[0]), is_titled=False)
            form = self._form
            assert form is not None
        if self._read_total(row):
            return
        if form.rows is not None:
            is_of_block = not form.is_over or self._is_like(form.rows.blocks[0], row)
            if is_of_block and form.rows.read(grid, index):
                return
            if any(cell.text.strip().startswith(SIGNATURES) for cell in row[:1]):
                return
        elif self._take_goals(row):
            return
        elif form.fields is not None:
            form.fields.read(row)

    def _take_title(self, grid: Grid, row: list[Cell], text: str) -> bool:
        """A row of one text: whether it is a form's title, or belongs to one passed over."""
        form = other_form_titled(text) if "表" in text and len(text) <= 60 else None
        if form is None and not is_form_title(text):
            return False
        opened = self._form
        if opened is not None and not opened.is_begun and form == FORM:
            opened.is_titled = True
        else:
            self.close()
            self._open(grid.location(row[0]), is_titled=form == FORM)
        self._is_skipping = form != FORM
        if self._form is not None:
            self._form.draft.title_year = fiscal_year(text)
        return True

    def _starts_form(self, row: list[Cell]) -> bool:
        """The row is 项目名称 once more, below a form that has been read."""
        form = self._form
        if form is None or not (form.rows is not None or form.is_over):
            return False
        return any(field_of(cell.text) == "project_name" for cell in row[:2])

    def _take_header(self, block: Block) -> None:
        form = self._form
        assert form is not None
        before = form.rows.blocks[0] if form.rows is not None else None
        if before is not None:
            block.enter(before.level1, before.level2)
        form.rows = EvaluatedRows(block, form.draft, self.notices)
        form.rows.found = form.found
        form.goals = {}

    # ── funds ────────────────────────────────────────────────────────────────────────────────

    def _read_fund(self, row: list[Cell]) -> bool:
        """Read a row of funds. False when the row is none."""
        form = self._form
        assert form is not None
        assert form.header is not None
        found = form.header.find(row)
        amounts = [at for role, at in found.items() if role in ("initial", "adjusted", "paid")]
        if not amounts or not min(amounts):
            return False
        first = max(cell.row for cell in row)
        named = [
            cell
            for cell in row[: min(amounts)]
            if cell.text.strip() and id(cell) not in form.header.cells
        ]
        if not named:
            return not any(row[at].text.strip() for at in amounts)
        name = named[-1].text

        def cell(role: str) -> Cell | None:
            at = found.get(role)
            own = row[at] if at is not None else None
            return own if own is not None and own.row == first else None

        held: dict[str, Decimal | None] = {}
        for role in ("initial", "adjusted", "paid"):
            own = cell(role)
            read = read_amount(own.text) if own is not None and own.text.strip() else None
            if read is not None and read.unit is not None:
                form.draft.unit = form.draft.unit or read.unit
            held[role] = read.in_unit(form.draft.unit) if read is not None else None
        is_known = (field_of(name) or "").startswith("funding.")
        if not is_known and all(number is None for number in held.values()):
            return False
        rate, weight, score, reason = map(cell, ("rate", "weight", "points", "reason"))
        stated = points(weight.text) if weight is not None else None
        title = fund_label(name)
        if stated is None and is_total_of_funds(title):
            stated = form.header.weight
        form.funds.append(
            (
                ExecutionRow(
                    title,
                    **held,
                    rate=execution_rate(
                        rate.text,
                        held["paid"],
                        held["adjusted"] if held["adjusted"] is not None else held["initial"],
                        rate.number_format,
                    )
                    if rate is not None
                    else None,
                    weight=stated,
                    points=points(score.text) if score is not None else None,
                    reason=reason.text.strip() if reason is not None else "",
                ),
                self._grid.location(named[-1]),
            )
        )
        return True

    # ── objective ────────────────────────────────────────────────────────────────────────────

    def _take_goals(self, row: list[Cell]) -> bool:
        """Read the labels 预期目标 and 实际完成情况, with texts beside them or below."""
        form = self._form
        assert form is not None
        own = max(cell.row for cell in row)
        goals: dict[str, tuple[int, Cell]] = {}
        for index, cell in enumerate(row):
            bare = label(cell.text) if len(cell.text) <= _MOST_HEADER else ""
            if cell.row == own and bare in _EXPECTED:
                goals["objective"] = index, cell
            elif cell.row == own and bare in _ACHIEVED:
                goals["achieved"] = index, cell
        if not goals:
            return False
        places = {index for index, _ in goals.values()}
        for name, (index, cell) in goals.items():
            beside = row[index + 1] if index + 1 < len(row) else None
            if beside is not None and index + 1 not in places and beside.text.strip():
                self._keep_goal(name, beside)
            else:
                form.goals[name] = cell
        return True

    def _read_goals(self, row: list[Cell]) -> bool:
        """Take the texts that stand under the labels of the row before."""
        form = self._form
        assert form is not None
        goals, form.goals = form.goals, {}
        if any(field_of(cell.text) is not None for cell in row[1:]):
            return False
        if indicator_header(row, self._format) is not None:
            return False
        for name, over in goals.items():
            for cell in row:
                if cell.column <= over.column < cell.column + cell.column_span:
                    if cell is not over:
                        self._keep_goal(name, cell)
                    break
        return True

    def _keep_goal(self, name: str, cell: Cell) -> None:
        form = self._form
        assert form is not None
        setattr(form, name, cell.text.strip())
        form.at[name] = self._grid.location(cell)

    # ── total ────────────────────────────────────────────────────────────────────────────────

    def _read_total(self, row: list[Cell]) -> bool:
        """Read the row of 总分. False when the row is none."""
        form = self._form
        assert form is not None
        first = next((cell for cell in row if cell.text.strip()), None)
        if first is None or not label(first.text).startswith(_TOTALS) or len(first.text) > _SHORT:
            return False
        cell: Cell | None = None
        if form.rows is not None:
            found = dict(form.rows.blocks[0].plan(row).further).get("score")
            cell = row[found] if found is not None else None
            form.is_over = True
        if cell is None or cell is first:
            rest = [c for c in row if c is not first and points(c.text) is not None]
            cell = rest[0] if len(rest) == 1 else None
        is_whole = not label(first.text).startswith(("合计", "总计"))
        if cell is not None and (form.total is None or is_whole):
            form.total = points(cell.text)
            form.at["total"] = self._grid.location(cell)
        return True
