"""Weights and grades."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.model.indicator import Indicator
from jixiao.regulations.parameter import norms_for
from jixiao.scoring.grade import grade_of
from jixiao.scoring.weights import weights_of
from tests.scoring.samples import NORMS, indicator


def rows(*levels: tuple[str, str]) -> list[Indicator]:
    return [
        indicator("≥1个", level2, f"第{place}项", level1)
        for place, (level1, level2) in enumerate(levels)
    ]


OUTPUT = ("产出指标", "数量指标")
QUALITY = ("产出指标", "质量指标")
BENEFIT = ("效益指标", "社会效益指标")
SATISFACTION = ("满意度指标", "服务对象满意度指标")
COST = ("成本指标", "经济成本指标")


@pytest.mark.parametrize(
    ("levels", "template", "weights"),
    [
        ((OUTPUT, BENEFIT, SATISFACTION), "2020-default", "50 30 10"),
        ((OUTPUT, BENEFIT), "2021-without-satisfaction", "50 40"),
        ((COST, OUTPUT, BENEFIT, SATISFACTION), "2021-with-cost", "20 40 20 10"),
        ((COST, OUTPUT, BENEFIT), "2021-with-cost-without-satisfaction", "20 40 30"),
        ((OUTPUT, ("产出指标", "成本指标"), BENEFIT, SATISFACTION), "2020-default", "25 25 30 10"),
        ((OUTPUT, OUTPUT, QUALITY, BENEFIT, SATISFACTION), "2020-default", "12.5 12.5 25 30 10"),
        ((OUTPUT, BENEFIT, BENEFIT, BENEFIT, BENEFIT, BENEFIT, BENEFIT, SATISFACTION),
         "2020-default", "50 5 5 5 5 5 5 10"),
        ((OUTPUT, SATISFACTION), "2020-default", "75 15"),
    ],
)  # fmt: skip
def test_weights_come_from_the_template_that_fits(
    levels: tuple[tuple[str, str], ...], template: str, weights: str
) -> None:
    result = weights_of(rows(*levels), NORMS)

    assert result.template == template
    assert list(result.weights) == [Decimal(weight) for weight in weights.split()]
    assert result.total == 100


def test_what_is_left_over_goes_out_in_steps_in_the_order_of_the_names() -> None:
    indicators = rows(OUTPUT, BENEFIT, *[SATISFACTION] * 3)

    forward = weights_of(indicators, NORMS)
    backward = weights_of(indicators[::-1], NORMS)

    assert forward.weights[2:] == (Decimal("3.34"), Decimal("3.33"), Decimal("3.33"))
    assert backward.weights == forward.weights[::-1]


def test_before_2022_there_is_one_template_and_a_missing_class_is_shared_out() -> None:
    result = weights_of(rows(OUTPUT, BENEFIT), norms_for(2020))

    assert result.weights == (Decimal("56.25"), Decimal("33.75"))
    assert "没有满意度指标" in result.working.zh


def test_a_row_that_does_not_apply_gives_its_weight_to_the_others() -> None:
    indicators = [
        indicator("≥1个", "数量指标", "数量", weight="50"),
        indicator("明显", "社会效益指标", "效果", "效益指标", weight="20"),
        indicator("无", "生态效益指标", "本项目不适用此指标", "效益指标", weight="20"),
    ]

    result = weights_of(indicators, NORMS)

    assert result.weights == (Decimal("64.29"), Decimal("25.71"), 0)
    assert result.total == 100
    assert not result.differences
    assert "20分按比例分给其他指标" in result.working.zh


def test_stated_weights_that_do_not_add_up_hold_and_are_told() -> None:
    indicators = [indicator("≥1个", weight="50"), indicator("≥1个", "质量指标", weight="30")]

    result = weights_of(indicators, NORMS)

    assert result.weights == (50, 30)
    assert "合计为90" in result.differences[0].zh
    assert "相差10" in result.differences[0].zh


def test_rows_without_weight_among_weighted_ones_share_the_rest() -> None:
    indicators = [
        indicator("≥1个", name="甲", weight="50"),
        indicator("≥1个", name="乙"),
        indicator("≥1个", name="丙"),
    ]

    assert weights_of(indicators, NORMS).weights == (50, 20, 20)


@pytest.mark.parametrize(
    ("total", "grade"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("60", "中"),
     ("59.99", "差"), ("0", "差")],
)  # fmt: skip
def test_a_floor_belongs_to_its_grade(total: str, grade: str) -> None:
    result = grade_of(Decimal(total), NORMS)

    assert result is not None
    assert result.zh == grade
