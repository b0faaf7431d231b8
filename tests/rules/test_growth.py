"""The cost of checking grows with the publication, not with its square."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Outcome
from jixiao.pipeline import read
from jixiao.rules.check import check
from tests.paths import SEED_TEXT

TIMES = 4  # how much larger the second publication is
# Four times the work, with room for a busy machine; a square would be sixteen times.
BOUND = 9

OBJECTIVES = {
    "items": "1.完成培训30次，发放5万元，2022.7-2025.7。\n",
    "amounts": "印刷5万元，合计5万元，每本2元，",
    "years": "2020年",
    "deadlines": "2020年3月底前完成工作，",
    "citations": "根据《通知》（国办发〔2018〕2号），",
    "quotations": "“落实要求，",
    "digits": "1",
    "thousands": "1,234",
    "relative years": "下半年明年去年",
    "marks": "（秘密）10年",
    "wide digits": "１" + "1" * 999,
    "months": "1" * 999 + "月",
    "open brackets": "（“",
    "phones": "13912345678 ",
}


@pytest.fixture(scope="module")
def seed() -> Disclosure:
    return read(SEED_TEXT)


def cost(made: Callable[[], Disclosure]) -> float:
    """The least CPU time of two checks, each of a fresh record."""
    spent = []
    for _ in range(2):
        disclosure = made()
        begun = time.process_time()
        check(disclosure)
        spent.append(time.process_time() - begun)
    return min(spent)


@pytest.mark.parametrize("piece", OBJECTIVES.values(), ids=OBJECTIVES)
def test_a_longer_objective_costs_in_proportion(seed: Disclosure, piece: str) -> None:
    def with_objective(length: int) -> Disclosure:
        objective = (piece * (length // len(piece) + 1))[:length]
        target = replace(seed.targets[0], annual_objective=objective)
        return replace(seed, targets=(target,), listed=())

    short = cost(lambda: with_objective(4_000))
    long = cost(lambda: with_objective(4_000 * TIMES))

    assert long < short * BOUND


def test_more_indicators_cost_in_proportion(seed: Disclosure) -> None:
    rows = [indicator for target in seed.targets for indicator in target.indicators]

    def with_indicators(count: int) -> Disclosure:
        made = (rows[n % len(rows)] for n in range(count))
        indicators = tuple(replace(row, name=f"{row.name}{n}") for n, row in enumerate(made))
        target = replace(seed.targets[0], indicators=indicators)
        return replace(seed, targets=(target,), listed=())

    few = cost(lambda: with_indicators(300))
    many = cost(lambda: with_indicators(300 * TIMES))

    assert many < few * BOUND


def test_more_tables_cost_in_proportion(seed: Disclosure) -> None:
    def with_tables(count: int) -> Disclosure:
        targets = (seed.targets[n % len(seed.targets)] for n in range(count))
        copies = tuple(
            replace(t, project_name=f"{t.project_name}{n}") for n, t in enumerate(targets)
        )
        return replace(seed, targets=copies)

    few = cost(lambda: with_tables(30))
    many = cost(lambda: with_tables(30 * TIMES))

    assert many < few * BOUND


def test_the_collector_of_garbage_is_left_as_it_was(seed: Disclosure) -> None:
    was_enabled = gc.isenabled()
    try:
        gc.enable()
        check(seed)
        assert gc.isenabled()

        gc.disable()
        check(seed)
        assert not gc.isenabled()
    finally:
        if was_enabled:
            gc.enable()


def test_every_rule_has_a_result_for_every_table_in_the_order_of_rules(seed: Disclosure) -> None:
    report = check(seed)

    tables = [r.target for r in report.results if r.rule.code == "AMT02"]
    assert tables == list(seed.targets)
    failed = {(f.rule.code, f.target) for f in report.findings if f.rule.code == "AMT02"}
    assert failed == {
        (r.rule.code, r.target)
        for r in report.results
        if r.rule.code == "AMT02" and r.outcome is Outcome.FAIL
    }
