"""CHN12 match-unclear (指标对应不明)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.chain import Chain
from jixiao.model.finding import Fault, Message, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="CHN12",
    name="match-unclear",
    title=Message("指标对应不明", "match of indicators unclear"),
    severity=Severity.INFO,
    basis=("caiyu-2015-88#29",),
    message=Message(
        "{earlier_zh}里的“{before}”与{later_zh}里的“{name}”可能是同一指标（名称相似度{score}）"
        "，没有当作同一个比较；请用 --write-matches 列出并确认",
        "“{before}” of {earlier_en} and “{name}” of {later_en} may be one indicator (likeness "
        "of the names {score}) and were not compared: list them with --write-matches and decide",
    ),
    suggestion=Message(
        "同一指标用同一名称；或者在对应表里写明是否同一指标",
        "call one indicator by one name, or decide in the file of matches whether it is one",
    ),
    since="0.1",
)
def match_unclear(chain: Chain, norms: Norms) -> Iterator[Verdict]:
    """Names that are only somewhat alike are shown to a person and not guessed."""
    for pair in chain.unclear:
        indicator = pair.later.indicator
        yield Fault(
            indicator.at.get("name"),
            quote=indicator.name,
            before=pair.earlier.indicator.name,
            name=indicator.name,
            score=pair.score,
            **chain.told,
        )
