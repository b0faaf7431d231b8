"""What was paid (预算执行数): one measure over the payments, run for each project."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

from jixiao.measures.measure import Measure, read_measure
from jixiao.measures.run import Engine
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.measurement import Measurement, Period
from jixiao.model.money import UNIT_WORDS, Money, MoneyUnit, plain
from jixiao.programme.folder import Budget, Programme

PAID = "budget/paid.sql"
EVERY_PROJECT = "*"


def paid_measure(programme: Programme) -> Measure:
    """The measure of what was paid; its header names the project “*”."""
    path = programme.folder / PAID
    if not path.is_file():
        raise UnusableRequest(
            f"缺少“{PAID}”，不能得到预算执行数。请按说明补上这个测算文件。",
            f"“{PAID}” is missing, so what was paid cannot be told; add this measure",
        )
    measure = read_measure(path, PAID)
    if measure.project != EVERY_PROJECT or measure.unit not in UNIT_WORDS:
        raise UnusableRequest(
            f"“{PAID}”的 project 应为“*”，unit 应为元、万元或亿元。请改正文件头。",
            f"“{PAID}” should name the project “*” and a unit of money in its header",
        )
    return measure


def paid_by(project: str, period: Period, engine: Engine, measure: Measure) -> Measurement:
    """What the project paid over the period, reversals taken off, in the measure's unit."""
    # A month's result is kept under the measure's hash, so that of each project is its own.
    told = hashlib.sha256(f"{measure.sha256}\n{project}".encode()).hexdigest()
    return engine.measure(replace(measure, project=project, sha256=told), period)


def in_unit(amount: Decimal | None, unit: str, wanted: MoneyUnit) -> Decimal | None:
    """The amount in another unit of money, without needless zeros; None stays None."""
    if amount is None:
        return None
    return Decimal(plain(Money(amount, UNIT_WORDS[unit]).to(wanted).amount))


def budget_of(programme: Programme, project: str, month: int = 12) -> Budget:
    """The budget of a project as it stood at the end of ``month``, blank where there is none.

    Adjustments of later days are not in it; where those recorded do not lead from the initial
    budget to the adjusted one, it is the adjusted one.
    """
    budget = next(
        (b for b in programme.budgets if b.project == project), Budget(project, None, None)
    )
    if budget.initial is None or budget.adjusted is None:
        return budget
    until = f"{programme.fiscal_year}-{month:02d}-31"
    amounts = [
        (each.date, each.amount)
        for each in programme.adjustments
        if each.project == project and each.amount is not None
    ]
    whole = sum((amount for _, amount in amounts), budget.initial)
    if whole != budget.adjusted:
        return budget
    later = sum((amount for day, amount in amounts if day > until), Decimal(0))
    return budget._replace(adjusted=budget.adjusted - later)
