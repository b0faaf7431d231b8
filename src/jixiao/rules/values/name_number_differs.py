"""VAL17 name-number-differs (名称与值的数字不同)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.indicator import bound_in_name
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="VAL17",
    name="name-number-differs",
    title=Message("名称与值的数字不同", "name and value give different numbers"),
    severity=Severity.ERROR,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6", "caiyu-2015-88#review-clarity"),
    message=Message(
        "指标名称“{name}”写“{stated}”，指标值为“{value}”，两个数字不同；请核对哪一个有误",
        "the name “{name}” says “{stated}”, the value is “{value}”: two different numbers; please "
        "check which is wrong",
    ),
    since="0.1",
    suggestion=Message(
        "数字只写在指标值里，名称写衡量的内容",
        "keep the number in the value, and let the name say what is measured",
    ),
)
def name_number_differs(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A bound in the name (≥12期, 不少于12期) is that of the value where the units agree."""
    bounds = [
        (indicator, number, bound)
        for indicator in target.stated_indicators
        if (number := indicator.value.number) is not None
        and (bound := bound_in_name(indicator.name))
    ]
    if not bounds:
        yield NotApplicable(
            "没有名称和值都写数字的指标", "no name states a number beside its value"
        )
    for indicator, number, bound in bounds:
        if bound.unit == indicator.value.unit and bound.number != number:
            yield Fault(
                indicator.at.get("name"),
                quote=indicator.name,
                name=indicator.name,
                stated=bound.text,
                value=indicator.value.text,
            )
