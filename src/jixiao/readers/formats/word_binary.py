"""The binary Word format (Word 97–2003), as far as text and tables go. Layout: [MS-DOC].

The text lies in pieces all over one stream; which paragraphs stand in which table, and where a
row's cells begin, is said by the properties of the mark that ends a paragraph, a cell or a row.
"""

from __future__ import annotations

import re
import struct
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats.archive import refuse_encrypted
from jixiao.readers.formats.compound_file import CompoundFile
from jixiao.readers.formats.symbol_fonts import letter

_END = re.compile("[\r\x07\x0c]")  # what ends a paragraph, a cell or row, a page or section
_PAGE = 512  # bytes; properties are stored in pages of this size
_WORD_97 = 193  # the version number from which on the layout is the one read here
_LONG = struct.Struct("<I")
_SHORT = struct.Struct("<H")
_PLACES = {"styles": 0xA2, "characters": 0xFA, "paragraphs": 0x102, "fonts": 0x112, "pieces": 0x1A2}

# Property codes (sprm), named as [MS-DOC] names them.
_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_MORE, _MORE_OLD, _TABLE_MORE = 0x6646, 0x6645, 0x646B
_DEFINE_TABLE, _MERGE, _SPLIT, _MERGE_DOWN = 0xD608, 0x5624, 0x5625, 0xD62B
_DELETED, _INSERTED, _HIDDEN, _SYMBOL, _STYLE = 0x0800, 0x0801, 0x083C, 0x6A09, 0x4A30
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes of operand by the upper three bits of the code

_FIRST_MERGED, _MERGED, _MERGED_DOWN, _FIRST_DOWN = 0x01, 0x02, 0x20, 0x40


class OlderWord(Exception):
    """The document was written by Word 6 or 95, whose layout is another."""


class Mark(NamedTuple):
    """The properties of the mark that ends a paragraph, a cell or a row.

    ``depth`` is how many tables the paragraph lies in; ``edges`` are the left edges of a row's
    cells and the right edge of the last, in twentieths of a point; ``flags`` say of each cell how
    it is merged.
    """

    depth: int = 0
    ends_row: bool = False
    ends_inner_cell: bool = False
    edges: tuple[int, ...] = ()
    flags: tuple[int, ...] = ()

    def merge(self, cell: int) -> str | None:
        """``restart`` or ``continue`` for a cell merged with those below or above it."""
        flags = self.flags[cell] if cell < len(self.flags) else 0
        if flags & _FIRST_DOWN:
            return "restart"
        return "continue" if flags & _MERGED_DOWN else None

    def merges_left(self, cell: int) -> bool:
        """Whether the cell is merged with the one before it."""
        return cell < len(self.flags) and bool(self.flags[cell] & _MERGED)


class _Piece(NamedTuple):
    first: int  # the number of its first character in the text
    last: int
    place: int  # where it lies in the stream
    width: int  # bytes a character


