"""The actual value in a cell (实际完成值): a number, a day, or a tier named."""

from __future__ import annotations

from jixiao.model.evaluation import Actual
from jixiao.model.value import TargetValue
from jixiao.readers.forms.cell_text import cleaned
from jixiao.readers.forms.labels import folded
from jixiao.readers.value_grammar import read_value
from jixiao.readers.vocabulary import words

# What forms write where a qualitative indicator was reached, in part or not (达成程度).
_REACHED_OBJECTS = tuple(
    words("预期指标 年度指标 预期目标 年度目标 预期绩效目标 预期效果 指标 目标 预期")
)
_TIERS = (
    ("部分达成", ("部分达成", "部分达到", "部分实现")),
    ("未达成", ("未达成", "未达到", "未实现")),
    ("达成", ("全部达成", "已达成", "达成", "达到")),
)
_GRADES = frozenset("优良中低差")


def read_actual(text: str, target: TargetValue, number_format: str | None = None) -> Actual:
    """The actual value printed as ``text``; a bare number is in the unit of the target.

    >>> target = read_value("≥50个")
    >>> read_actual("50", target).unit, read_actual("达成预期指标", target).tier
    ('个', '达成')
    """
    printed = cleaned(text)
    if not printed:
        return Actual("")
    tier = tier_of(printed)
    if tier is not None:
        return Actual(printed, tier=tier)
    value = read_value(printed, number_format=number_format)
    number = value.number if value.upper is None else None
    unit = None
    if number is not None:
        unit = value.unit or target.unit
    day = value.deadline or ""
    is_day = len(day) == 10 and not day.startswith("-")
    return Actual(printed, number, unit, day if is_day else None)


def tier_of(text: str) -> str | None:
    """The step of a scale that ``text`` names as a whole; None where it names none.

    >>> tier_of("部分达成年度指标并具有一定效果"), tier_of("良"), tier_of("达到90%")
    ('部分达成', '良', None)
    """
    bare = folded(text).rstrip("。；;")
    if bare in _GRADES:
        return bare
    for tier, starts in _TIERS:
        for start in starts:
            if bare.startswith(start):
                rest = bare[len(start) :]
                is_whole = not rest or rest.startswith(_REACHED_OBJECTS)
                return tier if is_whole and not any(map(str.isdigit, rest)) else None
    return None
