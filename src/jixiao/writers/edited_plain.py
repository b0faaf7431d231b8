"""HTML and plain text with some cells rewritten, in the encoding the file has."""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

from jixiao.readers.formats.encoding import decode
from jixiao.readers.grid import Layout
from jixiao.writers.edited_pieces import CellEdit, Piece, edited

_CODECS = (
    ("utf-8", b"\xef\xbb\xbf"),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
    ("utf-8", b""),
    ("gb18030", b""),
    ("big5hkscs", b""),
)
_LINE = re.compile("([^\r\n]*)(\r\n|\r|\n|$)")


def edited_html(data: bytes, layout: Layout, edits: list[CellEdit]) -> tuple[bytes, list[CellEdit]]:
    """The page with its cells edited, and the edits that could not be placed."""
    coded = _decoded(data)
    if coded is None:
        return data, edits
    cells = _HtmlCells(coded[0])
    return _with_edits(data, coded, cells.cells, layout, edits, is_markup=True)


def edited_text(data: bytes, layout: Layout, edits: list[CellEdit]) -> tuple[bytes, list[CellEdit]]:
    """The text with its cells edited, and the edits that could not be placed."""
    coded = _decoded(data)
    if coded is None:
        return data, edits
    return _with_edits(data, coded, _text_cells(coded[0]), layout, edits, is_markup=False)


def _with_edits(
    data: bytes,
    coded: tuple[str, str, bytes],
    cells: list[list[Piece]],
    layout: Layout,
    edits: list[CellEdit],
    *,
    is_markup: bool,
) -> tuple[bytes, list[CellEdit]]:
    text, codec, mark = coded

    def encode(new: str) -> str:
        return escape(new, quote=False) if is_markup else new

    found, left = edited(cells, layout, edits, encode)
    parts: list[str] = []
    position = 0
    for start, end, new in found:
        parts += [text[position:start], new]
        position = end
    whole = "".join([*parts, text[position:]])
    try:
        return mark + whole.encode(codec), left
    except UnicodeEncodeError:  # a sign that the file's encoding does not have
        return data, edits


def _decoded(data: bytes) -> tuple[str, str, bytes] | None:
    """The text, its codec and its mark, such that it goes back into the same bytes."""
    wanted = decode(data)
    for codec, mark in _CODECS:
        if not data.startswith(mark):
            continue
        try:
            text = data[len(mark) :].decode(codec)
        except UnicodeDecodeError:
            continue
        if text == wanted and mark + text.encode(codec) == data:
            return text, codec, mark
    return None


def _text_cells(text: str) -> list[list[Piece]]:
    """The cells of a text as the reader takes them: after each tab, going on without one."""
    cells: list[list[Piece]] = []
    is_row = False
    for match in _LINE.finditer(text):
        line, start = match.group(1), match.start(1)
        if line.startswith("\t"):
            is_row = True
            offset = start + 1
            for piece in line[1:].split("\t"):
                cells.append([Piece(piece, offset, offset + len(piece))])
                offset += len(piece) + 1
        elif is_row and line.strip() and line != "\f":
            cells[-1].append(Piece(line, start, start + len(line)))
        else:
            is_row = False
    return cells


class _HtmlCells(HTMLParser):
    """The cells of a page with their stretches of text, by their characters in the page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.cells: list[list[Piece]] = []
        self._tables: list[list[Piece] | None] = []
        self._page = text
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._silent = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A cell or a table begins."""
        if tag == "table":
            self._tables.append(None)
        elif tag in ("td", "th") and self._tables:
            self.cells.append([])
            self._tables[-1] = self.cells[-1]
        elif tag == "tr" and self._tables:
            self._tables[-1] = None
        elif tag in ("script", "style"):
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        """A cell or a table ends."""
        if tag == "table" and self._tables:
            self._tables.pop()
        elif tag in ("td", "th", "tr") and self._tables:
            self._tables[-1] = None
        elif tag in ("script", "style") and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        """A stretch of text as it is."""
        self._add(data, len(data))

    def handle_entityref(self, name: str) -> None:
        """A character by its name."""
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """A character by its number."""
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        start = self._place()
        length = len(written) + (self._page[start + len(written) :][:1] == ";")
        self._add(unescape(self._page[start : start + length]), length)

    def _add(self, text: str, length: int) -> None:
        cell = self._tables[-1] if self._tables else None
        if cell is not None and not self._silent:
            start = self._place()
            cell.append(Piece(text, start, start + length))

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
