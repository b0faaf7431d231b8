"""What became of a target value from one document to the next (指标值的变化)."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from enum import StrEnum

from jixiao.model.indicator import Indicator
from jixiao.model.terms import mentions
from jixiao.model.value import Comparator, TargetValue


class Change(StrEnum):
    """How a value stands to the one before it."""

    SAME = "same"
    LOWERED = "lowered"  # a number or a date easier to reach
    RAISED = "raised"
    SOFTENED = "softened"  # a comparator or a word that binds less
    OTHER = "other"  # different, and neither is plainly the easier


_UP = (Comparator.AT_LEAST, Comparator.MORE_THAN)
_DOWN = (Comparator.AT_MOST, Comparator.LESS_THAN)
_STRICT = (Comparator.MORE_THAN, Comparator.LESS_THAN)
_LESS_IS_BETTER = (
    "投诉",
    "事故",
    "差错",
    "失误",
    "故障",
    "超支",
    "逾期",
    "死亡",
    "不合格",
    "不满意",
)
# Words of degree from the weakest; a text counts as the strongest of its words.
_DEGREES = (
    ("基本", "有所", "逐步", "一定", "一般", "初步", "尽量", "力争", "较"),
    ("有效", "明显", "良好", "到位", "合理", "进一步"),
    ("显著", "大幅", "全面", "完全", "全部", "优秀", "严格", "充分", "深入"),
)


def change_of(earlier: Indicator, later: Indicator, *, next_year: bool = False) -> Change:
    """What became of the value; ``next_year`` leaves the year of a deadline out."""
    one, other = earlier.value, later.value
    if _folded(one.text) == _folded(other.text):
        return Change.SAME
    if one.is_blank or other.is_blank:
        return Change.OTHER
    if one.deadline is not None and other.deadline is not None:
        return _of_deadlines(one.deadline, other.deadline, next_year)
    if one.number is not None and other.number is not None:
        return _of_numbers(earlier, one, other)
    if one.number is not None or one.deadline is not None:
        return Change.SOFTENED if not other.states_number else Change.OTHER
    if other.states_number:
        return Change.RAISED if not one.states_number else Change.OTHER
    return _of_words(one.text, other.text)


def less_is_better(indicator: Indicator) -> bool:
    """The number is a limit (成本, ≤, 投诉): a higher one is easier to keep."""
    if indicator.value.comparator in _UP:
        return False
    return (
        indicator.value.comparator in _DOWN
        or indicator.is_cost
        or mentions(indicator.name, _LESS_IS_BETTER)
    )


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _of_deadlines(one: str, other: str, next_year: bool) -> Change:
    before, after = _day(one), _day(other)
    if next_year or "" in (before[0], after[0]):  # one of them states no year
        before, after = ("", *before[1:]), ("", *after[1:])
    if before == after:
        return Change.SAME
    return Change.LOWERED if after > before else Change.RAISED


def _day(deadline: str) -> tuple[str, str, str]:
    """Year, month and day; a month is its last day, as are the 28th and later."""
    year, _, rest = deadline.partition("-")
    month, _, day = rest.removeprefix("-").partition("-")
    return year, month or "12", day if "" < day < "28" else "31"


def _of_numbers(indicator: Indicator, one: TargetValue, other: TargetValue) -> Change:
    goes_down = less_is_better(indicator)
    pair = _comparable(one, other, goes_down)
    if pair is None:
        return Change.OTHER
    is_reversed = other.comparator in (_UP if goes_down else _DOWN)
    if is_reversed and one.comparator is not None:
        return Change.SOFTENED
    before, after = pair
    if before != after:
        return Change.LOWERED if (after > before) == goes_down else Change.RAISED
    if other.approximate and not one.approximate:
        return Change.SOFTENED
    if one.comparator in _STRICT and other.comparator not in _STRICT:
        return Change.SOFTENED
    return Change.SAME if one.comparator is other.comparator else Change.OTHER


def _comparable(
    one: TargetValue, other: TargetValue, goes_down: bool
) -> tuple[Decimal, Decimal] | None:
    """Both numbers in one unit, the bound that binds of a range; None where units differ."""
    if one.money is not None and other.money is not None:
        return one.money.yuan, other.money.yuan
    units = {one.counting_unit, other.counting_unit} - {None, ""}
    bounds = [(v.upper if goes_down and v.upper is not None else v.number) for v in (one, other)]
    if len(units) > 1 or bounds[0] is None or bounds[1] is None:
        return None
    return bounds[0] * one.scale, bounds[1] * other.scale


def _of_words(one: str, other: str) -> Change:
    before, after = _degree(one), _degree(other)
    if before is None or after is None or before == after:
        return Change.OTHER
    return Change.SOFTENED if after < before else Change.RAISED


def _degree(text: str) -> int | None:
    found = [degree for degree, words in enumerate(_DEGREES) if mentions(text, words)]
    return max(found, default=None)
