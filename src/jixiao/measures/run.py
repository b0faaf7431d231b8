"""Measures run (测算): month by month, each month kept, so that a new month reads only itself."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any

from jixiao.measures.database import connection, literal, module, quoted
from jixiao.measures.load import Evidences, Load
from jixiao.measures.measure import Measure, check_sql, row_query
from jixiao.measures.register import Schema
from jixiao.measures.roll_up import Partial, exact, is_number, monthly, rolled_up, survey
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import InsufficientData
from jixiao.model.measurement import Evidence, Measurement, Period
from jixiao.model.money import UNIT_WORDS, plain
from jixiao.model.named import NamedTuple
from jixiao.model.personal_data import personal_data_in

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MADE_BY = "jixiao/measure/1"  # changes with what running makes of a measure
LONGEST_QUERY = 600  # seconds
_AGAIN_AFTER = 0.2  # seconds between two interrupts
_NUMBERS = ("value", "numerator", "denominator")
_COUNTS = ("answers", "refusals", "frame", "rows")


class Rows(NamedTuple):
    """Rows behind a value: the columns, the cells as texts, and whether there are more."""

    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    has_more: bool


class Engine:
    """Runs measures over loaded registers; to be closed, or used with ``with``.

    ``reads`` counts the months that were read and not taken from what was kept. With ``fresh``
    nothing kept is used. A query that runs longer than ``longest`` seconds is stopped.
    """

    def __init__(
        self, evidences: Evidences, *, fresh: bool = False, longest: float = LONGEST_QUERY
    ) -> None:
        self.reads = 0
        self._longest = longest
        self._evidences = evidences
        self._fresh = fresh
        self._opened: DuckDBPyConnection | None = None
        self._kept = evidences.cache / "partials"
        self._bound: set[str] = set()

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the database back."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def measure(self, measure: Measure, period: Period) -> Measurement:
        """The value of the indicator over the period, with the proof."""
        check_sql(measure, self._evidences.schemas)
        by_month = self._partials(measure, period)
        partials = [partial for _, partial in by_month]
        value = None if measure.result == "date" else rolled_up(measure, partials)
        days = [partial.date for partial in partials if partial.date is not None]
        day = (max(days) if measure.roll_up == "maximum" else days[-1]) if days else None
        used = self._used(measure, period)
        is_missing = value is None and day is None
        return Measurement(
            project=measure.project,
            indicator=measure.indicator,
            level2=measure.level2,
            period=period,
            value=value,
            unit=measure.unit,
            months=tuple(
                (month, found)
                for month, partial in by_month
                if measure.period == "month" and (found := monthly(measure, partial)) is not None
            ),
            roll_up=measure.roll_up,
            query_sha256=measure.sha256,
            evidence=tuple(
                Evidence(load.register, load.file, load.sha256, load.rows, load.rejected)
                for load in used
            ),
            rows=sum(partial.rows for partial in partials),
            sample=survey(measure, partials),
            date=day,
            missing=self._missing(measure, period, used) if is_missing else None,
        )

    def answer(self, measure: Measure, period: Period) -> dict[str, Any]:
        """The one row that a query gives over the whole period, by column; empty for no row.

        For queries that give no number; nothing is kept of them.
        """
        check_sql(measure, self._evidences.schemas)
        return self._row(measure, period)

    def drill_down(self, measure: Measure, period: Period, limit: int) -> Rows:
        """The first ``limit`` rows behind the value, in order, with the file each comes from.

        What looks like personal data in any cell is masked.
        """
        statement = check_sql(measure, self._evidences.schemas)
        database = self._database()
        self._bind_all(measure, period, with_origin=True)
        for query in row_query(statement, measure.registers):
            try:
                found = database.execute(f"SELECT * FROM ({query}) LIMIT {limit + 1}")
                rows = found.fetchall()
            except module().Error:
                continue  # the narrow query has no such form; the next one is wider
            names = tuple(entry[0] for entry in found.description or ())
            cells = [tuple(_shown(cell) for cell in row) for row in rows[:limit]]
            return Rows(names, tuple(cells), len(rows) > limit)
        return Rows((), (), False)

    def _missing(
        self, measure: Measure, period: Period, used: tuple[Load, ...]
    ) -> InsufficientData:
        told = "、".join(measure.registers)
        if not used:
            return InsufficientData(
                f"{period}没有台账记录：{told}",
                f"no evidence from {period.first_month} to {period.last_month}/{period.year} in: "
                + ", ".join(measure.registers),
            )
        return InsufficientData(
            f"台账里没有可以计算的记录：{told}",
            f"no row to compute it from in: {', '.join(measure.registers)}",
        )

    def _partials(self, measure: Measure, period: Period) -> list[tuple[int, Partial]]:
        """What the SQL gives for each month that has evidence, kept or read."""
        kept = {} if self._fresh else self._read_kept(measure)
        made: list[tuple[int, Partial]] = []
        is_new = False
        for span in _spans(measure, period):
            if not self._has_evidence(measure, span):
                continue
            key = self._key(measure, span)
            if key not in kept:
                kept[key] = self._run(measure, span)
                self.reads += 1
                is_new = True
            made.append((span.last_month, kept[key]))
        if is_new:
            self._write_kept(measure, kept)
        return made

    def _has_evidence(self, measure: Measure, span: Period) -> bool:
        """A register of the measure has rows then; one without time has them always."""
        schemas = self._evidences.schemas
        timed = [name for name in measure.registers if schemas[name].time is not None]
        return any(self._files(name, span) for name in timed or measure.registers)

    def _files(self, register: str, span: Period) -> tuple[Load, ...]:
        """The files of the register that have a row of the span."""
        loads = self._evidences.of(register)
        if self._evidences.schemas[register].time is None:
            return loads
        return tuple(
            load
            for load in loads
            if any(span.first_month <= month <= span.last_month for month, _ in load.months)
        )

    def _used(self, measure: Measure, period: Period) -> tuple[Load, ...]:
        return tuple(load for name in measure.registers for load in self._files(name, period))

    def _key(self, measure: Measure, span: Period) -> str:
        """Stands for all that the answer depends on."""
        told = [_MADE_BY, measure.sha256, str(tuple(span))]
        for register in measure.registers:
            told.append(self._evidences.schemas[register].sha256)
            told += [load.table for load in self._files(register, span)]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]

    def _run(self, measure: Measure, span: Period) -> Partial:
        row = self._row(measure, span)
        if row:
            _check_columns(measure, list(row))
        partial = _partial(measure, row)
        return partial if "rows" in row else partial._replace(rows=self._count(measure, span))

    def _row(self, measure: Measure, span: Period) -> dict[str, Any]:
        """The one row the SQL gives over the span, by column in small letters."""
        database = self._database()
        self._bind_all(measure, span)
        try:
            with _stopped_after(self._longest, database):
                found = database.execute(measure.sql)
                names = [str(entry[0]).lower() for entry in found.description or ()]
                rows = found.fetchmany(2)
        except module().InterruptException as error:
            raise UnusableRequest(
                f"测算“{measure.file}”在{span}超过{self._longest:g}秒仍未算完，已停止。"
                "请简化 SQL。",
                f"the measure “{measure.file}” was stopped after {self._longest:g} s for {span}; "
                "make its SQL simpler",
            ) from error
        except module().Error as error:
            told = str(error).splitlines()[0][:300]
            raise UnusableRequest(
                f"测算“{measure.file}”在{span}执行失败：{told}。请改正 SQL。",
                f"the measure “{measure.file}” failed for {span}: {told}",
            ) from error
        if len(rows) > 1:
            raise UnusableRequest(
                f"测算“{measure.file}”给出不止一行。请改为一行。",
                f"the measure “{measure.file}” gives more than one row",
            )
        return dict(zip(names, rows[0], strict=True)) if rows else {}

    def _count(self, measure: Measure, span: Period) -> int:
        """The rows of the measure's first register that it could see."""
        register = measure.registers[0]
        schema = self._evidences.schemas[register]
        if schema.project is None:
            inside = range(span.first_month, span.last_month + 1)
            loads = self._files(register, span)
            if schema.time is None:
                return sum(load.rows for load in loads)
            return sum(rows for load in loads for month, rows in load.months if month in inside)
        found = self._database().execute(f"SELECT count(*) FROM {quoted(register)}").fetchone()
        return int(found[0]) if found else 0

    def _bind_all(self, measure: Measure, span: Period, *, with_origin: bool = False) -> None:
        """The registers of the measure as views, and no other left from a measure before."""
        for register in self._bound - set(measure.registers):
            self._database().execute(f"DROP VIEW IF EXISTS {quoted(register)}")
        self._bound = set(measure.registers)
        for register in measure.registers:
            self._bind(measure, register, span, with_origin=with_origin)

    def _bind(
        self, measure: Measure, register: str, span: Period, *, with_origin: bool = False
    ) -> None:
        """The register as a view: the rows of the span and of the measure's project, no others."""
        schema = self._evidences.schemas[register]
        files = self._files(register, span)
        names = ", ".join(quoted(column.name) for column in schema.columns)
        if with_origin:
            names = f"{_origin(files, self._evidences.cache)} AS _file, _row, {names}"
        if files:
            paths = ", ".join(literal(str(self._evidences.cache / load.table)) for load in files)
            source = f"SELECT {names} FROM read_parquet([{paths}])"
            conditions = list(_conditions(schema, measure, span, files))
            if conditions:
                source += f" WHERE {' AND '.join(conditions)}"
        else:
            nothing = [
                f"CAST(NULL AS {column.sql_type}) AS {quoted(column.name)}"
                for column in schema.columns
            ]
            source = f"SELECT {', '.join(nothing)} WHERE FALSE"
        self._database().execute(f"CREATE OR REPLACE TEMP VIEW {quoted(register)} AS {source}")

    def _database(self) -> DuckDBPyConnection:
        """The database, which sees the tables of the cache and no other file, for good."""
        if self._opened is None:
            database = connection()
            tables = sorted({load.table for load in self._evidences.loads})
            paths = ", ".join(literal(str(self._evidences.cache / table)) for table in tables)
            database.execute(f"SET allowed_paths = [{paths}]")
            database.execute("SET enable_external_access = false")
            database.execute("SET lock_configuration = true")
            self._opened = database
        return self._opened

    def _read_kept(self, measure: Measure) -> dict[str, Partial]:
        try:
            value = json.loads((self._kept / f"{measure.sha256}.json").read_bytes())
            return {key: _from_json(entry) for key, entry in value.items()}
        except (OSError, ValueError, TypeError, ArithmeticError):
            return {}

    def _write_kept(self, measure: Measure, kept: dict[str, Partial]) -> None:
        self._kept.mkdir(parents=True, exist_ok=True)
        path = self._kept / f"{measure.sha256}.json"
        text = json.dumps({key: _as_json(partial) for key, partial in kept.items()})
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)


