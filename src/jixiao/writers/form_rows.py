"""A form table with every row filled: which cells begin in it, which go on from above."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.writers.form_layout import FormCell, FormTable


def full_rows(table: FormTable) -> Iterator[list[tuple[FormCell, bool]]]:
    """For each row its cells from left to right, with whether each goes on from above."""
    count = len(table.widths)
    running: dict[int, tuple[FormCell, int]] = {}  # column → cell going on, rows left
    for begins in table.rows:
        waiting = list(begins)
        row: list[tuple[FormCell, bool]] = []
        following: dict[int, tuple[FormCell, int]] = {}
        column = 0
        while column < count:
            if column in running:
                cell, left = running[column]
                row.append((cell, True))
            elif waiting:
                cell = waiting.pop(0)
                left = cell.row_span
                row.append((cell, False))
            else:
                break
            if left > 1:
                following[column] = (cell, left - 1)
            column += cell.column_span
        running = following
        yield row
