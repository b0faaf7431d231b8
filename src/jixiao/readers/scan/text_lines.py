"""Lines of text (文字行): where in a picture there is text, a box for each line of each field."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import cv2
import numpy as np

from jixiao.model.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

_SPECK = 5e-5  # square inches; smaller ink is noise
_RIM = 0.02  # inches of a field, next to its lines, that are not text
_FLAT = 0.022  # inches; a lower run of rows is a stroke of the line beside it, or dirt
_DIRT = 0.055  # inches; what is smaller both ways is no character
_SMALLEST_FIELD = 0.06  # inches
_WORD_GAP = 0.45  # inches; a wider gap outside a table parts two texts


class TextBox(NamedTuple):
    """The box of one line of text, in pixels, and the height that lines have around it."""

    left: int
    top: int
    right: int
    bottom: int
    usual_height: int


def text_boxes(dark: Grey, barrier: Grey, dots: float) -> list[TextBox]:
    """The boxes of all lines of text: those inside a field of a table never leave it."""
    text = _without_specks(np.where(barrier > 0, np.uint8(0), dark), dots)
    spans = _field_spans(barrier, dots)
    found: list[tuple[int, int, int, int]] = []
    outside = text.copy()
    rim = round(_RIM * dots)
    for left, top, right, bottom in spans:
        field = text[top + rim : bottom - rim, left + rim : right - rim]
        found += [
            (left + rim + x0, top + rim + y0, left + rim + x1, top + rim + y1)
            for x0, y0, x1, y1 in _lines_in(field, dots)
        ]
        outside[top:bottom, left:right] = 0
    for x0, y0, x1, y1 in _lines_in(outside, dots):
        found += _parted(outside, x0, y0, x1, y1, dots)
    heights = sorted(y1 - y0 for _, y0, _, y1 in found)
    # Half of the boxes may hold digits alone, which are lower than characters.
    usual = heights[len(heights) * 3 // 4] if heights else 0
    return [TextBox(x0, y0, x1, y1, usual) for x0, y0, x1, y1 in found]


def _field_spans(barrier: Grey, dots: float) -> list[tuple[int, int, int, int]]:
    """The boxes of the areas that lines enclose; what reaches the rim of the page is none."""
    least = _SMALLEST_FIELD * dots
    count, _, boxes, _ = cv2.connectedComponentsWithStats(255 - barrier, connectivity=4)
    height, width = barrier.shape
    return [
        (left, top, left + wide, top + high)
        for left, top, wide, high, _ in boxes[1:count].tolist()
        if wide >= least
        and high >= least
        and not (left == 0 or top == 0 or left + wide == width or top + high == height)
    ]


def _without_specks(dark: Grey, dots: float) -> Grey:
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(dark)
    is_text = boxes[:count, cv2.CC_STAT_AREA] >= max(3.0, _SPECK * dots * dots)
    is_text[0] = False
    return np.where(is_text[labels], np.uint8(255), np.uint8(0))


def _lines_in(area: Grey, dots: float) -> list[tuple[int, int, int, int]]:
    """The lines in an area without rulings, from above: runs of rows with ink in them."""
    if not area.size:
        return []
    rows = cv2.reduce(area, 1, cv2.REDUCE_MAX).ravel() > 0
    flat = round(_FLAT * dots)
    runs = _joined(_runs(rows), flat)
    lines = []
    for top, bottom in runs:
        for upper, lower in _split(area, top, bottom, runs, flat):
            box = _without_dirt(area, upper, lower, dots)
            if box is not None:
                lines.append(box)
    return lines


def _without_dirt(
    area: Grey, top: int, bottom: int, dots: float
) -> tuple[int, int, int, int] | None:
    """The box of the ink in a line less what is too small for a character and stands alone."""
    columns = cv2.reduce(area[top:bottom], 0, cv2.REDUCE_MAX).ravel() > 0
    dirt, apart = _DIRT * dots, bottom - top
    runs = _runs(columns)
    kept = [
        (start, end)
        for index, (start, end) in enumerate(runs)
        if end - start >= dirt
        or (index and start - runs[index - 1][1] < apart)
        or (index + 1 < len(runs) and runs[index + 1][0] - end < apart)
        or _height(area[top:bottom, start:end]) >= dirt
    ]
    if not kept:
        return None
    left, right = kept[0][0], kept[-1][1]
    rows = np.flatnonzero(cv2.reduce(area[top:bottom, left:right], 1, cv2.REDUCE_MAX).ravel())
    upper, lower = top + int(rows[0]), top + int(rows[-1]) + 1
    return None if max(lower - upper, right - left) < dirt else (left, upper, right, lower)


def _height(area: Grey) -> int:
    rows = np.flatnonzero(cv2.reduce(area, 1, cv2.REDUCE_MAX).ravel())
    return int(rows[-1] - rows[0] + 1) if rows.size else 0


def _runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches in which ``marked`` holds, end not included."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _joined(runs: list[tuple[int, int]], flat: int) -> list[tuple[int, int]]:
    """Runs with those too low to be a line taken into the nearer neighbour: dots, 一, 二."""
    joined = list(runs)
    index = 0
    while index < len(joined) and len(joined) > 1:
        top, bottom = joined[index]
        if bottom - top >= 2 * flat:
            index += 1
            continue
        above = top - joined[index - 1][1] if index else 10**6
        below = joined[index + 1][0] - bottom if index + 1 < len(joined) else 10**6
        if min(above, below) > 2 * flat:
            index += 1
            continue
        other = index - 1 if above <= below else index + 1
        first, last = min(index, other), max(index, other)
        joined[first : last + 1] = [(joined[first][0], joined[last][1])]
        index = max(0, first - 1)
    return joined


def _split(
    area: Grey, top: int, bottom: int, runs: list[tuple[int, int]], flat: int
) -> list[tuple[int, int]]:
    """A run that is as high as several of its neighbours, parted where it has least ink."""
    heights = sorted(b - a for a, b in runs if b - a >= 2 * flat)
    usual = heights[len(heights) // 2] if heights else 0
    height = bottom - top
    if len(heights) < 2 or height < 1.7 * usual:
        return [(top, bottom)]
    count = round(height / (usual * 1.15))
    if count < 2:
        return [(top, bottom)]
    ink = cv2.reduce(area[top:bottom], 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F).ravel()
    cuts = [0]
    for number in range(1, count):
        middle = height * number // count
        reach = max(1, usual // 3)
        near = ink[max(0, middle - reach) : middle + reach]
        cuts.append(max(0, middle - reach) + int(near.argmin()))
    cuts.append(height)
    return [(top + a, top + b) for a, b in itertools.pairwise(cuts) if b > a]


def _parted(
    area: Grey, left: int, top: int, right: int, bottom: int, dots: float
) -> list[tuple[int, int, int, int]]:
    """A line outside a table, parted at wide gaps: what stands apart is read apart."""
    gap = round(_WORD_GAP * dots)
    columns = cv2.reduce(area[top:bottom, left:right], 0, cv2.REDUCE_MAX).ravel() > 0
    parts: list[list[int]] = []
    for start, end in _runs(columns):
        if parts and start - parts[-1][1] < gap:
            parts[-1][1] = end
        else:
            parts.append([start, end])
    boxes = []
    for start, end in parts:
        rows = cv2.reduce(area[top:bottom, left + start : left + end], 1, cv2.REDUCE_MAX).ravel()
        marked = np.flatnonzero(rows)
        boxes.append((left + start, top + int(marked[0]), left + end, top + int(marked[-1]) + 1))
    return boxes