class WordBinary:
    """The main text of a document, mark by mark.

    Raises :class:`OlderWord` for Word 6 and 95, :class:`UnreadableFile` for what is encrypted, and
    ``struct.error``, ``IndexError`` or ``ValueError``, also on the way, for what is damaged.
    ``oddities`` collects what a notice should tell.
    """

    def __init__(self, container: CompoundFile) -> None:
        self.oddities: set[str] = set()
        self._container = container
        self._main = container.read("WordDocument")
        self._read_head()

    def paragraphs(self) -> Iterator[tuple[str, str, Mark]]:
        """Each paragraph of the main text, the character that ends it, and its mark."""
        return self._between(0, self._main_end)

    def boxes(self) -> Iterator[tuple[str, str, Mark]]:
        """The paragraphs of all text boxes, likewise."""
        return self._between(self._boxes_start, self._boxes_end)

    def _between(self, start: int, end: int) -> Iterator[tuple[str, str, Mark]]:
        text = self._text
        end = min(end, len(text))
        for match in _END.finditer(text, start, end):
            place = match.start()
            yield text[start:place], match.group(), self._mark_at(place)
            start = place + 1
        if start < end:
            yield text[start:end], "\r", Mark()

    def _read_head(self) -> None:
        main = self._main
        ident, version = struct.unpack_from("<HH", main)
        flags = _SHORT.unpack_from(main, 10)[0]
        if ident != 0xA5EC or version < _WORD_97:
            raise OlderWord
        if flags & 0x8100:
            refuse_encrypted()
        self._table = self._container.read("1Table" if flags & 0x200 else "0Table")
        # How long the parts of the text are: the main text, notes, headers …, boxes.
        lengths = struct.unpack_from("<7I", main, 0x4C)
        self._main_end, self._boxes_start = lengths[0], sum(lengths[:6])
        self._boxes_end = self._boxes_start + lengths[6]
        self._pieces = self._read_pieces(self._boxes_end)
        letters = self._letters()
        self._run_starts: list[int] = []
        self._run_styles: list[int] = []
        self._runs: list[bytes] = []
        self._read_runs()
        self._marks: dict[int, Mark] = {}
        self._change(letters)
        self._text = _joined(letters)

    def _place(self, name: str) -> tuple[int, int]:
        start, size = struct.unpack_from("<II", self._main, _PLACES[name])
        if start + size > len(self._table):
            raise ValueError
        return start, size

    def _read_pieces(self, length: int) -> list[_Piece]:
        start, size = self._place("pieces")
        table, end = self._table, start + size
        while start < end and table[start] == 1:
            start += 3 + _SHORT.unpack_from(table, start + 1)[0]
        if start >= end or table[start] != 2:
            raise ValueError
        size = min(_LONG.unpack_from(table, start + 1)[0], end - start - 5)
        start += 5
        count = (size - 4) // 12
        firsts = struct.unpack_from(f"<{count + 1}I", table, start)
        pieces: list[_Piece] = []
        used = 0
        for index in range(count):
            first, last = firsts[index], min(firsts[index + 1], length)
            place = _LONG.unpack_from(table, start + 4 * (count + 1) + 8 * index + 2)[0]
            width = 1 if place & 0x40000000 else 2
            place = (place & 0x3FFFFFFF) // (3 - width)
            if first >= length:
                break
            used += (last - first) * width
            if last < first or place + (last - first) * width > len(self._main):
                raise ValueError
            if used > len(self._main):  # pieces that lie on one another multiply the text
                raise ValueError
            pieces.append(_Piece(first, last, place, width))
        return pieces

    def _letters(self) -> array[int]:
        """The text as UTF-16 numbers, so that positions in it are those the file counts in."""
        letters = array("H")
        for piece in self._pieces:
            raw = self._main[piece.place : piece.place + (piece.last - piece.first) * piece.width]
            if piece.width == 1:
                raw = raw.decode("cp1252", "replace").encode("utf-16-le")
            letters.frombytes(raw)
        return letters

    def _pages(self, name: str) -> Iterator[bytes]:
        """The pages of properties, each once."""
        start, size = self._place(name)
        count = (size - 4) // 8
        seen: set[int] = set()
        for number in struct.unpack_from(
            f"<{max(count, 0)}I", self._table, start + 4 * (count + 1)
        ):
            number &= 0x3FFFFF
            page = self._main[number * _PAGE : (number + 1) * _PAGE]
            if number not in seen and len(page) == _PAGE:
                seen.add(number)
                yield page

    def _read_runs(self) -> None:
        """Where in the stream runs of like paragraphs begin; their styles and properties."""
        runs: list[tuple[int, int, bytes]] = []
        for page in self._pages("paragraphs"):
            count = page[511]
            places = struct.unpack_from(f"<{count + 1}I", page)
            for index in range(count):
                offset = page[4 * (count + 1) + 13 * index] * 2
                style, properties = 0, b""
                if offset:
                    size = page[offset] * 2 - 1
                    if size < 0:
                        offset += 1
                        size = page[offset] * 2
                    style = _SHORT.unpack_from(page, offset + 1)[0]
                    properties = page[offset + 3 : offset + 1 + size]
                runs.append((places[index], style, properties))
            runs.append((places[count], 0, b""))
        runs.sort(key=lambda run: run[0])
        for start, style, properties in runs:
            self._run_starts.append(start)
            self._run_styles.append(style)
            self._runs.append(properties)

    def _mark_at(self, character: int) -> Mark:
        index = bisect_right(self._pieces, character, key=lambda piece: piece.first) - 1
        piece = self._pieces[index]
        place = piece.place + (character - piece.first) * piece.width
        run = bisect_right(self._run_starts, place) - 1
        if run < 0:
            return Mark()
        mark = self._marks.get(run)
        if mark is None:
            mark = self._marks[run] = self._mark(self._runs[run])
        return mark

    def _mark(self, properties: bytes) -> Mark:
        depth = in_table = ends_row = ends_inner_cell = 0
        edges: tuple[int, ...] = ()
        flags: list[int] = []
        for code, operand in self._all_properties(properties):
            if code == _IN_TABLE:
                in_table = operand[0]
            elif code == _DEPTH:
                depth = _LONG.unpack(operand)[0]
            elif code in (_ROW_END, _INNER_ROW_END):
                ends_row = ends_row or operand[0]
            elif code == _INNER_CELL:
                ends_inner_cell = operand[0]
            elif code == _DEFINE_TABLE:
                count = operand[0]
                edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
                start = 1 + 2 * (count + 1)
                places = range(start, min(start + 20 * count, len(operand) - 1), 20)
                flags = [_SHORT.unpack_from(operand, place)[0] for place in places]
                flags += [0] * (count - len(flags))
            elif code == _MERGE_DOWN and operand[0] < len(flags):
                down = {1: _MERGED_DOWN, 3: _MERGED_DOWN | _FIRST_DOWN}.get(operand[1], 0)
                kept = flags[operand[0]] & ~(_MERGED_DOWN | _FIRST_DOWN)
                flags[operand[0]] = kept | down
            elif code in (_MERGE, _SPLIT):
                for cell in range(operand[0], min(operand[1], len(flags))):
                    flags[cell] &= ~(_FIRST_MERGED | _MERGED)
                    if code == _MERGE:
                        flags[cell] |= _FIRST_MERGED if cell == operand[0] else _MERGED
        depth = depth or in_table
        return Mark(depth, bool(ends_row), bool(ends_inner_cell), edges, tuple(flags))

    def _all_properties(self, properties: bytes) -> Iterator[tuple[int, bytes]]:
        """The properties, and those stored elsewhere because they are many."""
        for code, operand in _properties(properties):
            if code in (_MORE, _MORE_OLD, _TABLE_MORE):
                place = _LONG.unpack(operand)[0]
                more = self._container.read("Data") if "Data" in self._container else b""
                if place + 2 <= len(more):
                    size = _SHORT.unpack_from(more, place)[0]
                    yield from _properties(more[place + 2 : place + 2 + size])
            else:
                yield code, operand

    def _change(self, letters: array[int]) -> None:
        """Take deleted and hidden characters out of the text, and put symbols in."""
        changes: list[tuple[int, int, Callable[[], int]]] = []
        for page in self._pages("characters"):
            count = page[511]
            places = struct.unpack_from(f"<{count + 1}I", page)
            for index in range(count):
                offset = page[4 * (count + 1) + index] * 2
                if offset:
                    properties = page[offset + 1 : offset + 1 + page[offset]]
                    change = self._change_of(properties, places[index])
                    if change is not None:
                        changes.append((places[index], places[index + 1], change))
        if not changes:
            return
        changes.sort(key=lambda change: change[0])
        starts = [start for start, _, _ in changes]
        for piece in self._pieces:
            end_place = piece.place + (piece.last - piece.first) * piece.width
            index = max(bisect_right(starts, piece.place) - 1, 0)
            while index < len(changes) and starts[index] < end_place:
                start, end, replacement = changes[index]
                index += 1
                first = piece.first + (max(start, piece.place) - piece.place) // piece.width
                last = piece.first + (min(end, end_place) - piece.place) // piece.width
                for place in range(first, min(last, len(letters))):
                    if letters[place] not in (7, 12, 13):
                        letters[place] = replacement()

    def _change_of(self, properties: bytes, place: int) -> Callable[[], int] | None:
        """What stands for each character of a run; None when they stand for themselves."""
        is_gone = False
        code = None
        for number, operand in _properties(properties):
            if number == _HIDDEN and self._is_hidden(operand[0], properties, place):
                is_gone = True
                self.oddities.add("hidden")
            elif number in (_DELETED, _INSERTED) and operand[0] & 1:
                is_gone = is_gone or number == _DELETED
                self.oddities.add("revisions")
            elif number == _SYMBOL:
                code = struct.unpack("<HH", operand)
        if is_gone:
            return lambda: 0
        if code is None:
            return None
        found = letter(self._fonts.get(code[0], ""), code[1])
        if found is None:
            self.oddities.add("symbols")
        value = ord(found or "\N{REPLACEMENT CHARACTER}")
        return lambda: value

    def _is_hidden(self, operand: int, properties: bytes, place: int) -> bool:
        """Whether a run is hidden; 0x81 means the opposite of what its styles say."""
        if operand != 0x81:
            return operand == 1
        run = bisect_right(self._run_starts, place) - 1
        styles = [self._run_styles[run]] if run >= 0 else []
        styles += [_SHORT.unpack(o)[0] for number, o in _properties(properties) if number == _STYLE]
        return not any(style in self._hidden_styles for style in styles)

    @cached_property
    def _hidden_styles(self) -> set[int]:
        """The styles whose text is hidden, by their own properties or by a style they rest on."""
        start, size = self._place("styles")
        table, end = self._table, start + size
        place = start + 2 + _SHORT.unpack_from(table, start)[0]
        base_size = _SHORT.unpack_from(table, start + 4)[0]
        stated: dict[int, tuple[int, int]] = {}  # style → the style it rests on, what it says
        for number in range(_SHORT.unpack_from(table, start + 2)[0]):
            if place + 2 > end:
                break
            style = table[place + 2 : place + 2 + _SHORT.unpack_from(table, place)[0]]
            place += 2 + len(style) + len(style) % 2
            if len(style) > base_size + 2 and style[2] & 0xF in (1, 2):
                found = style.find(b"\x3c\x08", base_size)
                says = style[found + 2] if 0 <= found < len(style) - 2 else 0x80
                stated[number] = (_SHORT.unpack_from(style, 2)[0] >> 4, says)
        return {number for number in stated if _is_hidden_style(number, stated)}

    @cached_property
    def _fonts(self) -> dict[int, str]:
        """The names of the fonts by number."""
        start, size = self._place("fonts")
        table, end = self._table, start + size
        fonts: dict[int, str] = {}
        place = start + 4
        while place + 41 < end and len(fonts) < 10_000:
            size = table[place] + 1
            name = table[place + 40 : place + size].decode("utf-16-le", "replace")
            fonts[len(fonts)] = name.partition("\0")[0]
            place += size
        return fonts


