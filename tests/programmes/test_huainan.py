"""The programme that ships covers every indicator of the publication and says it is synthetic."""

from __future__ import annotations

import csv
import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from jixiao.measures.synthetic import synthesize
from jixiao.pipeline import read, write
from jixiao.programme.locking import changes_since_lock, locked
from tests.measures.plain_registers import PROGRAMME, header_of, proposed, tables
from tests.measures.test_synthetic import programme_at
from tests.paths import PROJECT

RECORD = json.loads((PROGRAMME / "targets.json").read_text("utf-8"))
TITLES = [target["project_name"] for target in RECORD["targets"]]
TIERS = ["优", "良", "中", "差"]
KEY = ("project", "indicator", "level2")


def rows_of(file: str) -> list[dict[str, str]]:
    with (PROGRAMME / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def rubrics() -> list[dict[str, Any]]:
    found = []
    for path in sorted((PROGRAMME / "rubrics").glob("*.toml")):
        value = tomllib.loads(path.read_text("utf-8"))
        assert value["project"] == TITLES[int(path.stem) - 1]
        found += [{"project": value["project"], **rubric} for rubric in value["rubric"]]
    return found


PROPOSING = [rubric for rubric in rubrics() if "proposal" in rubric]
UNDECIDED = {
    ("政务信息工作专项信息", "推动绿色发展", "生态效益指标"),
    ("市本级因公出国(境)经费", "推进绿色发展", "生态效益指标"),  # does not apply
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder = programme_at(tmp_path_factory.mktemp("huainan"))
    synthesize(folder, 7, scale=0.01)
    return tables(folder / "evidence", set(TITLES))


def test_the_targets_are_what_the_example_is_written_as(tmp_path: Path) -> None:
    made = tmp_path / "targets.json"

    write(read(PROJECT / "examples" / "huainan-2024" / "huainan-2024.txt"), made)

    assert made.read_bytes() == (PROGRAMME / "targets.json").read_bytes()


def test_every_indicator_has_a_measure_or_a_rubric_and_not_both() -> None:
    wanted = sorted(
        (target["project_name"], indicator["name"], indicator["level2"])
        for target in RECORD["targets"]
        for indicator in target["indicators"]
    )
    measures = [header_of(path) for path in (PROGRAMME / "measures").rglob("*.sql")]

    found = sorted(tuple(each[name] for name in KEY) for each in [*measures, *rubrics()])

    assert found == wanted
    assert (len(measures), len(rubrics())) == (34, 60)
    assert "reason" not in tomllib.loads((PROGRAMME / "reasons.toml").read_text("utf-8"))


def test_every_rubric_proposes_from_registers_or_says_why_none_can() -> None:
    silent = [rubric for rubric in rubrics() if "no_proposal" in rubric]

    assert len(PROPOSING) + len(silent) == 60
    assert all("proposal" not in rubric for rubric in silent)
    assert [(r["project"], r["indicator"]) for r in silent] == [
        ("行政管理事务专项经费", "城市发展影响程度")
    ]
    assert "须附" in silent[0]["no_proposal"]


def test_every_rubric_demands_something_else_for_each_tier() -> None:
    texts = []
    for rubric in rubrics():
        assert list(rubric["tiers"]) == TIERS, rubric["indicator"]
        assert rubric["note"][0].isascii()
        texts.append(tuple(rubric["tiers"].values()))
        assert len(set(texts[-1])) == 4

    assert len(set(texts)) == 60


@pytest.mark.parametrize("rubric", PROPOSING, ids=lambda r: f"{r['project']}/{r['indicator']}")
def test_a_proposal_gives_a_tier_and_says_on_what(
    rubric: dict[str, Any], database: duckdb.DuckDBPyConnection
) -> None:
    tier, basis = proposed(database, rubric["project"], rubric["proposal"])

    assert tier in TIERS
    assert any(character.isdigit() for character in basis)


@pytest.mark.parametrize("rubric", PROPOSING, ids=lambda r: f"{r['project']}/{r['indicator']}")
def test_a_proposal_without_rows_gives_no_tier(
    rubric: dict[str, Any], database: duckdb.DuckDBPyConnection
) -> None:
    empty = duckdb.connect()
    for (name,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall():
        columns = database.execute(f"DESCRIBE {name}").fetchall()
        cells = ", ".join(f"{column} {kind}" for column, kind, *_ in columns)
        empty.execute(f"CREATE TABLE {name} ({cells})")

    tier, _ = proposed(empty, rubric["project"], rubric["proposal"])

    assert tier is None


def test_a_tier_is_decided_by_a_role_with_a_reason_that_says_synthetic() -> None:
    keys = {tuple(rubric[name] for name in KEY) for rubric in rubrics()}
    decided = rows_of("decisions/tiers.csv")

    assert all(tuple(row[name] for name in KEY) in keys for row in decided)
    assert {row["tier"] for row in decided} <= set(TIERS)
    assert {row["role"] for row in decided} == {"单位负责人", "项目责任人"}
    assert all("synthetic" in row["reason"] for row in decided)
    # One indicator does not apply this year, one nobody has decided on.
    assert len(decided) == 58


def test_the_budget_is_the_published_one_and_its_changes_add_up() -> None:
    changes: dict[str, Decimal] = {}
    for row in rows_of("budget/adjustments.csv"):
        assert "synthetic" in row["document"]
        changes[row["project"]] = changes.get(row["project"], Decimal(0)) + Decimal(row["amount"])
    published = {t["project_name"]: Decimal(t["funding"]["total"]) for t in RECORD["targets"]}

    for row in rows_of("budget/approved.csv"):
        initial = Decimal(row["initial"])
        assert initial == published.pop(row["project"])
        assert Decimal(row["adjusted"]) == initial + changes.get(row["project"], Decimal(0))

    assert not published


def test_the_readme_and_the_evidence_say_that_all_is_synthetic() -> None:
    for name in ("README.md", "evidence/README.md"):
        text = (PROGRAMME / name).read_text("utf-8")
        assert "合成" in text
        assert "synthetic" in text.lower()


@pytest.mark.long
def test_a_decision_that_follows_a_proposal_quotes_its_numbers(tmp_path: Path) -> None:
    folder = programme_at(tmp_path / "whole")
    synthesize(folder, 7)
    whole = tables(folder / "evidence", set(TITLES))
    decided = {tuple(row[name] for name in KEY): row for row in rows_of("decisions/tiers.csv")}

    for rubric in PROPOSING:
        tier, basis = proposed(whole, rubric["project"], rubric["proposal"])
        key = tuple(rubric[name] for name in KEY)
        if key in UNDECIDED:
            assert key not in decided
            continue
        decision = decided[key]
        follows = "同意" in decision["reason"]
        assert (decision["tier"] == tier) is follows, decision
        assert basis in decision["reason"]


def test_the_lock_that_is_shipped_is_of_what_is_shipped() -> None:
    """After a change meant to be made: ``jixiao programme lock programmes/huainan-2024``."""
    assert changes_since_lock(PROGRAMME) == ()
    assert locked(PROGRAMME) is not None
