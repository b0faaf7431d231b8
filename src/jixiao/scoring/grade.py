"""The grade of a score (评价等级): 优, 良, 中, 差 by ``norms.grade_bands``."""

from __future__ import annotations

from decimal import Decimal

from jixiao.model.finding import Message
from jixiao.regulations.parameter import Norms, band_of


def grade_of(total: Decimal, norms: Norms) -> Message | None:
    """The grade of a total; a floor belongs to its band, so that exactly 90 is 优.

    None below the lowest floor.
    """
    band = band_of(norms.grade_bands, total)
    return Message(band.label_zh, band.label_en) if band is not None else None