def _properties(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """Code and operand of each property in a list of them; a list cut short ends early."""
    place, end = 0, len(properties)
    while place + 2 < end:
        code = _SHORT.unpack_from(properties, place)[0]
        place += 2
        size = _SIZES[code >> 13]
        if code == _DEFINE_TABLE:
            if place + 2 > end:
                return
            size = _SHORT.unpack_from(properties, place)[0] - 1
            place += 2
        elif size == 0:
            size = properties[place]
            place += 1
            if size == 255:  # tab stops that say their size another way; none follow in a table
                return
        if size < 0 or place + size > end:
            return
        yield code, properties[place : place + size]
        place += size


def _is_hidden_style(number: int, stated: dict[int, tuple[int, int]]) -> bool:
    """What a style says of being hidden: yes, no, as its base (0x80), or the opposite (0x81)."""
    is_opposite = False
    for _ in range(12):  # Word rests styles on one another eleven deep at most
        if number not in stated:
            return is_opposite
        number, says = stated[number]
        if says in (0, 1):
            return (says == 1) != is_opposite
        is_opposite = is_opposite != (says == 0x81)
    return False


def _joined(letters: array[int]) -> str:
    """The text of UTF-16 numbers, one character for each number."""
    text = letters.tobytes().decode("utf-16-le", "replace")
    return text if len(text) == len(letters) else "".join(map(chr, letters))


def damaged() -> UnreadableFile:
    """The error for a document whose structures contradict one another."""
    return UnreadableFile(
        "Word文档不完整或已损坏。请重新下载，或用Word、WPS打开并另存为.docx后再试。",
        "the Word document is damaged or cut short; download it again, or open it in Word or WPS, "
        "save it as .docx, and retry",
    )
