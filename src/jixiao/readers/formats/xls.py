"""Excel 97–2003 workbooks (xls, et; also Excel 5 and 95): records read one after another.

Formulas give the values stored with them; macros are not run. Layout: [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats.archive import refuse_encrypted
from jixiao.readers.formats.compound_file import MAGIC, CompoundFile
from jixiao.readers.formats.number_format import BUILT_IN, GENERAL, Display, display, plain
from jixiao.readers.formats.spreadsheet import Book, Merge, Sheet
from jixiao.readers.grid import Cell, Layout

_HEAD = struct.Struct("<HH")
_PLACE = struct.Struct("<HHH")
_DOUBLE = struct.Struct("<d")
_LONG = struct.Struct("<I")
_SHORT = struct.Struct("<H")
_RANGE = struct.Struct("<HHHH")
_FORMULA, _EOF, _CODE_PAGE, _CONTINUE, _DATE_MODE = 0x06, 0x0A, 0x42, 0x3C, 0x22
_FILE_PASS, _COLUMNS, _SHEET, _FILTER, _MULTIPLE = 0x2F, 0x7D, 0x85, 0x9B, 0xBD
_RICH_LABEL, _STYLE, _MERGED, _STRINGS, _SHARED = 0xD6, 0xE0, 0xE5, 0xFC, 0xFD
_NUMBER, _LABEL, _BOOLEAN, _STRING, _ROW, _SHORT_NUMBER = 0x203, 0x204, 0x205, 0x207, 0x208, 0x27E
_FORMAT, _BOF = 0x41E, 0x809
_OLD_BOF = (0x009, 0x209, 0x409)
_LAST_COLUMN = 255
_ENCODINGS = {936: "gb18030", 950: "big5hkscs", 932: "cp932", 949: "cp949", 1200: "utf-16-le"}
_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}


class _Entry(NamedTuple):
    """A sheet in the list of sheets: its name, where its records begin, what it is."""

    name: str
    place: int
    is_hidden: bool
    is_worksheet: bool


def parse(data: bytes) -> Layout:
    """The sheets of a workbook as grids."""
    book = Book("xls")
    stream = data
    if data.startswith(MAGIC):
        container = CompoundFile(data)
        name = next((name for name in ("Workbook", "Book") if name in container), None)
        if name is None:
            raise UnreadableFile(
                "文件里没有Excel工作簿。请用Excel或WPS打开，另存为xlsx后再试。",
                "the file holds no Excel workbook; open it in Excel or WPS, save it as xlsx and "
                "retry",
            )
        stream = container.read(name)
        if "_VBA_PROJECT_CUR" in container:
            book.tell("文件含有宏，没有运行。", "the file holds macros; they were not run")
    try:
        _Reader(stream, book).read()
    except (struct.error, IndexError) as error:
        raise _damaged() from error
    return book.finished()


class _Reader:
    """A workbook stream: first what all sheets share, then sheet after sheet."""

    def __init__(self, stream: bytes, book: Book) -> None:
        self.stream = stream
        self.book = book
        self.encoding = "cp1252"
        self.has_wide_strings = True
        self.since_1904 = False
        self.entries: list[tuple[bytes, int, int, int]] = []
        self.strings: list[str] = []
        self.codes = dict(BUILT_IN)
        self.format_numbers: list[int] = []
        self.styles: list[tuple[str | None, Display]] = []

    def read(self) -> None:
        """Read everything, and add the shown sheets to the book."""
        self._read_shared()
        for entry in self._sheets():
            if entry.is_hidden:
                self.book.hide(entry.name)
            elif entry.is_worksheet:
                self.book.add(_SheetReader(self, entry).read())

    def records(self, place: int) -> Iterator[tuple[int, bytes, int]]:
        """Number, content and end of each record from ``place`` up to the end of the substream.

        Substreams inside (charts) are passed over.
        """
        stream, depth = self.stream, 0
        while True:
            number, length = _HEAD.unpack_from(stream, place)
            place += 4 + length
            if place > len(stream):
                raise _damaged()
            if number == _BOF:
                depth += 1
                if depth > 1:
                    continue
            elif number == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            elif depth > 1:
                continue
            yield number, stream[place - length : place], place

    def _read_shared(self) -> None:
        number, _ = _HEAD.unpack_from(self.stream, 0)
        if number in _OLD_BOF:
            raise UnreadableFile(
                "这是Excel 4.0或更早的文件，不读取。请用Excel或WPS另存为xlsx后再试。",
                "this is a file of Excel 4.0 or older and is not read; save it as xlsx in Excel "
                "or WPS and retry",
            )
        if number != _BOF:
            raise _damaged()
        for number, content, end in self.records(0):
            if number == _BOF:
                self.has_wide_strings = _SHORT.unpack_from(content)[0] >= 0x600
            elif number == _FILE_PASS:
                refuse_encrypted()
            elif number == _CODE_PAGE:
                page = _SHORT.unpack_from(content)[0]
                self.encoding = _ENCODINGS.get(page, f"cp{page}")
            elif number == _DATE_MODE:
                self.since_1904 = _SHORT.unpack_from(content)[0] == 1
            elif number == _SHEET:
                place, state, kind = struct.unpack_from("<IBB", content)
                self.entries.append((content[6:], place, state, kind))
            elif number == _FORMAT:
                self._read_format(content)
            elif number == _STYLE:
                self.format_numbers.append(_SHORT.unpack_from(content, 2)[0])
            elif number == _STRINGS:
                self.strings = _shared_strings([content, *self.continued(end)])
        for format_number in self.format_numbers:
            code = self.codes.get(format_number, GENERAL)
            is_general = code == GENERAL
            self.styles.append(
                (None, plain) if is_general else (code, display(code, self.since_1904))
            )

    def continued(self, place: int) -> Iterator[bytes]:
        """The contents of the records at ``place`` that go on with the one before them."""
        while place + 4 <= len(self.stream):
            number, length = _HEAD.unpack_from(self.stream, place)
            if number != _CONTINUE:
                return
            yield self.stream[place + 4 : place + 4 + length]
            place += 4 + length

    def _sheets(self) -> list[_Entry]:
        found = []
        for raw, place, state, kind in self.entries:
            if self.has_wide_strings:
                name = _characters(raw[2:], raw[0], raw[1])
            else:
                name = self.decoded(raw[1 : 1 + raw[0]])
            found.append(_Entry(name, place, state & 3 != 0, kind == 0))
        return found

    def _read_format(self, content: bytes) -> None:
        number = _SHORT.unpack_from(content)[0]
        if self.has_wide_strings:
            self.codes[number] = self.text(content, 2)
        else:
            self.codes[number] = self.decoded(content[3 : 3 + content[2]])

    def text(self, content: bytes, place: int, following: Iterable[bytes] = ()) -> str:
        """The text at ``place``, of which the length comes first, in two bytes."""
        length = _SHORT.unpack_from(content, place)[0]
        place += 2
        if not self.has_wide_strings:
            return self.decoded(content[place : place + length])
        flags = content[place] if length else 0
        place += 1
        text = _characters(content[place:], length, flags)
        for more in following if len(text) < length else ():
            text += _characters(more[1:], length - len(text), more[0] if more else 0)
            if len(text) >= length:
                break
        return text

    def decoded(self, raw: bytes) -> str:
        """The text of bytes in the book's code page."""
        try:
            return raw.decode(self.encoding, "replace")
        except LookupError:
            return raw.decode("gb18030", "replace")


