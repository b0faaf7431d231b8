"""CHN03 value-softened (指标值弱化)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.chain import Chain
from jixiao.model.finding import Message, Severity
from jixiao.model.value_change import Change
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="CHN03",
    name="value-softened",
    title=Message("指标值弱化", "value softened"),
    severity=Severity.ERROR,
    basis=("caiyu-2015-88#28", "caiyu-2015-88#13"),
    message=Message(
        "指标“{name}”在{earlier_zh}里为“{before}”，在{later_zh}里为“{after}”，比较符或用词比原来弱",
        "“{name}” is “{before}” in {earlier_en} and “{after}” in {later_en}: the comparator or "
        "the word binds less",
    ),
    suggestion=Message(
        "按原来的指标值填写；确需调整的，附目标调整的文件",
        "keep the value as it was set; where it has to change, name the decision",
    ),
    since="0.1",
)
def value_softened(chain: Chain, norms: Norms) -> Iterator[Verdict]:
    """A number made a word, ≥ made ≤, 显著 made 有所: the same indicator binds less."""
    yield from chain.value_faults(Change.SOFTENED)
