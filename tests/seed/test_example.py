"""The example that ships says what the publication says, in our words, with all its errors."""

from __future__ import annotations

import importlib
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.pipeline import check, read, write
from tests.paths import PROJECT, SEED_TEXT

EXAMPLE = PROJECT / "examples" / "huainan-2024"
TEXT, DOCUMENT = EXAMPLE / "huainan-2024.txt", EXAMPLE / "huainan-2024.docx"
ORDINARY_ZLIB = 0xCC4B9411  # not zlib-ng and its like, which pack the same bytes otherwise
LONGEST_SHARED = 20  # characters of an objective that may be the publication's own
# Errors of the publication that must carry over word for word.
ERRORS = ("淮办秘【2019】47号（秘密10年）",)
KEPT_ERRORS = (
    *("[bookmark: _GoBack]质量指标", "项止完成及时性", "确保障", "（秘密10年）", "保障.“四送一服”"),
    *("１、", "２、", "３、", "4.", "［2020］10号", "〔2015〕212 号", "2022年度乡村振兴工作"),
    *("”工作，\n", "明年全年", "4.15国家安全日", "24×7×365", "1百分比", "≤2月", "专项信息"),
    *("2022.7-2025.7", "2022.7-2024.12", "2021.12-2024.12", "2023.7-2025.7"),
)


@pytest.fixture(scope="module")
def seed() -> Disclosure:
    return read(SEED_TEXT)


@pytest.fixture(scope="module")
def example() -> Disclosure:
    return read(TEXT)


def codes(record: Disclosure) -> Counter[tuple[int, str]]:
    """How often each rule fires on each project; 0 is the publication as a whole."""
    report = check(record)
    numbers = {id(target): n for n, target in enumerate(report.disclosure.targets, 1)}
    return Counter((numbers.get(id(f.target), 0), f.rule.code) for f in report.findings)


def without_objectives(record: Disclosure) -> Disclosure:
    targets = tuple(replace(target, annual_objective=None) for target in record.targets)
    return replace(record, targets=targets)


def own_words(objective: str | None, filler: str) -> str:
    """The objective without titles of documents and without the errors that must carry over."""
    text = re.sub("《[^》]*》", filler, objective or "")
    for error in ERRORS:
        text = text.replace(error, filler)
    return text


def test_all_but_the_objectives_is_as_published(seed: Disclosure, example: Disclosure) -> None:
    assert without_objectives(example) == without_objectives(seed)


def test_the_same_rules_fire_as_often_on_the_same_projects(
    seed: Disclosure, example: Disclosure
) -> None:
    assert codes(example) == codes(seed)


def test_every_finding_of_the_ledger_is_found_in_the_example(example: Disclosure) -> None:
    found = codes(example)

    for family in ("structure", "money", "indicators", "values", "disclosure", "wording"):
        ledger = importlib.import_module(f"tests.seed.ledger_{family}").LEDGER
        for code, places in ledger.items():
            expected = Counter(number for number, _ in places)
            assert {n: found[n, code] for n in range(11) if found[n, code]} == expected, code


@pytest.mark.parametrize("number", range(10))
def test_no_long_run_of_words_is_copied(number: int, seed: Disclosure, example: Disclosure) -> None:
    published = own_words(seed.targets[number].annual_objective, "\x01")
    ours = own_words(example.targets[number].annual_objective, "\x02")

    shared = SequenceMatcher(None, published, ours, autojunk=False).find_longest_match()

    assert shared.size <= LONGEST_SHARED, published[shared.a : shared.a + shared.size]


@pytest.mark.parametrize("error", KEPT_ERRORS)
def test_an_error_of_the_publication_is_still_there(error: str) -> None:
    assert error in TEXT.read_text(encoding="utf-8")


def test_every_number_of_the_objectives_carries_over(seed: Disclosure, example: Disclosure) -> None:
    for published, ours in zip(seed.targets, example.targets, strict=True):
        numbers = re.findall(r"[0-9０-９]+(?:\.[0-9]+)*", published.annual_objective or "")
        assert Counter(numbers) == Counter(
            re.findall(r"[0-9０-９]+(?:\.[0-9]+)*", ours.annual_objective or "")
        ), published.title


def test_the_document_is_what_the_command_writes(example: Disclosure, tmp_path: Path) -> None:
    """Byte for byte, where zlib packs as the one does with which the document was made."""
    again = tmp_path / "again.docx"

    write(example, again)

    with zipfile.ZipFile(again) as ours, zipfile.ZipFile(DOCUMENT) as shipped:
        assert ours.namelist() == shipped.namelist()
        assert [ours.read(n) for n in ours.namelist()] == [shipped.read(n) for n in ours.namelist()]
    if zlib.crc32(zlib.compress(b"jixiao" * 999 + bytes(range(256)) * 9, 6)) == ORDINARY_ZLIB:
        assert again.read_bytes() == DOCUMENT.read_bytes()


def test_the_document_says_what_the_text_says(example: Disclosure) -> None:
    document = read(DOCUMENT)

    assert document == example
    assert codes(example) - codes(document) == Counter({(3, "DOC02"): 1})
