"""Word documents and workbooks with some cells rewritten; every other part is copied as it is."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from jixiao.model.exceptions import UnusableRequest
from jixiao.readers.formats.archive import Archive
from jixiao.readers.formats.package import package_of
from jixiao.readers.formats.xlsx import sheet_parts
from jixiao.readers.grid import Layout
from jixiao.rules.rewriting import rewritten
from jixiao.writers.edited_pieces import CellEdit, Piece, edited, replaced


def edited_docx(data: bytes, layout: Layout, edits: list[CellEdit]) -> tuple[bytes, list[CellEdit]]:
    """The document with its cells edited, and the edits that could not be placed."""
    package = package_of(Archive(data))
    if package is None or package.main is None:
        return data, edits
    xml = Archive(data).read(package.main)
    found, left = edited(_WordCells(xml).cells, layout, edits, escape)
    made = [(start, end, new.encode()) for start, end, new in found]
    return with_parts(data, {package.main: replaced(xml, made)}), left


class _WordCells:
    """The cells of document.xml with the texts of their runs, by their bytes."""

    def __init__(self, xml: bytes) -> None:
        self.cells: list[list[Piece]] = []
        self._open: list[list[Piece]] = []
        self._xml = xml
        self._start: int | None = None
        self._text: list[str] = []
        self._parser = _parser(self)
        _parse(self._parser, xml)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "w:tc":
            self._open.append([])
            self.cells.append(self._open[-1])
        elif name == "w:t" and self._open:
            end = self._xml.index(b">", self._parser.CurrentByteIndex) + 1
            self._start = None if self._xml[end - 2 : end] == b"/>" else end
            self._text = []

    def end(self, name: str) -> None:
        if name == "w:tc" and self._open:
            self._open.pop()
        elif name == "w:t" and self._start is not None:
            stop = self._parser.CurrentByteIndex
            self._open[-1].append(Piece("".join(self._text), self._start, stop))
            self._start = None

    def text(self, text: str) -> None:
        if self._start is not None:
            self._text.append(text)


def edited_xlsx(data: bytes, layout: Layout, edits: list[CellEdit]) -> tuple[bytes, list[CellEdit]]:
    """The workbook with its cells edited, and the edits that could not be placed.

    An edited cell holds its text itself from then on, no longer by the table of shared texts.
    """
    archive = Archive(data)
    paths = sheet_parts(archive)
    made: dict[str, bytes] = {}
    left: list[CellEdit] = []
    by_sheet: dict[str, list[CellEdit]] = {}
    for edit in edits:
        by_sheet.setdefault(edit.at.sheet or "", []).append(edit)
    for name, own in by_sheet.items():
        if name not in paths:
            left += own
            continue
        xml = archive.read(paths[name])
        cells = _SheetCells(xml).cells
        found: list[tuple[int, int, bytes]] = []
        for edit in own:
            reference = f"{_letters(edit.at.column or 0)}{edit.at.row}"
            if reference not in cells:
                left.append(edit)
                continue
            start, end, style = cells[reference]
            text = escape(rewritten(edit.text, edit.spans))
            look = f' s="{style}"' if style else ""
            cell = (
                f'<c r="{reference}"{look} t="inlineStr"><is>'
                f'<t xml:space="preserve">{text}</t></is></c>'
            )
            found.append((start, end, cell.encode()))
        made[paths[name]] = replaced(xml, sorted(found))
    return with_parts(data, made), left


class _SheetCells:
    """The cells of a worksheet that hold a text: from and to which byte, and their style."""

    def __init__(self, xml: bytes) -> None:
        self.cells: dict[str, tuple[int, int, str]] = {}
        self._cell: tuple[str, int, str] | None = None
        self._xml = xml
        self._parser = _parser(self)
        _parse(self._parser, xml)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            is_text = attributes.get("t") in ("s", "inlineStr") and "r" in attributes
            here = self._parser.CurrentByteIndex
            style = attributes.get("s", "")
            self._cell = (attributes["r"], here, style) if is_text else None
        elif name == "f":
            self._cell = None

    def end(self, name: str) -> None:
        if name == "c" and self._cell is not None:
            reference, start, style = self._cell
            end = self._xml.index(b">", self._parser.CurrentByteIndex) + 1
            self.cells[reference] = (start, end, style)
            self._cell = None

    def text(self, text: str) -> None:
        """Texts are not looked at."""


def _parser(handler: Any) -> Any:
    parser = expat.ParserCreate()
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    return parser


def _parse(parser: Any, xml: bytes) -> None:
    # The reader has read the same bytes; whatever is odd about them is not for a rewriting.
    is_odd = b"<!DOCTYPE" in xml or xml[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        if is_odd:
            raise expat.ExpatError
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise UnusableRequest(
            "这个文件的写法少见，不能自动改写。请用Office或WPS另存后再试。",
            "this file is written in an unusual way and cannot be rewritten; save it again in "
            "Office or WPS and retry",
        ) from None


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The container with some parts replaced; order, dates and all other parts stay."""
    names = {name.replace("\\", "/").lstrip("/").lower(): part for name, part in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            folded = entry.filename.replace("\\", "/").lstrip("/").lower()
            content = names[folded] if folded in names else old.read(entry)
            new.writestr(entry, content, compress_type=entry.compress_type)
    return out.getvalue()


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
