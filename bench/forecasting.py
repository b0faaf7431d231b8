"""The forecasts of a synthetic year held against what came of it, over several seeds.

``python -m bench.forecasting`` takes seven seeds, ``python -m bench.forecasting 1 2`` those named.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from jixiao.measures.synthetic import synthesize
from jixiao.programme.back_test import BackTest, Row, back_test, by_row
from jixiao.programme.folder import read_programme
from jixiao.scoring.forecast import LEVEL

PROGRAMME = Path(__file__).resolve().parent.parent / "programmes/huainan-2024"
SEEDS = (7, 11, 23, 42, 101, 202, 303)
SCALE = 0.02  # of the calls; every other register is whole


class Tally(NamedTuple):
    """The rows of one method: how many forecasts were better, equal, worse than naive."""

    rows: tuple[Row, ...]

    @property
    def better(self) -> int:
        """Rows whose mean absolute error is below that of naive."""
        return sum(row.error < row.naive_error for row in self.rows)

    @property
    def equal(self) -> int:
        """Rows that are the naive forecast."""
        return sum(row.error == row.naive_error for row in self.rows)

    @property
    def within(self) -> Decimal:
        """How many of a hundred intervals held the outcome."""
        count = sum(row.months for row in self.rows)
        return Decimal(100 * sum(row.within for row in self.rows)) / count


def run(seeds: Iterable[int] = SEEDS) -> list[str]:
    """The lines of the results page."""
    rows: list[Row] = []
    told = [f"{seed}" for seed in seeds]
    for seed in map(int, told):
        rows += by_row(back_tests_of(seed))
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        kind = row.methods[-1] if row.roll_up == "sum" else f"{row.roll_up}: {row.methods[-1]}"
        kinds.setdefault(kind, []).append(row)
    sums = Tally(tuple(row for row in rows if row.roll_up == "sum"))
    return [
        "## Forecasts",
        "",
        "The synthetic year of programmes/huainan-2024, monitored at the end of each month from"
        " March to November; the forecast to the year's end beside the simplest one (a sum so far ×"
        " 12 ÷ months; anything else stays as it is) and the outcome. Errors are mean absolute"
        f" ones; the interval is meant to hold {LEVEL} of 100. Seeds: {', '.join(told)}.",
        "",
        "| values, method | rows × seeds | better than naive | the same | worse | error ÷ naive's |"
        " within the interval |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(_line(kind, Tally(tuple(of_kind))) for kind, of_kind in sorted(kinds.items())),
        _line("**all sums**", sums),
        _line("**all**", Tally(tuple(rows))),
    ]


def back_tests_of(seed: int) -> tuple[BackTest, ...]:
    """The back-tests of the programme with the evidence of one seed, in a folder of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / PROGRAMME.name
        ignored = shutil.ignore_patterns("evidence", "programme.lock")
        shutil.copytree(PROGRAMME, folder, ignore=ignored)
        synthesize(folder, seed, scale=SCALE)
        return back_test(read_programme(folder))


def _line(kind: str, tally: Tally) -> str:
    count = len(tally.rows)
    worse = count - tally.better - tally.equal
    ratios = [row.error / row.naive_error for row in tally.rows if row.naive_error]
    ratio = f"{sum(ratios, Decimal(0)) / len(ratios):.2f}" if ratios else "—"
    return (
        f"| {kind} | {count} | {tally.better} | {tally.equal} | {worse} | {ratio} | "
        f"{tally.within:.0f} % |"
    )


if __name__ == "__main__":
    print("\n".join(run(map(int, sys.argv[1:]) if sys.argv[1:] else SEEDS)))
