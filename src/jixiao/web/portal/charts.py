"""Charts as SVG made here (图表): classes and attributes only, with a title and a description.

A bar beside words is a drawing of its own line (:func:`bar`), so that the words keep their size
on a telephone; columns by year are one drawing (:func:`columns`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, FOOT, HEAD = 420, 200, 24, 22


class Column(NamedTuple):
    """A column: what stands below, what stands above, how high."""

    label: str
    told: str
    value: Decimal


def bar(value: Decimal | int | None, most: Decimal | int | None, kind: str = "") -> SafeString:
    """A bar as wide as its share; decoration only, the number stands beside it."""
    share = 0.0
    if value is not None and most:
        share = max(0.0, min(100.0, float(Decimal(value) / Decimal(most) * 100)))
    return format_html(
        '<svg class="line-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="ground" width="100" height="10"/>'
        '<rect class="bar {}" width="{}" height="10"/></svg>',
        kind,
        f"{share:.2f}",
    )


def columns(shown: Sequence[Column], title: str, description: str, key: str) -> SafeString:
    """Columns side by side with their numbers above."""
    most = max((column.value for column in shown), default=Decimal(0)) or Decimal(1)
    step = WIDTH / max(1, len(shown))
    wide = min(56.0, step * 0.6)
    room = HEIGHT - FOOT - HEAD

    def place(number: int, column: Column) -> tuple[str, ...]:
        middle = step * (number + 0.5)
        high = float(column.value / most) * room
        return (
            *(f"{middle - wide / 2:.1f}", f"{HEIGHT - FOOT - high:.1f}", f"{wide:.1f}"),
            *(f"{high:.1f}", f"{middle:.1f}", f"{HEIGHT - FOOT - high - 6:.1f}", column.told),
            *(f"{middle:.1f}", str(HEIGHT - 7), column.label),
        )

    drawn = format_html_join(
        "",
        '<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text x="{}" y="{}" text-anchor="middle" class="soft">{}</text>',
        [place(number, column) for number, column in enumerate(shown)],
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-words">'
        '<title id="{}-title">{}</title><desc id="{}-words">{}</desc>'
        '<line class="axis" x1="0" y1="{}" x2="{}" y2="{}"/>{}</svg>',
        *(WIDTH, HEIGHT, key, key, key, title, key, description),
        *(HEIGHT - FOOT, WIDTH, HEIGHT - FOOT, drawn),
    )
