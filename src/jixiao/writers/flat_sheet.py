"""A worksheet to be filtered and added up: a header, one row for each thing, nothing merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from jixiao.writers.form_layout import lines_in
from jixiao.writers.form_xlsx import fitting

PAPER_A3 = 8


def add_flat_sheet(
    book: Any,
    name: str,
    columns: Sequence[tuple[str, int]],
    numbers: frozenset[str],
    rows: Iterable[Sequence[str]],
) -> None:
    """Add a worksheet to ``book``. ``columns`` are headers and widths in characters.

    Cells under the headers in ``numbers`` are written as numbers where they are not blank.
    """
    sheet = book.add_worksheet(name)
    sheet.set_paper(PAPER_A3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    body = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True, "border": 1}
    look = book.add_format(body)
    head = book.add_format({**body, "bold": True, "bg_color": "#E8ECF2", "align": "center"})
    number_look = book.add_format({**body, "align": "center"})
    for column, (header, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, head)
    row = 0
    for row, values in enumerate(rows, 1):
        height = 1
        for column, ((header, width), value) in enumerate(zip(columns, values, strict=True)):
            if header in numbers and value:
                sheet.write_number(row, column, float(value), number_look)
            else:
                sheet.write_string(row, column, fitting(value), look)
                height = max(height, lines_in(value, width))
        sheet.set_row(row, min(400, 14 * height + 4))
    sheet.autofilter(0, 0, max(row, 1), len(columns) - 1)
    last = chr(ord("A") + len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{last}{row + 1}"})
