"""Perspective (透视): a photograph taken at a slant, laid flat by the frame of its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from jixiao.readers.scan.straightening import ink

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Corners = NDArray[np.float32]

_WIDE = 1_000  # pixels; the width at which the frame is sought
_LEAST_AREA = 0.15  # of the page; a smaller frame says too little of its slant
_LEAST_INK = 0.85  # of each side; a side that is not drawn is none
_SLANT = 0.012  # of a side; scanners differ by less from one side to the other


def flat(grey: Grey) -> Grey:
    """``grey``, evened, with the frame of its largest table made a rectangle if it is none.

    Without a frame whose four sides are drawn, and on a page that lies flat, nothing is changed.
    """
    factor = _WIDE / grey.shape[1]
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    corners = _frame(ink(np.asarray(small, np.uint8)))
    if corners is None or not _is_slanted(corners):
        return grey
    corners /= factor
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
    left, top = corners[:, 0].min(), corners[:, 1].min()
    wanted = np.array(
        [[left, top], [left + width, top], [left + width, top + height], [left, top + height]],
        np.float32,
    )
    laid = cv2.getPerspectiveTransform(corners, wanted)
    return np.asarray(
        cv2.warpPerspective(
            grey,
            laid,
            (grey.shape[1], grey.shape[0]),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(255,),
        ),
        np.uint8,
    )


def _frame(dark: Grey) -> Corners | None:
    """The corners of the largest drawn frame: upper left, upper right, lower right, lower left."""
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    largest = max(contours, key=lambda contour: cv2.contourArea(cv2.convexHull(contour)))
    hull = cv2.convexHull(largest)
    if cv2.contourArea(hull) < _LEAST_AREA * dark.size:
        return None
    shape = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
    if len(shape) != 4:
        return None
    points = shape.reshape(4, 2).astype(np.float32)
    total, difference = points.sum(axis=1), points[:, 0] - points[:, 1]
    order = [total.argmin(), difference.argmax(), total.argmax(), difference.argmin()]
    if len(set(map(int, order))) != 4:
        return None
    corners = points[order]
    near = np.asarray(cv2.dilate(dark, np.ones((7, 7), np.uint8)), np.uint8)
    if all(_is_drawn(near, corners[n], corners[(n + 1) % 4]) for n in range(4)):
        return corners
    return None


def _is_drawn(near: Grey, start: Corners, end: Corners) -> bool:
    steps = np.linspace(0, 1, 200)[:, None]
    along = np.rint(start + (end - start) * steps).astype(int)
    along[:, 0] = along[:, 0].clip(0, near.shape[1] - 1)
    along[:, 1] = along[:, 1].clip(0, near.shape[0] - 1)
    return float((near[along[:, 1], along[:, 0]] > 0).mean()) >= _LEAST_INK


def _is_slanted(corners: Corners) -> bool:
    """Whether opposite sides differ by more than a turned rectangle's, in length or direction."""
    sides = np.roll(corners, -1, axis=0) - corners
    for one, other in ((sides[0], -sides[2]), (sides[1], -sides[3])):
        length = float(np.linalg.norm(one))
        if float(np.linalg.norm(one - other)) > _SLANT * length:
            return True
    return False
