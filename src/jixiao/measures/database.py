"""DuckDB, loaded when something is measured; it comes with the extra ``measures``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jixiao.model.exceptions import UnusableRequest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY_LIMIT = "4GB"


def module() -> Any:
    """The module ``duckdb``. Raises :class:`UnusableRequest` where it is not installed."""
    try:
        import duckdb
    except ImportError as error:
        raise UnusableRequest(
            "测算需要 DuckDB，本机没有安装。请运行 pip install jixiao[measures]。",
            "measuring needs DuckDB, which is not installed; run pip install jixiao[measures]",
        ) from error
    return duckdb


def connection() -> DuckDBPyConnection:
    """An empty database in memory that sees no variable of Python."""
    made: DuckDBPyConnection = module().connect(
        ":memory:",
        config={"memory_limit": MEMORY_LIMIT, "autoinstall_known_extensions": "false"},
    )
    made.execute("SET python_enable_replacements = false")
    made.execute("SET enable_progress_bar = false")
    return made


@cache
def _parser() -> DuckDBPyConnection:
    made = connection()
    made.execute("SET enable_external_access = false")
    made.execute("SET lock_configuration = true")
    return made


def answer(sql: str) -> Any:
    """The one value of a question that needs no table: how DuckDB parses a text, or writes it."""
    row = _parser().cursor().execute(sql).fetchone()
    return None if row is None else row[0]


def quoted(name: str) -> str:
    """``name`` as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """``text`` as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"
