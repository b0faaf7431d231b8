"""The folder ``evaluation/`` is whole: framework, scorers, points, reasons, visits."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from jixiao.cli.main import main
from jixiao.model.assessment import Side
from jixiao.model.exceptions import UserError
from jixiao.model.finding import Severity
from jixiao.programme.assessing import chosen_projects, evaluate_programme
from jixiao.programme.assessment_check import check_assessments
from jixiao.programme.assessments import read_assessments
from jixiao.programme.folder import Programme, read_programme
from jixiao.writers.assessment_text import render_assessments
from tests.measures.small import SCHEMAS
from tests.programme.folder import GAZETTE, made_programme
from tests.programme.test_results import PAID

FRAMEWORK = """
[department]
scorers = ["甲", "乙"]
[finance]
scorers = ["丙", "丁"]
"""
HEADS = {
    "scores/department": "project,item,scorer,points,reason",
    "scores/finance": "project,item,scorer,points,reason",
    "settlements": "side,project,item,points,role,date,reason",
    "inapplicable": "project,item,role,date,reason",
    "recheck": "project,indicator,level2,points,role,date,reason",
    "differences": "project,first,second,row,role,date,reason",
    "inspections": "project,date,role,scope,found,follow_up",
}
OWN = """
[[item]]
stage = "{stage}"
heading = "项"
name = "{stage}一"
weight = {weight}
criteria = ["要点"]
source = "本地办法"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = made_programme(tmp_path)
    (made / "budget/paid.sql").write_text(PAID, encoding="utf-8")
    write(made, "framework.toml", FRAMEWORK)
    return made


def write(folder: Path, name: str, text: str) -> None:
    path = folder / "evaluation" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def table(folder: Path, name: str, *lines: str) -> None:
    write(folder, f"{name}.csv", "\n".join([HEADS[name], *lines]) + "\n")


def programme_of(folder: Path) -> Programme:
    return read_programme(folder, SCHEMAS)


def told(folder: Path) -> list[str]:
    findings = list(check_assessments(programme_of(folder)))
    assert all(f.severity is Severity.ERROR for f in findings)
    return [f"{f.file}: {f.zh}" for f in findings]


def test_a_folder_without_evaluation_has_nothing_to_tell(tmp_path: Path) -> None:
    assert told(made_programme(tmp_path)) == []


def test_a_whole_evaluation_has_nothing_to_tell(folder: Path) -> None:
    table(
        folder,
        "scores/department",
        f"{GAZETTE},实施效益,甲,15,没有统计",
        f"{GAZETTE},实施效益,乙,16,没有统计",
    )
    table(folder, "settlements", f"部门评价,{GAZETTE},实施效益,15.5,组长,2025-03-01,取其中")
    table(folder, "recheck", f"{GAZETTE},预算执行率,,5,复核人员,2025-02-01,未扣除退回")
    table(folder, "differences", f"{GAZETTE},自评,部门评价,实施效益,组长,2025-03-01,口径不同")
    table(folder, "inspections", f"{GAZETTE},2025-03-02,核查组,凭证,没有发现问题,")

    assert told(folder) == []


