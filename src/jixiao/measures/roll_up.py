"""From the months to the period (汇总): sums, means, shares, and what a survey can tell.

Every number is a decimal. What a measure gives as a floating number is taken with fifteen
significant digits, so that 12.9 / 10000 is 0.00129 and adds up exactly.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, localcontext
from math import isfinite

from jixiao.measures.measure import Measure
from jixiao.model.measurement import Sample
from jixiao.model.named import NamedTuple

PLACES = Decimal("0.000001")
_Z = Decimal("1.959963984540054")  # 95 % of a normal distribution lie within
_MARGIN = Decimal("0.05")


class Partial(NamedTuple):
    """What a measure gives for one month (or for the whole period), as it came from the SQL."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    answers: int = 0
    refusals: int = 0
    frame: int | None = None
    date: str | None = None
    rows: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing was measured."""
        return self.value is None and self.date is None and not self.denominator


def exact(number: int | float | Decimal) -> Decimal:
    """The number as a decimal: of a floating one the fifteen digits it is good for."""
    if isinstance(number, float):
        return Decimal(format(number, ".15g"))
    return Decimal(number)


def is_number(value: object) -> bool:
    """A finite number, and no truth value."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return isfinite(value)


def rolled_up(measure: Measure, partials: Iterable[Partial]) -> Decimal | None:
    """The value of the period; None where no month has one. Months without a value count as none.

    >>> from types import SimpleNamespace
    >>> means = SimpleNamespace(roll_up="mean", is_percentage=False)
    >>> rolled_up(means, [Partial(Decimal(2)), Partial(), Partial(Decimal(3))])
    Decimal('2.5')
    """
    months = [partial for partial in partials if not partial.is_empty]
    if measure.roll_up in ("ratio_of_sums", "proportion"):
        above = sum((p.numerator for p in months if p.numerator is not None), Decimal(0))
        below = sum((p.denominator for p in months if p.denominator is not None), Decimal(0))
        has_numerator = any(p.numerator is not None for p in months)
        return share(above, below, measure) if below and has_numerator else None
    values = [value for p in months if (value := monthly(measure, p)) is not None]
    if not values:
        return None
    if measure.roll_up == "sum":
        return sum(values, Decimal(0))
    if measure.roll_up == "mean":
        return tidy(sum(values, Decimal(0)) / len(values))
    return max(values) if measure.roll_up == "maximum" else values[-1]


def monthly(measure: Measure, partial: Partial) -> Decimal | None:
    """The value of one month by itself."""
    if partial.value is not None:
        return partial.value
    if partial.numerator is None or not partial.denominator:
        return None
    return share(partial.numerator, partial.denominator, measure)


def share(above: Decimal, below: Decimal, measure: Measure) -> Decimal:
    """The ratio in the measure's unit, to six places."""
    return tidy(above * (100 if measure.is_percentage else 1) / below)


def tidy(number: Decimal) -> Decimal:
    """Six places at most, half up."""
    if number.as_tuple().exponent >= PLACES.as_tuple().exponent:  # type: ignore[operator]
        return number
    rounded = number.quantize(PLACES, ROUND_HALF_UP)
    whole = rounded.to_integral_value()
    return whole if whole == rounded else Decimal(format(rounded.normalize(), "f"))


def survey(measure: Measure, partials: Iterable[Partial]) -> Sample | None:
    """What the answers can tell: the Wilson interval, and the sample five points would need.

    The share is the weighted one; the interval counts the answers themselves, so it says nothing
    of what unequal weights cost. The sample needed supposes the worst case, a share of one half,
    and is made smaller where the frame (抽样框) is small; months ask the same people again, so the
    frame of the period is the largest of them, not their sum.
    """
    months = list(partials)
    answers = sum(p.answers for p in months)
    below = sum((p.denominator or Decimal(0) for p in months), Decimal(0))
    if measure.roll_up != "proportion" or not answers or not below:
        return None
    above = sum((p.numerator or Decimal(0) for p in months), Decimal(0))
    frames = [p.frame for p in months if p.frame]
    low, high = wilson(above / below, answers)
    scale = 100 if measure.is_percentage else 1
    return Sample(
        answers=answers,
        refusals=sum(p.refusals for p in months),
        low=tidy(low * scale),
        high=tidy(high * scale),
        needed=sample_needed(max(*frames, answers) if frames else None),
    )


def wilson(share: Decimal, answers: int) -> tuple[Decimal, Decimal]:
    """The bounds of a share with 95 % confidence (Wilson's score interval).

    >>> [round(bound, 4) for bound in wilson(Decimal("0.9"), 100)]
    [Decimal('0.8256'), Decimal('0.9448')]
    """
    with localcontext() as context:
        context.prec = 28
        square = _Z * _Z
        middle = share + square / (2 * answers)
        spread = (share * (1 - share) / answers + square / (4 * answers * answers)).sqrt() * _Z
        whole = 1 + square / answers
        return max((middle - spread) / whole, Decimal(0)), min(
            (middle + spread) / whole, Decimal(1)
        )


def sample_needed(frame: int | None) -> int:
    """How many answers a margin of five points needs at 95 % confidence.

    >>> sample_needed(None), sample_needed(200)
    (385, 132)
    """
    unlimited = _Z * _Z / 4 / (_MARGIN * _MARGIN)
    if frame is not None:
        unlimited = unlimited / (1 + (unlimited - 1) / frame)
    return int(unlimited.to_integral_value(ROUND_CEILING))
