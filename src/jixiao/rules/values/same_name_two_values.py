"""VAL20 same-name-two-values (同名指标值不同)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.indicator import Indicator
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="VAL20",
    name="same-name-two-values",
    title=Message("同名指标值不同", "one name with two values"),
    severity=Severity.ERROR,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6", "caiyu-2015-88#review-clarity"),
    message=Message(
        "指标“{name}”在“{level2}”中写了两次，值分别为“{first}”和“{second}”；请核对哪一个有误，"
        "或者写清各自衡量的内容",
        "“{name}” stands twice under “{level2}”, with “{first}” and with “{second}”; please check "
        "which is wrong, or say what each of them measures",
    ),
    since="0.1",
)
def same_name_two_values(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Two rows of one class and one name do not give different numbers in the same unit."""
    seen: dict[tuple[Kind | None, str], Indicator] = {}
    rows = [i for i in target.stated_indicators if i.value.number is not None and i.name]
    if not rows:
        yield NotApplicable("没有数值指标", "no value is a number")
    for indicator in rows:
        first = seen.setdefault((indicator.kind, indicator.name), indicator)
        is_same_unit = first.value.unit == indicator.value.unit
        if is_same_unit and first.value.number != indicator.value.number:
            yield Fault(
                indicator.at.get("value"),
                quote=indicator.value.text,
                name=indicator.name,
                level2=indicator.level2,
                first=first.value.text,
                second=indicator.value.text,
            )
