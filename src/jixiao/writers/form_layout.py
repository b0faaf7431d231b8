"""The official publication as it lies on paper (规范表样): texts and tables, in no format yet.

Front list first, then a page a project, notes last, as the published forms are laid out. Columns
and rows beyond the ordinary form (权重, 计量单位, 中期目标 …) are added only where the record has
something for them, so that nothing read is lost when it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from jixiao.model.disclosure import Disclosure, Note
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.project import Department
from jixiao.model.target import PerformanceTarget
from jixiao.model.value import TargetValue
from jixiao.readers.forms.closing_note import read_stated_counts, read_withheld
from jixiao.readers.forms.labels import field_of
from jixiao.readers.grid import Paragraph
from jixiao.readers.value_grammar import read_value


class Style(StrEnum):
    """How a text is set."""

    ATTACHMENT = "attachment"  # 附件：
    TITLE = "title"
    HEADING = "heading"
    NOTE = "note"
    TABLE_TITLE = "table-title"
    YEAR = "year"
    SIGNATURE = "signature"  # 项目责任人, 单位（盖章）: above the ruled table
    LABEL = "label"
    VALUE = "value"
    CENTRED = "centred"
    AMOUNT = "amount"
    POINTS = "points"  # a number in the middle of its cell


class FormText(NamedTuple):
    """A paragraph outside tables. ``new_page`` begins a page before it, ``is_wide`` turns it.

    ``is_dense`` sets it small, on a page with narrow margins.
    """

    text: str
    style: Style
    new_page: bool = False
    at: Location | None = None
    is_wide: bool = False
    is_dense: bool = False


class FormCell(NamedTuple):
    """A cell, standing where it begins; ``at`` is where its value was read from."""

    text: str
    column_span: int = 1
    row_span: int = 1
    style: Style = Style.VALUE
    at: Location | None = None


FormRow = tuple[FormCell, ...]


class FormTable(NamedTuple):
    """A table: the columns' widths beside each other, and rows of the cells that begin in each.

    ``repeated`` rows at its head stand on every page it runs over; ``name`` is what it is about.
    """

    widths: tuple[int, ...]
    rows: tuple[FormRow, ...]
    target: PerformanceTarget | None = None  # what a project's target table was laid out from
    new_page: bool = False
    is_wide: bool = False  # too wide for a page upright
    is_dense: bool = False  # so much that it is set small, on a page with narrow margins
    repeated: int = 0
    name: str = ""


Block = FormText | FormTable
TICKED = "（勾选）"  # what a reader makes of tick boxes, beside the cell as printed
APPROVED = ("批复日期", "批复时间")
PUBLISHED = ("公开日期", "公开时间", "发布日期", "发布时间", "发文日期")
LIST_TITLE = "项目支出绩效目标公开清单"
TABLE_TITLE = "项目支出绩效目标表"


# The columns of the ordinary form in thousandths of a page upright: 绩效指标, 一级, 二级; 三级 is
# three columns, so that the cells above can end where they need to; 指标值.
LEVEL_WIDTHS, NAME_WIDTHS, VALUE_WIDTH = (55, 145, 190), (150, 130, 60), 270
PLAIN_WIDTHS = (*LEVEL_WIDTHS, *NAME_WIDTHS, VALUE_WIDTH)
WIDEST_UPRIGHT = 1220  # what takes more is set on a page turned
TURNED_PAGE = 1442  # a page turned is 225 mm between its margins, one upright 156
SHORT_LABEL, LONG_LABEL = 120, 190  # 实施单位, 单位（盖章）： on one line


class Column(NamedTuple):
    """A column of the indicator block: header, width, and what it shows of an indicator."""

    header: str
    width: int
    shown: Callable[[Indicator], str]
    field: str
    style: Style = Style.CENTRED
    is_fixed: bool = False  # as wide as its header needs, on any page


def form_blocks(disclosure: Disclosure) -> Iterator[Block]:
    """The texts and tables of the publication, in order."""
    d = disclosure
    notes = [note for note in d.notes if note.text != d.title and not note.is_row]
    for note in notes:
        if note.text.startswith("附件"):
            yield FormText(note.text, Style.ATTACHMENT)
    if d.title:
        yield FormText(d.title, Style.TITLE, at=d.at.get("title"))
    begins_page = bool(d.listed) or d.listed_total is not None
    if begins_page:
        yield _front_list(d)
    for target in d.targets:
        table = target_table(target, new_page=begins_page and not target.heading)
        if target.heading:
            place = target.at.get("heading")
            yield FormText(target.heading, Style.HEADING, begins_page, place, table.is_wide)
        yield table
        begins_page = True
    closing = [note for note in notes if not note.text.startswith("附件")]
    yield from _further_notes(d, closing)
    for note in closing:
        yield FormText(note.text, Style.NOTE, at=note.at)


def _front_list(d: Disclosure) -> FormTable:
    unit = f"（单位：{d.money_unit.value}）" if d.money_unit is not None else ""
    has_unit = any(project.implementing_unit for project in d.listed)
    labels = ["序号", *(["实施单位"] if has_unit else []), "项目名称", f"预算金额{unit}"]
    rows = [
        (FormCell(LIST_TITLE, len(labels), style=Style.TABLE_TITLE),),
        tuple(FormCell(text, style=Style.LABEL) for text in labels),
    ]
    for project in d.listed:
        number = "" if project.number is None else str(project.number)
        cells = [FormCell(number, style=Style.CENTRED)]
        if has_unit:
            cells.append(FormCell(project.implementing_unit or ""))
        cells.append(FormCell(project.name, at=project.at.get("name")))
        amount = digits(project.amount)
        cells.append(FormCell(amount, style=Style.AMOUNT, at=project.at.get("amount")))
        rows.append(tuple(cells))
    if d.listed_total is not None:
        place = d.at.get("listed_total")
        total = FormCell(digits(d.listed_total), style=Style.AMOUNT, at=place)
        blank = [FormCell("", style=Style.CENTRED)] * (len(labels) - 2)
        rows.append((*blank, FormCell("合计", style=Style.LABEL), total))
    widths = (80, 250, 400, 270) if has_unit else (80, 590, 330)
    return FormTable(widths, tuple(rows), repeated=2)


def _further_notes(d: Disclosure, closing: list[Note]) -> Iterator[FormText]:
    """What the record says of the document and no note of it tells."""
    unit = d.money_unit.value if d.money_unit is not None else "万元"
    told = {project.name for note in closing for project in read_withheld(Paragraph(note.text))}
    for project in d.withheld:
        if project.name not in told:
            amount = digits(project.amount)
            money = f"涉及金额{amount}{unit}，" if amount else ""
            ground = f"为{project.reason}，" if project.reason else ""
            text = f"注：“{project.name}”项目{money}{ground}不公开项目绩效目标表。"
            yield FormText(text, Style.NOTE)
    counts = [read_stated_counts(note.text) for note in closing if "公开" in note.text]
    said = []
    if d.stated_projects is not None and not any(count.stated for count in counts):
        said.append(f"共{d.stated_projects}个项目")
    if d.stated_published is not None and not any(count.published for count in counts):
        said.append(f"公开{d.stated_published}个项目")
    if said:
        about = "" if "公开" in "".join(said) else "，见公开清单"
        yield FormText(f"{'，'.join(said)}{about}。", Style.NOTE)
    for words, day in ((APPROVED, d.approved_on), (PUBLISHED, d.published_on)):
        if day is not None and not any(note.text.startswith(words) for note in closing):
            yield FormText(f"{words[0]}：{day}", Style.NOTE)


def digits(number: Decimal | None) -> str:
    """The number as read, or nothing."""
    return "" if number is None else format(number, "f")


def lines_in(text: str, width: float) -> int:
    """How many lines ``text`` takes in ``width`` characters, Chinese ones counted twice."""
    return sum(
        1 + int(sum(2.05 if ord(c) > 255 else 1.1 for c in line) // max(1.0, width))
        for line in text.split("\n")
    )


def target_table(target: PerformanceTarget, *, new_page: bool = False) -> FormTable:
    """One project's table."""
    annual, period = _columns(target.indicators), _columns(target.period_indicators)
    levels = [(width, True) for width in LEVEL_WIDTHS]
    columns = [*levels, *((width, False) for width in NAME_WIDTHS)]
    if target.period_indicators:
        columns = [*levels, (250, False), *((c.width, c.is_fixed) for c in period)]
        columns += [levels[-1], (250, False)]
    columns += [(column.width, column.is_fixed) for column in annual]
    is_wide = sum(width for width, _ in columns) > WIDEST_UPRIGHT
    widths = _fitted(columns, TURNED_PAGE if is_wide else 1000)
    rows = (*_heads(target, widths), *_block(target, annual, period))
    return FormTable(widths, rows, target, new_page, is_wide)


