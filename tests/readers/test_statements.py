"""Sentences that count projects and money: read as such, and no table made of them."""

from __future__ import annotations

import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.model.money import MoneyUnit
from jixiao.model.statement import Statement, StatementKind
from jixiao.readers.forms.statements import read_statements
from jixiao.readers.grid import Layout, Paragraph
from jixiao.readers.record_json import read_record
from jixiao.writers.record_json import render
from jixiao.writers.record_table import disclosure_table
from tests.paths import CORPUS
from tests.readers.reading import read_layout, read_rows

BUDGETS = {
    "shanghai-caizhengju_2025_dept_budget.pdf": (4, "598.46", 2025),
    "shanghai-fuliyuan_2024_unit_budget.pdf": (1, "262.00", 2024),
    "shanghai-shangwuwei_2025_dept_budget.pdf": (25, "11381.60", 2025),
    "shanghai-wanli_2024_dept_budget.pdf": (50, "5634.81", 2024),
}


def lines_of(path: Path) -> Layout:
    """The lines of a budget as a text extractor gives them, each a paragraph of its own."""
    said = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    lines = said.replace("\f", "\n").split("\n")
    return Layout("text", [Paragraph(line, number) for number, line in enumerate(lines, 1)])


def only(*lines: str) -> Statement:
    (statement,) = read_statements(Layout("text", [Paragraph(line) for line in lines]))
    return statement


@pytest.fixture(scope="module", params=BUDGETS)
def budget(request: pytest.FixtureRequest) -> tuple[str, Disclosure]:
    path = CORPUS / "negative" / request.param
    return request.param, read_layout(lines_of(path), path.name)


def test_a_prose_budget_gives_its_count_and_total_and_no_table(
    budget: tuple[str, Disclosure],
) -> None:
    name, disclosure = budget
    count, amount, year = BUDGETS[name]

    counted = [s for s in disclosure.statements if s.projects is not None]

    assert disclosure.form == "statements"
    assert (disclosure.targets, disclosure.listed) == ((), ())
    assert [(s.kind, s.projects, s.amount, s.unit, s.fiscal_year) for s in counted] == [
        (StatementKind.TARGETS, count, Decimal(amount), MoneyUnit.TEN_THOUSAND, year)
    ]
    assert "编报绩效目标的项目" in counted[0].text
    assert counted[0].text.endswith("万元。")
    assert "没有指标表" in disclosure.notices[-1].zh


def test_goals_under_their_heading_are_kept_in_words() -> None:
    path = CORPUS / "negative" / "shanghai-wanli_2024_dept_budget.pdf"

    goals = [s for s in read_statements(lines_of(path)) if s.kind is StatementKind.GOAL]

    assert len(goals) == 1
    assert goals[0].text.startswith("建成后作为万里街道社区事务受理")
    assert goals[0].text.endswith("生活配套设施。")
    assert (goals[0].projects, goals[0].amount) == (None, None)


def test_an_aggregate_sentence_of_final_accounts_has_its_share() -> None:
    said = "组织对12个项目开展绩效自评，共涉及资金3,500.5万元，占一般公共预算项目支出总额的98.6%。"

    statement = only("十、预算绩效情况说明", said)

    assert statement.kind is StatementKind.SELF_EVALUATION
    assert (statement.projects, statement.amount) == (12, Decimal("3500.5"))
    assert statement.share == Decimal("98.6")
    assert str(statement.money) == "3500.5万元"
    assert statement.text == said


def test_projects_of_two_levels_are_not_added_up() -> None:
    statement = only(
        "组织对2023年度项目支出全面开展绩效自评。其中，一级项目5个，二级项目30个，"
        "共涉及资金1234万元，占项目支出总额的100％。"
    )

    assert statement.kind is StatementKind.SELF_EVALUATION
    assert (statement.projects, statement.amount) == (30, Decimal(1234))
    assert statement.share == Decimal(100)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("组织对3个项目开展了部门评价，绩效评价涉及资金80万元。", StatementKind.EVALUATION),
        ("对8个项目实施绩效运行监控，涉及资金1.2亿元。", StatementKind.MONITORING),
        ("2024年编报绩效目标的项目共7个，涉及金额90000元。", StatementKind.TARGETS),
    ],
)
def test_what_a_sentence_speaks_of(said: str, kind: StatementKind) -> None:
    assert only(said).kind is kind


def test_a_sentence_over_lines_is_one_and_stands_where_it_begins() -> None:
    (statement,) = read_statements(
        Layout(
            "text",
            [
                Paragraph("四、绩效目标设置情况", 1),
                Paragraph("本部门编报绩效目标的项", 2),
                Paragraph("目9个，涉及项目预算资", 3),
                Paragraph("金12.5万元。", 4),
            ],
        )
    )

    assert (statement.projects, statement.amount) == (9, Decimal("12.5"))
    assert statement.at is not None
    assert statement.at.line == 2


@pytest.mark.parametrize(
    "said",
    [
        "绩效目标是指预算资金在一定期限内达到的产出和效果。",
        "本部门共有3个预算单位，开展绩效目标编报工作。",
        "共购置5个项目所需设备，金额30万元。",
        "第3个项目的绩效目标见附表。",
    ],
)
def test_a_sentence_that_counts_no_projects_is_none(said: str) -> None:
    assert read_statements(Layout("text", [Paragraph(said)])) == ()


def test_a_money_that_is_not_stated_is_none() -> None:
    statement = only("本单位编报绩效目标的项目共4个。")

    assert (statement.amount, statement.unit, statement.share) == (None, None, None)
    assert statement.money is None


def test_statements_stand_beside_the_tables_of_a_document() -> None:
    disclosure = read_rows(
        "2025年度，本单位编报绩效目标的项目共1个，涉及项目预算资金10万元。",
        ("项目名称", "河道保洁"),
        ("一级指标", "二级指标", "三级指标", "指标值"),
        ("产出指标", "数量指标", "保洁河道", "≥30公里"),
    )

    assert [t.project_name for t in disclosure.targets] == ["河道保洁"]
    assert disclosure.form == "project-target"
    assert [(s.projects, s.amount) for s in disclosure.statements] == [(1, Decimal(10))]
    assert not any("没有指标表" in notice.zh for notice in disclosure.notices)


def test_the_record_of_statements_is_read_back(budget: tuple[str, Disclosure]) -> None:
    _, disclosure = budget

    again = read_record(render(disclosure), "record.json")

    assert again == disclosure
    assert again.statements == disclosure.statements


def test_the_table_for_people_prints_the_sentence(budget: tuple[str, Disclosure]) -> None:
    name, disclosure = budget

    assert f"涉及项目预算资金{BUDGETS[name][1]}万元。" in disclosure_table(disclosure)
