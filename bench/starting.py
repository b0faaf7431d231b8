"""Whole processes against a bare ``python -c pass``."""

from __future__ import annotations

import statistics
import sys

from bench.carriers import EXAMPLE
from bench.timing import process_cpu

TURNS = 15
COMMANDS = {
    "`jixiao --help`": ["--help"],
    "`jixiao check` of the example (ten tables, text)": ["check", str(EXAMPLE)],
    "`jixiao read` of the example (ten tables, text)": ["read", str(EXAMPLE)],
}


def run() -> list[str]:
    """The lines of the results page."""
    lines = [
        "## Starting",
        "",
        "CPU time of the whole process over a bare `python -c pass`.",
        "",
        "| command | ratio |",
        "| --- | ---: |",
    ]
    ratios: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(TURNS):
        bare = process_cpu([sys.executable, "-c", "pass"])
        for name, arguments in COMMANDS.items():
            spent = process_cpu([sys.executable, "-m", "jixiao", *arguments])
            ratios[name].append(spent / bare)
    lines += [f"| {name} | {statistics.median(r):.1f} |" for name, r in ratios.items()]
    return lines
