"""Quantitative indicators (定量指标): what the actual value earns by the sign of the target.

With the actual value a, the target t and the weight w:

- positive (≥, >) and equal (=): a ≥ t earns w, less earns w × a ÷ t; a negative a counts as 0.
  “= 0” earns w where a ≤ 0, else nothing.
- reverse (≤, <): a ≤ t earns w; above t there are two published formulas, and
  ``norms.reverse_score_variant`` says which holds: ``excess`` w × (1 − (a − t) ÷ t), nothing from
  ``norms.reverse_zero_ratio`` × t on; ``ratio`` w × t ÷ a.
- no sign: costs, and durations of timeliness, are read as ≤, everything else as ≥; the working
  says so.
- a range: the lower end counts where more is better, the upper end where less is better; one
  that begins at 0 (“0-3次”) is of the latter.
- a deadline: done in time earns w, done late nothing (直接赋分).

Points are rounded half up to ``norms.points_step``, once, at the end. More than the target earns
no more than w; from ``norms.over_achievement_ratio`` × t on the reason must be stated.
"""

from __future__ import annotations

from calendar import monthrange
from decimal import Decimal

from jixiao.model.evaluation import Actual, Points
from jixiao.model.finding import Duty, InsufficientData, Message
from jixiao.model.indicator import Indicator
from jixiao.model.money import plain
from jixiao.model.named import NamedTuple
from jixiao.model.terms import Kind
from jixiao.model.value import Comparator, DecidedValue, TargetValue
from jixiao.regulations.parameter import Norms
from jixiao.scoring.points import (
    NOTHING,
    SHORTFALL,
    given,
    how_rounded,
    missing_actual,
    per_cent,
    share_of,
    shown,
    unrounded,
    withheld,
)
from jixiao.scoring.units import factor, is_count, is_duration, is_percentage

POSITIVE = "正向比例 · positive"
EQUAL = "等于 · equal"
REVERSE_EXCESS = "反向，按超出比例扣分 · reverse, by excess"
REVERSE_RATIO = "反向，目标值除以完成值 · reverse, by ratio"
DEADLINE = "期限，按期得满分 · deadline"
UNDETERMINED = "定量 · quantitative"

_DOWN = (Comparator.AT_MOST, Comparator.LESS_THAN)


class Comparable(NamedTuple):
    """An actual number in the target's unit, and how it came to be in it (None: as written)."""

    number: Decimal
    conversion: Message | None = None


def completion_points(
    indicator: Indicator,
    actual: Actual,
    weight: Decimal,
    norms: Norms,
    fiscal_year: int | None = None,
) -> Points:
    """The points of a quantitative indicator, with the working.

    ``fiscal_year`` is the year of a deadline that states none.
    """
    value = indicator.value
    missing = missing_actual(actual)
    if missing is not None:
        return withheld(weight, UNDETERMINED, missing)
    if value.deadline is not None:
        return _deadline_points(value, actual, weight, fiscal_year)
    target = counted_target(indicator)
    if target is None:
        return withheld(
            weight,
            UNDETERMINED,
            InsufficientData(
                f"能够比较的指标值（“{value.text}”不是单一数值）",
                f"a target that can be compared (“{value.text}” is no single number)",
            ),
        )
    comparable = in_target_unit(value, actual)
    if isinstance(comparable, InsufficientData):
        return withheld(weight, UNDETERMINED, comparable)
    if indicator.is_cost and comparable.number < 0:
        return withheld(
            weight,
            UNDETERMINED,
            InsufficientData(
                f"不小于0的实际成本（所填为{plain(comparable.number)}，须核实）",
                f"a cost of 0 or more ({plain(comparable.number)} is stated, to be verified)",
            ),
        )
    if is_reverse(indicator):
        points = _reverse_points(indicator, target, comparable.number, weight, norms)
    else:
        points = _positive_points(indicator, target, comparable.number, weight, norms)
    return _with_remarks(points, indicator, comparable)


