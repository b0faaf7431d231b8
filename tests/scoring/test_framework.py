"""Evaluation by the framework: two scorers, differences settled, classes that hold."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model.assessment import (
    EvaluationSheet,
    InapplicableItem,
    ItemGrade,
    Settlement,
    Side,
    Stage,
)
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.framework import EvaluationItem
from jixiao.model.terms import Kind
from jixiao.regulations.regulation import Mark, provision
from jixiao.scoring.framework import (
    check_framework,
    evaluate,
    points_by_criteria,
    points_by_ratio,
    suited_items,
)
from jixiao.writers.comparison_text import render_sheet
from tests.scoring.samples import NORMS

SCORERS = ("评价人员一", "评价人员二")
ITEMS = NORMS.evaluation_items


@cache
def item(name: str) -> EvaluationItem:
    return next(item for item in ITEMS if item.zh == name)


def full(scorer: str, **less: str) -> list[ItemGrade]:
    """Full points for everything, but for what is taken off."""
    return [
        ItemGrade(scorer, i.zh, i.weight - Decimal(less.get(i.zh, "0")), "扣分理由") for i in ITEMS
    ]


def evaluated(grades: list[ItemGrade], settlements: tuple[Settlement, ...] = ()) -> EvaluationSheet:
    return evaluate("项目", 2024, Side.DEPARTMENT, SCORERS, grades, NORMS, settlements)


def test_the_framework_adds_up_and_gives_results_their_weight() -> None:
    check_framework(ITEMS, NORMS)

    results = sum(i.weight for i in ITEMS if i.stage in ("output", "benefit"))
    assert sum(i.weight for i in ITEMS) == 100
    assert results >= NORMS.output_benefit_minimum


def test_every_item_and_test_point_says_how_well_it_is_known() -> None:
    marks = {i.zh: provision(i.source).mark for i in ITEMS}

    assert marks["立项依据充分性"] is Mark.PRACTICE
    assert marks["预算编制科学性"] is Mark.RECALLED
    assert {provision(i.weight_source).mark for i in ITEMS} == {Mark.HOUSE}
    assert all(i.criteria for i in ITEMS)
    assert all(provision(p.source).key == p.source for i in ITEMS for p in i.criteria)


def test_clear_indicators_has_the_three_test_points_that_were_read() -> None:
    sources = [point.source for point in item("绩效指标明确性").criteria]

    assert [provision(source).mark for source in sources] == [Mark.PRACTICE] * 3


def test_each_class_of_the_self_evaluation_is_covered_by_one_item() -> None:
    kinds = [kind for i in ITEMS for kind in i.kinds]

    assert sorted(kinds) == sorted([*(kind.value for kind in Kind), "execution"])


def test_two_scorers_who_agree_are_the_score() -> None:
    sheet = evaluated(full(SCORERS[0], 满意度="4") + full(SCORERS[1], 满意度="4"))

    assert sheet.total == 96
    assert sheet.grade is not None
    assert sheet.grade.zh == "优"
    assert not sheet.differences
    assert [s.points for s in sheet.stages] == [20, 20, 30, 26]


def test_a_difference_stays_open_until_it_is_settled() -> None:
    sheet = evaluated(full(SCORERS[0], 满意度="4") + full(SCORERS[1], 满意度="1"))

    assert sheet.total is None
    assert sheet.grade is None
    assert sheet.reached == 90
    assert sheet.open_weight == 10
    assert [d.zh for d in sheet.differences] == ["满意度：两位评分6、9，相差3，尚未定分。"]


def test_a_settled_difference_stays_on_the_list() -> None:
    settled = Settlement("满意度", Decimal("7"), "问卷样本偏少。", "评价组长")

    sheet = evaluated(full(SCORERS[0], 满意度="4") + full(SCORERS[1], 满意度="1"), (settled,))

    assert sheet.total == 97
    assert "评价组长定为7分，理由：问卷样本偏少。" in sheet.differences[0].zh
    assert "the reason: 问卷样本偏少." in sheet.differences[0].en


def test_a_settlement_outside_the_two_scores_is_pointed_out() -> None:
    settled = Settlement("满意度", Decimal("10"), "补充了问卷", "评价组长")

    sheet = evaluated(full(SCORERS[0], 满意度="4") + full(SCORERS[1], 满意度="1"), (settled,))

    assert "不在两位评分6、9之间" in sheet.rows[-1].notes[0].zh


def test_points_taken_off_without_a_reason_are_pointed_out() -> None:
    grades = full(SCORERS[0]) + full(SCORERS[1])
    grades[-1] = ItemGrade(SCORERS[1], "满意度", Decimal(9))

    sheet = evaluated(grades)

    assert "没有写明理由" in sheet.rows[-1].notes[0].zh


def test_one_scorer_is_not_enough() -> None:
    sheet = evaluated(full(SCORERS[0]))

    assert sheet.total is None
    assert sheet.open_weight == 100
    assert sheet.rows[0].points is None


@pytest.mark.parametrize(
    ("grades", "settlements", "told"),
    [
        ([ItemGrade("旁人", "满意度", Decimal(1))], (), "不是本次评价的评分人员"),
        ([ItemGrade(SCORERS[0], "满意度", Decimal(11))], (), "不在0至10之间"),
        ([ItemGrade(SCORERS[0], "满意度", Decimal(-1))], (), "不在0至10之间"),
        ([ItemGrade(SCORERS[0], "满意度", Decimal("NaN"))], (), "不在0至10之间"),
        ([ItemGrade(SCORERS[0], "没有的", Decimal(1))], (), "没有适用的指标"),
        ([ItemGrade(SCORERS[0], "满意度", Decimal(1))] * 2, (), "评了两次分"),
        ([], (Settlement("满意度", Decimal(1), "理由", "组长"),), "还没有两位人员的评分"),
        (full(SCORERS[0]), (Settlement("满意度", Decimal(1), " ", "组长"),), "缺少理由"),
        (
            full(SCORERS[0]) + full(SCORERS[1]),
            (Settlement("满意度", Decimal(1), "理由", "组长"),),
            "一致，不须定分",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_in_both_languages(
    grades: list[ItemGrade], settlements: tuple[Settlement, ...], told: str
) -> None:
    with pytest.raises(UnusableRequest) as refused:
        evaluated(grades, settlements)

    assert told in refused.value.zh
    assert refused.value.en.isprintable()


@pytest.mark.parametrize(
    ("side", "scorers"),
    [(Side.SELF, SCORERS), (Side.FINANCE, ("一", "一")), (Side.FINANCE, ("一", " "))],
)
def test_an_evaluation_needs_two_scorers_who_are_not_the_unit(
    side: Side, scorers: tuple[str, str]
) -> None:
    with pytest.raises(UnusableRequest):
        evaluate("项目", 2024, side, scorers, [], NORMS)


def test_a_framework_that_gives_results_too_little_is_refused() -> None:
    shifted = {"实施效益": Decimal(19), "立项依据充分性": Decimal(4)}
    items = [i._replace(weight=shifted.get(i.zh, i.weight)) for i in ITEMS]

    with pytest.raises(UnusableRequest, match="59 together, less than 60"):
        check_framework(items, NORMS)


@pytest.mark.parametrize("change", ["weight", "twice", "stage", "zero", "class"])
def test_a_framework_that_does_not_hold_together_is_refused(change: str) -> None:
    first, *rest = ITEMS
    items = {
        "weight": [first._replace(weight=Decimal(9)), *rest],
        "twice": [first, *ITEMS],
        "stage": [first._replace(stage="input"), *rest],
        "zero": [first._replace(weight=Decimal(0)), *rest],
        "class": [i for i in ITEMS if i.stage != "process"],
    }[change]

    with pytest.raises(UnusableRequest):
        check_framework(items, NORMS)


def test_an_item_that_does_not_apply_leaves_its_weight_to_its_class() -> None:
    left_out = [InapplicableItem("成本节约率", "无成本目标")]

    items = {i.zh: i.weight for i in suited_items(ITEMS, left_out, NORMS)}

    # 30 over 10, 8 and 6: 12.5, 10 and 7.5.
    assert [items[n] for n in ("实际完成率", "质量达标率", "完成及时性")] == [
        Decimal("12.5"),
        10,
        Decimal("7.5"),
    ]
    assert items["实施效益"] == 20


@pytest.mark.parametrize(
    "left_out",
    [
        [InapplicableItem("没有的", "理由")],
        [InapplicableItem("满意度", " ")],
        [InapplicableItem("实施效益", "理由"), InapplicableItem("满意度", "理由")],
    ],
)
def test_leaving_out_needs_a_reason_and_never_takes_a_whole_class(
    left_out: list[InapplicableItem],
) -> None:
    with pytest.raises(UnusableRequest):
        suited_items(ITEMS, left_out, NORMS)


def test_points_by_ratio_are_at_most_the_weight() -> None:
    rate = item("预算执行率")

    spent = points_by_ratio(rate, Decimal("37.24"), Decimal("43.2"), NORMS)

    assert spent.points == Decimal("4.31")  # 5 × 0.86204
    assert points_by_ratio(rate, Decimal(3), Decimal(2), NORMS).points == 5
    assert points_by_ratio(rate, Decimal(-1), Decimal(2), NORMS).points == 0
    with pytest.raises(UnusableRequest):
        points_by_ratio(rate, Decimal(1), Decimal(0), NORMS)


def test_points_by_criteria_name_what_was_not_met() -> None:
    clear = item("绩效指标明确性")

    points = points_by_criteria(clear, [True, False, True], NORMS)

    assert points.points == Decimal("2.67")
    assert "未满足：是否用清晰、可衡量的指标值体现" in points.working.zh
    with pytest.raises(UnusableRequest):
        points_by_criteria(clear, [True], NORMS)


def test_the_text_of_a_sheet_cites_its_basis_with_marks() -> None:
    sheet = evaluated(full(SCORERS[0], 满意度="4") + full(SCORERS[1], 满意度="1"))

    zh, en = render_sheet(sheet), render_sheet(sheet, "en")

    assert "满意度　未定 / 10分" in zh
    assert "（据记忆，未核对原文）" in zh
    assert "satisfaction  open / 10 points" in en
    assert "(house setting, not a regulation)" in en


NAMES = [i.zh for i in ITEMS]


@given(left=st.sets(st.sampled_from(NAMES)))
@settings(max_examples=60, deadline=None)
def test_classes_weigh_what_they_weighed_whatever_is_left_out(left: set[str]) -> None:
    def weights(items: tuple[EvaluationItem, ...]) -> dict[Stage, Decimal]:
        return {s: sum((i.weight for i in items if i.stage == s), Decimal(0)) for s in Stage}

    try:
        items = suited_items(ITEMS, [InapplicableItem(n, "理由") for n in left], NORMS)
    except UnusableRequest:
        assert any(all(i.zh in left for i in ITEMS if i.stage == s) for s in Stage)
        return

    assert weights(items) == weights(ITEMS)
    check_framework(items, NORMS)


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_total_is_bounded_and_does_not_depend_on_the_order_of_the_grades(
    data: st.DataObject,
) -> None:
    shares = data.draw(st.lists(st.integers(0, 100), min_size=len(ITEMS), max_size=len(ITEMS)))
    grades = [
        ItemGrade(scorer, i.zh, i.weight * share / 100, "理由")
        for scorer in SCORERS
        for i, share in zip(ITEMS, shares, strict=True)
    ]

    sheet = evaluated(grades)
    shuffled = evaluated(data.draw(st.permutations(grades)))

    assert sheet == shuffled
    assert sheet.total is not None
    assert 0 <= sheet.total <= 100
    assert sheet.total == sum(s.points or 0 for s in sheet.stages)
