"""CHN02 indicator-renamed (指标改名)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.chain import Chain
from jixiao.model.finding import Fault, Message, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="CHN02",
    name="indicator-renamed",
    title=Message("指标改名", "indicator renamed"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#28",),
    message=Message(
        "{earlier_zh}里的指标“{before}”在{later_zh}里改名为“{name}”（名称相似度{score}）；"
        "请核对是否同一指标",
        "the indicator “{before}” of {earlier_en} is called “{name}” in {later_en} (likeness "
        "of the names {score}); please check that it is the same",
    ),
    suggestion=Message(
        "指标名称与批复的目标一致；确属不同指标的，在对应表里写明",
        "keep the name as approved; where it is another indicator, say so in the file of matches",
    ),
    since="0.1",
)
def indicator_renamed(chain: Chain, norms: Norms) -> Iterator[Verdict]:
    """An indicator under another name can no longer be followed from document to document."""
    for pair in chain.pairs:
        if pair.is_renamed:
            indicator = pair.later.indicator
            yield Fault(
                indicator.at.get("name"),
                quote=indicator.name,
                severity=chain.severity,
                before=pair.earlier.indicator.name,
                name=indicator.name,
                score=pair.score,
                **chain.told,
            )
