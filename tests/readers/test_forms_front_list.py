"""The front list: its headers, totals, units, and the reconciliation with the tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.model.money import MoneyUnit
from tests.readers.reading import read_markdown

TARGET = """
        | 项目名称 | 甲项目 | | |
        | --- | --- | --- | --- |
        | 年度资金总额（万元） | 96.00 | | |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
"""


@pytest.mark.parametrize(
    "header",
    [
        "| 序号 | 项目名称 | 预算金额（单位：万元） |",
        "| 序号 | 项目 | 金额（万元） |",
        "| 编号 | 专项名称 | 2024年预算数（万元） |",
        "| 序 号 | 项目<br>名称 | 年初预算数（万元） |",
        "| 序号 | 名称 | 资金总额（万元） |",
    ],
)
def test_the_headers_of_a_list_vary(header: str) -> None:
    disclosure = read_markdown(f"""
        {header}
        | --- | --- | --- |
        | 1 | 甲项目 | 96 |
        {TARGET}""")

    assert [(p.number, p.name, p.amount) for p in disclosure.listed] == [(1, "甲项目", Decimal(96))]
    assert disclosure.money_unit is MoneyUnit.TEN_THOUSAND
    assert [line.status for line in disclosure.accounting] == ["found"]


def test_the_total_of_a_list_is_no_project() -> None:
    disclosure = read_markdown("""
        | 序号 | 项目名称 | 金额（元） |
        | --- | --- | --- |
        | 1 | 甲项目 | 100 |
        | 2 | 乙项目 | 200 |
        | 小计 | | 300 |
        | 合  计 | < | 1,300.50 |
        """)

    assert [p.name for p in disclosure.listed] == ["甲项目", "乙项目"]
    assert disclosure.listed_total == Decimal("1300.50")
    assert disclosure.at["listed_total"].row == 5


def test_a_list_may_have_no_numbers() -> None:
    disclosure = read_markdown("""
        | 项目名称 | 预算金额（万元） |
        | --- | --- |
        | 甲项目 | 96 |
        | 总计 | 96 |
        """)

    assert [(p.number, p.name) for p in disclosure.listed] == [(None, "甲项目")]
    assert disclosure.listed_total == Decimal(96)
    assert disclosure.form == "front-list"


def test_a_list_may_have_a_column_of_units_merged_over_their_projects() -> None:
    disclosure = read_markdown("""
        | 单位：元 | < | < | < |
        | --- | --- | --- | --- |
        | 序号 | 单位名称 | 项目名称 | 预算数 |
        | 1 | 某局本级 | 甲项目 | 1000 |
        | 2 | ^ | 乙项目 | 2000 |
        | 3 | 某中心 | 丙项目 | |
        """)

    assert [(p.implementing_unit, p.amount) for p in disclosure.listed] == [
        ("某局本级", Decimal(1000)),
        ("某局本级", Decimal(2000)),
        ("某中心", None),
    ]
    assert disclosure.money_unit is MoneyUnit.YUAN


def test_a_blank_amount_is_not_zero() -> None:
    disclosure = read_markdown("""
        | 序号 | 项目名称 | 金额（万元） |
        | --- | --- | --- |
        | 1 | 甲项目 | |
        | 2 | 乙项目 | 0 |
        """)

    assert [p.amount for p in disclosure.listed] == [None, Decimal(0)]
    assert disclosure.listed_total is None


def test_a_listed_project_without_a_table_is_missing_or_withheld_with_its_reason() -> None:
    disclosure = read_markdown(f"""
        | 序号 | 项目名称 | 金额（万元） | 备注 |
        | --- | --- | --- | --- |
        | 1 | 甲项目 | 96 | |
        | 2 | 乙项目 | 20 | |
        | 3 | 丙项目 | 30 | 因涉密不公开 |
        {TARGET}""")

    assert [(line.name, line.status) for line in disclosure.accounting] == [
        ("甲项目", "found"),
        ("乙项目", "missing"),
        ("丙项目", "withheld"),
    ]
    assert [(w.name, w.amount, w.reason) for w in disclosure.withheld] == [
        ("丙项目", Decimal(30), "涉密")
    ]


def test_a_table_that_no_list_names_is_unlisted() -> None:
    disclosure = read_markdown(f"""
        | 序号 | 项目名称 | 金额（万元） |
        | --- | --- | --- |
        | 1 | 乙项目 | 96 |
        {TARGET}""")

    assert [(line.name, line.status) for line in disclosure.accounting] == [
        ("乙项目", "missing"),
        ("甲项目", "unlisted"),
    ]


def test_a_list_cut_by_a_page_break_goes_on() -> None:
    disclosure = read_markdown("""
        | 序号 | 项目名称 | 金额（万元） |
        | --- | --- | --- |
        | 1 | 甲项目 | 96 |

        | 2 | 乙项目 | 20 |
        | --- | --- | --- |
        | 合计 | | 116 |
        """)

    assert [p.name for p in disclosure.listed] == ["甲项目", "乙项目"]
    assert disclosure.listed_total == Decimal(116)


def test_the_title_in_the_list_names_issuer_and_year() -> None:
    disclosure = read_markdown("""
        | 某市信访局2024年度项目支出绩效目标公开清单 | < | < |
        | --- | --- | --- |
        | 序号 | 项目名称 | 金额（万元） |
        | 1 | 甲项目 | 96 |
        """)

    assert (disclosure.issuer, disclosure.fiscal_year) == ("某市信访局", 2024)


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("某市信访局2024年度项目支出绩效目标", "某市信访局"),
        ("2024年度某市信访局项目支出绩效目标公开表", "某市信访局"),
        ("附件1：某市信访局2024年部门预算项目绩效目标", "某市信访局"),
        ("关于某市信访局 2024 年项目绩效目标的公示", "某市信访局"),
    ],
)
def test_the_documents_title_names_issuer_and_year(title: str, issuer: str) -> None:
    disclosure = read_markdown(f"""
        {title}
        {TARGET}""")

    assert (disclosure.issuer, disclosure.fiscal_year) == (issuer, 2024)
    assert disclosure.title == title


def test_an_amount_in_another_unit_is_converted_to_the_lists() -> None:
    disclosure = read_markdown("""
        | 序号 | 项目名称 | 金额（万元） |
        | --- | --- | --- |
        | 1 | 甲项目 | 50000元 |
        """)

    assert disclosure.listed[0].amount == Decimal(5)
