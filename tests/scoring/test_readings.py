"""A target that can be read in two ways, “1百分比”: told, not guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.model.evaluation import Actual, EvaluatedIndicator, Points
from jixiao.model.finding import Message
from jixiao.model.indicator import Indicator
from jixiao.model.monitoring import Light
from jixiao.readers.value_grammar import read_value
from jixiao.regulations.parameter import norms_for
from jixiao.scoring.monitoring import monitor_indicator
from jixiao.scoring.readings import as_read, readings
from jixiao.scoring.self_evaluation import indicator_points
from tests.scoring.samples import indicator

NORMS = norms_for(2024, "anhui")
WHY = Message("按决定读作100%", "read as 100% by decision")


def passed(target: str = "1百分比") -> Indicator:
    return indicator(target, "质量指标", "日常维护合格率")


def actual(number: str, unit: str = "%") -> Actual:
    return Actual(f"{number}{unit}", Decimal(number), unit)


def points(asked: Indicator, met: Actual, stated: str | None = None) -> Points:
    row = EvaluatedIndicator(asked, met, None if stated is None else Decimal(stated))
    return indicator_points(row, Decimal(10), NORMS, 2024)


def test_both_readings_are_told_with_their_points_and_neither_is_given() -> None:
    result = points(passed(), actual("92.5"))

    assert result.points is None
    assert "读作1%" in result.working.zh
    assert "得满分10" in result.working.zh
    assert "读作100%" in result.working.zh
    assert "＝9.25" in result.working.zh
    assert "decisions/readings.csv" in result.working.en
    assert "9250" not in result.working.zh


@pytest.mark.parametrize(("share", "earned"), [("100", "9.25"), ("1", "10")])
def test_a_decision_settles_it(share: str, earned: str) -> None:
    decided = as_read(passed(), Decimal(share), WHY)

    result = points(decided, actual("92.5"))

    assert result.points == Decimal(earned)
    assert result.working.zh.startswith("按决定读作100%；")
    assert decided.value.text == "1百分比"


def test_where_both_readings_give_the_same_nothing_is_left_to_decide() -> None:
    assert points(passed(), actual("100")).points == 10


@pytest.mark.parametrize(("stated", "earned"), [("9.25", "9.25"), ("10", "10"), ("8", None)])
def test_the_points_a_form_states_may_tell_its_reading(stated: str, earned: str | None) -> None:
    result = points(passed(), actual("92.5"), stated)

    assert result.points == (None if earned is None else Decimal(earned))
    assert any("两种读法" in note.zh for note in result.notes) == (earned is not None)


def test_an_actual_value_written_the_same_way_compares_whatever_is_meant() -> None:
    alike = Actual("0.98百分比", Decimal("0.98"), "%")

    assert points(passed(), alike).points == Decimal("9.8")
    assert readings(passed().value, alike) == ()


@pytest.mark.parametrize("target", ["1%", "≥1%", "≥98百分比", "2百分比", "≤1%"])
def test_a_sign_or_a_number_above_one_is_read_as_written(target: str) -> None:
    assert readings(read_value(target)) == ()


@pytest.mark.parametrize(
    ("target", "shares"), [("1百分比", (1, 100)), ("≥0.95百分比", (Decimal("0.95"), 95))]
)
def test_a_share_of_one_or_less_in_words_has_two_readings(
    target: str, shares: tuple[Decimal, Decimal]
) -> None:
    assert readings(read_value(target)) == shares


def test_no_light_until_it_is_decided() -> None:
    months = [(month, Decimal("92.5")) for month in range(1, 8)]

    open_row = monitor_indicator(passed(), actual("92.5"), 7, months, NORMS, "ratio_of_sums")
    decided = as_read(passed(), Decimal(100), WHY)
    settled = monitor_indicator(decided, actual("92.5"), 7, months, NORMS, "ratio_of_sums")

    assert (open_row.light, open_row.pace, open_row.possibility) == (None, None, None)
    assert "读作1%，实际92.5%达到；读作100%，实际92.5%未达到" in open_row.working.zh
    assert settled.pace == Decimal("92.5")
    assert settled.light is not Light.BLUE
    assert settled.working.zh.startswith("按决定读作100%；")
