"""Profiles, gates, waivers, baselines and rewriting on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jixiao.cli.main import main
from tests.paths import PROJECT

EXAMPLE = str(PROJECT / "examples/huainan-2024/huainan-2024.docx")
WAIVER = """[[waiver]]
rule = "AMT02"
project = "政府网站安全运行专项经费"
cell = "≤182.31万元"
reason = "合同跨年"
approver = "预算科科长"
approved_on = 2024-03-01
expires_on = {until}
"""


@pytest.fixture(autouse=True)
def faults_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_DEBUG", "1")


def test_the_gate_is_set_by_severity(capsys: pytest.CaptureFixture[str]) -> None:
    told = ["check", EXAMPLE, "--select", "VAL07"]  # warnings only

    codes = [main([*told, "--fail-on", level]) for level in ("block", "error", "warning")]

    assert codes == [0, 0, 1]


def test_profiles_are_accepted_by_check_and_score(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", EXAMPLE, "--profile", "national-2021", "--format", "json"])
    made = json.loads(capsys.readouterr().out)

    assert made["profile"] == "national-2021"
    assert main(["score", EXAMPLE, "--profile", "atlantis"]) == 2
    assert "atlantis" in capsys.readouterr().err
    assert main(["check", EXAMPLE, "--profile", "atlantis"]) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_profile_is_shown_with_sources(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles", "--lang", language]) == 0
    assert "national-2021" in capsys.readouterr().out
    assert main(["profiles", "anhui-2024", "--lang", language]) == 0
    told = capsys.readouterr().out
    assert "STR05" in told
    assert "legacy_cost_from_year = 2022" in told
    assert main(["profiles", "anhui-2024", "--format", "json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert all(entry["source"]["mark"] for entry in made["parameters"])
    assert [r["rule"] for r in made["rules"] if not r["holds"]] == ["STR05"]
    assert main(["profiles", "atlantis"]) == 2


@pytest.mark.parametrize("format_name", ["text", "json", "sarif", "csv", "html", "xlsx"])
def test_what_is_waived_is_shown_in_every_format(
    format_name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "w.toml").write_text(WAIVER.format(until="2025-12-31"), encoding="utf-8")
    out = tmp_path / f"out.{'txt' if format_name == 'text' else format_name}"

    code = main(
        [
            *("check", EXAMPLE, "--select", "AMT02,WVR", "-o", str(out)),
            *("--waivers", str(tmp_path / "w.toml"), "--as-of", "2025-01-01"),
        ]
    )

    assert code == 0
    if format_name == "xlsx":
        import openpyxl

        cells = [c for row in openpyxl.load_workbook(out)["问题清单"].values for c in row]
        text = "".join(str(c) for c in cells)
    else:
        text = out.read_text(encoding="utf-8")
    assert "AMT02" in text
    assert "合同跨年" in text


def test_an_expired_waiver_fails_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "w.toml").write_text(WAIVER.format(until="2024-12-31"), encoding="utf-8")
    told = ["check", EXAMPLE, "--select", "AMT02,WVR", "--waivers", str(tmp_path / "w.toml")]

    assert main([*told, "--as-of", "2024-12-31"]) == 0
    assert main([*told, "--as-of", "2025-01-01"]) == 1
    assert "WVR02" in capsys.readouterr().out
    assert main([*told, "--as-of", "someday"]) == 2


def test_the_baseline_lets_the_old_be_worked_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline, mended = str(tmp_path / "b.toml"), str(tmp_path / "huainan-2024.docx")

    assert main(["check", EXAMPLE, "--write-baseline", baseline]) == 1
    assert main(["check", EXAMPLE, "--baseline", baseline, "--fail-on", "warning"]) == 0
    assert main(["fix", EXAMPLE, "-o", mended]) == 0
    capsys.readouterr()
    main(["check", mended, "--baseline", baseline])
    assert "已经消除" in capsys.readouterr().err
    assert main(["check", EXAMPLE, "--write-baseline", EXAMPLE]) == 2


def test_fix_lists_every_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", EXAMPLE, "--format", "json"]) == 0
    made = json.loads(capsys.readouterr().out)

    assert [c["rules"] for c in made["changes"]] == [["DOC03"], ["DOC05", "DOC03"], ["DOC03"]]
    assert made["proposals"]
    assert main(["fix", EXAMPLE, "--lang", "en"]) == 0
    assert "Rewritten: 3" in capsys.readouterr().out
    assert main(["fix", EXAMPLE, "-o", str(tmp_path / "out.xlsx")]) == 2
    assert main(["fix", EXAMPLE, "-o", EXAMPLE]) == 2


def test_a_faulty_file_of_waivers_is_told_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "w.toml").write_text("[[waiver]]\nrow = 3\n", encoding="utf-8")

    assert main(["check", EXAMPLE, "--waivers", str(tmp_path / "w.toml")]) == 2
    assert "row" in capsys.readouterr().err
    assert main(["check", EXAMPLE, "--baseline", str(tmp_path / "none.toml")]) == 2
    assert "none.toml" in capsys.readouterr().err
