"""The evaluation of the programme that ships: its files, proposals, disagreements, visits."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import docx
import openpyxl
import pytest

from jixiao.cli.main import main
from jixiao.measures.synthetic import synthesize
from jixiao.model.assessment import EvaluationSheet, ProjectAssessment, Side
from jixiao.pipeline import evaluate_programme
from jixiao.programme.assessing import Evaluated
from tests.measures.plain_registers import PROGRAMME

HOTLINE = "12345政务热线服务项目"
BUSINESS = "“放管服”改革和营商环境监督专项经费"
GAZETTE = "政府公报专项费用"
INFORMATION = "政务信息工作专项信息"
WEB_SITES = "政府网站安全运行专项经费"
SEED = "2024"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("evaluated") / "huainan-2024"
    ignored = shutil.ignore_patterns("evidence", "programme.lock")
    shutil.copytree(PROGRAMME, made, ignore=ignored)
    synthesize(made, 7, scale=0.005)
    return made


@pytest.fixture(scope="module")
def evaluated(folder: Path) -> Evaluated:
    return evaluate_programme(folder, None, 5, SEED)


def of(evaluated: Evaluated, project: str) -> ProjectAssessment:
    return next(one for one in evaluated.projects if one.project == project)


def sheet_of(one: ProjectAssessment, side: Side) -> EvaluationSheet:
    return next(sheet for sheet in one.sheets if sheet.side is side)


def rows_of(name: str) -> Iterator[dict[str, str]]:
    with (PROGRAMME / "evaluation" / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def test_every_line_of_the_example_says_that_it_is_synthetic() -> None:
    for name in ("scores/department.csv", "scores/finance.csv"):
        assert all("合成" in row["scorer"] for row in rows_of(name))
    for name in ("settlements", "inapplicable", "recheck", "differences"):
        assert all("合成" in row["reason"] for row in rows_of(f"{name}.csv"))
    assert all("合成" in row["found"] for row in rows_of("inspections.csv"))


def test_the_totals_are_those_of_the_files_added_up_by_hand(evaluated: Evaluated) -> None:
    for side in (Side.DEPARTMENT, Side.FINANCE):
        given: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
        for row in rows_of(f"scores/{side.value}.csv"):
            given[row["project"], row["item"]].append(Fraction(row["points"]))
        settled = {
            (row["project"], row["item"]): Fraction(row["points"])
            for row in rows_of("settlements.csv")
            if row["side"] == side.label()
        }
        for one in evaluated.projects:
            reached = Fraction(0)
            for key, points in given.items():
                if key[0] == one.project and len(points) == 2:
                    same = points[0] if points[0] == points[1] else settled.get(key)
                    reached += same or 0

            assert Fraction(sheet_of(one, side).reached) == reached, (one.project, side)


def test_three_projects_are_scored_and_what_nobody_scored_is_open(evaluated: Evaluated) -> None:
    begun = {one.project: [s.side for s in one.scored] for one in evaluated.projects}

    assert {project for project, sides in begun.items() if sides} == {
        BUSINESS,
        HOTLINE,
        GAZETTE,
        INFORMATION,
    }
    information = sheet_of(of(evaluated, INFORMATION), Side.DEPARTMENT)
    assert len(information.unscored) == 17
    assert (information.total, information.grade) == (None, None)
    finance = sheet_of(of(evaluated, BUSINESS), Side.FINANCE)
    assert [row.item.zh for row in finance.unsettled] == ["绩效目标合理性"]
    assert finance.total is None


def test_differences_without_a_reason_are_told(evaluated: Evaluated) -> None:
    hotline = of(evaluated, HOTLINE).comparison
    lacking = {(d.first, d.second, d.row) for d in hotline.unexplained}
    reasons = {(d.first, d.second, d.row) for d in (*hotline.totals, *hotline.rows) if d.reason}

    assert (Side.SELF, Side.FINANCE, "满意度") in lacking
    assert (Side.SELF, Side.FINANCE, "完成及时性") in reasons
    assert not lacking & reasons


def test_the_re_check_lowers_or_lets_stand(evaluated: Evaluated) -> None:
    hotline, web_sites = of(evaluated, HOTLINE), of(evaluated, WEB_SITES)

    assert hotline.recheck is not None
    assert web_sites.recheck is not None
    assert hotline.score.total is not None
    assert hotline.recheck.total == hotline.score.total - Decimal("1.24")
    assert web_sites.recheck.total == web_sites.score.total
    assert "维持自评" in web_sites.opinion
    assert of(evaluated, BUSINESS).recheck is None


def test_only_ratios_that_were_measured_are_proposed(evaluated: Evaluated) -> None:
    hotline = of(evaluated, HOTLINE)
    paid, budget = Fraction("490.2"), Fraction(492)

    assert set(hotline.proposals) == {
        "资金到位率",
        "预算执行率",
        "实际完成率",
        "质量达标率",
        "满意度",
    }
    execution = hotline.proposals["预算执行率"].points
    assert execution is not None
    assert abs(Fraction(execution) - 5 * paid / budget) <= Fraction(1, 200)
    assert hotline.proposals["资金到位率"].points is None
    # The unit settled its tier itself.
    assert hotline.proposals["质量达标率"].points is None
    assert "话务运营畅通" in hotline.proposals["质量达标率"].working.zh


def test_the_plan_can_be_drawn_again_by_hand(evaluated: Evaluated) -> None:
    plan = evaluated.plan
    assert plan is not None
    drawn_from = [unit for unit in plan.units if 0 < unit.probability < 1]

    def digest(text: str) -> str:
        return sha256(text.encode()).hexdigest()

    at = Fraction(int(digest(f"{SEED}\nstart"), 16), 2**256)
    reached, taken = Fraction(0), set()
    for unit in sorted(drawn_from, key=lambda u: digest(f"{SEED}\n{u.unit.id}")):
        reached += unit.probability
        if at < reached:
            taken.add(unit.unit.id)
            at += 1

    certain = {unit.unit.id for unit in plan.units if unit.probability == 1}
    assert len(plan.chosen) == 5
    assert {unit.unit.id for unit in plan.chosen} == certain | taken


def test_one_project_is_named_and_the_plan_is_still_of_all(
    folder: Path, evaluated: Evaluated
) -> None:
    one = evaluate_programme(folder, "5", 5, SEED)

    assert [assessed.project for assessed in one.projects] == [HOTLINE]
    assert one.plan == evaluated.plan


def test_documents_show_scores_reasons_and_what_is_missing(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["evaluate", str(folder), "--sample", "5", "--seed", SEED, "-o", str(out)]) == 0

    def text_of(name: str) -> str:
        document = docx.Document(str(out / name))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])

    sheets = text_of("评价评分表.docx")
    assert "合成台账" in sheets
    assert "两位评分不一致、尚未定分的1项：绩效目标合理性" in sheets
    assert "未评分。评价要点" in sheets
    assert "须说明理由，尚未说明" in text_of("评分比较表.docx")
    assert "应核查而尚无核查记录的" in text_of("抽样核查计划.docx")
    book = openpyxl.load_workbook(out / "评价评分表.xlsx", read_only=True)
    lines = list(book["评分明细"].iter_rows(values_only=True))
    of_hotline = [line for line in lines if line[:2] == (HOTLINE, "财政评价")]
    total = sum(Decimal(str(line[9])) for line in of_hotline)
    assert total == Decimal("84.48")


def test_a_changed_score_is_noticed_once_locked(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "locked"
    shutil.copytree(folder, copy)
    assert main(["programme", "lock", str(copy)]) == 0
    scores = copy / "evaluation/scores/finance.csv"
    scores.write_text(scores.read_text("utf-8").replace(",3.6,", ",5.4,"), "utf-8")

    assert main(["evaluate", str(copy)]) == 2
    assert "evaluation/scores/finance.csv" in capsys.readouterr().err
