"""Forecasts to the year's end."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.model.finding import InsufficientData
from jixiao.model.monitoring import Forecast
from jixiao.scoring.forecast import back_test, forecast, naive


def months(*values: str | None) -> list[tuple[int, Decimal | None]]:
    return [(at, None if v is None else Decimal(v)) for at, v in enumerate(values, 1)]


def made(result: Forecast | InsufficientData) -> Forecast:
    assert isinstance(result, Forecast)
    return result


def ends(result: Forecast | InsufficientData) -> tuple[Decimal, Decimal, Decimal]:
    found = made(result)
    return found.value, found.low, found.high


def test_even_months_go_on_evenly_without_any_spread() -> None:
    assert ends(forecast(months(*["10"] * 7), 7)) == (120, 120, 120)


def test_a_sum_goes_on_at_the_pace_of_the_recent_months() -> None:
    result = made(forecast(months("10", "14", "10", "14"), 4))

    # 48 so far, 8 months at 12; s = √(16 ÷ 3), margin 2 × s × √(8 + 64 ÷ 4) = √512
    assert result.value == 144
    assert (result.low, result.high) == (Decimal("121.37"), Decimal("166.63"))
    assert "累计48＋余8个月×月均12" in result.working.zh
    assert "标准差2.31" in result.working.zh
    assert "48 so far + 8 months to come × 12 a month" in result.working.en


def test_only_the_last_six_months_set_the_pace() -> None:
    assert made(forecast(months("100", *["10"] * 6), 7)).value == 160 + 5 * 10


def test_a_sum_that_never_fell_does_not_fall() -> None:
    result = made(forecast(months("0", "100", "0"), 3))

    assert result.low == 100


def test_months_without_a_value_are_not_filled_in_and_told() -> None:
    result = made(forecast(months("10", None, "10", "10"), 4))

    assert result.value == 30 + 8 * 10
    assert "1个月没有数值，未作填补" in result.working.zh


@pytest.mark.parametrize("values", [(), (None, None), ("5",)])
def test_one_month_is_no_basis(values: tuple[str | None, ...]) -> None:
    assert isinstance(forecast(months(*values), 3), InsufficientData)


def test_later_months_are_not_looked_at() -> None:
    early = forecast(months("10", "12", "11"), 3)
    with_later = forecast(months("10", "12", "11", "999"), 3)

    assert early == with_later


def test_a_level_stays_at_its_level_within_its_bounds() -> None:
    result = made(
        forecast(
            months("98", "99", "97"), 3, "ratio_of_sums", floor=Decimal(0), ceiling=Decimal(98)
        )
    )

    assert result.value == 98
    assert result.low < 98
    assert result.high == 98


def test_the_latest_value_stays_and_the_doubt_grows_with_the_months_to_come() -> None:
    late = made(forecast(months(*["1", "2"] * 5, "1"), 11, "latest"))
    early = made(forecast(months("1", "2", "1"), 3, "latest"))

    assert ends(late) == (1, -1, 3)
    assert ends(early) == (1, -5, 7)


def test_a_maximum_never_falls() -> None:
    assert ends(forecast(months("3", "9", "3", "3"), 4, "maximum")) == (
        9,
        9,
        Decimal("10.50"),
    )


def test_at_the_year_s_end_nothing_is_forecast() -> None:
    assert ends(forecast(months(*["10"] * 12), 12)) == (120, 120, 120)
    assert ends(forecast([], 12, so_far=Decimal(7))) == (7, 7, 7)


def test_naive_goes_on_in_a_straight_line_or_stays() -> None:
    values = months("10", "20", "30")

    assert naive(values, 3) == 240
    assert naive(values, 3, "mean") == 30
    assert naive(values, 3, "maximum") == 30
    assert naive([], 3) is None


def test_a_year_that_changes_its_pace_is_foreseen_better_than_naively() -> None:
    year = months("2", "2", "2", *["10", "11"] * 4, "10")

    tested = back_test(year)

    assert [test.month for test in tested] == list(range(2, 12))
    later = tested[3:]
    assert sum(t.error for t in later) < sum(t.naive_error for t in later)
    assert all(test.is_within for test in later)


@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=12),
    st.sampled_from(["sum", "mean", "ratio_of_sums", "proportion", "latest", "maximum"]),
)
def test_the_value_lies_in_its_interval(values: list[int], roll_up: str) -> None:
    value, low, high = ends(forecast(months(*map(str, values)), len(values), roll_up))

    assert low <= value <= high


def test_where_months_have_no_value_the_lower_end_is_the_pace_of_all_months() -> None:
    result = made(forecast(months(None, None, None, "1", None, None, "1"), 7))

    assert (result.low, result.value) == (Decimal("3.43"), Decimal(7))
    assert "2×12÷7＝3.43" in result.working.zh
