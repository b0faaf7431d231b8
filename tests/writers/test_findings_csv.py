"""Findings as CSV: every row whole, and no cell a formula."""

from __future__ import annotations

import csv
import io

import pytest

from jixiao.writers.findings_csv import HEADERS, harmless
from tests.writers.reports import LANGUAGES, hostile_report, made, seed_report


def rows(written: str | bytes) -> list[list[str]]:
    assert isinstance(written, str)
    assert written.startswith("\ufeff")
    return list(csv.reader(io.StringIO(written[1:], newline="")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_row_a_finding_under_the_headers(language: str) -> None:
    report = seed_report()

    found = rows(made("csv", [report], language=language))

    assert found[0] == HEADERS[language].split("|")
    assert [row[5] for row in found[1:]] == [
        harmless(finding.message(language)) for finding in report.findings
    ]


def test_no_cell_begins_as_a_formula_does() -> None:
    found = rows(made("csv", [hostile_report()]))

    assert any("HYPERLINK" in cell for row in found for cell in row)
    for row in found:
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell


def test_several_files_stand_under_one_header() -> None:
    found = rows(made("csv", [seed_report(), hostile_report()], several=True))

    assert len(found) == 1 + len(seed_report().findings) + len(hostile_report().findings)
    assert {len(row) for row in found} == {len(HEADERS["zh"].split("|"))}
