"""The forecasts of a year held against what came of it (回测), beside the simplest forecast.

At the end of each month from March to November the programme is monitored as it would have been
then; what was forecast for each measured row is compared with the value of the whole year.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.measures.run import Engine
from jixiao.model.finding import Message
from jixiao.model.measurement import Measurement, Period
from jixiao.model.named import NamedTuple
from jixiao.programme.folder import Programme, indicator_key
from jixiao.programme.measuring import engine_for, measured_whole
from jixiao.programme.monitoring import monitor_programme
from jixiao.scoring.forecast import EARLIEST, naive

MONTHS = range(EARLIEST, 12)


class BackTest(NamedTuple):
    """One forecast: the row, the month at whose end it was made, what it said, what came."""

    project: str
    indicator: str
    roll_up: str
    method: Message
    month: int
    forecast: Decimal
    low: Decimal
    high: Decimal
    naive: Decimal
    outcome: Decimal

    @property
    def is_within(self) -> bool:
        """The interval held the outcome, to the two places it is told with."""
        cent = Decimal("0.01")
        return self.low <= self.outcome.quantize(cent) <= self.high

    @property
    def error(self) -> Decimal:
        """How far the forecast was off."""
        return abs(self.forecast - self.outcome)

    @property
    def naive_error(self) -> Decimal:
        """How far the simplest forecast was off."""
        return abs(self.naive - self.outcome)


class Row(NamedTuple):
    """The back-tests of one row of the targets: mean absolute errors, how often it was within."""

    project: str
    indicator: str
    roll_up: str
    methods: tuple[str, ...]
    error: Decimal
    naive_error: Decimal
    within: int
    months: int


def back_test(programme: Programme) -> tuple[BackTest, ...]:
    """Every forecast from March to November of the measured rows whose year has a value."""
    with engine_for(programme) as engine:
        whole = dict(measured_whole(programme, Period(programme.fiscal_year), engine).values)
        return tuple(
            made for month in MONTHS for made in _at_the_end_of(programme, month, whole, engine)
        )


def _at_the_end_of(
    programme: Programme,
    month: int,
    whole: dict[tuple[str, str, str], Measurement],
    engine: Engine,
) -> Iterator[BackTest]:
    for sheet in monitor_programme(programme, month, engine):
        for row in sheet.rows:
            if row.indicator is None or row.forecast is None:
                continue
            key = indicator_key(sheet.title, row.indicator.name, row.indicator.level2)
            year = whole.get(key)
            if year is None or year.value is None:
                continue
            simple = naive(row.months, month, year.roll_up, row.actual.number)
            if simple is not None:
                expected = row.forecast
                yield BackTest(
                    sheet.title,
                    row.indicator.name,
                    year.roll_up,
                    expected.method,
                    month,
                    expected.value,
                    expected.low,
                    expected.high,
                    simple,
                    year.value,
                )


def by_row(tests: tuple[BackTest, ...]) -> tuple[Row, ...]:
    """The back-tests row by row, in the order in which the rows first come."""
    found: dict[tuple[str, str], list[BackTest]] = {}
    for test in tests:
        found.setdefault((test.project, test.indicator), []).append(test)
    return tuple(
        Row(
            *key,
            several[0].roll_up,
            tuple(dict.fromkeys(test.method.en for test in several)),
            sum((test.error for test in several), Decimal(0)) / len(several),
            sum((test.naive_error for test in several), Decimal(0)) / len(several),
            sum(test.is_within for test in several),
            len(several),
        )
        for key, several in found.items()
    )
