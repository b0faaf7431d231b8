"""Pages as layouts (版面还原): grids from lines and characters, paragraphs from the rest.

:func:`layout_of` takes pages one by one, whatever format they come from, and keeps of each only
its paragraphs and cells. A table that goes on over the page is one grid where its columns go on; a
row cut by the page's end is one row again, a cell merged over it one cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from jixiao.model.disclosure import Notice
from jixiao.model.location import Box, Location
from jixiao.model.named import NamedTuple
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph
from jixiao.readers.page import Glyph, Page
from jixiao.readers.page_frames import Frame, frames_of
from jixiao.readers.page_lines import (
    Room,
    TextLine,
    goes_on,
    joint,
    lines_of,
    single,
    text_of_lines,
)

_MARGIN = 0.1  # of a page's height, at its top and its bottom
_SAME_COLUMN = 4.0  # points: how far the columns of a table may move from page to page
_SAME_SIZE = 1.25  # lines whose heights differ more are no one paragraph
_NEAREST_LINE = 2.0  # heights from line to line are no gap between paragraphs
_FARTHEST_LINE = 4.0  # heights from line to line are one, however widely a page is set
_LONG_ROW = 5  # lines: shorter rows go to the next page whole
_FULL_LINES = 3  # that end at one place show where text ends
_MANY_FRAMES = 100
_LARGEST_WIDENED = 2_000  # rows of a table that may still get more columns
_PAGE_WORDS = str.maketrans("", "", "—-–－~·第页共/ \t\u3000\xa0")
_LONGEST_PAGE_NUMBER = 4
_DIGITS = str.maketrans("", "", "0123456789")


class _End(NamedTuple):
    """The first or the last of a cell's lines, how many it has, and the room they stand in."""

    line: TextLine
    room: Room
    lines: int


class _Table:
    """A grid while it may go on: where its columns stand, and the ends of its last row's texts."""

    __slots__ = ("columns", "grid", "lasts", "starts", "top")

    def __init__(self, grid: Grid, columns: list[float], top: float) -> None:
        self.grid = grid
        self.columns = columns
        self.top = top
        self.starts: dict[int, _End] = {}  # by the id of a cell of the first row
        self.lasts: dict[int, _End] = {}  # by the id of a cell of the last row

    def edges(self, row: list[Cell]) -> list[float]:
        """Where the cells of a row begin, and where the last one ends."""
        columns = self.columns
        found = [columns[cell.column - 1] for cell in row]
        found.append(columns[row[-1].column + row[-1].column_span - 1])
        return found


class _Text:
    """A paragraph while it may go on: its lines, on one page or over several."""

    __slots__ = ("lines", "page", "room", "text", "top")

    def __init__(self, line: TextLine, page: int, room: Room) -> None:
        self.lines = [line]
        self.page = page
        self.room = room
        self.text = ""
        self.top = line.top

    def finished(self) -> Paragraph:
        """The paragraph, placed where it begins."""
        text = "".join(_unbroken(self.lines, self.room))
        place = Location(page=self.page, box=_box_of(self.lines))
        return Paragraph(text, page=self.page, place=place)


def layout_of(pages: Iterable[Page], format_name: str) -> Layout:
    """The paragraphs and grids of ``pages`` in reading order.

    Every cell and paragraph keeps its page and its box. Pages that hold a picture and no
    characters are told of in a notice.
    """
    flow = _Flow(format_name)
    for page in pages:
        flow.take(page)
    return flow.finished()


