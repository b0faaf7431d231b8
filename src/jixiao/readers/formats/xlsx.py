"""Excel workbooks (xlsx, xlsm, and what WPS saves under these names).

Sheets are read by one pass of a regular expression over their XML; a sheet that is not written
the way Excel, WPS, LibreOffice and the usual libraries write goes through an XML parser instead.
Formulas give the values stored with them; macros are not run.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats.archive import Archive
from jixiao.readers.formats.number_format import BUILT_IN, GENERAL, Display, display, plain
from jixiao.readers.formats.package import package_of
from jixiao.readers.formats.spreadsheet import LAST_COLUMN, LAST_ROW, Book, Merge, Sheet
from jixiao.readers.formats.strict_xml import walk
from jixiao.readers.grid import Cell, Layout

_CELL = re.compile(
    r'<c r="([A-Z]{1,3}+)(\d{1,7}+)"([^<>]*+)>'
    r"<(?:v>|(?:f[^<>]*(?:/>|>[^<]*</f>)<)?(?:v|is><t)[^<>]*+>)([^<]++)<"
)
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_STRING = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_RUN = re.compile(r"<t(?: [^<>]*)?>([^<]*)</t>")
_ROW = re.compile(r"<row ([^<>]*)>")
_COLUMN = re.compile(r"<col ([^<>]*)>")
_MERGE = re.compile(r'<mergeCell ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')
_CHARACTER = re.compile(r"&#(x[0-9A-Fa-f]{1,6}|\d{1,7});")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNCOMPUTED = re.compile(
    r'<c r="([A-Z]{1,3}\d{1,7})"([^<>]*)><f[^<>]*(?:/>|>[^<]*</f>)(?:<v/>|<v></v>)?</c>'
)
_SHEET_NAMES = frozenset(("c", "row", "f", "v", "t", "rPh", "mergeCell", "col", "sheetPr"))
_PIECE = 1 << 20  # characters looked at in one go, to bound memory
LARGEST_SHEET = 64 << 20  # bytes of one sheet's XML, or of the shared strings


class _Part(NamedTuple):
    """One sheet of the book: its name, where it stands in the archive, whether it is shown."""

    name: str
    path: str
    is_hidden: bool
    is_worksheet: bool


def parse(data: bytes) -> Layout:
    """The sheets of a workbook as grids."""
    archive = Archive(data)
    package = package_of(archive)
    root = package.main if package is not None else None
    if root is None or root.endswith(".bin"):
        raise UnreadableFile(
            "这不是.xlsx工作簿（.xlsb二进制工作簿不读取）。请用Excel或WPS另存为.xlsx后再试。",
            "this is not an .xlsx workbook (.xlsb is not read); save it as .xlsx in Excel or WPS "
            "and retry",
        )
    book = Book("xlsx")
    reader = _Reader(archive, root, book)
    for part in reader.parts:
        if part.is_hidden:
            book.hide(part.name)
        elif part.is_worksheet:
            book.add(reader.read(part))
            reader.tell_faults(part.name)
    if package is not None and package.has_macros:
        book.tell("文件含有宏，没有运行。", "the file holds macros; they were not run")
    return book.finished()


def sheet_parts(archive: Archive) -> dict[str, str]:
    """The worksheets that are shown, by name: where each stands in the archive."""
    package = package_of(archive)
    root = package.main if package is not None else None
    if root is None:
        return {}
    parts = _Reader(archive, root, Book("xlsx")).parts
    return {part.name: part.path for part in parts if part.is_worksheet and not part.is_hidden}


class _Reader:
    """The parts of a workbook that its sheets share, and the reading of one sheet."""

    def __init__(self, archive: Archive, root: str, book: Book) -> None:
        self.archive = archive
        self.book = book
        self.since_1904 = False
        self._root = root
        self._targets = _relationships(archive, self._root)
        self.parts = self._sheets()
        self._strings: list[str] | None = None
        self._styles: list[tuple[str | None, Display]] | None = None
        self._kinds = _Kinds(self)
        self._faults: list[tuple[str, int, int]] = []
        self.rounded: list[Cell] = []

    def _sheets(self) -> list[_Part]:
        parts: list[_Part] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "sheet":
                path, kind = self._targets.get(attributes.get("id", ""), ("", ""))
                state = attributes.get("state", "visible")
                title = attributes.get("name", f"Sheet{len(parts) + 1}")
                is_worksheet = kind.endswith("/worksheet") and path in self.archive
                parts.append(_Part(title, path, state != "visible", is_worksheet))
            elif name == "workbookPr":
                self.since_1904 = attributes.get("date1904", "0") in ("1", "true")

        walk(self.archive.read(self._root), self._root, frozenset(("sheet", "workbookPr")), start)
        return parts

    def read(self, part: _Part) -> Sheet:
        """The cells, merged ranges and hidden lines of one sheet."""
        sheet = Sheet(part.name)
        data = self.archive.read(part.path, LARGEST_SHEET)
        text = _plain_text(data)
        if text is None or not self._read_plainly(text, sheet):
            sheet = Sheet(part.name)
            self._faults.clear()
            self.rounded.clear()
            _SheetWalk(self, sheet).read(data, part.path)
        sheet.rounded, self.rounded = self.rounded, []
        return sheet

    def tell_faults(self, name: str) -> None:
        """Add a notice of the cells of the last sheet that hold an error instead of a value."""
        if self._faults:
            self.book.tell_errors(name, self._faults)
            self._faults = []

    def _read_plainly(self, text: str, sheet: Sheet) -> bool:
        """Read a sheet written the usual way; False when it is not, and nothing counts then."""
        start = text.find("<sheetData")
        end = text.find("</sheetData>", start)
        if start < 0 or (end < 0 and "<sheetData/>" not in text):
            return False
        end = max(end, start)
        left = text.count("</v>", start, end) + text.count("</is>", start, end)
        position = start
        while position < end:
            stop = min(position + _PIECE, end)
            stop = end if stop == end else text.find("<c r=", stop, end)
            stop = end if stop < 0 else stop
            found = _CELL.findall(text, position, stop)
            try:
                self._take(found, sheet)
            except (ValueError, IndexError):
                return False
            left -= len(found)
            position = stop
        if left and left != text.count("<v></v>", start, end):
            return False  # a value stands in a cell that the pass does not know
        self._read_margins(text[:start], text, start, end, sheet)
        for first, last in _MERGE.findall(text, end):
            _merge(sheet, first, last)
        if any(text.find(mark, start, end) >= 0 for mark in ("</f></c>", "/></c>", "<v></v>")):
            for reference, blob in _UNCOMPUTED.findall(text, start, end):
                if self._kinds[blob][0] != "str":
                    sheet.uncomputed.append(_reference(reference))
        return True

    def _take(self, found: list[tuple[str, str, str, str]], sheet: Sheet) -> None:
        """Put what a pass has found into ``sheet``. Raises ValueError or IndexError at oddities."""
        rows, kinds, columns, rounded = sheet.rows, self._kinds, _COLUMNS, self.rounded
        strings: list[str] | None = None
        row: list[Cell] = []
        row_number, row_digits = 0, ""
        for letters, digits, blob, value in found:
            if digits != row_digits:
                row_digits, row_number = digits, int(digits)
                if not 1 <= row_number <= LAST_ROW:
                    raise ValueError
                row = rows.setdefault(row_number, [])
            kind, code, show = kinds[blob]
            if kind == "s":
                if strings is None:
                    strings = self.strings
                index = int(value)
                if index < 0:
                    raise IndexError
                text = strings[index]
                if text:
                    row.append(Cell(text, row_number, columns[letters]))
            elif show is not None:
                text, number = show(value)
                if text or number is not None:
                    column = columns[letters]
                    cell = Cell(text, row_number, column, 1, 1, None, code, number)
                    row.append(cell)
                    if number is not None:
                        rounded.append(cell)
            else:
                text = self._shown(kind, _unescaped(value), row_number, columns[letters])
                if text.strip():
                    row.append(Cell(text, row_number, columns[letters]))

    def style(self, number: int) -> tuple[str | None, Display]:
        """The number format of a style, None for General, and how it shows a number."""
        return self.styles[number] if number < len(self.styles) else (None, plain)

    def _shown(self, kind: str, value: str, row: int, column: int) -> str:
        """What is shown for a stored value that is neither a number nor a shared text."""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if kind == "d":
            return value.removesuffix("T00:00:00").replace("T", " ")
        if kind == "e":
            self._faults.append((value, row, column))
        return value

    def cell(self, kind: str, style: int, value: str, row: int, column: int) -> Cell | None:
        """The cell for a stored value that is no shared text; None for a blank one."""
        if kind == "n":
            code, show = self.style(style)
            text, number = show(value)
            cell = Cell(text, row, column, 1, 1, None, code, number)
            if number is not None:
                self.rounded.append(cell)
            return cell if text or number is not None else None
        text = self._shown(kind, _without_escapes(value), row, column)
        return Cell(text, row, column) if text.strip() else None

    @property
    def styles(self) -> list[tuple[str | None, Display]]:
        """The number format of each style, None for General, and how it shows a number."""
        if self._styles is None:
            codes = _number_formats(self.archive, self._target("/styles"))
            self._styles = [
                (None, plain) if code == GENERAL else (code, display(code, self.since_1904))
                for code in codes
            ]
        return self._styles

    @property
    def strings(self) -> list[str]:
        """The shared strings; blank ones are empty."""
        if self._strings is None:
            path = self._target("/sharedStrings")
            self._strings = _shared_strings(self.archive, path) if path else []
        return self._strings

    def _target(self, kind: str) -> str | None:
        paths = (path for path, type_ in self._targets.values() if type_.endswith(kind))
        return next((path for path in paths if path in self.archive), None)

    def _read_margins(self, head: str, text: str, start: int, end: int, sheet: Sheet) -> None:
        """What stands before the cells and on the rows: hidden columns, hidden rows, a filter."""
        sheet.is_filtered = 'filterMode="1"' in head or 'filterMode="true"' in head
        if "hidden=" in head:
            for blob in _COLUMN.findall(head):
                _hide_columns(sheet, dict(_ATTRIBUTE.findall(blob)))
        if text.find("hidden=", start, end) >= 0:
            for blob in _ROW.findall(text, start, end):
                if "hidden=" in blob:
                    attributes = dict(_ATTRIBUTE.findall(blob))
                    if attributes.get("hidden") in ("1", "true"):
                        sheet.hidden_rows.add(_whole(attributes.get("r", "0")))


class _Kinds(dict[str, tuple[str, str | None, Display | None]]):
    """What the attributes of a cell say: its type, its number format, how a number is shown.

    Few combinations recur in every cell, so each is worked out once. Raises ValueError for
    attributes written in an odd way.
    """

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader

    def __missing__(self, blob: str) -> tuple[str, str | None, Display | None]:
        attributes = dict(_ATTRIBUTE.findall(blob))
        style = attributes.get("s", "0")
        if "'" in blob or "&" in blob or not style.isdecimal():
            raise ValueError
        kind = attributes.get("t", "n")
        if kind == "n":
            code, show = self.reader.style(int(style))
            self[blob] = kind, code, show
        else:
            self[blob] = kind, None, None
        return self[blob]


class _SheetWalk:
    """The cells of a sheet from the events of its XML."""

    def __init__(self, reader: _Reader, sheet: Sheet) -> None:
        self.reader = reader
        self.sheet = sheet
        self.row = self.column = self.style = 0
        self.kind = "n"
        self.pieces: list[str] = []
        self.is_value = self.is_formula = False
        self.phonetic = 0

    def read(self, data: bytes, path: str) -> None:
        """Walk through ``data``."""
        walk(data, path, _SHEET_NAMES, self._start, self._end, self._text)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self.column += 1
            reference = attributes.get("r")
            if reference is not None:
                self.row, self.column = _reference(reference)
            self.kind = attributes.get("t", "n")
            self.style = _whole(attributes.get("s", "0"))
            self.pieces = []
            self.is_formula = False
        elif name == "f":
            self.is_formula = True
        elif name == "row":
            self.row = _whole(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.sheet.hidden_rows.add(self.row)
        elif name == ("t" if self.kind == "inlineStr" else "v"):
            self.is_value = self.phonetic == 0
        elif name == "rPh":
            self.phonetic += 1
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            if last:
                _merge(self.sheet, first, last)
        elif name == "col":
            _hide_columns(self.sheet, attributes)
        elif name == "sheetPr":
            self.sheet.is_filtered = attributes.get("filterMode") in ("1", "true")

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self.is_value = False
        elif name == "rPh":
            self.phonetic -= 1
        elif name == "c":
            self._finish("".join(self.pieces))

    def _finish(self, value: str) -> None:
        if not (1 <= self.row <= LAST_ROW and 1 <= self.column <= LAST_COLUMN):
            return
        if not value.strip():
            if self.is_formula and self.kind != "str":
                self.sheet.uncomputed.append((self.row, self.column))
            return
        row = self.sheet.rows.setdefault(self.row, [])
        if self.kind == "s":
            index = _whole(value.strip())
            strings = self.reader.strings
            text = strings[index] if index < len(strings) else ""
            cell = Cell(text, self.row, self.column) if text else None
        else:
            cell = self.reader.cell(self.kind, self.style, value, self.row, self.column)
        if cell is not None:
            row.append(cell)

    def _text(self, text: str) -> None:
        if self.is_value:
            self.pieces.append(text)


class _Columns(dict[str, int]):
    """The numbers of columns: A is 1, AA is 27. Raises IndexError beyond the last, XFD."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        if number > LAST_COLUMN:
            raise IndexError
        self[letters] = number
        return number


