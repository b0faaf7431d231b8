"""The days of a year (日历): which are worked, and chance that is the same for the same seed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

_SATURDAY = 5


def days_of(year: int) -> Iterator[date]:
    """Every day of the year."""
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= _SATURDAY


def worked_day(chance: Random, year: int, month: int) -> date:
    """Some day of the month that is no Saturday or Sunday."""
    days = [date(year, month, n) for n in range(1, monthrange(year, month)[1] + 1)]
    return chance.choice([day for day in days if not is_weekend(day)])


def spread(chance: Random, year: int, count: int, first: int = 1, last: int = 12) -> list[date]:
    """``count`` worked days in order, spread evenly over the months from ``first`` to ``last``."""
    months = [first + n * (last - first + 1) // count for n in range(count)]
    return sorted(worked_day(chance, year, month) for month in months)


def chance_for(seed: int, *names: str) -> Random:
    """A source of chance of its own for each name, so that one register does not move another."""
    return Random(f"{seed}/{'/'.join(names)}")
