"""Checking against reading: what the rules cost beside the reading of the same document."""

from __future__ import annotations

from collections.abc import Callable

from bench.carriers import SIZES, docx
from bench.docx_reading import limit
from bench.timing import in_turns, ratio
from jixiao.pipeline import check
from jixiao.readers.read import read_bytes

BOUNDS = ("limit", "reading")
TURNS = {10: 15, 200: 5, 2000: 3}


def run() -> list[str]:
    """The lines of the results page."""
    lines = [
        "## Checking",
        "",
        "CPU time of all rules over inflate + one lxml parse of the same Word file: reading may"
        " take 0.6 of that, checking half as much, 0.30. Beside it, over our own reading of it.",
        "",
        "| tables | checking / limit | checking / our reading | checking, ms a table |",
        "| ---: | ---: | ---: | ---: |",
    ]
    for tables in SIZES:
        data = docx(tables)
        # A record keeps what was computed on it, so each run checks one of its own.
        fresh = [read_bytes(data, "bench.docx") for _ in range(2)]
        work: dict[str, Callable[[], object]] = {
            "limit": lambda data=data: limit(data),
            "reading": lambda data=data: read_bytes(data, "bench.docx"),
            "checking": lambda fresh=fresh: check(fresh.pop()),
        }
        measured = in_turns(work, TURNS[tables])
        each = measured["checking"].median / tables * 1000
        shares = [f"{ratio(measured['checking'], measured[name]):.2f}" for name in BOUNDS]
        lines.append(f"| {tables} | {' | '.join(shares)} | {each:.2f} |")
    return lines
