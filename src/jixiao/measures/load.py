"""Registers loaded (台账入库): typed, masked, with their hashes; what is wrong is set apart.

Every file of ``evidence/<register>/`` becomes one Parquet file below ``evidence/.cache/``, named by
what it was made of, so that a file that did not change is never read again. Rows that do not fit
the schema stand in ``evidence/quarantine/<register>.csv`` with file, row number and reason.
``evidence/loads.json`` records every load; a file that is no longer the one recorded is told.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.measures.database import connection, literal, quoted
from jixiao.measures.mask import masked
from jixiao.measures.query import QUERY, RegisterQuery, read_query, refuse_unanswered
from jixiao.measures.register import DECIMAL_PLACES, Column, Schema
from jixiao.measures.source import KINDS, Relation, Workbook, relation
from jixiao.model.exceptions import AlteredFile, UnreadableFile
from jixiao.model.named import NamedTuple

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LOADS = "loads.json"
CACHE = ".cache"
QUARANTINE = "quarantine"
_MADE_BY = "jixiao/load/1"  # changes with what loading makes of a file
_NUMBER = r"^[+-]?\d+(\.\d+)?$"
_WHOLE = r"^[+-]?\d+$"
_DATE = r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}$"
_TIMESTAMP = r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?$"
_TRUE, _FALSE = ("true", "1", "是", "yes"), ("false", "0", "否", "no")
_KEEPS_TYPE = {
    "integer": ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"),
    "date": ("DATE",),
    "timestamp": ("TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S", "DATE"),
    "boolean": ("BOOLEAN",),
}

Report = Callable[[str], None]


class Load(NamedTuple):
    """One file of a register as it was loaded.

    ``file`` is its name below ``evidence/``. ``rows`` were taken, ``rejected`` set apart; ``first``
    and ``last`` are the ISO days of the rows taken. ``months`` are the rows of each month of the
    year, empty for a register without time. ``table`` is the Parquet file below the cache, whose
    name stands for its content. ``ignored`` are columns the schema does not have. ``query`` is what
    was asked of a database, where the file is the snapshot of what came.
    """

    register: str
    file: str
    sha256: str
    bytes: int
    rows: int
    rejected: int
    first: str | None
    last: str | None
    months: tuple[tuple[int, int], ...]
    table: str
    ignored: tuple[str, ...] = ()
    query: RegisterQuery | None = None


class Rejected(NamedTuple):
    """A row set apart: file, row number (the head is row 1 of a CSV), why, and its cells masked."""

    file: str
    row: int
    reason_zh: str
    reason_en: str
    cells: tuple[tuple[str, str], ...]


class Alteration(NamedTuple):
    """A file that is not the one recorded; ``found`` is None where it is gone."""

    file: str
    expected: str
    found: str | None

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        if self.found is None:
            return f"“{self.file}”不见了，登记的 sha256 为 {self.expected}。"
        return f"“{self.file}”与登记时不同：应为 sha256 {self.expected}，实为 {self.found}。"

    @property
    def en(self) -> str:
        """The sentence in English."""
        if self.found is None:
            return f"“{self.file}” is gone; its recorded sha256 is {self.expected}"
        return (
            f"“{self.file}” is not what was recorded: sha256 should be {self.expected} and is "
            f"{self.found}"
        )


class Evidences(NamedTuple):
    """All registers of a programme, loaded: the schemas, the loads in order of their names."""

    folder: Path
    year: int
    schemas: Mapping[str, Schema]
    loads: tuple[Load, ...]

    @property
    def cache(self) -> Path:
        """Where the tables and partial results are kept."""
        return self.folder / CACHE

    def of(self, register: str) -> tuple[Load, ...]:
        """The loads of one register."""
        return tuple(load for load in self.loads if load.register == register)


def load_evidence(
    folder: Path,
    schemas: Mapping[str, Schema],
    year: int,
    *,
    projects: Iterable[str] | None = None,
    accept: bool = False,
    report: Report | None = None,
    workbook: Workbook | None = None,
) -> Evidences:
    """Load every register below ``folder`` (``evidence/``) for the fiscal ``year``.

    ``projects`` are the titles a row may be for; None takes any. A file that differs from what
    ``loads.json`` records raises :class:`AlteredFile`, unless ``accept`` takes it as a new load.
    ``workbook`` reads the cells of registers kept as workbooks.
    """
    recorded = recorded_loads(folder)
    files, asked = [], {}
    for register, file in evidence_files(folder, schemas):
        if file.endswith(QUERY):
            query = read_query(folder, file, schemas[register])
            refuse_unanswered(folder, query)
            asked[query.snapshot] = query
        else:
            files.append((register, file))
    hashes = {file: _sha256(folder / file) for _, file in files}
    hashes |= {query.file: query.sha256 for query in asked.values()}
    if not accept:
        _refuse_alterations(recorded, hashes)
    known = None if projects is None else tuple(sorted(projects))
    database = connection()
    loads: list[Load] = []
    rejected: list[tuple[str, Rejected]] = []
    try:
        for register in sorted({register for register, _ in files}):
            work = _Work(database, folder, schemas[register], year, known, workbook)
            for file in sorted(file for name, file in files if name == register):
                made = work.load(file, hashes[file])._replace(query=asked.get(file))
                if report is not None:
                    report(f"{file}: {made.rows} + {made.rejected}")
                loads.append(made)
            rejected += ((register, row) for row in work.rejected)
    finally:
        database.close()
    _write_quarantine(folder, schemas, rejected)
    _record(folder, loads)
    return Evidences(folder, year, schemas, tuple(loads))


def recorded_loads(folder: Path) -> Mapping[str, str]:
    """File → sha256 as ``loads.json`` in ``folder`` records them; empty where there is none."""
    path = folder / LOADS
    if not path.exists():
        return {}
    try:
        value = json.loads(path.read_bytes())
        entries = list(value["loads"])
        entries += [entry["query"] for entry in entries if "query" in entry]
        return {entry["file"]: entry["sha256"] for entry in entries}
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(
            f"“{path.name}”已损坏，无法核对台账。请从版本库恢复，或删除后重新入库。",
            f"“{path.name}” is damaged, the registers cannot be compared with it; restore it, or "
            "delete it and load again",
        ) from error


def alterations(root: Path, recorded: Mapping[str, str]) -> tuple[Alteration, ...]:
    """The files below ``root`` that are not what was recorded, or are gone."""
    found = {name: _sha256(root / name) if (root / name).is_file() else None for name in recorded}
    return tuple(
        Alteration(name, recorded[name], sha256)
        for name, sha256 in sorted(found.items())
        if sha256 != recorded[name]
    )


def hashed(root: Path, names: Iterable[str]) -> dict[str, str]:
    """The sha256 of each file below ``root``."""
    return {name: _sha256(root / name) for name in sorted(names)}


def _refuse_alterations(recorded: Mapping[str, str], hashes: Mapping[str, str]) -> None:
    for file, expected in sorted(recorded.items()):
        found = hashes.get(file)
        if found != expected:
            told = Alteration(file, expected, found)
            raise AlteredFile(
                f"台账{told.zh}不能据此测算。请恢复原文件；"
                "确属更正的，用 jixiao programme load --accept 重新入库。",
                f"register {told.en}; nothing is measured from it. Restore the file, or if it was "
                "corrected load it again with jixiao programme load --accept",
            )


def evidence_files(folder: Path, schemas: Mapping[str, Schema]) -> Iterator[tuple[str, str]]:
    """Register and name of every file below ``folder`` that is evidence, or asks for it."""
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not place.is_dir() or place.name.startswith(".") or place.name == QUARANTINE:
            continue
        if place.name not in schemas:
            known = "、".join(sorted(schemas))
            raise UnreadableFile(
                f"“evidence/{place.name}”不是已知的台账。已知的有：{known}。请改名或移走。",
                f"“evidence/{place.name}” is no known register; known are {', '.join(schemas)}",
            )
        for path in sorted(place.rglob("*")):
            if not path.is_file() or path.name.startswith((".", "~$")):
                continue
            if path.suffix.lower() not in KINDS and not path.name.endswith(QUERY):
                if path.suffix.lower() in (".md", ".txt"):
                    continue  # a note to people
                raise UnreadableFile(
                    f"“{path.relative_to(folder)}”不是台账能读的格式（CSV、xlsx、Parquet、SQLite、"
                    f"数据库查询 {QUERY}）。",
                    f"“{path.relative_to(folder)}” is no CSV, xlsx, Parquet or SQLite file and no "
                    f"query of a database ({QUERY})",
                )
            yield place.name, path.relative_to(folder).as_posix()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Work:
    """One register being loaded; ``rejected`` collects what is set apart."""

    def __init__(
        self,
        database: DuckDBPyConnection,
        folder: Path,
        schema: Schema,
        year: int,
        projects: tuple[str, ...] | None,
        workbook: Workbook | None = None,
    ) -> None:
        self.workbook = workbook
        self.database = database
        self.folder = folder
        self.schema = schema
        self.year = year
        self.projects = projects if schema.project is not None else None
        self.rejected: list[Rejected] = []
        self._earlier: list[dict[str, Any]] = []
        self._cache = folder / CACHE / schema.name
        told = [_MADE_BY, schema.sha256, str(year), *(self.projects or ("*",))]
        self._rules = hashlib.sha256("\n".join(told).encode()).hexdigest()

    def load(self, file: str, sha256: str) -> Load:
        """The file, taken from the cache where it was loaded before."""
        alone = self._alone(file, sha256)
        made = self._beside_others(file, alone)
        self._earlier.append(made)
        for part in (alone, made):
            self.rejected += [
                Rejected(file, row, zh, en, tuple((name, text) for name, text in cells))
                for row, zh, en, cells in part["rejects"]
            ]
        return Load(
            register=self.schema.name,
            file=file,
            sha256=sha256,
            bytes=(self.folder / file).stat().st_size,
            rows=made["rows"],
            rejected=len(alone["rejects"]) + len(made["rejects"]),
            first=made["first"],
            last=made["last"],
            months=tuple((month, rows) for month, rows in made["months"]),
            table=f"{self.schema.name}/{made['table']}",
            ignored=tuple(alone["ignored"]),
        )

    def _alone(self, file: str, sha256: str) -> dict[str, Any]:
        """The file by itself: typed, its faulty rows and those it holds twice set apart."""
        name = hashlib.sha256(f"{self._rules}\n{sha256}".encode()).hexdigest()[:32]
        kept = self._kept(name)
        if kept is not None:
            return kept
        self._cache.mkdir(parents=True, exist_ok=True)
        own = f"{name}.{os.getpid()}"  # two that load at once do not meet
        work, judged = self._cache / f"{own}.csv", self._cache / f"{own}.judged"
        try:
            source = relation(
                self.database, self.folder / file, file, self.schema, work, self.workbook
            )
            checks = list(_checks(self.schema, source, self.year, self.projects))
            self._judge(source, checks, judged)
            found = self._rejects(checks, judged)
            self._copy(judged, self._cache / f"{name}.parquet", {row for row, *_ in found})
        finally:
            work.unlink(missing_ok=True)
            judged.unlink(missing_ok=True)
        return self._keep(name, f"{name}.parquet", found, source.ignored)

    def _judge(self, source: Relation, checks: list[_Check], target: Path) -> None:
        typed = [
            f"{masked(column, _typed(column, source))} AS {quoted(column.name)}"
            for column in self.schema.columns
        ]
        faults = " + ".join(
            f"(CASE WHEN {c.sql} THEN {1 << n} ELSE 0 END)" for n, c in enumerate(checks)
        )
        texts = [
            f"CASE WHEN _faults <> 0 THEN {masked(column, _text(column.name, source))} END "
            f"AS {quoted('_' + column.name)}"
            for column in self.schema.columns
            if column.name in source.columns
        ]
        cells = [f"CASE WHEN _faults <> 0 THEN {source.ragged} END AS _ragged"] * bool(
            source.ragged
        )
        self.database.execute(
            f"COPY (SELECT {', '.join([*typed, '_row', '_faults', *texts, *cells])} FROM ("
            f"SELECT *, CAST({faults} AS HUGEINT) AS _faults FROM ("
            f"SELECT *, {source.row} AS _row FROM ({source.sql})))) "
            f"TO {literal(str(target))} (FORMAT parquet)"
        )

    def _rejects(self, checks: list[_Check], judged: Path) -> list[tuple[int, str, str, Any]]:
        """The faulty rows and, of the others, those whose key an earlier row has."""
        source = f"read_parquet({literal(str(judged))})"
        found = []
        rows = self.database.execute(f"SELECT * FROM {source} WHERE _faults <> 0 ORDER BY _row")
        names: list[str] = [entry[0] for entry in rows.description or ()]
        texts = [(n, name[1:]) for n, name in enumerate(names) if self._is_text(name)]
        faults, row = names.index("_faults"), names.index("_row")
        ragged = names.index("_ragged") if "_ragged" in names else None
        for record in rows.fetchall():
            told = [c for n, c in enumerate(checks) if int(record[faults]) >> n & 1]
            cells = {name: record[n] or "" for n, name in texts}
            count = record[ragged] if ragged is not None else ""
            zh = "；".join(
                c.zh.format(text=_short(cells.get(c.column, "")), count=count) for c in told
            )
            en = "; ".join(
                c.en.format(text=_short(cells.get(c.column, "")), count=count) for c in told
            )
            found.append((int(record[row]), zh, en, list(cells.items())))
        key = ", ".join(map(quoted, self.schema.key))
        if key:
            twice = self.database.execute(
                f"WITH good AS (SELECT * FROM {source} WHERE _faults = 0), "
                f"twice AS (SELECT {key}, min(_row) AS _first FROM good GROUP BY ALL "
                f"HAVING count(*) > 1) "
                f"SELECT _row, _first, {self._shown()} FROM good JOIN twice USING ({key}) "
                f"WHERE _row > _first ORDER BY _row"
            )
            names = [column.name for column in self.schema.columns]
            for again, first, *values in twice.fetchall():
                zh, en = self._repeats(f"第{first}行", f"row {first}")
                found.append((again, zh, en, list(zip(names, values, strict=True))))
        return sorted(found, key=lambda entry: entry[0])

    def _is_text(self, name: str) -> bool:
        return any(name == f"_{column.name}" for column in self.schema.columns)

    def _shown(self) -> str:
        """The cells of a row taken, as texts."""
        names = [column.name for column in self.schema.columns]
        return ", ".join(f"coalesce(CAST({quoted(name)} AS VARCHAR), '')" for name in names)

    def _repeats(self, zh: str, en: str) -> tuple[str, str]:
        titles = "、".join(self.schema.column(name).title_zh for name in self.schema.key)
        return (
            f"{titles}与{zh}重复",
            f"the key ({', '.join(self.schema.key)}) repeats {en}",
        )

    def _beside_others(self, file: str, alone: dict[str, Any]) -> dict[str, Any]:
        """Without the rows whose key a file before it has; only files it may share one with."""
        near = [other for other in self._earlier if _may_share(other["keys"], alone["keys"])]
        if not near:
            return {**alone, "rejects": [], "file": file}
        told = [_MADE_BY, alone["table"], *(f"{o['file']} {o['table']}" for o in near)]
        name = hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]
        kept = self._kept(name)
        if kept is None:
            key = ", ".join(map(quoted, self.schema.key))
            union = " UNION ALL ".join(
                f"SELECT {key}, {literal(other['file'])} AS _file, _row AS _first "
                f"FROM read_parquet({literal(str(self._cache / other['table']))})"
                for other in near
            )
            table = self._cache / alone["table"]
            rows = self.database.execute(
                f"SELECT _row, _file, _first, {self._shown()} "
                f"FROM read_parquet({literal(str(table))}) JOIN ({union}) USING ({key}) "
                "ORDER BY _row"
            ).fetchall()
            names = [column.name for column in self.schema.columns]
            found = []
            for row, other, first, *values in rows:
                zh, en = self._repeats(f"“{other}”第{first}行", f"row {first} of “{other}”")
                found.append((row, zh, en, list(zip(names, values, strict=True))))
            target = alone["table"]
            if found:
                target = f"{name}.parquet"
                self._copy(table, self._cache / target, {row for row, *_ in found}, "TRUE")
            kept = self._keep(name, target, found, ())
        return {**kept, "file": file}

    def _copy(
        self, source: Path, target: Path, without: set[int], where: str = "_faults = 0"
    ) -> None:
        """The rows of ``source`` but those numbered ``without``, as the table ``target``."""
        columns = ", ".join(quoted(column.name) for column in self.schema.columns)
        self.database.execute("CREATE OR REPLACE TEMP TABLE without (_row BIGINT)")
        if without:
            self.database.execute("INSERT INTO without SELECT unnest(?)", [sorted(without)])
            where += " AND _row NOT IN (SELECT _row FROM without)"
        unfinished = target.with_suffix(f".{os.getpid()}")
        self.database.execute(
            f"COPY (SELECT {columns}, _row FROM read_parquet({literal(str(source))}) "
            f"WHERE {where}) TO {literal(str(unfinished))} (FORMAT parquet)"
        )
        unfinished.replace(target)

    def _kept(self, name: str) -> dict[str, Any] | None:
        path = self._cache / f"{name}.json"
        try:
            kept: dict[str, Any] = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return None
        return kept if (self._cache / kept["table"]).exists() else None

    def _keep(
        self, name: str, table: str, rejects: list[Any], ignored: tuple[str, ...]
    ) -> dict[str, Any]:
        """What is known of a table, kept beside it."""
        source = f"read_parquet({literal(str(self._cache / table))})"
        months, first, last = [], None, None
        if self.schema.time is not None:
            time = quoted(self.schema.time)
            months = self.database.execute(
                f"SELECT month({time}), count(*) FROM {source} GROUP BY 1 ORDER BY 1"
            ).fetchall()
            days = self.database.execute(
                f"SELECT min(CAST({time} AS DATE)), max(CAST({time} AS DATE)) FROM {source}"
            ).fetchone()
            first, last = [None if day is None else str(day) for day in days or (None, None)]
        keys = None
        if self.schema.key:
            key = quoted(self.schema.key[0])
            keys = self.database.execute(
                f"SELECT CAST(min({key}) AS VARCHAR), CAST(max({key}) AS VARCHAR) FROM "
                f"(SELECT CAST({key} AS VARCHAR) AS {key} FROM {source})"
            ).fetchone()
        counted = self.database.execute(f"SELECT count(*) FROM {source}").fetchone()
        kept = {
            "table": table,
            "rows": counted[0] if counted else 0,
            "first": first,
            "last": last,
            "months": [list(each) for each in months],
            "keys": list(keys) if keys is not None and keys[0] is not None else None,
            "rejects": [list(each) for each in rejects],
            "ignored": list(ignored),
        }
        text = json.dumps(kept, ensure_ascii=False)
        (self._cache / f"{name}.json").write_text(text, encoding="utf-8")
        return kept


def _may_share(one: list[str] | None, other: list[str] | None) -> bool:
    """The ranges of the first key overlap."""
    if one is None or other is None:
        return False
    return one[0] <= other[1] and other[0] <= one[1]


class _Check(NamedTuple):
    """A condition that makes a row faulty, and what is then said."""

    column: str
    sql: str
    zh: str
    en: str


def _checks(
    schema: Schema, source: Relation, year: int, projects: tuple[str, ...] | None
) -> Iterable[_Check]:
    if source.ragged is not None:
        yield _Check(
            "",
            f"{source.ragged} IS NOT NULL AND {source.ragged} <> ''",
            "本行有{count}格，与表头不符",
            "the row has {count} cells, unlike the head",
        )
    for column in schema.columns:
        if column.name not in source.columns:
            continue
        text, typed = _text(column.name, source), _typed(column, source)
        zh, en = _braced(column.title_zh), column.name
        if column.required:
            yield _Check(column.name, f"{text} IS NULL", f"{zh}为空", f"{en} is blank")
        if column.type != "text":
            kind_zh, kind_en = _KINDS[column.type]
            yield _Check(
                column.name,
                f"{text} IS NOT NULL AND {typed} IS NULL",
                f"{zh}不是{kind_zh}：“{{text}}”",
                f"{en} is no {kind_en}: “{{text}}”",
            )
        if column.allowed:
            words = ", ".join(literal(word) for word in column.allowed)
            told = _braced("、".join(column.allowed[:8]))
            yield _Check(
                column.name,
                f"{text} NOT IN ({words})",
                f"{zh}应为{told}之一，实为“{{text}}”",
                f"{en} should be one of {told} and is “{{text}}”",
            )
        if column.name == schema.project and projects is not None:
            words = ", ".join(literal(word) for word in projects) or "''"
            yield _Check(
                column.name,
                f"{text} NOT IN ({words})",
                f"{zh}不是本年的项目：“{{text}}”",
                f"{en} is no project of the year: “{{text}}”",
            )
        for bound, sign, word_zh, word_en in (
            (column.minimum, "<", "小于", "below"),
            (column.maximum, ">", "大于", "above"),
        ):
            if bound is not None:
                yield _Check(
                    column.name,
                    f"{typed} {sign} {bound}",
                    f"{zh}{word_zh}{bound}：“{{text}}”",
                    f"{en} is {word_en} {bound}: “{{text}}”",
                )
        if column.name == schema.time:
            yield _Check(
                column.name,
                f"year({typed}) <> {year}",
                f"{zh}不在{year}年度内：“{{text}}”",
                f"{en} is not in {year}: “{{text}}”",
            )


_KINDS = {
    "integer": ("整数", "whole number"),
    "decimal": (
        f"数（最多{DECIMAL_PLACES}位小数）",
        f"number of at most {DECIMAL_PLACES} decimal places",
    ),
    "date": ("日期（如 2024-07-01）", "date such as 2024-07-01"),
    "timestamp": ("时间（如 2024-07-01 08:30:00）", "time such as 2024-07-01 08:30:00"),
    "boolean": ("是或否", "yes or no (是, 否)"),
}


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


def _text(name: str, source: Relation) -> str:
    """The cell as a text without blanks around it; NULL where nothing is in it."""
    if name not in source.columns:
        return "CAST(NULL AS VARCHAR)"
    expression, kind = source.columns[name]
    if kind == "VARCHAR":
        return f"nullif(trim({expression}, ' \t\r\n\u3000'), '')"
    return f"CAST({expression} AS VARCHAR)"


def _typed(column: Column, source: Relation) -> str:
    """The cell as a value of the column's type; NULL where it is none."""
    if column.name not in source.columns:
        return f"CAST(NULL AS {column.sql_type})"
    expression, kind = source.columns[column.name]
    text = _text(column.name, source)
    if column.type == "text":
        return text
    if kind in _KEEPS_TYPE.get(column.type, ()):
        return f"CAST({expression} AS {column.sql_type})"
    if column.type == "decimal" and (
        kind in _KEEPS_TYPE["integer"]
        or (kind.startswith("DECIMAL") and int(kind[:-1].split(",")[1]) <= DECIMAL_PLACES)
    ):
        return f"TRY_CAST({expression} AS {column.sql_type})"
    if column.type == "boolean":
        true = ", ".join(map(literal, _TRUE))
        false = ", ".join(map(literal, _FALSE))
        return (
            f"CASE WHEN lower({text}) IN ({true}) THEN TRUE "
            f"WHEN lower({text}) IN ({false}) THEN FALSE END"
        )
    pattern = {"integer": _WHOLE, "decimal": _NUMBER, "date": _DATE, "timestamp": _TIMESTAMP}
    conditions = [f"regexp_matches({text}, {literal(pattern[column.type])})"]
    if column.type == "decimal":
        conditions.append(f"length(rtrim(split_part({text}, '.', 2), '0')) <= {DECIMAL_PLACES}")
    return f"CASE WHEN {' AND '.join(conditions)} THEN TRY_CAST({text} AS {column.sql_type}) END"