def _fitted(columns: list[tuple[int, bool]], page: int) -> tuple[int, ...]:
    """The widths that fill the page: what is not fixed gives way, if it can."""
    fixed = sum(width for width, is_fixed in columns if is_fixed)
    free = sum(width for width, is_fixed in columns if not is_fixed)
    share = (page - fixed) / free
    if share < 0.4:
        return tuple(round(width * page / (fixed + free)) for width, _ in columns)
    return tuple(width if is_fixed else round(width * share) for width, is_fixed in columns)


class _Row(NamedTuple):
    """Two labelled cells side by side: where the first value and the second label end."""

    first_end: int
    label_end: int
    columns: int

    def cells(self, one: FormCell, value: FormCell, other: FormCell, last: FormCell) -> FormRow:
        spans = (
            2,
            self.first_end - 2,
            self.label_end - self.first_end,
            self.columns - self.label_end,
        )
        return tuple(
            cell._replace(column_span=span)
            for cell, span in zip((one, value, other, last), spans, strict=True)
        )


def _row(widths: tuple[int, ...], label_width: int) -> _Row:
    """The row whose first value ends past the middle and whose second label has its width."""
    edges = list(accumulate(widths))
    count = len(widths)
    middle = min(range(3, count - 1), key=lambda n: abs(edges[n - 1] - 0.54 * edges[-1]))
    ends = (n for n in range(middle + 1, count) if edges[n - 1] - edges[middle - 1] >= label_width)
    return _Row(middle, next(ends, count - 1), count)


