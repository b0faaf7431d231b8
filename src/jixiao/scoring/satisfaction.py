"""Satisfaction (满意度赋分): a scale of its own, in per cent (``norms.satisfaction_scale``).

With the satisfaction a, the weight w, the scale's line for full points (90) and for none (60):

1. the indicator's own target is reached → w, whatever the scale says;
2. else a ≥ 90 → w by the scale; the target that is missed must be explained;
3. else a ≥ 60 → w × a ÷ 90 (“pro rata” is read as the share of the line for full points, so that
   points do not leap at 90);
4. else nothing.

So the scale never gives less than the indicator's own target does where that is reached, and a
target above 90 costs no points by itself. The scale is for satisfaction in per cent, where more
is better; a satisfaction in marks (分), or a dissatisfaction with ≤, is scored by completion.
"""

from __future__ import annotations

from decimal import Decimal

from jixiao.model.evaluation import Actual, Points
from jixiao.model.finding import InsufficientData, Message
from jixiao.model.indicator import Indicator
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.scoring.completion import Comparable, counted_target, in_target_unit, is_reverse
from jixiao.scoring.points import (
    NOTHING,
    SHORTFALL,
    given,
    how_rounded,
    missing_actual,
    share_of,
    shown,
    unrounded,
    withheld,
)
from jixiao.scoring.units import is_percentage

SCALE = "满意度赋分 · satisfaction scale"


def is_on_the_scale(indicator: Indicator, actual: Actual) -> bool:
    """The scale holds: a satisfaction, in per cent, of which more is better.

    A target in words (满意) is on it where the actual value is a percentage.
    """
    value = indicator.value
    if not indicator.is_satisfaction or is_reverse(indicator):
        return False
    if value.number is None:
        return value.deadline is None and is_percentage(actual.unit)
    return is_percentage(value.unit)


def satisfaction_points(
    indicator: Indicator, actual: Actual, weight: Decimal, norms: Norms
) -> Points:
    """The points of a satisfaction indicator that is on the scale."""
    missing = missing_actual(actual)
    if missing is not None:
        return withheld(weight, SCALE, missing)
    own = counted_target(indicator)
    rate = _rate(indicator, actual)
    if isinstance(rate, InsufficientData):
        return withheld(weight, SCALE, rate)
    maximum = norms.satisfaction_maximum
    if rate > maximum or rate < 0:
        return withheld(
            weight,
            SCALE,
            InsufficientData(
                f"可信的满意度（所填为{plain(rate)}%，应在0至{plain(maximum)}%之间）",
                f"a credible satisfaction ({plain(rate)}% is stated; it lies between 0 and "
                f"{plain(maximum)}%)",
            ),
        )
    return _points(indicator, rate, own, weight, norms)


def _rate(indicator: Indicator, actual: Actual) -> Decimal | InsufficientData:
    """The satisfaction in per cent."""
    value = indicator.value
    if value.number is None:
        return (
            actual.number
            if actual.number is not None
            else InsufficientData("满意度的数值", "the satisfaction as a number")
        )
    comparable = in_target_unit(value, actual)
    return comparable.number if isinstance(comparable, Comparable) else comparable


def _points(
    indicator: Indicator, rate: Decimal, own: Decimal | None, weight: Decimal, norms: Norms
) -> Points:
    full_from, zero_below = norms.satisfaction_scale
    met, full, line, none = (
        _met(rate, own, norms),
        plain(weight),
        plain(full_from),
        plain(zero_below),
    )
    text = indicator.value.text.strip()
    is_short = own is not None and rate < own
    if own is not None and not is_short:
        working = Message(
            f"满意度{met}%，达到本指标的指标值{text}，得满分{full}。",
            f"Satisfaction {met}% reaches the indicator's own target, {text}: full points, {full}.",
        )
        return given(weight, weight, SCALE, working)
    short_zh = f"未达到指标值{text}，" if is_short else ""
    short_en = f", short of the target, {text}," if is_short else ""
    notes = (SHORTFALL,) if is_short else ()
    if rate >= full_from:
        working = Message(
            f"满意度{met}%，{short_zh}按满意度赋分不低于{line}%的得满分{full}。",
            f"Satisfaction {met}%{short_en} is {line}% or more: full points by the scale, {full}.",
        )
        return given(weight, weight, SCALE, working, notes)
    if rate < zero_below:
        working = Message(
            f"满意度{met}%，{short_zh}按满意度赋分低于{none}%的不得分。",
            f"Satisfaction {met}%{short_en} is below {none}%: no points by the scale.",
        )
        return given(NOTHING, weight, SCALE, working, notes)
    points = share_of(weight, rate, full_from, norms)
    how, whole = how_rounded(norms), unrounded(rate)
    working = Message(
        f"满意度{met}%，{short_zh}在{none}%（含）至{line}%之间，按占满分线{line}%的比例计分；得分＝"
        f"{full}×{met}÷{line}＝{plain(points)}{how.zh}{whole.zh}。",
        f"Satisfaction {met}%{short_en} lies between {none}% (inclusive) and {line}%: pro rata of "
        f"the line for full points. Points = {full} × {met} ÷ {line} = {plain(points)}{how.en}"
        f"{whole.en}.",
    )
    return given(points, weight, SCALE, working, notes)


def _met(rate: Decimal, own: Decimal | None, norms: Norms) -> str:
    """The rate as told: never as if it were a line that it does not reach."""
    lines = (line for line in (own, *norms.satisfaction_scale) if line is not None)
    return shown(rate, min(lines, key=lambda line: abs(line - rate)))
