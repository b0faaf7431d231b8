"""The self-evaluation form (项目支出绩效自评表) as it lies on paper, a page a project.

Points (得分) are those the method gives. Where it gives none the cell stays blank, and a note below
the table says what is missing: blank is not 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from jixiao.model.evaluation import ExecutionRow, ScoredRow, ScoreSheet
from jixiao.model.money import plain
from jixiao.model.value import TargetValue
from jixiao.writers.form_layout import (
    Block,
    FormCell,
    FormRow,
    FormTable,
    FormText,
    Style,
    digits,
    runs_of,
)

TITLE = "项目支出绩效自评表"
DEPARTMENT_TITLE = "部门整体支出绩效自评表"
# 绩效指标, 一级, 二级; 三级 in two, so that the funds above can end where they need to; 年度指标值,
# 实际完成值, 分值, 得分, 偏差原因.
WIDTHS = (45, 95, 105, 75, 115, 125, 130, 72, 90, 148)
FUNDS_HEADERS = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
INDICATOR_HEADERS = (
    ("一级指标", 1),
    ("二级指标", 1),
    ("三级指标", 2),
    ("年度指标值", 1),
    ("实际完成值", 1),
    ("分值", 1),
    ("得分", 1),
    ("偏差原因分析及改进措施", 1),
)


def self_evaluation_blocks(sheets: Iterable[ScoreSheet]) -> Iterator[Block]:
    """The forms, each with its notes, each on a page of its own."""
    for number, sheet in enumerate(sheets):
        yield form_table(sheet)._replace(new_page=number > 0)
        for note in notes_of(sheet):
            yield FormText(f"注：{note}", Style.NOTE, is_dense=True)


def form_table(sheet: ScoreSheet) -> FormTable:
    """The table of one project."""
    rows = (*_heads(sheet), *_funds(sheet), *_objective(sheet), *_indicators(sheet), _total(sheet))
    return FormTable(WIDTHS, rows, is_dense=True, name=sheet.evaluation.title)


def label(text: str, columns: int = 1, rows: int = 1) -> FormCell:
    """A cell that says what stands beside or below it."""
    return FormCell(text, columns, rows, Style.LABEL)


def points(number: Decimal | None) -> FormCell:
    """A cell of points or of a weight; blank where there are none."""
    return FormCell("" if number is None else plain(number), style=Style.POINTS)


def percentage(number: Decimal | None) -> str:
    """``97.36%``; nothing where there is no number."""
    return "" if number is None else f"{plain(number)}%"


def target_text(value: TargetValue) -> str:
    """The target value as one text: a bare number gets the sign and the unit of other columns."""
    text = value.text.strip()
    if value.number is None or not text:
        return value.text
    bare = text.lstrip("≥≤＞＜><= ")
    if not bare.replace(",", "").replace(".", "", 1).isdigit():
        return value.text
    sign = "" if bare != text or value.comparator is None else value.comparator.sign
    return f"{sign}{text}{value.unit or ''}"


def whole_weight(sheet: ScoreSheet) -> Decimal:
    """The weights of all that counts: 100 in an ordinary form."""
    counted = (row.points.weight for row in sheet.rows if row.is_counted)
    return sum(counted, sheet.execution.weight)


def scored_funds_row(funds: tuple[ExecutionRow, ...]) -> int:
    """The row of the funds that carries the points: the one with a weight, else the first."""
    return next((n for n, row in enumerate(funds) if row.weight is not None), 0)


def notes_of(sheet: ScoreSheet) -> Iterator[str]:
    """What the table cannot say: grade, what got no points and why, what must still be said."""
    if sheet.evaluation.note:
        yield sheet.evaluation.note
    if sheet.evaluation.is_of_department:
        yield "部门整体支出绩效自评没有全国统一的计分办法，本表按项目支出自评的办法计分。"
    grade = f"，等级为“{sheet.grade.zh}”" if sheet.grade is not None else ""
    if sheet.total is not None:
        yield f"总分{plain(sheet.total)}分{grade}。"
    else:
        yield (
            f"总分未能得出：已得{plain(sheet.reached)}分，另有{plain(sheet.open_weight)}分"
            f"没有依据、未计分{grade}。空白不等于0分。"
        )
    if sheet.execution.points is None:
        yield f"“预算执行率”未计分：{_sentence(sheet.execution.working.zh)}"
    for row in sheet.rows:
        name = row.row.indicator.name
        if not row.is_counted:
            yield f"“{name}”不参与计分：{_sentence(row.points.working.zh)}"
        elif row.points.points is None:
            yield f"“{name}”未计分：{_sentence(row.points.working.zh)}"
        elif notes := row.points.notes_beside(row.row.reason):
            yield f"“{name}”：{_sentence('；'.join(note.zh for note in notes))}"
    reason = execution_reason(sheet)
    if reason:
        yield f"“预算执行率”偏差原因及改进措施：{_sentence(reason)}"
    for note in sheet.execution.notes_beside(reason):
        yield f"“预算执行率”：{_sentence(note.zh)}"


def execution_reason(sheet: ScoreSheet) -> str:
    """What is stated of the rate of execution, in the row of the funds that carries the points."""
    funds = sheet.evaluation.funds
    return funds[scored_funds_row(funds)].reason.strip() if funds else ""


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _heads(sheet: ScoreSheet) -> Iterator[FormRow]:
    evaluation, count = sheet.evaluation, len(WIDTHS)
    title = DEPARTMENT_TITLE if evaluation.is_of_department else TITLE
    yield (FormCell(title, count, style=Style.TABLE_TITLE),)
    if evaluation.fiscal_year is not None:
        yield (FormCell(f"（{evaluation.fiscal_year}年度）", count, style=Style.YEAR),)
    if evaluation.is_of_department:
        yield label("部门名称", 2), FormCell(evaluation.title, count - 2)
        return
    yield label("项目名称", 2), FormCell(evaluation.title, count - 2)
    yield (
        label("主管部门", 2),
        FormCell(evaluation.department, 4),
        label("实施单位"),
        FormCell(evaluation.implementing_unit, 3),
    )


def _funds(sheet: ScoreSheet) -> Iterator[FormRow]:
    evaluation = sheet.evaluation
    unit = f"\n（{evaluation.unit.value}）" if evaluation.unit is not None else ""
    funds = evaluation.funds or (ExecutionRow("年度资金总额"),)
    yield (
        label(
            f"{'部门预算' if evaluation.is_of_department else '项目资金'}{unit}", 2, len(funds) + 1
        ),
        label("", 2),
        *(label(header) for header in FUNDS_HEADERS),
    )
    scored = scored_funds_row(funds)
    for number, row in enumerate(funds):
        weight, got = row.weight, row.points
        if number == scored:
            weight, got = sheet.execution.weight, sheet.execution.points
        rate = row.quotient if row.rate is None else row.rate
        yield (
            FormCell(row.label, 2),
            *(amount(number) for number in (row.initial, row.adjusted, row.paid)),
            points(weight),
            FormCell(percentage(rate), style=Style.CENTRED),
            points(got),
        )


def amount(number: Decimal | None, columns: int = 1) -> FormCell:
    """A cell of money, with the decimals it was read with."""
    return FormCell(digits(number), columns, style=Style.AMOUNT)


def _objective(sheet: ScoreSheet) -> Iterator[FormRow]:
    yield label("年\n度\n总\n体\n目\n标", 1, 2), label("预期目标", 5), label("实际完成情况", 4)
    yield FormCell(sheet.evaluation.objective, 5), FormCell(sheet.evaluation.achieved, 4)


def _indicators(sheet: ScoreSheet) -> Iterator[FormRow]:
    rows = sheet.rows
    yield (
        label("绩\n效\n指\n标", 1, len(rows) + 1),
        *(label(header, columns) for header, columns in INDICATOR_HEADERS),
    )
    spans = level_spans([(row.row.indicator.level1, row.row.indicator.level2) for row in rows])
    for row, (span1, span2) in zip(rows, spans, strict=True):
        yield (*level_cells(row, span1, span2), *_values(row))


def level_spans(levels: list[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """For each row over how many rows its level 1 and its level 2 run; 0: it goes on from above."""
    yield from zip(runs_of([level1 for level1, _ in levels]), runs_of(levels), strict=True)


def level_cells(row: ScoredRow, span1: int, span2: int) -> Iterator[FormCell]:
    """The cells of level 1 and level 2 that begin in this row."""
    indicator = row.row.indicator
    if span1:
        yield FormCell(indicator.level1, 1, span1, Style.CENTRED)
    if span2:
        yield FormCell(indicator.level2, 1, span2, Style.CENTRED)


def _values(row: ScoredRow) -> Iterator[FormCell]:
    indicator = row.row.indicator
    yield FormCell(indicator.name, 2, style=Style.CENTRED)
    yield FormCell(target_text(indicator.value), style=Style.CENTRED)
    yield FormCell(row.row.actual.text, style=Style.CENTRED)
    yield points(row.points.weight if row.is_counted else None)
    yield points(row.points.points if row.is_counted else None)
    yield FormCell(row.row.reason)


def _total(sheet: ScoreSheet) -> FormRow:
    return label("总分", 7), points(whole_weight(sheet)), points(sheet.total), FormCell("")
