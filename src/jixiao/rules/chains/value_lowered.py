"""CHN04 value-lowered (指标值调低)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.chain import Chain
from jixiao.model.finding import Message, Severity
from jixiao.model.value_change import Change
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="CHN04",
    name="value-lowered",
    title=Message("指标值调低", "value lowered"),
    severity=Severity.ERROR,
    basis=("caiyu-2015-88#28", "caiyu-2015-88#29"),
    message=Message(
        "指标“{name}”在{earlier_zh}里为“{before}”，在{later_zh}里为“{after}”，比原来容易达到",
        "“{name}” is “{before}” in {earlier_en} and “{after}” in {later_en}, which is easier "
        "to reach",
    ),
    suggestion=Message(
        "按原来的指标值填写；确需调整的，附目标调整的文件",
        "keep the value as it was set; where it has to change, name the decision",
    ),
    since="0.1",
)
def value_lowered(chain: Chain, norms: Norms) -> Iterator[Verdict]:
    """A lower floor, a higher ceiling, a later day: the target has been made easier."""
    yield from chain.value_faults(Change.LOWERED)
