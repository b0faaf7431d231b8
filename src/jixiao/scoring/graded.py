"""Qualitative indicators (定性指标): the tier reached gives a band of the weight.

The tiers and their floors are ``norms.qualitative_bands``: 达成年度指标 is worth 80 % of the
weight up to all of it, 部分达成 60 % up to below 80 %, 未达成 nothing up to below 60 %. A word of
the grade scale (优, 良, 中, 差) is worth the band ``norms.grade_bands`` gives the grade, in per
cent of the weight; 低 (Sichuan's five steps) has no published band and counts as the lowest tier.

A confirmed tier earns the top of its band, in whole steps of ``norms.points_step``; a person may
set the points anywhere between ``low`` and ``high``. Where the form only repeats the target’s word
(“效果明显” — “效果明显”), no tier is named: the band of the first tier is told, and no points.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from jixiao.model.evaluation import Actual, Points
from jixiao.model.finding import InsufficientData, Message
from jixiao.model.indicator import Indicator
from jixiao.model.money import plain
from jixiao.model.named import NamedTuple
from jixiao.regulations.parameter import Band, Norms
from jixiao.scoring.points import (
    NOTHING,
    SHORTFALL,
    missing_actual,
    rounded_down,
    rounded_up,
    withheld,
)

TIER = "定性分档，取本档上限 · tier, top of its band"
UNCONFIRMED = "定性分档，档次未确认 · tier not confirmed"

_WHOLE = Decimal(100)
_VERBS = ("达成", "达到", "完成", "实现")
_OBJECTS = (
    *("年度指标", "年度目标", "年度绩效目标", "预期指标", "预期目标", "预期绩效目标", "预期效果"),
    *("预期", "绩效目标", "既定目标", "目标", "指标", ""),
)
_PARTLY = ("部分", "基本部分")
_NOT = ("未", "没有", "未能")
_FULLY = ("", "已", "已经", "全部", "全面", "全部已", "均已", "按期", "如期", "按时")
_STOPS = '。；;，,.“”" 　'


class Step(NamedTuple):
    """A step of a scale: its name, and from where to where it reaches, in per cent of the weight.

    ``top`` belongs to the step only where the step is the first of its scale.
    """

    label: Message
    floor: Decimal
    top: Decimal
    is_first: bool


def graded_points(indicator: Indicator, actual: Actual, weight: Decimal, norms: Norms) -> Points:
    """The points of a qualitative indicator: the top of the band of the tier that is named."""
    missing = missing_actual(actual)
    if missing is not None:
        return withheld(weight, UNCONFIRMED, missing)
    step = step_reached(actual, norms)
    if step is not None:
        return _points_of(step, actual, weight, norms)
    if _repeats(indicator, actual):
        return _unconfirmed(actual, weight, norms)
    tiers_zh = "、".join(band.label_zh for band in norms.qualitative_bands)
    tiers_en = ", ".join(band.label_en for band in norms.qualitative_bands)
    return withheld(
        weight,
        UNCONFIRMED,
        InsufficientData(
            f"达成的档次（所填为“{actual.text.strip()}”；各档为{tiers_zh}）",
            f"the tier reached (the cell says “{actual.text.strip()}”; the tiers are: {tiers_en})",
        ),
    )


def step_reached(actual: Actual, norms: Norms) -> Step | None:
    """The step of a scale that a person confirmed or the text names; None where there is none."""
    return step_named(actual.tier if actual.tier is not None else actual.text, norms)


def step_named(text: str, norms: Norms) -> Step | None:
    """The step that ``text`` is the name of, under one of its names in use."""
    word = text.strip(_STOPS)
    tiers, grades = norms.qualitative_bands, norms.grade_bands
    for bands in (tiers, grades):
        for index, band in enumerate(bands):
            if word == band.label_zh:
                return _step(bands, index)
    place = _place_of(word)
    if place == "first":
        return _step(tiers, 0)
    if place == "last":
        return _step(tiers, len(tiers) - 1)
    # A scale of two tiers has none for what is reached in part.
    return _step(tiers, 1) if place == "part" and len(tiers) > 2 else None


def _step(bands: tuple[Band, ...], index: int) -> Step:
    band = bands[index]
    top = bands[index - 1].floor if index else _WHOLE
    return Step(Message(band.label_zh, band.label_en), band.floor, top, index == 0)


@cache
def _names() -> dict[str, str]:
    """The names of the tiers in use, and which tier each means."""
    names = {"低": "last", "达标": "first", "已达标": "first", "未达标": "last"}
    goals = [verb + what for verb in _VERBS for what in _OBJECTS]
    for place, openings in (("first", _FULLY), ("part", _PARTLY), ("last", _NOT)):
        names.update({opening + goal: place for opening in openings for goal in goals})
    return names


def _place_of(word: str) -> str | None:
    """Which tier a text names: ``first``, ``part`` or ``last``.

    What follows 并 or 且 (并具有一定效果, 且效果较差) belongs to the tier's name.
    """
    if len(word) > 40:
        return None
    names = _names()
    found = names.get(word)
    for mark in "并且":
        head, met, _ = word.partition(mark)
        if found is None and met:
            found = names.get(head.rstrip(_STOPS))
            found = found if found != "first" else None
    return found


def band_of_weight(step: Step, weight: Decimal, norms: Norms) -> tuple[Decimal, Decimal]:
    """The least and the most points a step is worth, in whole steps of points."""
    size = norms.points_step
    low = rounded_up(weight * step.floor / _WHOLE, size)
    if step.is_first:
        return min(low, weight), weight
    bound = weight * step.top / _WHOLE
    high = rounded_down(bound, size)
    if high == bound:  # the bound itself belongs to the step above
        high -= size
    high = max(NOTHING, high)
    return min(low, high), high


def _points_of(step: Step, actual: Actual, weight: Decimal, norms: Norms) -> Points:
    low, high = band_of_weight(step, weight, norms)
    floor, top = plain(step.floor), plain(step.top)
    upper_zh = f"{top}%（含）" if step.is_first else f"{top}%（不含）"
    upper_en = f"{top}% inclusive" if step.is_first else f"below {top}%"
    is_own = actual.text.strip(_STOPS) == step.label.zh
    called_zh = step.label.zh if is_own else f"{actual.text.strip()}（{step.label.zh}）"
    working = Message(
        f"档次为{called_zh}，可得分值{plain(weight)}的{floor}%（含）至{upper_zh}，即{plain(low)}至"
        f"{plain(high)}；按本档上限计{plain(high)}，由评价人在此范围内确定。",
        f"The tier is “{step.label.en}”: from {floor}% to {upper_en} of {plain(weight)}, that is "
        f"{plain(low)} to {plain(high)}. The top of the band is taken, {plain(high)}; the "
        "evaluator settles the points within it.",
    )
    notes = () if step.floor >= norms.qualitative_bands[0].floor else (SHORTFALL,)
    return Points(high, weight, low, high, TIER, working, notes)


def _repeats(indicator: Indicator, actual: Actual) -> bool:
    return actual.text.strip(_STOPS) == indicator.value.text.strip(_STOPS) != ""


def _unconfirmed(actual: Actual, weight: Decimal, norms: Norms) -> Points:
    step = _step(norms.qualitative_bands, 0)
    low, high = band_of_weight(step, weight, norms)
    working = Message(
        f"实际完成值“{actual.text.strip()}”与指标值相同，没有写明档次。经确认为{step.label.zh}的，可得"
        f"{plain(low)}至{plain(high)}；未经确认不计分。",
        f"The actual value, “{actual.text.strip()}”, is the target's word again and names no tier. "
        f"Confirmed as “{step.label.en}” it is worth {plain(low)} to {plain(high)}; until then no "
        "points are given.",
    )
    return Points(None, weight, low, high, UNCONFIRMED, working)
