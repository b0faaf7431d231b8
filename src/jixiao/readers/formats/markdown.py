"""Markdown tables (文档中的表格): the tables of the rule pages, read like any other file.

A table is a run of lines beginning with ``|``; the line of dashes is left out; ``<br>`` is a line
break inside a cell, ``\\|`` a bar; a cell holding only ``^`` is merged with the one above it, one
holding only ``<`` with the one before it. Other lines are paragraphs.
"""

from __future__ import annotations

import re

from jixiao.readers.formats.encoding import decode
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph

_RULE = re.compile(r"^\|(?:\s*:?-{3,}:?\s*\|)+\s*$")
_BAR = re.compile(r"(?<!\\)\|")


def parse(data: bytes) -> Layout:
    """The paragraphs and tables of a Markdown text."""
    layout = Layout("markdown")
    rows: list[list[Cell]] = []
    number = 0
    for line_number, line in enumerate([*decode(data).splitlines(), ""], 1):
        stripped = line.strip()
        if stripped.startswith("|"):
            if not _RULE.match(stripped):
                rows.append(_row(stripped, rows, line_number))
            continue
        if rows:
            number += 1
            layout.blocks.append(Grid(rows, number))
            rows = []
        if stripped:
            layout.blocks.append(Paragraph(stripped.lstrip("#> ").strip(), line_number))
    return layout


def _row(line: str, above: list[list[Cell]], line_number: int) -> list[Cell]:
    row: list[Cell] = []
    for column, piece in enumerate(_BAR.split(line.strip().strip("|")), 1):
        text = piece.strip().replace("<br>", "\n").replace("\\|", "|")
        upper = _covering(above[-1], column) if text == "^" and above else None
        if upper is not None:
            if upper not in row:
                upper.row_span += 1
                row.append(upper)
        elif text == "<" and row:
            row[-1].column_span += 1
        else:
            row.append(Cell(text, len(above) + 1, column, line=line_number))
    return row


def _covering(row: list[Cell], column: int) -> Cell | None:
    return next((c for c in row if c.column <= column < c.column + c.column_span), None)
