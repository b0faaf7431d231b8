"""Days and months named in a text (日期), and whether the calendar has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.model.named import NamedTuple

_DAY = re.compile("(?<![0-9])([0-9]{1,2})月(?:([0-9]{1,2})日)?")
_YEAR = 5  # characters of “2024年”
_LONG_MONTHS = frozenset({1, 3, 5, 7, 8, 10, 12})
_FEBRUARY = 2


class CalendarDay(NamedTuple):
    """A day, or a month where no day is named, and the characters that name it.

    A month alone, without year and day, may be a duration: “18月”.
    """

    year: int | None
    month: int
    day: int | None
    start: int
    end: int

    @property
    def exists(self) -> bool:
        """The calendar has it; a lone month always does."""
        year, month, day = self.year, self.month, self.day
        if day is None:
            return year is None or 1 <= month <= 12
        if not 1 <= month <= 12:
            return False
        last = 31 if month in _LONG_MONTHS else 30
        if month == _FEBRUARY:
            is_leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
            last = 29 if is_leap else 28
        return 1 <= day <= last


def days_in(text: str) -> Iterator[CalendarDay]:
    """The days and months named in ``text``; “2022.7月” is left out, the year is not certain.

    >>> [day.exists for day in days_in("2023年2月29日，2月29日，2024年13月，4月31日前")]
    [False, True, False, False]
    """
    for match in _DAY.finditer(text):
        start, end = match.span()
        before = text[max(0, start - _YEAR) : start]
        if before.endswith("."):
            continue
        is_dated = before.endswith("年") and len(before) == _YEAR and before[:-1].isdecimal()
        month, day = match.groups()
        yield CalendarDay(
            int(before[:-1]) if is_dated else None,
            int(month),
            int(day) if day else None,
            start - _YEAR if is_dated else start,
            end,
        )
