"""Projects that pay for the same kind of thing, by what one of it costs (单位成本比较)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from jixiao.model.matching import POSSIBLE, likeness
from jixiao.model.named import NamedTuple
from jixiao.model.target import PerformanceTarget, UnitCost


class Peer(NamedTuple):
    """A project with its derived unit cost; ``number`` counts the document's tables from 1."""

    number: int
    target: PerformanceTarget
    cost: UnitCost

    def working(self, language: str = "zh") -> str:
        """The division: “12345热线”492万元÷（“日均受理话务量”≥2500个×366天）＝5.38元/个."""
        budget = self.target.funding.money("total")
        name, value = self.cost.indicator.name, self.cost.indicator.value.text
        each = f"{self.cost.money}/{self.cost.unit}"
        if language == "en":
            over = f"(“{name}” “{value}”{self.cost.times_en})"
            return f"“{self.target.title}” “{budget}” / {over} = “{each}”"
        over = f"（“{name}”“{value}”{self.cost.times_zh}）"
        return f"“{self.target.title}”{budget}÷{over}＝{each}"


class Peers(NamedTuple):
    """Projects whose quantity has one unit and like names, the dearest first."""

    peers: tuple[Peer, ...]

    @property
    def ratio(self) -> Decimal:
        """How many times the dearest costs what the cheapest does; 0 where that costs nothing."""
        dearest, cheapest = self.peers[0].cost.money.yuan, self.peers[-1].cost.money.yuan
        return (dearest / cheapest).quantize(Decimal("0.01")) if cheapest else Decimal(0)


def peers_among(targets: Sequence[PerformanceTarget]) -> tuple[Peers, ...]:
    """The groups of two and more; each project is with the first whose quantity is named alike."""
    by_unit: defaultdict[str, list[list[Peer]]] = defaultdict(list)
    for number, target in enumerate(targets, 1):
        cost = target.unit_cost
        if cost is None:
            continue
        groups = by_unit[cost.unit]
        name = cost.indicator.name
        peer = Peer(number, target, cost)
        like = [g for g in groups if likeness(g[0].cost.indicator.name, name) >= POSSIBLE]
        if like:
            like[0].append(peer)
        else:
            groups.append([peer])
    return tuple(
        Peers(tuple(sorted(group, key=lambda p: (-p.cost.money.yuan, p.number))))
        for groups in by_unit.values()
        for group in groups
        if len(group) > 1
    )
