"""Money in cells: bare, with its unit, as a sentence, twice, or not readable at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model.money import MoneyUnit
from jixiao.readers.forms.cell_text import (
    amount,
    department,
    fiscal_year,
    inline_pairs,
    money_unit,
    points,
    read_amount,
    ticked,
)
from tests.readers.reading import read_markdown, read_target


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("      12.90 ", "12.90", None),
        ("7595500.00", "7595500.00", None),
        ("1,234,567.8", "1234567.8", None),
        ("10000万元", "10000", MoneyUnit.TEN_THOUSAND),
        ("854万", "854", MoneyUnit.TEN_THOUSAND),
        ("1.2亿元", "1.2", MoneyUnit.HUNDRED_MILLION),
        ("￥300元", "300", MoneyUnit.YUAN),
        ("约96万元", "96", MoneyUnit.TEN_THOUSAND),
        ("９６．５", "96.5", None),
        ("-3.5", "-3.5", None),
        ("854万(高标准农田建设400万元,示范建设295万元)", "854", MoneyUnit.TEN_THOUSAND),
        ("854万元，其中：财政拨款400万元", "854", MoneyUnit.TEN_THOUSAND),
        ("总额：10606.7522万元", "10606.7522", MoneyUnit.TEN_THOUSAND),
    ],
)
def test_an_amount_is_read_with_the_digits_as_printed(
    text: str, number: str, unit: MoneyUnit | None
) -> None:
    read = read_amount(text)

    assert read is not None
    assert (str(read.number), read.unit) == (number, unit)


@pytest.mark.parametrize(
    "text",
    ["", " ", "无", "/", "2024-12-31", "3年", "20%", "见附件", "3个项目", ".", "1.2.3", "9" * 40],
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert read_amount(text) is None
    assert amount(text) == (None, None)


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="0123456789.,，-+万亿元（）()约¥其中：: 年"))
def test_any_cell_is_an_amount_or_none(text: str) -> None:
    read = read_amount(text)

    assert read is None or isinstance(read.number, Decimal)


@settings(max_examples=200, deadline=None)
@given(st.decimals(0, 10**10, places=4), st.sampled_from(["", "元", "万元", "亿元", "万"]))
def test_an_amount_is_read_back(number: Decimal, unit: str) -> None:
    read = read_amount(f" {number}{unit} ")

    assert read is not None
    assert str(read.number) == str(number)


def test_the_unit_of_the_label_holds_for_the_form() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 |
        | --- | --- |
        | 年度资金总额（元） | 5000 |
        | 其中：财政拨款 | 0.3万元 |
        """)

    assert target.funding.unit is MoneyUnit.YUAN
    assert target.funding.fiscal == Decimal(3000)
    assert target.originals["funding.其中：财政拨款"] == "0.3万元"


def test_an_amount_written_twice_is_read_once_and_told() -> None:
    disclosure = read_markdown("""
        | 项目名称 | 甲项目 |
        | --- | --- |
        | 年度资金总额 | 854万854万(农田400万元,示范454万元) |
        """)

    assert disclosure.targets[0].funding.total == Decimal(854)
    assert ["写了两遍" in notice.zh for notice in disclosure.notices] == [True]


def test_an_unreadable_amount_is_kept_and_told() -> None:
    disclosure = read_markdown("""
        | 项目名称 | 甲项目 |
        | --- | --- |
        | 年度资金总额 | 详见附件 |
        """)

    (target,) = disclosure.targets
    assert target.funding.total is None
    assert ("年度资金总额", "详见附件") in target.others
    assert ["读不出金额" in notice.zh for notice in disclosure.notices] == [True]


def test_a_blank_amount_is_not_zero_and_has_a_place() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 |
        | --- | --- |
        | 年度资金总额 | 3 |
        | 其他资金 | |
        """)

    assert target.funding.other is None
    assert target.at["funding.other"].row == 3


def test_the_years_total_goes_before_the_bare_total() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 | | |
        | --- | --- | --- | --- |
        | 资金总额 | 30000万元 | 当年资金总额 | 10000万元 |
        """)

    assert target.funding.total == Decimal(10000)
    assert target.funding.whole_period == Decimal(30000)


def test_the_bare_total_is_the_years_where_there_is_no_other() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 |
        | --- | --- |
        | 资金总额 | 300 |
        """)

    assert target.funding.total == Decimal(300)
    assert target.funding.whole_period is None


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("[009]某办公室", "009", "某办公室"),
        ("【042】某局", "042", "某局"),
        ("219-某镇政府", "219", "某镇政府"),
        ("219001－某镇政府", "219001", "某镇政府"),
        ("某局", None, "某局"),
        ("某局-本级", None, "某局-本级"),
        ("[]", None, "[]"),
        ("-", None, "-"),
    ],
)
def test_a_departments_code(text: str, code: str | None, name: str) -> None:
    assert department(text) == (department(text).__class__(code, name))


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("1.部门项目 □          2.公共项目 □√", ("公共项目",)),
        ("新增项目□ 延续项目√", ("延续项目",)),
        ("☑新增 □延续", ("新增",)),
        ("□新增 ■延续", ("延续",)),
        ("新增项目□                       延续项目R", ("延续项目",)),
        ("√新增  √延续 □其他", ("新增", "延续")),
        ("新增项目□ 延续项目□", ()),
        ("R语言培训", ()),
        ("没有框", ()),
    ],
)
def test_ticked_boxes(text: str, chosen: tuple[str, ...]) -> None:
    assert ticked(text) == chosen


@given(st.text(alphabet="□√☑R£■ 新增延续12.、\n"))
def test_any_text_has_boxes_or_none(text: str) -> None:
    assert isinstance(ticked(text), tuple)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("（2024年度）", 2024),
        ("( 2020 年度)", 2020),
        ("2019年甲（2020年度）", 2019),
        ("三年", None),
        ("年", None),
    ],
)
def test_the_year_in_a_title(text: str, year: int | None) -> None:
    assert fiscal_year(text) == year


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("项目资金（万元）", MoneyUnit.TEN_THOUSAND),
        ("单位：元", MoneyUnit.YUAN),
        ("亿元", MoneyUnit.HUNDRED_MILLION),
        ("项目资金", None),
    ],
)
def test_the_unit_in_a_label(text: str, unit: MoneyUnit | None) -> None:
    assert money_unit(text) is unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [("8", "8"), ("8分", "8"), ("10%", "10"), ("22.5", "22.5"), ("", None), ("八", None)],
)
def test_points(text: str, expected: str | None) -> None:
    number = points(text)

    assert (None if number is None else str(number)) == expected


def test_labels_with_their_values_in_one_cell() -> None:
    pairs = inline_pairs("填报单位（盖章）：某局    单位负责人：李某\n填报日期：")

    assert pairs == [("填报单位（盖章）", "某局"), ("单位负责人", "李某"), ("填报日期", "")]
    assert inline_pairs("没有标签") == []
