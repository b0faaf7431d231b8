"""Pages drawn for the tests: tables and lines of text, with the faults of a scanner."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Grey = NDArray[np.uint8]

_FONTS = [
    *Path("/usr/share/fonts").glob("**/NotoSerifCJK-Regular.ttc"),
    *Path("/usr/share/fonts").glob("**/NotoSansCJK-Regular.ttc"),
]
needs_font = pytest.mark.skipif(not _FONTS, reason="no Chinese font is installed (fonts-noto-cjk)")


class Sheet:
    """A sheet of A4 at ``dots`` an inch to draw on; places and sizes are in points."""

    def __init__(self, dots: int = 200) -> None:
        self.dots = dots
        self.image = Image.new("L", (self._px(595), self._px(842)), 255)
        self._pen = ImageDraw.Draw(self.image)

    def text(self, left: float, top: float, text: str, size: float = 10.5) -> None:
        font = ImageFont.truetype(str(_FONTS[0]), self._px(size), index=2)
        self._pen.text((self._px(left), self._px(top)), text, fill=0, font=font)

    def line(self, left: float, top: float, right: float, bottom: float) -> None:
        width = max(1, round(self.dots / 100))
        ends = [self._px(side) for side in (left, top, right, bottom)]
        self._pen.line(ends, fill=0, width=width)

    def table(self, left: float, top: float, widths: list[float], rows: list[list[str]]) -> None:
        """A table with rows of 24 points, its texts in the middle of their cells' height."""
        edges = [left]
        for width in widths:
            edges.append(edges[-1] + width)
        for number in range(len(rows) + 1):
            self.line(left, top + 24 * number, edges[-1], top + 24 * number)
        for edge in edges:
            self.line(edge, top, edge, top + 24 * len(rows))
        for number, row in enumerate(rows):
            for edge, text in zip(edges, row, strict=False):
                self.text(edge + 5, top + 24 * number + 4, text)

    def grey(self) -> Grey:
        return np.asarray(self.image)

    def file(self, kind: str = "PNG") -> bytes:
        kept = io.BytesIO()
        self.image.save(kept, kind, dpi=(self.dots, self.dots))
        return kept.getvalue()

    def _px(self, points: float) -> int:
        return round(points * self.dots / 72)


def scanned(
    grey: Grey, *, angle: float = 0.0, noise: float = 0.0, shadow: float = 0.0, seed: int = 1
) -> Grey:
    """``grey`` as a scanner gives it: turned by degrees, blurred, darker to one side, noisy."""
    random = np.random.default_rng(seed)
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turned = cv2.warpAffine(grey, turn, (width, height), borderValue=(255,))
    soft = cv2.GaussianBlur(turned, (0, 0), 0.5).astype(np.float32) * 0.86 + 22
    soft *= 1 - shadow * np.linspace(0, 1, width)[None, :]
    soft += random.normal(0, noise, soft.shape)
    soft[random.random(soft.shape) < noise * 6e-5] = 40
    return np.asarray(np.clip(soft, 0, 255), np.uint8)
