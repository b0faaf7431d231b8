"""Forecasts to the year's end."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.model.finding import InsufficientData
from jixiao.model.measurement import Sample
from jixiao.model.monitoring import Forecast
from jixiao.scoring.forecast import forecast, naive


def months(*values: str | None) -> list[tuple[int, Decimal | None]]:
    return [(at, None if v is None else Decimal(v)) for at, v in enumerate(values, 1)]


def made(result: Forecast | InsufficientData) -> Forecast:
    assert isinstance(result, Forecast)
    return result


def ends(result: Forecast | InsufficientData) -> tuple[Decimal, Decimal, Decimal]:
    found = made(result)
    return found.value, found.low, found.high


@pytest.mark.parametrize("roll_up", ["sum", "mean", "latest", "maximum", "proportion"])
@pytest.mark.parametrize("month", [1, 2])
def test_before_the_end_of_march_it_is_too_early(month: int, roll_up: str) -> None:
    result = forecast(months("10", "12"), month, roll_up, budget=Decimal(120))

    assert isinstance(result, InsufficientData)
    assert "时间尚早" in result.zh
    assert "too early" in result.en


def test_even_months_of_many_go_on_evenly_without_any_spread() -> None:
    assert ends(forecast(months(*["1000"] * 7), 7)) == (12000, 12000, 12000)


def test_a_sum_goes_on_at_the_pace_of_all_months() -> None:
    result = made(forecast(months("100", "140", "100", "140"), 4))

    # s = √(1600 ÷ 3), t of four months 3.182, margin t × s × √(8 + 64 ÷ 4)
    assert result.value == 480 * 3
    assert (result.low, result.high) == (Decimal("1080.00"), Decimal("1800.00"))
    assert "按累计进度" in result.working.zh
    assert "累计480×12÷4" in result.working.zh
    assert "480 so far × 12 ÷ 4" in result.working.en
    assert "95%区间" in result.working.zh


def test_a_sum_that_never_fell_does_not_fall() -> None:
    assert made(forecast(months("0", "1000", "0"), 3)).low == 1000


def test_months_without_a_value_are_months_without_an_event_and_told() -> None:
    result = made(forecast(months("10.5", None, "10", "10"), 4))

    assert result.value == Decimal("30.5") * 3
    assert "1个月没有数值，按未发生计" in result.working.zh


def test_a_small_count_has_the_interval_of_a_gamma_poisson() -> None:
    result = made(forecast(months("1", None, "1", None, None, "1"), 6))

    # Negative binomial, shape 3½, probability ½: P(0) = 0.0884, P(≤ 10) = 0.976.
    assert ends(result) == (6, 3, 13)
    assert "伽马－泊松" in result.working.zh
    assert "negative" not in result.working.en
    assert result.method.en == "a small count, by its pace"


def test_a_count_of_nothing_so_far_may_still_become_something() -> None:
    value, low, high = ends(forecast(months("0", "0", "0", "0", "0", "0"), 6))

    assert (value, low) == (0, 0)
    assert 1 <= high <= 4


def test_ten_a_month_are_no_small_count_and_money_is_none() -> None:
    assert made(forecast(months(*["10"] * 6), 6)).method.en == "by the pace so far"
    assert made(forecast(months(*["1"] * 6), 6, unit="万元")).method.en == "by the pace so far"


def test_payments_weigh_the_pace_and_the_budget_by_how_much_of_the_year_is_over() -> None:
    result = made(
        forecast(months("2", "4", "6", "4", "6", "8"), 6, unit="万元", budget=Decimal(100))
    )

    # pace 60, budget 100, half the year is over
    assert result.value == 80
    assert result.high <= 100
    assert "按进度外推30×12÷6＝60" in result.working.zh
    assert "按6：6加权" in result.working.zh
    assert "weighted 6 to 6" in result.working.en


def test_payments_may_pass_the_budget_only_where_the_pace_does() -> None:
    slow = made(forecast(months("1", "9", "2"), 3, budget=Decimal(60)))
    fast = made(forecast(months("10", "9", "11"), 3, budget=Decimal(60)))

    assert slow.high == 60
    assert fast.high > 60


def test_without_a_payment_there_is_no_pace() -> None:
    result = forecast(months(None, None, None, None), 4, so_far=Decimal(0), budget=Decimal(60))
    none_yet = forecast(months("0", "0", "0"), 3, budget=Decimal(60))

    assert isinstance(result, InsufficientData)
    assert isinstance(none_yet, InsufficientData)
    assert "尚无支出" in none_yet.zh


@pytest.mark.parametrize("values", [(), (None, None, None), ("5",)])
def test_one_month_is_no_basis_of_a_level(values: tuple[str | None, ...]) -> None:
    assert isinstance(forecast(months(*values), 3, "mean"), InsufficientData)


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

    # s = 1, t = 4.303: 4.303 ÷ √3 × √(9 ÷ 12)
    assert (result.value, result.low, result.high) == (98, Decimal("95.85"), 98)


def test_the_interval_of_a_survey_shrinks_as_the_year_goes_by() -> None:
    sample = Sample(300, 20, Decimal(88), Decimal(96), 240)

    early = made(forecast(months(None, "92"), 3, "proportion", so_far=Decimal(92), sample=sample))
    late = made(forecast(months(None, "92"), 9, "proportion", so_far=Decimal(92), sample=sample))

    assert late.value == 92
    assert (late.low, late.high) == (90, 94)  # 4 × √(3 ÷ 12)
    assert early.low < late.low
    assert "300份" in late.working.zh


def test_a_value_that_rises_and_falls_stays_and_the_doubt_grows_with_the_months_to_come() -> None:
    late = made(forecast(months(*["1", "2"] * 5, "1"), 11, "latest"))
    early = made(forecast(months("1", "2", "1"), 3, "latest"))

    assert (late.value, early.value) == (1, 1)
    assert early.high - early.low > late.high - late.low


def test_milestones_that_never_fell_go_on_at_their_mean_step() -> None:
    result = made(forecast(months("55", "56", "56", None, "58", "60"), 6, "latest"))

    assert result.value == 66
    assert result.low >= 60
    assert "月均增加1" in result.working.zh


def test_a_maximum_never_falls() -> None:
    value, low, high = ends(forecast(months("3", "9", "3", "3"), 4, "maximum"))

    assert (value, low) == (9, 9)
    assert high > 9


def test_at_the_year_s_end_nothing_is_forecast() -> None:
    assert ends(forecast(months(*["10"] * 12), 12)) == (120, 120, 120)
    assert ends(forecast([], 12, so_far=Decimal(7))) == (7, 7, 7)


def test_naive_goes_on_in_a_straight_line_or_stays() -> None:
    values = months("10", "20", "30")

    assert naive(values, 3) == 240
    assert naive(values, 3, "mean") == 20
    assert naive(values, 3, "ratio_of_sums", Decimal(21)) == 21
    assert naive(values, 3, "latest") == 30
    assert naive(values, 3, "maximum") == 30
    assert naive([], 3) is None


@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=3, max_size=12),
    st.sampled_from(["sum", "mean", "ratio_of_sums", "proportion", "latest", "maximum"]),
)
def test_the_value_lies_in_its_interval(values: list[int], roll_up: str) -> None:
    value, low, high = ends(forecast(months(*map(str, values)), len(values), roll_up))

    assert low <= value <= high


@given(st.lists(st.integers(0, 9), min_size=3, max_size=11))
def test_a_small_count_never_falls_below_what_there_is(values: list[int]) -> None:
    value, low, high = ends(forecast(months(*map(str, values)), len(values)))

    assert list(accumulate(values))[-1] <= low <= value <= high


@given(
    st.lists(st.integers(0, 10**6), min_size=3, max_size=11).filter(any),
    st.integers(1, 10**7),
)
def test_payments_lie_between_pace_and_budget(values: list[int], budget: int) -> None:
    paid = months(*map(str, values))
    pace, done = naive(paid, len(values)), sum(values)
    assert pace is not None

    value, low, high = ends(forecast(paid, len(values), budget=Decimal(budget)))

    assert low <= value <= high
    assert min(pace, max(budget, done)) <= value <= max(pace, max(budget, done))
