"""What a table and a publication tell of their rows, each worked out once for all rules."""

from __future__ import annotations

from jixiao.model.disclosure import Disclosure, Note
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.money import MoneyUnit
from jixiao.model.project import Funding
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Category, Kind, mentions, words
from jixiao.readers.value_grammar import read_value


def row(name: str, value: str, kind: Kind = Kind.QUANTITY) -> Indicator:
    category = Category.BENEFIT if kind is Kind.SOCIAL else Category.OUTPUT
    return Indicator(category, kind, "产出指标", "数量指标", name, read_value(value))


def table(*rows: Indicator) -> PerformanceTarget:
    return PerformanceTarget(
        heading=None,
        fiscal_year=2024,
        project_name="路灯维护",
        responsible_person=None,
        unit_seal=None,
        supervising_department=None,
        implementing_unit=None,
        project_source=None,
        project_period=None,
        funding=Funding(None, None, None, MoneyUnit.TEN_THOUSAND),
        annual_objective="维护路灯",
        indicators=rows,
    )


def names(rows: tuple[Indicator, ...]) -> list[str]:
    return [indicator.name for indicator in rows]


def test_rows_that_say_they_do_not_apply_are_left_out() -> None:
    rows = table(row("路灯盏数", "≥90盏"), row("无", "无"), row("巡查次数", ""), row("生态", "/"))

    assert names(rows.applying_indicators) == ["路灯盏数", "巡查次数"]
    assert names(rows.stated_indicators) == ["路灯盏数"]


def test_cost_rows_and_those_with_a_number() -> None:
    rows = table(
        row("总成本", "≤9万元", Kind.COST), row("成本控制", "合理", Kind.COST), row("次数", "3次")
    )

    assert names(rows.cost_indicators) == ["总成本", "成本控制"]
    assert names(rows.numbered_costs) == ["总成本"]


def test_rows_are_given_by_class_in_the_order_of_the_table() -> None:
    rows = table(row("甲", "3次"), row("乙", "高", Kind.QUALITY), row("丙", "5次"))

    assert names(rows.of_kind(Kind.QUANTITY)) == ["甲", "丙"]
    assert rows.of_kind(Kind.TIMELINESS) == ()
    assert names(rows.applicable[Kind.QUALITY]) == ["乙"]
    assert rows.applicable[Kind.ECOLOGICAL] == ()


def test_rows_that_count_the_same_number_of_one_kind_of_thing() -> None:
    rows = table(row("培训", "3次"), row("会议", "3场"), row("报告", "3篇"), row("走访", "4次"))

    assert names(rows.counted) == ["培训", "会议", "报告", "走访"]
    assert names(rows.equally_counted) == ["培训", "会议"]


def test_rows_with_words_and_the_words_met() -> None:
    rows = table(row("办公用品采购", "3批"), row("巡查", "水电费正常"), row("路灯", "9盏"))

    found = [(indicator.name, met) for indicator, met in rows.rows_with(words("水电费 办公用品"))]

    assert found == [("办公用品采购", ["办公用品"]), ("巡查", ["水电费"])]
    assert list(rows.rows_with(words("差旅费"))) == []


def test_words_do_not_run_from_one_row_into_the_next() -> None:
    rows = table(row("路灯", "水电"), row("费用", "高"))

    assert list(rows.rows_with(words("水电费"))) == []


def test_names_of_worded_rows_that_several_tables_share() -> None:
    one = table(row("群众满意", "明显提升", Kind.SOCIAL), row("影响", "深远", Kind.SOCIAL))
    other = table(row("群众满意", "提升明显", Kind.SOCIAL))
    published = Disclosure("某局", 2024, MoneyUnit.TEN_THOUSAND, targets=(one, other))

    shared = published.shared_worded_names

    assert list(shared) == ["群众满意"]
    assert list(shared["群众满意"]) == [1, 2]


def test_the_note_at_a_place_is_the_first_there() -> None:
    at = Location(line=9)
    notes = (Note("说明", at), Note("又说明", at), Note("别处", Location(line=10)))
    published = Disclosure("某局", 2024, None, notes=notes)

    assert published.note_at(at.characters(0, 1)) == "说明"
    assert published.note_at(Location(line=11)) is None


def test_a_text_mentions_one_of_several_words() -> None:
    assert mentions("公务用车运行维护费", ("会议", "用车"))
    assert not mentions("印刷费", ("会议", "用车"))
    assert not mentions("", ("会议",))


def test_words_are_found_in_long_and_short_texts_in_the_order_of_the_list() -> None:
    wanted = words("印刷 采购 培训 约 培训费 项目")

    assert wanted.met_in("采购后印刷，约三次培训费") == ["印刷", "采购", "培训", "约", "培训费"]
    assert wanted.met_in("培训") == ["培训"]
    assert wanted.met_in("项目" + "绩效" * 50) == ["项目"]
    assert wanted.met_in("") == []


def test_a_list_of_words_is_the_tuple_of_them() -> None:
    assert words("印刷 采购") == ("印刷", "采购")
    assert "采购品".startswith(words("印刷 采购"))
