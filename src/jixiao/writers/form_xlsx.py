"""The official form as a workbook: the list on one sheet, a sheet a project, ready to print.

Texts stay texts: a name that looks like a number or a formula is written as it is read. Amounts
are numbers shown with the decimals they were read with, so that they can be added up. A row taller
than Excel allows is spread over several merged rows. Control characters become U+FFFD.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import accumulate
from typing import Any

import xlsxwriter

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import UnusableRequest
from jixiao.writers.form_layout import (
    PLAIN_WIDTHS,
    Block,
    FormCell,
    FormTable,
    FormText,
    Style,
    form_blocks,
    lines_in,
)
from jixiao.writers.form_text import writable

LONGEST_CELL = 32_767  # characters Excel holds in one cell
LONGEST_NAME = 31  # characters of a sheet's name, as UTF-16 counts them
TALLEST_ROW = 400  # points; Excel stops at 409
PAPER_A4 = 9
# The page of official documents: pixels between the margins at 96 an inch, margins in inches.
UPRIGHT, TURNED = 590, 850
# What a dense page turned holds in points, and how far a sheet may be shrunk to stay on one.
_TURNED_HEIGHT, _SMALLEST = 510, 0.8
_DENSE_UPRIGHT, _DENSE_TURNED = 642, 1009
_MARGINS = {"left": 28 / 25.4, "right": 26 / 25.4, "top": 37 / 25.4, "bottom": 35 / 25.4}
_NARROW_MARGINS = dict.fromkeys(_MARGINS, 20 / 25.4)
_NARROW_TURNED_MARGINS = dict.fromkeys(_MARGINS, 15 / 25.4)
_TURNED_MARGINS = {"left": 37 / 25.4, "right": 35 / 25.4, "top": 28 / 25.4, "bottom": 26 / 25.4}
_LOOK: dict[Style, dict[str, Any]] = {
    Style.ATTACHMENT: {"font_size": 14},
    Style.TITLE: {
        "bold": True,
        "font_size": 18,
        "align": "center",
        "font_name": "宋体",
        "text_wrap": True,
    },
    Style.HEADING: {"bold": True, "font_size": 14, "font_name": "宋体", "text_wrap": True},
    Style.NOTE: {"font_size": 12, "text_wrap": True},
    Style.TABLE_TITLE: {"bold": True, "font_size": 15, "align": "center", "font_name": "宋体"},
    Style.YEAR: {"align": "center"},
    Style.SIGNATURE: {"text_wrap": True},
    Style.LABEL: {"align": "center", "border": 1, "text_wrap": True, "font_name": "宋体"},
    Style.VALUE: {"border": 1, "text_wrap": True},
    Style.CENTRED: {"border": 1, "text_wrap": True, "align": "center"},
    Style.AMOUNT: {"border": 1, "align": "right"},
    Style.POINTS: {"border": 1, "align": "center"},
}
_NUMBERS = frozenset({Style.AMOUNT, Style.POINTS})


def workbook_in(out: io.BytesIO, title: str = "项目支出绩效目标") -> xlsxwriter.Workbook:
    """A workbook whose bytes depend on its content only, and whose texts stay texts."""
    options = {
        "in_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": datetime(1980, 1, 1), "title": title})
    return book


def render(disclosure: Disclosure) -> bytes:
    """The bytes of the workbook."""
    out = io.BytesIO()
    book = workbook_in(out)
    writer = _Form(book)
    names: set[str] = set()
    project = 0
    for blocks in _sheets(disclosure):
        table = next((block for block in blocks if isinstance(block, FormTable)), None)
        if table is not None and table.target is not None:
            project += 1
            name = sheet_name(table.target.title, project, names)
        else:
            name = "附注" if table is None else "清单"
        writer.write(book.add_worksheet(name), blocks, table)
    if not book.worksheets():
        book.add_worksheet("清单")
    book.close()
    return out.getvalue()


def _sheets(disclosure: Disclosure) -> Iterator[list[Block]]:
    """The blocks of each sheet: the list, each project, and the notes that follow."""
    blocks: list[Block] = []
    for block in form_blocks(disclosure):
        has_table = any(isinstance(earlier, FormTable) for earlier in blocks)
        is_after = has_table and (isinstance(block, FormTable) or block.style is Style.NOTE)
        if blocks and (block.new_page or is_after):
            yield blocks
            blocks = []
        blocks.append(block)
    if blocks:
        yield blocks


def render_sheets(
    sheets: Iterable[tuple[str, list[Block]]],
    title: str,
    add_further: Callable[[Any], None] | None = None,
) -> bytes:
    """The bytes of a workbook with a sheet for each list of blocks, named as what it is about.

    ``add_further`` puts further sheets behind them.
    """
    out = io.BytesIO()
    book = workbook_in(out, title)
    writer = _Form(book)
    names: set[str] = set()
    for number, (about, blocks) in enumerate(sheets, 1):
        table = next((block for block in blocks if isinstance(block, FormTable)), None)
        writer.write(book.add_worksheet(sheet_name(about, number, names)), blocks, table)
    if add_further is not None:
        add_further(book)
    if not book.worksheets():
        book.add_worksheet(sheet_name(title, 1, names))
    book.close()
    return out.getvalue()


class _Form:
    """The looks of one workbook, and the writing of its sheets."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.height = 0.0  # of the sheet being written, in points
        self.looks: dict[tuple[Style, bool, int | None], Any] = {}

    def write(self, sheet: Any, blocks: list[Block], table: FormTable | None) -> None:
        """Write the texts and the table of one sheet, set for A4."""
        is_wide = table is not None and table.is_wide
        is_dense = table is not None and table.is_dense
        page = TURNED if is_wide else UPRIGHT
        if is_dense:
            page = _DENSE_TURNED if is_wide else _DENSE_UPRIGHT
        widths = table.widths if table is not None else PLAIN_WIDTHS
        pixels = [width * page // sum(widths) for width in widths]
        for column, width in enumerate(pixels):
            sheet.set_column_pixels(column, column, width)
        row, self.height = 0, 0.0
        for block in blocks:
            if isinstance(block, FormText):
                row = self._text(sheet, block, row, len(pixels), sum(pixels))
            else:
                row = self._table(sheet, block, row, pixels)
        sheet.set_paper(PAPER_A4)
        ordinary = _TURNED_MARGINS if is_wide else _MARGINS
        narrow = _NARROW_TURNED_MARGINS if is_wide else _NARROW_MARGINS
        sheet.set_margins(**(narrow if is_dense else ordinary))
        if is_wide:
            sheet.set_landscape()
        sheet.center_horizontally()
        is_near = is_dense and is_wide and self.height <= _TURNED_HEIGHT / _SMALLEST
        sheet.fit_to_pages(1, 1 if is_near else 0)
        sheet.set_footer("&C— &P —")
        sheet.hide_gridlines(2)

    def _text(self, sheet: Any, block: FormText, row: int, columns: int, width: int) -> int:
        look, text = self._look(block.style, block.is_dense), fitting(block.text)
        size = format_of(block.style, is_dense=block.is_dense)["font_size"]
        if columns > 1:
            sheet.merge_range(row, 0, row, columns - 1, "", look)
        sheet.write_string(row, 0, text, look)
        height = min(TALLEST_ROW, lines_on(text, width, size) * size * 1.5 + 6)
        sheet.set_row(row, height)
        self.height += height
        return row + 1

    def _table(self, sheet: Any, table: FormTable, first: int, pixels: list[int]) -> int:
        heights = _heights(table, pixels)
        self.height += sum(heights)
        parts = [int(height // TALLEST_ROW) + 1 for height in heights]
        starts = list(accumulate(parts, initial=first))
        for begin, count, height in zip(starts, parts, heights, strict=False):
            for row in range(begin, begin + count):
                sheet.set_row(row, height / count)
        for number, column, cell in placed_cells(table):
            top, bottom = starts[number], starts[number + cell.row_span] - 1
            text = fitting(cell.text)
            decimals = _decimals(text) if cell.style in _NUMBERS else None
            look = self._look(cell.style, table.is_dense, decimals)
            if top < bottom or cell.column_span > 1:
                sheet.merge_range(top, column, bottom, column + cell.column_span - 1, "", look)
            if decimals is not None:
                sheet.write_number(top, column, float(text), look)
            else:
                sheet.write_string(top, column, text, look)
        last = starts[-1]
        end = (last - 1, len(pixels) - 1)
        sheet.ignore_errors({"number_stored_as_text": _range(first, *end)})
        if table.repeated:
            sheet.repeat_rows(first, first + table.repeated - 1)
        return last

    def _look(self, style: Style, is_dense: bool, decimals: int | None = None) -> Any:
        key = (style, is_dense, decimals)
        if key not in self.looks:
            look = format_of(style, is_dense=is_dense)
            if decimals is not None:
                look["num_format"] = "0." + "0" * decimals if decimals else "0"
            self.looks[key] = self.book.add_format(look)
        return self.looks[key]


def placed_cells(table: FormTable) -> Iterator[tuple[int, int, FormCell]]:
    """The cells, each after the row and the column at which it begins, both counted from 0."""
    taken: set[tuple[int, int]] = set()
    for number, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (number, column) in taken:
                column += 1
            yield number, column, cell
            for row in range(number + 1, number + cell.row_span):
                taken.update((row, column + c) for c in range(cell.column_span))
            column += cell.column_span


def _heights(table: FormTable, pixels: list[int]) -> list[float]:
    """The height of each row in points: merged cells do not stretch theirs by themselves."""
    heights = [16.0 if table.is_dense else 20.0] * len(table.rows)
    for number, column, cell in placed_cells(table):
        if cell.row_span == 1:
            width = sum(pixels[column : column + cell.column_span])
            size = format_of(cell.style, is_dense=table.is_dense)["font_size"]
            height = lines_on(cell.text, width, size) * size * 1.46 + 5
            heights[number] = max(heights[number], height)
    return heights


def _range(first: int, last: int, last_column: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(first, 0, last, last_column))


def _decimals(text: str) -> int | None:
    """How many decimals the amount has; None where a spreadsheet could not show it as it is."""
    whole, point, fraction = text.removeprefix("-").partition(".")
    if not (text.isascii() and whole.isdigit() and (fraction.isdigit() or not point)):
        return None
    is_padded = len(whole) > 1 and whole[0] == "0"
    is_nothing = text[0] == "-" and not text.strip("-0.")
    if is_padded or is_nothing or len(whole + fraction) > 15:
        return None
    return len(fraction)


def format_of(style: Style, *, is_dense: bool = False) -> dict[str, Any]:
    """The look of a style; dense tables and the notes below them are set small."""
    look = {"font_name": "仿宋", "font_size": 10.5, "valign": "vcenter", **_LOOK[style]}
    if is_dense and look["font_size"] <= 12:
        look["font_size"] = 9
    return look


def lines_on(text: str, pixels: int, size: float) -> int:
    """How many lines ``text`` takes in a cell so wide, set in ``size`` points."""
    return lines_in(text, (pixels - 8) / (size * 2 / 3))


def fitting(text: str) -> str:
    """``text`` as a cell can hold it. Raises :class:`UnusableRequest` if none can."""
    length = _length(text)
    if length > LONGEST_CELL:
        raise UnusableRequest(
            f"有一格文字长达{length}字，Excel 一格最多{LONGEST_CELL}字。请改写成 .docx 或 .html。",
            f"a cell holds {length} characters, Excel takes {LONGEST_CELL}; write .docx or "
            ".html instead",
        )
    return writable(text)


def _length(text: str) -> int:
    """How many characters Excel counts: those beyond the first plane are two."""
    return (
        len(text)
        if len(text) < LONGEST_NAME // 2
        else len(text.encode("utf-16-le", "replace")) // 2
    )


def sheet_name(title: str, number: int, taken: set[str]) -> str:
    """A legal, unique name of at most 31 characters: number and the title's beginning."""
    legal = "".join(c for c in title if c not in "[]:*?/\\'" and c.isprintable()).strip()
    name = f"{number}.{legal}"
    while _length(name) > LONGEST_NAME:
        name = name[:-1]
    name = name.rstrip()
    while name.lower() in taken:
        name = f"{number}.{len(taken)}"
    taken.add(name.lower())
    return name
