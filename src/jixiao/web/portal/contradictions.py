"""What in a published table does not agree (前后不一), with both values and no judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jixiao.model.money import Money, MoneyUnit
from jixiao.web.portal.templatetags.figures import plain

_UNITS = {unit.value: unit for unit in MoneyUnit}


class Contradiction(NamedTuple):
    """Two values that differ; ``cells`` are where they stand; ``rule`` is the rule's code."""

    zh: str
    en: str
    cells: tuple[str, ...] = ()
    rule: str = ""

    def label(self, language: str = "zh") -> str:
        """The sentence."""
        return self.en if language == "en" else self.zh


def contradictions(
    amount: Decimal | None, content: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]
) -> list[Contradiction]:
    """Cost targets above the year's funds; funds that are not the sum of their sources."""
    return [*_costs(amount, rows), *_sources(content)]


def _costs(amount: Decimal | None, rows: Iterable[Mapping[str, Any]]) -> Iterable[Contradiction]:
    for row in rows:
        unit = _UNITS.get(row["unit"])
        is_cost = row["kind"] == "cost" or row["category"] == "cost" or "成本" in row["level2"]
        if amount is None or unit is None or row["number"] is None or not is_cost:
            continue
        cost = Money(row["number"], unit).yuan
        if cost > amount and row["comparator"] in ("", "<=", "<", "="):
            over = (cost - amount) / 10_000
            yield Contradiction(
                f"成本指标“{row['name']}”的目标值是{row['value']}；本年度资金总额是"
                f"{plain(amount / 10_000)}万元；两者相差{plain(over)}万元。",
                f"The cost indicator “{row['name']}” has the target {row['value']}; the year's "
                f"funds are {plain(amount / 10_000)}万元; the difference is {plain(over)}万元.",
                (row["cell"], "funding.total"),
                "AMT02",
            )


def _sources(content: Mapping[str, Any]) -> Iterable[Contradiction]:
    fields = content.get("fields", {})
    numbers = [_number(fields.get(f"funding.{name}", "")) for name in ("total", "fiscal", "other")]
    total, fiscal, other = numbers
    if total is None or fiscal is None or other is None or total == fiscal + other:
        return
    unit = fields.get("funding.unit", "")
    yield Contradiction(
        f"资金总额是{plain(total)}{unit}；财政拨款{plain(fiscal)}{unit}与其他资金{plain(other)}{unit}"
        f"合计{plain(fiscal + other)}{unit}；两者相差{plain(abs(total - fiscal - other))}{unit}。",
        f"The total is {plain(total)}{unit}; fiscal {plain(fiscal)}{unit} and other "
        f"{plain(other)}{unit} add up to {plain(fiscal + other)}{unit}; the difference is "
        f"{plain(abs(total - fiscal - other))}{unit}.",
        ("funding.total", "funding.fiscal", "funding.other"),
        "AMT01",
    )


def _number(text: str) -> Decimal | None:
    from jixiao.readers.forms.cell_text import amount

    return amount(text)[0]
