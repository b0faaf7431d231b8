"""The budget execution rate."""

from __future__ import annotations

from decimal import Decimal

from jixiao.scoring.execution import execution_points
from tests.scoring.samples import NORMS, funds


def test_the_rate_times_the_weight_is_rounded_half_up() -> None:
    result = execution_points([funds("43.2", "43.2", "37.24")], NORMS, "万元")

    assert result.points == Decimal("8.62")  # 37.24 ÷ 43.2 = 86.2 %
    assert "86.20%" in result.working.zh
    assert "10×37.24÷43.2＝8.62" in result.working.zh
    assert "须说明原因" in result.notes[0].zh


def test_65_6_per_cent_is_6_56_points() -> None:
    result = execution_points([funds("1000", "1000", "656")], NORMS)

    assert result.points == Decimal("6.56")


def test_a_budget_cut_to_what_was_paid_gives_full_points_and_says_what_the_initial_one_gives() -> (
    None
):
    result = execution_points([funds("202.64", "132.912", "132.912")], NORMS)

    assert result.points == 10
    assert any("65.59%" in note.zh for note in result.notes)


def test_a_total_of_0_with_filled_parts_gives_0_as_printed_and_names_both() -> None:
    rows = [
        funds("0", "0", "0"),
        funds("90", "89.974", "89.974", label="本年财政拨款", weight=None),
    ]

    result = execution_points(rows, NORMS, "万元")

    assert result.points == 0
    assert "89.974万元" in result.working.zh
    assert "按分项计得10分" in result.working.zh


def test_more_than_the_budget_earns_no_more_than_the_weight() -> None:
    result = execution_points([funds("10", "10", "12")], NORMS)

    assert result.points == 10
    assert any("须核实" in note.zh for note in result.notes)


def test_a_negative_payment_counts_as_0() -> None:
    assert execution_points([funds("10", "10", "-2")], NORMS).points == 0


def test_a_blank_is_not_0() -> None:
    result = execution_points([funds("10", None, "8")], NORMS)

    assert result.points is None
    assert "全年预算数（空白不按0计）" in result.working.zh


def test_no_budget_no_rate() -> None:
    result = execution_points([funds("0", "0", "0")], NORMS)

    assert result.points is None
    assert "执行率无法计算" in result.working.zh


def test_no_row_no_points() -> None:
    result = execution_points([], NORMS)

    assert (result.points, result.weight) == (None, 10)


def test_exactly_90_per_cent_and_exactly_all_need_no_explanation() -> None:
    assert not execution_points([funds("10", "10", "9")], NORMS).notes
    assert not execution_points([funds("10", "10", "10")], NORMS).notes