def _write_quarantine(
    folder: Path, schemas: Mapping[str, Schema], rejected: list[tuple[str, Rejected]]
) -> None:
    """One CSV a register that has rows set apart; none for one that has not."""
    place = folder / QUARANTINE
    by: dict[str, list[Rejected]] = {}
    for register, row in rejected:
        by.setdefault(register, []).append(row)
    for name in schemas:
        path = place / f"{name}.csv"
        if name not in by:
            path.unlink(missing_ok=True)
            continue
        place.mkdir(parents=True, exist_ok=True)
        columns = [column.name for column in schemas[name].columns]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["file", "row", "reason_zh", "reason_en", *columns])
            for row in sorted(by[name], key=lambda each: (each.file, each.row)):
                cells = dict(row.cells)
                told = [row.file, row.row, row.reason_zh, row.reason_en]
                writer.writerow([*told, *(cells.get(column, "") for column in columns)])


def _query_record(load: Load) -> dict[str, Any]:
    """What is recorded of a snapshot's query: the file, its hash, how many rows came."""
    if load.query is None:
        return {}
    told = {"file": load.query.file, "sha256": load.query.sha256}
    return {"query": {**told, "rows": load.rows + load.rejected}}


def _record(folder: Path, loads: Iterable[Load]) -> None:
    entries = [
        {
            "register": load.register,
            "file": load.file,
            "sha256": load.sha256,
            "bytes": load.bytes,
            "rows": load.rows,
            "rejected": load.rejected,
            "first": load.first,
            "last": load.last,
            **_query_record(load),
        }
        for load in loads
    ]
    if not entries and not (folder / LOADS).exists():
        return
    text = json.dumps({"loads": entries}, ensure_ascii=False, indent=1) + "\n"
    (folder / LOADS).write_text(text, encoding="utf-8")