class _SheetReader:
    """The records of one sheet."""

    def __init__(self, reader: _Reader, entry: _Entry) -> None:
        self.reader = reader
        self.place = entry.place
        self.sheet = Sheet(entry.name)
        self.errors: list[tuple[str, int, int]] = []
        self.formula: tuple[int, int] | None = None

    def read(self) -> Sheet:
        """The cells, merged ranges and hidden lines of the sheet."""
        sheet, reader = self.sheet, self.reader
        for number, content, end in reader.records(self.place):
            if number == _SHARED:
                row, column, _ = _PLACE.unpack_from(content)
                index = _LONG.unpack_from(content, 6)[0]
                if index < len(reader.strings):
                    self._add_text(reader.strings[index], row, column)
            elif number in (_LABEL, _RICH_LABEL):
                row, column, _ = _PLACE.unpack_from(content)
                self._add_text(reader.text(content, 6, reader.continued(end)), row, column)
            elif number == _NUMBER:
                self._add_number(_DOUBLE.unpack_from(content, 6)[0], *_PLACE.unpack_from(content))
            elif number == _SHORT_NUMBER:
                value = _short_number(_LONG.unpack_from(content, 6)[0])
                self._add_number(value, *_PLACE.unpack_from(content))
            elif number == _MULTIPLE:
                row, column = _HEAD.unpack_from(content)
                for place in range(4, len(content) - 2, 6):
                    style, value = struct.unpack_from("<HI", content, place)
                    self._add_number(_short_number(value), row, column, style)
                    column += 1
            elif number == _FORMULA:
                self._read_formula(content)
            elif number == _STRING:
                if self.formula is not None:
                    text = reader.text(content, 0, reader.continued(end))
                    self._add_text(text, *self.formula)
                    self.formula = None
            elif number == _BOOLEAN:
                row, column, _ = _PLACE.unpack_from(content)
                self._add_flag(row, column, content[6], is_error=content[7] == 1)
            elif number == _MERGED:
                (count,) = _SHORT.unpack_from(content)
                for place in range(2, 2 + count * 8, 8):
                    first, last, left, right = _RANGE.unpack_from(content, place)
                    if first <= last and left <= right:
                        sheet.merges.append(Merge(first + 1, left + 1, last + 1, right + 1))
            elif number == _ROW:
                if _SHORT.unpack_from(content, 12)[0] & 0x20:
                    sheet.hidden_rows.add(_SHORT.unpack_from(content)[0] + 1)
            elif number == _COLUMNS:
                if _SHORT.unpack_from(content, 8)[0] & 1:
                    first, last = _HEAD.unpack_from(content)
                    sheet.hidden_columns.append((first + 1, min(last, _LAST_COLUMN) + 1))
            elif number == _FILTER:
                sheet.is_filtered = True
        if self.errors:
            reader.book.tell_errors(sheet.name, self.errors)
        return sheet

    def _read_formula(self, content: bytes) -> None:
        row, column, style = _PLACE.unpack_from(content)
        self.formula = None
        if content[12:14] != b"\xff\xff":
            self._add_number(_DOUBLE.unpack_from(content, 6)[0], row, column, style)
        elif content[6] == 0:
            self.formula = (row, column)  # the text comes in the next record
        elif content[6] in (1, 2):
            self._add_flag(row, column, content[8], is_error=content[6] == 2)

    def _add_text(self, text: str, row: int, column: int) -> None:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if text.strip():
            self._add(Cell(text, row + 1, column + 1))

    def _add_number(self, value: float, row: int, column: int, style: int) -> None:
        styles = self.reader.styles
        code, show = styles[style] if style < len(styles) else (None, plain)
        text, number = show(f"{value:.15g}")
        cell = Cell(text, row + 1, column + 1, 1, 1, None, code, number)
        if number is not None:
            self.sheet.rounded.append(cell)
        if text or number is not None:
            self._add(cell)

    def _add_flag(self, row: int, column: int, value: int, *, is_error: bool) -> None:
        text = _ERRORS.get(value, "#ERROR") if is_error else ("TRUE" if value else "FALSE")
        if is_error:
            self.errors.append((text, row + 1, column + 1))
        self._add(Cell(text, row + 1, column + 1))

    def _add(self, cell: Cell) -> None:
        if cell.column > _LAST_COLUMN + 1:
            raise _damaged()
        self.sheet.rows.setdefault(cell.row, []).append(cell)


