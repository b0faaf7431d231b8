"""A programme scored (自评): actual values from measures and confirmed tiers, points with working.

Nothing is typed in by the unit that is judged: a number comes from its measure, a tier from a
person's decision on the evidence its rubric demands, what was paid from the payments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from jixiao.measures.run import Engine
from jixiao.model.evaluation import (
    Actual,
    EvaluatedIndicator,
    ExecutionRow,
    ScoreSheet,
    SelfEvaluation,
)
from jixiao.model.indicator import Indicator
from jixiao.model.measurement import Measurement, Period
from jixiao.model.money import UNIT_WORDS, YUAN_PER_UNIT, plain
from jixiao.model.target import PerformanceTarget
from jixiao.programme.decisions import SPENDING
from jixiao.programme.folder import BUDGET_UNIT, Key, Programme, indicator_key
from jixiao.programme.measuring import Measured, measured_whole
from jixiao.programme.readings import Reading, decided_readings, read_indicator
from jixiao.programme.spending import budget_of, in_unit
from jixiao.regulations.parameter import norms_for
from jixiao.scoring.self_evaluation import NOT_APPLICABLE, score

YEAR_TOTAL = "年度资金总额"
HUNDREDTH = Decimal("0.01")
CENT_OF = {unit: HUNDREDTH / yuan for unit, yuan in YUAN_PER_UNIT.items()}


def score_programme(programme: Programme, engine: Engine | None = None) -> tuple[ScoreSheet, ...]:
    """The score sheets of a programme at the end of its year.

    ``engine`` holds its evidence where that is loaded already.
    """
    norms = norms_for(programme.fiscal_year, programme.place)
    return tuple(score(evaluation, norms) for evaluation in evaluations(programme, engine))


def evaluations(programme: Programme, engine: Engine | None = None) -> Iterator[SelfEvaluation]:
    """The self-evaluation of each project, drawn up from evidence and decisions."""
    found = measured_whole(programme, Period(programme.fiscal_year), engine)
    decided = decided_readings(programme)
    for target in programme.disclosure.targets:
        yield _evaluation(programme, target, found, decided)


def _evaluation(
    programme: Programme,
    target: PerformanceTarget,
    found: Measured,
    decided: Mapping[Key, Reading],
) -> SelfEvaluation:
    spent = found.paid[target.title]
    budget = budget_of(programme, target.title)
    paid = in_unit(spent.value, spent.unit, BUDGET_UNIT)
    year = str(programme.fiscal_year)
    rows = tuple(
        _row(programme, target.title, indicator, found.values, year, decided)
        for indicator in target.indicators
        if indicator.name
    )
    spending = programme.explained(indicator_key(target.title, SPENDING, ""), year)
    reason = spending.text if spending is not None else ""
    department = target.supervising_department
    return SelfEvaluation(
        title=target.title,
        fiscal_year=programme.fiscal_year,
        department=department.name if department is not None else "",
        implementing_unit=target.implementing_unit or "",
        unit=BUDGET_UNIT,
        funds=(ExecutionRow(YEAR_TOTAL, budget.initial, budget.adjusted, paid, reason=reason),),
        objective=programme.covered(target.annual_objective or ""),
        achieved=_achieved(rows),
        rows=rows,
        note=programme.note,
    )


def _row(
    programme: Programme,
    project: str,
    indicator: Indicator,
    found: Mapping[Key, Measurement],
    year: str,
    decided: Mapping[Key, Reading],
) -> EvaluatedIndicator:
    """A row with its actual value and what is stated of it; one set aside has no value."""
    key = indicator_key(project, indicator.name, indicator.level2)
    aside = programme.set_aside.get(key)
    if aside is not None:
        return EvaluatedIndicator(
            indicator, Actual(NOT_APPLICABLE), set_aside=programme.covered_message(aside.said)
        )
    explained = programme.explained(key, year)
    return EvaluatedIndicator(
        read_indicator(project, indicator, decided),
        actual_of(programme, project, indicator, found),
        reason=explained.text if explained is not None else "",
    )


def actual_of(
    programme: Programme,
    project: str,
    indicator: Indicator,
    found: Mapping[Key, Measurement],
) -> Actual:
    """The actual value of an indicator: measured, else confirmed by a person, else blank."""
    key = indicator_key(project, indicator.name, indicator.level2)
    value = found.get(key)
    if value is not None:
        return _measured(value)
    decision = programme.decided.get(key)
    if decision is None:
        return Actual("")
    proof = f"{decision.role}于{decision.date}按分档标准确认：{decision.reason}"
    proof_en = f"confirmed by the rubric on {decision.date} by {decision.role}: {decision.reason}"
    replaced = [d for d in programme.replaced(key) if d.date < decision.date]
    if replaced:
        before = replaced[-1]
        proof += f"（更改：原于{before.date}定为{before.tier}）"
        proof_en += f" (changed; it was {before.tier} on {before.date})"
    return Actual(
        decision.tier,
        tier=decision.tier,
        proof=programme.covered(proof),
        proof_en=programme.covered(proof_en),
    )


def _measured(value: Measurement) -> Actual:
    proof = f"{value.period}台账{value.rows}行，测算文件 sha256 {value.query_sha256[:12]}"
    proof_en = f"{value.rows} rows of {value.period.en}, measure sha256 {value.query_sha256[:12]}"
    if value.date is not None:
        return Actual(value.date, date=value.date, proof=proof, proof_en=proof_en)
    if value.value is None:
        why = value.missing
        return Actual(
            "",
            proof=f"不能测算：{why.zh}" if why is not None else "不能测算",
            proof_en=f"cannot be measured: {why.en}" if why is not None else "cannot be measured",
        )
    text = _shown(value.value, value.unit)
    return Actual(text, value.value, value.unit, proof=proof, proof_en=proof_en)


def _shown(number: Decimal, unit: str) -> str:
    """The value as the form shows it: money to the cent, anything else to two places."""
    places = CENT_OF[UNIT_WORDS[unit]] if unit in UNIT_WORDS else HUNDREDTH
    short = number.quantize(places, ROUND_HALF_UP) if number % places else number
    return f"{plain(short)}{unit}"


def _achieved(rows: tuple[EvaluatedIndicator, ...]) -> str:
    """What came of the objective (实际完成情况), told by the rows that have a number."""
    told = [
        f"{row.indicator.name}{row.actual.text}（目标{row.indicator.value.text}）"
        for row in rows
        if row.actual.number is not None or row.actual.date is not None
    ]
    blank = [row.indicator.name for row in rows if row.actual.is_blank and _is_due(row)]
    parts = [f"{'；'.join(told)}。"] if told else []
    if blank:
        parts.append(f"没有实际完成值的{len(blank)}项：{'、'.join(blank)}。")
    return "".join(parts)


def _is_due(row: EvaluatedIndicator) -> bool:
    return not row.indicator.is_declared_inapplicable and row.set_aside is None
