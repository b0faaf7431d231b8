"""Points proposed from the record: ratios that were measured, nothing else."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.model.evaluation import Actual, EvaluatedIndicator, ScoreSheet
from jixiao.model.framework import EvaluationItem
from jixiao.scoring.item_proposals import proposals_of, propose_points
from jixiao.scoring.self_evaluation import score
from tests.scoring.samples import NORMS, actual, evaluation, funds, row


def item(name: str) -> EvaluationItem:
    return next(item for item in NORMS.evaluation_items if item.zh == name)


def sheet_of(*rows: EvaluatedIndicator, paid: str | None = "90") -> ScoreSheet:
    return score(evaluation(*rows, money=(funds("100", "100", paid),)), NORMS)


MEASURED = row("≥100次", actual("80", "次"), weight="45")
BY_TIER = row("显著", Actual("良", tier="良"), weight="45")
MISSING = row("≥100次", actual(None), weight="45")


def test_the_execution_rate_is_paid_over_budget() -> None:
    made = propose_points(item("预算执行率"), sheet_of(MEASURED), NORMS)

    assert made.points == Decimal("4.5")
    assert "90 ÷ 100 × 5" in made.working.zh
    assert "到位资金没有记录" in made.notes[0].zh


def test_without_payments_no_execution_rate_is_proposed() -> None:
    made = propose_points(item("预算执行率"), sheet_of(MEASURED, paid=None), NORMS)

    assert made.points is None
    assert "没有全年预算数或者全年执行数" in made.working.zh


def test_completion_is_the_share_of_points_of_the_measured_rows() -> None:
    made = propose_points(item("实际完成率"), sheet_of(MEASURED, BY_TIER), NORMS)

    assert made.points == Decimal(8)
    assert "80" in made.working.zh
    assert "按档次评定，没有计入" in made.notes[0].zh


def test_tiers_alone_propose_nothing() -> None:
    made = propose_points(item("实际完成率"), sheet_of(BY_TIER), NORMS)

    assert made.points is None
    assert "按档次评定，不据以建议" in made.working.zh


def test_a_row_without_actual_value_proposes_nothing() -> None:
    made = propose_points(item("实际完成率"), sheet_of(MEASURED, MISSING), NORMS)

    assert made.points is None
    assert "没有得分" in made.working.zh


@pytest.mark.parametrize("name", ["资金到位率", "满意度"])
def test_what_the_record_does_not_hold_is_to_be_looked_up(name: str) -> None:
    made = propose_points(item(name), sheet_of(MEASURED), NORMS)

    assert made.points is None
    assert "须由评价人员查证" in made.working.zh


def test_items_that_follow_no_ratio_are_for_people() -> None:
    made = proposals_of(sheet_of(MEASURED), NORMS.evaluation_items, NORMS)

    assert set(made) == {i.zh for i in NORMS.evaluation_items if i.is_ratio}
    assert "实施效益" not in made


@given(met=st.integers(0, 300))
def test_a_proposal_lies_between_nothing_and_the_weight(met: int) -> None:
    of = item("实际完成率")

    made = propose_points(of, sheet_of(row("≥100次", actual(str(met), "次"), weight="90")), NORMS)

    assert made.points is not None
    expected = Fraction(of.weight) * min(Fraction(1), Fraction(met, 100))
    assert 0 <= made.points <= of.weight
    assert abs(Fraction(made.points) - expected) <= Fraction(1, 100)
