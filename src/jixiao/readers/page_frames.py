"""Frames (框线网格): what the lines of a page enclose, as rows and columns of regions.

Lines that meet make one frame. Their places are snapped, so that double lines, dashes and the
pieces in which programs draw borders become one line each; elementary cells with no line between
them are one region, which is a merged cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from jixiao.model.named import NamedTuple
from jixiao.readers.page import Ruling

_NEAR = 3.0  # points: lines nearer than this are one (double rulings), ends nearer meet
_GAP = 4.5  # points: a longer gap in a line is one, a shorter one a dash's
_SHORTEST = 6.0  # points: what is shorter is no border
_THICKEST = 3.0  # points: what is thicker is an area, whose edges count
_STICKING_OUT = 6.0  # points: lines that reach farther show that a side is left open
_COVERED = 0.7  # of an elementary side must be drawn for it to be a border
MOST_PLACES = 20_000  # elementary cells: more are a drawing


class Line(NamedTuple):
    """A line at ``at`` from ``start`` to ``end``, across or down the page."""

    at: float
    start: float
    end: float


class Region(NamedTuple):
    """A cell of a frame: its first and last row and column, from 0, and its box."""

    row: int
    column: int
    last_row: int
    last_column: int
    left: float
    top: float
    right: float
    bottom: float


class Frame:
    """Regions in rows and columns. ``across`` and ``down`` are where the lines stand."""

    __slots__ = ("across", "down", "owners", "regions")

    def __init__(
        self,
        across: list[float],
        down: list[float],
        regions: list[Region],
        owners: list[list[int]],
    ) -> None:
        self.across = across
        self.down = down
        self.regions = regions
        self.owners = owners  # the region's index, by row and column

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.down[0], self.across[0], self.down[-1], self.across[-1]

    def region_at(self, x: float, y: float) -> int:
        """The index of the region around a point, -1 outside."""
        across, down = self.across, self.down
        if not (down[0] <= x <= down[-1] and across[0] <= y <= across[-1]):
            return -1
        row = min(bisect_right(across, y), len(across) - 1) - 1
        column = min(bisect_right(down, x), len(down) - 1) - 1
        return self.owners[row][column]


def frames_of(rulings: Iterable[Ruling], width: float, height: float) -> list[Frame]:
    """The frames of a page of this size, from top to bottom; a lone box is no frame.

    A filled area counts by its edges, but inside a frame of lines: there it is a background.
    """
    across: list[Line] = []
    down: list[Line] = []
    areas: list[Ruling] = []
    for ruling in rulings:
        left, top, right, bottom = ruling
        wide, high = right - left, bottom - top
        if wide > _THICKEST and high > _THICKEST:
            if wide < 0.95 * width or high < 0.95 * height:  # not the paper's own colour
                areas.append(ruling)
            continue
        is_dot = wide <= _THICKEST and high <= _THICKEST
        if wide >= high or is_dot:
            across.append(Line((top + bottom) / 2, left, right))
        if high > wide or is_dot:
            down.append(Line((left + right) / 2, top, bottom))
    frames = _framed(across, down)
    if areas:
        boxes = [frame.box for frame in frames]
        areas = [area for area in areas if not any(_is_inside(area, box) for box in boxes)]
        for left, top, right, bottom in areas:
            across += (Line(top, left, right), Line(bottom, left, right))
            down += (Line(left, top, bottom), Line(right, top, bottom))
        if areas:
            frames = _framed(across, down)
    frames.sort(key=lambda frame: (frame.across[0], frame.down[0]))
    return frames


def _framed(across: list[Line], down: list[Line]) -> list[Frame]:
    """The frames that lines make, in no order."""
    across, down = _merged(across), _merged(down)
    return [
        frame
        for lines in _meeting(across, down)
        if (frame := _frame(*lines)) is not None and len(frame.regions) > 1
    ]


def _is_inside(area: Ruling, box: tuple[float, float, float, float]) -> bool:
    x, y = (area.left + area.right) / 2, (area.top + area.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def snapped(places: Iterable[float], near: float = _NEAR) -> list[float]:
    """The places, those near each other as one in their middle, in order."""
    found: list[float] = []
    group: list[float] = []
    for place in sorted(places):
        if group and place - group[0] > near:
            found.append((group[0] + group[-1]) / 2)
            group = []
        group.append(place)
    if group:
        found.append((group[0] + group[-1]) / 2)
    return found


def nearest(places: list[float], place: float) -> int:
    """The index of the place nearest to ``place``."""
    after = bisect_left(places, place)
    if after == len(places) or (after and place - places[after - 1] <= places[after] - place):
        return after - 1
    return after


def _merged(lines: list[Line]) -> list[Line]:
    """Lines on one place that touch, or are dashes of one, made one; short ones left out."""
    if not lines:
        return []
    places = snapped(line.at for line in lines)
    rows: list[list[Line]] = [[] for _ in places]
    for line in lines:
        rows[nearest(places, line.at)].append(line)
    merged: list[Line] = []
    for place, row in zip(places, rows, strict=True):
        row.sort(key=lambda line: line.start)
        start, end = row[0].start, row[0].end
        for line in row:
            if line.start <= end + _GAP:
                end = max(end, line.end)
                continue
            if end - start >= _SHORTEST:
                merged.append(Line(place, start, end))
            start, end = line.start, line.end
        if end - start >= _SHORTEST:
            merged.append(Line(place, start, end))
    return merged


def _meeting(across: list[Line], down: list[Line]) -> Iterable[tuple[list[Line], list[Line]]]:
    """The lines in groups that meet each other, those across and those down."""
    down = sorted(down)
    places = [line.at for line in down]
    group_of = list(range(len(across) + len(down)))

    def head(member: int) -> int:
        while group_of[member] != member:
            group_of[member] = group_of[group_of[member]]
            member = group_of[member]
        return member

    for index, line in enumerate(across):
        first = bisect_left(places, line.start - _NEAR)
        last = bisect_right(places, line.end + _NEAR)
        for other in range(first, last):
            if down[other].start - _NEAR <= line.at <= down[other].end + _NEAR:
                group_of[head(len(across) + other)] = head(index)
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for index, line in enumerate((*across, *down)):
        groups.setdefault(head(index), ([], []))[index >= len(across)].append(line)
    return [lines for lines in groups.values() if lines[0] and lines[1]]


def _frame(across: list[Line], down: list[Line]) -> Frame | None:
    """The frame that lines make which meet; None when they enclose nothing, or are a drawing."""
    rows = _opened([line.at for line in across], down)
    columns = _opened([line.at for line in down], across)
    if len(rows) < 2 or len(columns) < 2 or len(rows) * len(columns) > MOST_PLACES:
        return None
    if len({line.at for line in across}) < 2:  # a rule and what hangs from it
        return None
    above = _drawn(across, rows, columns)
    before = _drawn(down, columns, rows)
    boxes = _joined(above, before, len(rows) - 1, len(columns) - 1)
    rows_kept = sorted({box[0] for box in boxes})
    columns_kept = sorted({box[1] for box in boxes})
    row_of = _numbers(rows_kept, len(rows) - 1)
    column_of = _numbers(columns_kept, len(columns) - 1)
    regions: list[Region] = []
    owners = [[0] * len(columns_kept) for _ in rows_kept]
    for first_row, first_column, last_row, last_column in sorted(boxes):
        region = Region(
            row_of[first_row],
            column_of[first_column],
            row_of[last_row],
            column_of[last_column],
            columns[first_column],
            rows[first_row],
            columns[last_column + 1],
            rows[last_row + 1],
        )
        for row in range(region.row, region.last_row + 1):
            for column in range(region.column, region.last_column + 1):
                owners[row][column] = len(regions)
        regions.append(region)
    return Frame(
        [*(rows[index] for index in rows_kept), rows[-1]],
        [*(columns[index] for index in columns_kept), columns[-1]],
        regions,
        owners,
    )


def _opened(places: list[float], crossing: list[Line]) -> list[float]:
    """The places, and one more on a side that is left open: two lines or more reach beyond."""
    found = sorted(set(places))
    for side, reach in (
        (0, sorted(line.start for line in crossing)),
        (-1, sorted((line.end for line in crossing), reverse=True)),
    ):
        if (
            len(reach) > 1
            and abs(reach[1] - found[side]) > _STICKING_OUT
            and (reach[1] < found[0] if side == 0 else reach[1] > found[-1])
        ):
            found.insert(0 if side == 0 else len(found), reach[1])
    return found


def _drawn(lines: list[Line], places: list[float], steps: list[float]) -> list[set[int]]:
    """For each place, the steps along which a line is drawn there."""
    drawn: list[set[int]] = [set() for _ in places]
    for at, start, end in lines:
        marks = drawn[nearest(places, at)]
        first = max(bisect_right(steps, start) - 1, 0)
        for step in range(first, len(steps) - 1):
            low, high = steps[step], steps[step + 1]
            if low >= end:
                break
            if min(end, high) - max(start, low) >= _COVERED * (high - low):
                marks.add(step)
    return drawn


def _joined(
    above: list[set[int]], before: list[set[int]], height: int, width: int
) -> list[tuple[int, int, int, int]]:
    """Elementary cells with no line between them as boxes of rows and columns.

    Cells that together make no box are kept apart where their rows end differently.
    """
    open_runs: dict[tuple[int, int], int] = {}  # first and last column → first row
    boxes: list[tuple[int, int, int, int]] = []
    for row in range(height):
        runs: dict[tuple[int, int], int] = {}
        start = 0
        for column in range(1, width + 1):
            if column < width and row not in before[column]:
                continue
            run = (start, column - 1)
            is_closed = any(step in above[row] for step in range(start, column))
            runs[run] = row if is_closed else open_runs.pop(run, row)
            start = column
        boxes += [(first, run[0], row - 1, run[1]) for run, first in open_runs.items()]
        open_runs = runs
    boxes += [(first, run[0], height - 1, run[1]) for run, first in open_runs.items()]
    return boxes


def _numbers(kept: list[int], count: int) -> list[int]:
    """The number among ``kept`` of each of ``count`` steps; one left out belongs to the last."""
    return [bisect_right(kept, step) - 1 for step in range(count)]
