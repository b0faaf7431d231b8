"""Reading workbooks against calamine alone and openpyxl."""

from __future__ import annotations

from collections.abc import Callable

from bench.carriers import in_memory, xlsx
from bench.timing import in_turns, ratio

SIZES = (10, 200)
TURNS = {10: 9, 200: 3}


def calamine(data: bytes) -> object:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(in_memory(data))
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    return [(sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges) for sheet in sheets]


def openpyxl(data: bytes) -> object:
    from openpyxl import load_workbook

    book = load_workbook(in_memory(data))
    return [
        ([[cell.value for cell in row] for row in sheet.iter_rows()], sheet.merged_cells.ranges)
        for sheet in book.worksheets
    ]


def grids(data: bytes) -> object:
    from jixiao.readers.formats.xlsx import parse

    return parse(data)


def records(data: bytes) -> object:
    from jixiao.readers.read import read_bytes

    return read_bytes(data, "bench.xlsx")


def run() -> list[str]:
    """The lines of the results page."""
    lines = [
        "## Workbooks",
        "",
        "CPU time over calamine alone (values and merged ranges of every sheet).",
        "",
        "| tables | jixiao, grids | jixiao, records | openpyxl |",
        "| ---: | ---: | ---: | ---: |",
    ]
    for tables in SIZES:
        data = xlsx(tables)
        work: dict[str, Callable[[], object]] = {
            "calamine": lambda data=data: calamine(data),
            "grids": lambda data=data: grids(data),
            "records": lambda data=data: records(data),
            "openpyxl": lambda data=data: openpyxl(data),
        }
        measured = in_turns(work, TURNS[tables])
        shown = [
            f"{ratio(measured[n], measured['calamine']):.2f}"
            for n in ("grids", "records", "openpyxl")
        ]
        lines.append(f"| {tables} | {' | '.join(shown)} |")
    return lines
