"""SCO18 points-above-weight (得分高于分值)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="SCO18",
    name="points-above-weight",
    title=Message("得分高于分值", "points above the weight"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#positive-score", "pingtai-shijian#weight-sums"),
    message=Message(
        "“{name}”的分值为{weight}，得分为{stated}，应在0至{weight}之间；请核对",
        "the weight of “{name}” is {weight}, its points are {stated}: they lie between 0 "
        "and {weight}; please check",
    ),
    since="0.1",
)
def points_above_weight(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """Points lie between 0 and the weight of their row (得分不高于分值)."""
    rows = sheet.evaluation.weighted_points
    if not rows:
        yield NotApplicable("没有同时写分值和得分的指标", "no row states weight and points")
    for indicator, weight, stated in rows:
        if not 0 <= stated <= weight:
            yield Fault(
                indicator.at.get("points"),
                name=indicator.name,
                weight=plain(weight),
                stated=plain(stated),
            )
