"""Indicators matched by name: exactly, normalised, by likeness, by decision; never by guess."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.model.indicator import Indicator
from jixiao.model.matching import Decision, Matching, Way, are_opposed, likeness, match_rows
from jixiao.model.terms import Category, Kind
from jixiao.readers.value_grammar import read_value


def row(name: str, value: str = "≥10件") -> Indicator:
    return Indicator(
        Category.OUTPUT, Kind.QUANTITY, "产出指标", "数量指标", name, read_value(value)
    )


def matched(earlier: list[str], later: list[str], *decisions: Decision) -> Matching:
    return match_rows([row(name) for name in earlier], [row(name) for name in later], decisions)


def test_a_name_is_matched_exactly_before_it_is_matched_by_likeness() -> None:
    found = matched(["报告合格率", "报告通过率"], ["报告通过率", "报告合格率"])

    assert [(m.earlier, m.later, m.way) for m in found.matches] == [
        (1, 0, Way.EXACT),
        (0, 1, Way.EXACT),
    ]


def test_blanks_widths_and_punctuation_make_no_other_name() -> None:
    found = matched(["补助村（社区）数量"], ["补助村(社区) 数量指标"])

    assert found.matches[0].way is Way.NORMALISED
    assert found.matches[0].score == 1


def test_a_clear_likeness_is_matched_with_its_score() -> None:
    found = matched(["委托业务报告合格率", "干部人数"], ["委托业务报告通过率"])

    assert found.matches[0].way is Way.FUZZY
    assert found.matches[0].score == Decimal("0.78")
    assert found.dropped == (1,)


def test_two_rivals_are_listed_and_not_decided() -> None:
    found = matched(["委托业务报告合格率"], ["委托业务报告通过率", "委托业务报告审核率"])

    assert not found.matches
    assert len(found.unclear) == 2
    assert not found.dropped
    assert not found.added


@pytest.mark.parametrize(
    ("one", "other"),
    [("一类项目数量", "二类项目数量"), ("1号楼面积", "2号楼面积"), ("人口增加数", "人口减少数")],
)
def test_a_number_or_an_opposite_makes_two_indicators(one: str, other: str) -> None:
    found = matched([one], [other])

    assert are_opposed(one, other)
    assert not found.matches


def test_a_decision_holds_over_any_likeness() -> None:
    same = Decision("", "干部人数", "职工规模", True)
    different = Decision("", "委托业务报告合格率", "委托业务报告通过率", False)

    found = matched(
        ["干部人数", "委托业务报告合格率"], ["职工规模", "委托业务报告通过率"], same, different
    )

    assert [m.way for m in found.matches] == [Way.CONFIRMED]
    assert found.dropped == (1,)
    assert found.added == (1,)


def test_one_name_twice_is_matched_by_its_value() -> None:
    earlier = [row("培训人数", "≥10人"), row("培训人数", "≥20人")]
    later = [row("培训人数", "≥20人"), row("培训人数", "≥10人")]

    found = match_rows(earlier, later)

    assert {(m.earlier, m.later) for m in found.matches} == {(0, 1), (1, 0)}


NAMES = st.lists(st.text("甲乙丙丁一二合格率数量", min_size=1, max_size=8), max_size=8)


@given(NAMES, NAMES)
def test_every_row_is_matched_once_or_unclear_or_left(earlier: list[str], later: list[str]) -> None:
    found = matched(earlier, later)

    lefts = [m.earlier for m in found.matches] + list(found.dropped)
    rights = [m.later for m in found.matches] + list(found.added)
    assert len(set(lefts)) == len(lefts)
    assert len(set(rights)) == len(rights)
    assert set(lefts) | {m.earlier for m in found.unclear} == set(range(len(earlier)))
    assert set(rights) | {m.later for m in found.unclear} == set(range(len(later)))


@given(st.text("甲乙丙合格率", max_size=9), st.text("甲乙丙合格率", max_size=9))
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
