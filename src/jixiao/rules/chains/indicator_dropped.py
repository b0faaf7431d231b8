"""CHN01 indicator-dropped (指标减少)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.chain import Chain
from jixiao.model.finding import Fault, Message, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="CHN01",
    name="indicator-dropped",
    title=Message("指标减少", "indicator dropped"),
    severity=Severity.ERROR,
    basis=("caiyu-2015-88#28", "caiyu-2015-88#29"),
    message=Message(
        "{earlier_zh}里的指标“{name}”（“{value}”）在{later_zh}里没有了",
        "the indicator “{name}” (“{value}”) of {earlier_en} is not in {later_en}",
    ),
    suggestion=Message(
        "按批复的指标填写；确实不再适用的，附目标调整的文件，并写明原因",
        "fill in the indicators as approved; where one no longer applies, name the decision "
        "and why",
    ),
    since="0.1",
)
def indicator_dropped(chain: Chain, norms: Norms) -> Iterator[Verdict]:
    """An indicator once set is reported on, or its end is decided (目标一般不予调整)."""
    for indicator in chain.dropped:
        yield Fault(
            chain.later.place,
            severity=chain.severity,
            name=indicator.name,
            value=indicator.value.text,
            **chain.told,
        )