def _heads(target: PerformanceTarget, widths: tuple[int, ...]) -> Iterator[FormRow]:
    at = target.at.get
    count = len(widths)
    row, signature = _row(widths, SHORT_LABEL), _row(widths, LONG_LABEL)

    def label(text: str) -> FormCell:
        return FormCell(text, style=Style.LABEL)

    def value(text: str | None, name: str) -> FormCell:
        return FormCell(text or "", at=at(name))

    def signed(text: str | None, name: str = "") -> FormCell:
        return FormCell(text or "", style=Style.SIGNATURE, at=at(name))

    yield (FormCell(TABLE_TITLE, count, style=Style.TABLE_TITLE, at=at("table")),)
    if target.fiscal_year is not None:
        year = f"（{target.fiscal_year}年度）"
        yield (FormCell(year, count, style=Style.YEAR, at=at("fiscal_year")),)
    yield signature.cells(
        signed("项目责任人："),
        signed(target.responsible_person, "responsible_person"),
        signed("单位（盖章）："),
        signed(target.unit_seal, "unit_seal"),
    )
    name = FormCell(target.project_name or "", count - 2, at=at("project_name"))
    yield (FormCell("项目名称", 2, style=Style.LABEL), name)
    yield row.cells(
        label("主管部门及代码"),
        value(department_text(target.supervising_department), "supervising_department"),
        label("实施单位"),
        value(target.implementing_unit, "implementing_unit"),
    )
    yield row.cells(
        label("项目来源"),
        value(target.project_source, "project_source"),
        label("项目期"),
        value(target.project_period, "project_period"),
    )
    for name_of_other, text in _others(target):
        if name_of_other:
            yield (FormCell(name_of_other, 2, style=Style.LABEL), FormCell(text, count - 2))
        else:
            yield (FormCell(text, count),)
    yield from _funds(target, row)
    if target.period_objective:
        objective = FormCell(target.period_objective, count - 1, at=at("period_objective"))
        yield (FormCell("中期\n目标", style=Style.LABEL), objective)
    objective = FormCell(target.annual_objective or "", count - 1, at=at("annual_objective"))
    yield (FormCell("年度\n目标", style=Style.LABEL), objective)


