"""OpenDocument spreadsheets (ods, also the flat fods): the texts that the sheets show.

The file stores the shown text beside each value, so number formats need not be worked out.
"""

from __future__ import annotations

from jixiao.readers.formats.archive import Archive, refuse_encrypted
from jixiao.readers.formats.number_format import plain_number
from jixiao.readers.formats.spreadsheet import (
    LAST_COLUMN,
    LAST_ROW,
    Book,
    Merge,
    Sheet,
    too_large,
)
from jixiao.readers.formats.strict_xml import walk
from jixiao.readers.grid import Cell, Layout

LARGEST_CONTENT = 128 << 20  # bytes of content.xml
MOST_COPIES = 300_000  # cells that stand for a repeated one
_PASSED_OVER = frozenset(
    ("annotation", "tracked-changes", "shapes", "frame", "custom-shape", "detective", "forms")
)
_CELLS = ("table-cell", "covered-table-cell")
_TEXTS = ("p", "h")
_NAMES = _PASSED_OVER.union(
    _CELLS,
    _TEXTS,
    ("s", "tab", "line-break", "table-row", "table-column", "table", "style", "table-properties"),
)


def parse(data: bytes) -> Layout:
    """The sheets of an OpenDocument workbook as grids."""
    content = data
    if data.startswith(b"PK"):
        archive = Archive(data)
        manifest = "META-INF/manifest.xml"
        if manifest in archive and b"encryption-data" in archive.read(manifest, LARGEST_CONTENT):
            refuse_encrypted()
        content = archive.read("content.xml", LARGEST_CONTENT)
    book = Book("ods")
    reader = _Content(book)
    walk(content, "content.xml", _NAMES, reader.start, reader.end, reader.text)
    return book.finished()


class _Content:
    """Sheets from the events of content.xml."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.sheet: Sheet | None = None
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.passed_over = 0
        self.tables = 0
        self.row = self.column = self.repeated_rows = self.repeated_columns = 0
        self.cells: list[tuple[int, str, str | None, str | None]] = []
        self.copies_left = MOST_COPIES
        self.errors: list[tuple[str, int, int]] = []
        self.is_hidden_row = self.is_text = False
        self.lines: list[str] | None = None
        self.attributes: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self.passed_over or name in _PASSED_OVER:
            self.passed_over += 1
        elif name in _CELLS:
            self.lines = []
            self.attributes = attributes
            self.column += self.repeated_columns
            self.repeated_columns = _whole(attributes.get("number-columns-repeated", "1"))
        elif name in _TEXTS:
            if self.lines is not None:
                self.lines.append("")
                self.is_text = True
        elif name == "s":
            self.text(" " * min(_whole(attributes.get("c", "1")), 1_000))
        elif name == "tab":
            self.text("\t")
        elif name == "line-break":
            self.text("\n")
        elif name == "table-row":
            self.row += self.repeated_rows
            self.repeated_rows = _whole(attributes.get("number-rows-repeated", "1"))
            self.column, self.repeated_columns = 1, 0
            self.is_hidden_row = attributes.get("visibility", "visible") != "visible"
            if self.sheet is not None and attributes.get("visibility") == "filter":
                self.sheet.is_filtered = True
        elif name == "table-column":
            count = _whole(attributes.get("number-columns-repeated", "1"))
            if self.sheet is not None and attributes.get("visibility", "visible") != "visible":
                last = min(self.column + count - 1, LAST_COLUMN)
                self.sheet.hidden_columns.append((self.column, last))
            self.column += count
        elif name == "table":
            self._start_table(attributes)
        elif name == "style":
            self.style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self.hidden_styles.add(self.style)

    def end(self, name: str) -> None:
        """An element ends."""
        if self.passed_over:
            self.passed_over -= 1
        elif name in _TEXTS:
            self.is_text = False
        elif name in _CELLS:
            self._end_cell(is_covered=name != "table-cell")
        elif name == "table-row":
            self._end_row()
        elif name == "table":
            self.tables -= 1
            if self.tables == 0 and self.sheet is not None:
                if self.errors:
                    self.book.tell_errors(self.sheet.name, self.errors)
                self.book.add(self.sheet)
                self.sheet, self.errors = None, []

    def text(self, text: str) -> None:
        """Characters, of a cell or between elements."""
        if self.is_text and self.lines and not self.passed_over:
            self.lines[-1] += text

    def _start_table(self, attributes: dict[str, str]) -> None:
        self.tables += 1
        if self.tables > 1:  # a table inside a cell: its cells would be taken for the sheet's
            self.passed_over, self.tables = 1, self.tables - 1
            return
        name = attributes.get("name", "")
        self.row, self.repeated_rows, self.column = 1, 0, 1
        if attributes.get("style-name") in self.hidden_styles:
            self.book.hide(name)
            self.passed_over, self.tables = 1, 0
            return
        self.sheet = Sheet(name)

    def _end_cell(self, *, is_covered: bool) -> None:
        attributes, sheet = self.attributes, self.sheet
        text = "\n".join(self.lines or ())
        self.lines = None
        if sheet is None:
            return
        columns = _whole(attributes.get("number-columns-spanned", "1"))
        rows = _whole(attributes.get("number-rows-spanned", "1"))
        if (columns > 1 or rows > 1) and not is_covered:
            last_row, last_column = self.row + rows - 1, self.column + columns - 1
            sheet.merges.append(Merge(self.row, self.column, last_row, last_column))
        kind, value = attributes.get("value-type"), attributes.get("value")
        number = None
        if value is not None and kind in ("float", "percentage", "currency"):
            stored = plain_number(value)
            text = text.strip() or (stored if kind != "percentage" else _as_percent(stored))
            if not _says(text, stored):
                number = stored
        if not text.strip() and number is None:
            return
        number_format = "0%" if kind == "percentage" else None
        if kind == "error":
            self.errors.append((text, self.row, self.column))
        end = min(self.column + self.repeated_columns, LAST_COLUMN + 1)
        self.copies_left -= max(0, end - self.column) * self.repeated_rows - 1
        if self.copies_left < 0:
            raise too_large(sheet.name)
        self.cells += [(c, text, number_format, number) for c in range(self.column, end)]

    def _end_row(self) -> None:
        sheet, cells = self.sheet, self.cells
        if sheet is None or not cells:
            return
        self.cells = []
        for row in range(self.row, min(self.row + self.repeated_rows, LAST_ROW + 1)):
            made = [
                Cell(text, row, column, 1, 1, None, number_format, number)
                for column, text, number_format, number in cells
            ]
            sheet.rows.setdefault(row, []).extend(made)
            sheet.rounded.extend(cell for cell in made if cell.number is not None)
            if self.is_hidden_row:
                sheet.hidden_rows.add(row)


def _whole(digits: str) -> int:
    """The whole number written in ``digits``, 1 when it is none."""
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 1


def _says(text: str, stored: str) -> bool:
    """Whether the shown text gives the stored number exactly."""
    digits = "".join(c for c in text if c in "0123456789.-")
    try:
        shown, number = float(digits), float(stored)
    except ValueError:
        return False
    if text.rstrip().endswith("%"):
        number *= 100
    if text.strip().startswith("("):
        shown = -shown
    return abs(shown - number) <= 1e-12 * max(1.0, abs(number))


def _as_percent(stored: str) -> str:
    return f"{plain_number(repr(float(stored) * 100))}%"
