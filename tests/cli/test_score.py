"""``jixiao score``: forms scored again, what differs, and what the exit code says."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from jixiao.cli.main import main
from jixiao.model.evaluation import Points, ScoredRow, ScoreSheet, SelfEvaluation
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Message
from jixiao.pipeline import score_file
from jixiao.readers.self_evaluation import read_self_evaluations
from jixiao.rules.profile import place_of_evaluation, places_of_evaluations
from jixiao.writers.findings import DESTINATIONS as FINDINGS
from jixiao.writers.save import Destinations, destination
from jixiao.writers.scores import DESTINATIONS, Request, ScoredFile
from tests.paths import SEED_TEXT
from tests.readers.evaluation_forms import ANHUI, SICHUAN

REQUEST = Request()


@pytest.fixture(autouse=True)
def faults_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_DEBUG", "1")


def keyed(path: Path, points: int, actual: str = "31", **more: object) -> Path:
    """A form of one indicator keyed in, complete: it states ``points`` for it."""
    form = {
        "项目名称": "河道保洁",
        "year": 2024,
        "weight_total": 10,
        "execution_score": 10,
        "money": {"年度资金总额": [90, 90, 90]},
        "indicators": [
            {
                "l1": "产出指标",
                "l2": "数量指标",
                "name": "保洁河道",
                "target": "≥30公里",
                "actual": actual,
                "weight": 90,
                "score": points,
            }
        ],
        **more,
    }
    path.write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    return path


def evaluation(department: str = "", unit: str = "", title: str = "") -> SelfEvaluation:
    return SelfEvaluation(title, 2024, department, unit, None, (), "", "", ())


# ── whole runs; the method itself is tested where it lives ───────────────────────────────────


def test_a_form_that_states_what_the_method_gives_ends_with_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["score", str(keyed(tmp_path / "form.json", 90, 总分=100))])

    out = capsys.readouterr().out
    assert code == 0
    assert "河道保洁" in out
    assert "90 / 90分　表列90分" in out
    assert "与表列一致" in out


def test_a_form_that_states_more_ends_with_1_and_shows_the_working(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["score", str(keyed(tmp_path / "form.json", 90, "15"))])

    out = capsys.readouterr().out
    assert code == 1
    assert "45 / 90分　表列90分" in out
    assert "差异：" in out


def test_the_json_holds_both_values_and_the_total(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["score", "--format", "json", str(keyed(tmp_path / "form.json", 90, "15"))])

    made = json.loads(capsys.readouterr().out)
    (sheet,) = made["sheets"]
    assert code == 1
    assert made["differs"] is True
    assert (sheet["rows"][0]["stated"], sheet["rows"][0]["points"]) == ("90", "45")
    assert sheet["total"]["points"] == "55"
    assert sheet["differences"]


def test_the_zero_total_of_anhui_is_shown_as_a_difference(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["score", str(ANHUI), str(SICHUAN), "--lang", "en"])

    out = capsys.readouterr().out
    assert code == 1
    assert "norms: Anhui" in out
    assert "norms: Sichuan" in out
    assert "89.974" in out


def test_a_saved_text_tells_what_could_not_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("jixiao.scoring.self_evaluation")
    output = tmp_path / "scores.txt"

    code = main(["score", str(SICHUAN), str(SEED_TEXT), "-o", str(output)])

    assert code == 2
    assert "没有项目支出绩效自评表" in capsys.readouterr().err
    assert "读不了的文件" in output.read_text(encoding="utf-8")


# ── what needs no method ─────────────────────────────────────────────────────────────────────


def test_a_file_without_a_self_evaluation_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["score", str(SEED_TEXT)])

    assert code == 2
    assert "jixiao read" in capsys.readouterr().err


def test_a_project_twice_in_a_file_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = keyed(tmp_path / "form.json", 90, 总分=100)
    one = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps([one, one], ensure_ascii=False), encoding="utf-8")

    code = main(["score", str(path)])
    text = capsys.readouterr().out
    main(["score", str(path), "-o", str(tmp_path / "out.html"), "--lang", "en"])

    assert code == 1
    assert text.startswith("须先改正")
    assert "“河道保洁”有2份自评" in text
    assert "has 2 self-evaluations, not one" in capsys.readouterr().err


def test_an_unknown_profile_is_refused_before_reading(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["score", "--profile", "atlantis", "no-such-file"])

    assert code == 2
    assert "atlantis" in capsys.readouterr().err


def test_a_programme_is_scored_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "programme.toml").write_text("fiscal_year = 2024", encoding="utf-8")

    code = main(["score", str(tmp_path), str(ANHUI)])

    assert code == 2
    assert "单独" in capsys.readouterr().err


@pytest.mark.parametrize("known", [DESTINATIONS, FINDINGS], ids=["score", "check"])
def test_the_format_must_fit_the_ending(known: Destinations) -> None:
    assert destination(None, Path("a.json"), known) == "json"
    assert destination("json", Path("a.JSON"), known) == "json"
    assert destination(None, None, known) == "text"
    with pytest.raises(UnusableRequest, match="contradicts"):
        destination("text", Path("a.json"), known)
    with pytest.raises(UnusableRequest, match="cannot tell"):
        destination(None, Path("a.pdf"), known)
    with pytest.raises(UnusableRequest, match="cannot go to the screen"):
        destination("xlsx", None, known)


@pytest.mark.parametrize("command", ["score", "check"])
@pytest.mark.parametrize("output", ["", ".", "/", ".."])
def test_an_output_without_a_name_is_refused_alike(
    command: str, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([command, str(SICHUAN), "--format", "json", "-o", output])

    assert code == 2
    assert "jixiao: " in capsys.readouterr().err


def test_names_and_numbers_show_the_place() -> None:
    assert place_of_evaluation(evaluation("219-池州市贵池区棠溪镇人民政府")) == "anhui"
    assert place_of_evaluation(evaluation("[009]淮南市政府办公室")) == "anhui/huainan"
    assert place_of_evaluation(evaluation("218-示例镇", "218003-示例站")) == "anhui"
    assert place_of_evaluation(evaluation("218-示例镇", "219003-示例站")) == ""
    assert place_of_evaluation(evaluation("[105]教育部")) == "central"
    assert place_of_evaluation(evaluation("湖北省水利厅")) == "hubei"
    assert place_of_evaluation(evaluation(title="51000021R000000019951-工资性支出")) == "sichuan"
    assert place_of_evaluation(evaluation(title="2024-工资性支出")) == ""
    assert place_of_evaluation(evaluation("池州市"), "national") == ""


def test_a_form_that_names_nobody_has_the_place_of_the_others() -> None:
    assert places_of_evaluations(read_self_evaluations(ANHUI)) == ("anhui", "anhui")


# ── rendering, on a sheet made by hand ───────────────────────────────────────────────────────


def sheet() -> ScoreSheet:
    """A score sheet with points, a band, a row without points, and a difference."""
    (form,) = read_self_evaluations(SICHUAN)
    working = Message("算式", "working")
    note = Message("须说明原因", "a reason is needed")
    ten, sixty = Decimal(10), Decimal(60)
    return ScoreSheet(
        form,
        Points(ten, ten, ten, ten, "执行率", working, (note,)),
        (
            ScoredRow(
                form.rows[0],
                Points(None, sixty, Decimal(48), sixty, "定性", working),
                stated=Decimal(50),
            ),
            ScoredRow(form.rows[1], Points(None, Decimal(30), None, None, "定量", working)),
        ),
        None,
        ten,
        Decimal(90),
        None,
        working,
        (Message("相差5分", "5 points off"),),
    )


def test_the_text_shows_bands_gaps_notes_and_signs() -> None:
    from jixiao.writers.score_text import render

    text = render([ScoredFile("form.html", (sheet(),), ("sichuan",))], [], REQUEST)

    assert "口径：四川" in text
    assert "未计分 / 60分　表列50分" in text
    assert "可得48—60分" in text
    assert "差异：相差5分" in text
    assert "一致" not in text


def test_the_json_leaves_out_no_number() -> None:
    from jixiao.writers.score_json import file_json

    made = file_json(ScoredFile("form.html", (sheet(),), ("sichuan",)))

    (first,) = made["sheets"]
    assert first["execution"]["points"] == "10"
    assert (first["rows"][0]["low"], first["rows"][0]["points"]) == ("48", None)
    assert first["total"]["points"] is None
    assert first["funds"][0]["paid"] == "251.89"
    assert first["rows"][0]["target"]["comparator"] == "="


def test_read_sends_self_evaluations_to_score() -> None:
    from tests.readers.evaluation_forms import forms, html_of

    page = html_of(forms(SICHUAN))
    from jixiao.model.exceptions import NotAPerformanceForm
    from jixiao.readers.read import read_bytes

    with pytest.raises(NotAPerformanceForm) as refused:
        read_bytes(page, "form.html")

    assert "jixiao score" in refused.value.zh


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".html"])
@pytest.mark.parametrize("path", [ANHUI, SICHUAN], ids=["anhui", "sichuan"])
def test_the_form_written_is_read_again_with_its_points(
    path: Path, ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / f"form{ending}"
    sheets = score_file(path).sheets

    main(["score", str(path), "-o", str(output)])

    again = read_self_evaluations(output)
    assert [e.title for e in again] == [s.evaluation.title for s in sheets]
    for form, sheet in zip(again, sheets, strict=True):
        assert form.total == sheet.total
        assert [r.points for r in form.rows] == [r.points.points for r in sheet.rows]
        assert [r.actual for r in form.rows] == [r.row.actual for r in sheet.rows]
        names = [r.indicator.name for r in form.rows]
        assert names == [r.row.indicator.name for r in sheet.rows]
        funds = [(f.label, f.initial, f.adjusted, f.paid) for f in form.funds]
        stated = sheet.evaluation.funds
        assert funds == [(f.label, f.initial, f.adjusted, f.paid) for f in stated]


def test_a_programme_is_written_in_every_format_into_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, output = tmp_path / "programme", tmp_path / "out"
    folder.mkdir()
    (folder / "programme.toml").write_text("fiscal_year = 2024", encoding="utf-8")
    made = score_file(SICHUAN)
    monkeypatch.setattr("jixiao.pipeline.score_programme", lambda folder: made)

    code = main(["score", str(folder), "-o", str(output)])

    assert code == 0
    assert {path.suffix for path in output.iterdir()} == {
        ".txt", ".json", ".docx", ".xlsx", ".html"
    }  # fmt: skip
