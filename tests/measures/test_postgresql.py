"""A register asked of PostgreSQL: kept masked beside the query, loaded as any other file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jixiao.measures.postgresql import Answer, Unreachable, ask_all
from jixiao.measures.run import Engine
from jixiao.model.exceptions import AlteredFile, UnreadableFile, UnusableRequest, UserError
from jixiao.model.measurement import Period
from tests.database import needs_postgresql, postgresql
from tests.measures.small import CALLS_HEAD, SCHEMAS, loaded, measure_of, write_csv

VARIABLE = "HOTLINE_DATABASE"
QUERY = "hotline_calls/calls.query.toml"
SNAPSHOT = "hotline_calls/calls.query.parquet"
SELECT = "SELECT call_id, received_at, phone, seconds, channel FROM calls"
ROWS = (
    ("k1", "2024-01-05 08:00:00+08", " 13812345678 ", 60, "电话", "340403199001011234"),
    ("k2", "2024-01-31 23:59:59+08", "13900001111", None, "网络", None),
    ("k3", "2024-02-01 00:00:00+08", None, -5, "电话", None),
    ("k4", "2024-02-03 10:30:00+08", "", 30, "电话", None),
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgresql() as address:
        yield address


@pytest.fixture
def address(server: str) -> str:
    """The server with its table as it was at first."""
    execute(
        server,
        "DROP TABLE IF EXISTS calls",
        "CREATE TABLE calls (call_id text, received_at timestamptz, phone text, seconds int, "
        "channel text, identity text)",
    )
    import psycopg

    with psycopg.connect(server) as link:
        link.cursor().executemany("INSERT INTO calls VALUES (%s, %s, %s, %s, %s, %s)", ROWS)
    return server


def execute(address: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(address) as link:
        for statement in statements:
            link.execute(statement)


def write_query(
    root: Path, sql: str = SELECT, file: str = QUERY, database: str = VARIABLE, more: str = ""
) -> Path:
    path = root / "evidence" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'database = "{database}"\nsql = """\n{sql}\n"""\n{more}', encoding="utf-8")
    return path


def ask(root: Path, address: str | None, **options: Any) -> list[Answer]:
    environment = {} if address is None else {VARIABLE: address}
    return list(ask_all(root / "evidence", SCHEMAS, environment=environment, **options))


def every_byte(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())


def snapshot_rows(root: Path) -> list[tuple[Any, ...]]:
    import duckdb

    path = root / "evidence" / SNAPSHOT
    return duckdb.connect().execute(f"SELECT * FROM read_parquet('{path}')").fetchall()


@needs_postgresql
def test_what_a_query_gives_is_kept_masked_and_measured(tmp_path: Path, address: str) -> None:
    write_query(tmp_path)
    measure = measure_of(
        "SELECT count(*) AS value FROM hotline_calls",
        registers="hotline_calls",
        unit="个",
        result="number",
    )

    answers = ask(tmp_path, address)
    evidences = loaded(tmp_path)
    with Engine(evidences) as engine:
        found = engine.measure(measure, Period(2024))

    assert answers == [Answer(QUERY, 4, changed=True)]
    assert snapshot_rows(tmp_path) == [
        ("k1", "2024-01-05 08:00:00", "138****5678", "60", "电话"),
        ("k2", "2024-01-31 23:59:59", "139****1111", None, "网络"),
        ("k3", "2024-02-01 00:00:00", None, "-5", "电话"),
        ("k4", "2024-02-03 10:30:00", None, "30", "电话"),
    ]
    assert [(load.file, load.rows, load.rejected) for load in evidences.loads] == [(SNAPSHOT, 3, 1)]
    assert found.value == 3
    assert found.evidence[0].file == SNAPSHOT


@needs_postgresql
def test_the_query_and_its_rows_are_recorded(tmp_path: Path, address: str) -> None:
    write_query(tmp_path)
    ask(tmp_path, address)

    loaded(tmp_path)

    (entry,) = json.loads((tmp_path / "evidence/loads.json").read_bytes())["loads"]
    assert entry["query"]["file"] == QUERY
    assert entry["query"]["rows"] == 4
    assert len(entry["query"]["sha256"]) == 64


@needs_postgresql
def test_neither_address_nor_personal_data_reaches_the_disk(tmp_path: Path, address: str) -> None:
    write_query(tmp_path, "SELECT * FROM calls")

    (answer,) = ask(tmp_path, address)
    loaded(tmp_path)

    written = every_byte(tmp_path)
    assert answer.ignored == ("identity",)
    assert b"13812345678" not in written
    assert b"340403199001011234" not in written
    assert address.encode() not in written


@needs_postgresql
def test_asking_again_leaves_the_same_rows_as_they_are(tmp_path: Path, address: str) -> None:
    write_query(tmp_path)
    ask(tmp_path, address)
    before = (tmp_path / "evidence" / SNAPSHOT).read_bytes()
    execute(address, "CREATE TABLE again AS SELECT * FROM calls ORDER BY call_id DESC")
    execute(address, "DROP TABLE calls", "ALTER TABLE again RENAME TO calls")

    (answer,) = ask(tmp_path, address)

    assert answer == Answer(QUERY, 4, changed=False)
    assert (tmp_path / "evidence" / SNAPSHOT).read_bytes() == before


@needs_postgresql
def test_two_askings_into_two_folders_give_the_same_bytes(tmp_path: Path, address: str) -> None:
    for name in ("one", "two"):
        write_query(tmp_path / name)
        ask(tmp_path / name, address)

    one, two = ((tmp_path / name / "evidence" / SNAPSHOT).read_bytes() for name in ("one", "two"))
    assert one == two


@needs_postgresql
def test_other_rows_are_taken_only_when_accepted(tmp_path: Path, address: str) -> None:
    write_query(tmp_path)
    ask(tmp_path, address)
    loaded(tmp_path)
    before = (tmp_path / "evidence" / SNAPSHOT).read_bytes()
    execute(address, "UPDATE calls SET seconds = 5 WHERE call_id = 'k3'")

    with pytest.raises(AlteredFile, match="not those of its snapshot"):
        ask(tmp_path, address)
    unchanged = (tmp_path / "evidence" / SNAPSHOT).read_bytes()
    (answer,) = ask(tmp_path, address, accept=True)
    (load,) = loaded(tmp_path, accept=True).loads

    assert unchanged == before
    assert answer.changed
    assert (load.rows, load.rejected) == (4, 0)


@needs_postgresql
def test_without_the_database_the_snapshot_holds_and_that_is_said(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_query(tmp_path)
    ask(tmp_path, address)
    loaded(tmp_path)
    gone = "postgresql://someone:secret@/postgres?host=/nowhere"

    (unset,) = ask(tmp_path, None)
    (refused,) = ask(tmp_path, gone)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    (lacking,) = ask(tmp_path, address)

    assert [a.rows for a in (unset, refused, lacking)] == [4, 4, 4]
    reasons = [a.unreachable for a in (unset, refused, lacking)]
    assert [type(reason) for reason in reasons] == [Unreachable] * 3
    words = ("没有设置", "连不上", "没有安装")
    for reason, word in zip(reasons, words, strict=True):
        assert reason is not None
        assert word in reason.zh
        assert "secret" not in reason.zh + reason.en
        assert "someone" not in reason.zh + reason.en
    assert [load.rows for load in loaded(tmp_path).loads] == [3]


@needs_postgresql
def test_a_query_changed_since_its_snapshot_is_noticed(tmp_path: Path, address: str) -> None:
    write_query(tmp_path)
    ask(tmp_path, address)
    loaded(tmp_path)
    write_query(tmp_path, SELECT + " WHERE seconds > 0")

    for work in (
        lambda: loaded(tmp_path),
        lambda: loaded(tmp_path, accept=True),  # there is no answer to the new query yet
        lambda: ask(tmp_path, address),
    ):
        with pytest.raises(AlteredFile, match="changed since its snapshot"):
            work()
    (answer,) = ask(tmp_path, address, accept=True)

    assert answer.rows == 2
    assert loaded(tmp_path, accept=True).loads[0].rows == 2


@needs_postgresql
def test_a_period_narrows_the_query_to_its_days(tmp_path: Path, address: str) -> None:
    write_query(
        tmp_path, SELECT + " WHERE channel LIKE '%话' -- by telephone", more="period = 2024"
    )
    write_query(tmp_path, file="hotline_calls/2024-01.query.toml", more='period = "2024-01"')

    january, year = ask(tmp_path, address)

    assert (january.rows, year.rows) == (2, 3)


@needs_postgresql
def test_a_month_added_by_a_query_of_its_own_needs_no_acceptance(
    tmp_path: Path, address: str
) -> None:
    for month in ("01", "02"):
        write_query(
            tmp_path, file=f"hotline_calls/{month}.query.toml", more=f'period = "2024-{month}"'
        )
        ask(tmp_path, address)
        evidences = loaded(tmp_path)

    assert [(load.rows, load.months) for load in evidences.loads] == [
        (2, ((1, 2),)),
        (1, ((2, 1),)),
    ]


@needs_postgresql
def test_many_rows_come_batch_by_batch_and_none_is_lost(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jixiao.measures.postgresql.BATCH", 1000)
    write_query(
        tmp_path,
        "SELECT 'm' || lpad(n::text, 6, '0') AS call_id, timestamp '2024-03-01' + n * interval "
        "'1 second' AS received_at, '138' || '12345678' AS phone, n AS seconds, '电话' AS channel "
        "FROM generate_series(1, 25000) AS n",
    )

    (answer,) = ask(tmp_path, address)
    (load,) = loaded(tmp_path).loads

    assert answer.rows == load.rows == 25_000
    assert b"13812345678" not in every_byte(tmp_path)


@needs_postgresql
def test_no_row_at_all_is_an_empty_register(tmp_path: Path, address: str) -> None:
    write_query(tmp_path, SELECT + " WHERE false")

    (answer,) = ask(tmp_path, address)

    assert answer.rows == 0
    assert [load.rows for load in loaded(tmp_path).loads] == [0]


@needs_postgresql
def test_what_is_no_date_or_number_is_set_apart_not_an_end_of_it_all(
    tmp_path: Path, address: str
) -> None:
    write_query(
        tmp_path,
        "SELECT 'a' AS call_id, 'infinity'::timestamp AS received_at, '' AS phone, 'NaN'::numeric "
        "AS seconds, '电话' AS channel UNION ALL SELECT 'b', '2024-05-01', '', 7.0, '电话'",
    )

    ask(tmp_path, address)
    (load,) = loaded(tmp_path).loads

    assert (load.rows, load.rejected) == (0, 2)


@needs_postgresql
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1; DROP TABLE calls",
        "SELECT 1) AS x; COMMIT; DROP TABLE calls; SELECT * FROM (SELECT 1",
        "WITH gone AS (DELETE FROM calls RETURNING *) SELECT * FROM gone",
        "SELECT * FROM calls FOR UPDATE",
        "SELECT set_config('transaction_read_only', 'off', true)",
        "SELECT nextval('numbers')",
        "SELECT * INTO copied FROM calls",
    ],
)
def test_what_does_more_than_read_is_refused_and_nothing_is_changed(
    tmp_path: Path, address: str, sql: str
) -> None:
    execute(address, "CREATE SEQUENCE IF NOT EXISTS numbers")
    write_query(tmp_path, sql)

    with pytest.raises(UserError) as told:
        ask(tmp_path, address)

    import psycopg

    with psycopg.connect(address) as link:
        assert link.execute("SELECT count(*) FROM calls").fetchone() == (4,)
    assert QUERY in told.value.zh
    assert not (tmp_path / "evidence" / SNAPSHOT).exists()


@needs_postgresql
def test_a_query_that_takes_too_long_is_stopped(tmp_path: Path, address: str) -> None:
    write_query(tmp_path, "SELECT pg_sleep(60)::text AS call_id")

    with pytest.raises(UnusableRequest) as told:
        ask(tmp_path, address, longest=0.3)

    assert "超过0.3秒" in told.value.zh
    assert "stopped after 0.3 s" in told.value.en


@needs_postgresql
def test_what_the_server_says_of_wrong_sql_is_told_without_personal_data(
    tmp_path: Path, address: str
) -> None:
    write_query(tmp_path, "SELECT '张三 13812345678'::int AS call_id")

    with pytest.raises(UnusableRequest) as told:
        ask(tmp_path, address)

    assert "查询失败：invalid input syntax for type integer" in told.value.zh
    assert "张三" not in told.value.zh + told.value.en
    assert "13812345678" not in told.value.zh + told.value.en


@needs_postgresql
def test_a_query_without_a_needed_column_is_refused(tmp_path: Path, address: str) -> None:
    write_query(tmp_path, "SELECT received_at FROM calls")

    with pytest.raises(UnreadableFile, match="lacks the column “call_id”"):
        ask(tmp_path, address)

    assert not list((tmp_path / "evidence/hotline_calls").glob("*.parquet"))
    assert not list((tmp_path / "evidence/.cache").iterdir())


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("postgresql://someone:secret@/hidden?host=/nowhere", "没有运行"),
        ("postgresql://someone:secret@127.0.0.1:1/hidden", "被拒绝"),
        ("someone secret hidden", "请检查连接地址"),
        ("postgresql://someone:secret@[hidden/x", "请检查连接地址"),
    ],
)
def test_an_address_is_never_told(tmp_path: Path, address: str, word: str) -> None:
    write_query(tmp_path)

    with pytest.raises(Unreachable) as told:
        ask(tmp_path, address)

    said = told.value.zh + told.value.en
    assert VARIABLE in said
    assert word in said
    for part in ("secret", "someone", "hidden", "nowhere", "127.0.0.1"):
        assert part not in said
    assert told.value.__suppress_context__


def test_without_a_variable_and_a_snapshot_it_is_said_what_to_do(tmp_path: Path) -> None:
    write_query(tmp_path)

    with pytest.raises(Unreachable, match=f"environment variable {VARIABLE} is not set"):
        ask(tmp_path, None)
    with pytest.raises(UnusableRequest, match="was never asked"):
        loaded(tmp_path)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("database = 'postgresql://someone:secret@host/x'\nsql = 'SELECT 1'", "环境变量名"),
        ("database = 'host=secret'\nsql = 'SELECT 1'", "环境变量名"),
        ("sql = 'SELECT 1'", "环境变量名"),
        ("database = 'D'\nsql = 'DROP TABLE secret'", "一条 SELECT"),
        ("database = 'D'\nsql = '-- SELECT\ndelete from secret'", "TOML"),
        ("database = 'D'\nsql = '''-- SELECT\ndelete from secret'''", "一条 SELECT"),
        ("database = 'D'\nsql = ''", "一条 SELECT"),
        ("database = 'D'", "一条 SELECT"),
        ("database = 'D'\nsql = 'SELECT 1'\npassword = 'secret'", "不写在文件里"),
        ("database = 'D'\nsql = 'SELECT 1'\nperiod = '2024-13'", "年或月"),
        ("database = 'D'\nsql = 'SELECT 1'\nperiod = 'July'", "年或月"),
        ("database = postgresql://someone:secret@host/x", "TOML"),
        ("\udcff", "TOML"),
    ],
)
def test_a_wrong_query_file_is_refused_by_name_and_not_quoted(
    tmp_path: Path, text: str, word: str
) -> None:
    path = write_query(tmp_path)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(UnreadableFile) as told:
        ask(tmp_path, None)

    assert QUERY in told.value.zh
    assert word in told.value.zh
    assert "secret" not in told.value.zh + told.value.en


def test_a_folder_without_queries_asks_nothing(tmp_path: Path) -> None:
    write_csv(tmp_path, "hotline_calls/2024-01.csv", CALLS_HEAD, ["k,2024-01-05 08:00:00,,60,电话"])

    assert ask(tmp_path, None) == []
