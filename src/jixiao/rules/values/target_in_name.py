"""VAL18 target-in-name (目标值写在名称里)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.indicator import bound_in_name
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="VAL18",
    name="target-in-name",
    title=Message("目标值写在名称里", "the target stands in the name"),
    severity=Severity.WARNING,
    basis=("caiyu-2021-101#indicator-fields", "pingtai-shijian#clarity-measurable"),
    message=Message(
        "指标名称“{name}”写有目标“{stated}”，指标值却是“{value}”；请把目标移到指标值",
        "the name “{name}” holds the target “{stated}”, while the value is “{value}”; please move "
        "the target into the value",
    ),
    since="0.1",
    suggestion=Message(
        "指标值写“{stated}”，名称只写衡量的内容",
        "write “{stated}” as the value, and only what is measured as the name",
    ),
)
def target_in_name(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A bound (≥5座, 不少于5座) is the value of an indicator, not a part of its name."""
    worded = [i for i in target.stated_indicators if not i.value.states_number]
    if not worded:
        yield NotApplicable("每个指标值都有数字", "every value has a number")
    for indicator in worded:
        bound = bound_in_name(indicator.name)
        if bound is not None:
            yield Fault(
                indicator.at.get("name"),
                quote=indicator.name,
                name=indicator.name,
                stated=bound.text,
                value=indicator.value.text,
            )
