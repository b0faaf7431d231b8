"""A measure says what it reads, and reads no more."""

from __future__ import annotations

import pytest

from jixiao.measures.measure import check_sql, parse_measure
from jixiao.model.exceptions import UnusableRequest
from tests.measures.small import SCHEMAS, measure_of

HEADER = """-- project: 甲项目
-- indicator: 支付金额
-- level2: 成本指标
-- unit: 元
-- registers: payments
-- roll-up: sum
-- direction: down
-- result: money
"""


def test_the_header_is_read_and_other_comments_are_for_people() -> None:
    text = "-- 从支付台账取数，含冲销\n" + HEADER + "\nSELECT 1 AS value"

    measure = parse_measure(text.encode(), "a.sql")

    assert (measure.registers, measure.period, measure.sql) == (
        ("payments",),
        "month",
        "SELECT 1 AS value",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEADER + "-- colour: red\nSELECT 1 AS value", "unknown key colour"),
        (HEADER + "-- unit: 万元\nSELECT 1 AS value", "unit twice"),
        (HEADER.replace("-- result: money\n", "") + "SELECT 1 AS value", "no result"),
        (HEADER.replace("sum", "median") + "SELECT 1 AS value", "should have one of"),
        (HEADER.replace("money", "date") + "SELECT 1 AS value", "latest or maximum"),
        (HEADER, "no SQL"),
    ],
)
def test_a_wrong_header_is_refused_by_name(text: str, told: str) -> None:
    with pytest.raises(UnusableRequest, match=told):
        parse_measure(text.encode(), "a.sql")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) AS value FROM hotline_calls",
        "SELECT count(*) AS value FROM payments, hotline_calls",
        "SELECT (SELECT count(*) FROM hotline_calls) AS value FROM payments",
        "SELECT 1 AS value FROM payments WHERE voucher IN (SELECT call_id FROM hotline_calls)",
        "WITH x AS (SELECT * FROM hotline_calls) SELECT count(*) AS value FROM x",
        "WITH hotline_calls AS (SELECT * FROM hotline_calls) SELECT 1 AS value FROM hotline_calls",
        "SELECT 1 AS value FROM payments UNION ALL SELECT count(*) FROM hotline_calls",
        "SELECT count(*) AS value FROM main.payments",
        "SELECT count(*) AS value FROM temp.payments",
        "SELECT count(*) AS value FROM information_schema.tables",
        "SELECT count(*) AS value FROM sqlite_master",
        "WITH sqlite_master AS (SELECT * FROM sqlite_master) SELECT 1 AS value FROM sqlite_master",
        "SELECT count(*) AS value FROM read_csv('/etc/passwd')",
        "SELECT count(*) AS value FROM read_csv_auto('evidence/payments/2024-01.csv')",
        "SELECT count(*) AS value FROM read_parquet('evidence/.cache/payments/x.parquet')",
        "SELECT count(*) AS value FROM parquet_scan('x.parquet')",
        "SELECT count(*) AS value FROM read_text('/etc/passwd')",
        "SELECT count(*) AS value FROM glob('/*')",
        "SELECT count(*) AS value FROM 'evidence/.cache/payments/x.parquet'",
        "SELECT count(*) AS value FROM query('SELECT * FROM hotline_calls')",
        "SELECT count(*) AS value FROM query_table('hotline_calls')",
        "SELECT count(*) AS value FROM duckdb_settings()",
        "SELECT count(*) AS value FROM pragma_table_info('payments')",
        "SELECT count(*) AS value FROM payments WHERE paid_on < current_date",
        "SELECT count(*) AS value FROM payments WHERE paid_on < now()",
        "SELECT random() AS value FROM payments",
        "SELECT getenv('HOME') AS value FROM payments",
        "ATTACH '/tmp/x.db' AS x",
        "COPY payments TO '/tmp/x.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA database_list",
        "SET threads = 1",
        "SELECT 1 AS value; DROP VIEW payments",
        "SELECT 1 AS value; SELECT 2 AS value",
        "INSERT INTO payments VALUES (1)",
        "CREATE TABLE x AS SELECT 1",
        "EXPORT DATABASE '/tmp/x'",
        "not sql at all",
        ";",
    ],
)
def test_sql_that_reaches_too_far_is_refused(sql: str) -> None:
    with pytest.raises(UnusableRequest):
        check_sql(measure_of(sql), SCHEMAS)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT sum(amount) AS value FROM payments;",
        "WITH x AS (SELECT * FROM payments) SELECT sum(amount) AS value FROM x",
        "WITH payments AS (SELECT * FROM payments WHERE amount > 0) SELECT 1 AS v FROM payments",
        "SELECT sum(a) AS value FROM (SELECT amount AS a FROM PAYMENTS p) q",
        "SELECT count(*) AS value FROM range(3) r, unnest([1]) u",
        "FROM payments SELECT count(*) AS value",
        "WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a) SELECT x AS value FROM b, payments",
        "WITH RECURSIVE n AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM n WHERE x < 9) "
        "SELECT max(x) AS value FROM n",
    ],
)
def test_sql_over_its_own_registers_is_allowed(sql: str) -> None:
    check_sql(measure_of(sql), SCHEMAS)


def test_a_register_that_is_none_is_refused() -> None:
    with pytest.raises(UnusableRequest, match="unknown register"):
        check_sql(measure_of("SELECT 1 AS value", registers="payments, nothing"), SCHEMAS)
