"""A register asked of PostgreSQL: read only, within a time, masked before anything is written.

psycopg comes with the extra ``postgresql`` and is loaded when a database is asked.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.measures.database import connection, literal, quoted
from jixiao.measures.load import CACHE
from jixiao.measures.mask import masked
from jixiao.measures.query import (
    RegisterQuery,
    answered_query,
    metadata,
    queries,
    refuse_unanswered,
)
from jixiao.measures.register import Schema
from jixiao.measures.source import matched
from jixiao.model.exceptions import AlteredFile, UnusableRequest
from jixiao.model.named import NamedTuple

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LONGEST_QUERY = 600  # seconds from the question to the last row
LONGEST_CONNECTING = 10  # seconds
BATCH = 10_000  # rows held at once
# Evidence tells Chinese civil time, wherever the server stands.
_SETTINGS = (
    ("TimeZone", "Asia/Shanghai"),
    ("DateStyle", "ISO, YMD"),
    ("IntervalStyle", "postgres"),
)
_BLANKS = " \t\r\n\u3000"
_DATA_EXCEPTION = "22"  # the class of SQLSTATE
_BOOLEAN, _WITH_ZONE = 16, 1184  # PostgreSQL's numbers of these types


class Answer(NamedTuple):
    """What came of a query: ``rows`` were kept, of which ``changed`` says they are new.

    ``unreachable`` is why the database could not be asked, so that the snapshot of before holds.
    ``ignored`` are columns of the query that the register does not have; they are not kept.
    """

    file: str
    rows: int
    changed: bool
    ignored: tuple[str, ...] = ()
    unreachable: UnusableRequest | None = None


class Unreachable(UnusableRequest):
    """The database cannot be asked: no address, no psycopg, no connection."""


def ask_all(
    folder: Path,
    schemas: Mapping[str, Schema],
    *,
    accept: bool = False,
    longest: float = LONGEST_QUERY,
    environment: Mapping[str, str] = os.environ,
) -> Iterator[Answer]:
    """Every query below ``folder`` (``evidence/``) asked, its snapshot kept beside it.

    Rows that differ from the snapshot's raise :class:`AlteredFile`, unless ``accept`` takes them.
    Where a database cannot be asked the snapshot holds; without one :class:`Unreachable` is raised.
    """
    for name, query in queries(folder, schemas):
        kept = folder / query.snapshot
        try:
            yield _asked(folder, query, schemas[name], accept, longest, environment)
        except Unreachable as error:
            if not kept.is_file():
                raise
            yield Answer(query.file, _count(kept), changed=False, unreachable=error)


def _asked(
    folder: Path,
    query: RegisterQuery,
    schema: Schema,
    accept: bool,
    longest: float,
    environment: Mapping[str, str],
) -> Answer:
    address = environment.get(query.database, "")
    if not address:
        raise Unreachable(
            f"环境变量 {query.database} 没有设置，无法查询“{query.file}”。"
            "请把连接地址放进这个变量。",
            f"the environment variable {query.database} is not set, so “{query.file}” cannot be "
            "asked; put the connection address into it",
        )
    kept = folder / query.snapshot
    if kept.is_file() and not accept:
        refuse_unanswered(folder, query)
    unfinished = kept.with_name(f".{kept.name}.{os.getpid()}")
    (folder / CACHE).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder / CACHE) as work:
        database = connection()
        try:
            database.execute(f"SET temp_directory = {literal(work)}")
            made = _Snapshot(database, Path(work), query, schema)
            for titles, rows in _batches(query, query.statement(schema), address, longest):
                made.add(titles, rows)
            made.write(unfinished)
            is_same = kept.is_file() and _same_rows(database, unfinished, kept)
            if is_same and answered_query(kept) == query.sha256:
                return Answer(query.file, made.rows, False, made.ignored)
            if kept.is_file() and not accept:
                raise AlteredFile(
                    f"“{query.file}”这次查询得到的{made.rows}行与留存的快照（{_count(kept)}行）不同。"
                    "快照没有改动；确属更正或补充的，"
                    "用 jixiao programme load --accept 换成新结果。",
                    f"“{query.file}” now gives {made.rows} rows that are not those of its snapshot "
                    f"({_count(kept)} rows). The snapshot is as it was; if the register was "
                    "corrected or completed take them with jixiao programme load --accept",
                )
            unfinished.replace(kept)
        finally:
            database.close()
            unfinished.unlink(missing_ok=True)
    return Answer(query.file, made.rows, True, made.ignored)


class _Snapshot:
    """Batches of rows put together, masked, as texts, the columns of the register only."""

    def __init__(
        self, database: DuckDBPyConnection, work: Path, query: RegisterQuery, schema: Schema
    ) -> None:
        self.rows = 0
        self.ignored: tuple[str, ...] = ()
        self._database = database
        self._work = work
        self._query = query
        self._schema = schema
        self._parts: list[Path] = []

    def add(self, titles: list[str], rows: list[tuple[str | None, ...]]) -> None:
        """A batch, which may be empty; the first tells the columns."""
        found, self.ignored = matched(titles, self._schema, self._query.file)
        place = {title: n for n, title in enumerate(titles)}
        columns = [c for c in self._schema.columns if c.name in found]
        lists = [[row[place[found[c.name]]] for row in rows] for c in columns]
        values = ", ".join(f"unnest(CAST(? AS VARCHAR[])) AS {quoted(c.name)}" for c in columns)
        clean = ", ".join(f"{masked(c, quoted(c.name))} AS {quoted(c.name)}" for c in columns)
        part = self._work / f"{len(self._parts)}.parquet"
        self._database.execute(
            f"COPY (SELECT {clean} FROM (SELECT {values})) TO {literal(str(part))} "
            "(FORMAT parquet)",
            lists,
        )
        self._parts.append(part)
        self.rows += len(rows)

    def write(self, whole: Path) -> None:
        """All batches as one file, sorted, so that the same rows give the same file."""
        paths = ", ".join(literal(str(part)) for part in self._parts)
        self._database.execute(
            f"COPY (SELECT * FROM read_parquet([{paths}]) ORDER BY ALL) TO "
            f"{literal(str(whole))} (FORMAT parquet, COMPRESSION zstd, {metadata(self._query)})"
        )


def _same_rows(database: DuckDBPyConnection, one: Path, other: Path) -> bool:
    """Both snapshots hold the same rows, however they are written."""
    left, right = (f"SELECT * FROM read_parquet({literal(str(path))})" for path in (one, other))
    described = [database.execute(f"DESCRIBE {each}").fetchall() for each in (left, right)]
    if described[0] != described[1]:
        return False
    found = database.execute(
        f"SELECT EXISTS (({left}) EXCEPT ALL ({right})) OR EXISTS (({right}) EXCEPT ALL ({left}))"
    ).fetchone()
    return found is not None and not found[0]


def _count(path: Path) -> int:
    database = connection()
    try:
        found = database.execute(f"SELECT count(*) FROM read_parquet({literal(str(path))})")
        row = found.fetchone()
    finally:
        database.close()
    return int(row[0]) if row else 0


def _batches(
    query: RegisterQuery, statement: str, address: str, longest: float
) -> Iterator[tuple[list[str], list[tuple[str | None, ...]]]]:
    """The columns and the next rows, the first batch also where there is no row.

    The server-side cursor takes exactly one SELECT, the transaction only reads, each fetch has the
    time that is left.
    """
    psycopg = _module()
    deadline = time.monotonic() + longest
    try:
        link = psycopg.connect(
            address,
            connect_timeout=LONGEST_CONNECTING,
            application_name="jixiao",
            client_encoding="UTF8",
            keepalives_idle=30,
            keepalives_interval=10,
            keepalives_count=3,
        )
    except (psycopg.Error, UnicodeError, ValueError) as error:
        # What psycopg says of a connection names host, account and database.
        zh, en = _why_refused(str(error))
        raise Unreachable(
            f"连不上“{query.file}”的数据库（环境变量 {query.database}）：{zh}。",
            f"the database of “{query.file}” (environment variable {query.database}) cannot be "
            f"reached: {en}",
        ) from None
    try:
        with link:
            link.read_only = True
            for type_info in psycopg.postgres.types:
                if type_info.oid != _BOOLEAN:  # as the server writes it; typed when loaded
                    link.adapters.register_loader(type_info.oid, _text_loader())
            _limit(link, deadline)
            for name, value in _SETTINGS:
                link.execute("SELECT set_config(%s, %s, true)", (name, value))
            cursor = link.cursor(name="evidence")
            cursor.execute(statement)
            described = cursor.description or ()
            titles = [column.name for column in described]
            kinds = [column.type_code for column in described]
            rows = cursor.fetchmany(BATCH)
            yield titles, [_texts(row, kinds) for row in rows]
            while len(rows) == BATCH:
                _limit(link, deadline)
                rows = cursor.fetchmany(BATCH)
                if rows:
                    yield titles, [_texts(row, kinds) for row in rows]
    except psycopg.errors.QueryCanceled:
        raise UnusableRequest(
            f"“{query.file}”超过{longest:g}秒仍未查完，已停止。请简化 SQL，或用 period 分月查询。",
            f"“{query.file}” was stopped after {longest:g} s; make its SQL simpler, or ask month "
            "by month with a period",
        ) from None
    except (psycopg.Error, UnicodeError) as error:
        told = _primary(error)
        raise UnusableRequest(
            f"“{query.file}”查询失败：{told}。请改正 SQL（应为一条只读的 SELECT）。",
            f"“{query.file}” failed: {told}; its sql should be one SELECT that only reads",
        ) from None
    finally:
        link.close()


def _limit(link: Any, deadline: float) -> None:
    """The next statement may take the time that is left, and at least a moment."""
    left = max(1, round((deadline - time.monotonic()) * 1000))
    link.execute("SELECT set_config('statement_timeout', %s, true)", (str(left),))


def _texts(row: tuple[Any, ...], kinds: list[int]) -> tuple[str | None, ...]:
    return tuple(_text(cell, kind) for cell, kind in zip(row, kinds, strict=True))


def _text(cell: object, kind: int) -> str | None:
    """A cell as the loader of evidence reads it, without blanks around it; None for nothing."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = str(cell).strip(_BLANKS)
    if kind == _WITH_ZONE:
        text = text.partition("+")[0]  # Chinese civil time
    return text or None


