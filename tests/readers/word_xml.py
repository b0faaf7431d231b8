"""Word documents from a few elements, for tests that look at one of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from jixiao.readers.formats import docx
from jixiao.readers.formats.docx_elements import read_elements
from jixiao.readers.formats.docx_scan import Unusual, scan
from jixiao.readers.formats.docx_story import Story
from jixiao.readers.grid import Grid, Layout
from tests.readers.word_like import WORD, package

NAMESPACES = (
    f'xmlns:w="{WORD}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex"'
)


def document(body: str, namespaces: str = NAMESPACES) -> bytes:
    """document.xml with ``body``."""
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{declaration}<w:document {namespaces}><w:body>{body}</w:body></w:document>".encode()


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts, by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraph(content: str = "") -> str:
    return f"<w:p>{content}</w:p>"


def run(text: str, properties: str = "") -> str:
    settings = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{settings}<w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(content: str = "", properties: str = "") -> str:
    """A cell of one paragraph, or of what ``content`` holds when it is an element."""
    settings = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    inside = content if content.startswith("<") else paragraph(run(content) if content else "")
    return f"<w:tc>{settings}{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    settings = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{settings}{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def read(body: str | bytes) -> Layout:
    """The layout of a document with ``body``, read both ways where the scan knows it.

    Fails when the two readings differ.
    """
    xml = body if isinstance(body, bytes) else document(body)
    patient = read_elements([xml])
    quick = scanned(xml)
    if quick is not None:
        assert shape(quick.finished()) == shape(patient.finished())
    layout = docx.parse(package(xml))
    assert shape(layout) == shape(patient.finished())
    return layout


def scanned(xml: bytes) -> Story | None:
    """The quick reading, or None where the document is unusual."""
    try:
        return scan([xml])
    except Unusual:
        return None


def shape(layout: Layout) -> list[object]:
    """All there is in a layout, comparable: which cells are one cell included."""
    found: list[object] = [[notice.zh for notice in layout.notices]]
    for block in layout.blocks:
        if not isinstance(block, Grid):
            found.append(block.text)
            continue
        first: dict[int, int] = {}
        for cells in block.rows:
            for one in cells:
                first.setdefault(id(one), len(first))
        found.append(
            (
                block.number,
                [
                    [
                        (first[id(c)], c.text, c.row, c.column, c.row_span, c.column_span)
                        for c in cells
                    ]
                    for cells in block.rows
                ],
            )
        )
    return found


def texts(layout: Layout, number: int = 1) -> list[list[str]]:
    """The cell texts of a table, row by row."""
    return [[one.text for one in cells] for cells in layout.grids[number - 1].rows]
