"""The labelled sets: their documents, the kinds of fault, and what is wrong where.

One set is looked at at a time; :func:`use` takes up the other.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from bench.catalogue.layouts import grids, placed

HERE = Path(__file__).resolve().parent
FOLDERS = {"first": HERE, "second": HERE / "second"}
_chosen = ["first"]


def use(name: str) -> None:
    """Take up the set of this name, first or second."""
    _chosen[:] = [name]
    documents.cache_clear()
    keys.cache_clear()


def folder() -> Path:
    """Where the set in use lies."""
    return FOLDERS[_chosen[0]]


class Kind(NamedTuple):
    """A kind of fault. ``codes`` are the rules that count as finding it."""

    name: str
    family: str
    zh: str
    en: str
    scope: str  # row, table or document
    codes: frozenset[str]


class Label(NamedTuple):
    """A fault: the document, the number of its table among the targets, the kind, the cells."""

    document: str
    table: int
    kind: str
    cell: str
    others: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell the fault may rightly be told at."""
        return (self.cell, *self.others)


class Change(NamedTuple):
    """A label judged wrongly, found out later: added or withdrawn, with the reason."""

    label: Label
    is_added: bool
    reason: str


@cache
def documents() -> dict[str, dict[str, Any]]:
    """The documents by their id."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((folder() / "tables").glob("*.toml")):
        for document in tomllib.loads(path.read_text(encoding="utf-8"))["document"]:
            assert document["id"] not in found, document["id"]
            found[document["id"]] = document
    return found


@cache
def kinds() -> dict[str, Kind]:
    """The kinds of fault by their name."""
    return {
        name: Kind(name, k["family"], k["zh"], k["en"], k["scope"], frozenset(k["codes"]))
        for name, k in tomllib.loads((HERE / "kinds.toml").read_text(encoding="utf-8")).items()
    }


def first_labels() -> list[Label]:
    """The labels as they were written before any rule was run."""
    held = tomllib.loads((folder() / "labels.toml").read_text(encoding="utf-8"))
    return [_label(fault) for fault in held["faults"]]


def changes() -> list[Change]:
    """What was judged wrongly at first, with the reason."""
    held = tomllib.loads((folder() / "relabelled.toml").read_text(encoding="utf-8"))
    return [
        Change(_label(fault), fault["change"] == "added", fault["reason"])
        for fault in held["faults"]
    ]


def labels() -> list[Label]:
    """The labels that hold now."""
    withdrawn = {change.label[:4] for change in changes() if not change.is_added}
    return [label for label in first_labels() if label[:4] not in withdrawn] + [
        change.label for change in changes() if change.is_added
    ]


def _label(fault: dict[str, Any]) -> Label:
    return Label(
        fault["document"], fault["table"], fault["kind"], fault["cell"], tuple(fault.get("or", ()))
    )


@cache
def keys(document: str, table: int) -> dict[str, int]:
    """The cells of a table that a label can name, and the row each stands in.

    A field is named by its label; a cell of an indicator by the indicator and its column. The
    second row of one name is “name#2”.
    """
    held = documents()[document]
    grid = grids(held)[0][table - 1 + bool(held.get("list"))]
    found: dict[str, int] = {}
    rows: dict[int, list[Any]] = {}
    for row, _, cell in placed(grid.rows):
        for number in range(row, row + cell.rows):
            rows.setdefault(number, []).append(cell)
    seen: dict[str, int] = {}
    for number, cells in rows.items():
        name = next((c.text for c in cells if c.named == "三级指标"), None)
        for cell in cells:
            if cell.named == "年度目标":
                found[cell.named] = number
        if name is None:
            fields = [c for c in cells if c.text and not c.named and c.rows == 1]
            name = fields[0].text if fields else None
            for cell in cells:
                if cell.text and not cell.named:
                    found.setdefault(cell.text.replace("\n", ""), number)
        else:
            seen[name] = seen.get(name, 0) + 1
            name += f"#{seen[name]}" * (seen[name] > 1)
        for cell in cells:
            if cell.named and name is not None:
                found.setdefault(f"{name}/{cell.named}", number)
    return found
