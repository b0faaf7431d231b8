"""What became of a value: lowered, raised, softened, the same, or only different."""

from __future__ import annotations

import pytest

from jixiao.model.indicator import Indicator
from jixiao.model.terms import Category, Kind
from jixiao.model.value_change import Change, change_of
from jixiao.readers.value_grammar import read_value


def row(value: str, name: str = "办结数", kind: Kind = Kind.QUANTITY) -> Indicator:
    return Indicator(Category.OUTPUT, kind, "产出指标", "", name, read_value(value))


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("≥120件", "≥120 件", Change.SAME),
        ("≥120件", "≥110件", Change.LOWERED),
        ("≥120件", "≥130件", Change.RAISED),
        ("=8个", "=7个", Change.LOWERED),
        ("≤90万元", "≤100万元", Change.LOWERED),
        ("≤90万元", "≤900000元", Change.SAME),
        ("≥1.5万人次", "≥15000人次", Change.SAME),
        ("≥1.5件", "≥15件", Change.RAISED),
        ("＞95%", "≥95%", Change.SOFTENED),
        ("≥95%", "≤95%", Change.SOFTENED),
        ("≥95%", "95%左右", Change.SOFTENED),
        ("≥120件", "完成年度任务", Change.SOFTENED),
        ("≥120件", "≥120人", Change.OTHER),
        ("≥120件", "", Change.OTHER),
        ("显著提升", "有所提升", Change.SOFTENED),
        ("有所提升", "显著提升", Change.RAISED),
        ("合规", "符合规定", Change.OTHER),
        ("2024年6月底前", "2024年12月底前", Change.LOWERED),
        ("2024年12月底前", "2024年6月底前", Change.RAISED),
        ("完成任务", "≥10件", Change.RAISED),
        ("2024年6月底前", "2024年6月30日前", Change.SAME),
        ("12月底前", "2024年12月31日前", Change.SAME),
    ],
)
def test_a_value_changes_in_one_way(before: str, after: str, change: Change) -> None:
    assert change_of(row(before), row(after)) is change


def test_more_cost_and_more_complaints_are_easier_to_keep() -> None:
    assert change_of(row("50元", "单价", Kind.COST), row("60元", "单价", Kind.COST)) is (
        Change.LOWERED
    )
    assert change_of(row("3起", "投诉数"), row("5起", "投诉数")) is Change.LOWERED


def test_the_same_day_of_the_next_year_is_no_later_day() -> None:
    before, after = row("2023年12月底前"), row("2024年12月底前")

    assert change_of(before, after, next_year=True) is Change.SAME
    assert change_of(before, after) is Change.LOWERED
