"""What a qualitative indicator earns, by the tier it reached."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.scoring.graded import graded_points
from tests.scoring.samples import NORMS, actual, indicator

TEN = Decimal(10)
CLEAR = indicator("效果明显", "社会效益指标", level1="效益指标")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("达成年度指标", "8", "10"),
        ("达成预期指标", "8", "10"),
        ("达成目标", "8", "10"),
        ("达到预期目标", "8", "10"),
        ("部分达成年度指标并具有一定效果", "6", "7.99"),
        ("部分达成目标并具有一定效果", "6", "7.99"),
        ("部分达成预期指标", "6", "7.99"),
        ("未达成年度指标且效果较差", "0", "5.99"),
        ("未达成目标且效果较差", "0", "5.99"),
        ("未完成", "0", "5.99"),
        ("优", "9", "10"),
        ("良", "8", "8.99"),
        ("中", "6", "7.99"),
        ("低", "0", "5.99"),
        ("差", "0", "5.99"),
    ],
)
def test_a_tier_earns_the_top_of_its_band(text: str, low: str, high: str) -> None:
    result = graded_points(CLEAR, actual(text), TEN, NORMS)

    assert (result.low, result.high) == (Decimal(low), Decimal(high))
    assert result.points == result.high
    assert "上限" in result.method


def test_a_confirmed_tier_prevails_over_the_words_of_the_cell() -> None:
    result = graded_points(CLEAR, actual("效果明显", tier="部分达成预期指标"), TEN, NORMS)

    assert result.points == Decimal("7.99")


def test_the_target_s_word_again_is_no_confirmed_tier() -> None:
    result = graded_points(CLEAR, actual("效果明显"), TEN, NORMS)

    assert result.points is None
    assert (result.low, result.high) == (8, 10)
    assert result.agrees_with(TEN)
    assert not result.agrees_with(Decimal(7))
    assert "未确认" in result.method


@pytest.mark.parametrize("text", ["", "较好地开展了工作", "达到80%", "基本达成", "完成且效果较差"])
def test_words_that_name_no_tier_earn_nothing_yet(text: str) -> None:
    result = graded_points(CLEAR, actual(text), TEN, NORMS)

    assert result.points is None
    assert result.low is None


def test_a_weight_below_a_step_has_no_band_turned_over() -> None:
    for weight in ("0", "0.01", "0.02"):
        for text in ("优", "良", "部分达成目标", "未达成目标"):
            result = graded_points(CLEAR, actual(text), Decimal(weight), NORMS)

            assert result.low is not None
            assert result.high is not None
            assert 0 <= result.low <= result.high <= Decimal(weight)