def is_reverse(indicator: Indicator) -> bool:
    """Less is better (反向指标): by the sign; without one, for costs and durations.

    A range that begins at 0 says how much is still good (“0-3次”), unless its sign is ≥ or >.
    """
    value = indicator.value
    is_open = value.comparator in (None, Comparator.EQUAL)
    if is_open and value.upper is not None and min(value.number or NOTHING, value.upper) == 0:
        return True
    if value.comparator is not None:
        return value.comparator in _DOWN
    is_time = indicator.kind is Kind.TIMELINESS and is_duration(value.unit)
    return indicator.is_cost or is_time


def counted_target(indicator: Indicator) -> Decimal | None:
    """The number the actual value is held against: of a range, the end that its direction asks."""
    value = indicator.value
    if value.number is None or value.upper is None:
        return value.number
    ends = (value.number, value.upper)
    return max(ends) if is_reverse(indicator) else min(ends)


def in_target_unit(value: TargetValue, actual: Actual) -> Comparable | InsufficientData:
    """The actual number in the target's unit; what is missing where that cannot be had."""
    if actual.number is None:
        return InsufficientData(
            f"实际完成的数值（所填为“{actual.text.strip()}”，指标值为“{value.text}”）",
            f"an actual number (the cell says “{actual.text.strip()}”, the target “{value.text}”)",
        )
    unit, wanted = actual.unit or None, value.unit or None
    if unit is None and wanted is not None:
        return Comparable(
            actual.number,
            Message(
                f"实际完成值未写单位，按指标值的单位“{wanted}”计",
                f"the actual value states no unit and is read in the target's, “{wanted}”",
            ),
        )
    if unit is not None and wanted is None:
        if is_count(unit):
            return Comparable(
                actual.number,
                Message(
                    f"指标值未写单位，按实际完成值的单位“{unit}”计",
                    f"the target states no unit and is read in the actual value's, “{unit}”",
                ),
            )
        return InsufficientData(
            f"指标值的单位（实际完成值以“{unit}”计，指标值未写单位）",
            f"the target's unit (the actual value is in “{unit}”, the target states none)",
        )
    if unit is None or wanted is None or unit == wanted:
        return Comparable(actual.number)
    times = factor(unit, wanted)
    if times is None:
        return InsufficientData(
            f"相同的计量单位（指标值以“{wanted}”计，实际完成值以“{unit}”计，不能准确换算）",
            f"one unit of measure (the target is in “{wanted}”, the actual value in “{unit}”; "
            "there is no exact conversion)",
        )
    number = actual.number * times
    told = shown(number, value.number)
    return Comparable(
        number,
        Message(
            f"实际完成值{shown(actual.number)}{unit}换算为{told}{wanted}",
            f"the actual value {shown(actual.number)}{unit} is {told}{wanted}",
        ),
    )


def _positive_points(
    indicator: Indicator, target: Decimal, number: Decimal, weight: Decimal, norms: Norms
) -> Points:
    value = indicator.value
    is_equal = value.comparator is Comparator.EQUAL
    method = EQUAL if is_equal else POSITIVE
    opening = _opening(value, number)
    if target == 0:
        if is_equal:
            is_reached = number <= 0
        elif value.comparator is Comparator.MORE_THAN:
            is_reached = number > 0
        else:
            is_reached = number >= 0
        return _all_or_nothing(is_reached, weight, method, opening)
    if number >= target:
        points = _all_or_nothing(True, weight, method, opening)
        if target > 0 and number >= norms.over_achievement_ratio * target:
            over = _over_achieved(target, number, norms)
            points = given(weight, weight, method, points.working, (over,))
        return points
    if target < 0:
        return withheld(
            weight,
            method,
            InsufficientData(
                f"未达到负数指标值时的计分标准（指标值{value.text}，实际完成{shown(number)}）",
                f"a scoring standard for missing a negative target (target {value.text}, "
                f"actual {shown(number)})",
            ),
            (SHORTFALL,),
        )
    counted = max(NOTHING, number)
    points_earned = share_of(weight, counted, target, norms)
    how, whole = how_rounded(norms), unrounded(counted)
    as_zero_zh = "，负数按0计" if number < 0 else ""
    as_zero_en = ", a negative value counts as 0" if number < 0 else ""
    working = Message(
        f"{opening.zh}{as_zero_zh}，完成比例{per_cent(counted, target)}；得分＝{plain(weight)}×"
        f"{shown(counted, target)}÷{plain(target)}＝{plain(points_earned)}{how.zh}{whole.zh}。",
        f"{opening.en}{as_zero_en}; {per_cent(counted, target)} of the target. Points = "
        f"{plain(weight)} × {shown(counted, target)} ÷ {plain(target)} = {plain(points_earned)}"
        f"{how.en}{whole.en}.",
    )
    return given(points_earned, weight, method, working, (SHORTFALL,))


