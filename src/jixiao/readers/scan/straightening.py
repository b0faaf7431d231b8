"""Straightening (纠偏): grey values freed of shadow and turned so that lines lie level."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

MOST = 6.0  # degrees; a page laid on a glass by hand is off by less
_COARSE, _FINE = 0.5, 0.04  # degrees
_NARROW = 700  # pixels; the width at which the angle is sought
_LEVEL = 0.05  # degrees; less is left alone


def even(grey: Grey) -> Grey:
    """The page with its paper white everywhere: shadows and tints divided out."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 31)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(paper, 1), scale=255), np.uint8)


def ink(grey: Grey) -> Grey:
    """255 where ``grey``, evened, is dark, else 0; the threshold is the page's own."""
    softened = cv2.GaussianBlur(grey, (3, 3), 0)
    threshold, _ = cv2.threshold(softened, 0, 255, cv2.THRESH_OTSU)
    # A page with little ink has its threshold in the noise of the paper.
    threshold = min(max(threshold, 110.0), 200.0)
    _, dark = cv2.threshold(softened, threshold, 255, cv2.THRESH_BINARY_INV)
    return np.asarray(dark, np.uint8)


def straight(grey: Grey) -> Grey:
    """``grey``, evened, turned by the angle at which its rows of ink stand out most."""
    angle = _angle(ink(grey))
    if abs(angle) < _LEVEL:
        return grey
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(
            grey,
            turn,
            (width, height),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(255,),
        ),
        np.uint8,
    )


def _angle(dark: Grey) -> float:
    """Degrees by which the page must be turned anticlockwise, 0 where no angle is better."""
    factor = _NARROW / dark.shape[1]
    small = cv2.resize(dark, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    # What lies at the rim is the shadow of the lid.
    small[: height // 50], small[-height // 50 :] = 0, 0
    small[:, : width // 50], small[:, -width // 50 :] = 0, 0

    def contrast(angle: float) -> float:
        shear = np.array([[1, 0, 0], [-math.tan(math.radians(angle)), 1, 0]], np.float32)
        leant = cv2.warpAffine(small, shear, (width, height), flags=cv2.INTER_LINEAR)
        rows = cv2.reduce(leant, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F).ravel()
        steps = np.diff(rows)
        return float(np.dot(steps, steps))

    best = max(np.arange(-MOST, MOST + _COARSE / 2, _COARSE), key=contrast)
    near = np.arange(best - _COARSE, best + _COARSE + _FINE / 2, _FINE)
    return float(max(near, key=contrast))
