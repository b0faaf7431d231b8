"""The annual objective taken apart: parts, places, and what is no number and no task."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.model.disclosure import Disclosure
from jixiao.model.narrative import Narrative
from jixiao.pipeline import read
from tests.paths import SEED_TEXT


@pytest.fixture(scope="module")
def seed() -> Disclosure:
    return read(SEED_TEXT)


def numbers(text: str) -> list[tuple[str, str]]:
    return [(str(q.number), q.unit) for q in Narrative(text).quantities]


def works(text: str) -> list[str]:
    return [undertaking.text for undertaking in Narrative(text).undertakings]


# ── numbers ──────────────────────────────────────────────────────────────────────────────────


def test_an_item_number_before_a_year_is_no_decimal() -> None:
    narrative = Narrative("2.印制手册。3.2024年，培训55人")

    assert [t.number for t in narrative.tasks] == [2, 3]
    assert narrative.tasks[1].text == "2024年，培训55人"
    assert numbers(narrative.text) == [("55", "人")]


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("１、甲；２、乙", ["１、", "２、"]),
        ("（一）甲；（二）乙", ["（一）", "（二）"]),
        ("一是甲；二是乙", ["一是", "二是"]),
        ("一、甲\n二、乙", ["一、", "二、"]),
        ("①甲；②乙", ["①", "②"]),
        ("目标1：甲；目标2：乙", ["目标1：", "目标2："]),
        ("9.甲。\n10.乙。\n11.丙", ["9.", "10.", "11."]),
        ("1.5万元，3.2024元，共123.甲", []),
        ("甲，1.乙", []),
    ],
)
def test_markers_of_items_stand_where_a_sentence_begins(text: str, markers: list[str]) -> None:
    tasks = Narrative(text).tasks

    assert [t.marker for t in tasks] == markers
    assert [text[t.start : t.start + len(t.marker)] for t in tasks] == markers


@pytest.mark.parametrize(
    "text",
    [
        "提供24×7×365的服务",
        "合同服务期：2022.7-2025.7",
        "结合4.15国家安全日，集中1月",
        "国办发〔2018〕22号",
        "第3次会议，第五条",
        "引进一批人才，一次性补助，二期工程，三项制度",
        "12345热线",
        "29.9万元",
    ],
)
def test_what_only_looks_like_a_number_is_no_quantity(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增图书2.5万册", [("25000.0", "册")]),
        ("服务10余万人次", [("100000", "人次")]),
        ("巡查１，２００次", [("200", "次")]),
        ("巡查1,200次", [("1200", "次")]),
        ("合格率≥95%", [("95", "%")]),
        ("至少拜访两市，参加至少三次展会", [("2", "市"), ("3", "次")]),
        ("每季度一次", [("1", "次")]),
        ("监控设备12台（套）", [("12", "台")]),
        ("12（个）", [("12", "个")]),
        ("工期180个工作日", [("180", "个工作日")]),
    ],
)
def test_quantities_are_whole_numbers_with_their_unit(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "yearly"),
    [
        ("每月1期", Decimal(12)),
        ("每半年2次", Decimal(4)),
        ("每季度开展1次", Decimal(4)),
        ("3次/月", Decimal(36)),
        ("每期印刷2500本", None),
        ("全年3次", Decimal(3)),
    ],
)
def test_a_quantity_is_counted_by_the_year(text: str, yearly: Decimal | None) -> None:
    (quantity,) = Narrative(text).quantities

    assert quantity.yearly == yearly


@pytest.mark.parametrize(
    ("text", "approximate"),
    [
        ("约5天", True),
        ("预计55人", True),
        ("55人左右", True),
        ("1200余人", True),
        ("节约5吨", False),
        ("条约3项", False),
        ("55人", False),
    ],
)
def test_about_is_told_from_words_that_only_contain_it(text: str, approximate: bool) -> None:
    (quantity,) = Narrative(text).quantities

    assert quantity.approximate is approximate


def test_a_quantity_does_not_take_in_the_bracket_around_it() -> None:
    text = "印刷12期（每月1期），每期2500本"

    parts = [text[q.start : q.end] for q in Narrative(text).quantities]

    assert parts == ["12期", "1期", "2500本"]


def test_totals_leave_out_parts_stocks_and_rates() -> None:
    narrative = Narrative("累计培训900人，约50人，每期30人，其中骨干20人，培训100名")

    totals = narrative.totals_in("人")

    assert list(totals) == [Decimal(100)]
    assert [q.unit for q in narrative.counted_in("名")] == ["人", "人", "人", "人", "名"]
    assert narrative.counted_in(None) == ()


def test_a_day_or_month_before_which_is_a_deadline() -> None:
    deadlines = Narrative("12月底前验收，6月30日之前招标，二季度末前开工，3月开展活动").deadlines

    assert [d.text for d in deadlines] == ["12月底前", "6月30日之前", "季度末前"]


# ── documents and years ──────────────────────────────────────────────────────────────────────


def test_a_document_number_is_taken_with_its_issuer_and_title() -> None:
    narrative = Narrative(
        "根据《某某通知》（国办发〔2018〕22号）要求，皖政办秘[2015] 212 号，2019年3号楼"
    )

    first, second = narrative.citations

    assert (first.text, first.code, first.bracket, first.title) == (
        "国办发〔2018〕22号",
        "国办发",
        "〔",
        "某某通知",
    )
    assert (second.code, second.sequence, second.blank) == ("皖政办秘", "212", " ")
    assert second.title is None
    assert narrative.text[first.start : first.end] == first.text


@pytest.mark.parametrize(
    ("number", "internal"),
    [
        ("淮办秘【2019】47号", True),
        ("皖外事委办［2020］10号", True),
        ("皖政办秘〔2015〕212号", False),
        ("国办秘函〔2019〕19号", False),
        ("国办发〔2017〕47号", False),
    ],
)
def test_internal_series_are_told_by_the_issuer(number: str, internal: bool) -> None:
    (citation,) = Narrative(f"根据{number}").citations

    assert citation.is_internal is internal


@pytest.mark.parametrize(
    ("text", "is_task"),
    [
        ("完成所在包村2022年度乡村振兴工作", True),
        ("2022年计划培训300人次", True),
        ("切实推进2022年度重点工作", True),
        ("自2022年起实施", False),
        ("较2022年增长5%", False),
        ("截至2022年底建成30个", False),
        ("完成2022年度决算", False),
        ("合同服务期：2022年7月至2025年7月", False),
        ("根据《2022年工作要点》开展工作", False),
        ("2022年的桥梁", False),
    ],
)
def test_a_past_year_is_a_task_only_where_work_is_dated_by_it(text: str, is_task: bool) -> None:
    narrative = Narrative(text)

    assert any(narrative.is_task_year(mention) for mention in narrative.years) is is_task


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("明年全年至少拜访两市", ["明年"]),
        ("今年完成，比去年增加", ["今年", "去年"]),
        ("下半年验收", ["下半年"]),
        ("2024年下半年验收", []),
        ("上半年招标，下半年验收", []),
        ("建设文明年度示范点，公开透明年报，当今年轻人，过去年度", []),
    ],
)
def test_relative_years_are_told_from_look_alikes(text: str, words: list[str]) -> None:
    assert [part.text for part in Narrative(text).relative_years] == words


# ── tasks, wishes and background ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("提升服务水平，加强队伍建设，推动高质量发展。", []),
        ("完成年度各项工作任务，做好有关工作。", []),
        ("认真做好民意收集。", ["做好民意收集"]),
        ("更新办公设备、完成平台维护", ["更新办公设备", "完成平台维护"]),
        ("对市直部门进行保密培训", ["保密培训"]),
        ("年度印刷费19.5万元", []),
        ("每本6.5元", ["每本6.5元"]),
        (
            "1.网站运维29.9万元。安排驻点人员。2.加强管理。组织业务考核",
            ["网站运维", "组织业务考核"],
        ),
        ("1.承办大赛。实施条件：依托协会。参加展会3次", ["承办大赛", "参加展会3次"]),
        ("根据“二、提升效果。印制要求，采购规定”，计划印制12期", ["印制12期"]),
    ],
)
def test_undertakings_are_concrete_work(text: str, expected: list[str]) -> None:
    assert works(text) == expected


def test_an_undertaking_is_described_briefly_with_its_numbers() -> None:
    (undertaking,) = Narrative("2.组织“两优一先”业务培训，人员55人，时间5天").undertakings

    assert undertaking.describe("zh") == "第2项“组织‘两优一先’业务培训”（55人、5天）"
    assert undertaking.describe("en").startswith("item 2 “")


def test_the_preamble_ends_where_the_first_task_begins() -> None:
    text = "公报是权威平台，在宣传方面发挥作用。根据《通知》“一、效果。提升质量”，计划印刷12期"

    preamble = Narrative(text).preamble

    assert preamble is not None
    assert text[preamble.end :] == "计划印刷12期"
    assert Narrative("印刷12期").preamble is None
    assert Narrative("根据通知").preamble is None


def test_tentative_words_count_only_of_what_is_counted() -> None:
    narrative = Narrative("单价约35元。培训约50人，地点暂定。节约用水。")

    assert [part.text for part in narrative.tentative] == ["约、暂定"]


# ── the seed, and any text ───────────────────────────────────────────────────────────────────


def test_the_seed_names_eleven_priced_items_of_which_one_is_measured(seed: Disclosure) -> None:
    target = seed.targets[9]

    assert [u.task for u in target.narrative.undertakings] == list(range(1, 12))
    assert [u.task for u in target.unmeasured] == list(range(2, 12))


def test_matching_numbers_of_the_seed_answer_their_tasks(seed: Disclosure) -> None:
    unmeasured = [[u.text for u in target.unmeasured] for target in seed.targets]

    assert not any("全面测评" in text for text in unmeasured[1])
    assert not any("印刷12期" in text for text in unmeasured[6])
    assert not any("拜访两市" in text for text in unmeasured[7])
    assert unmeasured[2] == unmeasured[3] == []


@given(
    st.text(
        alphabet="一二三1 29.。，；、：\n（）()“”《》〔〕号年月期每约完成培训第目标是①元万%",
        max_size=60,
    )
)
def test_every_part_stands_where_it_says(text: str) -> None:
    narrative = Narrative(text)

    for part in (*narrative.sentences, *narrative.clauses, *narrative.deadlines):
        assert text[part.start : part.end] == part.text or narrative.digits != text
    for task in narrative.tasks:
        assert text[task.start : task.end] == task.marker + task.text
    for undertaking in narrative.undertakings:
        assert text[undertaking.start : undertaking.end] == undertaking.text
    for citation in narrative.citations:
        assert text[citation.start : citation.end] == citation.text
    for quantity in narrative.quantities:
        assert quantity.unit in text[quantity.start : quantity.end]
    preamble = narrative.preamble
    assert preamble is None or text.startswith(preamble.text)
    assert "".join(s.text for s in narrative.sentences).split() == text.split() or "\n" in text
