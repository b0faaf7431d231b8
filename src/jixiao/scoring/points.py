"""Points (得分) as the methods hand them over: given, as a band, or none with what is missing."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from jixiao.model.evaluation import Actual, Points
from jixiao.model.finding import Duty, InsufficientData, Message
from jixiao.model.money import plain
from jixiao.model.terms import NULL_WORDS
from jixiao.regulations.parameter import Norms

NOTHING = Decimal(0)
_DECIMALS, _MOST_PLACES = 4, 12  # told as they are; tried before a number is told whole

SHORTFALL = Duty(
    "未达到指标值，须填写偏差原因分析及改进措施。",
    "The target is not reached: the cause of the deviation and the remedy must be stated.",
)


def rounded(number: Decimal, step: Decimal) -> Decimal:
    """``number`` as a multiple of ``step``, half up (四舍五入)."""
    return (number / step).to_integral_value(ROUND_HALF_UP) * step


def rounded_down(number: Decimal, step: Decimal) -> Decimal:
    """The greatest multiple of ``step`` that is not above ``number``."""
    return (number / step).to_integral_value(ROUND_FLOOR) * step


def rounded_up(number: Decimal, step: Decimal) -> Decimal:
    """The least multiple of ``step`` that is not below ``number``."""
    return (number / step).to_integral_value(ROUND_CEILING) * step


def share_of(weight: Decimal, part: Decimal, whole: Decimal, norms: Norms) -> Decimal:
    """``weight`` × ``part`` ÷ ``whole`` in whole steps of points, between 0 and ``weight``."""
    points = rounded(weight * part / whole, norms.points_step)
    return min(weight, max(NOTHING, points))


def per_cent(part: Decimal, whole: Decimal) -> str:
    """``part`` of ``whole`` in per cent with two decimals: ``86.20%``."""
    return f"{(part * 100 / whole).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def shown(number: Decimal, beside: Decimal | None = None) -> str:
    """The number as a sentence tells it: one of more than four decimals to two of them.

    More where it would else look like the number ``beside`` it, from which it differs. What is
    computed is computed from the whole number, which the JSON has.

    >>> shown(Decimal("92.535393")), shown(Decimal("24.9042"))
    ('92.54', '24.9042')
    >>> shown(Decimal("24.000031"), Decimal(24))
    '24.00003'
    """
    if not _is_shortened(number):
        return plain(number)
    for places in range(2, _MOST_PLACES):
        short = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if short and short != beside:
            return plain(short)
    return plain(number)


def unrounded(*numbers: Decimal) -> Message:
    """What a formula adds where its numbers are shown shorter than they are; else nothing."""
    if not any(map(_is_shortened, numbers)):
        return Message("", "")
    return Message("（按未舍入的数计算）", " (worked out with the numbers unrounded)")


def _is_shortened(number: Decimal) -> bool:
    return len(plain(number).partition(".")[2]) > _DECIMALS


def how_rounded(norms: Norms) -> Message:
    """How points are rounded, to stand behind a result."""
    step = plain(norms.points_step)
    return Message(f"（四舍五入至{step}）", f" (rounded half up to {step})")


def given(
    points: Decimal,
    weight: Decimal,
    method: str,
    working: Message,
    notes: tuple[Message, ...] = (),
) -> Points:
    """Points that the method fixes."""
    return Points(points, weight, points, points, method, working, notes)


def withheld(
    weight: Decimal, method: str, missing: InsufficientData, notes: tuple[Message, ...] = ()
) -> Points:
    """No points, and what is missing."""
    working = Message(
        f"不能计分，缺少：{missing.zh}。", f"No points can be given; what is missing: {missing.en}."
    )
    return Points(None, weight, None, None, method, working, notes)


def missing_actual(actual: Actual) -> InsufficientData | None:
    """What is missing where no actual value is written; None where one is."""
    if actual.text.strip() in NULL_WORDS and actual.number is None and actual.date is None:
        return InsufficientData(
            f"实际完成值（所填为“{actual.text.strip()}”）",
            f"the actual value (the cell says “{actual.text.strip()}”)",
        )
    if actual.is_blank and actual.number is None and actual.date is None and actual.tier is None:
        return InsufficientData("实际完成值（空白不按0计）", "the actual value (a blank is not 0)")
    return None
