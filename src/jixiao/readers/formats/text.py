"""Plain text as Apache Tika writes Word tables (文本).

A row is a block of lines that begins with a tab and ends with a blank line; each tab begins a
cell; a line without a tab goes on with the cell before it; a lone tab is an empty cell (a blank
one, or one merged with the cell above); cells merged sideways stand once. Anything else is a
paragraph. A table ends at a paragraph or at a form feed, the sign for a new page.
"""

from __future__ import annotations

from jixiao.readers.formats.encoding import decode
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph


def parse(data: bytes) -> Layout:
    """The paragraphs and tables of a text file in UTF-8, UTF-16, GB18030 or Big5."""
    text = decode(data)
    layout = Layout("text")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows: list[list[Cell]] = []
    row: list[Cell] | None = None
    number = 0
    for line_number, line in enumerate(lines, 1):
        if line == "\f":
            if rows:
                layout.blocks.append(Grid(rows, number))
            rows, row = [], None
        elif line.startswith("\t"):
            if row is None:
                if not rows:
                    number += 1
                row = []
                rows.append(row)
            for piece in line[1:].split("\t"):
                row.append(Cell(piece, len(rows), len(row) + 1, line=line_number))
        elif row is not None:
            if line.strip():
                row[-1].text += "\n" + line
            else:
                row = None
        elif line.strip():
            if rows:
                layout.blocks.append(Grid(rows, number))
                rows = []
            layout.blocks.append(Paragraph(line, line_number))
    if rows:
        layout.blocks.append(Grid(rows, number))
    return layout
