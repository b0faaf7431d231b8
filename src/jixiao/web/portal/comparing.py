"""Projects side by side (对比): rows aligned by level 2, and what one piece costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from jixiao.web.disclosures.models import PublishedTarget
from jixiao.web.portal.templatetags.figures import plain, wan

# A quantity a day or a month is no quantity of the year.
_RATES = ("日均", "月均", "周均", "平均", "每日", "每天", "每月", "每周")


class UnitCost(NamedTuple):
    """Funds divided by a promised quantity, with the working."""

    name: str
    working: str
    result: str


class Comparison(NamedTuple):
    """``levels``: level 1, level 2, the rows of each project; ``costs``: a list for each."""

    levels: list[tuple[str, str, list[list[dict[str, Any]]]]]
    costs: list[list[UnitCost]]


def comparison(
    projects: Sequence[tuple[PublishedTarget, Sequence[dict[str, Any]]]],
) -> Comparison:
    """The projects' rows under their levels, in the order in which the levels first stand."""
    order: dict[str, tuple[int, str]] = {}
    for _, rows in projects:
        level1 = ""
        for row in rows:
            level1 = row["level1"] or level1
            order.setdefault(row["level2"] or level1, (len(order), level1))
    levels = []
    for level2, (_, level1) in sorted(order.items(), key=lambda one: (_rank(one[1][1]), one[1][0])):
        cells = [
            [row for row in rows if (row["level2"] or row["level1"]) == level2]
            for _, rows in projects
        ]
        levels.append((level1, level2, cells))
    return Comparison(levels, [_unit_costs(target, rows) for target, rows in projects])


def _rank(level1: str) -> int:
    """Cost, output, benefit, satisfaction, as the forms have them; the rest after."""
    for number, word in enumerate(("成本", "产出", "效益", "满意")):
        if word in level1:
            return number
    return 9


def _unit_costs(target: PublishedTarget, rows: Sequence[dict[str, Any]]) -> list[UnitCost]:
    if target.amount is None:
        return []
    costs = []
    for row in rows:
        if row["kind"] != "quantity" or not row["number"] or row["number"] <= 0:
            continue
        if row["unit"] in ("%", "‰", "百分比", "") or any(word in row["name"] for word in _RATES):
            continue
        each = round(target.amount / row["number"], 2)
        costs.append(
            UnitCost(
                row["name"],
                f"{wan(target.amount)}万元 ÷ {plain(row['number'])}{row['unit']}",
                f"{plain(each)}元/{row['unit']}",
            )
        )
    return costs[:4]
