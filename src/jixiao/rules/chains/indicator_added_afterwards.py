"""CHN05 indicator-added-afterwards (事后新增指标)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.chain import Chain
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="CHN05",
    name="indicator-added-afterwards",
    title=Message("事后新增指标", "indicator added after the fact"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#28", "caiyu-2015-88#29"),
    message=Message(
        "{later_zh}里的指标“{name}”（“{value}”）在{earlier_zh}里没有",
        "the indicator “{name}” (“{value}”) of {later_en} is not in {earlier_en}",
    ),
    suggestion=Message(
        "只就批复的指标报告；新增的指标附目标调整的文件",
        "report on the indicators as approved; name the decision by which one was added",
    ),
    since="0.1",
)
def indicator_added_afterwards(chain: Chain, norms: Norms) -> Iterator[Verdict]:
    """What was not set beforehand was perhaps set because it was reached."""
    if not chain.is_binding:
        yield NotApplicable(
            "之前没有同一年度已定的目标", "no target was set for the year before it"
        )
        return
    for indicator in chain.added:
        yield Fault(
            indicator.at.get("name"),
            quote=indicator.name,
            name=indicator.name,
            value=indicator.value.text,
            **chain.told,
        )
