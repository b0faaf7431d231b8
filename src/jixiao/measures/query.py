"""Registers kept in a database (数据库台账): a file beside the evidence says what to ask of it.

``evidence/<register>/<name>.query.toml`` names the environment variable that holds the connection
address, never the address itself, and the SELECT. What came is kept beside it, masked, as
``<name>.query.parquet``, which says by which query it was made and is loaded as any other file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from jixiao.measures.database import connection, literal, module, quoted
from jixiao.measures.register import Schema
from jixiao.model.exceptions import AlteredFile, UnreadableFile, UnusableRequest, told_by_system
from jixiao.model.named import NamedTuple

QUERY, SNAPSHOT = ".query.toml", ".query.parquet"
_KEYS = frozenset({"database", "sql", "period", "note"})
_VARIABLE = r"[A-Za-z_][A-Za-z0-9_]{0,63}"
_PERIOD = r"(\d{4})(?:-(\d{2}))?"
_LONGEST_FILE = 1 << 20  # bytes
_HASH = "query_sha256"  # in the snapshot's metadata


class RegisterQuery(NamedTuple):
    """What to ask of a database for a register; ``file`` is its name below ``evidence/``.

    ``database`` is the name of the environment variable with the address. ``sql`` is narrowed to
    the days from ``first`` to before ``after`` where a period is stated.
    """

    file: str
    database: str
    sql: str
    first: str | None
    after: str | None
    sha256: str

    @property
    def snapshot(self) -> str:
        """The file of what came, below ``evidence/``."""
        return self.file.removesuffix(QUERY) + SNAPSHOT

    def statement(self, schema: Schema) -> str:
        """The SELECT as it is sent: on a line of its own, so that its last comment ends there."""
        asked = f"SELECT * FROM (\n{self.sql}\n) AS asked"
        if self.first is None or schema.time is None:
            return asked
        time = quoted(schema.time)
        return f"{asked} WHERE {time} >= DATE '{self.first}' AND {time} < DATE '{self.after}'"


def read_query(folder: Path, file: str, schema: Schema) -> RegisterQuery:
    """The query in ``file`` below ``folder``. Raises :class:`UnreadableFile` where it is none."""
    import tomllib

    try:
        data = (folder / file).read_bytes()
    except OSError as error:
        zh, en = told_by_system(error)
        raise _wrong(file, f"打不开：{zh}", f"cannot be opened: {en}") from error
    if len(data) > _LONGEST_FILE:
        raise _wrong(file, "大得不合理", "is impossibly large")
    try:
        value = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        # The parser may quote the text, which may be an address.
        raise _wrong(file, "不是正确的 UTF-8 TOML", "is no correct TOML in UTF-8") from None
    unknown = sorted(set(value) - _KEYS)
    if unknown:
        known = "、".join(sorted(_KEYS))
        raise _wrong(
            file,
            f"有不认识的键（可用：{known}；连接地址和口令不写在文件里）",
            f"has an unknown key; known are {', '.join(sorted(_KEYS))}, and no address or "
            "password belongs into it",
        )
    variable = value.get("database")
    if not isinstance(variable, str) or re.fullmatch(_VARIABLE, variable) is None:
        # Not shown: an address may have been written here by mistake.
        raise _wrong(
            file,
            "的 database 应为存放连接地址的环境变量名（如 HOTLINE_DATABASE），不是地址本身",
            "should have as its database the name of the environment variable that holds the "
            "address (such as HOTLINE_DATABASE), not the address",
        )
    first, after = _days(value.get("period"), schema, file)
    return RegisterQuery(
        file, variable, _select(value.get("sql"), file), first, after, _sha256(data)
    )


def queries(folder: Path, schemas: Mapping[str, Schema]) -> Iterator[tuple[str, RegisterQuery]]:
    """Register and query of every query file below ``folder``, in order."""
    for name in sorted(schemas):
        place = folder / name
        for path in sorted(place.rglob(f"*{QUERY}")) if place.is_dir() else ():
            if path.is_file() and not path.name.startswith("."):
                file = path.relative_to(folder).as_posix()
                yield name, read_query(folder, file, schemas[name])


def answered_query(path: Path) -> str | None:
    """The sha256 of the query that the snapshot at ``path`` answers; None where it tells none."""
    database = connection()
    try:
        rows = database.execute(
            f"SELECT value FROM parquet_kv_metadata({literal(str(path))}) WHERE key = '{_HASH}'"
        ).fetchall()
    except module().Error:
        return None
    finally:
        database.close()
    return bytes(rows[0][0]).decode("ascii", "replace") if rows else None


def metadata(query: RegisterQuery) -> str:
    """What the snapshot keeps of its query, as an option of DuckDB's COPY."""
    return f"KV_METADATA {{{_HASH}: {literal(query.sha256)}}}"


def refuse_unanswered(folder: Path, query: RegisterQuery) -> None:
    """Raise where ``query`` has no snapshot, or one that answers what it asked before."""
    path = folder / query.snapshot
    if not path.is_file():
        raise UnusableRequest(
            f"“{query.file}”还没有查询过，没有留存的快照。请设置环境变量 {query.database}，"
            "运行 jixiao programme load。",
            f"“{query.file}” was never asked, there is no snapshot of it; set the environment "
            f"variable {query.database} and run jixiao programme load",
        )
    if answered_query(path) != query.sha256:
        raise AlteredFile(
            f"“{query.file}”在留存快照之后改动过，快照不是它的结果。请恢复原查询；确属修改的，"
            f"设置环境变量 {query.database}，用 jixiao programme load --accept 重新查询。",
            f"“{query.file}” was changed since its snapshot, which is no answer to it. Restore it, "
            f"or set the environment variable {query.database} and ask again with jixiao "
            "programme load --accept",
        )


def _select(value: object, file: str) -> str:
    """The SELECT without its last semicolon; that it is one and only reads, PostgreSQL sees to."""
    sql = value.strip().rstrip("; \t\r\n") if isinstance(value, str) else ""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/", " ", sql, flags=re.DOTALL).lstrip(" \t\r\n(").lower()
    if re.match(r"(select|with|values|table)\b", bare) is None:
        raise _wrong(file, "的 sql 应为一条 SELECT", "should have one SELECT as its sql")
    return sql


def _days(value: object, schema: Schema, file: str) -> tuple[str | None, str | None]:
    """The first day of the period stated, and the day after its last."""
    if value is None:
        return None, None
    found = re.fullmatch(_PERIOD, str(value))
    if found is None or not 1 <= int(found[2] or 1) <= 12 or not 1 <= int(found[1]) < 9999:
        raise _wrong(
            file,
            "的 period 应为年或月（如 2024、2024-07）",
            "should have a year or a month as its period, such as 2024 or 2024-07",
        )
    if schema.time is None:
        raise _wrong(
            file, "写了 period，但这个台账不分月", "states a period, but the register has no time"
        )
    year, month = int(found[1]), int(found[2] or 1)
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1) if found[2] else date(year + 1, 1, 1)
    return first.isoformat(), after.isoformat()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _wrong(file: str, zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(f"查询文件“{file}”{zh}。请改正。", f"the query file “{file}” {en}")
