"""What a quantitative indicator earns, by its sign."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.model.evaluation import Points
from jixiao.scoring.completion import completion_points
from jixiao.scoring.units import factor
from tests.scoring.samples import NORMS, actual, indicator

TEN = Decimal(10)
RATIO = NORMS._replace(reverse_score_variant="ratio")


def points(target: str, met: str, unit: str | None = None, level2: str = "数量指标") -> Points:
    return completion_points(indicator(target, level2), actual(met, unit), TEN, NORMS, 2024)


@pytest.mark.parametrize(
    ("target", "met", "earned"),
    [
        ("≥50个", "50", "10"),
        ("≥50个", "60", "10"),
        ("≥50个", "45", "9"),
        ("≥3个", "2", "6.67"),
        ("≥50个", "-3", "0"),
        ("≥50个", "0", "0"),
        ("≥0个", "0", "10"),
        ("≥0个", "-1", "0"),
        (">0个", "0", "0"),
        (">0个", "1", "10"),
        (">50个", "50", "10"),
        ("=8个", "8", "10"),
        ("=8个", "6", "7.5"),
        ("=8个", "9", "10"),
        ("=0次", "0", "10"),
        ("=0次", "1", "0"),
        ("=0次", "-1", "10"),
        ("≤90万元", "90", "10"),
        ("≤90万元", "45", "10"),
        ("≤90万元", "99", "9"),
        ("≤90万元", "179.99", "0"),
        ("≤90万元", "180", "0"),
        ("≤90万元", "-5", "10"),
        ("<10起", "12", "8"),
        ("≤0起", "0", "10"),
        ("≤0起", "1", "0"),
    ],
)
def test_the_sign_decides_what_an_actual_value_earns(target: str, met: str, earned: str) -> None:
    assert points(target, met).points == Decimal(earned)


@pytest.mark.parametrize(
    ("met", "earned"), [("90", "10"), ("100", "9"), ("180", "5"), ("900", "1"), ("0", "10")]
)
def test_the_other_reverse_variant_divides_the_target_by_the_actual(met: str, earned: str) -> None:
    result = completion_points(indicator("≤90万元"), actual(met), TEN, RATIO)

    assert result.points == Decimal(earned)
    assert f"10×90÷{met}" in result.working.zh or result.points == 10


def test_the_working_states_the_ratio_the_formula_and_the_rounding() -> None:
    result = points("≥3个", "2", "个")

    assert result.working.zh == (
        "指标值≥3个，实际完成2个，完成比例66.67%；得分＝10×2÷3＝6.67（四舍五入至0.01）。"
    )
    assert result.working.en == (
        "Target ≥3个, actual 2个; 66.67% of the target. "
        "Points = 10 × 2 ÷ 3 = 6.67 (rounded half up to 0.01)."
    )


def test_halves_are_rounded_up() -> None:
    result = completion_points(indicator("≥8个"), actual("1"), Decimal("0.04"), NORMS)

    assert result.points == Decimal("0.01")  # 0.005


@pytest.mark.parametrize(
    ("target", "met", "unit", "earned"),
    [
        ("≤90万元", "900000", "元", "10"),
        ("≤90万元", "990000", "元", "9"),
        ("≤1亿元", "9000", "万元", "10"),
        ("≥100百分比", "98", "%", "9.8"),
        ("≥98%", "100", "百分比", "10"),
        ("≥10万人次", "95000", "人次", "9.5"),
        ("≥12个月", "1", "年", "10"),
        ("≤2天", "36", "小时", "10"),
        ("≤24小时", "1.5", "天", "5"),
    ],
)
def test_units_are_converted_where_that_is_exact(
    target: str, met: str, unit: str, earned: str
) -> None:
    result = points(target, met, unit)

    assert result.points == Decimal(earned)


@pytest.mark.parametrize(
    ("unit", "wanted"), [("月", "天"), ("工作日", "天"), ("份", "次"), ("元", "%"), ("万", "万元")]
)
def test_units_that_are_not_the_same_thing_are_not_converted(unit: str, wanted: str) -> None:
    assert factor(unit, wanted) is None


def test_a_mismatch_of_units_earns_no_points_and_says_so() -> None:
    result = points("≥50个", "50", "万元")

    assert result.points is None
    assert (result.low, result.high) == (None, None)
    assert "个" in result.working.zh
    assert "万元" in result.working.zh
    assert "no exact conversion" in result.working.en


def test_an_actual_without_unit_is_read_in_that_of_the_target() -> None:
    result = points("≥50个", "50")

    assert result.points == 10
    assert result.working.zh.startswith("实际完成值未写单位，按指标值的单位“个”计；")


@pytest.mark.parametrize("text", ["", "/", "达成预期指标", "完成"])
def test_a_blank_a_dash_or_a_word_is_no_number(text: str) -> None:
    result = completion_points(indicator("≤30万元"), actual(text), TEN, NORMS)

    assert result.points is None
    assert result.working.zh.startswith("不能计分，缺少：")


def test_much_more_than_the_target_keeps_the_points_and_needs_a_reason() -> None:
    far = points("≥100个", "130")
    less_far = points("≥100个", "129")

    assert far.points == less_far.points == 10
    assert "须说明原因" in far.notes[0].zh
    assert not less_far.notes


def test_a_shortfall_needs_a_reason() -> None:
    assert "偏差原因" in points("≥100个", "99").notes[0].zh


def test_a_target_without_sign_is_a_floor_and_a_cost_without_sign_a_ceiling() -> None:
    quantity = points("50个", "45", "个")
    cost = points("50万元", "45", "万元", level2="成本指标")
    duration = points("2个月", "1", "月", level2="时效指标")

    assert quantity.points == 9
    assert "按“≥”计" in quantity.working.zh
    assert cost.points == duration.points == 10
    assert "按“≤”计" in cost.working.zh


def test_of_a_range_the_end_that_the_direction_asks_for_counts() -> None:
    inside = points("90%-95%", "92", "%")
    below = points("90%-95%", "81", "%")
    cost = points("80-100万元", "110", "万元", level2="成本指标")

    assert (inside.points, below.points, cost.points) == (10, 9, 9)
    assert (points("0-3次", "3").points, points("0-3次", "6").points) == (10, 0)
    assert (points("=0-3次", "2").points, points("≥0-3次", "6").points) == (10, 10)
    assert "以90%为准" in inside.working.zh


def test_an_approximate_target_is_scored_by_its_number_and_says_so() -> None:
    result = points("约100人", "95", "人")

    assert result.points == Decimal("9.5")
    assert any("约数" in note.zh for note in result.notes)


@pytest.mark.parametrize(
    ("target", "done", "earned"),
    [
        ("2024年12月底前", "2024-12-31", "10"),
        ("2024年12月底前", "2025-01-01", "0"),
        ("2024年12月底前", "2024-12", "10"),
        ("6月15日前", "2024-06-15", "10"),
        ("6月15日前", "2024-06-16", "0"),
        ("6月15日前", "--06-16", "0"),
        ("6月15日前", "2024-06", None),
        ("6月15日前", "2024-07", "0"),
        ("年底前", "2024-05-06", "10"),
    ],
)
def test_a_deadline_is_kept_or_not(target: str, done: str, earned: str | None) -> None:
    met = actual("已办结", date=done)

    result = completion_points(indicator(target, "时效指标"), met, TEN, NORMS, 2024)

    assert result.points == (None if earned is None else Decimal(earned))


def test_a_deadline_without_year_needs_the_fiscal_year() -> None:
    met = actual("已办结", date="2024-06-01")

    result = completion_points(indicator("6月15日前", "时效指标"), met, TEN, NORMS, None)

    assert result.points is None
    assert "期限的年份" in result.working.zh


def test_a_deadline_without_day_of_completion_earns_nothing_yet() -> None:
    result = completion_points(
        indicator("12月底前", "时效指标"), actual("达成预期指标"), TEN, NORMS, 2024
    )

    assert result.points is None
    assert "完成日期" in result.working.zh


def test_a_negative_target_that_is_missed_has_no_ratio() -> None:
    target = indicator("≥5%")
    value = target.value
    negative = type(value)("≥-5%", value.nature, value.comparator, Decimal(-5), "%")
    target = type(target)(
        target.category, target.kind, target.level1, target.level2, target.name, negative
    )

    missed = completion_points(target, actual("-8", "%"), TEN, NORMS)
    reached = completion_points(target, actual("-4", "%"), TEN, NORMS)

    assert missed.points is None
    assert reached.points == 10


def test_from_how_many_times_the_target_a_reverse_indicator_earns_nothing_is_a_parameter() -> None:
    strict = NORMS._replace(reverse_zero_ratio=Decimal("1.5"))

    below, at = (
        completion_points(indicator("≤100元"), actual(met), TEN, strict) for met in ("149", "150")
    )

    assert (below.points, at.points) == (Decimal("5.1"), 0)
    assert "达到指标值的1.5倍，不得分" in at.working.zh


def test_a_cost_below_nothing_is_not_scored() -> None:
    found = points("≤96万元", "-101.59", level2="成本指标")

    assert found.points is None
    assert points("≤96万元", "0", level2="成本指标").points == TEN


def test_a_target_of_one_per_cent_may_be_a_hundred() -> None:
    assert any("本意为100%" in note.zh for note in points("1%", "92.5", "%").notes)
    assert not any("本意" in note.zh for note in points("≥90%", "92.5", "%").notes)
