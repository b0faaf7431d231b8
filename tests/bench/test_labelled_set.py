"""The labelled set of the catalogue: well-formed, and its report runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bench.catalogue.carriers import ENDINGS, carried
from bench.catalogue.labelled import (
    changes,
    documents,
    first_labels,
    folder,
    keys,
    kinds,
    labels,
    use,
)
from bench.catalogue.layouts import LAYOUTS, grids, placed
from bench.catalogue.report import compared, lines, run

from jixiao.readers.read import read_bytes

TARGETS = ("anhui", "national-2015", "sichuan", "hunan", "shanghai")


def test_there_are_sixty_tables_and_twenty_are_clean() -> None:
    tables = {(name, n) for name, d in documents().items() for n in range(1, len(d["table"]) + 1)}

    faulty = {(label.document, label.table) for label in labels()}

    assert len(tables) == 60
    assert len(tables - faulty) == 20
    assert set(LAYOUTS) == {d["form"] for d in documents().values()}


def test_every_label_names_a_kind_and_a_cell_that_exist() -> None:
    changed = [change.label for change in changes()]

    for label in [*first_labels(), *changed]:
        assert label.kind in kinds(), label
        assert set(label.cells) <= set(keys(label.document, label.table)), label
    assert len(set(labels())) == len(labels())


def test_every_kind_is_planted_somewhere_and_has_a_known_scope() -> None:
    assert set(kinds()) == {label.kind for label in first_labels()}
    assert {kind.scope for kind in kinds().values()} <= {"row", "table", "document"}


def test_every_family_is_planted() -> None:
    planted = {kinds()[label.kind].family for label in labels()}

    assert planted >= {"STR", "AMT", "IND", "VAL", "NAR", "COP", "DOC", "SEC", "SCO", "MON"}


def test_a_change_of_a_label_gives_its_reason() -> None:
    assert all(len(change.reason) > 20 for change in changes())


@pytest.mark.parametrize("name", list(documents()))
def test_the_cells_of_a_table_fill_a_rectangle(name: str) -> None:
    for grid in grids(documents()[name])[0]:
        covered = [
            (r, c)
            for row, column, cell in placed(grid.rows)
            for r in range(row, row + cell.rows)
            for c in range(column, column + cell.columns)
        ]
        rows, columns = max(r for r, _ in covered), max(c for _, c in covered)

        assert len(covered) == len(set(covered)) == rows * columns


@pytest.mark.parametrize("name", [n for n, d in documents().items() if d["form"] in TARGETS])
def test_the_three_carriers_of_a_target_say_the_same(name: str) -> None:
    read = [read_bytes(carried(documents()[name], e), f"{name}.{e}") for e in ENDINGS]

    names = [[i.name for t in r.targets for i in t.indicators] for r in read]

    assert names[0] == names[1] == names[2]
    assert [t.project_name for t in read[0].targets] == [
        t["name"] for t in documents()[name]["table"]
    ]


def test_the_report_finds_planted_faults_and_lists_the_misses() -> None:
    result = run(["a03", "a04"])

    held = compared(result)
    report = "\n".join(lines(result))

    assert {label.kind for label, _ in held.hits} >= {"signature-blank", "cost-above-budget"}
    assert "## Misses, by cause" in report
    assert "## False alarms, by rule" in report
    assert not result.unread


@pytest.fixture
def second() -> Iterator[None]:
    """The second set is in use."""
    use("second")
    yield
    use("first")


@pytest.mark.usefixtures("second")
def test_the_second_set_has_eight_clean_tables_and_twelve_faulty_ones() -> None:
    tables = {(name, n) for name, d in documents().items() for n in range(1, len(d["table"]) + 1)}

    faulty = {(label.document, label.table) for label in labels()}

    assert len(tables - faulty) == 8
    assert len(faulty) >= 12
    assert len({d["form"] for d in documents().values()}) >= 5


@pytest.mark.usefixtures("second")
def test_the_labels_of_the_second_set_name_kinds_and_cells_that_exist() -> None:
    for label in first_labels():
        assert label.kind in kinds(), label
        assert set(label.cells) <= set(keys(label.document, label.table)), label
    assert len(set(labels())) == len(labels())
    assert changes() == []


@pytest.mark.parametrize("name", ["first", "second"])
def test_the_rules_find_what_is_planted_and_little_else(name: str) -> None:
    use(name)
    try:
        held = compared(run())
        report = (folder() / "README.md").read_text(encoding="utf-8")
    finally:
        use("first")

    found, right = len(held.hits), len(held.right)
    assert found >= 0.98 * (found + len(held.misses))
    assert right >= 0.98 * (right + len(held.false))
    assert f"| all | {found + len(held.misses)} | {found} |" in report
