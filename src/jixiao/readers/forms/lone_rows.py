"""Rows of one text in a sheet (单独成行的文字): what a document would print as paragraphs.

A workbook has no paragraphs: the document's title, a project's heading and the notes are rows of
one cell, over a table or on a sheet of their own. They are taken apart from the table here, so
that they are read as the same words in a document are. Notes stand under the last table too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jixiao.readers.forms.closing_note import is_closing_note
from jixiao.readers.forms.other_forms import is_form_title, lone_text
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph

_LIST_WORDS = ("清单", "目录", "一览表", "汇总表")
_LONGEST_LIST_TITLE = 40  # characters


def hand_over(
    layout: Layout,
    take_paragraph: Callable[[Paragraph], None],
    take_grid: Callable[[Grid], None],
    *,
    with_notes: bool = False,
) -> None:
    """Give a reader the paragraphs and tables of a document in order, its sheets taken apart.

    ``with_notes``: the notes to the publication that stand under a table come after it.
    """
    for block in layout.blocks:
        for part in (
            (block,) if isinstance(block, Paragraph) else _apart(block, with_notes=with_notes)
        ):
            if isinstance(part, Paragraph):
                take_paragraph(part)
            else:
                take_grid(part)


def _apart(grid: Grid, *, with_notes: bool) -> Iterator[Paragraph | Grid]:
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
    last = _last(grid.rows, first) if with_notes else len(grid.rows)
    yield from _paragraphs(grid, 0, first)
    if first < last:
        is_whole = last - first == len(grid.rows)
        yield grid if is_whole else Grid(grid.rows[first:last], grid.number, grid.sheet, grid.page)
    yield from _paragraphs(grid, last, len(grid.rows))


def _last(rows: list[list[Cell]], first: int) -> int:
    """Where the table ends and the notes under it begin, at the first row that is such a note."""
    last = end = len(rows)
    while last > first and not _has_more(rows[last - 1]):
        last -= 1
        text = lone_text(rows[last])
        if text and is_closing_note(text):
            end = last
    return end if last > first else len(rows)


def _has_more(row: list[Cell]) -> bool:
    return sum(bool(cell.text.strip()) for cell in row) > 1


def _paragraphs(grid: Grid, first: int, last: int) -> Iterator[Paragraph]:
    for row in grid.rows[first:last]:
        for cell in row:
            if cell.text.strip():
                yield Paragraph(cell.text, page=grid.page, place=grid.location(cell))


def _is_table_title(text: str) -> bool:
    is_list = len(text) <= _LONGEST_LIST_TITLE and text.endswith(_LIST_WORDS)
    return is_list or is_form_title(text)
