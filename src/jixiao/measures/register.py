"""The schemas of the registers of evidence (台账): typed columns, the key, what is personal.

A schema is a TOML file in ``registers/``; :func:`schemas` gives all of them. The register of a
programme is the folder ``evidence/<name>/`` and, for a measure, a table of that name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jixiao.model.exceptions import UnreadableFile
from jixiao.model.named import NamedTuple

FOLDER = Path(__file__).resolve().parent / "registers"
# The type of a column in DuckDB; a decimal keeps six places, more are refused, never rounded.
SQL_TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(18,6)",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
}
DECIMAL_PLACES = 6
PERSONAL = frozenset({"phone", "identity", "name", "text"})
_SCHEMA_KEYS = frozenset({"name", "title_zh", "title_en", "time", "project", "key", "column"})
_COLUMN_KEYS = frozenset(
    {"name", "title_zh", "title_en", "type", "required", "personal", "allowed", "minimum"}
    | {"maximum", "note"}
)


class Column(NamedTuple):
    """A column of a register.

    ``personal`` is ``phone``, ``identity`` or ``name``: masked when loaded; or ``text``, in which
    phones and identities are masked where they stand. ``minimum`` and ``maximum`` are included.
    """

    name: str
    title_zh: str
    type: str
    required: bool = False
    personal: str | None = None
    allowed: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    title_en: str = ""

    @property
    def sql_type(self) -> str:
        """Its type in DuckDB."""
        return SQL_TYPES[self.type]


class Schema(NamedTuple):
    """The schema of a register: ``time`` and ``project`` name the columns it is filtered by.

    A register without ``time`` holds in every month, one without ``project`` is shared by all.
    Rows with the same ``key`` are the same thing registered twice.
    """

    name: str
    title_zh: str
    title_en: str
    time: str | None
    project: str | None
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    sha256: str

    def column(self, name: str) -> Column:
        """The column called ``name``."""
        return next(column for column in self.columns if column.name == name)


@cache
def schemas() -> Mapping[str, Schema]:
    """Every published schema by the name of its register."""
    found = [read_schema(path) for path in sorted(FOLDER.glob("*.toml"))]
    return {schema.name: schema for schema in found}


def read_schema(path: Path) -> Schema:
    """The schema in a TOML file. Raises :class:`UnreadableFile` where it is not one."""
    return parse_schema(path.read_bytes(), path.name)


def parse_schema(data: bytes, shown: str) -> Schema:
    """The schema in the bytes of a TOML file, told of as ``shown``."""
    import tomllib

    try:
        value = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _wrong(shown, f"不是正确的 TOML：{error}", f"is no correct TOML: {error}") from error
    _refuse_unknown(value, _SCHEMA_KEYS, shown)
    columns = tuple(_column(each, shown) for each in value.get("column", ()))
    schema = Schema(
        name=_text(value, "name", shown),
        title_zh=_text(value, "title_zh", shown),
        title_en=str(value.get("title_en", "")),
        time=value.get("time"),
        project=value.get("project"),
        key=tuple(value.get("key", ())),
        columns=tuple(_demanded(column, value) for column in columns),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    _check(schema, shown)
    return schema


def _column(value: Any, shown: str) -> Column:
    _refuse_unknown(value, _COLUMN_KEYS, shown)
    return Column(
        name=_text(value, "name", shown),
        title_zh=_text(value, "title_zh", shown),
        type=_text(value, "type", shown),
        required=bool(value.get("required", False)),
        personal=value.get("personal"),
        allowed=tuple(str(word) for word in value.get("allowed", ())),
        minimum=_bound(value, "minimum"),
        maximum=_bound(value, "maximum"),
        title_en=str(value.get("title_en", "")),
    )


def _demanded(column: Column, value: Mapping[str, Any]) -> Column:
    """A row without its time, project or key can be put nowhere."""
    by = {value.get("time"), value.get("project"), *value.get("key", ())}
    return column._replace(required=True) if column.name in by else column


def _check(schema: Schema, shown: str) -> None:
    names = [column.name for column in schema.columns]
    if len(set(names)) != len(names) or not names:
        raise _wrong(shown, "列名重复或没有列", "has no columns, or two of one name")
    for name in (schema.time, schema.project, *schema.key):
        if name is not None and name not in names:
            raise _wrong(shown, f"没有“{name}”这一列", f"has no column “{name}”")
    for column in schema.columns:
        if column.type not in SQL_TYPES:
            known = ", ".join(SQL_TYPES)
            raise _wrong(
                shown,
                f"列“{column.name}”的类型应为 {known} 之一",
                f"the type of “{column.name}” should be one of {known}",
            )
        if not (column.name.isidentifier() and column.name.isascii()) or column.name[0] == "_":
            raise _wrong(
                shown, f"列名“{column.name}”应为英文标识符", f"“{column.name}” is no column name"
            )
        if column.personal is not None and (
            column.personal not in PERSONAL or column.type != "text" or column.name in schema.key
        ):
            raise _wrong(
                shown,
                f"个人信息列“{column.name}”应为文本、非主键，类别 phone、identity、name、text",
                f"the personal column “{column.name}” should be a text, no part of the key, and "
                "a phone, an identity, a name or a text",
            )
    if schema.time is not None and schema.column(schema.time).type not in ("date", "timestamp"):
        raise _wrong(shown, "时间列应为日期或时间", "the column of time is no date")


def _bound(value: Mapping[str, Any], key: str) -> str | None:
    return None if (bound := value.get(key)) is None else str(Decimal(str(bound)))


def _text(value: Mapping[str, Any], key: str, shown: str) -> str:
    text = value.get(key)
    if not isinstance(text, str) or not text:
        raise _wrong(shown, f"缺少 {key}", f"lacks {key}")
    return text


def _refuse_unknown(value: Any, known: frozenset[str], shown: str) -> None:
    unknown = set(value) - known
    if unknown:
        raise _wrong(shown, f"有不认识的键 {min(unknown)}", f"has the unknown key {min(unknown)}")


def _wrong(shown: str, zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(f"台账结构“{shown}”{zh}。请改正。", f"the schema “{shown}” {en}")
