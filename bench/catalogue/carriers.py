"""The labelled documents as files: Word, workbook and web page, each with the same cells.

A workbook has a sheet for each table; amounts are numbers in it. Paragraphs stand before and
after the tables. Nothing here uses the product's own writers, so that a fault they would mend or
lose stays as it was planted.
"""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from bench.catalogue.layouts import Grid, Written, grids, placed

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ENDINGS = ("docx", "xlsx", "html")


def carried(document: dict[str, Any], ending: str) -> bytes:
    """The document's bytes in the format of ``ending``."""
    tables, notes = grids(document)
    return {"docx": docx_of, "xlsx": xlsx_of, "html": html_of}[ending](tables, notes)


def _board(grid: Grid) -> tuple[dict[tuple[int, int], tuple[Written, bool]], int]:
    """By row and column, the cell that covers the place and whether it begins in that row."""
    board = {}
    for row, column, cell in placed(grid.rows):
        for r in range(row, row + cell.rows):
            board[r, column] = (cell, r == row)
    width = max(column + cell.columns - 1 for _, column, cell in placed(grid.rows))
    return board, width


def docx_of(tables: list[Grid], notes: Iterable[str]) -> bytes:
    """A Word document."""
    body: list[str] = []
    for grid in tables:
        body += [_paragraph(text) for text in grid.above]
        board, width = _board(grid)
        body.append("<w:tbl><w:tblPr/><w:tblGrid>" + "<w:gridCol/>" * width + "</w:tblGrid>")
        for number in range(1, len(grid.rows) + 1):
            cells = []
            for (_, _), (cell, begins) in sorted(
                (place, found) for place, found in board.items() if place[0] == number
            ):
                restart = ' w:val="restart"' if begins else ""
                merged = f"<w:vMerge{restart}/>" if cell.rows > 1 else ""
                span = f'<w:gridSpan w:val="{cell.columns}"/>' * (cell.columns > 1)
                text = cell.text if begins else ""
                inner = "".join(_paragraph(line) for line in text.split("\n"))
                cells.append(f"<w:tc><w:tcPr>{span}{merged}</w:tcPr>{inner}</w:tc>")
            body.append(f"<w:tr>{''.join(cells)}</w:tr>")
        body.append("</w:tbl><w:p/>")
    body += [_paragraph(text) for text in notes]
    xml = '<?xml version="1.0" encoding="UTF-8"?>\n'
    parts = {
        "[Content_Types].xml": f'{xml}<Types xmlns="{PACKAGE}/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{CONTENT}"/></Types>',
        "_rels/.rels": f'{xml}<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{xml}<w:document xmlns:w="{WORD}"><w:body>{"".join(body)}'
        "</w:body></w:document>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text.encode())
    return buffer.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def html_of(tables: list[Grid], notes: Iterable[str]) -> bytes:
    """A web page."""
    lines = ["<!DOCTYPE html>", "<html><head><meta charset='utf-8'></head><body>"]
    for grid in tables:
        lines += [f"<p>{html.escape(text)}</p>" for text in grid.above]
        lines.append("<table border='1'>")
        for row in grid.rows:
            cells = "".join(
                f"<td rowspan='{c.rows}' colspan='{c.columns}'>"
                + html.escape(c.text).replace("\n", "<br>")
                + "</td>"
                for c in row
            )
            lines.append(f"<tr>{cells}</tr>")
        lines.append("</table>")
    lines += [f"<p>{html.escape(text)}</p>" for text in notes]
    return "\n".join([*lines, "</body></html>"]).encode()


def sheet_name(number: int) -> str:
    """The name of the sheet that holds the table of this number."""
    return f"表{number}"


def xlsx_of(tables: list[Grid], notes: Iterable[str]) -> bytes:
    """A workbook with a sheet for each table."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    plain = book.add_format({"text_wrap": True, "border": 1})
    money = book.add_format({"num_format": "0.00", "border": 1})
    page, last = None, 0
    for number, grid in enumerate(tables, 1):
        page = book.add_worksheet(sheet_name(number))
        for row, text in enumerate(grid.above):
            page.write_string(row, 0, text)
        offset = len(grid.above)
        for row, column, cell in placed(grid.rows):
            r, c = row + offset - 1, column - 1
            amount = _number(cell.text) if cell.is_amount else None
            style = plain if amount is None else money
            value = cell.text if amount is None else amount
            if cell.rows > 1 or cell.columns > 1:
                page.merge_range(r, c, r + cell.rows - 1, c + cell.columns - 1, value, style)
            elif amount is None:
                page.write_string(r, c, cell.text, style)
            else:
                page.write_number(r, c, amount, style)
        last = offset + len(grid.rows)
    for row, text in enumerate(notes, last + 1):
        assert page is not None
        page.write_string(row, 0, text)
    book.close()
    return buffer.getvalue()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
