"""What the record itself gives for an item of the framework: points proposed, with the working.

Only items that follow a ratio (``item.is_ratio``: 预算执行率, 实际完成率, 质量达标率, 满意度) can
be worked out, and only from what was measured: a tier that a person of the unit settled is no
evidence for those who evaluate it. A proposal gives nobody points; two scorers do.
"""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.model.evaluation import Points, ScoredRow, ScoreSheet
from jixiao.model.finding import Message
from jixiao.model.framework import EvaluationItem
from jixiao.model.money import plain
from jixiao.model.value import Nature
from jixiao.regulations.parameter import Norms
from jixiao.scoring.comparison import EXECUTION_KIND
from jixiao.scoring.execution import total_row
from jixiao.scoring.framework import RATIO, points_by_ratio
from jixiao.scoring.points import NOTHING, given

NO_COUNTERPART = Message(
    "没有可以算出它的记录，须由评价人员查证。",
    "There is no record to work it out from; it must be looked up.",
)
NO_EXECUTION = Message(
    "没有全年预算数或者全年执行数。", "The adjusted budget, or what was paid, is not known."
)
_RECEIVED = Message(
    "到位资金没有记录，以全年预算数为分母。",
    "What was received is not recorded; the adjusted budget stands for it.",
)


def proposals_of(
    sheet: ScoreSheet, items: Iterable[EvaluationItem], norms: Norms
) -> dict[str, Points]:
    """By the item's name what the score sheet gives for it; items that follow no ratio not."""
    return {item.zh: propose_points(item, sheet, norms) for item in items if item.is_ratio}


def propose_points(item: EvaluationItem, sheet: ScoreSheet, norms: Norms) -> Points:
    """The points for an item that follows a ratio; none, with what is missing, where it cannot."""
    if EXECUTION_KIND in item.kinds:
        return _by_execution(item, sheet, norms)
    rows = [
        row
        for row in sheet.rows
        if row.is_counted and row.row.indicator.kind is not None
        if row.row.indicator.kind.value in item.kinds
    ]
    if not rows:
        return _nothing(item, NO_COUNTERPART)
    measured = [row for row in rows if _is_measured(row)]
    missing = [row for row in rows if row not in measured and _wants_a_number(row)]
    graded = [row for row in rows if row not in measured and row not in missing]
    if missing:
        zh, en = _named(missing)
        return _nothing(item, Message(f"{zh}没有得分。", f"There are no points for {en}."))
    if not measured:
        zh, en = _named(graded)
        told = Message(
            f"{zh}按档次评定，不据以建议。", f"By tiers, on which nothing is proposed: {en}."
        )
        return _nothing(item, told)
    return _by_points(item, measured, graded, norms)


def _by_execution(item: EvaluationItem, sheet: ScoreSheet, norms: Norms) -> Points:
    funds = total_row(sheet.evaluation.funds)
    if funds is None or not funds.adjusted or funds.adjusted < 0 or funds.paid is None:
        return _nothing(item, NO_EXECUTION)
    made = points_by_ratio(item, funds.paid, funds.adjusted, norms)
    return given(made.points or NOTHING, item.weight, RATIO, made.working, (_RECEIVED,))


def _by_points(
    item: EvaluationItem, measured: list[ScoredRow], graded: list[ScoredRow], norms: Norms
) -> Points:
    """The share of points that the measured rows got on the score sheet."""
    reached = sum((row.points.points or NOTHING for row in measured), NOTHING)
    weight = sum((row.points.weight for row in measured), NOTHING)
    made = points_by_ratio(item, reached, weight, norms)
    rows_zh = "、".join(f"“{row.row.indicator.name}”{_told(row)}" for row in measured)
    rows_en = ", ".join(f"“{row.row.indicator.name}” {_told(row)}" for row in measured)
    working = Message(
        f"自评评分表{rows_zh}。{made.working.zh}",
        f"On the score sheet of the self-evaluation: {rows_en}. {made.working.en}",
    )
    notes: tuple[Message, ...] = ()
    if graded:
        zh, en = _named(graded)
        notes = (Message(f"{zh}按档次评定，没有计入。", f"{en}: by tiers, not counted here."),)
    return given(made.points or NOTHING, item.weight, RATIO, working, notes)


def _nothing(item: EvaluationItem, why: Message) -> Points:
    return Points(None, item.weight, None, None, RATIO, why)


def _told(row: ScoredRow) -> str:
    shown = plain(row.points.points or NOTHING)
    return f"{row.row.actual.text}（{shown}/{plain(row.points.weight)}）"


def _is_measured(row: ScoredRow) -> bool:
    actual = row.row.actual
    has_value = actual.number is not None or actual.date is not None
    return has_value and row.points.points is not None and row.points.weight > 0


def _wants_a_number(row: ScoredRow) -> bool:
    return row.row.actual.tier is None and row.row.indicator.value.nature is Nature.QUANTITATIVE


def _named(rows: list[ScoredRow]) -> tuple[str, str]:
    names = [f"“{row.row.indicator.name}”" for row in rows]
    return "、".join(names), ", ".join(names)
