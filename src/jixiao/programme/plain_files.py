"""The small plain files of a programme folder (CSV, TOML), read with the place of each mistake."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.model.exceptions import UnreadableFile, told_by_system

if TYPE_CHECKING:
    from _csv import Reader

_MOST_MONEY = Decimal("1e12")  # 万元; more is a slip of the pen
LONGEST_CELL = 131_072  # characters


def rows_of(
    folder: Path, file: str, columns: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a small CSV with exactly these columns, each with its place; none without it."""
    path = folder / file
    if not path.exists():
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(
            file, "无法读取，应为 UTF-8 的 CSV", "cannot be read as CSV in UTF-8"
        ) from error
    # Strict, for a quotation mark left open would swallow the lines after it into its cell.
    reader = csv.reader(io.StringIO(text), strict=True)
    head = tuple(cell.strip() for cell in _next(reader, file) or ())
    if head != columns:
        told = ",".join(columns)
        raise wrong(file, f"第一行应为 {told}", f"should begin with the line {told}")
    while True:
        begins = reader.line_num + 1
        cells = _next(reader, file)
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        place = f"{file}:{begins}"
        if len(cells) != len(columns):
            raise wrong(place, f"应有{len(columns)}格", f"should have {len(columns)} cells")
        yield place, {name: _one_line(cell) for name, cell in zip(columns, cells, strict=True)}


def _next(reader: Reader, file: str) -> list[str] | None:
    """The cells of the next row; None at the end. Refuses quotation marks that do not pair."""
    begins = reader.line_num + 1
    try:
        cells = next(reader, None)
    except csv.Error as error:
        raise _unpaired(file, begins) from error
    # The limit of the module csv is one for the whole process: whoever reads registers raises it.
    if cells is not None and max(map(len, cells), default=0) > LONGEST_CELL:
        raise _unpaired(file, begins)
    return cells


def _unpaired(file: str, line: int) -> UnreadableFile:
    return wrong(
        f"{file}:{line}",
        "的半角双引号没有配对，或者有一格过长；含双引号的格应整格加双引号，格内的双引号写成两个",
        'has quotation marks (") that do not pair, or a cell that is too long; quote the whole '
        "cell and write those within it twice",
    )


def _one_line(cell: str) -> str:
    """The cell without the ends of lines typed into it."""
    return " ".join(line.strip() for line in cell.strip().split("\n"))


def amount(row: Mapping[str, str], name: str, file: str, unit: str = "万元") -> Decimal | None:
    """The amount in a cell; None where it is blank. Refuses what is no number or too large.

    ``unit`` is the one the refusal names.
    """
    text = row[name].replace(",", "")
    if not text:
        return None
    try:
        number = Decimal("NaN" if "_" in text else text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise wrong(file, f"{name} 不是数：“{text}”", f"has no number as {name}: “{text}”")
    if abs(number) > _MOST_MONEY:
        raise wrong(
            file,
            f"{name} 大得不合理：“{text}”（单位为{unit}）",
            f"has an impossible amount as {name}: “{text}” (in {unit})",
        )
    return number


def read_toml(path: Path, file: str) -> dict[str, Any]:
    """The tables of a TOML file. Raises :class:`UnreadableFile` with the place of the mistake."""
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        zh, en = told_by_system(error)
        raise wrong(file, f"打不开：{zh}", f"cannot be opened: {en}") from error
    except RecursionError as error:
        raise wrong(file, "嵌套层次过多", "is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise wrong(
            file, "不是 UTF-8 编码，请另存为 UTF-8", "is not in UTF-8; save it as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        where = f"第{at[1]}行" if at else "末尾"
        raise wrong(file, f"{where}不是正确的 TOML", f"is no correct TOML: {error}") from error


def entries_of(value: Mapping[str, Any], key: str, file: str) -> list[Any]:
    """The tables of an array of tables; none where it is not there."""
    entries = value.get(key, [])
    if not isinstance(entries, list):
        raise wrong(file, f"应写成 [[{key}]]", f"should be written as [[{key}]]")
    return entries


def needed(entry: Mapping[str, Any], key: str, file: str) -> str:
    """The text under a key that has to be there."""
    text = entry.get(key)
    if not isinstance(text, str) or not text:
        raise wrong(file, f"有一条没有写 {key}", f"has an entry without {key}")
    return text


def refuse_unknown(value: Any, known: frozenset[str], file: str) -> None:
    """Refuse a table with a key that is not ``known``: it may be a misspelt one."""
    if not isinstance(value, dict):
        raise wrong(file, "应为表", "should be a table")
    unknown = set(value) - known
    if unknown:
        raise wrong(file, f"有不认识的键 {min(unknown)}", f"has the unknown key {min(unknown)}")


def wrong(file: str, zh: str, en: str) -> UnreadableFile:
    """The refusal of a file, which says what is wrong with it."""
    return UnreadableFile(f"项目库“{file}”{zh}。请改正。", f"the programme's “{file}” {en}")
