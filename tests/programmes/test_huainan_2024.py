"""The programme that ships, walked from end to end: evidence, measures, lights, scores, forms."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import NamedTuple

import pytest

from jixiao.cli.main import main
from jixiao.measures.synthetic import synthesize
from jixiao.model.evaluation import ScoredRow, ScoreSheet
from jixiao.model.exceptions import AlteredFile
from jixiao.model.finding import Severity
from jixiao.model.measurement import Measurement, Period
from jixiao.model.monitoring import Cause, Light, MonitoringSheet
from jixiao.pipeline import score_file
from jixiao.programme.back_test import back_test, by_row
from jixiao.programme.checking import check
from jixiao.programme.due import due_reasons
from jixiao.programme.evaluation import score_programme
from jixiao.programme.folder import read_programme
from jixiao.programme.locking import lock
from jixiao.programme.measuring import engine_for, measured
from jixiao.programme.monitoring import monitor_programme
from jixiao.programme.readings import READINGS
from jixiao.programme.spending import budget_of
from jixiao.readers.self_evaluation import read_self_evaluations
from jixiao.scoring.forecast import LEVEL
from jixiao.scoring.points import SHORTFALL
from tests.measures.plain_registers import PROGRAMME
from tests.paths import PROJECT

SCALE = 0.005  # of the calls; every other register is whole
YEAR = Period(2024)
MONTH = 7
OPEN = "政务信息工作专项信息"
ABROAD = "市本级因公出国(境)经费"
CALLS = "日均受理话务量"
TWO_READINGS = "信息系统日常维护合格率"  # its target is printed as “1百分比”


class Walk(NamedTuple):
    """What the programme gave."""

    folder: Path
    values: tuple[Measurement, ...]
    sheets: tuple[ScoreSheet, ...]
    watched: tuple[MonitoringSheet, ...]


def copied(place: Path) -> Path:
    """The programme as it ships, without evidence."""
    ignored = shutil.ignore_patterns("evidence", "programme.lock")
    shutil.copytree(PROGRAMME, place, ignore=ignored)
    return place


def measure_all(folder: Path) -> tuple[tuple[Measurement, ...], int]:
    programme = read_programme(folder)
    with engine_for(programme) as engine:
        values = tuple(measured(programme, YEAR, programme.measures, engine))
        return values, engine.reads


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    folder = copied(tmp_path_factory.mktemp("walk") / "huainan-2024")
    synthesize(folder, 7, scale=SCALE)
    values, _ = measure_all(folder)
    programme = read_programme(folder)
    return Walk(folder, values, score_programme(programme), monitor_programme(programme, MONTH))


def numbers_of(sheets: tuple[ScoreSheet, ...]) -> Iterator[tuple[ScoreSheet, ScoredRow]]:
    """The rows whose target is a number, as the record says it, not the program."""
    for sheet in sheets:
        for row in sheet.rows:
            if any(character.isdigit() for character in row.row.indicator.value.text):
                yield sheet, row


def test_the_check_of_the_folder_finds_no_error(walk: Walk) -> None:
    findings = check(read_programme(walk.folder))

    assert [f.en for f in findings if f.severity.rank <= Severity.ERROR.rank] == []


def test_all_34_are_measured_and_the_one_without_evidence_says_so(walk: Walk) -> None:
    without = [v for v in walk.values if v.value is None and v.date is None]

    assert len(walk.values) == 34
    assert [(v.project, v.indicator) for v in without] == [(OPEN, "表彰人数")]
    assert without[0].missing is not None
    assert "commendations" in without[0].missing.en
    assert all(v.missing is None and v.evidence and v.rows for v in walk.values if v.value)


def test_nine_projects_have_a_total_and_a_grade_and_one_is_open(walk: Walk) -> None:
    graded = [s for s in walk.sheets if s.total is not None and s.grade is not None]
    ungraded = [s for s in walk.sheets if s.total is None]

    assert (len(walk.sheets), len(graded)) == (10, 9)
    assert [s.evaluation.title for s in ungraded] == [OPEN]
    assert ungraded[0].grade is None
    assert ungraded[0].open_weight == sum(
        row.points.weight for row in ungraded[0].rows if row.points.points is None
    )
    assert {row.row.indicator.name for row in ungraded[0].rows if row.points.points is None} == {
        "表彰人数",
        "推动绿色发展",
    }


def test_the_year_has_its_missed_its_over_achieved_and_its_unmeasurable_rows(walk: Walk) -> None:
    """The calls are fewer here than in the whole year, so that their number is left out."""
    rows = [
        (row.row.indicator.name, row.points)
        for _, row in numbers_of(walk.sheets)
        if row.row.indicator.name != CALLS
    ]

    unmeasured = [name for name, points in rows if points.points is None]
    missed = {name for name, points in rows if any(n == SHORTFALL for n in points.notes)}
    over = {name for name, points in rows if any("1.3倍" in note.zh for note in points.notes)}

    assert unmeasured == ["表彰人数"]
    assert missed == {
        *("完成调研报告数量", "公众满意度", "控制成本", "服务对象满意度", "信息系统日常维护周期"),
        TWO_READINGS,
    }
    assert over == {"督导检查次数", "出国次数", "招商规模"}


def test_a_row_set_aside_has_no_points_and_its_weight_is_shared(walk: Walk) -> None:
    (sheet,) = [s for s in walk.sheets if s.evaluation.title == ABROAD]

    (aside,) = [row for row in sheet.rows if not row.is_counted]

    shared = {
        row.row.indicator.name: row.points.weight
        for row in sheet.rows
        if row.row.indicator.level1 == aside.row.indicator.level1 and row.is_counted
    }
    assert (aside.row.indicator.name, aside.row.actual.text) == ("推进绿色发展", "不适用")
    assert set(shared.values()) == {Decimal(10)}
    assert "合成文号〔2024〕1号" in aside.points.working.zh
    assert "不适用的“推进绿色发展”按模板原占7.5分，由其他指标分担" in sheet.working.zh
    assert "would have had 7.5 by the template" in sheet.working.en
    watched = next(s for s in walk.watched if s.title == ABROAD)
    assert watched.left_out == ()  # decided in August, monitored at the end of July
    (later,) = [s for s in monitor_programme(read_programme(walk.folder), 8) if s.title == ABROAD]
    assert "本年不监控" in later.left_out[0].zh
    assert "推进绿色发展" not in [r.indicator.name for r in later.rows if r.indicator]


def test_reasons_are_shown_where_stated_and_due_where_not(walk: Walk, written: Path) -> None:
    form = (written / "score" / "自评表.html").read_text("utf-8")
    due = {
        (sheet.evaluation.title, row.row.indicator.name)
        for sheet in walk.sheets
        for row in sheet.rows
        if row.reason_is_due and row.row.indicator.name != CALLS
    }

    findings = [found.zh for found in due_reasons(read_programme(walk.folder))]

    assert due == {
        ("外事工作专项经费", "推进绿色发展"),
        ("政务信息工作专项信息", "推动经济发展程度"),
        ("政府网站安全运行专项经费", "信息系统日常维护合格率"),
    }
    assert "改进措施：选题前评估可行性，终止的报备并说明。" in form
    assert f"“{TWO_READINGS}”：未达到指标值，须填写" in form
    for project, indicator in due:
        assert any(f"“{project}”的“{indicator}”2024年度须说明" in zh for zh in findings)
    assert any("“外出访问次数”2024-07须说明" in zh for zh in findings)
    assert not any("完成调研报告数量" in zh for zh in findings)


def test_the_monitoring_shows_reason_and_cause_of_its_month(walk: Walk) -> None:
    (sheet,) = [s for s in walk.watched if s.title == "政府网站安全运行专项经费"]

    (row,) = [r for r in sheet.rows if r.indicator and r.indicator.name == "信息系统日常维护周期"]

    assert row.causes == (Cause.STAFF,)
    assert "驻点人员轮换" in row.reason
    assert "改进措施：增加替班人员" in row.reason


def half_up(number: Fraction) -> Fraction:
    return Fraction(floor(number * 100 + Fraction(1, 2)), 100)


def test_fractions_give_the_same_points_of_execution(walk: Walk) -> None:
    plan = tomllib.loads((walk.folder / "synthetic.toml").read_text("utf-8"))
    paid = {entry["project"]: Fraction(entry["paid"]) for entry in plan["payments"]}
    with (walk.folder / "budget" / "approved.csv").open(encoding="utf-8", newline="") as lines:
        budget = {row["project"]: Fraction(row["adjusted"]) for row in csv.DictReader(lines)}

    for sheet in walk.sheets:
        title = sheet.evaluation.title
        expected = half_up(10 * min(Fraction(1), paid[title] / budget[title]))

        assert sheet.execution.points is not None
        assert sheet.execution.weight == 10
        assert abs(Fraction(sheet.execution.points) - expected) <= Fraction(1, 100), title


def earned(level2: str, target: str, met: Fraction, weight: Fraction) -> Fraction:
    """The points by the published formulas, from the target as it is printed."""
    found = re.search(r"([≥≤]?)(\d+(?:\.\d+)?)", target)
    assert found is not None
    sign, asked = found[1], Fraction(found[2])
    if "满意度" in level2:
        if met >= asked or met >= 90:
            return weight
        return half_up(weight * met / 90) if met >= 60 else Fraction(0)
    # Without a sign: a time taken is good when short, anything else when much.
    if sign == "≤" or (not sign and "时效" in level2):
        return half_up(weight * min(Fraction(1), max(Fraction(0), 1 - (met - asked) / asked)))
    return half_up(weight * min(Fraction(1), met / asked))


def test_fractions_give_the_same_points_of_every_indicator_with_a_number(walk: Walk) -> None:
    values = {(v.project, v.indicator): v.value for v in walk.values}
    with (walk.folder / READINGS).open(encoding="utf-8", newline="") as lines:
        decided = {
            (row["project"], row["indicator"]): row["reading"] for row in csv.DictReader(lines)
        }
    compared = 0

    for sheet, row in numbers_of(walk.sheets):
        indicator, points = row.row.indicator, row.points
        value = values[sheet.evaluation.title, indicator.name]
        if value is None:
            assert points.points is None
            continue
        weight = Fraction(points.weight)
        target = decided.get((sheet.evaluation.title, indicator.name), indicator.value.text)
        expected = earned(indicator.level2, target, Fraction(value), weight)
        assert points.points is not None, indicator.name
        assert abs(Fraction(points.points) - expected) <= Fraction(1, 100), indicator.name
        compared += 1

    assert compared == 33


def test_without_a_decision_the_target_with_two_readings_has_no_points_and_no_light(
    walk: Walk, tmp_path: Path
) -> None:
    folder = tmp_path / "undecided"
    shutil.copytree(walk.folder, folder)
    (folder / READINGS).unlink()
    programme = read_programme(folder)

    scored = {
        row.row.indicator.name: row for sheet in score_programme(programme) for row in sheet.rows
    }[TWO_READINGS]
    watched = {
        row.indicator.name: row
        for sheet in monitor_programme(programme, MONTH)
        for row in sheet.rows
        if row.indicator is not None
    }[TWO_READINGS]

    assert scored.points.points is None
    assert all(f"读作{share}" in scored.points.working.zh for share in ("1%", "100%"))
    assert (watched.light, watched.pace, watched.forecast) == (None, None, None)
    assert "须由人决定" in watched.working.zh
    assert [f.severity for f in check(programme) if f.file == READINGS] == [Severity.WARNING]


def test_a_decision_on_the_reading_is_told_and_counts_from_its_day(walk: Walk) -> None:
    programme = read_programme(walk.folder)
    scored = {r.row.indicator.name: r for sheet in walk.sheets for r in sheet.rows}[TWO_READINGS]
    lights = [
        row.light
        for month in (2, MONTH)
        for sheet in monitor_programme(programme, month)
        for row in sheet.rows
        if row.indicator is not None and row.indicator.name == TWO_READINGS
    ]

    assert scored.points.points is not None
    assert "单位负责人2024-03-15的决定读作100%" in scored.points.working.zh
    assert scored.row.indicator.value.text == "1百分比"
    assert lights[0] is None
    assert lights[1] in (Light.GREEN, Light.YELLOW)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("100%", "50%"), "should be read as 1% or 100%"),
        (("信息系统日常维护合格率", "项目覆盖单位或市区数量"), "nothing to decide"),
        (("单位负责人", ""), "role, day and reason"),
    ],
)
def test_a_decision_that_does_not_fit_is_an_error(
    walk: Walk, tmp_path: Path, changed: tuple[str, str], told: str
) -> None:
    folder = copied(tmp_path / "wrong")
    file = folder / READINGS
    file.write_text(file.read_text("utf-8").replace(*changed, 1), "utf-8")

    errors = [
        f.en
        for f in check(read_programme(folder))
        if f.file == READINGS and f.severity is Severity.ERROR
    ]

    assert len(errors) == 1
    assert told in errors[0]


def test_weights_make_a_hundred_and_points_make_the_total(walk: Walk) -> None:
    for sheet in walk.sheets:
        parts = [sheet.execution, *(row.points for row in sheet.rows if row.is_counted)]
        reached = sum(Fraction(part.points) for part in parts if part.points is not None)

        assert sum(part.weight for part in parts) == 100
        assert reached == Fraction(sheet.reached)
        assert sheet.total is None or Fraction(sheet.total) == reached


def test_in_july_every_indicator_with_a_value_has_a_light(walk: Walk) -> None:
    rows = {
        (sheet.title, row.indicator.name): row
        for sheet in walk.watched
        for row in sheet.rows
        if row.indicator is not None
    }
    programme = read_programme(walk.folder)
    with engine_for(programme) as engine:
        so_far = list(measured(programme, Period(2024, 1, MONTH), programme.measures, engine))

    lit = [v for v in so_far if rows[v.project, v.indicator].light is not None]

    assert [v.indicator for v in so_far if v.value is not None] == [v.indicator for v in lit]
    assert all(sheet.spending.light is not None for sheet in walk.watched)
    assert {rows[v.project, v.indicator].light for v in lit} >= {Light.GREEN, Light.BLUE}
    # Fewer calls than in the plan, and by the same scale: the light is red.
    assert rows["12345政务热线服务项目", CALLS].light is Light.RED


COMMANDS = (
    ("score", "{folder}", "-o", "{out}/score"),
    ("monitor", "{folder}", "--month", str(MONTH), "-o", "{out}/monitor"),
    ("report", "{folder}", "--month", str(MONTH), "-o", "{out}/report/self.docx"),
    ("evaluate", "{folder}", "--sample", "5", "--seed", "2024", "-o", "{out}/evaluate"),
    ("report", "{folder}", "--kind", "evaluation", "-o", "{out}/report/evaluation.docx"),
)


def commands(folder: Path, out: Path) -> list[list[str]]:
    (out / "report").mkdir(parents=True)
    return [[part.format(folder=folder, out=out) for part in command] for command in COMMANDS]


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def written(walk: Walk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("written") / "out"
    for command in commands(walk.folder, out):
        assert main(command) == 0, command
    return out


def test_the_forms_and_the_report_are_written(written: Path) -> None:
    names = set(digests(written))

    for ending in ("docx", "xlsx", "html"):
        assert f"score/自评表.{ending}" in names
        assert f"monitor/项目支出绩效运行监控表.{ending}" in names
    assert {"score/自评表.txt", "score/自评表.json"} <= names
    for ending in ("docx", "xlsx"):
        for name in ("评价评分表", "评分比较表", "抽样核查计划"):
            assert f"evaluate/{name}.{ending}" in names
    assert {"report/self.docx", "report/evaluation.docx"} <= names


def test_the_same_evidence_gives_the_same_bytes_again(
    walk: Walk, written: Path, tmp_path: Path
) -> None:
    again = tmp_path / "out"

    for command in commands(walk.folder, again):
        main(command)

    assert digests(again) == digests(written)


def test_another_process_with_other_hashes_gives_the_same_bytes(
    walk: Walk, written: Path, tmp_path: Path
) -> None:
    again = tmp_path / "out"
    source = os.pathsep.join([str(PROJECT / "src"), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONHASHSEED": "20240731", "PYTHONPATH": source}

    for command in commands(walk.folder, again):
        subprocess.run(
            [sys.executable, "-m", "jixiao", *command],
            env=environment,
            check=True,
            capture_output=True,
            timeout=120,
        )

    assert digests(again) == digests(written)


@pytest.mark.parametrize("ending", ["docx", "xlsx", "html"])
def test_a_written_self_evaluation_is_read_back_with_the_same_points(
    walk: Walk, written: Path, ending: str
) -> None:
    read = read_self_evaluations(written / "score" / f"自评表.{ending}")

    assert [e.title for e in read] == [s.evaluation.title for s in walk.sheets]
    for evaluation, sheet in zip(read, walk.sheets, strict=True):
        assert [row.points for row in evaluation.rows] == [r.points.points for r in sheet.rows]
        assert [row.indicator.name for row in evaluation.rows] == [
            row.row.indicator.name for row in sheet.rows
        ]
        assert evaluation.funds[0].points == sheet.execution.points
        assert evaluation.total == sheet.total


def test_a_written_self_evaluation_scored_again_shows_no_difference(written: Path) -> None:
    scored = score_file(written / "score" / "自评表.docx", profile="anhui")

    assert len(scored.sheets) == 10
    assert [difference.en for sheet in scored.sheets for difference in sheet.differences] == []


def test_a_tampered_register_is_refused(walk: Walk, tmp_path: Path) -> None:
    folder = tmp_path / "tampered"
    shutil.copytree(walk.folder, folder)
    register = next((folder / "evidence" / "payments").glob("*.csv"))
    register.write_bytes(register.read_bytes().replace(b"1", b"2", 1))

    with pytest.raises(AlteredFile):
        score_programme(read_programme(folder))


def test_a_changed_measure_that_was_locked_is_refused(walk: Walk, tmp_path: Path) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(walk.folder, folder)
    lock(read_programme(folder))
    measure = folder / "measures" / "05-hotline" / "daily-calls-accepted.sql"
    measure.write_text(measure.read_text("utf-8") + "-- kinder\n", "utf-8")

    with pytest.raises(AlteredFile):
        score_programme(read_programme(folder))


def test_a_month_more_reads_only_that_month(walk: Walk, tmp_path: Path) -> None:
    folder = copied(tmp_path / "growing")
    shutil.copytree(
        walk.folder / "evidence",
        folder / "evidence",
        ignore=shutil.ignore_patterns(".cache", "loads.json", "quarantine", "synthetic-2024-12.*"),
    )
    before, first = measure_all(folder)
    _, unchanged = measure_all(folder)
    for december in walk.folder.glob("evidence/hotline_calls/synthetic-2024-12.*"):
        shutil.copy(december, folder / "evidence" / december.parent.name / december.name)

    after, reads = measure_all(folder)

    of_calls = [(v.indicator, v.months[-1][0]) for v in after if v.indicator == CALLS]
    assert first > 300
    assert unchanged == 0
    assert [v.months[-1][0] for v in before if v.indicator == CALLS] == [11]
    assert of_calls == [(CALLS, 12)]
    assert reads == 1
    whole = [v.value for v in walk.values if v.indicator == CALLS]
    assert [v.value for v in after if v.indicator == CALLS] == whole


def test_the_forecasts_of_sums_are_as_good_as_the_naive_ones_or_better(walk: Walk) -> None:
    """docs/how-to/score-a-programme.md says how many; bench.forecasting asks more seeds."""
    rows = by_row(back_test(read_programme(walk.folder)))
    sums = [row for row in rows if row.roll_up == "sum"]
    told = "\n".join(
        f"{r.project} {r.indicator}: {r.methods} {r.error:.2f}, naive {r.naive_error:.2f}, "
        f"within {r.within} of {r.months}"
        for r in sums
    )

    better = [row for row in sums if row.error < row.naive_error]
    equal = [row for row in sums if row.error == row.naive_error]
    within = Fraction(sum(row.within for row in sums), sum(row.months for row in sums))

    assert len(sums) == len([v for v in walk.values if v.roll_up == "sum" and v.value]), told
    assert (len(better), len(equal), len(sums)) == (10, 9, 19), told
    assert {r.methods for r in better} == {("pace and budget, weighted",)}, told
    assert within >= Fraction(LEVEL - 8, 100), f"{float(within):.2f} within\n{told}"


def test_a_forecast_is_never_made_before_the_end_of_march(walk: Walk) -> None:
    sheets = monitor_programme(read_programme(walk.folder), 2)

    rows = [row for sheet in sheets for row in (sheet.spending, *sheet.rows)]
    lit = [row for row in rows if row.pace is not None]

    assert lit
    assert [row.forecast for row in rows if row.forecast is not None] == []
    assert all("too early" in row.working.en for row in lit)


def test_the_budget_of_a_month_leaves_later_adjustments_out(walk: Walk) -> None:
    programme = read_programme(walk.folder)
    gazette = "政府公报专项费用"

    july, september = (budget_of(programme, gazette, month).adjusted for month in (7, 9))

    assert (july, september) == (Decimal("23.17"), Decimal("25.17"))
    assert budget_of(programme, gazette).adjusted == Decimal("25.17")