class _Flow:
    """The layout so far, and what of the last page may go on."""

    def __init__(self, format_name: str) -> None:
        self.layout = Layout(format_name)
        self.open: _Table | _Text | None = None
        self.heads: set[tuple[str, int]] = set()
        self.scans: list[int] = []

    def take(self, page: Page) -> None:
        """Add a page."""
        self.layout.page_count = max(self.layout.page_count, page.number)
        glyphs = [glyph for glyph in single(page.glyphs) if glyph[0]]
        if page.is_scan:
            self.scans.append(page.number)
        if not glyphs:
            return
        frames = frames_of(page.rulings, page.width, page.height) if page.rulings else []
        inside, outside = _shared_out(glyphs, frames)
        tables = [
            _table(frame, texts, page.number)
            for frame, texts in zip(frames, inside, strict=True)
            if texts
        ]
        lines = lines_of(outside)
        lines = self._without_furniture(lines, tables, page, _usual_height(glyphs))
        texts = _paragraphs(lines, tables, page)
        pieces: list[_Table | _Text] = sorted([*tables, *texts], key=lambda piece: piece.top)
        for place, piece in enumerate(pieces):
            if isinstance(piece, _Table):
                self._take_table(piece, is_first=place == 0)
            else:
                self._take_text(piece, is_first=place == 0)

    def finished(self) -> Layout:
        """The layout, its tables numbered, with a notice for pages that are pictures."""
        self._close()
        number = 0
        for block in self.layout.blocks:
            if isinstance(block, Grid):
                number += 1
                block.number = number
        self.layout.pictures = self.scans
        if self.scans:
            self.layout.notices.append(_scanned(self.scans))
        return self.layout

    def _close(self) -> None:
        if isinstance(self.open, _Text):
            self.layout.blocks.append(self.open.finished())
        self.open = None

    def _take_table(self, table: _Table, *, is_first: bool) -> None:
        before = self.open
        if is_first and isinstance(before, _Table) and _join(before, table):
            return
        self._close()
        if table.grid.rows:
            self.layout.blocks.append(table.grid)
            self.open = table

    def _take_text(self, text: _Text, *, is_first: bool) -> None:
        before = self.open
        if is_first and isinstance(before, _Text) and _is_one(before.lines[-1], text.lines[0]):
            room = before.room
            moved = text.room.left - room.left  # odd and even pages may have margins of their own
            line = text.lines[0]
            if abs(line.left - moved - room.left) < line.height and goes_on(
                before.lines[-1], line, Room(room.left + moved, room.right)
            ):
                before.lines += text.lines
                before.room = text.room
                return
        self._close()
        self.open = text

    def _without_furniture(
        self, lines: list[TextLine], tables: list[_Table], page: Page, usual: float
    ) -> list[TextLine]:
        """The lines without page numbers and without the running heads the last page had too."""
        top = min((table.top for table in tables), default=page.height)
        low = max((_bottom(table) for table in tables), default=0.0)
        heads = {
            _head(line)
            for line in lines
            if line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height
        }
        first, last = 0, len(lines)
        while (
            first < last
            and lines[first].bottom < min(_MARGIN * page.height, top)
            and self._is_furniture(lines[first], usual)
        ):
            first += 1
        while (
            last > first
            and lines[last - 1].top > max((1 - _MARGIN) * page.height, low)
            and self._is_furniture(lines[last - 1], usual)
        ):
            last -= 1
        self.heads = heads
        return lines[first:last]

    def _is_furniture(self, line: TextLine, usual: float) -> bool:
        text = line.text
        number = text.translate(_PAGE_WORDS)
        if number.isdigit() and len(number) <= 2 * _LONGEST_PAGE_NUMBER:
            return len(number) <= _LONGEST_PAGE_NUMBER or "/" in text or "共" in text
        head, place = _head(line)
        return line.height <= 1.15 * usual and any(
            (head, near) in self.heads for near in (place - 1, place, place + 1)
        )


def _head(line: TextLine) -> tuple[str, int]:
    return line.text.translate(_DIGITS), round(line.top / 2)


def _bottom(table: _Table) -> float:
    return max((cell.box[3] for row in table.grid.rows for cell in row if cell.box), default=0.0)


