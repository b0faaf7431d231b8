"""The satisfaction scale and the indicator's own target."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.scoring.satisfaction import is_on_the_scale, satisfaction_points
from tests.scoring.samples import NORMS, actual, indicator

TEN = Decimal(10)


def satisfaction(target: str):  # type: ignore[no-untyped-def]
    return indicator(target, "服务对象满意度指标", "群众满意度", "满意度指标")


@pytest.mark.parametrize(
    ("target", "met", "earned"),
    [
        ("≥90%", "90", "10"),
        ("≥90%", "89.99", "10.00"),
        ("≥90%", "81", "9"),
        ("≥90%", "60", "6.67"),
        ("≥90%", "59.99", "0"),
        ("≥85%", "85", "10"),
        ("≥85%", "84", "9.33"),
        ("≥95%", "92", "10"),
        ("≥95%", "89", "9.89"),
        ("≥50%", "50", "10"),
        ("≥50%", "49", "0"),
        ("≥90%", "100", "10"),
    ],
)
def test_the_scale_and_the_own_target(target: str, met: str, earned: str) -> None:
    result = satisfaction_points(satisfaction(target), actual(met, "%"), TEN, NORMS)

    assert result.points == Decimal(earned)


def test_full_points_by_the_scale_below_the_own_target_need_a_reason() -> None:
    result = satisfaction_points(satisfaction("≥95%"), actual("92", "%"), TEN, NORMS)

    assert result.points == 10
    assert "未达到指标值≥95%" in result.working.zh
    assert "偏差原因" in result.notes[0].zh


@pytest.mark.parametrize("met", ["100.5", "-1"])
def test_a_satisfaction_that_cannot_be_earns_nothing(met: str) -> None:
    result = satisfaction_points(satisfaction("≥90%"), actual(met, "%"), TEN, NORMS)

    assert result.points is None
    assert "可信的满意度" in result.working.zh


def test_the_scale_is_for_satisfaction_in_per_cent_only() -> None:
    percent = actual("92", "%")

    assert is_on_the_scale(satisfaction("≥90%"), percent)
    assert is_on_the_scale(satisfaction("满意"), percent)
    assert not is_on_the_scale(satisfaction("满意"), actual("满意"))
    assert not is_on_the_scale(satisfaction("≥90分"), actual("92", "分"))
    assert not is_on_the_scale(satisfaction("≤5%"), percent)
    assert not is_on_the_scale(indicator("≥90%"), percent)
