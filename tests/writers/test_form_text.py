"""The form as text, as Word tables come out of Apache Tika."""

from __future__ import annotations

from dataclasses import replace

from jixiao.readers.read import read_bytes
from jixiao.writers.form_text import render
from tests.paths import SEED_TEXT
from tests.writers.reports import seed


def test_the_seed_is_written_as_it_was_read_but_for_blanks() -> None:
    """Cell for cell and line for line: only padding, blank rows and a field's residue are gone."""
    written = [line.strip() for line in render(seed()).decode().split("\n")]

    original = SEED_TEXT.read_text(encoding="utf-8").replace("[bookmark: _GoBack]", "")
    expected = [line.strip() for line in original.split("\n")]
    assert joined(written) == joined(expected)


def joined(lines: list[str]) -> str:
    """The text without blanks, and without the colons that only end labels."""
    return "".join("".join(lines).split())


def test_a_tab_in_a_cell_becomes_a_blank_and_blank_lines_are_left_out() -> None:
    target = replace(seed().targets[0], annual_objective="甲\t乙\n\n \n丙")

    again = read_bytes(render(replace(seed(), targets=(target,))), "x.txt")

    assert again.targets[0].annual_objective == "甲 乙\n丙"


def test_tables_without_headings_are_kept_apart() -> None:
    record = replace(seed(), targets=tuple(replace(t, heading=None) for t in seed().targets))

    again = read_bytes(render(record), "x.txt")

    assert again.targets == record.targets


def test_control_characters_become_the_replacement_character() -> None:
    target = replace(seed().targets[0], project_name="甲\x00\x0c\x1b乙\r\n丙\ud800")

    again = read_bytes(render(replace(seed(), targets=(target,))), "x.txt")

    assert again.targets[0].project_name == "甲\ufffd\ufffd\ufffd乙丙\ufffd"
