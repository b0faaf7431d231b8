"""Units of measure (计量单位) that can be turned into each other exactly, and only these."""

from __future__ import annotations

from decimal import Decimal

from jixiao.model.money import UNIT_WORDS, YUAN_PER_UNIT
from jixiao.model.terms import COUNT_UNITS

_SCALES = {"千": Decimal(1_000), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_BARE_SCALES = frozenset("百千万亿")  # alone they may mean money or things
_SECOND, _MINUTE, _HOUR, _DAY = Decimal(1), Decimal(60), Decimal(3_600), Decimal(86_400)
_SAME: dict[str, tuple[str, Decimal]] = {
    **{word: ("元", YUAN_PER_UNIT[unit]) for word, unit in UNIT_WORDS.items()},
    **dict.fromkeys(("%", "％", "﹪", "百分比", "百分率"), ("%", Decimal(1))),
    **dict.fromkeys(("‰", "千分比"), ("%", Decimal("0.1"))),
    **dict.fromkeys(("百分点", "个百分点"), ("百分点", Decimal(1))),
    **dict.fromkeys(("人", "名", "个人"), ("人", Decimal(1))),
    "秒": ("秒", _SECOND),
    "分钟": ("秒", _MINUTE),
    **dict.fromkeys(("小时", "个小时"), ("秒", _HOUR)),
    **dict.fromkeys(("天", "日", "日历天", "日历日", "自然日"), ("秒", _DAY)),
    **dict.fromkeys(("周", "星期"), ("秒", 7 * _DAY)),
    **dict.fromkeys(("月", "个月"), ("月", Decimal(1))),
    **dict.fromkeys(("季", "季度", "个季度"), ("月", Decimal(3))),
    "年": ("月", Decimal(12)),
    **dict.fromkeys(("工作日", "个工作日"), ("工作日", Decimal(1))),
    **dict.fromkeys(("米", "m"), ("米", Decimal(1))),
    **dict.fromkeys(("千米", "公里", "km"), ("米", Decimal(1_000))),
    **dict.fromkeys(("平方米", "㎡", "m²", "平米"), ("平方米", Decimal(1))),
    **dict.fromkeys(("平方公里", "平方千米"), ("平方米", Decimal(1_000_000))),
    "公顷": ("平方米", Decimal(10_000)),
    "克": ("克", Decimal(1)),
    **dict.fromkeys(("千克", "公斤", "kg"), ("克", Decimal(1_000))),
    "吨": ("克", Decimal(1_000_000)),
}
_DURATIONS = frozenset({"秒", "月", "工作日"})


def factor(unit: str, wanted: str) -> Decimal | None:
    """What a number in ``unit`` is multiplied by to be in ``wanted``; None where nothing exact is.

    A month is no fixed number of days, a working day none of hours; 份 and 篇 stay apart.

    >>> factor("元", "万元"), factor("万人次", "人次"), factor("月", "天")
    (Decimal('0.0001'), Decimal('10000'), None)
    """
    if unit == wanted:
        return Decimal(1)
    own, times = _known(unit)
    other, divided = _known(wanted)
    return times / divided if own == other else None


def is_duration(unit: str | None) -> bool:
    """The unit counts time (天, 小时, 月, 工作日)."""
    return unit is not None and _known(unit)[0] in _DURATIONS


def is_percentage(unit: str | None) -> bool:
    """The unit is per cent, as a sign or in words (%, 百分比)."""
    return unit is not None and _known(unit)[0] == "%"


def is_count(unit: str) -> bool:
    """The unit counts things one by one (个, 人, 次)."""
    return unit in COUNT_UNITS


def _known(unit: str) -> tuple[str, Decimal]:
    """The unit that ``unit`` is a multiple of, and how many of it."""
    unit = unit.strip()
    if unit in _BARE_SCALES:
        return unit, Decimal(1)
    if unit in _SAME:
        return _SAME[unit]
    scale = _SCALES.get(unit[:1])
    if scale is not None:
        whole, times = _known(unit[1:])
        return whole, times * scale
    return unit, Decimal(1)
