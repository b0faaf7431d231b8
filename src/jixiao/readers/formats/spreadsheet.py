"""From the cells of sheets to grids (工作表 → 表格): what xlsx, xls, ods and XML 2003 share.

A sheet is read as it is shown and printed. Hidden sheets, rows and columns are left out and a
notice says so; rows that a filter hides are read, since a filter is only a view. Rows without any
text are left out; ``row`` and ``column`` of a cell stay those of the sheet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from jixiao.model.disclosure import Notice
from jixiao.model.exceptions import UnreadableFile
from jixiao.model.location import Location
from jixiao.readers.grid import Cell, Grid, Layout

LAST_COLUMN = 16_384
LAST_ROW = 1_048_576
LARGEST_BOOK = 2_000_000  # cells, blank ones between filled ones counted
MOST_BLANKS = 500_000  # blank cells between filled ones, beyond twice as many as are filled
MOST_TEXT = 32_000_000  # characters in all cells, a text counted as often as it is shown
LARGEST_MERGING = 4_000_000  # cells under merged ranges, overlapping ones counted again


class Merge(NamedTuple):
    """A merged range; rows and columns from 1, the last ones included."""

    row: int
    column: int
    last_row: int
    last_column: int


class Sheet:
    """One sheet while it is read.

    ``rows`` holds the cells with something in them, by row number; ``rounded`` those that show
    another number than they store; ``uncomputed`` has row and column of formulas stored without
    their value; ``hidden_columns`` are ranges with both ends; ``is_filtered``
    says that a filter hid rows.
    """

    __slots__ = (
        "hidden_columns",
        "hidden_rows",
        "is_filtered",
        "merges",
        "name",
        "rounded",
        "rows",
        "uncomputed",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: dict[int, list[Cell]] = {}
        self.rounded: list[Cell] = []
        self.uncomputed: list[tuple[int, int]] = []
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.is_filtered = False

    def columns_not_shown(self) -> set[int]:
        """The hidden columns one by one, however many ranges name them."""
        steps: dict[int, int] = {}
        for first, last in self.hidden_columns:
            steps[first] = steps.get(first, 0) + 1
            steps[last + 1] = steps.get(last + 1, 0) - 1
        found: set[int] = set()
        depth = since = 0
        for column in sorted(steps):
            if depth:
                found.update(range(since, min(column, LAST_COLUMN + 1)))
            depth += steps[column]
            since = column
        return found


class Book:
    """A workbook while it is read: its sheets become the grids of one layout."""

    def __init__(self, format_name: str) -> None:
        self.layout = Layout(format_name)
        self._hidden_sheets: list[str] = []
        self._cells_left = LARGEST_BOOK
        self._blanks_left = MOST_BLANKS
        self._text_left = MOST_TEXT
        self._rounded: list[tuple[str, Cell]] = []

    def hide(self, name: str) -> None:
        """Take note of a hidden sheet, which is not read."""
        self._hidden_sheets.append(name)

    def tell(self, zh: str, en: str, at: Location | None = None) -> None:
        """Add a notice."""
        self.layout.notices.append(Notice(zh, en, at))

    def tell_errors(self, name: str, errors: list[tuple[str, int, int]]) -> None:
        """Add a notice of cells that show an error (#REF!): text, row and column of each."""
        text, row, column = errors[0]
        self.tell(
            f"工作表“{name}”有{len(errors)}个单元格显示错误值，例如“{text}”；请改正公式。",
            f"sheet “{name}”: {len(errors)} cell(s) show an error, for example “{text}”; please "
            "mend the formulas",
            Location(row=row, column=column, sheet=name),
        )

    def add(self, sheet: Sheet) -> None:
        """Add ``sheet`` as a grid, unless nothing is written on it."""
        number = len(self.layout.blocks) + 1
        if sheet.uncomputed:
            first_row, first_column = sheet.uncomputed[0]
            self.tell(
                f"工作表“{sheet.name}”有{len(sheet.uncomputed)}个公式没有存储结果，按空白读取；"
                "请用Excel或WPS打开并保存后再试。",
                f"sheet “{sheet.name}”: {len(sheet.uncomputed)} formula(s) are stored without "
                "their value and were read as blank; open and save the file in Excel or WPS",
                Location(row=first_row, column=first_column, sheet=sheet.name),
            )
        hidden = sheet.columns_not_shown() if sheet.hidden_columns else set()
        rows = self._shown_rows(sheet, hidden)
        if not rows:
            return
        self._rounded.extend((sheet.name, cell) for cell in sheet.rounded)
        numbers = sorted(rows)
        spread = [[cell.column for cell in rows[n]] for n in numbers]
        first, last = min(map(min, spread)), max(map(max, spread))
        columns = [c for c in range(first, last + 1) if c not in hidden]
        size, filled_cells = len(numbers) * len(columns), sum(map(len, spread))
        self._cells_left -= size
        self._blanks_left -= size - 3 * filled_cells
        self._text_left -= sum(sum([len(cell.text) for cell in row]) for row in rows.values())
        if min(self._cells_left, self._blanks_left, self._text_left) < 0:
            raise too_large(sheet.name)
        merged = self._merged(sheet, rows, numbers, first, last) if sheet.merges else {}
        filled: list[list[Cell]] = []
        for n, present in zip(numbers, spread, strict=True):
            row = rows[n]
            covered = merged.get(n)
            if covered is None and present == columns:
                filled.append(row)
                continue
            own = dict(zip(present, row, strict=True))
            if covered is None:
                filled.append([own.get(c) or Cell("", n, c) for c in columns])
                continue
            cells: list[Cell] = []
            for c in columns:
                cell = covered.get(c)
                if cell is None:
                    cells.append(own.get(c) or Cell("", n, c))
                elif not cells or cells[-1] is not cell:
                    cells.append(cell)
            filled.append(cells)
        self.layout.blocks.append(Grid(filled, number, sheet.name))

    def finished(self) -> Layout:
        """The layout, with the notices that concern the whole book."""
        if self._hidden_sheets:
            names = "、".join(f"“{name}”" for name in self._hidden_sheets[:5])
            count = len(self._hidden_sheets)
            self.tell(
                f"隐藏的工作表{names}{'等' if count > 5 else ''}（共{count}个）没有读取；"
                "需要审核时请取消隐藏。",
                f"{count} hidden sheet(s) were not read; unhide them if they are to be checked",
            )
        if self._rounded:
            (name, cell), count = self._rounded[0], len(self._rounded)
            self.tell(
                f"{count}个数字显示的与存储的不同，例如显示为“{cell.text}”，存储的是{cell.number}。",
                f"{count} number(s) are shown otherwise than stored, for example "
                f"“{cell.text}” for {cell.number}",
                Location(row=cell.row, column=cell.column, sheet=name),
            )
        return self.layout

    def _shown_rows(self, sheet: Sheet, hidden_columns: set[int]) -> dict[int, list[Cell]]:
        """The rows with text that the sheet shows; a notice tells what is hidden."""
        rows = {n: row for n, row in sheet.rows.items() if row}
        hidden = sheet.hidden_rows.intersection(rows)
        if sheet.is_filtered:
            if hidden:
                self.tell(
                    f"工作表“{sheet.name}”设有筛选，被筛掉的{len(hidden)}行也已读取。",
                    f"sheet “{sheet.name}” is filtered; the {len(hidden)} row(s) filtered out "
                    "were read too",
                    Location(sheet=sheet.name),
                )
            hidden = set()
        lost_columns: set[int] = set()
        if hidden or hidden_columns:
            kept_by_merge = {
                (m.row, m.column) for m in sheet.merges if m.last_column not in hidden_columns
            }
            shown: dict[int, list[Cell]] = {}
            for n, row in rows.items():
                if n in hidden:
                    continue
                cells = []
                for cell in row:
                    if cell.column in hidden_columns and (n, cell.column) not in kept_by_merge:
                        lost_columns.add(cell.column)
                    else:
                        cells.append(cell)
                if cells:
                    shown[n] = cells
            rows = shown
        if hidden or lost_columns:
            lines = [f"{len(hidden)}行"] * bool(hidden)
            lines += [f"{len(lost_columns)}列"] * bool(lost_columns)
            self.tell(
                f"工作表“{sheet.name}”隐藏的{'、'.join(lines)}有内容，没有读取；"
                "需要审核时请取消隐藏。",
                f"sheet “{sheet.name}”: {len(hidden)} hidden row(s) and {len(lost_columns)} hidden "
                "column(s) with content were not read; unhide them if they are to be checked",
                Location(sheet=sheet.name),
            )
        return rows

    def _merged(
        self,
        sheet: Sheet,
        rows: dict[int, list[Cell]],
        numbers: list[int],
        first: int,
        last: int,
    ) -> dict[int, dict[int, Cell]]:
        """Row → column → the merged cell that covers it. Of overlapping ranges the first counts."""
        covers: dict[int, dict[int, Cell]] = {}
        own: dict[int, dict[int, Cell]] = {}
        budget = LARGEST_MERGING
        overlapping = 0
        buried: list[Cell] = []
        for merge in sheet.merges:
            start, end = max(merge.column, first), min(merge.last_column, last)
            touched = numbers[
                bisect_left(numbers, merge.row) : bisect_right(numbers, merge.last_row)
            ]
            if start > end or not touched:
                continue
            budget -= len(touched) * (end - start + 1)
            if budget < 0:
                raise too_large(sheet.name)
            span = range(start, end + 1)
            if any(not covers[n].keys().isdisjoint(span) for n in touched if n in covers):
                overlapping += 1
                continue
            for n in (merge.row, *touched):
                if n not in own:
                    own[n] = {cell.column: cell for cell in sheet.rows.get(n, ())}
            anchor = own[merge.row].get(merge.column)
            if anchor is None:
                anchor = Cell("", merge.row, start)
            anchor.row_span = min(merge.last_row, numbers[-1]) - merge.row + 1
            anchor.column_span = end - anchor.column + 1
            for n in touched:
                cover = covers.setdefault(n, {})
                texts = own[n]
                for column in span:
                    cover[column] = anchor
                    if column in texts and texts[column] is not anchor:
                        buried.append(texts[column])
        if overlapping:
            self.tell(
                f"工作表“{sheet.name}”有{overlapping}处合并区域互相重叠，各取先出现的一处。",
                f"sheet “{sheet.name}”: {overlapping} merged range(s) overlap others and were "
                "left out",
                Location(sheet=sheet.name),
            )
        if buried:
            self.tell(
                f"工作表“{sheet.name}”有{len(buried)}个单元格的内容被合并单元格盖住，不显示，没有读取，"
                f"例如“{buried[0].text[:20]}”。",
                f"sheet “{sheet.name}”: {len(buried)} cell(s) under merged cells are not shown and "
                f"were not read, for example “{buried[0].text[:20]}”",
                Location(row=buried[0].row, column=buried[0].column, sheet=sheet.name),
            )
        return covers


def too_large(name: str) -> UnreadableFile:
    """The error for a sheet that would not fit in memory."""
    return UnreadableFile(
        f"工作表“{name}”展开后过大（单元格或文字过多，或内容相隔过远），不读取。"
        "请删去多余的行列，或拆分后再试。",
        f"sheet “{name}” is too large (too many cells, too much text, or content too far apart) "
        "and is not read; delete surplus rows and columns, or split the file",
    )
