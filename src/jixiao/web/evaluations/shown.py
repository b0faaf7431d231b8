"""Rows of evaluation as a page shows them (评分展示), in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jixiao.model.assessment import EvaluationSheet, Recheck, RecheckedRow, Stage
from jixiao.model.money import plain
from jixiao.web.evaluations import frameworks
from jixiao.web.evaluations.models import Evaluation, Proof
from jixiao.web.evaluations.self_sheets import Sheet
from jixiao.web.monitoring.readings import readings_of
from jixiao.web.monitoring.shown import ShownProof, proof_of
from jixiao.writers.self_evaluation_layout import target_text


class SelfRow(NamedTuple):
    """A row of a self-evaluation."""

    number: int
    key: str
    name: str
    level1: str
    level2: str
    target: str
    actual: str
    stated: Mapping[str, Any]
    is_measured: bool
    is_counted: bool
    tiers: tuple[tuple[str, str], ...]
    proof_text: str
    proof: ShownProof
    proofs: list[Proof]
    weight: str
    points: str
    working: str
    notes: list[str]
    reason: str
    lowered: RecheckedRow | None
    readings: tuple[str, ...]

    @property
    def lacks_basis(self) -> bool:
        """A tier was chosen by hand, and nothing is said of why."""
        return bool(
            self.stated.get("tier") and not self.stated.get("basis") and not self.is_measured
        )


def self_rows(
    sheet: Sheet, after: Recheck | None, proofs: Mapping[str, list[Proof]], language: str
) -> list[SelfRow]:
    """Every row of a self-evaluation, with the working of its points."""
    lowered = {
        row.row: row
        for row in (after.rows if after is not None else ())
        if row.lowering is not None
    }
    shown = []
    for row in sheet.rows:
        points, indicator = row.scored.points, row.indicator
        shown.append(
            SelfRow(
                number=row.number,
                key=row.key,
                name=indicator.name,
                level1=indicator.level1,
                level2=indicator.level2,
                target=target_text(indicator.value),
                actual=row.scored.row.actual.text,
                stated=row.stated,
                is_measured=row.is_measured,
                is_counted=row.scored.is_counted,
                tiers=row.tiers,
                proof_text=row.scored.row.actual.proof,
                proof=proof_of(row.proof),
                proofs=proofs.get(row.key, []),
                weight=plain(points.weight) if row.scored.is_counted else "—",
                points=_digits(points.points),
                working=points.working.text(language),
                notes=[note.text(language) for note in points.notes],
                reason=row.scored.row.reason,
                lowered=lowered.get(row.number),
                readings=() if row.proof.get("reading") else readings_of(indicator),
            )
        )
    return shown


class ItemRow(NamedTuple):
    """An item of an evaluation."""

    number: int
    key: str
    name: str
    heading: str
    stage: str
    weight: str
    criteria: list[str]
    own_points: str
    own_reason: str
    first: str
    second: str
    first_reason: str
    second_reason: str
    points: str
    working: str
    is_open: bool
    settlement: str
    inapplicable: str


def items_shown(
    case: Evaluation, sheet: EvaluationSheet | None, own: Mapping[str, Any], language: str
) -> list[ItemRow]:
    """Every item; points only from a sheet that may be shown, and the person's own."""
    english = language == "en"
    left_out = {i["item"]: i["reason"] for i in case.inapplicable}
    rows = {row.item.zh: row for row in (sheet.rows if sheet is not None else ())}
    shown = []
    for number, item in enumerate(frameworks.items_of(case.framework), 1):
        row = rows.get(item.zh)
        mine = own.get(item.zh, {})
        first, second = (row.first, row.second) if row is not None else (None, None)
        stage = Stage(item.stage)
        shown.append(
            ItemRow(
                number=number,
                key=item.zh,
                name=item.en if english else item.zh,
                heading=item.heading_en if english else item.heading_zh,
                stage=stage.value if english else stage.zh,
                weight=plain(row.item.weight if row is not None else item.weight),
                criteria=[c.en if english else c.zh for c in item.criteria],
                own_points=str(mine.get("points", "")),
                own_reason=str(mine.get("reason", "")),
                first=_digits(first.points) if first is not None else "",
                second=_digits(second.points) if second is not None else "",
                first_reason=first.reason if first is not None else "",
                second_reason=second.reason if second is not None else "",
                points=_digits(row.points) if row is not None else "",
                working=row.working.text(language) if row is not None else "",
                is_open=row is not None and row.points is None,
                settlement=row.settlement.reason
                if row is not None and row.settlement is not None
                else "",
                inapplicable=left_out.get(item.zh, ""),
            )
        )
    return shown


def _digits(number: Decimal | None) -> str:
    return "" if number is None else plain(number)
