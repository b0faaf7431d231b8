"""A programme monitored (绩效运行监控): spending and indicators at the end of a month (双监控)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from jixiao.measures.load import Report
from jixiao.model.evaluation import ExecutionRow
from jixiao.model.measurement import Measurement, Period
from jixiao.model.money import MoneyUnit
from jixiao.model.monitoring import Monitored, MonitoredFunds, MonitoringSheet
from jixiao.model.target import PerformanceTarget
from jixiao.programme.evaluation import SYNTHETIC_NOTE, YEAR_TOTAL, actual_of, covered
from jixiao.programme.folder import Programme, indicator_key, read_programme
from jixiao.programme.measuring import engine_for, measured
from jixiao.programme.spending import budget_of, in_unit, paid_by, paid_measure
from jixiao.regulations.parameter import Norms, norms_for
from jixiao.scoring.monitoring import monitor_indicator, spending_light

UNIT = MoneyUnit.TEN_THOUSAND  # that of the budget files


def monitor_folder(
    folder: Path, month: int, report: Report | None = None
) -> tuple[MonitoringSheet, ...]:
    """The monitoring sheets of the programme in ``folder``, a project each."""
    return monitor_programme(read_programme(folder), month, report=report)


def monitor_programme(
    programme: Programme, month: int, *, report: Report | None = None
) -> tuple[MonitoringSheet, ...]:
    """The monitoring sheets of a programme from January to the end of ``month``.

    Qualitative rows show a tier only where a person confirmed one by then.
    """
    norms = norms_for(programme.fiscal_year, programme.place)
    period = Period(programme.fiscal_year, 1, month)
    paid = paid_measure(programme)
    until = f"{programme.fiscal_year}-{month:02d}-31"
    so_far = replace(programme, decisions=tuple(d for d in programme.decisions if d.date <= until))
    with engine_for(programme, report=report) as engine:
        values = {
            indicator_key(value.project, value.indicator, value.level2): value
            for value in measured(programme, period, programme.measures, engine)
        }
        return tuple(
            _sheet(
                so_far,
                target,
                month,
                values,
                paid_by(programme, target.title, period, engine, paid),
                norms,
            )
            for target in programme.disclosure.targets
        )


def _sheet(
    programme: Programme,
    target: PerformanceTarget,
    month: int,
    values: dict[tuple[str, str, str], Measurement],
    spent: Measurement,
    norms: Norms,
) -> MonitoringSheet:
    budget = budget_of(programme, target.title)
    paid = in_unit(spent.value, spent.unit, UNIT)
    months = tuple((m, in_unit(value, spent.unit, UNIT)) for m, value in spent.months)
    spending = spending_light(paid, budget.adjusted, month, norms, months, UNIT.value)
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
        unit=UNIT,
        funds=(row,),
        spending=spending,
        rows=tuple(_rows(programme, target, month, values, norms)),
        objective=covered(programme, target.annual_objective or ""),
        note=SYNTHETIC_NOTE if programme.is_synthetic else "",
    )


def _rows(
    programme: Programme,
    target: PerformanceTarget,
    month: int,
    values: dict[tuple[str, str, str], Measurement],
    norms: Norms,
) -> list[Monitored]:
    rows = []
    for indicator in target.indicators:
        if not indicator.name or indicator.is_declared_inapplicable:
            continue
        value = values.get(indicator_key(target.title, indicator.name, indicator.level2))
        rows.append(
            monitor_indicator(
                indicator,
                actual_of(programme, target.title, indicator, values),
                month,
                value.months if value is not None else (),
                norms,
                value.roll_up if value is not None else None,
                programme.fiscal_year,
            )
        )
    return rows
