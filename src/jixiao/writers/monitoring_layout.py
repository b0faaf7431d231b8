"""The monitoring form (项目支出绩效运行监控表) as it lies on paper, a page turned for each project.

The columns are those of the national form, with the number of the month filled in. What is not
known stays blank, and a note below the table says why: blank is not 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from jixiao.model.money import plain
from jixiao.model.monitoring import Cause, Forecast, Monitored, MonitoringSheet, Possibility
from jixiao.writers.form_layout import (
    Block,
    FormCell,
    FormRow,
    FormTable,
    FormText,
    Style,
    lines_in,
)
from jixiao.writers.form_rows import full_rows
from jixiao.writers.self_evaluation_layout import (
    amount,
    label,
    level_spans,
    percentage,
    target_text,
)

TITLE = "项目支出绩效运行监控表"
TICK = "√"
# In tenths of a millimetre: 绩效指标, 一级, 二级, 三级, 年度指标值, 执行情况, 全年预计; causes,
# what is said of them; three possibilities; 备注.
WIDTHS = (70, 200, 260, 360, 225, 245, 290, *[97] * 5, 285, *[70] * 3, 115)
_HEADS = 2  # rows of headers above the indicators
_PAGE_HEIGHT = 523  # points between the margins of a page turned
_LINE, _LEAST_ROW, _PADDING = 12.5, 16, 0.8
_CHARACTER = 15.9  # tenths of a millimetre a Latin character takes in 9 points
_TITLE_HEIGHT = 22
_NOTE_LETTERS = 165  # in a line of notes


def monitoring_blocks(sheets: Iterable[MonitoringSheet]) -> Iterator[Block]:
    """The forms, each with its notes, each on a page of its own where it can be."""
    for number, sheet in enumerate(sheets):
        first, *others = form_tables(sheet)
        yield first._replace(new_page=number > 0)
        yield from others
        for note in notes_of(sheet):
            yield FormText(f"注：{note}", Style.NOTE, is_wide=True, is_dense=True)


def form_tables(sheet: MonitoringSheet) -> tuple[FormTable, ...]:
    """The table of one project; where a page cannot hold it two, the second with headers repeated.

    Only a table's first rows can stand again on the next page, so the indicators begin one.
    """
    table = form_table(sheet)
    if _height(table) + _notes_height(sheet) <= _PAGE_HEIGHT:
        return (table,)
    count = len(list(_indicators(sheet)))
    upper, lower = table.rows[:-count], table.rows[-count:]
    return (table._replace(rows=upper), table._replace(rows=lower, repeated=_HEADS))


def form_table(sheet: MonitoringSheet) -> FormTable:
    """The table of one project, whole."""
    rows = (*_heads(sheet), *_funds(sheet), *_objective(sheet), *_indicators(sheet))
    return FormTable(WIDTHS, rows, is_wide=True, is_dense=True, name=sheet.title)


def _height(table: FormTable) -> float:
    """What the table takes on paper, in points."""
    heights: list[float] = []
    for row in full_rows(table):
        column, height = 0, float(_LEAST_ROW)
        for cell, _ in row:
            width = sum(WIDTHS[column : column + cell.column_span])
            column += cell.column_span
            if cell.row_span == 1:
                lines = lines_in(cell.text, (width - 30) / _CHARACTER)
                line = _TITLE_HEIGHT if cell.style is Style.TABLE_TITLE else _LINE
                height = max(height, lines * line + _PADDING)
        heights.append(height)
    return sum(heights)


def _notes_height(sheet: MonitoringSheet) -> float:
    return sum(lines_in(f"注：{note}", _NOTE_LETTERS) * _LINE + 2 for note in notes_of(sheet))


def months_text(month: int) -> str:
    """``1-7月``; in January ``1月``."""
    return f"1-{month}月" if month > 1 else "1月"


def rounded(number: Decimal) -> str:
    """The number to two places at most: what is forecast is not known to more."""
    return plain(number.quantize(Decimal("0.01"), ROUND_HALF_UP))


def interval(forecast: Forecast) -> str:
    """``1100—1300``."""
    return f"{rounded(forecast.low)}—{rounded(forecast.high)}"


def notes_of(sheet: MonitoringSheet) -> Iterator[str]:
    """What the table cannot say: the light of the spending, what is missing, what must be said."""
    if sheet.note:
        yield sheet.note
    yield from (left_out.zh for left_out in sheet.left_out)
    unlit: dict[str, list[str]] = {}
    for one in (sheet.spending, *sheet.rows):
        name = "预算执行" if one.indicator is None else one.indicator.name
        if one.light is None:
            unlit.setdefault(one.working.zh, []).append(f"“{name}”")
        elif one.indicator is None:
            yield f"“{name}”{one.light.zh}：{_light_only(one)}{one.reason}"
    for working, missing in unlit.items():
        yield f"{'、'.join(missing)}无法判断：{working}"
    names = [
        "预算执行" if one.indicator is None else one.indicator.name
        for one in (sheet.spending, *sheet.rows)
        if one.needs_reason and not one.reason.strip()
    ]
    if names:
        yield f"以下各项须说明偏差原因和改进措施，尚未填写：{'、'.join(names)}。"


def _light_only(row: Monitored) -> str:
    """The working of the light; that of the forecast stands in the text and on the page."""
    if row.forecast is None:
        return row.working.zh
    return row.working.zh.removesuffix(f"全年预计：{row.forecast.working.zh}")


def _heads(sheet: MonitoringSheet) -> Iterator[FormRow]:
    count = len(WIDTHS)
    yield (FormCell(TITLE, count, style=Style.TABLE_TITLE),)
    period = f"（{sheet.fiscal_year}年{months_text(sheet.month)}）"
    yield (FormCell(period, count, style=Style.YEAR),)
    yield label("项目名称", 2), FormCell(sheet.title, count - 2)
    yield (
        label("主管部门", 2),
        FormCell(sheet.department, 5),
        label("实施单位", 3),
        FormCell(sheet.implementing_unit, count - 10),
    )


def _funds(sheet: MonitoringSheet) -> Iterator[FormRow]:
    months = months_text(sheet.month)
    changed = any(row.adjusted is not None for row in sheet.funds)
    headers = [("年初预算数", 1 if changed else 2)]
    if changed:
        headers.append(("全年预算数", 1))
    headers += [(f"{months}执行数", 3), (f"{months}执行率", 4), ("全年预计执行数", 4)]
    yield (
        label(f"项目资金\n（{sheet.unit.value}）", 2, len(sheet.funds) + 1),
        label("", 2),
        *(label(header, columns) for header, columns in headers),
    )
    for row in sheet.funds:
        yield (
            FormCell(row.label, 2),
            amount(row.initial, 1 if changed else 2),
            *((amount(row.adjusted),) if changed else ()),
            amount(row.paid, 3),
            FormCell(percentage(row.rate), 4, style=Style.CENTRED),
            amount(row.expected, 4),
        )


def _objective(sheet: MonitoringSheet) -> Iterator[FormRow]:
    if sheet.objective:
        yield label("年度总体目标", 2), FormCell(sheet.objective, len(WIDTHS) - 2)


def _indicators(sheet: MonitoringSheet) -> Iterator[FormRow]:
    months = months_text(sheet.month)
    named = [(row, row.indicator) for row in sheet.rows if row.indicator is not None]
    texts = ("一级指标", "二级指标", "三级指标", "年度指标值")
    course = (f"{months}执行情况", "全年预计完成情况")
    yield (
        label("绩\n效\n指\n标", 1, len(named) + 2),
        *(label(text, 1, 2) for text in (*texts, *course)),
        label("偏差原因分析", len(Cause) + 1),
        label("完成目标可能性", len(Possibility)),
        label("备注", 1, 2),
    )
    yield (
        *(label(_upright(cause.value)) for cause in Cause),
        label("原因说明"),
        *(label(_upright(possibility.value)) for possibility in Possibility),
    )
    spans = level_spans([(indicator.level1, indicator.level2) for _, indicator in named])
    for (row, indicator), (span1, span2) in zip(named, spans, strict=True):
        levels = ((indicator.level1, span1), (indicator.level2, span2))
        yield (
            *(FormCell(text, 1, span, Style.CENTRED) for text, span in levels if span),
            FormCell(indicator.name, style=Style.CENTRED),
            FormCell(target_text(indicator.value), style=Style.CENTRED),
            *_course(row),
        )


def _upright(text: str) -> str:
    """One character a line, for a column as narrow as that; of an even number two."""
    step = 2 if len(text) % 2 == 0 else 1
    return "\n".join(text[start : start + step] for start in range(0, len(text), step))


def _course(row: Monitored) -> Iterator[FormCell]:
    """Where the indicator stands, what is expected, what it comes from."""
    yield FormCell(row.actual.text, style=Style.CENTRED)
    yield FormCell(expected_text(row), style=Style.CENTRED)
    for cause in Cause:
        yield FormCell(TICK if cause in row.causes else "", style=Style.CENTRED)
    yield FormCell(row.reason)
    for possibility in Possibility:
        yield FormCell(TICK if row.possibility is possibility else "", style=Style.CENTRED)
    yield FormCell(row.light.zh if row.light is not None else "", style=Style.CENTRED)


def expected_text(row: Monitored) -> str:
    """What is forecast, with its interval below; nothing where nothing is."""
    if row.forecast is None:
        return ""
    unit = row.actual.unit or ""
    value = f"{rounded(row.forecast.value)}{unit}"
    if row.forecast.low == row.forecast.high:
        return value
    return f"{value}\n（{interval(row.forecast)}）"
