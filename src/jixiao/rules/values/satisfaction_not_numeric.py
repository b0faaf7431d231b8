"""VAL09 satisfaction-not-numeric (满意度未量化)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="VAL09",
    name="satisfaction-not-numeric",
    title=Message("满意度未量化", "satisfaction without a number"),
    severity=Severity.ERROR,
    basis=("caiyu-2021-101#satisfaction-scoring", "zhibiao-dingyi#satisfaction"),
    message=Message(
        "满意度指标“{name}”的值“{value}”不是数值，年终无法按满意度计分；请填写百分数",
        "the satisfaction indicator “{name}” has the value “{value}”, no number, and cannot be "
        "scored at the year's end; please give a percentage",
    ),
    since="0.1",
    suggestion=Message(
        "写成“≥（填写比例）%”，并注明调查对象、调查方式和有效问卷（填写份数）份",
        "write “≥ (share) %”, with the people asked, how, and (number) valid questionnaires",
    ),
)
def satisfaction_not_numeric(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Satisfaction (满意度) is measured in per cent."""
    satisfactions = [i for i in target.stated_indicators if i.is_satisfaction]
    if not satisfactions:
        yield NotApplicable("没有满意度指标", "there is no satisfaction indicator")
    for indicator in satisfactions:
        value = indicator.value
        if value.is_worded and not value.has_digits:
            yield Fault(
                indicator.at.get("value"),
                quote=value.text,
                name=indicator.name,
                value=value.text,
            )
