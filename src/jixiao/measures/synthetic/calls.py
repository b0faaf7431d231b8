"""Calls, work orders and probes (话务、工单、探测): the registers too long for CSV, a file a month.

How many calls an hour has is decided here; DuckDB makes the rows. Every cell of a row comes from
the digest of the seed and the row's number, so the same seed gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from jixiao.measures.synthetic.calendar import chance_for, days_of, is_weekend
from jixiao.measures.synthetic.plan import Plan
from jixiao.measures.synthetic.tables import MARK

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Calls by hour of the day, in parts of a thousand: quiet at night, a peak before noon.
_HOURS: tuple[int, ...] = (8, 5, 4, 3, 4, 7, 16, 38, 78, 92, 88, 70)
_HOURS += (46, 54, 74, 76, 72, 62, 50, 44, 40, 32, 23, 14)
# By day of the week, in parts of a hundred, from Monday.
_WEEK = (116, 110, 107, 105, 103, 82, 76)
# By month: summer storms and the heating season.
_MONTHS = (100, 84, 98, 98, 99, 106, 114, 111, 100, 94, 98, 102)
_SITES, _PROBES_A_DAY = 41, 12

Report = Callable[[str], None]


def write_calls(
    database: DuckDBPyConnection,
    folder: Path,
    plan: Plan,
    seed: int,
    scale: float,
    report: Report | None,
) -> None:
    """The calls and the work orders of the year below ``folder``, a Parquet file a month each."""
    for register in ("hotline_calls", "work_orders"):
        (folder / register).mkdir(parents=True, exist_ok=True)
    chance = chance_for(seed, "calls")
    counts = list(_counts(chance, plan, scale))
    flaws = (max(1, round(plan.calls.duplicates * scale)), max(1, round(plan.calls.faulty * scale)))
    for month in range(1, 13):
        _make_month(database, plan, seed, month, [c for c in counts if c[0].month == month])
        _add_flaws(database, seed, flaws, sum(count for _, _, count in counts))
        name = f"{MARK}{plan.fiscal_year}-{month:02d}.parquet"
        _copy(
            database,
            "SELECT * EXCLUDE (n, h) FROM (SELECT * FROM calls UNION ALL SELECT * FROM late "
            "UNION ALL SELECT * FROM flaws) ORDER BY recorded_at, call_id, wait_seconds",
            folder / "hotline_calls" / name,
            seed,
        )
        _make_orders(database)
        _copy(
            database,
            "SELECT * FROM orders ORDER BY opened_at, order_id",
            folder / "work_orders" / name,
            seed,
        )
        # What came late is in next month's file; what came late in December is in none.
        database.execute("CREATE OR REPLACE TABLE late AS SELECT * FROM next")
        if report is not None:
            report(f"hotline_calls, work_orders {plan.fiscal_year}-{month:02d}")


def write_probes(
    database: DuckDBPyConnection, folder: Path, year: int, seed: int, report: Report | None
) -> None:
    """Probes of each web site every two hours, a Parquet file a month; a day of trouble in it."""
    (folder / "site_probes").mkdir(parents=True, exist_ok=True)
    for month in range(1, 13):
        first, after = _bounds(year, month)
        hours = (after - first).days * _PROBES_A_DAY
        made = f"""
            SELECT printf('SYN-W%02d', site + 1) AS site_code,
                   TIMESTAMP '{first}' + to_hours(k * {24 // _PROBES_A_DAY}) AS probed_at, h
            FROM (SELECT unnest(range({hours})) AS k), (SELECT unnest(range({_SITES})) AS site),
            LATERAL (SELECT md5_number_lower(
                '{seed}/probe/{month}/' || k || '/' || site) AS h)"""
        trouble = f"{year}-09-12"
        _copy(
            database,
            f"""SELECT site_code, probed_at, is_up,
                   CASE WHEN is_up THEN CAST(80 + (h >> 20) % 900 AS INTEGER) END AS milliseconds
            FROM (SELECT *, h % 1000 >= CASE WHEN CAST(probed_at AS DATE) = DATE '{trouble}'
                         THEN 400 ELSE 3 END AS is_up FROM ({made}))
            ORDER BY probed_at, site_code""",
            folder / "site_probes" / f"{MARK}{year}-{month:02d}.parquet",
            seed,
        )
        if report is not None:
            report(f"site_probes {year}-{month:02d}")


def _counts(chance: Random, plan: Plan, scale: float) -> Iterator[tuple[date, int, int]]:
    """Day, hour and how many calls; no day that is missing."""
    for day in days_of(plan.fiscal_year):
        of_day = plan.calls.daily * scale * _WEEK[day.weekday()] * _MONTHS[day.month - 1] / 10000
        of_day *= chance.uniform(0.94, 1.06)
        if _is_holiday(day):
            of_day *= 0.72
        for hour, part in enumerate(_HOURS):
            wanted = of_day * part / sum(_HOURS) * chance.uniform(0.9, 1.1)
            count = int(wanted) + (chance.random() < wanted % 1)
            if day not in plan.calls.missing_days:
                yield day, hour, count


def _is_holiday(day: date) -> bool:
    """The New Year, the first week of May and of October: about when offices are closed."""
    return (day.month, day.day) in {(1, 1), (5, 1), (5, 2), (5, 3)} or (
        day.month == 10 and day.day <= 7 and not is_weekend(day)
    )


def _bounds(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, (first + timedelta(days=31)).replace(day=1)


def _make_month(
    database: DuckDBPyConnection,
    plan: Plan,
    seed: int,
    month: int,
    counts: list[tuple[date, int, int]],
) -> None:
    """The month's calls as the table ``calls``; those that come late are put aside in ``next``."""
    database.execute("CREATE OR REPLACE TABLE hours (day DATE, hour INTEGER, calls INTEGER)")
    cells = ", ".join(f"(DATE '{day}', {hour}, {calls})" for day, hour, calls in counts)
    if cells:
        database.execute(f"INSERT INTO hours VALUES {cells}")
    late = ", ".join(f"DATE '{day}'" for day in plan.calls.late_days) or "NULL"
    database.execute(f"""
        CREATE OR REPLACE TABLE calls AS
        WITH each AS (
            SELECT day, hour, unnest(range(calls)) AS k FROM hours
        ), hashed AS (
            SELECT day, hour, k,
                   md5_number_lower('{seed}/call/' || day || '/' || hour || '/' || k) AS h,
                   md5_number_upper('{seed}/call/' || day || '/' || hour || '/' || k) AS g
            FROM each
        ), timed AS (
            SELECT *, CAST(day AS TIMESTAMP) + to_seconds(hour * 3600 + h % 3600) AS received_at,
                   row_number() OVER (PARTITION BY day ORDER BY hour, h % 3600, k) AS n
            FROM hashed
        )
        SELECT printf('SYN%s-%05d', strftime(day, '%Y%m%d'), n) AS call_id,
               received_at,
               received_at + CASE WHEN day IN ({late}) AND (g >> 40) % 100 < 30
                   THEN to_days(CAST(2 + (g >> 50) % 5 AS INTEGER))
                   ELSE to_seconds(CAST(60 + (g >> 30) % 900 AS INTEGER)) END AS recorded_at,
               printf('100%08d', (h >> 12) % 100000000) AS phone,
               CASE WHEN g % 100 < 78 THEN '电话' WHEN g % 100 < 90 THEN '微信'
                    WHEN g % 100 < 98 THEN '网络' ELSE '短信' END AS channel,
               ['田家庵区', '大通区', '谢家集区', '八公山区', '潘集区', '凤台县', '寿县']
                   [CAST(1 + (g >> 7) % 7 AS BIGINT)] AS district,
               CASE WHEN (g >> 14) % 100 < 46 THEN '咨询' WHEN (g >> 14) % 100 < 76 THEN '求助'
                    WHEN (g >> 14) % 100 < 92 THEN '投诉' WHEN (g >> 14) % 100 < 95 THEN '举报'
                    ELSE '建议' END AS category,
               printf('S%02d', 1 + (g >> 21) % 60) AS seat,
               (h >> 40) % 1000 >= 22 AS answered,
               (h >> 50) % 1000 < 9 AS nuisance,
               CAST(3 + (h >> 34) % 37 * CASE WHEN hour IN (9, 10, 15) THEN 2 ELSE 1 END
                   AS INTEGER) AS wait_seconds,
               CASE WHEN (h >> 40) % 1000 >= 22
                   THEN CAST(20 + (g >> 34) % 480 AS INTEGER) ELSE 0 END AS talk_seconds,
               n, h
        FROM timed""")
    if month == 1:
        database.execute("CREATE OR REPLACE TABLE late AS SELECT * FROM calls WHERE FALSE")
    database.execute(
        "CREATE OR REPLACE TABLE next AS SELECT * FROM calls "
        "WHERE month(recorded_at) <> month(received_at) AND recorded_at - received_at "
        "> INTERVAL 1 DAY"
    )
    database.execute("DELETE FROM calls WHERE call_id IN (SELECT call_id FROM next)")


def _add_flaws(database: DuckDBPyConnection, seed: int, flaws: tuple[int, int], total: int) -> None:
    """Calls that were recorded twice, and some whose numbers no call has."""
    duplicates, faulty = flaws
    pick = f"md5_number_lower('{seed}/flaw/' || call_id)"
    database.execute(f"""
        CREATE OR REPLACE TABLE flaws AS
        SELECT * FROM calls WHERE {pick} % {max(1, total)} < {duplicates}
        UNION ALL
        SELECT * REPLACE (
            call_id || 'X' AS call_id,
            CASE WHEN n % 2 = 0 THEN -1 ELSE wait_seconds END AS wait_seconds,
            CASE WHEN n % 2 = 0 THEN answered END AS answered)
        FROM calls WHERE ({pick} >> 24) % {max(1, total)} < {faulty}""")


def _make_orders(database: DuckDBPyConnection) -> None:
    """An order for about one in six calls that were answered; some overdue, some still open."""
    database.execute("""
        CREATE OR REPLACE TABLE orders AS
        WITH picked AS (
            SELECT call_id, received_at, category, md5_number_lower('order/' || h) AS o
            FROM (SELECT * FROM calls UNION ALL SELECT * FROM late)
            WHERE answered AND NOT nuisance AND category <> '咨询' AND (h >> 20) % 100 < 31
        ), timed AS (
            SELECT *, received_at + to_minutes(CAST(5 + o % 55 AS INTEGER)) AS opened_at,
                   CAST(received_at AS DATE) + CASE category WHEN '求助' THEN 3 WHEN '建议' THEN 15
                       ELSE 10 END AS due_on,
                   (o >> 10) % 1000 AS fate
            FROM picked
        ), ended AS (
            SELECT *, CASE
                WHEN fate < 14 THEN NULL
                WHEN fate < 60 THEN CAST(due_on AS TIMESTAMP) + to_hours(CAST(30 + (o >> 24) % 200
                    AS INTEGER))
                ELSE opened_at + to_minutes(CAST(((o >> 24) % 1000) * 1.3 *
                    CASE category WHEN '求助' THEN 3 ELSE 10 END AS INTEGER)) END AS closed_at
            FROM timed
        )
        SELECT replace(call_id, 'SYN', 'SYN-O') AS order_id, call_id, opened_at, due_on, closed_at,
               ['城市管理局', '供水集团', '住房和城乡建设局', '人力资源和社会保障局', '公安局',
                '教育体育局', '医疗保障局', '生态环境局'][CAST(1 + (o >> 34) % 8 AS BIGINT)]
                   AS department,
               CASE WHEN closed_at IS NULL THEN '在办' WHEN fate > 985 THEN '退回' ELSE '办结' END
                   AS status,
               CASE WHEN closed_at IS NOT NULL AND (o >> 40) % 3 = 0
                   THEN (o >> 46) % 100 < 92 END AS satisfied
        FROM ended""")


def _copy(database: DuckDBPyConnection, query: str, path: Path, seed: int) -> None:
    told = f"{{synthetic: 'true', note: '合成数据，不是真实记录', seed: '{seed}'}}"
    target = str(path).replace("'", "''")
    database.execute(
        f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, "
        f"ROW_GROUP_SIZE 122880, KV_METADATA {told})"
    )
