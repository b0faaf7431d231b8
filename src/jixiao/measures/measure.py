"""A measure (测算方法): one SQL file with a header that says what it measures, and how.

The header is what the engine trusts: registers, period and roll-up. The SQL is taken apart before
it is run: one SELECT over the registers named, and nothing that reaches outside of them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jixiao.measures.database import answer, literal
from jixiao.measures.register import Schema
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.frozen import Frozen

ROLL_UPS = ("sum", "mean", "latest", "maximum", "ratio_of_sums", "proportion")
PERIODS = ("month", "year")
DIRECTIONS = ("up", "down")
RESULTS = ("number", "money", "proportion", "date", "duration")
KEYS = frozenset(
    {"project", "indicator", "level2", "unit", "registers", "period", "roll-up", "direction"}
    | {"result"}
)
_OPTIONAL = frozenset({"period"})
# Functions that make tables and read nothing.
_TABLE_FUNCTIONS = frozenset({"unnest", "range", "generate_series"})
# Functions whose answer depends on the clock, on chance or on the machine.
_UNSTEADY = frozenset(
    {"now", "current_timestamp", "current_date", "current_time", "today", "get_current_timestamp"}
    | {"get_current_time", "transaction_timestamp", "localtimestamp", "localtime", "random"}
    | {"uuid", "gen_random_uuid", "uuidv4", "uuidv7", "setseed", "nextval", "currval", "getenv"}
    | {"current_setting", "getvariable", "version", "current_user", "current_database"}
    | {"current_catalog", "current_schema", "current_schemas", "txid_current", "current_query"}
    | {"current_localtimestamp", "current_localtime", "user", "session_user", "sleep_ms"}
    | {"query", "query_table", "write_log", "error"}
)
_UNSTEADY_WORDS = frozenset(
    {"current_date", "current_timestamp", "current_time", "localtimestamp", "localtime"}
    | {"current_user", "session_user", "current_catalog", "current_schema"}
)


class Measure(Frozen):
    """One measure: its header and its SQL.

    ``sha256`` is the hash of the file's text; ``file`` its name in the programme.
    """

    project: str
    indicator: str
    level2: str
    unit: str
    registers: tuple[str, ...]
    period: str
    roll_up: str
    direction: str
    result: str
    sql: str
    file: str
    sha256: str

    @property
    def is_percentage(self) -> bool:
        """A share is told in per cent."""
        return self.unit in ("%", "％", "百分比")


def read_measure(path: Path, file: str) -> Measure:
    """The measure at ``path``, told of as ``file``. Raises :class:`UnusableRequest`."""
    return parse_measure(path.read_bytes(), file)


def parse_measure(data: bytes, file: str) -> Measure:
    """The measure in the bytes of a file. Raises :class:`UnusableRequest` for what is wrong."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(file, "不是 UTF-8 编码", "is not in UTF-8") from error
    header, sql = _parts(text, file)
    missing = KEYS - _OPTIONAL - header.keys()
    if missing:
        key = min(missing)
        raise _wrong(file, f"文件头缺少 {key}", f"has no {key} in its header")
    registers = tuple(word for name in header["registers"].split(",") if (word := name.strip()))
    if not registers:
        raise _wrong(file, "文件头没有写台账", "names no register")
    for key, known in (
        ("period", PERIODS),
        ("roll-up", ROLL_UPS),
        ("direction", DIRECTIONS),
        ("result", RESULTS),
    ):
        word = header.setdefault(key, known[0])
        if word not in known:
            raise _wrong(
                file,
                f"文件头的 {key} 应为 {'、'.join(known)} 之一，实为“{word}”",
                f"should have one of {', '.join(known)} as its {key}, not “{word}”",
            )
    if header["result"] == "date" and header["roll-up"] not in ("latest", "maximum"):
        raise _wrong(
            file,
            "结果为日期时 roll-up 应为 latest 或 maximum",
            "gives a date, so its roll-up should be latest or maximum",
        )
    return Measure(
        project=header["project"],
        indicator=header["indicator"],
        level2=header["level2"],
        unit=header["unit"],
        registers=registers,
        period=header["period"],
        roll_up=header["roll-up"],
        direction=header["direction"],
        result=header["result"],
        sql=sql,
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _parts(text: str, file: str) -> tuple[dict[str, str], str]:
    """The header by key, and the SQL; other comment lines of the header are for people."""
    header: dict[str, str] = {}
    lines = text.splitlines()
    number = 0
    for number, line in enumerate(lines):
        if line.strip() and not line.startswith("--"):
            break
        found = re.match(r"--\s*([A-Za-z][A-Za-z0-9_-]*)\s*[:：]\s*(.*?)\s*$", line)
        if found is None:
            continue
        key, value = found.groups()
        if key not in KEYS:
            known = ", ".join(sorted(KEYS))
            raise _wrong(
                file,
                f"第{number + 1}行有不认识的键 {key}（认识的：{known}）",
                f"has the unknown key {key} at line {number + 1}; known are {known}",
            )
        if key in header:
            raise _wrong(file, f"文件头的 {key} 写了两次", f"has {key} twice in its header")
        if not value and key != "unit":
            raise _wrong(file, f"文件头的 {key} 为空", f"has a blank {key} in its header")
        header[key] = value
    else:
        raise _wrong(file, "没有 SQL", "has no SQL")
    return header, "\n".join(lines[number:]).strip()


def check_sql(measure: Measure, schemas: Mapping[str, Schema]) -> dict[str, Any]:
    """The measure's SELECT, taken apart. Raises :class:`UnusableRequest` where it reaches too far.

    It may read the registers of its header and what it makes of them; no other table, no file, no
    setting, nothing that another day or another machine would answer differently.
    """
    for register in measure.registers:
        if register not in schemas:
            raise _wrong(
                measure.file, f"台账“{register}”不存在", f"names the unknown register “{register}”"
            )
    statement = _parsed(measure.sql)
    if isinstance(statement, str):
        raise _wrong(
            measure.file,
            f"应恰好是一条 SELECT（{statement}）",
            f"should be exactly one SELECT ({statement})",
        )
    foreign = frozenset(schemas) - set(measure.registers)
    _refuse_reaching(statement, measure, frozenset(), foreign)
    return statement


@lru_cache(maxsize=1024)
def _parsed(sql: str) -> dict[str, Any] | str:
    """The statement of ``sql`` as DuckDB parses it, or why it is not one SELECT."""
    value: dict[str, Any] = json.loads(answer(f"SELECT json_serialize_sql({literal(sql)})"))
    if value["error"]:
        return str(value.get("error_message", "")).partition("\n")[0]
    statements: list[dict[str, Any]] = value["statements"]
    return statements[0] if len(statements) == 1 else f"{len(statements)} statements"


def _refuse_reaching(
    node: Any, measure: Measure, made: frozenset[str], foreign: frozenset[str]
) -> None:
    """``made`` are the tables that the query itself makes (WITH), seen from ``node``.

    None of them may have the name of a ``foreign`` register, so that nobody mistakes it for one.
    """
    if isinstance(node, list):
        for each in node:
            _refuse_reaching(each, measure, made, foreign)
        return
    if not isinstance(node, dict):
        return
    kind = node.get("type")
    mapped = node.get("cte_map") or {}
    for entry in mapped.get("map", ()):
        # Inside its own definition a name means what it meant before, unless it is recursive.
        name = str(entry["key"]).lower()
        if name in foreign:
            raise _wrong(
                measure.file,
                f"用台账名“{name}”作临时表名，而文件头没有写这个台账",
                f"calls a table of its own “{name}”, a register its header does not name",
            )
        is_recursive = "RECURSIVE" in json.dumps(entry["value"].get("query_node", {}).get("type"))
        inside = made | {name} if is_recursive else made
        _refuse_reaching(entry["value"], measure, inside, foreign)
        made |= {name}
    if kind == "BASE_TABLE":
        _refuse_table(node, measure, made)
    elif kind == "TABLE_FUNCTION":
        name = str(node["function"].get("function_name", "")).lower()
        if name not in _TABLE_FUNCTIONS:
            raise _wrong(
                measure.file,
                f"用了表函数 {name}，测算只能读文件头写明的台账",
                f"uses the table function {name}; a measure reads only the registers it names",
            )
    elif kind == "SHOW_REF" or kind == "PIVOT":
        raise _wrong(
            measure.file, f"用了 {kind}，测算不能用", f"uses {kind}, which a measure may not"
        )
    unsteady = _unsteady(node)
    if unsteady is not None:
        raise _wrong(
            measure.file,
            f"用了 {unsteady}，结果会因时间、机器或偶然而变",
            f"uses {unsteady}, whose answer depends on the day, the machine or chance",
        )
    for key, each in node.items():
        if key != "cte_map":
            _refuse_reaching(each, measure, made, foreign)


def _refuse_table(node: dict[str, Any], measure: Measure, made: frozenset[str]) -> None:
    name = str(node["table_name"])
    if node.get("schema_name") or node.get("catalog_name"):
        place = ".".join(node["qualified_name"]["path"])
        raise _wrong(
            measure.file, f"读取了“{place}”，不是台账", f"reads “{place}”, which is no register"
        )
    if name.lower() not in made and name.lower() not in measure.registers:
        told = "、".join(measure.registers)
        raise _wrong(
            measure.file,
            f"读取了“{name}”，而文件头只写了 {told}",
            f"reads “{name}”, but its header names only {', '.join(measure.registers)}",
        )


def _unsteady(node: dict[str, Any]) -> str | None:
    if "function_name" in node:
        name = str(node["function_name"]).lower()
        if name in _UNSTEADY or name.startswith(("read_", "pg_", "duckdb_", "has_", "sniff_")):
            return name
    if node.get("class") == "COLUMN_REF" and len(names := node.get("column_names", ())) == 1:
        name = str(names[0]).lower()
        return name if name in _UNSTEADY_WORDS else None
    return None


def row_query(statement: dict[str, Any], registers: tuple[str, ...]) -> Iterator[str]:
    """Queries for the rows a measure rests on, the narrowest first.

    That is its innermost FROM and WHERE with every column; the register itself where that is not
    to be had.
    """
    node = statement["node"]
    while node.get("type") == "SELECT_NODE":
        source = node.get("from_table") or {}
        if source.get("type") != "SUBQUERY":
            break
        node = source["subquery"]["node"]
    if node.get("type") == "SELECT_NODE" and not node["cte_map"].get("map"):
        star: dict[str, Any] = {"class": "STAR", "type": "STAR", "alias": "", "relation_name": ""}
        star |= {"exclude_list": [], "replace_list": [], "columns": False, "expr": None}
        star |= {"qualified_exclude_list": [], "rename_list": []}
        whole: dict[str, Any] = {
            **node,
            "select_list": [star],
            "group_expressions": [],
            "group_sets": [],
        }
        whole |= {"having": None, "qualify": None, "modifiers": [], "sample": None}
        value = {"error": False, "statements": [{"node": whole, "named_param_map": []}]}
        asked = literal(json.dumps(value))
        yield str(answer(f"SELECT json_deserialize_sql({asked}::JSON)"))
    yield f"SELECT * FROM {registers[0]}"


def _wrong(file: str, zh: str, en: str) -> UnusableRequest:
    return UnusableRequest(f"测算“{file}”{zh}。请改正。", f"the measure “{file}” {en}")