def _text_loader() -> Any:
    from psycopg.types.string import TextLoader

    return TextLoader


def _module() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise Unreachable(
            "查询 PostgreSQL 需要 psycopg，本机没有安装。请运行 pip install jixiao[postgresql]。",
            "asking PostgreSQL needs psycopg, which is not installed; run pip install "
            "jixiao[postgresql]",
        ) from error
    return psycopg


def _primary(error: Exception) -> str:
    """The server's own sentence; of an error without one only its kind, lest it name the server."""
    diagnosis = getattr(error, "diag", None)
    told = (getattr(diagnosis, "message_primary", None) or type(error).__name__)[:300]
    if str(getattr(error, "sqlstate", None) or "").startswith(_DATA_EXCEPTION):
        told = re.sub(r'"[^"]*"?', '"…"', told)  # quotes a value, which may be personal
    return re.sub(r"\d{6,}", "****", told)


_REFUSALS = (
    ("password authentication failed", "账号或口令不对", "wrong account or password"),
    ("no password supplied", "没有口令", "no password was given"),
    ("Connection refused", "连接被拒绝", "the connection was refused"),
    ("timeout", "超时", "it did not answer in time"),
    ("No such file or directory", "服务没有运行", "the server is not running"),
    ("could not translate host name", "找不到主机", "the host is not found"),
    ("failed to resolve host", "找不到主机", "the host is not found"),
    ("does not exist", "数据库或账号不存在", "no such database or account"),
    ("no pg_hba.conf entry", "服务器不允许这个连接", "the server does not admit this connection"),
)


def _why_refused(told: str) -> tuple[str, str]:
    """Why a connection failed, in words that name no host, account or database."""
    for word, zh, en in _REFUSALS:
        if word in told:
            return zh, en
    return "请检查连接地址和网络", "check the address and the network"
