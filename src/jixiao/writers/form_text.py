"""The official form as tab-separated text, as Apache Tika writes Word tables.

This format has no way to say that a tab or a blank line belongs to a text: in a cell a tab is
written as a blank, and blank lines are left out. Two tables with no paragraph between them are
kept apart by a form feed, the sign for a new page.
"""

from __future__ import annotations

from jixiao.model.disclosure import Disclosure
from jixiao.writers.form_layout import FormTable, Style, form_blocks
from jixiao.writers.form_rows import full_rows

_REPLACED = dict.fromkeys([*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd") | {
    ord("\t"): "\t",
    ord("\n"): "\n",
    ord("\r"): "\n",
}


def render(disclosure: Disclosure) -> bytes:
    """One cell a tab; a cell merged with the one above is a lone tab; a blank line ends a row."""
    pieces: list[str] = []
    is_after_table = False
    for block in form_blocks(disclosure):
        if isinstance(block, FormTable):
            if is_after_table:
                pieces.append("\f\n")
            for row in full_rows(block):
                cells = ["\t" + ("" if above else _in_cell(cell.text)) for cell, above in row]
                pieces.append("\n".join(cells) + "\n\n")
            pieces.append("\n")
        else:
            text = writable(block.text)
            pieces.append(text + "\n" + ("" if block.style is Style.HEADING else "\n"))
        is_after_table = isinstance(block, FormTable)
    return "".join(pieces).encode()


def _in_cell(text: str) -> str:
    text = writable(text).replace("\t", " ")
    if "\n" in text:
        text = "\n".join(line for line in text.split("\n") if line.strip())
    return text


def writable(text: str) -> str:
    """``text`` with what no file format holds (control characters, halves of pairs) replaced."""
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").translate(_REPLACED)
