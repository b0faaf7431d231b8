"""Drawn lines (线条): the rulings of a page's picture, and the fields they enclose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

_SHORTEST = 0.24  # inches; a stroke of a large character is shorter
_THICKEST = 0.045  # inches; a darker band is a photograph or a shadow
_GAP = 0.03  # inches; a hole in a line that noise makes
_BESIDE = 0.025  # inches from a line's rim at which the paper beside it is looked at
_LEAST_INK, _MOST_BESIDE = 0.8, 0.3  # shares of a line's length; a row of characters has others
_HOLE = 0.12  # inches; a hole in a line where the scanner lost it
_OFF = 0.012  # inches; pieces of a line lie no further apart than this, across it
_LONG = 2.5  # inches; so long a line need not end at others
_REACH = 0.04  # inches; how far a line is drawn on to meet the one it should touch


class Line:
    """A straight line in pixels; ``is_level`` tells a horizontal one."""

    __slots__ = ("bottom", "is_level", "left", "right", "top")

    def __init__(self, left: int, top: int, right: int, bottom: int, is_level: bool) -> None:
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
        self.is_level = is_level


def lines_of(dark: Grey, dots: float) -> list[Line]:
    """The straight lines among the ink that make up tables."""
    level, upright = (_mended(_along(dark, dots, is_level), dots) for is_level in (True, False))
    return _without_strays(level, upright, dots)


def barrier(shape: tuple[int, ...], lines: list[Line], dots: float) -> Grey:
    """255 on the lines, each drawn on a little at both ends, 0 elsewhere."""
    drawn = np.zeros(shape, np.uint8)
    reach = max(1, round(_REACH * dots))
    for line in lines:
        across, along = (0, reach) if line.is_level else (reach, 0)
        cv2.rectangle(
            drawn,
            (line.left - along, line.top - across),
            (line.right - 1 + along, line.bottom - 1 + across),
            255,
            -1,
        )
    return drawn


def _along(dark: Grey, dots: float, is_level: bool) -> list[Line]:
    def bar(length: float) -> Grey:
        size = max(3, round(length * dots))
        return np.ones((1, size) if is_level else (size, 1), np.uint8)

    # Noise makes holes across a thin line: what is next to it closes them.
    thick = cv2.dilate(dark, np.ones((3, 1) if is_level else (1, 3), np.uint8))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, bar(_GAP))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, bar(_SHORTEST))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(opened)
    lines = []
    for left, top, width, height, area in boxes[1:count].tolist():
        thickness = area / (width if is_level else height)  # a slanted line has a tall box
        if thickness - 2 > _THICKEST * dots:
            continue
        if is_level:
            middle = top + height / 2
            half = max(1, round(thickness / 2))
            top, height = round(middle - half), 2 * half
        else:
            middle = left + width / 2
            half = max(1, round(thickness / 2))
            left, width = round(middle - half), 2 * half
        line = Line(left, top, left + width, top + height, is_level)
        if _is_drawn(dark if is_level else dark.T, line, dots):
            lines.append(line)
    return lines


def _is_drawn(dark: Grey, line: Line, dots: float) -> bool:
    """Ink all along and paper on both sides; ``dark`` lies so that the line is level."""
    if line.is_level:
        left, top, right, bottom = line.left, line.top, line.right, line.bottom
    else:
        left, top, right, bottom = line.top, line.left, line.bottom, line.right
    away = max(2, round(_BESIDE * dots))

    def share(first: int, last: int) -> float:
        band = dark[max(first, 0) : max(last, 0), left:right]
        return float((band.max(axis=0) > 0).mean()) if band.size else 0.0

    above, below = share(top - away - 1, top - away), share(bottom + away, bottom + away + 1)
    return share(top - 1, bottom + 1) >= _LEAST_INK and (above + below) / 2 <= _MOST_BESIDE


def _mended(lines: list[Line], dots: float) -> list[Line]:
    """The lines with those that go on after a hole made one; all of them level, or all upright."""
    gap, off = _HOLE * dots, max(2.0, _OFF * dots)
    mended: list[Line] = []
    for line in sorted(lines, key=lambda line: line.left if line.is_level else line.top):
        for other in mended:
            if line.is_level:
                is_same = abs(line.top + line.bottom - other.top - other.bottom) <= 2 * off
                if is_same and line.left - other.right <= gap:
                    other.right = max(other.right, line.right)
                    break
            elif (
                abs(line.left + line.right - other.left - other.right) <= 2 * off
                and line.top - other.bottom <= gap
            ):
                other.bottom = max(other.bottom, line.bottom)
                break
        else:
            mended.append(line)
    return mended


def _without_strays(level: list[Line], upright: list[Line], dots: float) -> list[Line]:
    """The lines that end at lines across, or are long and meet one.

    What falls: underlines, strokes of characters, the rim of a seal.
    """
    reach = _REACH * dots + 2
    for _ in range(3):  # a stroke may end at a stroke; together alone they fall in a later round
        kept = [line for line in level if _is_held(line, upright, reach, dots)]
        upright = [line for line in upright if _is_held(line, kept, reach, dots)]
        if len(kept) == len(level):
            break
        level = kept
    return level + upright


def _is_held(line: Line, across: list[Line], reach: float, dots: float) -> bool:
    met = [
        other
        for other in across
        if other.left - reach <= line.right
        and line.left - reach <= other.right
        and other.top - reach <= line.bottom
        and line.top - reach <= other.bottom
    ]
    if line.is_level:
        starts = any(abs(other.left - line.left) <= 2 * reach for other in met)
        ends = any(abs(other.right - line.right) <= 2 * reach for other in met)
        length = line.right - line.left
    else:
        starts = any(abs(other.top - line.top) <= 2 * reach for other in met)
        ends = any(abs(other.bottom - line.bottom) <= 2 * reach for other in met)
        length = line.bottom - line.top
    return (starts and ends) or (bool(met) and length >= _LONG * dots)
