"""Decisions of a programme: tiers replaced, rows set aside, reasons of deviations."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.model.finding import Severity
from jixiao.programme.checking import check
from jixiao.programme.evaluation import actual_of
from jixiao.programme.folder import Programme, indicator_key, read_programme
from tests.measures.small import SCHEMAS
from tests.programme.folder import GAZETTE, made_programme

QUALITY = indicator_key(GAZETTE, "内容质量", "质量指标")
RUBRIC = f"""project = "{GAZETTE}"
[[rubric]]
indicator = "内容质量"
level2 = "质量指标"
no_proposal = "没有台账；须附清样"
[rubric.tiers]
"优" = "全部无差错"
"良" = "差错少"
"中" = "差错较多"
"差" = "没有记录"
"""
HEADS = {
    "tiers": "project,indicator,level2,tier,role,date,reason",
    "not_applicable": "project,indicator,level2,role,date,reason,document",
    "deviations": "project,indicator,level2,period,cause,reason,measure,role,date",
}


def programme_with(root: Path, file: str, *rows: str) -> Programme:
    """The trial programme with a rubric, and these rows (after the project) in a decisions file."""
    folder = made_programme(root)
    (folder / "rubrics").mkdir()
    (folder / "rubrics/01.toml").write_text(RUBRIC, encoding="utf-8")
    (folder / "decisions").mkdir()
    lines = [HEADS[file], *(f"{GAZETTE},{row}" for row in rows)]
    (folder / f"decisions/{file}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_programme(folder, SCHEMAS)


def told(programme: Programme, severity: Severity = Severity.ERROR) -> list[str]:
    return [
        found.zh
        for found in check(programme)
        if found.severity is severity and found.file.startswith("decisions/")
    ]


FIRST = "内容质量,质量指标,优,单位负责人,2025-01-20,核对清样"


def test_a_later_decision_with_a_reason_replaces_an_earlier_one_and_both_are_kept(
    tmp_path: Path,
) -> None:
    later = "内容质量,质量指标,良,单位负责人,2025-02-03,复核发现两处差错"
    programme = programme_with(tmp_path, "tiers", FIRST, later)

    stands = programme.decided[QUALITY]
    actual = actual_of(programme, GAZETTE, programme.indicators[QUALITY], {})

    assert (stands.tier, stands.date) == ("良", "2025-02-03")
    assert [decision.tier for decision in programme.replaced(QUALITY)] == ["优"]
    assert [decision.tier for decision in programme.decisions] == ["优", "良"]
    assert "原于2025-01-20定为优" in actual.proof
    assert told(programme) == []
    (note,) = told(programme, Severity.INFO)
    assert "以2025-02-03的为准，其余留存备查" in note


def test_the_order_of_the_lines_does_not_decide(tmp_path: Path) -> None:
    later = "内容质量,质量指标,良,单位负责人,2025-02-03,复核发现两处差错"
    programme = programme_with(tmp_path, "tiers", later, FIRST)

    assert programme.decided[QUALITY].tier == "良"


def test_a_later_decision_without_a_reason_leaves_the_earlier_one(tmp_path: Path) -> None:
    programme = programme_with(
        tmp_path, "tiers", FIRST, "内容质量,质量指标,差,单位负责人,2025-02-03,"
    )

    found = told(programme)

    assert programme.decided[QUALITY].tier == "优"
    assert any("2025-02-03的更改没有写理由，仍以2025-01-20的为准" in zh for zh in found)


def test_of_two_decisions_of_one_day_the_first_stands_and_it_is_an_error(tmp_path: Path) -> None:
    programme = programme_with(
        tmp_path, "tiers", FIRST, "内容质量,质量指标,差,单位负责人,2025-01-20,b"
    )

    (found,) = told(programme)

    assert programme.decided[QUALITY].tier == "优"
    assert "同一天有两个决定（优，2025-01-20、差，2025-01-20）" in found


def test_a_tier_no_register_speaks_to_needs_its_proof_named(tmp_path: Path) -> None:
    programme = programme_with(tmp_path, "tiers", "内容质量,质量指标,优,单位负责人,2025-01-20,")

    assert any("定档须写明佐证材料" in zh for zh in told(programme))


def test_a_row_set_aside_by_a_unit_with_reason_and_document_is_left_out(tmp_path: Path) -> None:
    programme = programme_with(
        tmp_path, "not_applicable", "内容质量,质量指标,单位负责人,2024-08-28,停办,文号1"
    )

    assert programme.set_aside[QUALITY].document == "文号1"
    assert told(programme) == []


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("内容质量,质量指标,,2024-08-28,停办,文号1", "没有写岗位"),
        ("内容质量,质量指标,单位负责人,2024-08-28,,文号1", "没有写理由"),
        ("内容质量,质量指标,单位负责人,2024-08-28,停办,", "没有写依据文件"),
        ("内容质量,质量指标,单位负责人,2024年8月,停办,文号1", "应写成2024-08-28这样"),
        ("内容质量,质量指标,经办人,2024-08-28,停办,文号1", "应为单位负责人、项目责任人"),
        ("控制成本,成本指标,单位负责人,2024-08-28,停办,文号1", "只能由主管部门或财政部门决定"),
        ("公众满意度,满意度指标,项目责任人,2024-08-28,停办,文号1", "只能由主管部门或财政部门"),
        ("没有的指标,质量指标,主管部门,2024-08-28,停办,文号1", "在目标里没有"),
    ],
)
def test_a_row_that_may_not_be_set_aside_is_told_and_scored_as_ever(
    tmp_path: Path, row: str, word: str
) -> None:
    programme = programme_with(tmp_path, "not_applicable", row)

    (found,) = told(programme)

    assert word in found
    assert not programme.set_aside


def test_the_department_may_set_aside_a_cost(tmp_path: Path) -> None:
    programme = programme_with(
        tmp_path, "not_applicable", "控制成本,成本指标,主管部门,2024-08-28,停办,文号1"
    )

    assert told(programme) == []
    assert indicator_key(GAZETTE, "控制成本", "成本指标") in programme.set_aside


def test_setting_every_row_aside_leaves_nothing_to_evaluate(tmp_path: Path) -> None:
    rows = [
        f"{i.name},{i.level2},主管部门,2024-08-28,停办,文号1"
        for i in read_programme(made_programme(tmp_path / "first"), SCHEMAS)
        .disclosure.targets[0]
        .indicators
    ]
    programme = programme_with(tmp_path / "second", "not_applicable", *rows)

    assert any("全部指标都不适用" in zh for zh in told(programme))


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("没有,质量指标,2024-07,,原因,措施,单位负责人,2024-08-06", "在目标里没有"),
        ("内容质量,质量指标,2023,,原因,措施,单位负责人,2024-08-06", "应为2024或2024-07"),
        ("内容质量,质量指标,2024-13,,原因,措施,单位负责人,2024-08-06", "应为2024或2024-07"),
        ("内容质量,质量指标,2024,,,措施,单位负责人,2024-08-06", "没有写原因"),
        ("内容质量,质量指标,2024,,原因,,单位负责人,2024-08-06", "没有写改进措施"),
        ("内容质量,质量指标,2024,,原因,措施,单位负责人,八月", "应写成2024-08-28这样"),
        ("内容质量,质量指标,2024-07,天气,原因,措施,单位负责人,2024-08-06", "应为经费保障、"),
    ],
)
def test_a_reason_that_names_nothing_or_is_not_whole_is_told(
    tmp_path: Path, row: str, word: str
) -> None:
    programme = programme_with(tmp_path, "deviations", row)

    (found,) = told(programme)

    assert word in found


def test_a_reason_is_of_its_own_month_and_the_spending_has_one_too(tmp_path: Path) -> None:
    programme = programme_with(
        tmp_path,
        "deviations",
        "内容质量,质量指标,2024-07,人员保障、其他,人手不足,补充人手,单位负责人,2024-08-06",
        "预算执行率,,2024,,结余,收回,单位负责人,2025-01-20",
    )

    of_july = programme.explained(QUALITY, "2024-07")

    assert told(programme) == []
    assert of_july is not None
    assert of_july.text == "人手不足。改进措施：补充人手。"
    assert of_july.causes == ("人员保障", "其他")
    assert programme.explained(QUALITY, "2024-08") is None
    assert programme.explained(indicator_key(GAZETTE, "预算执行率", ""), "2024") is not None
