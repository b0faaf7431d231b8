"""Registers read in plain Python, and as plain tables of DuckDB: nothing of the product in it."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from tests.paths import PROJECT

SCHEMAS = PROJECT / "src" / "jixiao" / "measures" / "registers"
PROGRAMME = PROJECT / "programmes" / "huainan-2024"
YEAR = 2024
TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(18,6)",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
}
Row = dict[str, Any]


def schema_of(register: str) -> dict[str, Any]:
    return tomllib.loads((SCHEMAS / f"{register}.toml").read_text("utf-8"))


def registers() -> list[str]:
    return sorted(path.stem for path in SCHEMAS.glob("*.toml"))


def plain_rows(evidence: Path, register: str, projects: set[str]) -> list[Row]:
    """The rows that fit the schema, each key once, as Python reads and judges them."""
    schema = schema_of(register)
    found: dict[tuple[Any, ...], Row] = {}
    for raw in _raw_rows(evidence, register):
        row = _typed_row(schema, raw)
        if row is None or (schema.get("project") and row[schema["project"]] not in projects):
            continue
        if schema.get("time") and row[schema["time"]].year != YEAR:
            continue
        found.setdefault(tuple(row[name] for name in schema["key"]), row)
    return list(found.values())


def _raw_rows(evidence: Path, register: str) -> Iterator[Row]:
    for path in sorted((evidence / register).glob("synthetic-*")):
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)
        else:
            asked = duckdb.connect().execute(f"SELECT * FROM '{path}'")
            names = [entry[0] for entry in asked.description or ()]
            yield from (dict(zip(names, row, strict=True)) for row in asked.fetchall())


def _typed_row(schema: dict[str, Any], raw: Row) -> Row | None:
    row: Row = {}
    for column in schema["column"]:
        value = raw[column["name"]]
        try:
            value = _typed(column["type"], value)
        except (ValueError, InvalidOperation):
            return None
        if value is None:
            if column.get("required"):
                return None
        elif (
            ("allowed" in column and value not in column["allowed"])
            or ("minimum" in column and value < column["minimum"])
            or ("maximum" in column and value > column["maximum"])
        ):
            return None
        row[column["name"]] = value
    return row


def _typed(kind: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value == "":
        return None
    if kind == "integer":
        return int(value)
    if kind == "decimal":
        return Decimal(value)
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "timestamp":
        return datetime.fromisoformat(value)
    return value if kind == "text" else {"是": True, "否": False}[value]


def tables(evidence: Path, projects: set[str]) -> duckdb.DuckDBPyConnection:
    """Every register as a table ``all_<register>`` of the rows that fit, as SQL judges them."""
    database = duckdb.connect()
    for register in registers():
        schema = schema_of(register)
        files = sorted(map(str, (evidence / register).glob("synthetic-*")))
        reader = "read_parquet" if files[0].endswith("parquet") else "read_csv"
        options = "" if reader == "read_parquet" else ", all_varchar = true, header = true"
        columns, conditions = [], []
        for column in schema["column"]:
            name, kind = column["name"], TYPES[column["type"]]
            typed = f"TRY_CAST({name} AS {kind})"
            if kind == "BOOLEAN" and reader == "read_csv":
                typed = f"CASE {name} WHEN '是' THEN TRUE WHEN '否' THEN FALSE END"
            columns.append(f"{typed} AS {name}")
            conditions.append(f"({name} IS NULL OR {typed} IS NOT NULL)")
            if column.get("required"):
                conditions.append(f"{name} IS NOT NULL")
            if "allowed" in column:
                words = ", ".join(f"'{word}'" for word in column["allowed"])
                conditions.append(f"({name} IS NULL OR {name} IN ({words}))")
            for bound, sign in (("minimum", ">="), ("maximum", "<=")):
                if bound in column:
                    conditions.append(f"({name} IS NULL OR {typed} {sign} {column[bound]})")
        if "time" in schema:
            kind = TYPES[schema_type(schema, schema["time"])]
            conditions.append(f"year(TRY_CAST({schema['time']} AS {kind})) = {YEAR}")
        if "project" in schema:
            titles = ", ".join(f"'{title}'" for title in sorted(projects))
            conditions.append(f"project IN ({titles})")
        key = ", ".join(schema["key"])
        database.execute(
            f"CREATE TABLE all_{register} AS SELECT {', '.join(columns)} FROM "
            f"{reader}({files}{options}) WHERE {' AND '.join(conditions)} "
            f"QUALIFY row_number() OVER (PARTITION BY {key}) = 1"
        )
    return database


def schema_type(schema: dict[str, Any], name: str) -> str:
    return next(str(c["type"]) for c in schema["column"] if c["name"] == name)


def header_of(path: Path) -> dict[str, str]:
    """The header of a measure, by key."""
    lines = path.read_text("utf-8").splitlines()
    pairs = [line[3:].split(": ", 1) for line in lines if line.startswith("-- ") and ": " in line]
    return {
        pair[0]: pair[1] for pair in pairs if pair[0].replace("-", "").replace("2", "").isalpha()
    }


def measured(database: duckdb.DuckDBPyConnection, path: Path) -> Fraction | None:
    """What the SQL of a measure gives for the year: run by month and rolled up."""
    header, sql = header_of(path), path.read_text("utf-8")
    spans = [(m, m) for m in range(1, 13)] if header["period"] == "month" else [(1, 12)]
    months = []
    for first, last in spans:
        for register in header["registers"].split(", "):
            schema, conditions = schema_of(register), ["TRUE"]
            if "time" in schema:
                conditions.append(f"month({schema['time']}) BETWEEN {first} AND {last}")
            if "project" in schema:
                conditions.append(f"project = '{header['project']}'")
            database.execute(
                f"CREATE OR REPLACE TEMP VIEW {register} AS SELECT * FROM all_{register} "
                f"WHERE {' AND '.join(conditions)}"
            )
        asked = database.execute(sql)
        names = [entry[0] for entry in asked.description or ()]
        rows = asked.fetchall()
        assert len(rows) == 1, path
        months.append(dict(zip(names, rows[0], strict=True)))
    return _rolled_up(header, months)


def _rolled_up(header: dict[str, str], months: list[Row]) -> Fraction | None:
    if "numerator" in months[0]:
        whole = sum((Fraction(m["denominator"]) for m in months if m["denominator"]), Fraction(0))
        part = sum((Fraction(m["numerator"]) for m in months if m["numerator"]), Fraction(0))
        scale = 100 if header["unit"] == "%" else 1
        return part / whole * scale if whole else None
    values = [Fraction(m["value"]) for m in months if m["value"] is not None]
    if not values:
        return None
    return values[-1] if header["roll-up"] == "latest" else sum(values, Fraction(0))


def proposed(database: duckdb.DuckDBPyConnection, project: str, proposal: str) -> tuple[Any, Any]:
    """Tier and basis that the proposal of a rubric gives for the whole year."""
    named = proposal.strip().splitlines()[0].removeprefix("-- registers: ")
    for register in named.split(", "):
        condition = f"project = '{project}'" if "project" in schema_of(register) else "TRUE"
        database.execute(
            f"CREATE OR REPLACE TEMP VIEW {register} AS SELECT * FROM all_{register} "
            f"WHERE {condition}"
        )
    asked = database.execute(proposal)
    assert [entry[0] for entry in asked.description or ()] == ["tier", "basis"]
    rows = asked.fetchall()
    assert len(rows) == 1
    return rows[0][0], rows[0][1]
