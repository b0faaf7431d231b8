"""CHN06 weight-moved (分值调整)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.chain import Chain
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="CHN06",
    name="weight-moved",
    title=Message("分值调整", "weight moved"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#28", "caiyu-2020-10#self-evaluation-weights"),
    message=Message(
        "指标“{name}”的分值在{earlier_zh}里为{before}，在{later_zh}里为{after}",
        "the weight of “{name}” is {before} in {earlier_en} and {after} in {later_en}",
    ),
    suggestion=Message(
        "分值与批复的目标一致；确需调整的，在得分之前定下并写明原因",
        "keep the weights as approved; where one has to change, decide it before the points "
        "and say why",
    ),
    since="0.1",
)
def weight_moved(chain: Chain, norms: Norms) -> Iterator[Verdict]:
    """Weight moved to what was reached makes a better score of the same result."""
    weighed = [
        (pair, pair.earlier.indicator.weight, pair.later.indicator.weight)
        for pair in chain.pairs
        if pair.earlier.indicator.weight is not None and pair.later.indicator.weight is not None
    ]
    if not weighed:
        yield NotApplicable(
            "前后两份文件没有都写分值", "the two documents do not both state weights"
        )
    for pair, before, after in weighed:
        if before != after:
            indicator = pair.later.indicator
            yield Fault(
                indicator.at.get("weight"),
                severity=chain.severity,
                name=indicator.name,
                before=before,
                after=after,
                **chain.told,
            )
