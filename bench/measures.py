"""Hotline calls measured, against a bare DuckDB scan of the same columns of the same tables.

``python -m bench.measures`` takes a year of a million calls; ``--long`` a hundred such years in
1,200 monthly files, which takes minutes and up to 4 GB of disk, given back at the end.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench.timing import in_turns, ratio
from jixiao.measures.load import Evidences, load_evidence
from jixiao.measures.measure import Measure, parse_measure
from jixiao.measures.register import schemas
from jixiao.measures.run import Engine
from jixiao.model.measurement import Period

CALLS = 1_000_000  # a year
YEARS = 100
TURNS = 7
LAST_YEAR = 2024
MONTH_SECONDS = 28 * 86_400
REGISTER = "hotline_calls"
SCHEMAS = {REGISTER: schemas()[REGISTER]}
ASKED = (
    "SELECT count(*) AS numerator, count(DISTINCT CAST(received_at AS DATE)) AS denominator "
    "FROM {source} WHERE channel = '电话'"
)
HEADER = f"""-- project: hotline
-- indicator: calls a day
-- level2: quantity
-- unit: calls
-- registers: {REGISTER}
-- roll-up: ratio_of_sums
-- direction: up
-- result: number
"""


def run(calls: int = CALLS, turns: int = TURNS) -> list[str]:
    """The lines of the results page."""
    with tempfile.TemporaryDirectory() as folder:
        return [*_one_year(Path(folder), calls, turns), *_kept_chapter()]


def _one_year(place: Path, calls: int, turns: int) -> list[str]:
    # In a process of its own: a database leaves threads behind, and the turns are forked.
    _apart("make", place, [LAST_YEAR], calls)
    loading = _apart("load", place, [LAST_YEAR])
    work: dict[str, Callable[[], object]] = {
        "bare": lambda: bare(place, [LAST_YEAR]),
        "measured": lambda: measured(place, LAST_YEAR, fresh=True),
        "kept": lambda: measured(place, LAST_YEAR, fresh=False),
    }
    found = in_turns(work, turns)
    walls = {name: min(_wall(run) for _ in range(3)) for name, run in work.items()}
    measuring = _apart("measure", place, [LAST_YEAR], True)
    return [
        "## Measuring",
        "",
        f"A year of {calls:,} hotline calls, Parquet by month: calls a day by telephone, month by"
        " month with the proof, over one bare DuckDB scan of the same columns of the same tables."
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
        f"Loading the year: {loading['wall']:.1f} s, peak {loading['peak']:.0f} MB. Measuring it: "
        f"peak {measuring['peak']:.0f} MB.",
    ]


def run_long(years: int = YEARS, calls: int = CALLS) -> list[str]:
    """The lines of the long chapter: a hundred years, the last month added afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        return _many_years(Path(folder), years, calls)


def _many_years(place: Path, years: int, calls: int) -> list[str]:
    span = list(range(LAST_YEAR - years + 1, LAST_YEAR + 1))
    making = _apart("make", place, span, calls)
    last, aside = _file(place, LAST_YEAR, 12), place / "late.parquet"
    last.rename(aside)  # comes later, as the last month does
    loading = _apart("load", place, span)
    first = _apart("measure", place, span, True)
    scan = _apart("scan", place, span)
    aside.rename(last)
    again = _apart("load", place, span)
    second = _apart("measure", place, span, False)
    files = 12 * years
    size = sum(path.stat().st_size for path in place.rglob("*.parquet")) / 1e9
    rows = [
        ("bare scan, one process", scan, "", ""),
        (f"loaded, {files - 1:,} files", loading, loading["files"], ""),
        ("measured, nothing kept", first, "", first["files"]),
        (f"loaded again with one month more, {files:,} files", again, again["files"], ""),
        ("measured again", second, "", second["files"]),
    ]
    return [
        "### A hundred years" if years == YEARS else f"### {years} years",
        "",
        f"{years * calls:,} calls as {years} years of twelve monthly Parquet files, each year a"
        " programme of its own, loaded and measured one after another in one process. The last"
        f" month comes after the first measuring. {size:.1f} GB on disk with the loaded tables;"
        f" making the calls took {making['wall']:.0f} s.",
        "",
        "| | CPU, s | wall, s | peak, MB | files typed | files the SQL read |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {label} | {told['cpu']:.1f} | {told['wall']:.1f} | {told['peak']:.0f} | "
            f"{typed} | {read} |"
            for label, told, typed, read in rows
        ),
        "",
        f"Measured over bare scan: {first['cpu'] / scan['cpu']:.2f} in CPU, "
        f"{first['wall'] / scan['wall']:.2f} in wall time. Every file is hashed each time, so that"
        " a change is noticed; only a new one is typed and read by the SQL. A month is a query of"
        " its own, with a fixed cost that one scan of everything has once.",
    ]


