"""Paths of an OFD page (路径): the straight level and upright lines in them.

A path is told in words: ``M`` or ``S`` begins, ``L`` is a line, ``Q`` ``B`` ``A`` are curves, ``C``
closes. Table borders come as strokes, as rectangles, or as thin rectangles filled.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from jixiao.readers.page import Ruling

THICKEST = 3.4  # points; a filled rectangle no thicker is a line
SHORTEST = 1.5  # points
_SLANT = 0.012  # of its length by which a level line may rise
_LARGEST = 1e7
_OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_CHARACTER = (2.0, 45.0)  # points: how large a character drawn as a shape is
_BENT = 8  # points of a path by which it is more than a rectangle

Turn = tuple[float, float, float, float]


class Drawn(NamedTuple):
    """The lines of a path, and how many of its shapes may be characters."""

    rulings: list[Ruling]
    outlines: int


def numbers(text: str) -> list[float]:
    """The numbers written in ``text``; none when one of them is none, or beyond all measure."""
    try:
        found = [float(word) for word in text.split()]
    except ValueError:
        try:
            found = [float(word) for word in text.replace(",", " ").split()]
        except ValueError:
            return []
    for number in found:
        if not -_LARGEST < number < _LARGEST:
            return []
    return found


def drawn_lines(data: str, turn: Turn, stroked: bool, filled: bool, is_hairline: bool) -> Drawn:
    """What the path ``data`` draws, turned and stretched by the first four of a matrix."""
    rulings: list[Ruling] = []
    outlines = 0
    if not stroked and not filled:
        return Drawn(rulings, outlines)
    for points, is_straight, is_closed in _figures(data, turn):
        left = min(x for x, _ in points)
        right = max(x for x, _ in points)
        top = min(y for _, y in points)
        bottom = max(y for _, y in points)
        width, height = right - left, bottom - top
        if is_straight and (filled or is_closed) and min(width, height) <= THICKEST:
            if max(width, height) >= max(SHORTEST, 2 * min(width, height)):
                rulings.append(_middle(left, top, right, bottom))
        elif stroked and is_straight:
            if is_hairline:
                rulings += _sides(points, is_closed)
        elif filled and (not is_straight or len(points) > _BENT):
            low, high = _CHARACTER
            outlines += low < max(width, height) < high and min(width, height) < high
    return Drawn(rulings, outlines)


def _figures(data: str, turn: Turn) -> list[tuple[list[tuple[float, float]], bool, bool]]:
    """The figures of a path, on the page: points, whether all lines are straight, and closed."""
    words = data.split()
    try:
        return _followed(words, *turn)
    except ValueError:  # letters and digits written together
        words = re.sub("([MSLQBAC])", r" \1 ", data.replace(",", " ")).split()
    try:
        return _followed(words, *turn)
    except ValueError:
        return []


def _followed(
    words: list[str], a: float, b: float, c: float, d: float
) -> list[tuple[list[tuple[float, float]], bool, bool]]:
    figures: list[tuple[list[tuple[float, float]], bool, bool]] = []
    points: list[tuple[float, float]] = []
    is_straight, at = True, 0
    while at < len(words):
        letter = words[at]
        count = _OPERANDS.get(letter)
        if count is None:
            raise ValueError(letter)
        if letter == "C":
            if len(points) > 1:
                figures.append((points, is_straight, True))
                points, is_straight = points[:1], True
            at += 1
            continue
        if at + count >= len(words):
            break
        x, y = float(words[at + count - 1]), float(words[at + count])
        if not (-_LARGEST < x < _LARGEST and -_LARGEST < y < _LARGEST):
            raise ValueError(letter)
        if letter in "MS":
            if len(points) > 1:
                figures.append((points, is_straight, False))
            points, is_straight = [], True
        elif letter != "L":
            is_straight = False
        points.append((a * x + c * y, b * x + d * y))
        at += count + 1
    if len(points) > 1:
        figures.append((points, is_straight, False))
    return figures


def _sides(points: list[tuple[float, float]], is_closed: bool) -> list[Ruling]:
    """The level and upright sides of a figure."""
    found = []
    ends = [*points[1:], points[0]] if is_closed else points[1:]
    for (x0, y0), (x1, y1) in zip(points, ends, strict=False):
        across, down = abs(x1 - x0), abs(y1 - y0)
        if max(across, down) < SHORTEST:
            continue
        if down <= max(0.5, across * _SLANT) or across <= max(0.5, down * _SLANT):
            found.append(_middle(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return found


def _middle(left: float, top: float, right: float, bottom: float) -> Ruling:
    """The line in the middle of a thin box."""
    if right - left >= bottom - top:
        middle = (top + bottom) / 2
        return Ruling(left, middle, right, middle)
    middle = (left + right) / 2
    return Ruling(middle, top, middle, bottom)
