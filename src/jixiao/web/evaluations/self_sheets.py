"""The self-evaluation (自评表) from what the unit states and what was measured. No Django.

Content: ``{"paid": "40", "achieved": "…", "execution_reason": "…", "rows": {key: {"actual",
"tier", "basis", "reason"}}}``; texts as typed, amounts in 万元. A blank is not 0. Keys are those of
``monitoring.readings.key_of``. The tier of a qualitative row is chosen, ``basis`` says on what
evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jixiao.model.assessment import Lowering, Recheck
from jixiao.model.evaluation import (
    Actual,
    EvaluatedIndicator,
    ExecutionRow,
    ScoredRow,
    ScoreSheet,
    SelfEvaluation,
)
from jixiao.model.finding import Message
from jixiao.model.indicator import Indicator
from jixiao.model.money import MoneyUnit
from jixiao.model.target import PerformanceTarget
from jixiao.model.value import Nature
from jixiao.regulations.parameter import Norms
from jixiao.scoring.comparison import recheck
from jixiao.scoring.execution import execution_rate
from jixiao.scoring.self_evaluation import NOT_APPLICABLE, score
from jixiao.web.monitoring.readings import (
    actual_from,
    as_decided,
    key_of,
    number_of,
    with_reasons,
)
from jixiao.web.monitoring.sheets import (
    YEAR_TOTAL,
    Budget,
    Json,
    paid_of,
    text_of,
    typed_actual,
    unsound,
)

EXECUTION = "execution"
ACHIEVED = "achieved"
_TEXTS = ("actual", "tier", "basis", "reason", "reading")


class Row(NamedTuple):
    """A row as a page shows it: its key, its points, what was stated, what proves it, its tiers.

    ``number`` counts from 1 as a re-check does; ``tiers`` are the tiers to choose from, each with
    what it demands as evidence, empty where the row is a number.
    """

    number: int
    key: str
    scored: ScoredRow
    stated: Json
    is_measured: bool
    proof: Json
    tiers: tuple[tuple[str, str], ...]

    @property
    def indicator(self) -> Indicator:
        """The indicator with its target."""
        return self.scored.row.indicator


class Sheet(NamedTuple):
    """A self-evaluation scored."""

    scores: ScoreSheet
    rows: tuple[Row, ...]
    is_paid_measured: bool
    paid_proof: Json
    rate: Decimal | None  # in per cent


def sound_content(value: Mapping[str, Any]) -> Json:
    """Content with every text in its place; what is none is refused."""
    rows = value.get("rows", {})
    if not isinstance(rows, dict) or len(rows) > 500:
        raise unsound()
    content: Json = {
        name: text_of(value.get(name, "")) for name in ("paid", ACHIEVED, "execution_reason")
    }
    content["rows"] = {}
    for key, row in rows.items():
        if not isinstance(row, dict):
            raise unsound()
        content["rows"][text_of(key)] = {name: text_of(row.get(name, "")) for name in _TEXTS}
    return content


def scored(
    target: PerformanceTarget,
    content: Mapping[str, Any],
    measured: Mapping[str, Any],
    budget: Budget,
    norms: Norms,
) -> Sheet:
    """The score sheet of what is stated and measured."""
    stated: Mapping[str, Any] = content.get("rows", {})
    found: Mapping[str, Any] = measured.get("rows", {})
    aside: Mapping[str, Any] = measured.get("set_aside", {})
    reasons: Mapping[str, Any] = measured.get("year_reasons", {})
    indicators = [i for i in target.indicators if i.name]
    evaluated = []
    for indicator in indicators:
        key = key_of(indicator)
        if key in aside:
            evaluated.append(
                EvaluatedIndicator(
                    indicator, Actual(NOT_APPLICABLE), set_aside=Message(*aside[key])
                )
            )
            continue
        said, taken = with_reasons(stated.get(key, {}), reasons.get(key)), found.get(key)
        evaluated.append(
            EvaluatedIndicator(
                as_decided(indicator, said, taken),
                _actual(indicator, said, taken),
                None,
                _reason(said),
            )
        )
    paid, is_measured = paid_of(content, measured)
    funds = ExecutionRow(
        YEAR_TOTAL,
        number_of(measured.get("initial")) or budget.initial,
        number_of(measured.get("adjusted")) or budget.adjusted,
        paid,
        reason=content.get("execution_reason", "") or _reason(reasons.get("spending", {})),
    )
    department = target.supervising_department
    evaluation = SelfEvaluation(
        title=target.title,
        fiscal_year=target.fiscal_year,
        department=department.name if department is not None else "",
        implementing_unit=target.implementing_unit or "",
        unit=MoneyUnit.TEN_THOUSAND,
        funds=(funds,),
        objective=target.annual_objective or "",
        achieved=content.get(ACHIEVED, "") or achieved_by(evaluated),
        rows=tuple(evaluated),
        note=measured.get("note", ""),
    )
    scores = score(evaluation, norms)
    rubrics: Mapping[str, Any] = measured.get("rubrics", {})
    rows = tuple(
        Row(
            number,
            key := key_of(own.row.indicator),
            own,
            stated.get(key, {}),
            _is_measured(found.get(key)),
            dict(found.get(key) or {}),
            tiers_of(own.row.indicator, rubrics.get(key), norms),
        )
        for number, own in enumerate(scores.rows, 1)
    )
    ratio = execution_rate(funds)
    return Sheet(
        scores,
        rows,
        is_measured,
        measured.get("paid_proof", {}),
        None if ratio is None else (ratio * 100).quantize(Decimal("0.01")),
    )


def _reason(said: Mapping[str, Any]) -> str:
    """What is said of a deviation, with the measures where they are told apart."""
    measures = said.get("measures", "")
    told = (said.get("reason", ""), f"改进措施：{measures}" if measures else "")
    return "；".join(part for part in told if part)


def _is_measured(found: Mapping[str, Any] | None) -> bool:
    return found is not None and bool(found["text"])


def _actual(indicator: Indicator, said: Mapping[str, Any], found: Json | None) -> Actual:
    if found is not None and _is_measured(found):
        return actual_from(found)
    if tier := said.get("tier", ""):
        return Actual(tier, tier=tier, proof=said.get("basis", ""))
    return typed_actual(said.get("actual", ""), indicator)


def tiers_of(
    indicator: Indicator, rubric: Iterable[Iterable[str]] | None, norms: Norms
) -> tuple[tuple[str, str], ...]:
    """The tiers a qualitative row may reach, each with what it demands; none for a number."""
    if indicator.value.nature is Nature.QUANTITATIVE or indicator.value.number is not None:
        return ()
    if rubric:
        return tuple((str(tier), str(demand)) for tier, demand in rubric)
    standard = indicator.scoring_standard or ""
    return tuple((band.label_zh, standard) for band in norms.qualitative_bands)


def achieved_by(rows: Iterable[EvaluatedIndicator]) -> str:
    """What came of the objective, told by the rows that have a number, until the unit writes it."""
    told = [
        f"{row.indicator.name}{row.actual.text}（目标{row.indicator.value.text}）"
        for row in rows
        if row.actual.number is not None or row.actual.date is not None
    ]
    return f"{'；'.join(told)}。" if told else ""


def lacking(
    sheet: Sheet, content: Mapping[str, Any], proved: frozenset[str]
) -> list[tuple[str, str]]:
    """What must be filled in before it is handed in; ``proved`` are the rows that have proofs."""
    found: list[tuple[str, str]] = []
    if not sheet.scores.evaluation.achieved:
        found.append(("“实际完成情况”没有填写", "what came of the objective is not written"))
    paid = sheet.scores.evaluation.funds[0].paid
    if paid is None:
        found.append(("“全年执行数”没有填写", "what was paid is blank"))
    elif not sheet.is_paid_measured and EXECUTION not in proved:
        found.append(("“全年执行数”没有佐证材料", "what was paid has no proof"))
    if sheet.scores.execution.notes and not sheet.scores.evaluation.funds[0].reason:
        found.append(("“预算执行率”须说明原因", "the execution rate needs a reason"))
    for row in sheet.rows:
        if not row.scored.is_counted:
            continue
        name, actual = row.indicator.name, row.scored.row.actual
        reason = row.scored.row.reason
        if actual.is_blank:
            if not reason:
                found.append(
                    (
                        f"“{name}”没有实际完成值，也没有说明",
                        f"“{name}” has no actual value, no reason",
                    )
                )
            continue
        if not row.is_measured and row.key not in proved:
            found.append((f"“{name}”没有佐证材料", f"“{name}” has no proof"))
        if row.tiers and not row.is_measured and actual.tier and not actual.proof:
            found.append((f"“{name}”须写明定档依据", f"“{name}” needs the basis of its tier"))
        if row.scored.points.notes and not reason:
            found.append((f"“{name}”须说明偏差原因", f"“{name}” needs the cause of its deviation"))
    return found


def rechecked(sheet: Sheet, lowerings: Iterable[Mapping[str, Any]], norms: Norms) -> Recheck:
    """The sheet after the re-check. Raises ``UserError`` where points are not lowered."""
    return recheck(
        sheet.scores,
        [
            Lowering(
                int(lowering["row"]),
                str(lowering["indicator"]),
                Decimal(lowering["points"]),
                str(lowering["reason"]),
                str(lowering["role"]),
            )
            for lowering in lowerings
        ],
        norms,
    )