def _others(target: PerformanceTarget) -> Iterator[tuple[str, str]]:
    """The labelled cells no field holds, but for what a reader takes from another of them.

    A label that names a field (a second 项目名称, met with another text) gets a word before it, so
    that the cell is not taken for the field.
    """
    labels = {label for label, _ in target.others}
    for label, text in target.others:
        ticked_in = label.removesuffix(TICKED)
        if ticked_in == label or ticked_in not in labels:
            yield (label if field_of(label) in (None, "other") else f"另：{label}"), text
    for number, task in enumerate(target.tasks, 1):
        amount = None if task.amount is None else f"{task.amount}"
        said = (
            ("名称", task.name),
            ("主要实施内容", task.content),
            ("拟投入的资金", amount),
            ("期望达到的目标", task.objective),
            *task.others,
        )
        yield f"年度重点工作任务{number}", "\n".join(f"{k}：{text}" for k, text in said if text)


def _funds(target: PerformanceTarget, row: _Row) -> Iterator[FormRow]:
    funding = target.funding
    lines = [
        ("年度资金总额：", funding.total, "total"),
        ("其中：财政拨款", funding.fiscal, "fiscal"),
        *((line.label, line.amount, "") for line in funding.lines),
        ("其他资金", funding.other, "other"),
    ]
    if funding.whole_period is not None:
        lines.insert(0, ("项目资金总额：", funding.whole_period, "whole_period"))
    unit = f"\n（{funding.unit.value}）" if funding.unit is not None else ""
    for number, (label, amount, name) in enumerate(lines):
        place = target.at.get(f"funding.{name}")
        cells = (
            FormCell(label, row.first_end - 2),
            FormCell(digits(amount), row.columns - row.first_end, style=Style.AMOUNT, at=place),
        )
        if number == 0:
            head = FormCell(f"项目资金{unit}", 2, len(lines), style=Style.LABEL)
            yield (head, *cells)
        else:
            yield cells


def department_text(department: Department | None) -> str:
    """``[009]name``; the name alone where there is no code."""
    if department is None:
        return ""
    return f"[{department.code}]{department.name}" if department.code else department.name


def _columns(indicators: tuple[Indicator, ...]) -> list[Column]:
    """The value column, and after it those columns that some indicator has something for."""
    if not indicators:
        return [Column("指标值", VALUE_WIDTH, lambda i: "", "value")]
    has_own = any(_needs_own_columns(i.value) for i in indicators)
    width = 160 if has_own else VALUE_WIDTH
    columns = [Column("指标值", width, lambda i: i.value.text, "value")]
    if has_own:
        columns.append(Column("指标性质", 90, _sign, "sign", is_fixed=True))
        columns.append(Column("计量单位", 90, lambda i: i.value.unit or "", "unit", is_fixed=True))
    if any(i.weight is not None for i in indicators):
        columns.append(Column("分值", 82, lambda i: digits(i.weight), "weight", is_fixed=True))
    if any(i.scoring_standard for i in indicators):
        columns.append(
            Column("评价标准", 260, lambda i: i.scoring_standard or "", "standard", Style.VALUE)
        )
    if any(i.remark for i in indicators):
        columns.append(Column("备注", 160, lambda i: i.remark or "", "remark", Style.VALUE))
    columns += [
        Column(label, 130, _further(label, place), "", Style.VALUE)
        for label, place in _further_columns(indicators)
    ]
    return columns


def _further_columns(indicators: tuple[Indicator, ...]) -> list[tuple[str, int]]:
    """The headers no field holds, in the rows' order; one that comes twice has a count beside it.

    Rows leave out what is blank, so the order of the columns is told by all rows together.
    """
    rows = [_counted([label for label, _ in i.others]) for i in indicators if i.others]
    if not rows:
        return []
    from graphlib import CycleError, TopologicalSorter

    order: TopologicalSorter[tuple[str, int]] = TopologicalSorter()
    for row in rows:
        for place, column in enumerate(row):
            order.add(column, *row[max(0, place - 1) : place])
    try:
        return list(order.static_order())
    except CycleError:
        return list(dict.fromkeys(column for row in rows for column in row))


