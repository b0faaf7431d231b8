"""Values in words: degrees, levels beside them, repetitions of the name."""

from __future__ import annotations

import pytest

from jixiao.model.indicator import Indicator
from jixiao.model.terms import Category, Kind
from jixiao.model.value import TargetValue
from jixiao.readers.value_grammar import read_value


def indicator(name: str, value: str, standard: str | None = None) -> Indicator:
    return Indicator(
        Category.BENEFIT,
        Kind.SOCIAL,
        "效益指标",
        "社会效益指标",
        name,
        read_value(value),
        scoring_standard=standard,
    )


def value(text: str) -> TargetValue:
    return read_value(text)


@pytest.mark.parametrize("text", ["显著", "较高", "合规", "群众获得感提升明显", "保障任务落实到位"])
def test_a_word_of_degree_and_a_phrase_that_ends_in_one_are_degrees(text: str) -> None:
    assert value(text).is_degree


@pytest.mark.parametrize(
    "text", ["≥90%", "12期", "年底前", "缩短2天成效明显", "基层政务公开情况", ""]
)
def test_numbers_dates_and_other_texts_are_no_degrees(text: str) -> None:
    assert not value(text).is_degree


@pytest.mark.parametrize("text", ["1百分比", "缩短２天", "第3批"])
def test_digits_of_either_width_are_digits(text: str) -> None:
    assert value(text).has_digits


@pytest.mark.parametrize(
    "standard",
    [
        "优：无差错；良：差错已更正；差：差错未更正",
        "达成预期得满分，部分达成预期得60%，未达成不得分",
        "每逾期一次扣1分",
        "分3档评定",
    ],
)
def test_levels_and_points_beside_a_value_are_seen(standard: str) -> None:
    assert indicator("报送质量", "优秀", standard).states_levels


@pytest.mark.parametrize("standard", [None, "", "按完成情况打分", "2024年计划", "优先安排"])
def test_other_standards_state_no_levels(standard: str | None) -> None:
    assert not indicator("报送质量", "优秀", standard).states_levels


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("保障运转", "保障运转"),
        ("城市间的交流与合作", "城市间的交流与合作情况"),
        ("政务信息服务水平", "政务信息服务"),
        ("项目完成及时性", "项目完成及时"),
    ],
)
def test_a_value_that_is_the_name_is_a_whole_repetition(name: str, text: str) -> None:
    assert indicator(name, text).repetition == "whole"


@pytest.mark.parametrize(
    ("name", "text"),
    [("话务运营畅通", "畅通"), ("中枢系统运转平稳", "中枢系统运转情况"), ("完成", "完成")],
)
def test_a_value_that_is_part_of_the_name_is_a_part_repetition(name: str, text: str) -> None:
    assert indicator(name, text).repetition == "part"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("项目完成及时性", "及时"),
        ("经费支出合规性", "合规"),
        ("是否通过验收合格", "合格"),
        ("群众收入提高", "高"),
        ("投入产出适配情况", "适配"),
        ("新建道路里程", "新建"),
        ("培训人数", "≥200人"),
        ("服务公众", "提升服务效果，强化服务公众的功能"),
        ("服务公众", ""),
        ("情况", "情况良好"),
    ],
)
def test_an_answer_is_no_repetition(name: str, text: str) -> None:
    assert indicator(name, text).repetition is None


@pytest.mark.parametrize(
    ("name", "text"), [("推动绿色发展", ""), ("本项目不适用此指标", "无"), ("推动绿色发展", "/")]
)
def test_a_blank_value_and_an_inapplicable_row_state_nothing(name: str, text: str) -> None:
    assert not indicator(name, text).is_stated


def test_a_row_with_a_value_states_it() -> None:
    assert indicator("推动绿色发展", "明显").is_stated
