"""What is left open, what is said twice, and what a name or a value bounds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.model.heading import bounds_of, years_named
from jixiao.model.indicator import bound_in_name
from jixiao.model.money import Money, MoneyUnit
from jixiao.model.scanning import left_open, said_twice, starts_by_half
from jixiao.readers.value_grammar import read_value


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("（一（二）", 0),
        ("甲（乙", 1),
        ("1）甲（乙)", None),
        ("（甲）（", 3),
        ("无", None),
        ("）（甲（", 3),
    ],
)
def test_the_mark_left_open_is_the_one_never_closed(text: str, place: int | None) -> None:
    assert left_open(text, "（(", "）)") == place


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ("12.90万元 12.90万元", "12.90万元"),
        ("854万854万", "854万"),
        ("≥90场，≥90场", "≥90场"),
        ("1010", None),
        ("ABCxABC", None),
        ("ABCABD", None),
        ("", None),
    ],
)
def test_what_is_said_twice_is_told(text: str, twice: str | None) -> None:
    assert said_twice(text) == twice


@pytest.mark.parametrize(
    ("name", "text", "number", "unit"),
    [
        ("举办培训不少于12期", "不少于12期", "12", "期"),
        ("差错率≤0.5%", "≤0.5%", "0.5", "%"),
        ("覆盖 ≥ 3 人次以上", "≥ 3 人次", "3", "人次"),
        ("投入≥5", "≥5", "5", None),
        ("器材完好率达到96%", "达到96%", "96", "%"),
        ("年检合格率100%", "100%", "100", "%"),
    ],
)
def test_a_bound_in_a_name_is_read(name: str, text: str, number: str, unit: str | None) -> None:
    assert bound_in_name(name) == (text, Decimal(number), unit)


@pytest.mark.parametrize(
    "name",
    [
        "65岁以上老人",
        "每次不少于5座",
        "≥5座且≤9座",
        "达到不少于的要求",
        "≥1.2.3件",
        "≥.5件",
        "达到3A级",
        "降本100%",
    ],
)
def test_other_numbers_in_a_name_are_no_bound(name: str) -> None:
    assert bound_in_name(name) is None


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("90%-95%", ("90", "95")),
        ("24-18℃", ("24", "18")),
        ("≥95%且≤90%", ("95", "90")),
        ("不低于0.6兆帕，不超过0.4兆帕", ("0.6", "0.4")),
    ],
)
def test_a_range_has_two_ends(text: str, ends: tuple[str, str]) -> None:
    assert read_value(text).ends == (Decimal(ends[0]), Decimal(ends[1]))


@pytest.mark.parametrize(
    "text", ["≥95%", "11-3月", "22-6时", "优", "不低于国家标准，不超过预算", ""]
)
def test_what_is_no_range_has_no_ends(text: str) -> None:
    assert read_value(text).ends is None


def test_a_unit_price_is_money_for_one_of_something() -> None:
    price = read_value("≤65元/本").unit_price

    assert price == (Money(Decimal(65), MoneyUnit.YUAN), "本")


@pytest.mark.parametrize("text", ["≤65元", "≤5次/年", "便宜", "30千米/小时"])
def test_other_values_are_no_unit_price(text: str) -> None:
    assert read_value(text).unit_price is None


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("2023-2025年度维护", [2023, 2025]),
        ("2022年保障", [2022]),
        ("采购2000册", []),
        ("2020年老年大学", [2020]),
        ("百年老店", []),
    ],
)
def test_the_years_in_a_name_are_those_before_the_word_year(name: str, years: list[int]) -> None:
    assert years_named(name) == years


@pytest.mark.parametrize(
    ("period", "bounds"),
    [("2022.7-2025.7", (2022, 2025)), ("2024年", (2024, 2024)), ("3年", None), ("2021年起", None)],
)
def test_a_period_is_bounded_by_the_years_it_names(
    period: str, bounds: tuple[int, int] | None
) -> None:
    assert bounds_of(period) == bounds


def test_a_name_is_looked_for_by_each_half_of_it() -> None:
    text = "智慧图书管建设，智慧图书馆建没"

    assert starts_by_half(text, "智慧图书馆建设") == [0, 8]
