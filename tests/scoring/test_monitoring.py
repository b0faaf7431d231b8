"""The lights at the end of a month."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.model.exceptions import UnusableRequest
from jixiao.model.monitoring import Light, Monitored, Possibility
from jixiao.scoring.monitoring import monitor_indicator, spending_light
from tests.scoring.samples import NORMS, actual, indicator

RED, YELLOW, GREEN, BLUE = Light.RED, Light.YELLOW, Light.GREEN, Light.BLUE
CERTAIN, POSSIBLE, IMPOSSIBLE = Possibility


def even(value: str, count: int) -> list[tuple[int, Decimal | None]]:
    return [(month, Decimal(value)) for month in range(1, count + 1)]


def monitored(
    target: str, met: str, month: int = 6, unit: str | None = None, **more: str
) -> Monitored:
    roll_up = more.pop("roll_up", None)
    return monitor_indicator(
        indicator(target, **more), actual(met, unit), month, [], NORMS, roll_up, 2024
    )


@pytest.mark.parametrize(
    ("paid", "pace", "light"),
    [("29.99", "59.98", RED), ("30", "60", YELLOW), ("39.99", "79.98", YELLOW), ("40", "80", GREEN),
     ("50", "100", GREEN), ("59.99", "119.98", GREEN), ("60", "120", YELLOW),
     ("100", "200", YELLOW), ("100.01", "200.02", RED), ("0", "0", RED), ("-1", "0", RED)],
)  # fmt: skip
def test_spending_against_the_pace_of_the_year(paid: str, pace: str, light: Light) -> None:
    result = spending_light(Decimal(paid), Decimal(100), 6, NORMS)

    assert (result.pace, result.light) == (Decimal(pace), light)
    assert result.needs_reason == (light in (RED, YELLOW))
    assert result.indicator is None


def test_spending_beyond_the_budget_says_by_how_much() -> None:
    result = spending_light(Decimal("266.58"), Decimal(100), 7, NORMS)

    assert (result.pace, result.light) == (Decimal("456.99"), RED)
    assert result.needs_reason
    assert "超过全年预算数166.58万元，红灯" in result.working.zh
    assert "166.58万元 above the budget, red light" in result.working.en


def test_spending_is_forecast_from_its_months() -> None:
    result = spending_light(Decimal(70), Decimal(120), 7, NORMS, even("10", 7))

    assert result.forecast is not None
    assert result.forecast.value == 120
    assert "(70÷120)÷(7÷12)＝100%" in result.working.zh
    assert "全年预计：" in result.working.zh


@pytest.mark.parametrize(("paid", "budget"), [(None, "100"), ("10", None), ("10", "0")])
def test_without_payments_or_budget_there_is_no_light(paid: str | None, budget: str | None) -> None:
    numbers = (None if n is None else Decimal(n) for n in (paid, budget))

    result = spending_light(*numbers, 6, NORMS)

    assert result.light is None
    assert result.working.zh.startswith("不能亮灯，缺少：")


@pytest.mark.parametrize(
    ("target", "met", "light"),
    [
        ("≥100个", "29", RED),
        ("≥100个", "30", YELLOW),
        ("≥100个", "40", GREEN),
        ("≥100个", "59", GREEN),
        ("≥100个", "60", BLUE),
        ("≥100个", "0", RED),
        ("=100个", "50", GREEN),
        ("=100个", "60", BLUE),
        ("≤100万元", "100", GREEN),
        ("≤100万元", "100.01", RED),
        ("=0次", "0", GREEN),
        ("=0次", "1", RED),
        ("≤0次", "1", RED),
        ("≥90%", "90", GREEN),
        ("≥90%", "72", GREEN),
        ("≥90%", "71", YELLOW),
        ("≥50%", "60", BLUE),
    ],
)
def test_the_lights_of_numbers_at_half_year(target: str, met: str, light: Light) -> None:
    assert monitored(target, met).light is light


def test_what_does_not_add_up_is_not_measured_by_the_month() -> None:
    assert monitored("≥2500个", "2500").light is BLUE
    level = monitored("≥2500个", "2500", roll_up="ratio_of_sums")

    assert (level.light, level.pace) == (GREEN, 100)
    assert "不按月折算" in level.working.zh


@pytest.mark.parametrize(
    ("text", "light", "possibility"),
    [
        ("达成预期指标", GREEN, CERTAIN),
        ("良", GREEN, CERTAIN),
        ("部分达成预期指标", YELLOW, POSSIBLE),
        ("中", YELLOW, POSSIBLE),
        ("未达成预期指标", RED, POSSIBLE),
        ("差", RED, POSSIBLE),
    ],
)
def test_the_lights_of_tiers(text: str, light: Light, possibility: Possibility) -> None:
    result = monitored("效果明显", text)

    assert (result.light, result.possibility) == (light, possibility)
    assert result.needs_reason == (light is not GREEN)


def test_a_word_that_names_no_tier_has_no_light() -> None:
    assert monitored("效果明显", "效果明显").light is None


@pytest.mark.parametrize(
    ("done", "text", "month", "light"),
    [
        ("2024-05-31", "已完成", 6, GREEN),
        ("2024-06-30", "已完成", 7, GREEN),
        ("2024-07-01", "已完成", 7, RED),
        (None, "推进中", 5, None),
        (None, "", 5, None),
        (None, "推进中", 6, RED),
        (None, "", 6, None),
    ],
)
def test_the_lights_of_a_deadline(
    done: str | None, text: str, month: int, light: Light | None
) -> None:
    wanted = indicator("6月30日前", "时效指标")

    result = monitor_indicator(wanted, actual(text, date=done), month, [], NORMS, None, 2024)

    assert result.light is light


@pytest.mark.parametrize(
    ("target", "monthly", "possibility"),
    [
        ("≥120个", "10", CERTAIN),
        ("≥121个", "10", IMPOSSIBLE),
        ("≤120万元", "10", CERTAIN),
        ("≤119万元", "10", IMPOSSIBLE),
        ("≥60个", "10", CERTAIN),
        ("≤50万元", "10", IMPOSSIBLE),
    ],
)
def test_the_forecast_says_whether_the_target_will_be_reached(
    target: str, monthly: str, possibility: Possibility
) -> None:
    met = str(6 * int(monthly))

    result = monitor_indicator(indicator(target), actual(met), 6, even(monthly, 6), NORMS)

    assert result.possibility is possibility
    assert result.needs_reason == (possibility is not CERTAIN or result.light in (RED, YELLOW))
    assert f"完成目标可能性（推算）：{possibility.value}。" in result.working.zh


def test_a_target_inside_the_interval_is_possible_and_needs_a_reason() -> None:
    months = [(1, Decimal(8)), (2, Decimal(12)), (3, Decimal(8)), (4, Decimal(12))]

    result = monitor_indicator(indicator("≥120个"), actual("40"), 4, list(months), NORMS)

    assert (result.light, result.possibility) == (GREEN, POSSIBLE)
    assert result.needs_reason


def test_months_are_converted_with_the_actual_value() -> None:
    result = monitor_indicator(
        indicator("≤12万元", "成本指标"), actual("60000", "元"), 6, even("10000", 6), NORMS
    )

    assert result.forecast is not None
    assert result.forecast.value == 12
    assert result.possibility is CERTAIN


def test_in_december_the_value_decides() -> None:
    assert monitored("≥100个", "100", 12).possibility is CERTAIN
    assert monitored("≥100个", "99", 12).possibility is IMPOSSIBLE


@pytest.mark.parametrize(("met", "unit"), [("", None), ("/", None), ("5", "万元")])
def test_without_a_comparable_value_there_is_no_light(met: str, unit: str | None) -> None:
    result = monitored("≥100个", met, unit=unit)

    assert (result.light, result.possibility, result.needs_reason) == (None, None, False)


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_that_is_none_is_refused(month: int) -> None:
    with pytest.raises(UnusableRequest):
        monitored("≥100个", "1", month)


@given(st.integers(1, 12), st.integers(0, 500), st.integers(0, 500))
def test_more_is_never_a_worse_light(month: int, one: int, other: int) -> None:
    order = list(Light)

    less, more = (monitored("≥100个", str(met), month).light for met in sorted((one, other)))

    assert less is not None
    assert more is not None
    assert order.index(less) <= order.index(more)


def test_a_satisfaction_whose_target_is_a_word_is_held_against_the_scale() -> None:
    wanted = indicator("满意", "服务对象满意度指标", "满意度", "满意度指标")

    good = monitor_indicator(wanted, actual("92", "%"), 6, even("92", 6), NORMS)
    poor = monitor_indicator(wanted, actual("70", "%"), 6, even("70", 6), NORMS)

    assert (good.light, good.possibility) == (GREEN, CERTAIN)
    assert (poor.light, poor.possibility) == (YELLOW, IMPOSSIBLE)
    assert "本月应达到90%（水平值，不按月折算）" in good.working.zh


def test_a_cost_below_nothing_has_no_light() -> None:
    result = monitored("≤96万元", "-5", level2="成本指标")

    assert result.light is None
    assert "须核实" in result.working.zh


@pytest.mark.parametrize(
    ("met", "word"),
    [("12", "certain"), ("5.9", "possible"), ("1", "impossible")],
)
def test_the_english_working_says_whether_the_target_will_be_reached(met: str, word: str) -> None:
    values = {"12": ["2"] * 6, "5.9": ["0", "2", "0", "2", "0", "1.9"], "1": ["1"] + ["0"] * 5}
    months = [(at, Decimal(value)) for at, value in enumerate(values[met], 1)]

    result = monitor_indicator(indicator("≥12次"), actual(met, "次"), 6, months, NORMS, "sum", 2024)

    assert result.working.en.endswith(f"Whether the target will be reached, as worked out: {word}.")
    assert result.possibility is not None
    assert f"完成目标可能性（推算）：{result.possibility.value}。" in result.working.zh
