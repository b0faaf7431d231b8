"""Pages drawn for the tests: characters and lines at places, as a PDF, an OFD or a scan gives."""

from __future__ import annotations

from jixiao.readers.page import Glyph, Page, Ruling

SIZE = 10.0


class DrawnPage:
    """A page on which a test writes and draws, from its upper left corner, in points."""

    def __init__(self, number: int = 1, width: float = 595.0, height: float = 842.0) -> None:
        self.page = Page(number, width, height)

    def write(self, text: str, left: float, top: float, size: float = SIZE) -> float:
        """Characters side by side, narrow ones half as wide as high; gives where they end."""
        for character in text:
            width = size if character > "\u2e80" or character in "“”≥≤" else size / 2
            glyph = Glyph(character, left, top, left + width, top + size)
            self.page.glyphs.append(glyph)
            left += width
        return left

    def line(self, left: float, top: float, right: float, bottom: float) -> None:
        self.page.rulings.append(Ruling(left, top, right, bottom))

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        self.line(left, top, right, top)
        self.line(left, bottom, right, bottom)
        self.line(left, top, left, bottom)
        self.line(right, top, right, bottom)

    def table(
        self,
        rows: list[list[str]],
        widths: list[float],
        left: float = 60.0,
        top: float = 100.0,
        height: float = 20.0,
    ) -> float:
        """A ruled table, a box a cell; “^” goes on from above, “<” from the left."""
        edges = [left]
        for width in widths:
            edges.append(edges[-1] + width)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if text in ("^", "<"):
                    continue
                last_row, last_column = number, column
                while last_column + 1 < len(row) and row[last_column + 1] == "<":
                    last_column += 1
                while last_row + 1 < len(rows) and rows[last_row + 1][column] == "^":
                    last_row += 1
                high, low = top + number * height, top + (last_row + 1) * height
                self.box(edges[column], high, edges[last_column + 1], low)
                self.write_in(text, edges[column], high, edges[last_column + 1], low)
        return top + len(rows) * height

    def write_in(self, text: str, left: float, top: float, right: float, bottom: float) -> None:
        """Text broken where a cell is full, from its upper left corner."""
        x, y = left + 5, top + 2
        for character in text:
            width = SIZE if character > "\u2e80" else SIZE / 2
            if x + width > right - 4:
                x, y = left + 5, y + SIZE
            self.write(character, x, y)
            x += width


def texts_of(rows: list[list[object]]) -> list[list[str]]:
    return [[getattr(cell, "text", "") for cell in row] for row in rows]