def _reverse_points(
    indicator: Indicator, target: Decimal, number: Decimal, weight: Decimal, norms: Norms
) -> Points:
    is_ratio = norms.reverse_score_variant == "ratio"
    method = REVERSE_RATIO if is_ratio else REVERSE_EXCESS
    opening = _opening(indicator.value, number)
    if number <= target:
        return _all_or_nothing(True, weight, method, opening)
    if target == 0:
        return _all_or_nothing(False, weight, method, opening)
    if target < 0:
        return withheld(
            weight,
            method,
            InsufficientData(
                f"超过负数指标值时的计分标准（指标值{indicator.value.text}，实际完成{shown(number)}）",
                f"a scoring standard for exceeding a negative target (target "
                f"{indicator.value.text}, actual {shown(number)})",
            ),
            (SHORTFALL,),
        )
    how, whole = how_rounded(norms), unrounded(number)
    full, met, asked = plain(weight), shown(number, target), plain(target)
    if is_ratio:
        points = share_of(weight, target, number, norms)
        formula_zh = f"{full}×{asked}÷{met}"
        formula_en = f"{full} × {asked} ÷ {met}"
    elif number >= norms.reverse_zero_ratio * target:
        times = plain(norms.reverse_zero_ratio)
        working = Message(
            f"{opening.zh}，达到指标值的{times}倍，不得分。",
            f"{opening.en}, {times} times the target or more: no points.",
        )
        return given(NOTHING, weight, method, working, (SHORTFALL,))
    else:
        points = share_of(weight, 2 * target - number, target, norms)
        formula_zh = f"{full}×[1－({met}－{asked})÷{asked}]"
        formula_en = f"{full} × [1 − ({met} − {asked}) ÷ {asked}]"
    working = Message(
        f"{opening.zh}，超出{per_cent(number - target, target)}；得分＝{formula_zh}"
        f"＝{plain(points)}{how.zh}{whole.zh}。",
        f"{opening.en}, {per_cent(number - target, target)} above the target. Points = "
        f"{formula_en} = {plain(points)}{how.en}{whole.en}.",
    )
    return given(points, weight, method, working, (SHORTFALL,))


def _opening(value: TargetValue, number: Decimal) -> Message:
    unit = value.unit or ""
    return Message(
        f"指标值{value.text}，实际完成{shown(number, value.number)}{unit}",
        f"Target {value.text}, actual {shown(number, value.number)}{unit}",
    )


def _all_or_nothing(is_reached: bool, weight: Decimal, method: str, opening: Message) -> Points:
    if is_reached:
        working = Message(
            f"{opening.zh}，达到指标值，得满分{plain(weight)}。",
            f"{opening.en}: the target is reached, full points, {plain(weight)}.",
        )
        return given(weight, weight, method, working)
    working = Message(
        f"{opening.zh}，未达到指标值，指标值为0，无完成比例可计，不得分。",
        f"{opening.en}: the target is not reached; it is 0, so there is no ratio; no points.",
    )
    return given(NOTHING, weight, method, working, (SHORTFALL,))


def _over_achieved(target: Decimal, number: Decimal, norms: Norms) -> Message:
    times = plain(norms.over_achievement_ratio)
    return Duty(
        f"实际完成值为指标值的{per_cent(number, target)}，达到{times}倍，得分不变，须说明原因。",
        f"The actual value is {per_cent(number, target)} of the target, {times} times or more: "
        "the points stay, the reason must be stated.",
    )


