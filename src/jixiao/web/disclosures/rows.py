"""A published record row by row (公开数据): what data and portal hold. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jixiao.model.disclosure import Disclosure
from jixiao.model.indicator import Indicator
from jixiao.model.target import PerformanceTarget
from jixiao.model.value import Nature
from jixiao.web.filings.drafting import draft_of

LARGEST = Decimal("1e16")  # 元; the columns hold 18 digits, two of them after the point
LARGEST_NUMBER = Decimal("1e20")


class IndicatorRow(NamedTuple):
    """One indicator, with what came of it where that is published.

    ``position`` counts from 0: first the rows of the year, as its cells are named, then those of
    the period.
    """

    position: int
    is_of_period: bool
    indicator: Indicator
    actual: str
    points: Decimal | None

    @property
    def number(self) -> Decimal | None:
        """The number of its value, where it is of a size that can be kept."""
        number = self.indicator.value.number
        return number if number is not None and abs(number) < LARGEST_NUMBER else None


class TargetRow(NamedTuple):
    """One project; amounts in 元."""

    number: int
    target: PerformanceTarget
    unit_name: str
    department_name: str
    amount: Decimal | None
    amount_before: Decimal | None
    content: Mapping[str, Any]
    outcome: Mapping[str, Any]
    indicators: tuple[IndicatorRow, ...]

    @property
    def measurable_count(self) -> int:
        """How many indicators of the year state a number or a date."""
        return sum(i.value.nature is Nature.QUANTITATIVE for i in self.target.indicators)

    @property
    def points(self) -> Decimal | None:
        """The points of the self-evaluation, once published."""
        return as_number(self.outcome.get("points"))

    @property
    def grade(self) -> str:
        """The grade of the self-evaluation, once published."""
        return str(self.outcome.get("grade") or "")


def rows_of(
    disclosure: Disclosure,
    amounts: Mapping[int, Decimal],
    before: Mapping[int, Decimal],
    outcomes: Mapping[int, Mapping[str, Any]],
    units: Mapping[int, str],
) -> list[TargetRow]:
    """The tables of a record that goes out; the mappings are by the table's number (from 1)."""
    fitted = {
        number: _fitted(outcomes[number], target)
        for number, target in enumerate(disclosure.targets, 1)
        if number in outcomes
    }
    return [
        TargetRow(
            number,
            target,
            target.implementing_unit or units.get(number) or disclosure.issuer or "",
            target.supervising_department.name if target.supervising_department else "",
            amounts.get(number, _yuan(target, disclosure)),
            before.get(number),
            draft_of(target),
            fitted.get(number, {}),
            tuple(_indicators(target, fitted.get(number, {}))),
        )
        for number, target in enumerate(disclosure.targets, 1)
    ]


def _yuan(target: PerformanceTarget, disclosure: Disclosure) -> Decimal | None:
    """The year's funds; the unit of the whole publication where the table states none."""
    money = target.funding.money("total")
    if money is None and target.funding.total is not None and disclosure.money_unit is not None:
        from jixiao.model.money import Money

        money = Money(target.funding.total, disclosure.money_unit)
    if money is None or abs(money.yuan) >= LARGEST:
        return None
    return money.yuan.quantize(Decimal("0.01"))


def _fitted(outcome: Mapping[str, Any], target: PerformanceTarget) -> dict[str, Any]:
    """The outcome with its rows at the rows of this target they are about; others are left out.

    What was scored may have been another version, or another file, than what is published.
    """
    names = [indicator.name for indicator in target.indicators]
    rows = []
    for row in outcome.get("rows", []):
        position, name = row["position"], row["indicator"]
        if position >= len(names) or names[position] != name:
            if names.count(name) != 1:
                continue
            position = names.index(name)
        rows.append({**row, "position": position})
    return {**outcome, "rows": rows}


def _indicators(target: PerformanceTarget, outcome: Mapping[str, Any]) -> list[IndicatorRow]:
    told = {row["position"]: row for row in outcome.get("rows", [])}
    rows = []
    for position, indicator in enumerate(target.indicators):
        said = told.get(position, {})
        points = as_number(said.get("points"))
        rows.append(IndicatorRow(position, False, indicator, str(said.get("actual") or ""), points))
    first = len(rows)
    rows += [
        IndicatorRow(position, True, indicator, "", None)
        for position, indicator in enumerate(target.period_indicators, first)
    ]
    return rows


def as_number(value: Any) -> Decimal | None:
    """A number kept as text, number or nothing."""
    return None if value in (None, "") else Decimal(str(value))
