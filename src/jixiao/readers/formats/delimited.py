"""Tables as text with separators (.csv, .tsv): one grid, a line a row.

Such a file says nothing of its encoding, nor of what separates its cells: the mark that most of
its first lines hold does. A merged cell stands once and is followed by blank ones; above the first
row without a blank, which names the columns, blanks are taken for part of the cell before them.
"""

from __future__ import annotations

import csv
import io

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats.encoding import decode
from jixiao.readers.grid import Cell, Grid, Layout

MARKS = ",\t;|"
_SAMPLE = 20  # lines looked at
_LONGEST_CELL = 1 << 20  # characters
_MOST_CELLS = 5_000_000


def parse(data: bytes) -> Layout:
    """The table of a file of separated values."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(text), delimiter=_mark(text))
    left = _MOST_CELLS
    try:
        for written in reader:
            if not any(cell.strip() for cell in written):
                continue
            left -= len(written)
            if left < 0:
                raise _too_large()
            number, line = len(rows) + 1, reader.line_num
            rows.append(
                [Cell(cell.strip(), number, at, line=line) for at, cell in enumerate(written, 1)]
            )
    except csv.Error as error:
        raise _too_large() from error
    layout = Layout("csv")
    if rows:
        _join(rows)
        layout.blocks.append(Grid(rows, 1))
    return layout


def _join(rows: list[list[Cell]]) -> None:
    """Join blank cells with the one before them, in the rows above the names of the columns."""
    width = max(map(len, rows))
    full = (
        number for number, row in enumerate(rows) if len(row) == width and all(c.text for c in row)
    )
    for row in rows[: next(full, 0)]:
        joined = row[:1]
        for cell in row[1:]:
            if cell.text:
                joined.append(cell)
            else:
                joined[-1].column_span += 1
        row[:] = joined


def _mark(text: str) -> str:
    """What separates the cells: the mark that most of the first lines hold, and hold most of."""
    lines = [line for line in text[:100_000].split("\n")[:_SAMPLE] if line.strip()]
    counts = {mark: sorted(line.count(mark) for line in lines) for mark in MARKS}
    return max(MARKS, key=lambda mark: counts[mark][len(lines) // 2] if lines else 0)


def _too_large() -> UnreadableFile:
    return UnreadableFile(
        "表格文本超出正常规模，不读取。请拆分，或另存为.xlsx后再试。",
        "the table is larger than any normal one and is not read; split it, or save it as .xlsx, "
        "and retry",
    )