def _with_remarks(points: Points, indicator: Indicator, comparable: Comparable) -> Points:
    """The working with what was read into the values, before it."""
    value = indicator.value
    remarks: list[Message] = []
    if comparable.conversion is not None:
        remarks.append(comparable.conversion)
    if value.comparator is None:
        sign = "≤" if is_reverse(indicator) else "≥"
        remarks.append(
            Message(
                f"指标值未写比较符号，按“{sign}”计",
                f"the target states no sign and is read as “{sign}”",
            )
        )
    if value.upper is not None:
        end = plain(counted_target(indicator) or NOTHING)
        remarks.append(
            Message(
                f"指标值为区间，以{end}{value.unit or ''}为准",
                f"the target is a range; {end}{value.unit or ''} is what counts",
            )
        )
    notes = points.notes
    is_one = value.number == 1 and not isinstance(value, DecidedValue)
    if is_percentage(value.unit) and is_one and comparable.number > 1:
        notes = (
            *notes,
            Message(
                f"指标值“{value.text}”按所写1%计；如本意为100%，得分不同，须由填报单位确认。",
                f"The target “{value.text}” is read as written, 1%; if 100% is meant the points "
                "differ: the unit has to say which.",
            ),
        )
    if value.approximate:
        notes = (
            *notes,
            Message(
                "指标值为约数，按所写数字计分；接近而未达到的，由评价人判断。",
                "The target is approximate and scored by the number written; whether a near miss "
                "is good enough is for the evaluator to judge.",
            ),
        )
    if not remarks and notes == points.notes:
        return points
    zh = "".join(f"{remark.zh}；" for remark in remarks)
    en = "".join(f"{remark.en[:1].upper()}{remark.en[1:]}. " for remark in remarks)
    return Points(
        points.points,
        points.weight,
        points.low,
        points.high,
        points.method,
        Message(zh + points.working.zh, en + points.working.en),
        notes,
    )


def _deadline_points(
    value: TargetValue, actual: Actual, weight: Decimal, fiscal_year: int | None
) -> Points:
    due = last_day(value.deadline or "", fiscal_year)
    if due is None:
        return withheld(
            weight,
            DEADLINE,
            InsufficientData(
                f"期限的年份（指标值“{value.text}”）",
                f"the year of the deadline (target “{value.text}”)",
            ),
        )
    if actual.date is None:
        return withheld(
            weight,
            DEADLINE,
            InsufficientData(
                f"完成日期（所填为“{actual.text.strip()}”）",
                f"the day of completion (the cell says “{actual.text.strip()}”)",
            ),
        )
    latest = last_day(actual.date, fiscal_year)
    if latest is None:
        return withheld(
            weight,
            DEADLINE,
            InsufficientData("完成日期的年份", "the year of the day of completion"),
        )
    if latest <= due:
        working = Message(
            f"期限{due}，完成于{actual.date}，按期完成，得满分{plain(weight)}。",
            f"Deadline {due}, done {actual.date}: in time, full points, {plain(weight)}.",
        )
        return given(weight, weight, DEADLINE, working)
    if _is_month(actual.date) and latest[:7] == due[:7]:
        return withheld(
            weight,
            DEADLINE,
            InsufficientData(
                f"完成的具体日期（{actual.date}与期限{due}在同一月）",
                f"the day of completion ({actual.date} is the month of the deadline, {due})",
            ),
        )
    working = Message(
        f"期限{due}，完成于{actual.date}，逾期，不得分（期限指标直接赋分；评分标准另有规定的从其规定）。",
        f"Deadline {due}, done {actual.date}: late, no points (a deadline is kept or not; a "
        "scoring standard of its own prevails).",
    )
    return given(NOTHING, weight, DEADLINE, working, (SHORTFALL,))


def _is_month(date: str) -> bool:
    """The date names a month and no day: ``2024-06``, ``--06``."""
    return len(date) == (len("--06") if date.startswith("--") else len("2024-06"))


def last_day(date: str, fiscal_year: int | None) -> str | None:
    """The ISO day of a day or the last of a month, the year being the fiscal year if unstated.

    None where no year is to be had. 29 February of a common year is its 28th.

    >>> last_day("--02-29", 2023), last_day("2024-06", None), last_day("--12-31", None)
    ('2023-02-28', '2024-06-30', None)
    """
    if date.startswith("--"):
        if fiscal_year is None:
            return None
        date = f"{fiscal_year:04}-{date[2:]}"
    year, month, *day = (int(part) for part in date.split("-"))
    length = monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{min(day[0], length) if day else length:02}"
