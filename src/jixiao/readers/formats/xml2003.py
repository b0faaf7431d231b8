"""Excel 2003 XML workbooks (XML 电子表格 2003), which government systems export under .xls."""

from __future__ import annotations

import re

from jixiao.readers.formats.encoding import decode
from jixiao.readers.formats.number_format import GENERAL, Display, display, plain
from jixiao.readers.formats.spreadsheet import LAST_COLUMN, LAST_ROW, Book, Merge, Sheet
from jixiao.readers.formats.strict_xml import walk
from jixiao.readers.grid import Cell, Layout

_STATED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w-]+)""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NAMES = frozenset(
    {"Style", "NumberFormat", "Worksheet", "Column", "Row", "Cell", "Data", "Comment"}
    | {"Visible", "FilterOn", "br", "Br"}
)
_FORMATS = {
    "General": GENERAL,
    "General Number": GENERAL,
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Currency": '"¥"#,##0.00',
    "Scientific": "0.00E+00",
    "General Date": "yyyy-mm-dd hh:mm",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Medium Date": "yyyy-mm-dd",
    "Short Date": "yyyy-mm-dd",
    "Long Time": "h:mm:ss",
    "Medium Time": "h:mm",
    "Short Time": "h:mm",
}


def parse(data: bytes) -> Layout:
    """The sheets of a workbook as grids."""
    stated = _STATED.match(data[:200].lstrip(b"\xef\xbb\xbf \t\r\n"))
    text = decode(data, stated[1].decode() if stated is not None else None)
    book = Book("xml2003")
    reader = _Reader(book)
    clean = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).encode("utf-8", "replace")
    walk(clean, "XML", _NAMES, reader.start, reader.end, reader.text)
    return book.finished()


class _Reader:
    """Sheets from the events of the XML."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.sheet: Sheet | None = None
        self.is_hidden = False
        self.style = ""
        self.styles: dict[str, tuple[str | None, Display]] = {}
        self.row = self.column = self.next_row = self.next_column = 1
        self.last_column = 0
        self.cell_style = self.row_style = ""
        self.kind = "String"
        self.pieces: list[str] | None = None
        self.has_comment = False
        self.heard: list[str] | None = None
        self.errors: list[tuple[str, int, int]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "Cell":
            self.column = _whole(attributes.get("Index"), self.next_column)
            across, down = (
                _whole(attributes.get("MergeAcross")),
                _whole(attributes.get("MergeDown")),
            )
            self.next_column = self.column + across + 1
            self.cell_style = attributes.get("StyleID", self.row_style)
            if self.sheet is not None and (across or down):
                last = (self.row + down, self.column + across)
                self.sheet.merges.append(Merge(self.row, self.column, *last))
        elif name == "Data":
            if not self.has_comment:
                self.kind = attributes.get("Type", "String")
                self.pieces = []
        elif name == "Comment":
            self.has_comment = True
        elif name in ("br", "Br"):
            self.text("\n")
        elif name == "Row":
            self.row = _whole(attributes.get("Index"), self.next_row)
            span = _whole(attributes.get("Span"))
            self.next_row, self.next_column = self.row + span + 1, 1
            self.row_style = attributes.get("StyleID", "")
            if self.sheet is not None and attributes.get("Hidden") == "1":
                self.sheet.hidden_rows.add(self.row)
        elif name == "Column":
            first = _whole(attributes.get("Index"), self.last_column + 1)
            self.last_column = min(first + _whole(attributes.get("Span")), LAST_COLUMN)
            if self.sheet is not None and attributes.get("Hidden") == "1":
                self.sheet.hidden_columns.append((first, self.last_column))
        elif name == "Worksheet":
            self.sheet = Sheet(attributes.get("Name", ""))
            self.is_hidden = False
            self.row = self.next_row = 1
            self.last_column = 0
        elif name == "Visible":
            self.heard = []
        elif name == "FilterOn":
            if self.sheet is not None:
                self.sheet.is_filtered = True
        elif name == "Style":
            self.style = attributes.get("ID", "")
            parent = self.styles.get(attributes.get("Parent", ""))
            if parent is not None:
                self.styles[self.style] = parent
        elif name == "NumberFormat":
            code = attributes.get("Format", GENERAL)
            code = _FORMATS.get(code, code)
            self.styles[self.style] = (None, plain) if code == GENERAL else (code, display(code))

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "Data":
            if self.pieces is not None:
                self._add("".join(self.pieces))
                self.pieces = None
        elif name == "Comment":
            self.has_comment = False
        elif name == "Visible":
            self.is_hidden = "".join(self.heard or ()).strip() in ("SheetHidden", "SheetVeryHidden")
            self.heard = None
        elif name == "Worksheet" and self.sheet is not None:
            if self.is_hidden:
                self.book.hide(self.sheet.name)
            else:
                if self.errors:
                    self.book.tell_errors(self.sheet.name, self.errors)
                self.book.add(self.sheet)
            self.sheet, self.errors = None, []

    def text(self, text: str) -> None:
        """Characters of a value or between elements."""
        if self.pieces is not None:
            self.pieces.append(text)
        elif self.heard is not None:
            self.heard.append(text)

    def _add(self, value: str) -> None:
        row, column, sheet = self.row, self.column, self.sheet
        if sheet is None or not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            return
        code, show = self.styles.get(self.cell_style) or self.styles.get("Default") or (None, plain)
        text, number, number_format = value, None, None
        if self.kind == "Number":
            text, number = show(value.strip())
            number_format = code
        elif self.kind == "DateTime":
            text = _date(value.strip(), code, show)
            number_format = code
        elif self.kind == "Boolean":
            text = {"1": "TRUE", "0": "FALSE"}.get(value.strip(), value)
        elif self.kind == "Error":
            self.errors.append((value, row, column))
        if not text.strip() and number is None:
            return
        cell = Cell(text, row, column, 1, 1, None, number_format, number)
        if number is not None:
            sheet.rounded.append(cell)
        sheet.rows.setdefault(row, []).append(cell)


def _date(value: str, code: str | None, show: Display) -> str:
    """A stored moment as the sheet shows it, ISO where the format does not say."""
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    if code is None:
        return value[:19].removesuffix("T00:00:00").replace("T", " ")
    passed = moment - datetime(1899, 12, 30)
    return show(repr(passed.days + passed.seconds / 86_400))[0]


def _whole(digits: str | None, otherwise: int = 0) -> int:
    """The whole number written in ``digits``, or ``otherwise``."""
    return int(digits) if digits and digits.isdecimal() and len(digits) < 8 else otherwise
