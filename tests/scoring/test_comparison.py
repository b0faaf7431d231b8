"""Scores beside each other: differences of total and rows, reasons, and a re-check only lowers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model.assessment import (
    EvaluationSheet,
    ItemGrade,
    Lowering,
    ScoreDifference,
    Side,
)
from jixiao.model.evaluation import ScoreSheet
from jixiao.model.exceptions import UnusableRequest
from jixiao.scoring.comparison import TOTAL, compare, recheck
from jixiao.scoring.framework import evaluate
from jixiao.scoring.self_evaluation import score
from jixiao.writers.comparison_text import render
from tests.scoring.samples import NORMS, actual, evaluation, funds, row

SCORERS = ("评价人员一", "评价人员二")


def self_sheet(served: str | None = "100") -> ScoreSheet:
    """Execution 9 of 10, quantity 50, benefit 30 and satisfaction 10 in full: 99."""
    return score(
        evaluation(
            row("≥100人", actual(served, "人"), "50", name="服务人数"),
            row("≥20件", actual("20", "件"), "30", None, "社会效益指标", "解决难题", "效益指标"),
            row("≥90%", actual("95", "%"), "10", None, "满意度指标", "群众满意度", "满意度指标"),
            money=(funds("100", "100", "90"),),
        ),
        NORMS,
    )


def evaluated(side: Side = Side.DEPARTMENT, **less: str) -> EvaluationSheet:
    grades = [
        ItemGrade(scorer, i.zh, i.weight - Decimal(less.get(i.zh, "0")), "理由")
        for scorer in SCORERS
        for i in NORMS.evaluation_items
    ]
    return evaluate("项目", 2024, side, SCORERS, grades, NORMS)


def lowered(points: str, reason: str = "佐证不足", row: int = 1) -> Lowering:
    return Lowering(row, "服务人数", Decimal(points), reason, "主管部门审核")


def by_row(differences: tuple[ScoreDifference, ...]) -> dict[str, ScoreDifference]:
    return {d.row: d for d in differences}


def test_a_recheck_lowers_a_row_with_its_reason() -> None:
    sheet = self_sheet()

    checked = recheck(sheet, [lowered("40")], NORMS)

    assert sheet.total == 99
    assert checked.total == 89
    assert checked.grade is not None
    assert checked.grade.zh == "良"
    assert checked.working.zh == "自评99－复核调减10＝89。"
    assert "调减10分至40分，理由：佐证不足" in checked.rows[1].working.zh


def test_a_recheck_without_lowerings_changes_nothing() -> None:
    checked = recheck(self_sheet(), [], NORMS)

    assert checked.total == 99
    assert all(r.before == r.after for r in checked.rows)


@pytest.mark.parametrize(
    ("lowering", "told"),
    [
        (lowered("51"), "复核只能调减"),
        (lowered("50"), "复核只能调减"),
        (lowered("-1"), "复核只能调减"),
        (lowered("40", reason=" "), "没有写明理由"),
        (lowered("1", row=2), "不是“服务人数”"),
        (lowered("1", row=9), "没有参与计分的第9行"),
    ],
)
def test_points_are_never_raised_nor_lowered_without_a_reason(
    lowering: Lowering, told: str
) -> None:
    with pytest.raises(UnusableRequest) as refused:
        recheck(self_sheet(), [lowering], NORMS)

    assert told in refused.value.zh


def test_a_row_without_points_cannot_be_lowered_and_leaves_no_total() -> None:
    sheet = self_sheet(None)

    checked = recheck(sheet, [], NORMS)

    assert checked.total is None
    with pytest.raises(UnusableRequest, match="no points that could be lowered"):
        recheck(sheet, [lowered("40")], NORMS)


def test_a_lowering_carries_its_reason_into_the_comparison() -> None:
    sheet = self_sheet()

    compared = compare(sheet, [recheck(sheet, [lowered("40")], NORMS)], NORMS)

    row = by_row(compared.rows)["1"]
    assert row.difference == -10
    assert row.needs_reason
    assert row.reason == "佐证不足"
    assert compared.totals[0].reason == "服务人数：佐证不足"
    assert "等级由优变为良" in compared.totals[0].working.zh
    assert not compared.unexplained


def test_unequal_weights_are_compared_by_share() -> None:
    compared = compare(self_sheet(), [evaluated(实际完成率="4")], NORMS)

    # 50 of 50 against 6 of 10: 100 % against 60 %.
    row = by_row(compared.rows)["实际完成率"]
    assert row.difference is None
    assert row.share_difference == -40
    assert row.needs_reason
    assert row in compared.unexplained


def test_the_execution_rate_is_compared_with_its_item() -> None:
    compared = compare(self_sheet(), [evaluated()], NORMS)

    row = by_row(compared.rows)["预算执行率"]
    assert (row.first_points, row.second_points, row.share_difference) == (9, 5, 10)


def test_another_grade_needs_a_reason_however_small_the_difference() -> None:
    compared = compare(self_sheet(), [evaluated(实施效益="8.5", 实际完成率="2")], NORMS)

    total = compared.totals[0]
    assert total.difference == Decimal("-9.5")
    assert total.needs_reason
    assert "The grade is good instead of excellent." in total.working.en


def test_a_stated_reason_settles_a_difference() -> None:
    key = (Side.SELF, Side.DEPARTMENT, "实际完成率")

    compared = compare(self_sheet(), [evaluated(实际完成率="4")], NORMS, {key: "现场核查少于申报"})

    assert by_row(compared.rows)["实际完成率"].reason == "现场核查少于申报"
    assert not compared.unexplained


def test_department_and_finance_are_compared_item_by_item() -> None:
    compared = compare(self_sheet(), [evaluated(Side.FINANCE, 满意度="2"), evaluated()], NORMS)

    assert [(t.first, t.second) for t in compared.totals] == [
        (Side.SELF, Side.DEPARTMENT),
        (Side.SELF, Side.FINANCE),
        (Side.DEPARTMENT, Side.FINANCE),
    ]
    between = [r for r in compared.rows if r.first is Side.DEPARTMENT]
    assert len(between) == len(NORMS.evaluation_items)
    assert by_row(tuple(between))["满意度"].difference == -2


def test_rows_without_counterpart_are_named() -> None:
    compared = compare(self_sheet(), [evaluated()], NORMS)

    assert any("“立项依据充分性”" in message.zh for message in compared.apart)


def test_a_side_without_total_is_not_compared_and_not_taken_as_nothing() -> None:
    compared = compare(self_sheet(None), [evaluated()], NORMS)

    assert compared.totals[0].difference is None
    assert by_row(compared.rows)["实际完成率"].share_difference is None
    assert not compared.totals[0].needs_reason


def test_what_does_not_belong_together_is_refused() -> None:
    sheet = self_sheet()
    other = evaluate("别的项目", 2024, Side.FINANCE, SCORERS, [], NORMS)
    next_year = evaluate("项目", 2025, Side.FINANCE, SCORERS, [], NORMS)
    foreign = recheck(self_sheet("90"), [], NORMS)
    lost = {(Side.SELF, Side.DEPARTMENT, "没有的"): "理由"}

    for others, reasons in (
        ([other], {}),
        ([next_year], {}),
        ([foreign], {}),
        ([evaluated(), evaluated()], {}),
        ([evaluated()], lost),
    ):
        with pytest.raises(UnusableRequest):
            compare(sheet, others, NORMS, reasons)


def test_the_text_says_what_is_still_unexplained() -> None:
    compared = compare(self_sheet(), [evaluated(实际完成率="4")], NORMS)

    zh, en = render(compared), render(compared, "en")

    assert "单位自评　99分　等级：优" in zh
    assert "实际完成率：单位自评50/50，部门评价6/10，得分率相差-40个百分点。" in zh
    assert "须说明而未说明的差异：1项" in zh
    assert "Differences that need a reason and have none: 1" in en
    assert TOTAL in zh


@given(points=st.lists(st.integers(0, 49), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_a_recheck_never_raises_a_total(points: list[int]) -> None:
    sheet = self_sheet()
    names = ["服务人数", "解决难题", "群众满意度"]
    before = [50, 30, 10]
    lowerings = [
        Lowering(n, names[n - 1], Decimal(p), "理由", "审核")
        for n, p in enumerate(points, 1)
        if p < before[n - 1]
    ]

    checked = recheck(sheet, lowerings, NORMS)

    assert checked.total is not None
    assert sheet.total is not None
    assert 0 <= checked.total <= sheet.total
    assert checked.total == sum(r.after or 0 for r in checked.rows)


def test_a_comparison_that_cannot_be_says_which_side_has_no_points() -> None:
    open_sheet = evaluate("项目", 2024, Side.FINANCE, SCORERS, [], NORMS)

    compared = compare(self_sheet(), [evaluated(), open_sheet], NORMS)
    told = [difference.working for difference in compared.totals]

    assert [message.zh for message in told[1:]] == [
        "财政评价没有得分，不能与单位自评比较。",
        "财政评价没有得分，不能与部门评价比较。",
    ]
    assert "finance" in told[1].en
