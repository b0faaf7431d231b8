"""A year of hotline calls measured, against a bare DuckDB scan of the same columns.

``python -m bench.measures`` takes a million calls, ``--long`` a hundred million.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.timing import in_turns, ratio
from jixiao.measures.load import Evidences, load_evidence
from jixiao.measures.measure import Measure, parse_measure
from jixiao.measures.register import parse_schema
from jixiao.measures.run import Engine
from jixiao.model.measurement import Period

CALLS, MANY_CALLS = 1_000_000, 100_000_000
TURNS = 7
YEAR = 2024
MONTH_SECONDS = 28 * 86_400
SCHEMA = parse_schema(
    b"""
name = "hotline_calls"
title_zh = "calls"
time = "received_at"
key = ["call_id"]
[[column]]
name = "call_id"
title_zh = "id"
type = "text"
[[column]]
name = "received_at"
title_zh = "time"
type = "timestamp"
[[column]]
name = "phone"
title_zh = "phone"
type = "text"
personal = "phone"
[[column]]
name = "seconds"
title_zh = "seconds"
type = "integer"
minimum = 0
[[column]]
name = "channel"
title_zh = "channel"
type = "text"
allowed = ["phone", "web"]
""",
    "bench.toml",
)
ASKED = (
    "SELECT count(*) AS numerator, count(DISTINCT CAST(received_at AS DATE)) AS denominator "
    "FROM {source} WHERE channel = 'phone'"
)
HEADER = """-- project: hotline
-- indicator: calls a day
-- level2: quantity
-- unit: calls
-- registers: hotline_calls
-- roll-up: ratio_of_sums
-- direction: up
-- result: number
"""


def run(calls: int = CALLS, turns: int = TURNS) -> list[str]:
    """The lines of the results page."""
    with tempfile.TemporaryDirectory() as place:
        return _run(Path(place), calls, turns)


def _run(place: Path, calls: int, turns: int) -> list[str]:
    # In a process of its own: a database leaves threads behind, and the turns are forked.
    made = "from bench.measures import make, load; from pathlib import Path; import sys; "
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            made + f"make(Path({str(place)!r}), {calls}); print(load(Path({str(place)!r})))",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    loading, memory = float(told[-2]), float(told[-1])
    work: dict[str, Callable[[], object]] = {
        "bare": lambda: bare(place),
        "measured": lambda: measured(place, fresh=True),
        "kept": lambda: measured(place, fresh=False),
    }
    found = in_turns(work, turns)
    walls = {name: min(_wall(run) for _ in range(3)) for name, run in work.items()}
    peak = subprocess.run(
        [
            sys.executable,
            "-c",
            "from bench.measures import measured; from pathlib import Path; "
            "import resource; "
            f"measured(Path({str(place)!r}), fresh=True); "
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [
        "## Measuring",
        "",
        f"A year of {calls:,} hotline calls, Parquet by month: calls a day by telephone, month by"
        " month with the proof, over one bare DuckDB scan of the same columns of the same files."
        " Both on registers already loaded; loading verifies, types, masks and hashes every row,"
        " once a file.",
        "",
        "| | CPU, ms | wall, ms | CPU / bare scan |",
        "| --- | ---: | ---: | ---: |",
        *(
            f"| {label} | {found[name].median * 1000:.1f} | {walls[name] * 1000:.1f} | "
            f"{ratio(found[name], found['bare']):.2f} |"
            for name, label in (
                ("bare", "bare scan"),
                ("measured", "measured, nothing kept"),
                ("kept", "measured again, months kept"),
            )
        ),
        "",
        f"Loading the year: {loading:.1f} s, peak {memory:.0f} MB. Measuring it: peak "
        f"{float(peak):.0f} MB.",
    ]


def make(place: Path, calls: int) -> None:
    """The year's calls, one Parquet file a month."""
    import duckdb

    folder = place / "evidence/hotline_calls"
    folder.mkdir(parents=True)
    each = calls // 12
    database = duckdb.connect()
    database.execute("SET enable_progress_bar = false")
    for month in range(1, 13):
        database.execute(
            f"COPY (SELECT '{month:02d}-' || lpad(i::VARCHAR, 9, '0') AS call_id, "
            f"TIMESTAMP '{YEAR}-{month:02d}-01' + to_seconds(i * {MONTH_SECONDS} // {each}) "
            "AS received_at, '138' || lpad((i * 7919 % 100000000)::VARCHAR, 8, '0') AS phone, "
            "i * 31 % 600 AS seconds, CASE WHEN i % 3 = 0 THEN 'web' ELSE 'phone' END AS channel "
            f"FROM range({each}) t(i)) TO '{folder}/{YEAR}-{month:02d}.parquet'"
        )


def load(place: Path) -> str:
    """Seconds and peak MB of loading it."""
    import resource

    begun = time.perf_counter()
    load_evidence(place / "evidence", {SCHEMA.name: SCHEMA}, YEAR)
    seconds = time.perf_counter() - begun
    return f"{seconds} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}"


def bare(place: Path) -> object:
    """One scan, nothing else."""
    import duckdb

    source = f"read_parquet('{place}/evidence/hotline_calls/*.parquet')"
    return duckdb.connect().execute(ASKED.format(source=source)).fetchall()


def measured(place: Path, *, fresh: bool) -> object:
    """The measure, by its months."""
    with Engine(_evidences(place), fresh=fresh) as engine:
        return engine.measure(_measure(), Period(YEAR))


def _measure() -> Measure:
    return parse_measure((HEADER + ASKED.format(source="hotline_calls")).encode(), "bench.sql")


def _evidences(place: Path) -> Evidences:
    """As loaded; the hashes were checked then."""
    if place not in _LOADED:
        _LOADED[place] = load_evidence(place / "evidence", {SCHEMA.name: SCHEMA}, YEAR)
    return _LOADED[place]


_LOADED: dict[Path, Evidences] = {}


def _wall(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    is_long = "--long" in sys.argv
    print("\n".join(run(MANY_CALLS, 3) if is_long else run()))