def _short_number(packed: int) -> float:
    """A number in four bytes (RK): an integer or the upper half of a double, perhaps hundredths."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = float(_DOUBLE.unpack(b"\0\0\0\0" + _LONG.pack(packed & 0xFFFFFFFC))[0])
    return value / 100 if packed & 1 else value


def _characters(raw: bytes, count: int, flags: int) -> str:
    """The first ``count`` characters of ``raw``, in one byte or two each as ``flags`` says."""
    if flags & 1:
        return raw[: count * 2].decode("utf-16-le", "replace")
    return raw[:count].decode("latin-1")


def _shared_strings(pieces: list[bytes]) -> list[str]:
    """The texts that cells refer to by number. A text may be cut where one record ends."""
    strings: list[str] = []
    pieces = [*pieces, b""]
    current = 0
    piece, place = pieces[0], 8

    def take(count: int) -> bytes:
        """The next ``count`` bytes, which are not text and simply go on in the next record."""
        nonlocal current, piece, place
        taken = piece[place : place + count]
        place += count
        while len(taken) < count and current + 1 < len(pieces):
            current += 1
            piece, place = pieces[current], count - len(taken)
            taken += piece[:place]
        return taken

    while True:
        head = take(3)
        if len(head) < 3:
            return strings
        length, flags = head[0] | head[1] << 8, head[2]
        runs = int.from_bytes(take(2), "little") if flags & 8 else 0
        extra = int.from_bytes(take(4), "little") if flags & 4 else 0
        width = 2 if flags & 1 else 1
        text = _characters(piece[place : place + length * width], length, flags)
        place += length * width
        left = length - (len(piece) - place + length * width) // width if place > len(piece) else 0
        while left > 0 and current + 1 < len(pieces):
            current += 1
            piece = pieces[current]
            if not piece:
                break
            width = 2 if piece[0] & 1 else 1
            more = _characters(piece[1 : 1 + left * width], left, piece[0])
            place = 1 + left * width
            left -= min(left, (len(piece) - 1) // width)
            text += more
        take(runs * 4 + min(extra, 1 << 24))
        strings.append(text if text.strip() else "")


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "工作簿不完整或已损坏。请重新下载，或用Excel、WPS打开并另存为xlsx后再试。",
        "the workbook is damaged or cut short; download it again, or open it in Excel or WPS, "
        "save it as xlsx, and retry",
    )
