"""A target that can be read in two ways (指标值的两种读法): “1百分比” is 1% or a proportion of 1.

Which one is meant is for a person to decide, never for the program: until then both are told, each
with its result. Where both come to the same points, or the form's own points follow from one of
them only, nothing is left to decide.
"""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

from jixiao.model.evaluation import Actual
from jixiao.model.finding import Message
from jixiao.model.indicator import Indicator
from jixiao.model.money import plain
from jixiao.model.value import DecidedValue, TargetValue

_WHOLE = Decimal(100)


def readings(value: TargetValue, actual: Actual | None = None) -> tuple[Decimal, ...]:
    """The shares in per cent that an ambiguous target may mean; none where it is not ambiguous.

    An actual value written in the same way, a number of 1 or less without the sign %, is in the
    target's own measure and compares with it whatever that is.
    """
    if not value.is_ambiguous_share or value.number is None:
        return ()
    if actual is not None:
        if actual.number is None:
            return ()
        is_alike = actual.number <= 1 and "%" not in actual.text and "％" not in actual.text
        if is_alike and actual.unit in (None, "", "%", "百分比", "百分率"):
            return ()
    return (value.number, value.number * _WHOLE)


def share_text(share: Decimal) -> str:
    """``100%``."""
    return f"{plain(share)}%"


def as_read(indicator: Indicator, share: Decimal, why: Message) -> Indicator:
    """The indicator with its target read as ``share`` per cent, and why; its text stays."""
    value = indicator.value
    stated = {field.name: getattr(value, field.name) for field in fields(value)}
    return replace(indicator, value=DecidedValue(**{**stated, "number": share, "read_as": why}))


def supposed(indicator: Indicator, share: Decimal) -> Indicator:
    """The indicator as if its target were meant as ``share`` per cent."""
    told = share_text(share)
    return as_read(indicator, share, Message(f"读作{told}", f"read as {told}"))


def with_reading(indicator: Indicator, working: Message) -> Message:
    """The working, after how the target was decided to be read."""
    value = indicator.value
    if not isinstance(value, DecidedValue):
        return working
    why = value.read_as
    return Message(f"{why.zh}；{working.zh}", f"{why.en[:1].upper()}{why.en[1:]}. {working.en}")