def _usual_height(glyphs: list[Glyph]) -> float:
    heights = sorted([glyph[4] - glyph[2] for glyph in glyphs])
    return heights[len(heights) // 2]


# ── characters to cells ──────────────────────────────────────────────────────────────────────


def _shared_out(
    glyphs: list[Glyph], frames: list[Frame]
) -> tuple[list[dict[int, list[Glyph]]], list[Glyph]]:
    """The glyphs of each frame by region, each in the smallest frame around it; and the others."""
    inside: list[dict[int, list[Glyph]]] = [{} for _ in frames]
    if not frames:
        return inside, glyphs
    boxes = [frame.box for frame in frames]
    order = sorted(
        range(len(frames)), key=lambda i: (boxes[i][2] - boxes[i][0]) * (boxes[i][3] - boxes[i][1])
    )
    searched = [(*boxes[i], frames[i], inside[i]) for i in order]
    outside: list[Glyph] = []
    is_apart = len(boxes) <= _MANY_FRAMES and not any(
        _overlap(one, other) for one, other in combinations(boxes, 2)
    )
    west = north = east = south = -1.0  # the region of the glyph before, where most glyphs stand
    held: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph[1] + glyph[3]) / 2, (glyph[2] + glyph[4]) / 2
        if west < x < east and north < y < south:
            held.append(glyph)
            continue
        for left, top, right, bottom, frame, texts in searched:
            if left <= x <= right and top <= y <= bottom:
                region = frame.region_at(x, y)
                held = texts.setdefault(region, [])
                held.append(glyph)
                if is_apart:
                    west, north, east, south = frame.regions[region][4:]
                break
        else:
            outside.append(glyph)
    for texts in inside:
        if all(glyph[0].isspace() for told in texts.values() for glyph in told):
            texts.clear()
    return inside, outside


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _table(frame: Frame, texts: dict[int, list[Glyph]], page: int) -> _Table:
    """The frame with its texts as a grid."""
    cells: list[Cell] = []
    ends: dict[int, tuple[_End, _End]] = {}
    for index, region in enumerate(frame.regions):
        row, column, last_row, last_column, left, top, right, bottom = region
        cell = Cell("", row + 1, column + 1, last_row - row + 1, last_column - column + 1)
        cell.box = rounded_box(left, top, right, bottom)
        cell.page = page
        glyphs = texts.get(index)
        if glyphs:
            lines = lines_of(glyphs)
            room = Room(left, right)
            cell.text = text_of_lines(lines, room)
            cell.confidence = min([glyph[5] for glyph in glyphs])
            if lines:
                count = len(lines)
                ends[index] = _End(lines[0], room, count), _End(lines[-1], room, count)
        cells.append(cell)
    rows: list[list[Cell]] = []
    for owners in frame.owners:
        row_cells: list[Cell] = []
        before = -1
        for owner in owners:
            if owner != before:
                row_cells.append(cells[owner])
                before = owner
        rows.append(row_cells)
    table = _Table(Grid(rows, 0, page=page), frame.down, frame.across[0])
    for index, (start, last) in ends.items():
        region = frame.regions[index]
        if region.row == 0:
            table.starts[id(cells[index])] = start
        if region.last_row == len(rows) - 1:
            table.lasts[id(cells[index])] = last
    return table


# ── paragraphs ───────────────────────────────────────────────────────────────────────────────