def _counted(labels: list[str]) -> list[tuple[str, int]]:
    return [(label, labels[:n].count(label)) for n, label in enumerate(labels)]


def _further(label: str, place: int) -> Callable[[Indicator], str]:
    def shown(indicator: Indicator) -> str:
        texts = [text for other, text in indicator.others if other == label]
        return texts[place] if place < len(texts) else ""

    return shown


def _sign(indicator: Indicator) -> str:
    comparator = indicator.value.comparator
    return "" if comparator is None else comparator.sign


def _needs_own_columns(value: TargetValue) -> bool:
    """The text alone does not say all: sign or unit came from a column of its own."""
    return value.number is not None and read_value(value.text) != value


def _block(
    target: PerformanceTarget, columns: list[Column], period_columns: list[Column]
) -> Iterator[FormRow]:
    has_period = bool(target.period_indicators)
    pairs = list(_paired(target)) if has_period else [(None, i) for i in target.indicators]
    span = 1 if has_period else len(NAME_WIDTHS)
    yield (
        FormCell("绩\n效\n指\n标", 1, len(pairs) + 1, style=Style.LABEL),
        FormCell("一级指标", style=Style.LABEL),
        *(_headers(period_columns, 1) if has_period else ()),
        *_headers(columns, span),
    )
    level1 = [
        annual.level1 if annual else period.level1 if period else "" for period, annual in pairs
    ]
    spans1 = runs_of(level1)
    spans2 = runs_of([(a.level1, a.level2) if a is not None else None for _, a in pairs])
    for n, (period, annual) in enumerate(pairs):
        cells: list[FormCell] = []
        if spans1[n]:
            of = annual or period
            place = of.at.get("level1") if of is not None else None
            cells.append(FormCell(level1[n], 1, spans1[n], Style.CENTRED, place))
        if has_period:
            cells += _cells(period, period_columns, 1, 1)
        cells += _cells(annual, columns, spans2[n], span)
        yield tuple(cells)


def _headers(columns: list[Column], name_span: int) -> Iterator[FormCell]:
    yield FormCell("二级指标", style=Style.LABEL)
    yield FormCell("三级指标", name_span, style=Style.LABEL)
    for column in columns:
        yield FormCell(column.header, style=Style.LABEL)


def _cells(
    indicator: Indicator | None, columns: list[Column], level2_rows: int, name_span: int
) -> Iterator[FormCell]:
    """The cells of one side of a row; ``level2_rows`` is 0 where level 2 goes on from above."""
    if indicator is None:
        yield FormCell("")
        yield FormCell("", name_span)
        yield from (FormCell("") for _ in columns)
        return
    at = indicator.at.get
    if level2_rows:
        yield FormCell(indicator.level2, 1, level2_rows, Style.CENTRED, at("level2"))
    yield FormCell(indicator.name, name_span, style=Style.CENTRED, at=at("name"))
    for column in columns:
        yield FormCell(column.shown(indicator), style=column.style, at=at(column.field))


def _paired(target: PerformanceTarget) -> Iterator[tuple[Indicator | None, Indicator | None]]:
    """The period's and the year's indicators side by side, each level-1 class together."""
    period, annual = list(target.period_indicators), list(target.indicators)
    while period or annual:
        level1 = (annual[0] if annual else period[0]).level1
        left = _taken(period, level1)
        right = _taken(annual, level1)
        if not left and not right:
            left = _taken(period, period[0].level1)
        for n in range(max(len(left), len(right))):
            yield (
                left[n] if n < len(left) else None,
                right[n] if n < len(right) else None,
            )


def _taken(indicators: list[Indicator], level1: str) -> list[Indicator]:
    """The leading indicators of this class, removed from the list."""
    taken = []
    while indicators and indicators[0].level1 == level1:
        taken.append(indicators.pop(0))
    return taken


def runs_of(labels: Sequence[object]) -> list[int]:
    """For each row, over how many rows its label runs; 0 where it goes on from above."""
    spans = [0] * len(labels)
    start = 0
    for n in range(1, len(labels) + 1):
        if n == len(labels) or labels[n] != labels[start] or labels[n] is None:
            if labels:
                spans[start] = n - start
            start = n
    return spans
