"""Where a value stands in its file (出处)."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.model.named import NamedTuple

Box = tuple[float, float, float, float]  # left, top, right and bottom, in points


def first_place(at: Mapping[str, Location], *keys: str) -> Location | None:
    """The place of the first of ``keys`` that has one: the cell meant, else what stands for it."""
    return next((at[key] for key in keys if key in at), None)


class Location(NamedTuple):
    """The place of a value: whichever of these its format has.

    ``table``, ``row``, ``column``, ``line`` and ``page`` count from 1, as a reader would count
    them; ``start`` and ``end`` are characters in the cell's or paragraph's text, from 0, end not
    included. ``sheet`` is the worksheet's name. ``box`` is where the cell or paragraph stands on
    its page: left, top, right and bottom in points, from the upper left corner of the page as it
    is read.
    """

    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    sheet: str | None = None
    page: int | None = None
    start: int | None = None
    end: int | None = None
    box: Box | None = None

    def characters(self, start: int, end: int) -> Location:
        """The same place, narrowed to the characters from ``start`` up to ``end``."""
        return self._replace(start=start, end=end)

    @property
    def cell(self) -> Location:
        """The whole cell this place lies in."""
        return self if self.start is None else self._replace(start=None, end=None)

    def describe(self, language: str = "zh") -> str:
        """The place in words: “表4第8行第2列（第268行）”, “table 4, row 8, column 2 (line 268)”."""
        zh = language != "en"
        parts: list[str] = []
        if self.sheet is not None:
            parts.append(f"工作表“{self.sheet}”" if zh else f"sheet “{self.sheet}”")
        if self.page is not None:
            parts.append(f"第{self.page}页" if zh else f"page {self.page}")
        if self.table is not None:
            parts.append(f"表{self.table}" if zh else f"table {self.table}")
        if self.row is not None:
            parts.append(f"第{self.row}行" if zh else f"row {self.row}")
        if self.column is not None:
            parts.append(f"第{self.column}列" if zh else f"column {self.column}")
        if self.line is not None:
            line = f"文本第{self.line}行" if zh else f"line {self.line}"
            parts.append((f"（{line}）" if zh else f"({line})") if parts else line)
        return "".join(parts) if zh else ", ".join(parts).replace(", (", " (")