def _paragraphs(lines: list[TextLine], tables: list[_Table], page: Page) -> list[_Text]:
    """The lines outside the tables as paragraphs."""
    if not lines:
        return []
    room = _room_of(lines, page)
    tops = sorted(table.top for table in tables)
    steps = sorted(_step(above, line) for above, line in pairwise(lines))
    step = 1.25 * steps[len(steps) // 2] if steps else 0.0
    step = min(step, _FARTHEST_LINE * min(line.height for line in lines))
    texts: list[_Text] = []
    for line in lines:
        if texts:
            above = texts[-1].lines[-1]
            if (
                bisect_left(tops, above.top) == bisect_left(tops, line.top)
                and _step(above, line) <= max(step, _NEAREST_LINE * min(above.height, line.height))
                and _is_one(above, line)
                and _is_level(above, line, room)
                and goes_on(above, line, room)
            ):
                texts[-1].lines.append(line)
                continue
        texts.append(_Text(line, page.number, room))
    return texts


def _step(above: TextLine, line: TextLine) -> float:
    """From the middle of a line to the middle of the next."""
    return (line.top + line.bottom - above.top - above.bottom) / 2


def _room_of(lines: list[TextLine], page: Page) -> Room:
    """Where the text of a page stands: to where its full lines end, else margins alike.

    A stop may hang over the end of a line: what ends most lines counts, not the farthest.
    """
    left = max(min(line.left for line in lines), 0.0)
    right = max(line.right for line in lines)
    ends = [line.right for line in lines if right - line.right <= 2.5 * line.height]
    near = 0.3 * lines[0].height
    usual = max(ends, key=lambda end: sum(abs(other - end) < near for other in ends))
    if len(ends) < _FULL_LINES:
        return Room(left, max(right, page.width - left))
    return Room(left, usual)


def _is_level(above: TextLine, line: TextLine, room: Room) -> bool:
    """The line begins at the margin, or the one above does not either."""
    return line.left - room.left < line.height or above.left - room.left > 0.5 * above.height


def _is_one(above: TextLine, line: TextLine) -> bool:
    """The two lines are of one size."""
    one, other = above.height, line.height
    return one < other * _SAME_SIZE and other < one * _SAME_SIZE


def _unbroken(lines: Sequence[TextLine], room: Room) -> Iterable[str]:
    text = lines[0].text
    yield text
    for above, line in pairwise(lines):
        after = line.text
        yield joint(text, after, above, room)
        yield after
        text = after


def _box_of(lines: Sequence[TextLine]) -> Box:
    """The box around the lines of the first page; those on the next page begin higher."""
    left, top, right, bottom = lines[0].left, lines[0].top, lines[0].right, lines[0].bottom
    for line in lines[1:]:
        if line.top < top:
            break
        left, right, bottom = min(left, line.left), max(right, line.right), line.bottom
    return rounded_box(left, top, right, bottom)


def rounded_box(left: float, top: float, right: float, bottom: float) -> Box:
    """A box with tenths of points, which is as much as a mark on a page needs."""
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


# ── tables that go on ────────────────────────────────────────────────────────────────────────


def _join(above: _Table, table: _Table) -> bool:
    """Let ``table``, the first thing on its page, go on with ``above``, the last one before it.

    True when its rows now stand there. A table that begins with the same words as the one before
    (a header printed on each page, or another form) stays itself, but for a row cut by the page.
    """
    last, first = above.grid.rows[-1], table.grid.rows[0]
    repeated = _repeated_rows(above.grid, table.grid)
    if repeated:
        rows = table.grid.rows
        if repeated < len(rows) and _have_same_edges(
            above.edges(last), table.edges(rows[repeated])
        ):
            _take_rest(above, table, repeated)
        return False
    if not _have_same_edges(above.edges(last), table.edges(first)):
        return False
    if not _have_columns_in_common(above, table):
        return False
    _take_rest(above, table, 0)
    count = len(above.grid.rows)
    moved: set[int] = set()
    stitched = _stitched(above, table)
    for row in table.grid.rows:
        for cell in row:
            if id(cell) not in moved:
                moved.add(id(cell))
                cell.row += count
        above.grid.rows.append([stitched.get(id(cell), cell) for cell in row])
    if table.grid.rows:
        above.lasts = table.lasts
    return True


def _repeated_rows(above: Grid, grid: Grid) -> int:
    """How many of the first rows of both grids say the same."""
    count = 0
    for one, other in zip(above.rows, grid.rows, strict=False):
        texts = [cell.text for cell in one]
        if not any(texts) or texts != [cell.text for cell in other]:
            break
        count += 1
    return count


def _have_same_edges(one: list[float], other: list[float]) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= _SAME_COLUMN for a, b in zip(one, other, strict=True)
    )


def _have_columns_in_common(above: _Table, table: _Table) -> bool:
    """Number the columns of ``table`` as those of ``above``, which gets those it lacks."""
    old = above.columns
    columns = sorted(old)
    for place in table.columns:
        nearest = min(old, key=lambda known: abs(known - place))
        if abs(nearest - place) > _SAME_COLUMN:
            columns.append(place)
    columns.sort()
    if len(columns) > len(old):
        if len(above.grid.rows) > _LARGEST_WIDENED:
            return False
        _renumber(above.grid, [columns.index(place) for place in old])
        above.columns = columns
    numbers = [
        min(range(len(columns)), key=lambda i: abs(columns[i] - place)) for place in table.columns
    ]
    if len(set(numbers)) < len(numbers):
        return False
    _renumber(table.grid, numbers)
    return True


def _renumber(grid: Grid, numbers: list[int]) -> None:
    """Give each cell the columns with the new numbers, counted from 0."""
    seen: set[int] = set()
    for row in grid.rows:
        for cell in row:
            if id(cell) not in seen:
                seen.add(id(cell))
                end = numbers[cell.column + cell.column_span - 1]
                cell.column = numbers[cell.column - 1] + 1
                cell.column_span = end + 1 - cell.column