@contextmanager
def _stopped_after(seconds: float, database: DuckDBPyConnection) -> Iterator[None]:
    """What runs in it on ``database`` is interrupted after ``seconds``.

    Again and again, because DuckDB forgets an interrupt that comes while a query is being planned.
    """
    ended = Event()

    def stop() -> None:
        wait = seconds
        while not ended.wait(wait):
            database.interrupt()
            wait = _AGAIN_AFTER

    watch = Thread(target=stop, daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join()


def shown(number: Decimal, unit: str) -> str:
    """A value for reading: money as it is, anything else to two places; JSON and CSV have it all.

    >>> shown(Decimal("92.221364"), "%"), shown(Decimal("0.004"), "%")
    ('92.22', '0.004')
    """
    short = number.quantize(_HUNDREDTH, ROUND_HALF_UP)
    return plain(number if unit in UNIT_WORDS or not short else short)


_HUNDREDTH = Decimal("0.01")
_ROLL_UPS_ZH = {
    "sum": "各月相加",
    "mean": "各月平均",
    "latest": "取最近一月",
    "maximum": "取最大值",
    "ratio_of_sums": "分子、分母各自相加后相除",
    "proportion": "各月合并计算比例",
}


def explain(measure: Measure, found: Measurement, language: str = "zh") -> str:
    """How a value came about, as text: the months, the files with their hashes, the SQL."""
    zh = language != "en"
    value = found.date or (
        "—" if found.value is None else f"{shown(found.value, found.unit)}{found.unit}"
    )
    lines = [f"{found.project} · {found.indicator}", ""]
    lines.append(f"{found.period}：{value}" if zh else f"{found.period}: {value}")
    if found.missing is not None:
        lines.append(found.missing.zh if zh else found.missing.en)
    if (sample := found.sample) is not None:
        bounds = f"{shown(sample.low, found.unit)}–{shown(sample.high, found.unit)}{found.unit}"
        lines.append(
            f"95%置信区间 {bounds}；有效样本{sample.answers}，拒答{sample.refusals}；"
            f"误差±5个百分点需样本{sample.needed}"
            if zh
            else f"95 % interval {bounds}; {sample.answers} answers, {sample.refusals} refusals; "
            f"{sample.needed} answers are needed for ±5 points"
        )
    lines += ["", f"汇总方式：{_ROLL_UPS_ZH[found.roll_up]}" if zh else f"roll-up: {found.roll_up}"]
    lines += [
        f"  {found.period.year}-{month:02d}  {shown(number, found.unit)}"
        for month, number in found.months
        if number is not None
    ]
    lines += ["", f"依据记录{found.rows}行" if zh else f"{found.rows} rows behind it"]
    for evidence in found.evidence:
        counted = (
            f"{evidence.rows}行，隔离{evidence.rejected}行"
            if zh
            else f"{evidence.rows} rows, {evidence.rejected} set apart"
        )
        lines.append(f"  {evidence.file}  sha256 {evidence.sha256}  {counted}")
    lines += ["", f"{measure.file}  sha256 {found.query_sha256}", measure.sql]
    return "\n".join(lines)


def _spans(measure: Measure, period: Period) -> Iterator[Period]:
    if measure.period == "year":
        yield period
        return
    for month in range(period.first_month, period.last_month + 1):
        yield Period(period.year, month, month)


def _conditions(
    schema: Schema, measure: Measure, span: Period, files: Iterable[Load]
) -> Iterator[str]:
    """What a row must be to be seen; nothing where every row of the files is that already."""
    inside = range(span.first_month, span.last_month + 1)
    if schema.time is not None and any(
        month not in inside for load in files for month, _ in load.months
    ):
        first = date(span.year, span.first_month, 1)
        after = date(span.year + span.last_month // 12, span.last_month % 12 + 1, 1)
        time = quoted(schema.time)
        yield f"{time} >= DATE '{first}' AND {time} < DATE '{after}'"
    if schema.project is not None:
        yield f"{quoted(schema.project)} = {literal(measure.project)}"


def _origin(files: Iterable[Load], cache: Path) -> str:
    """The name of the register's file a row comes from."""
    cases = " ".join(
        f"WHEN {literal(str(cache / load.table))} THEN {literal(load.file)}" for load in files
    )
    return f"CASE filename {cases} END" if cases else "NULL"


def _check_columns(measure: Measure, names: list[str]) -> None:
    known = {*_NUMBERS, *_COUNTS}
    unknown = sorted(set(names) - known)
    if unknown:
        told = "、".join(sorted(known))
        raise UnusableRequest(
            f"测算“{measure.file}”给出了不认识的列 {unknown[0]}。可用：{told}。",
            f"the measure “{measure.file}” gives the unknown column {unknown[0]}; known are "
            + ", ".join(sorted(known)),
        )
    needed = {"value"}
    if measure.roll_up in ("ratio_of_sums", "proportion"):
        needed = {"numerator", "denominator"}
    if measure.roll_up == "proportion":
        needed |= {"answers", "refusals"}
    has_ratio = {"numerator", "denominator"} <= set(names)
    missing = sorted(needed - set(names))
    if missing and not (needed == {"value"} and has_ratio):
        raise UnusableRequest(
            f"测算“{measure.file}”缺少列 {'、'.join(missing)}。",
            f"the measure “{measure.file}” lacks the columns {', '.join(missing)}",
        )


def _partial(measure: Measure, row: dict[str, Any]) -> Partial:
    made: dict[str, Any] = {}
    for name, value in row.items():
        if value is None:
            continue
        if name == "value" and measure.result == "date":
            if not isinstance(value, date):
                raise _unfit(measure, name, value, "日期", "date")
            made["date"] = (value.date() if isinstance(value, datetime) else value).isoformat()
        elif not is_number(value):
            raise _unfit(measure, name, value, "数", "number")
        elif name in _COUNTS:
            made[name] = int(value)
        else:
            made[name] = exact(value)
    return Partial(**made)


def _unfit(measure: Measure, name: str, value: object, zh: str, en: str) -> UnusableRequest:
    told = str(value)[:40]
    return UnusableRequest(
        f"测算“{measure.file}”的列 {name} 应为{zh}，实为“{told}”。",
        f"the column {name} of the measure “{measure.file}” should be a {en} and is “{told}”",
    )


def _as_json(partial: Partial) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in partial._asdict().items()
        if value is not None
    }


def _from_json(entry: dict[str, Any]) -> Partial:
    numbers = {name: Decimal(entry[name]) for name in _NUMBERS if name in entry}
    return Partial(**{**entry, **numbers})


def _shown(cell: object) -> str:
    """A cell as text, with what looks like personal data masked."""
    if cell is None:
        return ""
    text = plain(cell) if isinstance(cell, Decimal) else str(cell)
    for datum in reversed(personal_data_in(text)):
        hidden = f"{datum.text[:3]}****{datum.text[-2:]}"
        text = text[: datum.start] + hidden + text[datum.end :]
    return text
