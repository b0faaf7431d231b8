"""Surveys (满意度调查): a sample from each stratum, with refusals, weighted to its frame."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from jixiao.measures.synthetic.calendar import chance_for, worked_day
from jixiao.measures.synthetic.plan import Plan, Survey
from jixiao.measures.synthetic.tables import Row

_WEIGHT = Decimal("0.0001")
_REFUSALS, _ABSENT = 0.09, 0.14  # shares of those asked
_OTHER_STRATA = (Decimal("0.4"), Decimal("-0.3"), Decimal("0.1"))  # points from the whole


def survey_answers(plan: Plan, seed: int) -> Iterator[Row]:
    """Everyone who was asked, by day; the share of the satisfied is the plan's, within a point."""
    rows: list[Row] = []
    for number, survey in enumerate(plan.surveys, 1):
        for month in survey.months:
            chance = chance_for(seed, "survey", str(number), str(month))
            rows += _wave(chance, plan.fiscal_year, month, number, survey)
    rows.sort(key=lambda row: (row["asked_on"], row["answer_id"]))
    yield from rows
    # Set apart when loaded: the same sheet twice, a score off the scale, an unknown outcome.
    yield rows[7]
    yield {**rows[11], "answer_id": "SYN-X1", "outcome": "有效", "score": 9}
    yield {**rows[13], "answer_id": "SYN-X2", "outcome": "不详"}


def _wave(chance: Random, year: int, month: int, number: int, survey: Survey) -> Iterator[Row]:
    frame = sum(size for _, size in survey.strata)
    for place, (stratum, size) in enumerate(survey.strata):
        # Half in proportion to the frame, half alike, so that small strata are heard too.
        share = (size / frame + 1 / len(survey.strata)) / 2
        asked = min(size, max(12, round(survey.asked * share)))
        refusals = round(asked * (_REFUSALS + chance.uniform(-0.02, 0.02)))
        absent = round(asked * (_ABSENT + chance.uniform(-0.03, 0.03)))
        answers = asked - refusals - absent
        rate = survey.satisfied + _OTHER_STRATA[place % len(_OTHER_STRATA)]
        satisfied = round(answers * rate / 100)
        outcomes = ["有效"] * answers + ["拒访"] * refusals + ["无人应答"] * absent
        scores = [chance.choice((4, 5, 5)) for _ in range(satisfied)]
        scores += [chance.choice((1, 2, 3, 3)) for _ in range(answers - satisfied)]
        chance.shuffle(scores)
        chance.shuffle(outcomes)
        weight = (Decimal(size) / answers).quantize(_WEIGHT)
        for person, outcome in enumerate(outcomes, 1):
            is_answer = outcome == "有效"
            yield {
                "answer_id": f"SYN-{number:02d}-{month:02d}-{place + 1}-{person:04d}",
                "project": survey.project,
                "asked_on": worked_day(chance, year, month),
                "wave": f"{year}-{month:02d}",
                "stratum": stratum,
                "mode": chance.choice(("电话", "电话", "网络", "现场")),
                "outcome": outcome,
                "score": scores.pop() if is_answer else None,
                "weight": weight if is_answer else None,
                "frame_size": size,
            }
