"""A programme monitored (绩效运行监控): spending and indicators at the end of a month (双监控)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from jixiao.measures.run import Engine
from jixiao.model.evaluation import ExecutionRow
from jixiao.model.finding import Message
from jixiao.model.measurement import Measurement, Period
from jixiao.model.money import UNIT_WORDS
from jixiao.model.monitoring import Cause, Monitored, MonitoredFunds, MonitoringSheet
from jixiao.model.target import PerformanceTarget
from jixiao.programme.decisions import SPENDING
from jixiao.programme.evaluation import YEAR_TOTAL, actual_of
from jixiao.programme.folder import BUDGET_UNIT, Key, Programme, indicator_key
from jixiao.programme.measuring import Measured, measured_whole
from jixiao.programme.readings import Reading, decided_readings, read_indicator
from jixiao.programme.spending import budget_of, in_unit
from jixiao.regulations.parameter import Norms, norms_for
from jixiao.scoring.monitoring import monitor_indicator, spending_light


def monitor_programme(
    programme: Programme, month: int, engine: Engine | None = None
) -> tuple[MonitoringSheet, ...]:
    """The monitoring sheets of a programme from January to the end of ``month``.

    Qualitative rows show a tier, and a target with two readings counts in one, only where a person
    decided by then. ``engine`` holds the evidence where that is loaded already.
    """
    norms = norms_for(programme.fiscal_year, programme.place)
    found = measured_whole(programme, Period(programme.fiscal_year, 1, month), engine)
    until = f"{programme.fiscal_year}-{month:02d}-31"
    so_far = replace(
        programme,
        decisions=tuple(d for d in programme.decisions if d.date <= until),
        not_applicable=tuple(d for d in programme.not_applicable if d.date <= until),
    )
    decided = decided_readings(programme, until)
    return tuple(
        _sheet(so_far, target, month, found, norms, decided)
        for target in programme.disclosure.targets
    )


def _sheet(
    programme: Programme,
    target: PerformanceTarget,
    month: int,
    found: Measured,
    norms: Norms,
    decided: Mapping[Key, Reading],
) -> MonitoringSheet:
    spent = found.paid[target.title]
    budget = budget_of(programme, target.title, month)
    paid = in_unit(spent.value, spent.unit, BUDGET_UNIT)
    months = tuple((m, in_unit(value, spent.unit, BUDGET_UNIT)) for m, value in spent.months)
    spending = spending_light(paid, budget.adjusted, month, norms, months, BUDGET_UNIT.value)
    expected = spending.forecast.value if spending.forecast is not None else None
    department = target.supervising_department
    rate = ExecutionRow(YEAR_TOTAL, budget.initial, budget.adjusted, paid).quotient
    row = MonitoredFunds(YEAR_TOTAL, budget.initial, budget.adjusted, paid, rate, expected)
    return MonitoringSheet(
        title=target.title,
        department=department.name if department is not None else "",
        implementing_unit=target.implementing_unit or "",
        fiscal_year=programme.fiscal_year,
        month=month,
        unit=BUDGET_UNIT,
        funds=(row,),
        spending=_explained(programme, spending, target.title, month),
        rows=tuple(_rows(programme, target, month, found, norms, decided)),
        objective=programme.covered(target.annual_objective or ""),
        note=programme.note,
        left_out=tuple(_left_out(programme, target)),
    )


def _explained(programme: Programme, row: Monitored, project: str, month: int) -> Monitored:
    """The row with what is stated of its deviation in the month, if anything is."""
    name, level2 = SPENDING, ""
    if row.indicator is not None:
        name, level2 = row.indicator.name, row.indicator.level2
    period = f"{programme.fiscal_year}-{month:02d}"
    stated = programme.explained(indicator_key(project, name, level2), period)
    if stated is None:
        return row
    causes = tuple(cause for cause in Cause if cause.value in stated.causes)
    return replace(row, reason=stated.text, causes=causes)


def _left_out(programme: Programme, target: PerformanceTarget) -> Iterator[Message]:
    for indicator in target.indicators:
        key = indicator_key(target.title, indicator.name, indicator.level2)
        aside = programme.set_aside.get(key)
        if aside is not None:
            said = programme.covered_message(aside.said)
            yield Message(
                f"“{indicator.name}”本年不监控：{said.zh}。",
                f"“{indicator.name}” is not monitored this year: {said.en}.",
            )


def _rows(
    programme: Programme,
    target: PerformanceTarget,
    month: int,
    found: Measured,
    norms: Norms,
    decided: Mapping[Key, Reading],
) -> list[Monitored]:
    rows = []
    values = found.values
    for indicator in target.indicators:
        if not indicator.name or indicator.is_declared_inapplicable:
            continue
        key = indicator_key(target.title, indicator.name, indicator.level2)
        if key in programme.set_aside:
            continue
        value = values.get(key)
        rows.append(
            monitor_indicator(
                read_indicator(target.title, indicator, decided),
                actual_of(programme, target.title, indicator, values),
                month,
                value.months if value is not None else (),
                norms,
                value.roll_up if value is not None else None,
                programme.fiscal_year,
                budget=_budget_for(programme, value, found.paid[target.title], month),
                sample=value.sample if value is not None else None,
            )
        )
    return [_explained(programme, row, target.title, month) for row in rows]


def _budget_for(
    programme: Programme, value: Measurement | None, spent: Measurement, month: int
) -> Decimal | None:
    """The project's budget, for a value that is what the project paid; None for any other."""
    if value is None or value.roll_up != "sum" or value.unit not in UNIT_WORDS:
        return None
    unit = UNIT_WORDS[value.unit]
    if tuple((m, in_unit(paid, spent.unit, unit)) for m, paid in spent.months) != tuple(
        (m, in_unit(paid, value.unit, unit)) for m, paid in value.months
    ):
        return None
    budget = budget_of(programme, value.project, month).adjusted
    return in_unit(budget, BUDGET_UNIT.value, unit)
