"""Registers kept as workbooks (.xlsx): their cells, for the loader of evidence."""

from __future__ import annotations

from pathlib import Path

from jixiao.measures.source import Cells
from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.read import bytes_of, format_of, parse


def workbook_cells(path: Path, shown: str) -> Cells:
    """The cells of the workbook's only sheet with content, row by row, gaps filled with blanks.

    Raises :class:`UnreadableFile` where there are several: nobody can tell which one is meant.
    """
    data = bytes_of(path, shown)
    format_name = format_of(data, shown)
    if format_name != "xlsx":
        raise UnreadableFile(
            f"“{shown}”的扩展名是 .xlsx，内容却是{format_name}。请另存为 .xlsx 或 CSV。",
            f"“{shown}” is called .xlsx but holds {format_name}; save it as .xlsx or CSV",
        )
    grids = [grid for grid in parse(data, format_name).grids if grid.rows]
    if len(grids) != 1:
        raise UnreadableFile(
            f"“{shown}”应恰好有一张有内容的工作表，实有{len(grids)}张。请每张表各存一个文件。",
            f"“{shown}” should have exactly one sheet with content and has {len(grids)}; save each "
            "sheet as a file of its own",
        )
    for row in grids[0].rows:
        if not row:
            continue
        cells: list[tuple[str, str | None]] = [("", None)] * max(cell.column for cell in row)
        for cell in row:
            cells[cell.column - 1] = (cell.text, cell.number)
        yield row[0].row, cells
