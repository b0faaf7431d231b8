"""The files a register may come in, as a relation of DuckDB that keeps every row and every blank.

What DuckDB reads cleanly it reads itself (CSV in UTF-8, Parquet); the rest — other encodings,
lines with too few or too many cells, SQLite — is read here and given to it as clean CSV.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.measures.database import literal, module, quoted
from jixiao.measures.register import Schema
from jixiao.model.exceptions import UnreadableFile
from jixiao.model.named import NamedTuple

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KINDS = frozenset({".csv", ".parquet", ".sqlite", ".db", ".xlsx"})
# Cells of a workbook, row by row: the row's number, and of each cell the text shown and the digits
# stored, None where the text is all there is.
Cells = Iterable[tuple[int, Sequence[tuple[str, str | None]]]]
Workbook = Callable[[Path, str], Cells]
_BLANKS = " \t\r\n\u3000\ufeff\xa0"
LONGEST_LINE = 1 << 24  # bytes
_HEAD = 1 << 16
_RAGGED = (
    "_cells"  # a column of our own: how many cells a line has that has not as many as the head
)


class Relation(NamedTuple):
    """A relation and its columns: ``row`` the expression of the row's number as people count.

    ``columns`` are by the name in the schema: the expression and whether it is text. ``ragged``
    is the expression that holds the number of cells of a line that has too few or too many.
    """

    sql: str
    row: str
    columns: dict[str, tuple[str, str]]
    ignored: tuple[str, ...]
    ragged: str | None = None


def relation(
    database: DuckDBPyConnection,
    path: Path,
    shown: str,
    schema: Schema,
    work: Path,
    workbook: Workbook | None = None,
) -> Relation:
    """The rows of the file at ``path``; ``work`` is a path where a clean copy may be put.

    ``workbook`` reads the cells of a workbook (.xlsx). Raises :class:`UnreadableFile` where the
    file cannot be read or lacks a column.
    """
    kind = path.suffix.lower()
    if kind == ".xlsx":
        if workbook is None:
            raise UnreadableFile(
                f"“{shown}”是 xlsx，这里不能读取。请在表格软件里另存为 CSV（UTF-8）后再放入。",
                f"“{shown}” is a workbook, which cannot be read here; save it as CSV (UTF-8)",
            )
        return _rows_of_workbook(workbook(path, shown), shown, schema, work)
    if kind == ".parquet":
        return _parquet(database, path, shown, schema)
    if kind == ".csv":
        return _csv(database, path, shown, schema, work)
    return _sqlite(path, shown, schema, work)


def _parquet(database: DuckDBPyConnection, path: Path, shown: str, schema: Schema) -> Relation:
    source = f"read_parquet({literal(str(path))}, file_row_number = true)"
    try:
        described = database.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except module().Error as error:
        raise _damaged(shown, error) from error
    types = {name: kind for name, kind, *_ in described if name != "file_row_number"}
    found, ignored = matched(list(types), schema, shown)
    columns = {name: (quoted(title), types[title]) for name, title in found.items()}
    return Relation(f"SELECT * FROM {source}", "file_row_number + 1", columns, ignored)


def _csv(
    database: DuckDBPyConnection, path: Path, shown: str, schema: Schema, work: Path
) -> Relation:
    data = path.read_bytes()
    try:
        text = data[:_HEAD].decode("utf-8-sig", errors="ignore" if len(data) > _HEAD else "strict")
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _rows_of_text(data, shown, schema, work)
    titles = _titles(text, shown)
    if b"\n\n" not in data and b"\r\n\r\n" not in data:  # blank lines would shift the numbers
        made = _plain_csv(path, titles, schema, shown)
        try:
            counted = f"SELECT count(*) FROM ({made.sql})"
            database.execute(counted).fetchone()
        except module().Error:
            pass  # a line with too few or too many cells: read again, line by line
        else:
            return made
    return _rows_of_text(data, shown, schema, work)


def _plain_csv(
    path: Path, titles: list[str], schema: Schema, shown: str, *, has_cells: bool = False
) -> Relation:
    found, ignored = matched(titles, schema, shown)
    place = {title: n for n, title in enumerate(titles)}
    count = len(titles) + 2 * has_cells
    names = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(count))
    sql = (
        f"SELECT * FROM read_csv({literal(str(path))}, auto_detect = false, header = true, "
        f"delim = ',', quote = '\"', escape = '\"', columns = {{{names}}}, "
        f"max_line_size = {LONGEST_LINE})"
    )
    columns = {name: (f"c{place[title]}", "VARCHAR") for name, title in found.items()}
    if has_cells:
        row, ragged = f"CAST(c{count - 2} AS BIGINT)", f"c{count - 1}"
        return Relation(sql, row, columns, ignored, ragged)
    return Relation(sql, "row_number() OVER () + 1", columns, ignored)


def _rows_of_text(data: bytes, shown: str, schema: Schema, work: Path) -> Relation:
    """A CSV that must be read line by line: other encodings, lines of uneven length."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _rows_of_lines(text, shown, schema, work)
    raise UnreadableFile(
        f"“{shown}”的编码既不是 UTF-8 也不是 GB18030，无法读取。请另存为 UTF-8 的 CSV。",
        f"“{shown}” is neither in UTF-8 nor in GB18030; save it as CSV in UTF-8",
    )


