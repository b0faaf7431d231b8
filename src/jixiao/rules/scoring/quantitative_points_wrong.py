"""SCO03 quantitative-points-wrong (定量指标得分有误)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="SCO03",
    name="quantitative-points-wrong",
    title=Message("定量指标得分有误", "wrong points for a quantitative indicator"),
    severity=Severity.ERROR,
    basis=(
        "caiyu-2020-10#scoring-quantitative",
        "pingtai-shijian#positive-score",
        "pingtai-shijian#reverse-score",
    ),
    message=Message(
        "“{name}”表中得分{stated}，复算为{own}，相差{difference}分；请核对",
        "“{name}” has {stated} points in the form, {own} worked out again, {difference} "
        "apart; please check",
    ),
    since="0.1",
)
def quantitative_points_wrong(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """The points of a quantitative indicator follow from target, sign and actual value.

    Full points below the target are of a rule of their own (SCO12), points above the weight too.
    """
    rows = [row for row in sheet.replayed if row.is_fixed]
    if not rows:
        yield NotApplicable(
            "没有写了得分而能够复算的定量指标",
            "no quantitative indicator has points that can be worked out again",
        )
    for row in rows:
        if row.low != row.stated < row.weight:
            yield Fault(
                row.indicator.at.get("points"),
                working=row.working,
                name=row.indicator.name,
                stated=plain(row.stated),
                own=plain(row.low),
                difference=plain(abs(row.stated - row.low)),
            )