def _take_rest(above: _Table, table: _Table, index: int) -> None:
    """Add the row at ``index`` to the last one above where the page has cut one row in two."""
    last, rest = above.grid.rows[-1], table.grid.rows[index]
    if not _is_rest(above, table, last, rest):
        return
    for cell, more in zip(last, rest, strict=True):
        if not more.text:
            continue
        end, start = above.lasts.get(id(cell)), table.starts.get(id(more))
        if end is not None and start is not None and _is_full(end, start):
            cell.text += joint(cell.text, more.text, end.line, end.room) + more.text
        else:
            cell.text += "\n" + more.text
        cell.confidence = min(cell.confidence, more.confidence)
        if id(more) in table.lasts:
            above.lasts[id(cell)] = table.lasts[id(more)]
    _drop_row(table.grid, index, dict(zip(map(id, rest), last, strict=True)))


def _is_rest(above: _Table, table: _Table, last: list[Cell], rest: list[Cell]) -> bool:
    """The row holds only what did not fit on the page before: texts that go on, or one text."""
    said = [(cell, more) for cell, more in zip(last, rest, strict=True) if more.text]
    if not said or any(not cell.text for cell, _ in said):
        return False
    is_whole = all(more.text for more, cell in zip(rest, last, strict=True) if cell.text)
    if len(last) == 2 and not is_whole:
        return True
    ends = [above.lasts.get(id(cell)) for cell, _ in said]
    starts = [table.starts.get(id(more)) for _, more in said]
    return all(
        end is not None and start is not None and _is_full(end, start)
        for end, start in zip(ends, starts, strict=True)
    ) and (
        # Where nothing is blank that was not, it says as much as a row of its own; but a row is
        # cut only where it is long.
        not is_whole
        or max(e.lines + s.lines for e, s in zip(ends, starts, strict=True) if e and s) >= _LONG_ROW
    )


def _is_full(end: _End, start: _End) -> bool:
    """The text at ``start`` goes on with the line at ``end``, which is full."""
    room = end.room
    inner = min(end.line.left - room.left, 7.0)
    return goes_on(end.line, start.line, Room(room.left + inner, room.right - inner))


def _drop_row(grid: Grid, index: int, instead: dict[int, Cell]) -> None:
    """Take a row away; a cell of it that reaches further down goes on as the one given for it."""
    gone = grid.rows.pop(index)
    for cell in gone:
        if cell.row_span > 1:
            other = instead[id(cell)]
            other.row_span += cell.row_span - 1
            for row in grid.rows[index : index + cell.row_span - 1]:
                row[row.index(cell)] = other
    lower: set[int] = set()
    for row in grid.rows[index:]:
        for cell in row:
            if cell.row > index + 1 and id(cell) not in lower:
                lower.add(id(cell))
                cell.row -= 1


def _stitched(above: _Table, table: _Table) -> dict[int, Cell]:
    """The cells of the first row that go on with a merged one above, by their ids."""
    found: dict[int, Cell] = {}
    if not table.grid.rows:
        return found
    last, first = above.grid.rows[-1], table.grid.rows[0]
    if len(last) != len(first):
        return found
    for upper, lower in zip(last, first, strict=True):
        if bool(upper.text) == bool(lower.text) or upper.row_span + lower.row_span < 3:
            continue
        if lower.text:
            upper.text, upper.box, upper.page = lower.text, lower.box, lower.page
        upper.row_span += lower.row_span
        found[id(lower)] = upper
    return found


def _scanned(pages: list[int]) -> Notice:
    """The notice that pages hold pictures and no text."""
    shown: list[str] = []
    first = last = pages[0]
    for page in [*pages[1:], 0]:
        if page == last + 1:
            last = page
            continue
        shown.append(str(first) if first == last else f"{first}–{last}")
        first = last = page
    zh, en = "、".join(shown[:20]), ", ".join(shown[:20])
    if len(shown) > 20:
        zh, en = f"{zh}等", f"{en} and others"
    return Notice(
        f"第{zh}页是图片（扫描件），图片里的文字没有读取。",
        f"page {en} is a picture (a scan); the text in the picture has not been read",
        Location(page=pages[0]),
    )
