"""Rows of one text in a sheet (单独成行的文字): what a document would print as paragraphs.

A workbook has no paragraphs: the document's title, a project's heading and the notes are rows of
one cell, over a table or on a sheet of their own. They are taken apart from the table here, so
that they are read as the same words in a document are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jixiao.readers.forms.other_forms import is_form_title, lone_text
from jixiao.readers.grid import Grid, Layout, Paragraph

_LIST_WORDS = ("清单", "目录", "一览表", "汇总表")
_LONGEST_LIST_TITLE = 40  # characters


def hand_over(
    layout: Layout,
    take_paragraph: Callable[[Paragraph], None],
    take_grid: Callable[[Grid], None],
) -> None:
    """Give a reader the paragraphs and tables of a document in order, its sheets taken apart."""
    for block in layout.blocks:
        for part in (block,) if isinstance(block, Paragraph) else _apart(block):
            if isinstance(part, Paragraph):
                take_paragraph(part)
            else:
                take_grid(part)


def _apart(grid: Grid) -> Iterator[Paragraph | Grid]:
    """The paragraphs over the table of a sheet, then the table; a grid of no sheet as it is."""
    if grid.sheet is None:
        yield grid
        return
    count = 0
    title = None
    for row in grid.rows:
        text = lone_text(row)
        if not text:
            break
        if title is None and _is_table_title(text):
            title = count
        count += 1
    first = count if count == len(grid.rows) else title or 0
    for row in grid.rows[:first]:
        cell = next(cell for cell in row if cell.text.strip())
        yield Paragraph(cell.text, page=grid.page, place=grid.location(cell))
    if first < len(grid.rows):
        yield Grid(grid.rows[first:], grid.number, grid.sheet, grid.page) if first else grid


def _is_table_title(text: str) -> bool:
    is_list = len(text) <= _LONGEST_LIST_TITLE and text.endswith(_LIST_WORDS)
    return is_list or is_form_title(text)
