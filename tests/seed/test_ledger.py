"""The seed's findings are those of the ledger: each rule fires where it must, and nowhere else."""

from __future__ import annotations

import importlib
from collections import Counter

import pytest

from jixiao.pipeline import check, read
from jixiao.rules.catalogue import FAMILIES, rules_on_targets
from jixiao.rules.check import Report
from tests.paths import SEED_TEXT


def ledger() -> dict[str, list[tuple[int, str]]]:
    entries: dict[str, list[tuple[int, str]]] = {}
    for family in FAMILIES:
        entries |= importlib.import_module(f"tests.seed.ledger_{family}").LEDGER
    return entries


@pytest.fixture(scope="module")
def report() -> Report:
    return check(read(SEED_TEXT))


def found(report: Report, code: str) -> list[tuple[int, str]]:
    numbers = {id(t): n for n, t in enumerate(report.disclosure.targets, 1)}
    return [
        (numbers.get(id(f.target), 0), f.message("zh"))
        for f in report.findings
        if f.rule.code == code
    ]


def test_every_rule_has_a_line_in_the_ledger() -> None:
    codes = {rule.code for rule in rules_on_targets()}

    assert set(ledger()) == codes


@pytest.mark.parametrize("code", [rule.code for rule in rules_on_targets()])
def test_a_rule_fires_on_the_seed_exactly_where_it_must(code: str, report: Report) -> None:
    expected = ledger()[code]

    got = found(report, code)

    assert Counter(n for n, _ in got) == Counter(n for n, _ in expected)
    for number, words in expected:
        assert any(n == number and words in message for n, message in got), (number, words, got)
