"""Spans (跨行跨列): rows of cells that say how far they reach, laid out as a browser lays them.

A cell takes the next free column; one that reaches down keeps its columns in the rows below. A
span ends where its group of rows ends, and does not run into a cell from above. Columns in which
no cell begins are not counted, so a title that claims 100 columns over a table of five is as wide
as the table. Rows that end early are filled with blank cells.
"""

from __future__ import annotations

from typing import NamedTuple

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.grid import Cell

LARGEST_TABLE = 500_000  # places, those of cells reaching down counted in every row
WIDEST_SPAN = 1_000  # columns, as in browsers
DEEPEST_SPAN = 65_534  # rows, as in browsers; 0 means to the end of the group


class SpannedCell(NamedTuple):
    """A cell as it is written: its text, and how many rows and columns it claims."""

    text: str
    rows: int = 1
    columns: int = 1


def laid_out(groups: list[list[list[SpannedCell]]]) -> list[list[Cell]]:
    """The rows of a table, given as groups of rows (thead, tbody, tfoot) of cells."""
    rows: list[list[Cell]] = []
    budget = LARGEST_TABLE
    for group in groups:
        reaching: list[tuple[Cell, int]] = []  # cells from above, by column, and their last row
        last = len(rows) + len(group)
        for written in group:
            number = len(rows) + 1
            reaching = [pair for pair in reaching if pair[1] >= number]
            row, new = _row(written, [cell for cell, _ in reaching], number)
            for cell, claimed in new:
                end = min(number + claimed - 1, last) if claimed else last
                cell.row_span = end - number + 1
                if end > number:
                    reaching.append((cell, end))
            reaching.sort(key=lambda pair: pair[0].column)
            budget -= len(row)
            if budget < 0:
                raise too_large()
            rows.append(row)
    _trim(rows)
    return rows


def _row(
    written: list[SpannedCell], above: list[Cell], number: int
) -> tuple[list[Cell], list[tuple[Cell, int]]]:
    """One row, left to right, and its own cells with the rows they claim."""
    row: list[Cell] = []
    new: list[tuple[Cell, int]] = []
    column, index = 1, 0
    for one in written:
        while index < len(above) and above[index].column <= column:
            row.append(above[index])
            column = above[index].column + above[index].column_span
            index += 1
        span = min(max(one.columns, 1), WIDEST_SPAN)
        if index < len(above):
            span = min(span, above[index].column - column)
        cell = Cell(one.text, number, column, 1, span)
        row.append(cell)
        new.append((cell, min(one.rows, DEEPEST_SPAN)))
        column += span
    row += above[index:]
    return row, new


def _trim(rows: list[list[Cell]]) -> None:
    """Cut spans at the last column in which a cell begins, and fill rows that end before it."""
    width = max((cell.column for row in rows for cell in row), default=0)
    if width * len(rows) > LARGEST_TABLE:
        raise too_large()
    for index, row in enumerate(rows):
        for cell in row:
            if cell.column + cell.column_span - 1 > width:
                cell.column_span = width - cell.column + 1
        if sum(cell.column_span for cell in row) < width:
            rows[index] = _filled(row, index + 1, width)


def _filled(row: list[Cell], number: int, width: int) -> list[Cell]:
    """The row with blank cells where it has none, up to ``width``."""
    filled: list[Cell] = []
    column = 1
    for cell in row:
        filled += [Cell("", number, c) for c in range(column, cell.column)]
        filled.append(cell)
        column = cell.column + cell.column_span
    filled += [Cell("", number, c) for c in range(column, width + 1)]
    return filled


def too_large() -> UnreadableFile:
    """The error for a table that would not fit in memory."""
    return UnreadableFile(
        "文件里的表格展开后过大（跨行、跨列过多），不读取。请删去多余的行列，或拆分后再试。",
        "a table in the file is too large (it spans too many rows or columns) and is not read; "
        "delete surplus rows and columns, or split the file",
    )
