"""Workbooks put together from their parts, for tests that look at one of them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from jixiao.readers.formats import ods, xls, xlsx
from jixiao.readers.grid import Grid, Layout
from tests.readers.word_xml import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}"/></Types>'
)
ROOT = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)


def xlsx_of(
    *sheets: str,
    strings: str = "",
    styles: str = "",
    states: Sequence[str] = (),
    book: str = "",
    more: dict[str, str | bytes] | None = None,
) -> bytes:
    """A workbook of sheets, each given as what stands in its worksheet element."""
    entries = targets = ""
    parts: dict[str, str | bytes] = {"[Content_Types].xml": TYPES, "_rels/.rels": ROOT}
    for number, sheet in enumerate(sheets, 1):
        state = f' state="{states[number - 1]}"' if number <= len(states) else ""
        entries += f'<sheet name="表{number}" sheetId="{number}"{state} r:id="rId{number}"/>'
        targets += (
            f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>'
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            sheet if sheet.startswith("<?") else f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
        )
    for name, content in (("sharedStrings", strings), ("styles", styles)):
        if content:
            targets += (
                f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="/xl/{name}.xml"/>'
            )
            parts[f"xl/{name}.xml"] = content
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}<sheets>{entries}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}">{targets}</Relationships>'
    )
    return zipped(parts | (more or {}))


def cells(content: str, **parts: str) -> Layout:
    """The layout of a workbook of one sheet with these rows."""
    return xlsx.parse(xlsx_of(f"<sheetData>{content}</sheetData>", **parts))


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def ods_of(tables: str, styles: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument workbook of these tables."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in names.items())
    content = (
        f"<office:document-content{spaces}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content,
    }
    return zipped(parts | (more or {}))


def read_ods(tables: str, styles: str = "") -> Layout:
    return ods.parse(ods_of(tables, styles))


def record(number: int, content: bytes = b"") -> bytes:
    """One record of an Excel 97–2003 stream."""
    return struct.pack("<HH", number, len(content)) + content


def wide(text: str) -> bytes:
    """A text with its length before it, in two bytes a character."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def xls_stream(
    *sheets: bytes, shared: bytes = b"", states: Sequence[int] = (), version: int = 0x600
) -> bytes:
    """A bare workbook stream: what all sheets share, then each sheet, given as its records."""
    begin = record(0x809, struct.pack("<HHHHII", version, 5, 0, 0, 0, 0))
    begin_sheet = record(0x809, struct.pack("<HHHHII", version, 16, 0, 0, 0, 0))
    end = record(0x0A)
    names = [f"表{n}" for n in range(1, len(sheets) + 1)]
    size = len(begin) + len(shared) + len(end)
    size += sum(4 + 8 + len(name.encode("utf-16-le")) for name in names)
    entries = body = b""
    for index, (name, sheet) in enumerate(zip(names, sheets, strict=True)):
        state = states[index] if index < len(states) else 0
        title = name.encode("utf-16-le")
        head = struct.pack("<IBB", size + len(body), state, 0)
        entries += record(0x85, head + struct.pack("<BB", len(name), 1) + title)
        body += begin_sheet + sheet + end
    return begin + shared + entries + end + body


def label(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHH", row, column, 0) + wide(text))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def read_xls(*records: bytes, shared: bytes = b"") -> Layout:
    """The layout of a workbook of one sheet with these records."""
    return xls.parse(xls_stream(b"".join(records), shared=shared))
