"""Layouts of the spreadsheets in the corpus, for the tests of forms alone.

The forms are tested apart from the formats, so these grids are laid out here with other libraries
than the product's own readers use for them.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import python_calamine

from jixiao.readers.grid import Cell, Grid, Layout


def xlsx_layout(path: Path) -> Layout:
    """Every sheet of an .xlsx as one grid; formulas without a stored result are left blank."""
    layout = Layout("xlsx")
    formulas = openpyxl.load_workbook(path)
    book = openpyxl.load_workbook(path, data_only=True)
    for number, sheet in enumerate(book.worksheets, 1):
        merged = {
            (r, c): (area.min_row, area.min_col, area.size["rows"], area.size["columns"])
            for area in formulas[sheet.title].merged_cells.ranges
            for r in range(area.min_row, area.max_row + 1)
            for c in range(area.min_col, area.max_col + 1)
        }
        made: dict[tuple[int, int], Cell] = {}
        rows = []
        for r in range(1, sheet.max_row + 1):
            row: list[Cell] = []
            for c in range(1, min(sheet.max_column, 40) + 1):
                top, left, height, width = merged.get((r, c), (r, c, 1, 1))
                cell = made.get((top, left))
                if cell is None:
                    source = sheet.cell(top, left)
                    text = "" if source.value is None else _shown(source.value)
                    cell = Cell(text, top, left, height, width, None, source.number_format)
                    made[top, left] = cell
                if not row or row[-1] is not cell:
                    row.append(cell)
            rows.append(row)
        layout.blocks.append(Grid(rows, number, sheet.title))
    return layout


def xls_layout(path: Path) -> Layout:
    """Every sheet of an .xls as one grid, merged ranges first come first served."""
    layout = Layout("xls")
    book = python_calamine.load_workbook(path)
    for number, name in enumerate(book.sheet_names, 1):
        sheet = book.get_sheet_by_name(name)
        values = sheet.to_python(skip_empty_area=False)
        areas = sheet.merged_cell_ranges or []
        height = max([len(values), *(end[0] + 1 for _, end in areas)], default=0)
        width = max([*(len(row) for row in values), *(end[1] + 1 for _, end in areas)], default=0)
        owner: dict[tuple[int, int], Cell] = {}
        for (top, left), (bottom, right) in areas:
            spots = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
            if not any(spot in owner for spot in spots):
                text = _shown(_at(values, top, left))
                cell = Cell(text, top + 1, left + 1, bottom - top + 1, right - left + 1)
                owner.update(dict.fromkeys(spots, cell))
        rows = []
        for r in range(height):
            row = []
            for c in range(min(width, 40)):
                cell = owner.get((r, c)) or Cell(_shown(_at(values, r, c)), r + 1, c + 1)
                if not row or row[-1] is not cell:
                    row.append(cell)
            rows.append(row)
        layout.blocks.append(Grid(rows, number, name))
    return layout


def _at(values: list[list[object]], r: int, c: int) -> object:
    return values[r][c] if r < len(values) and c < len(values[r]) else ""


def _shown(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else str(value)
