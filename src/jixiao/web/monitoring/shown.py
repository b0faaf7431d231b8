"""Reports as a page shows them (监控表展示): words, figures and charts in the page's language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from jixiao.model.money import plain
from jixiao.model.monitoring import Cause, Light, Monitored, Possibility
from jixiao.web.monitoring.models import Proof
from jixiao.web.monitoring.readings import readings_of
from jixiao.web.monitoring.sheets import Row, Sheet, name_of
from jixiao.writers.monitoring_chart import chart, target_number
from jixiao.writers.monitoring_layout import interval, rounded
from jixiao.writers.self_evaluation_layout import target_text

LIGHT_NAMES = {
    "red": ("红灯", "red"),
    "yellow": ("黄灯", "yellow"),
    "green": ("绿灯", "green"),
    "blue": ("蓝灯", "blue"),
    "none": ("未亮灯", "no light"),
}
POSSIBILITIES = (
    (Possibility.CERTAIN.value, "确定能", "certain"),
    (Possibility.POSSIBLE.value, "有可能", "possible"),
    (Possibility.IMPOSSIBLE.value, "不可能", "impossible"),
)
CAUSES = tuple(
    (cause.value, cause.value, english)
    for cause, english in zip(Cause, ("funds", "rules", "staff", "equipment", "other"), strict=True)
)


class ShownProof(NamedTuple):
    """Where a measured value comes from: the measure's hash and each register's."""

    query: str
    evidence: tuple[tuple[str, str, str, int], ...]


class ShownRow(NamedTuple):
    """A row of a report, ready for its template."""

    number: int
    key: str
    is_spending: bool
    name: str
    level2: str
    target: str
    actual: str
    typed: str
    is_measured: bool
    is_qualitative: bool
    proof_text: str
    proof: ShownProof
    light: str
    light_name: str
    pace: str
    expected: str
    interval: str
    possibility: str
    must_choose: bool
    needs_reason: bool
    lacks_reason: bool
    working: str
    stated: dict[str, Any]
    proofs: list[Proof]
    chart: SafeString
    readings: tuple[str, ...]


def light_name(light: str, language: str) -> str:
    """The word for a light."""
    return LIGHT_NAMES[light or "none"][language == "en"]


def shown_rows(
    sheet: Sheet, proofs: dict[str, list[Proof]], content: dict[str, Any], language: str
) -> list[ShownRow]:
    """Every row, the spending first."""
    return [
        _shown(number, row, sheet, proofs.get(row.key, []), content, language)
        for number, row in enumerate(sheet.all_rows)
    ]


def _shown(
    number: int,
    row: Row,
    sheet: Sheet,
    proofs: list[Proof],
    content: dict[str, Any],
    language: str,
) -> ShownRow:
    monitored, indicator = row.monitored, row.monitored.indicator
    name = name_of(row)[language == "en"]
    funds = sheet.form.funds[0]
    light = monitored.light.value if monitored.light is not None else ""
    forecast = monitored.forecast
    budget = "" if funds.budget is None else f"{plain(funds.budget)}{sheet.form.unit.value}"
    typed = content.get("paid", "") if indicator is None else row.stated.get("actual", "")
    drawn = target_number(monitored) if indicator is not None else funds.budget
    return ShownRow(
        number=number,
        key=row.key,
        is_spending=indicator is None,
        name=name,
        level2=indicator.level2 if indicator is not None else "",
        target=target_text(indicator.value) if indicator is not None else budget,
        actual=monitored.actual.text,
        typed=typed,
        is_measured=row.is_measured,
        is_qualitative=indicator is not None
        and indicator.value.number is None
        and indicator.value.deadline is None
        and monitored.actual.number is None,
        proof_text=monitored.actual.proof,
        proof=proof_of(row.proof),
        light=light,
        light_name=light_name(light, language),
        pace="" if monitored.pace is None else f"{plain(monitored.pace)}%",
        expected=""
        if forecast is None
        else f"{rounded(forecast.value)}{monitored.actual.unit or ''}",
        interval="" if forecast is None else interval(forecast),
        possibility=possibility_name(monitored, language),
        must_choose=indicator is not None
        and not row.is_measured
        and (monitored.possibility is None or bool(row.stated.get("possibility"))),
        needs_reason=monitored.needs_reason,
        lacks_reason=monitored.needs_reason
        and not (row.stated.get("reason") and row.stated.get("measures")),
        working=monitored.working.text(language),
        stated=row.stated,
        proofs=proofs,
        # The writer escapes every text in it.
        chart=mark_safe(chart(monitored, drawn, name) if monitored.months else ""),
        readings=() if indicator is None or row.proof.get("reading") else readings_of(indicator),
    )


def proof_of(proof: dict[str, Any]) -> ShownProof:
    """The hashes of a value that was measured."""
    evidence = proof.get("evidence", [])
    return ShownProof(
        proof.get("query", ""),
        tuple((str(r), str(f), str(h), int(n)) for r, f, h, n in evidence),
    )


def possibility_name(row: Monitored, language: str) -> str:
    """Whether the target will be reached, in words."""
    if row.possibility is None:
        return ""
    return next(
        (en if language == "en" else zh)
        for value, zh, en in POSSIBILITIES
        if value == row.possibility.value
    )


def lights_shown(sheet: Sheet, language: str) -> list[tuple[str, str, int]]:
    """Each light with its word and how many rows show it; those of none left out."""
    lights = [row.monitored.light for row in sheet.all_rows]
    counted = [(light.value, lights.count(light)) for light in Light]
    counted.append(("none", lights.count(None)))
    return [(light, light_name(light, language), number) for light, number in counted if number]


def percent(number: Decimal | None) -> str:
    """``97.36%``; a dash where there is none."""
    return "—" if number is None else f"{plain(number)}%"
