"""Closing notes: what is withheld, on what ground, and the counts that are stated."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.readers.forms.closing_note import ground_of, read_stated_counts, read_withheld
from jixiao.readers.grid import Paragraph
from tests.readers.reading import read_markdown


def test_a_note_names_project_amount_and_ground() -> None:
    note = "注：“华侨事务补助”项目涉及金额2.26万元，为上年结转项目，不公开项目绩效目标表。"

    (withheld,) = read_withheld(Paragraph(note, 812))

    assert withheld.name == "华侨事务补助"
    assert withheld.amount == Decimal("2.26")
    assert withheld.reason == "上年结转项目"
    assert withheld.at["name"].line == 812
    assert note[withheld.at["name"].start : withheld.at["name"].end] == "华侨事务补助"


def test_several_projects_have_their_own_amounts() -> None:
    note = "“甲专项”（3万元）、“乙专项”（5.5万元）因涉及国家秘密，不予公开。"

    found = read_withheld(Paragraph(note))

    assert [(w.name, w.amount, w.reason) for w in found] == [
        ("甲专项", Decimal(3), "涉及国家秘密"),
        ("乙专项", Decimal("5.5"), "涉及国家秘密"),
    ]


def test_a_name_may_stand_without_quotes() -> None:
    (withheld,) = read_withheld(Paragraph("注：信访维稳专项经费因涉密不公开。"))

    assert (withheld.name, withheld.reason) == ("信访维稳专项经费", "涉密")


def test_a_name_may_have_quotes_inside() -> None:
    (withheld,) = read_withheld(Paragraph("《“放管服”改革经费》属于结转项目，未公开。"))

    assert withheld.name == "“放管服”改革经费"


@pytest.mark.parametrize(
    "text",
    [
        "其余2个项目因涉密不公开。",
        "部分项目涉密，不予公开。",
        "本表公开10个项目。",
        "不公开。",
        "",
    ],
)
def test_no_name_is_made_up(text: str) -> None:
    assert read_withheld(Paragraph(text)) == []


@pytest.mark.parametrize(
    ("text", "stated", "published"),
    [
        ("2024年某办公室共11项目，去除结转项目，公开10项项目绩效目标表。", 11, 10),
        ("我单位共有12个项目，其中公开项目10个。", 12, 10),
        ("项目共计5项，不公开2项，公开3项。", 5, 3),
        ("共十二个项目，公开十个。", 12, 10),
        ("共2024年的项目，没有数。", None, None),
        ("公共财政10个。", None, None),
    ],
)
def test_counts_are_read_as_stated(text: str, stated: int | None, published: int | None) -> None:
    assert tuple(read_stated_counts(text)) == (stated, published)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("属于上年结转项目，不公开", "上年结转项目"),
        ("因涉密不公开", "涉密"),
        ("鉴于工作性质特殊，不予公开", "工作性质特殊"),
        ("不公开", None),
    ],
)
def test_the_ground_is_given_as_printed(text: str, ground: str | None) -> None:
    assert ground_of(text) == ground


def test_a_withheld_project_is_counted_once() -> None:
    disclosure = read_markdown("""
        | 序号 | 项目名称 | 金额（万元） | 备注 |
        | --- | --- | --- | --- |
        | 1 | 甲专项 | 3 | 涉密，不公开 |

        注：“甲专项”因涉密不公开。
        """)

    assert len(disclosure.withheld) == 1
    assert [line.status for line in disclosure.accounting] == ["withheld"]


def test_a_date_of_publication_over_the_tables_is_read() -> None:
    disclosure = read_markdown("""
        发布日期：2024-02-07

        | 序号 | 项目名称 | 金额（万元） |
        | --- | --- | --- |
        | 1 | 甲项目 | 96 |
        """)

    assert disclosure.published_on == "2024-02-07"