_COLUMNS = _Columns()


def _reference(reference: str) -> tuple[int, int]:
    """Row and column of a reference such as B12; 0 where it has none."""
    letters = reference.rstrip("0123456789")
    is_usual = 1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha()
    try:
        column = _COLUMNS[letters.upper()] if is_usual else 0
    except IndexError:
        column = 0
    return _whole(reference[len(letters) :]), column


def _merge(sheet: Sheet, first: str, last: str) -> None:
    row, column = _reference(first)
    last_row, last_column = _reference(last)
    if 1 <= row <= last_row and 1 <= column <= last_column:
        sheet.merges.append(Merge(row, column, last_row, last_column))


def _hide_columns(sheet: Sheet, attributes: dict[str, str]) -> None:
    if attributes.get("hidden") in ("1", "true"):
        first, last = _whole(attributes.get("min", "0")), _whole(attributes.get("max", "0"))
        if 1 <= first <= last:
            sheet.hidden_columns.append((first, min(last, LAST_COLUMN)))


def _whole(digits: str) -> int:
    """The whole number written in ``digits``; 0 when it is none."""
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0


def _plain_text(data: bytes) -> str | None:
    """The XML as text when it is UTF-8 without comments, CDATA or document type; None otherwise."""
    if b"<!" in data or b"encoding" in data[:100].lower().replace(b'encoding="utf-8"', b""):
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _unescaped(text: str) -> str:
    """A text of the XML as it is meant: entities and ``_x000D_`` resolved."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
        text = text.replace("&apos;", "'")
        if "&#" in text:
            pieces = _CHARACTER.split(text)
            pieces[1::2] = map(_character, pieces[1::2])
            text = "".join(pieces)
        text = text.replace("&amp;", "&")
    return _without_escapes(text)


@lru_cache(maxsize=8192)
def _character(code: str) -> str:
    """The character that ``&#…;`` stands for; an ampersand stays escaped for the next step."""
    number = int(code[1:], 16) if code[0] in "xX" else int(code)
    if number == 38:
        return "&amp;"
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def _without_escapes(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(_escaped_character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _escaped_character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def _shared_strings(archive: Archive, path: str) -> list[str]:
    """The texts that cells refer to by number; phonetic guides left out, blank texts empty."""
    data = archive.read(path, LARGEST_SHEET)
    text = _plain_text(data)
    count = text.count("<si") if text is not None else 0
    if text is None or not count:
        return _strings_by_parser(data, path)
    found = _STRING.findall(text)
    if len(found) != count:
        if text.count("<si>") != count:
            return _strings_by_parser(data, path)
        found = [_joined_runs(item.partition("</si>")[0]) for item in text.split("<si>")[1:]]
    if "&" in text or "_x" in text or "\r" in text:
        found = [_unescaped(string) for string in found]
    return [string if string.strip() else "" for string in found]


def _joined_runs(item: str) -> str:
    if "<rPh" in item:
        first, *others = item.split("<rPh")
        item = first + "".join(other.partition("</rPh>")[2] for other in others)
    return "".join(_RUN.findall(item))


def _strings_by_parser(data: bytes, path: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    depth = {"t": 0, "rPh": 0}

    def start(name: str, _: dict[str, str]) -> None:
        if name == "si":
            pieces.clear()
        elif name in depth:
            depth[name] += 1

    def end(name: str) -> None:
        if name == "si":
            string = _without_escapes("".join(pieces))
            strings.append(string if string.strip() else "")
        elif name in depth:
            depth[name] -= 1

    def text(characters: str) -> None:
        if depth["t"] and not depth["rPh"]:
            pieces.append(characters)

    walk(data, path, frozenset(("si", *depth)), start, end, text)
    return strings


def _number_formats(archive: Archive, path: str | None) -> list[str]:
    """The number format of each cell style, by the style's number."""
    if path is None:
        return []
    data = archive.read(path, LARGEST_SHEET)
    text = _plain_text(data)
    if text is not None and "<cellXfs" in text:  # the rest, colours and borders, is not needed
        needed = _element(text, "numFmts") + _element(text, "cellXfs")
        data = f"<styleSheet>{needed}</styleSheet>".encode()
    named = dict(BUILT_IN)
    formats: list[str] = []
    depth = {"cellXfs": 0}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "xf" and depth["cellXfs"]:
            formats.append(named.get(_whole(attributes.get("numFmtId", "0")), GENERAL))
        elif name == "numFmt":
            code = attributes.get("formatCode", GENERAL)
            named[_whole(attributes.get("numFmtId", "0"))] = code
        elif name in depth:
            depth[name] += 1

    def end(name: str) -> None:
        if name in depth:
            depth[name] -= 1

    walk(data, path, frozenset(("xf", "numFmt", *depth)), start, end)
    return formats


def _element(text: str, name: str) -> str:
    """The element ``name`` as it is written, empty when it is not there or not closed."""
    start = text.find(f"<{name}")
    end = text.find(f"</{name}>", start)
    return text[start : end + len(name) + 3] if 0 <= start < end else ""


def _relationships(archive: Archive, path: str) -> dict[str, tuple[str, str]]:
    """What the part at ``path`` refers to: id → path in the archive and type."""
    folder, _, name = path.rpartition("/")
    source = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    found: dict[str, tuple[str, str]] = {}

    def start(_: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            parts = [] if target.startswith("/") else folder.split("/") if folder else []
            for step in target.split("/"):
                if step == "..":
                    parts = parts[:-1]
                elif step not in ("", "."):
                    parts.append(step)
            found[attributes.get("Id", "")] = ("/".join(parts), attributes.get("Type", ""))

    if source in archive:
        content = archive.read(source, LARGEST_SHEET)
        walk(content, source, frozenset(("Relationship",)), start)
    return found
