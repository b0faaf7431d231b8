"""Plain files of a programme folder as a hurried or hostile hand leaves them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jixiao.cli.main import main
from jixiao.model.exceptions import UnreadableFile
from jixiao.model.finding import Severity
from jixiao.programme.evaluation import actual_of
from jixiao.programme.finding import ProgrammeFinding
from jixiao.programme.plain_files import amount, read_toml, rows_of
from tests.programme.folder import GAZETTE, made_programme
from tests.programme.test_decisions import QUALITY, programme_with, told

COLUMNS = ("project", "reason")


def rows(root: Path, text: str) -> list[tuple[str, dict[str, str]]]:
    (root / "some.csv").write_text(text, encoding="utf-8")
    return list(rows_of(root, "some.csv", COLUMNS))


@pytest.mark.parametrize(
    "row",
    ['甲,"同意\n乙,不同意\n', '甲,同意\n乙,"' + "x" * 200_000 + '"\n', '"放管服"改革,同意\n'],
    ids=["left open, swallows what follows", "too long a cell", "marks within a bare cell"],
)
def test_quotation_marks_that_do_not_pair_are_refused_not_read_half(
    tmp_path: Path, row: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        rows(tmp_path, f"project,reason\n{row}")

    assert "双引号没有配对" in caught.value.zh
    assert "some.csv:" in caught.value.zh


def test_a_cell_of_several_lines_is_one_line_and_its_place_is_where_it_begins(
    tmp_path: Path,
) -> None:
    found = rows(tmp_path, 'project,reason\n甲,"第一行\n第二行"\n乙,其他\n')

    assert found == [
        ("some.csv:2", {"project": "甲", "reason": "第一行 第二行"}),
        ("some.csv:4", {"project": "乙", "reason": "其他"}),
    ]


def test_a_line_separator_within_a_cell_does_not_end_the_row(tmp_path: Path) -> None:
    found = rows(tmp_path, "project,reason\n甲,前\u2028后\n")

    assert found[0][1]["reason"] == "前\u2028后"


def test_points_too_large_are_told_in_points(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        amount({"points": "1e13"}, "points", "scores.csv", "分")

    assert "单位为分" in caught.value.zh
    assert "万元" not in caught.value.zh + str(caught.value)


def test_an_underscore_makes_no_number() -> None:
    with pytest.raises(UnreadableFile, match="1_0"):
        amount({"points": "1_0"}, "points", "scores.csv")


def test_tables_nested_without_end_are_refused(tmp_path: Path) -> None:
    (tmp_path / "deep.toml").write_text("x = " + "[" * 5000, encoding="utf-8")

    with pytest.raises(UnreadableFile, match="nested"):
        read_toml(tmp_path / "deep.toml", "deep.toml")


def test_a_title_with_quotation_marks_stands_in_nested_ones() -> None:
    found = ProgrammeFinding(
        Severity.ERROR, "x.csv", "““放管服”改革经费”没有预算数。", "““放管服”改革经费” has none"
    )

    assert found.message() == "“‘放管服’改革经费”没有预算数。"
    assert found.message("en") == "“‘放管服’改革经费” has none"


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("内容质量,质量指标,优,,2025-01-20,核对清样", "没有写由谁定档"),
        ("内容质量,质量指标,优,单位负责人,2025/1/20,核对清样", "应写成2024-08-28这样"),
        ("内容质量,质量指标,优,单位负责人,,核对清样", "应写成2024-08-28这样"),
        ("内容质量,质量指标,优,单位负责人,2052-01-20,核对清样", "离2024年度太远"),
    ],
)
def test_a_tier_says_by_whom_and_on_a_day_of_its_time(tmp_path: Path, row: str, wrong: str) -> None:
    (only,) = told(programme_with(tmp_path, "tiers", row))

    assert wrong in only


def test_what_is_private_in_a_decision_is_covered(tmp_path: Path) -> None:
    row = "内容质量,质量指标,优,单位负责人,2025-01-20,电话13812345678的读者来信为证"
    programme = programme_with(tmp_path, "tiers", row)

    actual = actual_of(programme, GAZETTE, programme.indicators[QUALITY], {})

    assert "13812345678" not in actual.rests_on.zh + actual.rests_on.en
    assert "█" * 11 in actual.rests_on.zh
    assert actual.rests_on.en.startswith("confirmed by the rubric on 2025-01-20")


def test_what_is_private_in_a_stated_reason_is_covered(tmp_path: Path) -> None:
    row = (
        "内容质量,质量指标,2024,其他,联系13812345678未果,"
        "再联系11010519491231002X,项目责任人,2025-01-10"
    )
    programme = programme_with(tmp_path, "deviations", row)

    stated = programme.explained(QUALITY, "2024")

    assert stated is not None
    assert "13812345678" not in stated.text
    assert "11010519491231002X" not in stated.text
    assert stated.reason.startswith("联系█")


def test_what_is_private_in_a_row_set_aside_is_covered(tmp_path: Path) -> None:
    row = "内容质量,质量指标,主管部门,2024-08-28,见13812345678的来信,某文〔2024〕1号"
    programme = programme_with(tmp_path, "not_applicable", row)

    said = programme.covered_message(programme.set_aside[QUALITY].said)

    assert "13812345678" not in said.zh + said.en


def test_a_classification_mark_in_a_reason_is_covered(tmp_path: Path) -> None:
    row = "内容质量,质量指标,优,单位负责人,2025-01-20,见机密★10年的清样"
    programme = programme_with(tmp_path, "tiers", row)

    proof = actual_of(programme, GAZETTE, programme.indicators[QUALITY], {}).proof

    assert "机密★10年" not in proof
    assert "█" in proof


def test_loading_where_no_register_has_a_file_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made_programme(tmp_path)
    shutil.rmtree(folder / "evidence")

    code = main(["programme", "load", str(folder)])

    assert code == 0
    assert capsys.readouterr().out == "还没有台账文件。\n"


def test_what_a_stated_reason_lacks_is_named_in_words(tmp_path: Path) -> None:
    row = "内容质量,质量指标,2024,其他,,,,2025-01-10"

    errors = told(programme_with(tmp_path, "deviations", row))

    assert any("没有写原因、改进措施、岗位" in zh for zh in errors)
