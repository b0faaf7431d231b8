"""A forecast to the year's end (全年预计) from monthly values: one that can be checked by hand.

With the recent months (up to six that have a value), their mean μ and their spread s (the standard
deviation of a sample), k months looked at, n months to come:

- sums (``sum``): what there is so far + n × μ, give or take 2 × s × √(n + n² ÷ k);
- levels (``mean``, ``ratio_of_sums``, ``proportion``): the months so far and n months at μ,
  averaged; the margin of the sum, divided by all months;
- ``latest``: the last value, give or take 2 × d × √n, d the root mean square of its changes from
  month to month;
- ``maximum``: the highest value so far; the upper end is μ + 2 × s where that is higher.

Where months differ by chance only, six of them and two spreads miss about one year in ten, fewer
months more (Student's t). Seasons and trends are not looked at, months without a value are not
filled in; the working says so. A sum that has never fallen cannot fall: its lower end is what
there is already; where months have no value, the lower end is no higher than the pace of all the
months so far. Results are rounded half up to 0.01; all arithmetic is decimal, so that every
machine gives the same digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise

from jixiao.model.finding import InsufficientData, Message
from jixiao.model.money import plain
from jixiao.model.monitoring import Forecast
from jixiao.model.named import NamedTuple

Months = Sequence[tuple[int, Decimal | None]]

_RECENT = 6
_SPREADS = 2
_FEWEST = 2
_YEAR = 12
_CENT = Decimal("0.01")
_NOTHING = Decimal(0)


class Margin(NamedTuple):
    """The value expected, and how far below and above it the interval reaches."""

    value: Decimal
    low: Decimal
    high: Decimal


class BackTest(NamedTuple):
    """What would have been forecast at the end of a month, beside naive and what came of it."""

    month: int
    forecast: Decimal
    naive: Decimal
    outcome: Decimal
    is_within: bool

    @property
    def error(self) -> Decimal:
        """How far the forecast was off."""
        return abs(self.forecast - self.outcome)

    @property
    def naive_error(self) -> Decimal:
        """How far the naive forecast was off."""
        return abs(self.naive - self.outcome)


def forecast(
    months: Months,
    month: int,
    roll_up: str = "sum",
    *,
    so_far: Decimal | None = None,
    floor: Decimal | None = None,
    ceiling: Decimal | None = None,
) -> Forecast | InsufficientData:
    """The value expected for the year at the end of ``month``, or what is missing for one.

    ``months`` are the values of single months; later ones than ``month`` are not looked at.
    ``so_far`` is the value from January to ``month`` where it is not simply their sum or mean.
    ``floor`` and ``ceiling`` are bounds that the value cannot pass (0 and 100 of a satisfaction).
    """
    known = known_months(months, month)
    left = _YEAR - month
    if left == 0 and (so_far is not None or known):
        return _at_the_end(known, roll_up, so_far)
    if len(known) < _FEWEST:
        return InsufficientData(
            f"至少{_FEWEST}个月的数值（现有{len(known)}个月）",
            f"values of at least {_FEWEST} months (there are {len(known)})",
        )
    with localcontext() as context:
        context.prec = 28
        if roll_up == "sum":
            margin, how = _sum(known, left, so_far)
        elif roll_up == "latest":
            margin, how = _latest(known, left)
        elif roll_up == "maximum":
            margin, how = _maximum(known, so_far)
        else:
            margin, how = _level(known, left, so_far)
        value, low, high = (_within(number, floor, ceiling) for number in margin)
    gap = month - len(known)
    gap_zh = f"{gap}个月没有数值，未作填补；" if gap else ""
    gap_en = f" Months without a value, not filled in: {gap}." if gap else ""
    working = Message(
        f"{how.zh}；{gap_zh}未考虑季节和趋势；预计{plain(value)}，区间{plain(low)}至{plain(high)}"
        f"（四舍五入至{_CENT}）。",
        f"{how.en}.{gap_en} Seasons and trends are not looked at. Expected: {plain(value)}, "
        f"between {plain(low)} and {plain(high)} (rounded half up to {_CENT}).",
    )
    return Forecast(value, low, high, working)


def naive(months: Months, month: int, roll_up: str = "sum") -> Decimal | None:
    """The simplest forecast: a sum goes on as it went, anything else stays at its last value."""
    known = known_months(months, month)
    if not known:
        return None
    if roll_up == "sum":
        return _rounded(sum(known, _NOTHING) * _YEAR / month)
    return _rounded(max(known) if roll_up == "maximum" else known[-1])


def back_test(months: Months, roll_up: str = "sum") -> tuple[BackTest, ...]:
    """Forecast and naive at the end of each month of a whole year, against what the year gave."""
    whole = forecast(months, _YEAR, roll_up)
    if isinstance(whole, InsufficientData):
        return ()
    found = []
    for month in range(_FEWEST, _YEAR):
        made, simple = forecast(months, month, roll_up), naive(months, month, roll_up)
        if isinstance(made, Forecast) and simple is not None:
            is_within = made.low <= whole.value <= made.high
            found.append(BackTest(month, made.value, simple, whole.value, is_within))
    return tuple(found)


def known_months(months: Months, month: int) -> list[Decimal]:
    """The values there are up to ``month``, in the order of the months."""
    return [value for at, value in sorted(months, key=_at) if at <= month and value is not None]


def _at(of_month: tuple[int, Decimal | None]) -> int:
    return of_month[0]


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(_CENT, ROUND_HALF_UP)


def _within(number: Decimal, floor: Decimal | None, ceiling: Decimal | None) -> Decimal:
    if floor is not None:
        number = max(floor, number)
    if ceiling is not None:
        number = min(ceiling, number)
    return _rounded(number)


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, _NOTHING) / len(values)


def _spread(values: Sequence[Decimal]) -> Decimal:
    """The standard deviation of a sample (样本标准差)."""
    mean = _mean(values)
    squares = sum(((value - mean) ** 2 for value in values), _NOTHING)
    return (squares / (len(values) - 1)).sqrt()


def _margin_of_sum(recent: Sequence[Decimal], left: int) -> Decimal:
    """Two spreads of a sum of ``left`` further months, the doubt about their mean included."""
    months_to_come = Decimal(left)
    doubt = months_to_come + months_to_come**2 / len(recent)
    return _SPREADS * _spread(recent) * doubt.sqrt()


def _at_the_end(known: list[Decimal], roll_up: str, so_far: Decimal | None) -> Forecast:
    if so_far is not None:
        value = so_far
    elif roll_up == "sum":
        value = sum(known, _NOTHING)
    elif roll_up in ("latest", "maximum"):
        value = known[-1] if roll_up == "latest" else max(known)
    else:
        value = _mean(known)
    value = _rounded(value)
    working = Message(
        f"年度已结束，实际值为{plain(value)}，不作预计。",
        f"The year is over: the value is {plain(value)}, nothing is forecast.",
    )
    return Forecast(value, value, value, working)


def _sum(known: list[Decimal], left: int, so_far: Decimal | None) -> tuple[Margin, Message]:
    recent = known[-_RECENT:]
    done = sum(known, _NOTHING) if so_far is None else so_far
    mean, margin = _mean(recent), _margin_of_sum(recent, left)
    value = done + left * mean
    low = value - margin
    if min(known) >= 0:
        low = max(done, low)
    month = _YEAR - left
    held_zh = held_en = ""
    if len(known) < month and min(known) >= 0:
        # Nothing may have happened in the months without a value: then the pace is a slower one.
        slower = done * _YEAR / month
        if slower < low:
            low = slower
            held_zh = f"；没有数值的月份如确无发生，则为{plain(done)}×12÷{month}＝"
            held_zh += f"{plain(_rounded(slower))}，作区间下限"
            held_en = "; if nothing happened in the months without a value, it is "
            held_en += f"{plain(done)} × 12 ÷ {month} = {plain(_rounded(slower))}, the lower end"
    shown, spread = plain(_rounded(mean)), plain(_rounded(_spread(recent)))
    how = Message(
        f"按近{len(recent)}个月的平均进度推算：累计{plain(done)}＋余{left}个月×月均{shown}；"
        f"月度标准差{spread}，上下各取{_SPREADS}倍{held_zh}",
        f"By the pace of the last {len(recent)} months: {plain(done)} so far + {left} months to "
        f"come × {shown} a month; the months' standard deviation is {spread}, taken "
        f"{_SPREADS} times to either side{held_en}",
    )
    return Margin(value, low, value + margin), how


def _level(known: list[Decimal], left: int, so_far: Decimal | None) -> tuple[Margin, Message]:
    recent = known[-_RECENT:]
    done = _mean(known) if so_far is None else so_far
    months = len(known) + left
    mean = _mean(recent)
    margin = _margin_of_sum(recent, left) / months
    value = (len(known) * done + left * mean) / months
    shown, spread = plain(_rounded(mean)), plain(_rounded(_spread(recent)))
    how = Message(
        f"按近{len(recent)}个月的平均水平推算：已有{len(known)}个月平均{plain(_rounded(done))}，"
        f"余{left}个月按{shown}计，再作平均；月度标准差{spread}，上下各取{_SPREADS}倍",
        f"By the level of the last {len(recent)} months: {len(known)} months at "
        f"{plain(_rounded(done))} and {left} to come at {shown}, averaged; the months' standard "
        f"deviation is {spread}, taken {_SPREADS} times to either side",
    )
    return Margin(value, value - margin, value + margin), how


def _latest(known: list[Decimal], left: int) -> tuple[Margin, Message]:
    changes = [after - before for before, after in pairwise(known)]
    changes = changes[-_RECENT:]
    step = _mean([change**2 for change in changes]).sqrt()
    margin = _SPREADS * step * Decimal(left).sqrt()
    value = known[-1]
    how = Message(
        f"按最近一个月的数值{plain(value)}推算；逐月变动的均方根{plain(_rounded(step))}，"
        f"余{left}个月，上下各取{_SPREADS}倍",
        f"By the last value, {plain(value)}; its changes from month to month have a root mean "
        f"square of {plain(_rounded(step))}, taken {_SPREADS} times over {left} months to come",
    )
    return Margin(value, value - margin, value + margin), how


def _maximum(known: list[Decimal], so_far: Decimal | None) -> tuple[Margin, Message]:
    recent = known[-_RECENT:]
    highest = max(known) if so_far is None else so_far
    reach = _mean(recent) + _SPREADS * _spread(recent)
    how = Message(
        f"按已有的最高值{plain(highest)}推算；近{len(recent)}个月平均加{_SPREADS}倍标准差为"
        f"{plain(_rounded(reach))}",
        f"By the highest value so far, {plain(highest)}; the mean of the last {len(recent)} months "
        f"and {_SPREADS} standard deviations make {plain(_rounded(reach))}",
    )
    return Margin(highest, highest, max(highest, reach)), how
