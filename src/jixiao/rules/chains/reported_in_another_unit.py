"""CHN09 reported-in-another-unit (实际值与原定单位不同)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.chain import Chain
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="CHN09",
    name="reported-in-another-unit",
    title=Message("实际值与原定单位不同", "reported in another unit than set"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#29", "caiyu-2020-10#self-evaluation-truth"),
    message=Message(
        "指标“{name}”的目标按“{asked}”计（{earlier_zh}），实际值“{actual}”按“{reported}”计，"
        "无从比较",
        "the target of “{name}” counts in “{asked}” ({earlier_en}), the actual value "
        "“{actual}” in “{reported}”: they cannot be compared",
    ),
    suggestion=Message(
        "实际完成值按目标的单位填写；换算的，写明换算办法",
        "report the actual value in the unit of the target; where it is converted, say how",
    ),
    since="0.1",
)
def reported_in_another_unit(chain: Chain, norms: Norms) -> Iterator[Verdict]:
    """人 against 人次, 场 against 人: the number reported does not answer the number asked."""
    if chain.later.step.is_target:
        yield NotApplicable("目标表没有实际完成值", "a target table has no actual values")
        return
    for pair, units in chain.unlike_units:
        yield Fault(
            pair.actual_place,
            quote=pair.later.actual_text,
            name=pair.later.indicator.name,
            actual=pair.later.actual_text,
            asked=units.asked,
            reported=units.reported,
            **chain.told,
        )