def _rows_of_lines(text: str, shown: str, schema: Schema, work: Path) -> Relation:
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    titles = [title.strip(_BLANKS) for title in _first(reader, shown)]

    def numbered() -> Iterator[list[str]]:
        number = 1
        for cells in reader:
            number += 1
            if not cells:
                continue
            fit = len(cells) == len(titles)
            padded = (cells + [""] * len(titles))[: len(titles)]
            yield [*padded, str(number), "" if fit else str(len(cells))]

    try:
        _write(work, [*titles, "_row", _RAGGED], numbered())
    except csv.Error as error:
        # After a quotation mark that is never closed nobody can tell where a row ends.
        raise UnreadableFile(
            f"“{shown}”第{reader.line_num}行的引号不成对，无法分行。请改正引号。",
            f"“{shown}” has an odd quotation mark at line {reader.line_num}, its rows cannot be "
            "told apart; correct it",
        ) from error
    return _plain_csv(work, titles, schema, shown, has_cells=True)


def _rows_of_workbook(cells: Cells, shown: str, schema: Schema, work: Path) -> Relation:
    """The first row names the columns; numbers are taken as stored, everything else as shown."""
    rows = iter(cells)
    _, head = next(rows, (1, ()))
    titles = [text.strip(_BLANKS) for text, _ in head]
    while titles and not titles[-1]:
        titles.pop()
    found, _ = matched(_first(iter([titles]), shown), schema, shown)
    are_numbers = {
        title for name, title in found.items() if schema.column(name).type in ("integer", "decimal")
    }

    def numbered() -> Iterator[list[str]]:
        for number, row in rows:
            values = [
                digits if digits is not None and title in are_numbers else text
                for title, (text, digits) in zip(titles, row, strict=False)
            ]
            beyond = [text for text, _ in row[len(titles) :] if text.strip(_BLANKS)]
            if any(value.strip(_BLANKS) for value in values) or beyond:
                values += [""] * (len(titles) - len(values))
                yield [*values, str(number), str(len(row)) if beyond else ""]

    _write(work, [*titles, "_row", _RAGGED], numbered())
    return _plain_csv(work, titles, schema, shown, has_cells=True)


def _sqlite(path: Path, shown: str, schema: Schema, work: Path) -> Relation:
    """The table named as the register, or the only one."""
    try:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as base:
            asked = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
            tables = [name for (name,) in base.execute(asked) if not name.startswith("sqlite_")]
            table = schema.name if schema.name in tables else tables[0] if tables else None
            if table is None or (table != schema.name and len(tables) > 1):
                raise UnreadableFile(
                    f"“{shown}”里没有名为 {schema.name} 的表。请按台账名命名数据表。",
                    f"“{shown}” has no table {schema.name}; name the table as the register",
                )
            rows = base.execute(f"SELECT * FROM {quoted(table)}")
            titles = [entry[0] for entry in rows.description]
            _write(
                work,
                [*titles, "_row", _RAGGED],
                (
                    [*("" if cell is None else str(cell) for cell in row), str(number), ""]
                    for number, row in enumerate(rows, 1)
                ),
            )
    except sqlite3.Error as error:
        raise _damaged(shown, error) from error
    return _plain_csv(work, titles, schema, shown, has_cells=True)


def _write(path: Path, titles: list[str], rows: Iterable[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(titles)
        writer.writerows(rows)


def _titles(text: str, shown: str) -> list[str]:
    reader = csv.reader(io.StringIO(text, newline=""))
    return [title.strip(_BLANKS) for title in _first(reader, shown)]


def _first(reader: Iterator[list[str]], shown: str) -> list[str]:
    try:
        titles = next(reader, None)
    except csv.Error as error:
        raise _damaged(shown, error) from error
    if not titles:
        raise UnreadableFile(
            f"“{shown}”是空的，第一行应为列名。请补上。",
            f"“{shown}” is empty; its first line should name the columns",
        )
    return titles


def matched(
    titles: list[str], schema: Schema, shown: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The file's title of each column of the schema, and the titles of none of them."""
    found: dict[str, str] = {}
    for column in schema.columns:
        meant = [title for title in titles if title in (column.name, column.title_zh)]
        if len(meant) > 1:
            raise UnreadableFile(
                f"“{shown}”里“{column.title_zh}”（{column.name}）有{len(meant)}列。请只留一列。",
                f"“{shown}” has {len(meant)} columns for “{column.name}”; leave one",
            )
        if meant:
            found[column.name] = meant[0]
        elif column.required:
            raise UnreadableFile(
                f"“{shown}”缺少“{column.title_zh}”（{column.name}）列。请补上。",
                f"“{shown}” lacks the column “{column.name}”; please add it",
            )
    taken = set(found.values())
    return found, tuple(title for title in titles if title not in taken)


def _damaged(shown: str, error: Exception) -> UnreadableFile:
    told = str(error).splitlines()[0][:200]
    return UnreadableFile(
        f"“{shown}”无法读取（{told}）。请检查文件是否完整。",
        f"“{shown}” cannot be read ({told}); check that the file is whole",
    )
