"""A self-evaluation scored again (自评复算): every point by the official method, with its working.

``score`` works out what the method gives from the values a form states, or a programme measured,
and lists each place where the form states something else: both values, the difference, no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from jixiao.model.evaluation import (
    Actual,
    EvaluatedIndicator,
    Points,
    ScoredRow,
    ScoreSheet,
    SelfEvaluation,
)
from jixiao.model.finding import Message
from jixiao.model.indicator import Indicator
from jixiao.model.money import plain
from jixiao.model.value import Nature
from jixiao.regulations.parameter import Norms
from jixiao.scoring.completion import completion_points
from jixiao.scoring.execution import (
    execution_points,
    execution_rate,
    filled_parts,
    stated_weight,
    total_row,
)
from jixiao.scoring.grade import grade_of
from jixiao.scoring.graded import graded_points
from jixiao.scoring.points import NOTHING
from jixiao.scoring.readings import readings, share_text, supposed, with_reading
from jixiao.scoring.satisfaction import is_on_the_scale, satisfaction_points
from jixiao.scoring.weights import IndicatorWeights, weights_of

INAPPLICABLE = "不适用 · does not apply"
NOT_APPLICABLE = "不适用"
READINGS = "指标值有两种读法 · a target with two readings"
UNSTATED = "没有指标值 · no target"


def score(evaluation: SelfEvaluation, norms: Norms) -> ScoreSheet:
    """The score sheet of a self-evaluation: points, total, grade, and each difference."""
    counted = [_takes_part(row) for row in evaluation.rows]
    weights = weights_of(
        [row.indicator for row in evaluation.rows],
        norms,
        stated_weight(evaluation.funds),
        counted,
    )
    unit = evaluation.unit.value if evaluation.unit is not None else ""
    execution = execution_points(evaluation.funds, norms, unit, weights.execution)
    rows = tuple(
        ScoredRow(
            row, indicator_points(row, weight, norms, evaluation.fiscal_year), True, row.points
        )
        if takes_part
        else ScoredRow(row, _inapplicable(row), False, row.points)
        for row, weight, takes_part in zip(evaluation.rows, weights.weights, counted, strict=True)
    )
    return _sheet(evaluation, weights, execution, rows, norms)


def indicator_points(
    row: EvaluatedIndicator, weight: Decimal, norms: Norms, fiscal_year: int | None = None
) -> Points:
    """The points of one row, by the method that its target and its actual value call for."""
    indicator, actual = row.indicator, row.actual
    if indicator.value.is_blank:
        working = Message(
            "不能计分，缺少：指标值（空白）。",
            "No points can be given; what is missing: the target value (blank).",
        )
        return Points(None, weight, None, None, UNSTATED, working)
    shares = readings(indicator.value, actual)
    if shares:
        return _by_readings(row, shares, weight, fiscal_year, norms)
    points = _by_nature(indicator, actual, weight, fiscal_year, norms)
    return replace(points, working=with_reading(indicator, points.working))


def _takes_part(row: EvaluatedIndicator) -> bool:
    """The row applies, and something is written in it.

    One that says 不适用 for its actual value and has no weight was set aside when it was drawn up.
    """
    indicator = row.indicator
    if row.set_aside is not None or (
        indicator.weight is None and row.actual.text.strip() == NOT_APPLICABLE
    ):
        return False
    is_empty = not indicator.name.strip() and indicator.value.is_blank and row.actual.is_blank
    return not indicator.is_declared_inapplicable and not is_empty


def _by_nature(
    indicator: Indicator, actual: Actual, weight: Decimal, fiscal_year: int | None, norms: Norms
) -> Points:
    if is_on_the_scale(indicator, actual):
        return satisfaction_points(indicator, actual, weight, norms)
    if indicator.value.nature is Nature.QUANTITATIVE:
        return completion_points(indicator, actual, weight, norms, fiscal_year)
    return graded_points(indicator, actual, weight, norms)


def _by_readings(
    row: EvaluatedIndicator,
    shares: tuple[Decimal, ...],
    weight: Decimal,
    fiscal_year: int | None,
    norms: Norms,
) -> Points:
    """The points of a target with two readings: none until a person decides between them.

    Where both give the same, that; where the form's own points follow from one only, that one.
    """
    made = [
        _by_nature(supposed(row.indicator, share), row.actual, weight, fiscal_year, norms)
        for share in shares
    ]
    text = row.indicator.value.text.strip()
    if len({points.points for points in made}) == 1:
        return made[0]
    stated = [
        points for points in made if points.points is not None and points.points == row.points
    ]
    if len(stated) == 1:
        share = share_text(shares[made.index(stated[0])])
        note = Message(
            f"指标值“{text}”有两种读法；表中得分与读作{share}的一致，按此复算。",
            f"The target “{text}” can be read in two ways; the points stated are those of {share}, "
            "which is taken.",
        )
        return replace(stated[0], notes=(*stated[0].notes, note))
    zh = "；".join(
        f"读作{share_text(share)}：{points.working.zh.removesuffix('。')}"
        for share, points in zip(shares, made, strict=True)
    )
    en = " ".join(
        f"Read as {share_text(share)}: {points.working.en}"
        for share, points in zip(shares, made, strict=True)
    )
    working = Message(
        f"不能计分，缺少：指标值“{text}”的读法，须由人决定（项目库记入 decisions/readings.csv）。"
        f"{zh}。",
        f"No points can be given; what is missing: how the target “{text}” is to be read, which a "
        f"person decides (in a programme, in decisions/readings.csv). {en}",
    )
    return Points(None, weight, None, None, READINGS, working)


def _inapplicable(row: EvaluatedIndicator) -> Points:
    if row.set_aside is not None:
        working = Message(
            f"本指标不适用，不计分，其分值由其他指标分担，满分不变；{row.set_aside.zh}。",
            "The indicator does not apply: no points; the others share its weight, the full total "
            f"stays; {row.set_aside.en}.",
        )
    else:
        working = Message(
            "本指标不适用，不计分，其分值按比例分给其他指标。",
            "The indicator does not apply: no points; its weight goes to the others in proportion.",
        )
    return Points(None, NOTHING, None, None, INAPPLICABLE, working)


def _sheet(
    evaluation: SelfEvaluation,
    weights: IndicatorWeights,
    execution: Points,
    rows: tuple[ScoredRow, ...],
    norms: Norms,
) -> ScoreSheet:
    scored = [execution, *(row.points for row in rows if row.is_counted)]
    reached = sum((p.points for p in scored if p.points is not None), NOTHING)
    open_points = [p for p in scored if p.points is None]
    open_weight = sum((p.weight for p in open_points), NOTHING)
    total = None if open_points else reached
    # The bands of the grades are of the full total; of another nobody has said what is good.
    is_whole = weights.total == norms.total_weight
    grade = grade_of(total, norms) if total is not None and is_whole else None
    differences = (
        *weights.differences,
        *_execution_differences(evaluation, execution),
        *_row_differences(rows),
        *_total_differences(evaluation, scored, total),
    )
    working = _total_working(weights, execution, scored, total, grade)
    return ScoreSheet(
        evaluation, execution, rows, total, reached, open_weight, grade, working, differences
    )


def _total_working(
    weights: IndicatorWeights,
    execution: Points,
    scored: list[Points],
    total: Decimal | None,
    grade: Message | None,
) -> Message:
    reached = sum((p.points for p in scored if p.points is not None), NOTHING)
    by_rows = reached - (execution.points or NOTHING)
    full = plain(weights.total)
    if total is None:
        least, most = _range(scored)
        open_points = [p for p in scored if p.points is None]
        open_weight = plain(sum((p.weight for p in open_points), NOTHING))
        return Message(
            f"{weights.working.zh}已计得{plain(reached)}分（满分{full}）；另有{len(open_points)}项、分值"
            f"{open_weight}不能计分，因此不计总分和等级，总分在{plain(least)}至{plain(most)}之间。",
            f"{weights.working.en} {plain(reached)} points so far, of {full}. Items that cannot be "
            f"scored: {len(open_points)}, weight {open_weight}; so there is no total and no "
            f"grade. The total lies between {plain(least)} and {plain(most)}.",
        )
    part = plain(execution.points or NOTHING)
    graded_zh = f"，等级为{grade.zh}" if grade is not None else "，分值合计与满分不符，不评等级"
    graded_en = (
        f", grade: {grade.en}"
        if grade is not None
        else "; the weights do not add up to the full total, so there is no grade"
    )
    return Message(
        f"{weights.working.zh}总分＝预算执行率{part}＋各指标{plain(by_rows)}＝{plain(total)}"
        f"（满分{full}）{graded_zh}。",
        f"{weights.working.en} Total = execution rate {part} + indicators {plain(by_rows)} = "
        f"{plain(total)} (of {full}){graded_en}.",
    )


def _range(scored: list[Points]) -> tuple[Decimal, Decimal]:
    """The least and the most the total can be, by the bands of tiers and what has no points yet."""
    least = sum((p.low or NOTHING for p in scored), NOTHING)
    most = sum((p.weight if p.high is None else p.high for p in scored), NOTHING)
    return least, most


def _execution_differences(evaluation: SelfEvaluation, execution: Points) -> Iterator[Message]:
    row = total_row(evaluation.funds)
    if row is None:
        return
    parts = filled_parts(evaluation.funds)
    if parts is not None:
        labels = "、".join(parts.labels)
        adjusted, paid = plain(parts.adjusted), plain(parts.paid)
        own = plain(row.paid or NOTHING)
        yield Message(
            f"年度资金总额一行全年预算数为0、全年执行数为{own}，分项（{labels}）合计为{adjusted}、{paid}，"
            f"相差{adjusted}、{plain(parts.paid - (row.paid or NOTHING))}；表内两处不一致。",
            f"The row of the year's funds says 0 budget and {own} paid, its parts ({labels}) add "
            f"up to {adjusted} and {paid}; the differences are {adjusted} and "
            f"{plain(parts.paid - (row.paid or NOTHING))}: the form says both.",
        )
    yield from _rate_difference(row.rate, execution_rate(row))
    if row.points is not None:
        yield from _points_difference("预算执行率", "budget execution rate", row.points, execution)


def _rate_difference(stated: Decimal | None, ratio: Decimal | None) -> Iterator[Message]:
    """The stated rate and the one worked out, at the decimals that the form prints."""
    if stated is None:
        return
    if ratio is None:
        if stated:
            yield Message(
                f"表中执行率为{plain(stated)}%，由表中预算数和执行数不能复算。",
                f"The form states an execution rate of {plain(stated)}%; it cannot be worked out "
                "from the budget and the payments in the form.",
            )
        return
    decimals = min(0, int(stated.as_tuple().exponent))
    own = (ratio * 100).quantize(Decimal(1).scaleb(decimals), ROUND_HALF_UP)
    if own != stated:
        shown = (ratio * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        off = plain(abs(stated - shown))
        yield Message(
            f"表中执行率为{plain(stated)}%，复算为{plain(shown)}%，相差{off}个百分点。",
            f"The form states an execution rate of {plain(stated)}%, worked out again it is "
            f"{plain(shown)}%; the difference is {off} percentage points.",
        )


def _row_differences(rows: tuple[ScoredRow, ...]) -> Iterator[Message]:
    for row in rows:
        indicator = row.row.indicator
        name = indicator.name.strip() or indicator.level2.strip() or "—"
        if row.stated is None:
            continue
        if row.is_counted:
            yield from _points_difference(name, name, row.stated, row.points)
        elif row.stated:
            yield Message(
                f"“{name}”写明不适用，表中得分为{plain(row.stated)}。",
                f"“{name}” says that it does not apply; the form states {plain(row.stated)} "
                "points.",
            )


def _points_difference(
    name_zh: str, name_en: str, stated: Decimal, points: Points
) -> Iterator[Message]:
    low, high = points.low, points.high
    if points.agrees_with(stated):
        if points.points is None:
            yield Message(
                f"“{name_zh}”表中得分{plain(stated)}，在所写档次可得的{plain(low or NOTHING)}至"
                f"{plain(high or NOTHING)}之内；档次未确认，不能复算。",
                f"“{name_en}”: the {plain(stated)} points stated lie within what the tier may be "
                f"worth, {plain(low or NOTHING)} to {plain(high or NOTHING)}; the tier is not "
                "confirmed, so they cannot be worked out again.",
            )
        return
    if low is None or high is None:
        yield Message(
            f"“{name_zh}”表中得分{plain(stated)}，不能复算。{points.working.zh}",
            f"“{name_en}”: the {plain(stated)} points stated cannot be worked out again. "
            f"{points.working.en}",
        )
        return
    if low == high:
        off = plain(abs(stated - low))
        yield Message(
            f"“{name_zh}”表中得分{plain(stated)}，复算为{plain(low)}，相差{off}分。",
            f"“{name_en}”: {plain(stated)} points stated, {plain(low)} worked out again; the "
            f"difference is {off}.",
        )
        return
    off = plain(stated - high if stated > high else low - stated)
    yield Message(
        f"“{name_zh}”表中得分{plain(stated)}，按所写档次可得{plain(low)}至{plain(high)}，相差{off}分。",
        f"“{name_en}”: {plain(stated)} points stated, the tier is worth {plain(low)} to "
        f"{plain(high)}; the difference is {off}.",
    )


def _total_differences(
    evaluation: SelfEvaluation, scored: list[Points], total: Decimal | None
) -> Iterator[Message]:
    stated = evaluation.total
    if stated is None:
        return
    row = total_row(evaluation.funds)
    listed = [row.points if row is not None else None, *(row.points for row in evaluation.rows)]
    filled = [points for points in listed if points is not None]
    added = sum(filled, NOTHING)
    if filled and added != stated:
        blank = len(listed) - len(filled)
        blank_zh = f"（另有{blank}项未写得分）" if blank else ""
        blank_en = f" (items that state none: {blank})" if blank else ""
        yield Message(
            f"表中总分为{plain(stated)}，表中各项得分合计为{plain(added)}{blank_zh}，相差"
            f"{plain(abs(stated - added))}分。",
            f"The form states a total of {plain(stated)}, the points in it add up to "
            f"{plain(added)}{blank_en}; the difference is {plain(abs(stated - added))}.",
        )
    least, most = _range(scored)
    if total is None:
        count = sum(points.points is None for points in scored)
        yield Message(
            f"表中总分为{plain(stated)}，因有{count}项不能计分而不能复算；复算的总分在{plain(least)}至"
            f"{plain(most)}之间。",
            f"The form states a total of {plain(stated)}; it cannot be worked out again: "
            f"items without points: {count}. The total lies between {plain(least)} and "
            f"{plain(most)}.",
        )
    elif not least <= stated <= most:
        off = plain(abs(stated - total))
        within_zh = f"（各档次允许{plain(least)}至{plain(most)}）" if least != most else ""
        within_en = f" (the tiers allow {plain(least)} to {plain(most)})" if least != most else ""
        yield Message(
            f"表中总分为{plain(stated)}，复算为{plain(total)}{within_zh}，相差{off}分。",
            f"The form states a total of {plain(stated)}, worked out again it is {plain(total)}"
            f"{within_en}; the difference is {off}.",
        )