@pytest.mark.parametrize(
    ("name", "line", "word"),
    [
        ("scores/department", f"{GAZETTE},没有的行,甲,1,", "没有适用于"),
        ("scores/department", f"{GAZETTE},满意度,甲,10.5,", "不在0至10之间"),
        ("scores/department", f"{GAZETTE},满意度,甲,-1,理由", "不在0至10之间"),
        ("scores/department", f"{GAZETTE},满意度,甲,9,", "扣了分，没有写明理由"),
        ("scores/department", f"{GAZETTE},满意度,甲,,", "没有写得分"),
        ("scores/department", f"{GAZETTE},满意度,丙,10,", "不是 framework.toml 写明的评分人员"),
        ("scores/department", "没有的项目,满意度,甲,10,", "目标里没有项目"),
        ("settlements", f"部门评价,{GAZETTE},满意度,9,组长,2025-03-01,理由", "不须定分"),
        ("settlements", f"自评,{GAZETTE},满意度,9,组长,2025-03-01,理由", "定分的一方应为"),
        ("inapplicable", f"{GAZETTE},没有的行,组长,2025-03-01,理由", "没有适用的指标"),
        ("inapplicable", f"{GAZETTE},满意度,组长,2025-03-01,", "没有写明理由"),
        ("recheck", f"{GAZETTE},没有的指标,数量指标,1,人员,2025-02-01,理由", "目标里没有"),
        ("recheck", f"{GAZETTE},期数,数量指标,,人员,2025-02-01,理由", "没有写复核后的得分"),
        ("recheck", f"{GAZETTE},期数,数量指标,1,,2025-02-01,理由", "没有写是谁"),
        ("recheck", f"{GAZETTE},期数,数量指标,1,人员,2月1日,理由", "日期“2月1日”"),
        ("differences", f"{GAZETTE},自评,财政评价,总分,组长,2025-03-01,理由", "没有财政评价"),
        ("differences", f"{GAZETTE},财政评价,自评,总分,组长,2025-03-01,理由", "先后"),
        ("differences", f"{GAZETTE},自评,谁,总分,组长,2025-03-01,理由", "评分方应为"),
        ("inspections", f"{GAZETTE},2025-03-02,核查组,凭证,,", "发现了什么"),
    ],
)
def test_a_line_that_cannot_be_right_is_told_with_its_place(
    folder: Path, name: str, line: str, word: str
) -> None:
    table(folder, name, line)

    found = told(folder)

    assert any(word in text for text in found), found
    assert all(text.startswith(f"evaluation/{name}.csv") for text in found)


def test_a_row_scored_twice_by_one_is_told(folder: Path) -> None:
    line = f"{GAZETTE},满意度,甲,10,"
    table(folder, "scores/department", line, line)

    assert any("评了两次分" in text for text in told(folder))


def test_what_is_said_twice_is_told(folder: Path) -> None:
    line = f"{GAZETTE},实施效益,组长,2025-03-01,没有效益"
    table(folder, "inapplicable", line, line)

    assert any("写了两行" in text for text in told(folder))


def test_a_re_check_that_raises_points_is_refused_with_the_project(folder: Path) -> None:
    table(folder, "recheck", f"{GAZETTE},预算执行率,,9,复核人员,2025-02-01,理由")

    with pytest.raises(UserError) as refused:
        evaluate_programme(programme_of(folder))

    assert refused.value.zh.startswith(f"“{GAZETTE}”：")
    assert "复核只能调减" in refused.value.zh


def test_scores_of_no_side_are_told(folder: Path) -> None:
    write(folder, "scores/self.csv", HEADS["scores/department"] + "\n")

    (found,) = told(folder)

    assert "自评得分由台账算出" in found


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('["甲", "乙"]', '["甲"]', "两位不同的评分人员"),
        ('["丙", "丁"]', '["甲", "丁"]', "同时参加"),
    ],
)
def test_who_may_score_is_checked(folder: Path, old: str, new: str, word: str) -> None:
    write(folder, "framework.toml", FRAMEWORK.replace(old, new))

    assert any(word in text for text in told(folder))


def test_who_settled_tiers_for_the_unit_neither_scores_nor_checks(folder: Path) -> None:
    (folder / "decisions").mkdir()
    (folder / "decisions/tiers.csv").write_text(
        "project,indicator,level2,tier,role,date,reason\n"
        f"{GAZETTE},内容质量,质量指标,良,甲,2025-01-20,理由\n",
        encoding="utf-8",
    )
    table(folder, "recheck", f"{GAZETTE},,,,甲,2025-02-01,维持自评")

    found = told(folder)

    assert any("不能再参加部门评价" in text for text in found)
    assert any("不能复核或者核查自己的结果" in text for text in found)


def test_weights_of_ones_own_must_add_up(folder: Path) -> None:
    write(folder, "framework.toml", FRAMEWORK + '[weights]\n"满意度" = 12\n')
    (found,) = told(folder)
    assert "分值合计为102，应为100" in found

    write(folder, "framework.toml", FRAMEWORK + '[weights]\n"满意度" = 12\n"实施效益" = 18\n')
    assert told(folder) == []
    items = {i.zh: i.weight for i in read_assessments(programme_of(folder)).items}
    assert items["满意度"] == 12


