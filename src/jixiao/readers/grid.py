"""Grids (表格): what every format gives and every form reads, nothing of budgets in it."""

from __future__ import annotations

from jixiao.model.disclosure import Notice
from jixiao.model.location import Box, Location


class Cell:
    """One cell: its text and its place. ``row``, ``column`` and ``line`` count from 1.

    ``row_span`` and ``column_span`` are 1 unless cells are merged. ``line`` is the line of a text
    file; ``number_format`` the format of a spreadsheet number (``0%``), None elsewhere; ``number``
    the digits a spreadsheet stores, where ``text`` shows them rounded, scaled or not at all.

    Formats laid out on paper say where the cell is: its ``page`` and its ``box`` (left, top, right
    and bottom in points); and how sure its text is, ``confidence`` 1 unless it was recognised.
    """

    __slots__ = (
        "box",
        "column",
        "column_span",
        "confidence",
        "line",
        "number",
        "number_format",
        "page",
        "row",
        "row_span",
        "text",
    )

    def __init__(
        self,
        text: str,
        row: int,
        column: int,
        row_span: int = 1,
        column_span: int = 1,
        line: int | None = None,
        number_format: str | None = None,
        number: str | None = None,
    ) -> None:
        self.text = text
        self.row = row
        self.column = column
        self.row_span = row_span
        self.column_span = column_span
        self.line = line
        self.number_format = number_format
        self.number = number
        self.page: int | None = None
        self.box: Box | None = None
        self.confidence = 1.0

    def __repr__(self) -> str:
        return f"Cell({self.text!r}, row={self.row}, column={self.column})"


class Grid:
    """A table: ``rows[r]`` holds, left to right, each cell that touches row r once.

    A vertically merged cell is the *same object* in every row it covers; a horizontally merged
    one stands once in its row. ``number`` counts the tables of the file from 1. ``sheet`` and
    ``page`` are set where the format has them.
    """

    # No dataclass, as Layout below: the module dataclasses loads inspect, at every start.
    __slots__ = ("number", "page", "rows", "sheet")

    def __init__(
        self,
        rows: list[list[Cell]],
        number: int,
        sheet: str | None = None,
        page: int | None = None,
    ) -> None:
        self.rows = rows
        self.number = number
        self.sheet = sheet
        self.page = page

    def __repr__(self) -> str:
        return f"Grid({self.rows!r}, number={self.number}, sheet={self.sheet!r}, page={self.page})"

    def location(self, cell: Cell) -> Location:
        """Where ``cell`` stands."""
        return tuple.__new__(Location, self.place_of(cell))

    def place_of(self, cell: Cell) -> tuple[object, ...]:
        """The parts of a location, in order, for readers of very many cells."""
        page = cell.page or self.page
        number, sheet = self.number, self.sheet
        return number, cell.row, cell.column, cell.line, sheet, page, None, None, cell.box


class Paragraph:
    """A paragraph outside any table; ``place`` is its cell where it is a row of a sheet."""

    __slots__ = ("line", "page", "place", "text")

    def __init__(
        self,
        text: str,
        line: int | None = None,
        page: int | None = None,
        place: Location | None = None,
    ) -> None:
        self.text = text
        self.line = line
        self.page = page
        self.place = place

    def __repr__(self) -> str:
        return f"Paragraph({self.text!r})"

    @property
    def location(self) -> Location:
        """Where the paragraph stands."""
        return self.place or Location(line=self.line, page=self.page)


class Layout:
    """What a file holds, in order: paragraphs and grids. ``format`` is the format's name.

    Formats laid out on paper say how many pages there are, and which of them hold a picture only.
    """

    __slots__ = ("blocks", "format", "notices", "page_count", "pictures")

    def __init__(
        self,
        format: str,
        blocks: list[Grid | Paragraph] | None = None,
        notices: list[Notice] | None = None,
    ) -> None:
        self.format = format
        self.blocks: list[Grid | Paragraph] = [] if blocks is None else blocks
        self.notices: list[Notice] = [] if notices is None else notices
        self.page_count = 0
        self.pictures: list[int] = []

    def __repr__(self) -> str:
        return f"Layout({self.format!r}, {self.blocks!r}, {self.notices!r})"

    @property
    def grids(self) -> list[Grid]:
        """The tables alone."""
        return [b for b in self.blocks if isinstance(b, Grid)]
