"""NAR04 value-without-source (指标值无出处)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="NAR04",
    name="value-without-source",
    title=Message("指标值无出处", "target value without a source"),
    severity=Severity.INFO,
    basis=("pingtai-shijian#value-basis",),
    message=Message(
        "指标“{name}”的指标值“{value}”在年度目标中没有出处；请在目标中写明这一数量，或者注明取值依据",
        "the value “{value}” of “{name}” does not occur in the annual objective; please state it "
        "there or give the basis of the value",
    ),
    since="0.1",
)
def value_without_source(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """What is counted under quantity and quality stands in the annual objective too (取值依据)."""
    narrative = target.narrative
    counted = [
        (i, number)
        for i in (*target.of_kind(Kind.QUANTITY), *target.of_kind(Kind.QUALITY))
        if (number := i.value.number) is not None and not i.value.is_percentage
    ]
    if not counted or target.annual_objective is None:
        yield NotApplicable(
            "没有填写年度目标，或者没有以数量表示的产出指标",
            "no annual objective, or no output indicator that states a count",
        )
        return
    for indicator, number in counted:
        value = indicator.value
        known = number == 1 or narrative.states(number)
        if not known and not narrative.counted_in(value.counting_unit):
            yield Fault(
                indicator.at.get("value"),
                quote=value.text,
                name=indicator.name,
                value=value.text,
            )