def test_items_of_ones_own_replace_the_default_ones(folder: Path) -> None:
    stages = {"决策": 15, "过程": 15, "产出": 40, "效益": 30}
    own = "".join(OWN.format(stage=stage, weight=weight) for stage, weight in stages.items())
    write(folder, "framework.toml", FRAMEWORK + own)

    assert told(folder) == []
    assert [i.stage for i in read_assessments(programme_of(folder)).items] == [
        "decision",
        "process",
        "output",
        "benefit",
    ]


def test_results_below_their_least_weight_are_told(folder: Path) -> None:
    stages = {"决策": 30, "过程": 30, "产出": 20, "效益": 20}
    own = "".join(OWN.format(stage=stage, weight=weight) for stage, weight in stages.items())
    write(folder, "framework.toml", FRAMEWORK + own)

    (found,) = told(folder)

    assert "低于60%" in found


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("nonsense = 1", "不认识的键 nonsense"),
        ("[department]\nscorers = 3", "应为一组文字"),
        ('[weights]\n"没有的行" = 3', "不认识的键 没有的行"),
        ('[[item]]\nstage = "决策"', "没有写 name"),
        (OWN.format(stage="决策", weight='"多"'), "不是数"),
        (OWN.format(stage="决策", weight=3) + 'kinds = ["乱写"]', "不认识的二级指标"),
    ],
)
def test_a_framework_that_cannot_be_read_is_refused(folder: Path, text: str, word: str) -> None:
    write(folder, "framework.toml", text)

    with pytest.raises(UserError) as refused:
        read_assessments(programme_of(folder))

    assert word in refused.value.zh


def test_what_nobody_scored_stays_open(folder: Path) -> None:
    found = evaluate_programme(programme_of(folder), wanted=1)

    (one,) = found.projects
    assert one.scored == ()
    assert {sheet.side for sheet in one.sheets} == {Side.DEPARTMENT, Side.FINANCE}
    assert all(sheet.total is None and len(sheet.unscored) == 17 for sheet in one.sheets)
    assert one.recheck is None
    assert one.comparison.totals == ()
    assert found.plan is not None
    assert [unit.is_chosen for unit in found.plan.units] == [True]


def test_scores_of_two_and_a_settlement_make_the_points(folder: Path) -> None:
    table(
        folder,
        "scores/finance",
        f"{GAZETTE},实施效益,丙,15,没有统计",
        f"{GAZETTE},实施效益,丁,16,没有统计",
        f"{GAZETTE},满意度,丙,10,",
    )
    table(folder, "settlements", f"财政评价,{GAZETTE},实施效益,15.5,组长,2025-03-01,取其中")

    (one,) = evaluate_programme(programme_of(folder)).projects

    (sheet,) = one.scored
    assert sheet.side is Side.FINANCE
    assert sheet.reached == Decimal("15.5")
    assert "满意度" in {row.item.zh for row in sheet.unscored}


def test_personal_data_in_a_finding_of_a_visit_is_covered(folder: Path) -> None:
    table(folder, "inspections", f"{GAZETTE},2025-03-02,核查组,凭证,联系人电话13812345678,")

    (made,) = evaluate_programme(programme_of(folder)).inspections

    assert "13812345678" not in made.found


def test_a_project_that_is_not_there_is_refused(folder: Path) -> None:
    programme = programme_of(folder)

    assert chosen_projects(programme, "1") == (GAZETTE,)
    assert chosen_projects(programme, "公报") == (GAZETTE,)
    with pytest.raises(UserError):
        chosen_projects(programme, "7")


def test_the_command_prints_and_refuses_a_file_as_folder(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("jixiao.programme.folder.schemas", lambda: SCHEMAS)

    assert main(["evaluate", str(folder), "--sample", "1"]) == 0
    printed = capsys.readouterr().out
    assert "17项均未评分" in printed
    assert f"* {GAZETTE}" in printed
    assert main(["evaluate", str(folder), "-o", str(tmp_path / "out.docx")]) == 2
    assert "应为文件夹" in capsys.readouterr().err


def test_a_side_that_is_done_has_nothing_open(folder: Path) -> None:
    items = read_assessments(programme_of(folder)).items
    lines = [f"{GAZETTE},{i.zh},{who},{i.weight}," for i in items for who in ("丙", "丁")]
    table(folder, "scores/finance", *lines)

    told = render_assessments(evaluate_programme(programme_of(folder)).projects)

    assert "财政评价　各项均已评定" in told
    assert "未由两位评分0项" not in told
