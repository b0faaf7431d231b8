"""What is measured from connected evidence (测算结果), as JSON and back. No Django.

One project: ``{"note", "initial", "adjusted", "paid", "paid_proof", "paid_months", "rows": {key:
row}, "rubrics": {key: [[tier, demand], …]}}``; amounts in 万元 as text. A row: ``{"text",
"number", "unit", "date", "tier", "proof", "months", "roll_up", "query", "evidence"}``, with
``"reading": [share, zh, en]`` where a person decided how an ambiguous target is read. The key of a
row is :func:`key_of` its indicator. ``"set_aside": {key: [zh, en]}`` are the rows decided not to
apply this year; ``"reasons"`` and ``"year_reasons"`` what the folder states of deviations.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.model.evaluation import Actual
from jixiao.model.finding import Message
from jixiao.model.indicator import Indicator
from jixiao.model.measurement import Measurement, Period
from jixiao.model.money import digits
from jixiao.model.monitoring import Cause
from jixiao.model.target import PerformanceTarget
from jixiao.model.value import DecidedValue
from jixiao.readers.value_grammar import read_value
from jixiao.scoring.readings import as_read, readings, share_text

if TYPE_CHECKING:
    from jixiao.programme.folder import Programme

Json = dict[str, Any]


def key_of(indicator: Indicator) -> str:
    """The row of an indicator, however its brackets are written: level 2 and name."""
    from jixiao.programme.folder import indicator_key

    _, name, level2 = indicator_key("", indicator.name, indicator.level2)
    return f"{level2}|{name}"


def title_key(title: str) -> str:
    """A project's title, however its brackets are written."""
    from jixiao.programme.folder import indicator_key

    return indicator_key(title, "", "")[0]


def taken(folder: Path, month: int) -> Json:
    """Everything the programme in ``folder`` measures from January to ``month``, by project.

    Raises :class:`UserError` where the folder cannot be read or was changed since it was locked.
    """
    from jixiao.programme.evaluation import actual_of
    from jixiao.programme.folder import BUDGET_UNIT, indicator_key, read_programme
    from jixiao.programme.measuring import measured_whole
    from jixiao.programme.readings import decided_readings, read_indicator
    from jixiao.programme.spending import budget_of, in_unit

    programme = read_programme(folder)
    found = measured_whole(programme, Period(programme.fiscal_year, 1, month))
    until = f"{programme.fiscal_year}-{month:02d}-31"
    decided = decided_readings(programme, until)
    projects: Json = {}
    for target in programme.disclosure.targets:
        title = target.title
        spent, budget = found.paid[title], budget_of(programme, title)
        rows: Json = {}
        for indicator in target.indicators:
            value = found.values.get(indicator_key(title, indicator.name, indicator.level2))
            actual = actual_of(programme, title, indicator, found.values)
            decision = programme.decided.get(indicator_key(title, indicator.name, indicator.level2))
            is_later = decision is not None and month < 12 and decision.date > until
            if value is not None or (not actual.is_blank and not is_later):
                rows[key_of(indicator)] = _row(actual, value)
                meant = read_indicator(title, indicator, decided).value
                if isinstance(meant, DecidedValue) and meant.number is not None:
                    why = meant.read_as
                    rows[key_of(indicator)]["reading"] = [share_text(meant.number), why.zh, why.en]
        projects[title_key(title)] = {
            "note": programme.note,
            "initial": digits(budget.initial),
            "adjusted": digits(budget.adjusted),
            "paid": digits(in_unit(spent.value, spent.unit, BUDGET_UNIT)),
            "paid_months": [
                [m, digits(in_unit(value, spent.unit, BUDGET_UNIT))] for m, value in spent.months
            ],
            "paid_proof": _proof(spent),
            "rows": rows,
            "set_aside": _set_aside(programme, target, until if month < 12 else ""),
            "reasons": _reasons(programme, target, until[:7]),
            "year_reasons": _reasons(programme, target, until[:4]) if month == 12 else {},
            "rubrics": {
                "|".join(reversed(indicator_key("", rubric.indicator, rubric.level2)[1:])): [
                    list(tier) for tier in rubric.tiers
                ]
                for rubric in programme.rubrics
                if title_key(rubric.project) == title_key(title)
            },
        }
    return projects


