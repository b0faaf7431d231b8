"""AMT14 unit-cost-far-from-peers (单位成本相差悬殊)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="AMT14",
    name="unit-cost-far-from-peers",
    title=Message("单位成本相差悬殊", "unit cost far from peers"),
    severity=Severity.INFO,
    basis=("caiyu-2015-88#review-matching", "jixiao-house#peer-unit-cost"),
    message=Message(
        "{count}个项目的数量都按“{unit}”计、名称相近，年度资金除以数量，最高为最低的{ratio}倍："
        "{costs_zh}；推算数，不是填报数，请核对资金和数量",
        "{count} projects count like things in “{unit}”; the year's funds over the quantity come "
        "to {ratio} times as much in one as in another: {costs_en}; derived here, not stated, "
        "please check funds and quantities",
    ),
    suggestion=Message(
        "写明每个单位的费用由哪些部分组成；事项不同的，在指标名称里写清楚",
        "say what makes up the cost of one; where the things differ, say so in the names",
    ),
    since="0.1",
)
def unit_cost_far_from_peers(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """What one of the same kind of thing costs should not differ many times over."""
    if not disclosure.peers:
        yield NotApplicable(
            "没有两个项目的数量同单位、名称相近",
            "no two projects count like things in one unit",
        )
    for group in disclosure.peers:
        if group.ratio >= norms.peer_unit_cost_ratio:
            dearest = group.peers[0].cost.indicator
            yield Fault(
                dearest.at.get("value"),
                quote=dearest.value.text,
                count=len(group.peers),
                unit=group.peers[0].cost.unit,
                ratio=plain(group.ratio),
                costs_zh="；".join(peer.working() for peer in group.peers),
                costs_en="; ".join(peer.working("en") for peer in group.peers),
            )
