"""Pages (页面): what every format laid out on paper gives — characters and lines at places.

A PDF, an OFD and a scan say where ink is, not what is a table. Each gives :class:`Page` values;
:mod:`jixiao.readers.ruled_page` makes grids and paragraphs of them, the same way for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jixiao.model.named import NamedTuple

if TYPE_CHECKING:
    from jixiao.readers.scan.picture import Picture

_FEW_CHARACTERS = 30  # that a scan may bear: a number, a stamp, the name of a scanner


class Glyph(NamedTuple):
    """A character or run of characters (字符) and its box, in points (1/72 inch).

    Measured from the upper left corner of the page as it is read, rotation undone. ``confidence``
    is 1 where the file holds the character, and the recogniser's own estimate where it was read
    from a picture.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0


class Ruling(NamedTuple):
    """A straight horizontal or vertical line (框线), in points."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Page:
    """One page: ``number`` counts from 1, ``width`` and ``height`` are in points.

    ``has_picture`` tells of a picture that covers most of the page and has not been read.
    ``picture`` gives the page as it looks, where the format can show it.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    has_picture: bool = False
    picture: Callable[[], Picture] | None = None

    @property
    def is_scan(self) -> bool:
        """Its text, if it has one, stands in its picture: a stamp or a number over it is none."""
        if not self.has_picture:
            return False
        return sum(_written(glyph.text) for glyph in self.glyphs) <= _FEW_CHARACTERS


def _written(text: str) -> int:
    """How many characters of a text are to be seen."""
    return sum(not character.isspace() for character in text)