def _set_aside(programme: Programme, target: PerformanceTarget, until: str) -> Json:
    """By whose decision rows do not apply this year (不适用), those decided by ``until``."""
    from jixiao.programme.folder import indicator_key

    found = {}
    for indicator in target.indicators:
        key = indicator_key(target.title, indicator.name, indicator.level2)
        decision = programme.set_aside.get(key)
        if decision is not None and (not until or decision.date <= until):
            found[key_of(indicator)] = list(programme.covered_message(decision.said))
    return found


def _reasons(programme: Programme, target: PerformanceTarget, period: str) -> Json:
    """What the folder states of deviations in a period: reason, measures, causes, by row."""
    from jixiao.programme.decisions import SPENDING
    from jixiao.programme.folder import indicator_key

    rows = [(key_of(one), one.name, one.level2) for one in target.indicators]
    found = {}
    for own, name, level2 in [*rows, ("spending", SPENDING, "")]:
        stated = programme.explained(indicator_key(target.title, name, level2), period)
        if stated is not None:
            found[own] = {
                "reason": stated.reason,
                "measures": stated.measure,
                "causes": [cause.value for cause in Cause if cause.value in stated.causes],
            }
    return found


def with_reasons(said: Mapping[str, Any], stated: Mapping[str, Any] | None) -> Json:
    """What the unit says of a row, and where it is silent what its evidence folder says."""
    return {**said, **{name: text for name, text in (stated or {}).items() if not said.get(name)}}


def readings_of(indicator: Indicator) -> tuple[str, ...]:
    """The shares an ambiguous target may mean (“1百分比”：1%, 100%); none where it is clear."""
    value = indicator.value
    if isinstance(value, DecidedValue):
        value = read_value(value.text)
    return tuple(share_text(share) for share in readings(value))


def as_decided(
    indicator: Indicator, said: Mapping[str, Any], found: Mapping[str, Any] | None
) -> Indicator:
    """The indicator as its target is to be read: as decided with the evidence, else as stated.

    An ambiguous target of which nobody says how it is meant stays as it is: it gets no points.
    """
    chosen, zh, en = said.get("reading", ""), "", ""
    if found is not None and found.get("reading"):
        chosen, zh, en = found["reading"]
    for share in readings(indicator.value):
        if share_text(share) == chosen:
            text = indicator.value.text.strip()
            why = Message(
                zh or f"指标值“{text}”按填报单位的说明读作{chosen}",
                en or f"the target “{text}” is read as {chosen}, as the unit states",
            )
            return as_read(indicator, share, why)
    return indicator


def actual_from(row: Mapping[str, Any]) -> Actual:
    """The actual value of a row that was measured."""
    return Actual(
        row["text"],
        number_of(row["number"]),
        row["unit"],
        row["date"],
        row["tier"],
        row["proof"],
    )


def months_from(pairs: list[list[Any]]) -> tuple[tuple[int, Decimal | None], ...]:
    """The single months of a row or of the payments."""
    return tuple((int(month), number_of(value)) for month, value in pairs)


def number_of(text: str | None) -> Decimal | None:
    """A number kept as text; None stays None."""
    return None if text is None or text == "" else Decimal(text)


def _row(actual: Actual, value: Measurement | None) -> Json:
    return {
        "text": actual.text,
        "number": digits(actual.number),
        "unit": actual.unit,
        "date": actual.date,
        "tier": actual.tier,
        "proof": actual.proof,
        "months": [[m, digits(v)] for m, v in value.months] if value is not None else [],
        "roll_up": value.roll_up if value is not None else "",
        **(_proof(value) if value is not None else {"query": "", "evidence": []}),
    }


def _proof(value: Measurement) -> Json:
    return {
        "query": value.query_sha256,
        "evidence": [[e.register, e.file, e.sha256, e.rows] for e in value.evidence],
    }
