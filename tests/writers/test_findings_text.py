"""Findings on a terminal: carets under the words meant, whatever their width."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.model.location import Location
from jixiao.writers.findings import Request
from jixiao.writers.findings_text import WINDOW, quoted, render
from tests.writers.reports import LANGUAGES, made, seed_report

CELL = Location(1, 2, 3)


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def over_carets(lines: list[str]) -> str:
    """The characters of the first line that stand over the carets of the second."""
    shown, carets = lines
    place, found = 0, ""
    start = columns(carets[: carets.index("^")])
    end = columns(carets)
    for character in shown:
        if start <= place < end:
            found += character
        place += columns(character)
    return found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("≤182.31万元", "182.31"),
        ("项止完成及时性", "项止"),
        ("abc def", "def"),
        ("“四送一服”ABC双千工程", "ABC"),
        ("甲乙丙", "丙"),
    ],
)
def test_the_carets_stand_under_the_words_meant(text: str, meant: str) -> None:
    start = text.index(meant)

    lines = quoted(text, CELL.characters(start, start + len(meant)))

    assert over_carets(lines) == meant


@given(
    before=st.text("甲乙“”，。ab1 %", max_size=200),
    meant=st.text("丙丁（）xy2", min_size=1, max_size=20),
    after=st.text("甲乙ab\n\t", max_size=200),
)
def test_in_a_long_cell_the_window_holds_the_words_meant(
    before: str, meant: str, after: str
) -> None:
    at = CELL.characters(len(before), len(before) + len(meant))

    lines = quoted(before + meant + after, at)

    assert over_carets(lines) == meant
    assert columns(lines[0]) <= WINDOW + 12


def test_without_characters_the_whole_cell_is_quoted_on_one_line() -> None:
    lines = quoted("甲\n乙\t丙", CELL)

    assert lines == ["│ 甲↵乙 丙"]


def test_places_beyond_the_text_are_not_pointed_at() -> None:
    lines = quoted("甲乙", CELL.characters(1, 9))

    assert lines == ["│ 甲乙"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_told_and_every_basis_once(language: str) -> None:
    report = seed_report()

    text = str(made("text", [report], language=language))

    word = "basis: " if language == "en" else "依据："
    assert text.count(word) == len({finding.rule.code for finding in report.findings})
    for finding in report.findings:
        assert f"{finding.rule.code} {finding.message(language)}" in text


def test_colours_are_only_there_when_asked_for() -> None:
    report = seed_report()

    plain = render([report], [], Request())
    coloured = render([report], [], Request(colour=True))

    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
