"""The shipped example carries the seed's facts and faults over, and none of its long sentences."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.pipeline import check, read, write
from tests.paths import PROJECT, SEED_TEXT

TEXT = PROJECT / "examples/huainan-2024/huainan-2024.txt"
WORD = TEXT.with_suffix(".docx")
# What carries over as it is: titles, document numbers and marks, dates, numbers with their units.
FACTS = re.compile(
    r"《[^《》]*》|[〔【［][^〕】］]*[〕】］]\s*\d+\s*号（[^）]*）|\d{4}年\d+月\d+日|[\d.×-]+[\u4e00-\u9fff]?"
)
LONGEST = 25  # characters


def codes(disclosure: Disclosure) -> Counter[tuple[int, str]]:
    numbers = {id(target): n for n, target in enumerate(disclosure.targets, 1)}
    return Counter((numbers.get(id(f.target), 0), f.rule.code) for f in check(disclosure).findings)


def longest_common(one: str, other: str) -> str:
    best = ""
    for start in range(len(one)):
        while one[start : start + len(best) + 1] in other and start + len(best) < len(one):
            best = one[start : start + len(best) + 1]
    return best


def test_the_example_has_the_findings_of_the_seed() -> None:
    assert codes(read(TEXT)) == codes(read(SEED_TEXT))


def test_the_word_file_has_them_too_but_for_the_invisible_bookmark() -> None:
    expected = codes(read(TEXT))
    expected.subtract({key: n for key, n in expected.items() if key[1] == "DOC02"})

    assert codes(read(WORD)) == +expected


def test_the_word_file_is_what_write_makes_of_the_text(tmp_path: Path) -> None:
    write(read(TEXT), tmp_path / "again.docx")

    assert (tmp_path / "again.docx").read_bytes() == WORD.read_bytes()


def test_list_names_money_and_indicators_are_the_seeds() -> None:
    example, seed = read(TEXT), read(SEED_TEXT)

    assert example.listed == seed.listed
    assert example.withheld == seed.withheld
    assert (example.stated_projects, example.stated_published) == (11, 10)
    for ours, theirs in zip(example.targets, seed.targets, strict=True):
        assert ours.indicators == theirs.indicators
        assert (ours.project_name, ours.heading, ours.funding, ours.project_period) == (
            theirs.project_name,
            theirs.heading,
            theirs.funding,
            theirs.project_period,
        )


@pytest.mark.parametrize("number", range(10))
def test_no_long_sentence_is_copied(number: int) -> None:
    ours = FACTS.sub("|", read(TEXT).targets[number].annual_objective or "")
    theirs = FACTS.sub("/", read(SEED_TEXT).targets[number].annual_objective or "")

    assert len(longest_common(ours, theirs)) <= LONGEST
