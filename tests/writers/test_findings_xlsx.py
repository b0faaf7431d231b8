"""Findings as a workbook: opened by another program, it holds what a reviewer sends out."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from jixiao.writers.findings_xlsx import MOST_SHEETS, WORDS
from tests.writers.reports import LANGUAGES, hostile_report, made, seed_report, unread


def book(*args: object, **options: object) -> Workbook:
    written = made("xlsx", *args, **options)  # type: ignore[arg-type]
    assert isinstance(written, bytes)
    return load_workbook(io.BytesIO(written))


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_summary_a_list_a_sheet_a_project_and_the_rules(language: str) -> None:
    sheets = book([seed_report()], language=language).sheetnames

    words = WORDS[language]
    assert sheets[:2] == [words["summary"], words["findings"]]
    assert sheets[-1] == words["rules"]
    assert [name.split(".")[0] for name in sheets[2:-1]] == [str(n) for n in range(1, 11)]


def test_the_list_holds_every_finding() -> None:
    report = seed_report()

    sheet = book([report])["问题清单"]

    messages = [row[5].value for row in sheet.iter_rows(min_row=2)]
    assert messages == [finding.message("zh") for finding in report.findings]
    assert sheet.auto_filter.ref is not None


def test_the_summary_adds_up_and_has_a_chart() -> None:
    report = seed_report()

    sheet = book([report])["总览"]

    last = [cell.value for cell in list(sheet.iter_rows())[-1]]
    assert last[6] == len(report.findings)
    assert len(sheet._charts) == 1


def test_a_comment_stands_on_the_cell_that_is_meant() -> None:
    sheet = book([seed_report()]).worksheets[11]

    commented = {cell.value: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert "AMT02" in commented["≤182.31万元"]


def test_every_finding_of_a_table_stands_on_its_sheet() -> None:
    report = seed_report()

    sheets = book([report]).worksheets[2:-1]

    for sheet, target in zip(sheets, report.disclosure.targets, strict=True):
        texts = [str(cell.value) for row in sheet for cell in row if cell.value]
        for finding in report.findings:
            if finding.target is target:
                said = f"{finding.rule.code} {finding.message('zh')}"
                assert any(text.startswith(said) for text in texts), said


def test_the_rules_are_listed_with_their_outcomes_and_basis() -> None:
    report = seed_report()

    sheet = book([report])["规则"]

    listed = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert set(listed) == {result.rule.code for result in report.results}
    for row in listed.values():
        assert sum(cell.value for cell in row[3:7]) in (1, 10)
        assert row[7].value


def test_no_cell_is_a_formula_and_names_are_as_printed() -> None:
    made_book = book([hostile_report()])

    cells = [cell for sheet in made_book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "+86138" in {cell.value for cell in cells}


def test_unread_files_have_a_sheet_of_their_own() -> None:
    sheet = book([seed_report()], errors=[unread()], several=True)["读取提示"]

    assert sheet["A2"].value == "坏 & 文件<1>.docx"
    assert "打不开" in sheet["B2"].value


def test_beyond_the_most_sheets_the_list_alone_holds_the_findings() -> None:
    many = [seed_report()] * (MOST_SHEETS // 10 + 1)

    made_book = book(many, several=True)

    assert made_book.sheetnames == ["总览", "问题清单", "规则"]
    assert made_book["问题清单"].max_row == 1 + len(many) * len(seed_report().findings)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert made("xlsx", [seed_report()]) == made("xlsx", [seed_report()])