def make(place: Path, years: Iterable[int], calls: int) -> None:
    """The calls, one Parquet file a month."""
    import duckdb

    each = calls // 12
    database = duckdb.connect()
    database.execute("SET enable_progress_bar = false")
    for year in years:
        _file(place, year, 1).parent.mkdir(parents=True)
        for month in range(1, 13):
            database.execute(
                f"COPY (SELECT '{year}{month:02d}-' || lpad(i::VARCHAR, 9, '0') AS call_id, "
                f"TIMESTAMP '{year}-{month:02d}-01' + to_seconds(i * {MONTH_SECONDS} // {each}) "
                "AS received_at, received_at + INTERVAL 1 MINUTE AS recorded_at, "
                "'138' || lpad((i * 7919 % 20000)::VARCHAR, 8, '0') AS phone, "
                "CASE WHEN i % 3 = 0 THEN '网络' ELSE '电话' END AS channel, "
                "i % 50 <> 0 AS answered, i % 400 = 0 AS nuisance, i * 31 % 600 AS talk_seconds "
                f"FROM range({each}) t(i)) TO '{_file(place, year, month)}' "
                "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)"
            )


def load(place: Path, years: Iterable[int]) -> int:
    """Load every year; how many files were typed and not taken from the cache."""
    before = _tables(place)
    for year in years:
        _evidences(place, year)
    return _tables(place) - before


def bare(place: Path, years: Iterable[int]) -> object:
    """One scan, nothing else."""
    import duckdb

    paths = [f"'{place}/{year}/evidence/.cache/{REGISTER}/*.parquet'" for year in years]
    source = f"read_parquet([{', '.join(paths)}])"
    return duckdb.connect().execute(ASKED.format(source=source)).fetchall()


def measured(place: Path, year: int, *, fresh: bool) -> int:
    """The measure, by its months; how many monthly files its SQL read."""
    with Engine(_evidences(place, year), fresh=fresh) as engine:
        engine.measure(_measure(), Period(year))
        return engine.reads


def _measure() -> Measure:
    return parse_measure((HEADER + ASKED.format(source=REGISTER)).encode(), "bench.sql")


def _file(place: Path, year: int, month: int) -> Path:
    return place / f"{year}/evidence/{REGISTER}/{year}-{month:02d}.parquet"


def _tables(place: Path) -> int:
    return sum(1 for _ in place.glob(f"*/evidence/.cache/{REGISTER}/*.parquet"))


def _evidences(place: Path, year: int) -> Evidences:
    """As loaded; the hashes were checked then."""
    if (place, year) not in _LOADED:
        _LOADED[place, year] = load_evidence(place / f"{year}/evidence", SCHEMAS, year)
    return _LOADED[place, year]


_LOADED: dict[tuple[Path, int], Evidences] = {}


def _apart(what: str, place: Path, *arguments: object) -> dict[str, Any]:
    """A step in a process of its own: its CPU and wall seconds, its peak in MB, files counted."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.measures", "--step", what, str(place), json.dumps(arguments)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _step(what: str, place: Path, arguments: list[Any]) -> dict[str, Any]:
    count: object = None
    if what == "measure":
        years, fresh = arguments
        for year in years:
            _evidences(place, year)  # loading is a step of its own
    cpu, wall = time.process_time(), time.perf_counter()
    if what == "make":
        make(place, *arguments)
    elif what == "load":
        count = load(place, *arguments)
    elif what == "scan":
        bare(place, *arguments)
    else:
        count = sum(measured(place, year, fresh=fresh) for year in years)
    return {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "files": count,
    }


def _wall(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _kept_chapter() -> list[str]:
    """What the last long run wrote; a whole run of the bench does not repeat it."""
    return ["", *KEPT.read_text(encoding="utf-8").splitlines()] if KEPT.exists() else []


KEPT = Path(__file__).resolve().parent / "hundred_years.md"

if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        print(json.dumps(_step(sys.argv[2], Path(sys.argv[3]), json.loads(sys.argv[4]))))
    elif "--long" in sys.argv:
        lines = run_long()
        KEPT.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print("\n".join(lines))
    else:
        print("\n".join(run()))
