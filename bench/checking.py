"""Checking against reading: what the rules cost beside the reading of the same document."""

from __future__ import annotations

from bench.carriers import SIZES, docx
from bench.timing import in_turns, ratio
from jixiao.pipeline import check
from jixiao.readers.read import read_bytes

TURNS = {10: 15, 200: 5, 2000: 3}


def run() -> list[str]:
    """The lines of the results page."""
    lines = [
        "## Checking",
        "",
        "CPU time of all rules over that of reading the same Word file into its record.",
        "",
        "| tables | checking / reading | checking, ms a table |",
        "| ---: | ---: | ---: |",
    ]
    for tables in SIZES:
        data = docx(tables)
        last: list[object] = []

        def reading(data: bytes = data, last: list[object] = last) -> None:
            # A record caches what was computed on it, so each turn checks a fresh one.
            last[:] = [read_bytes(data, "bench.docx")]

        def checking(last: list[object] = last) -> None:
            check(last[0])  # type: ignore[arg-type]

        measured = in_turns({"reading": reading, "checking": checking}, TURNS[tables])
        each = measured["checking"].median / tables * 1000
        share = ratio(measured["checking"], measured["reading"])
        lines.append(f"| {tables} | {share:.2f} | {each:.2f} |")
    return lines
