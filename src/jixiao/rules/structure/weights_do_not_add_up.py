"""STR14 weights-do-not-add-up (权重合计不符)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.indicator import Indicator
from jixiao.model.money import plain
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="STR14",
    name="weights-do-not-add-up",
    title=Message("权重合计不符", "weights do not add up"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#weight-sums", "caiyu-2021-101#weights"),
    message=Message(
        "{what_zh}，各行合计{summed}；请核对",
        "{what_en}, its rows add up to {summed}; please check",
    ),
    since="0.1",
)
def weights_do_not_add_up(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The weights (权重, 分值) of the rows make up those of their class and of the whole table.

    The whole is 100, or what is left of it where the execution rate has its points elsewhere.
    """
    rows = target.applying_indicators
    weighted = [(i, i.weight) for i in rows if i.weight is not None]
    if not weighted:
        yield NotApplicable("本表没有权重或者分值", "the table has no weights")
        return
    if len(weighted) < len(rows):
        yield InsufficientData("有的行没有填写权重", "some rows have no weight")
        return
    whole, rest = norms.total_weight, norms.total_weight - norms.execution_weight
    summed = sum((weight for _, weight in weighted), Decimal(0))
    if summed not in (whole, rest):
        yield Fault(
            rows[0].at.get("weight"),
            what_zh=f"权重总分应为{plain(whole)}，预算执行率另计的为{plain(rest)}",
            what_en=f"all weights are {plain(whole)}, or {plain(rest)} beside the execution rate",
            summed=plain(summed),
        )
    groups: dict[str, list[tuple[Indicator, Decimal]]] = {}
    for indicator, weight in weighted:
        groups.setdefault(indicator.level1, []).append((indicator, weight))
    for label, group in groups.items():
        stated = _points_in(label)
        summed = sum((weight for _, weight in group), Decimal(0))
        if stated is not None and summed != stated:
            yield Fault(
                group[0][0].at.get("level1"),
                quote=label,
                what_zh=f"一级指标写“{label}”",
                what_en=f"the level-1 label is “{label}”",
                summed=plain(summed),
            )


def _points_in(label: str) -> Decimal | None:
    """The points in brackets behind a label: “产出指标(50分)”."""
    digits = label.replace("（", "(").partition("(")[2].partition("分")[0]
    return Decimal(digits) if digits.isdecimal() else None
