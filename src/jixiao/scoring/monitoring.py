"""Monitoring lights (监控灯): spending and indicators at the end of a month.

Spending: pace = (paid ÷ budget) ÷ (month ÷ 12); more than the budget shows red whatever the pace
(预算法 13: spending rests on the approved budget), and ``norms.spending_ahead_from`` or more of
the pace shows yellow. Indicators of which more is better: pace =
actual ÷ what the month asks for, which is target × month ÷ 12 for what adds up over the year
(roll-up ``sum``), and the target itself for a level (a rate, a mean, a satisfaction). The bounds of
the lights are ``norms.spending_lights`` and ``norms.indicator_lights``; a bound belongs to the
better light. Of which less is better: green up to the target, red above. Target 0: green where it
is kept, else red. A satisfaction in per cent whose target is a word is held against the line for
full points of the satisfaction scale. Qualitative: green, yellow, red by the three tiers. A
deadline: green where kept, red where missed, no light before it is due.

Whether the target will be reached (完成目标可能性) follows from the forecast's interval: all of it
on the right side 确定能, none of it 不可能, else 有可能. A red or yellow light, 有可能 and 不可能
oblige to reasons and measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from jixiao.model.evaluation import Actual
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import InsufficientData, Message
from jixiao.model.indicator import Indicator
from jixiao.model.measurement import Sample
from jixiao.model.money import plain
from jixiao.model.monitoring import Forecast, Light, Monitored, Possibility
from jixiao.model.value import Comparator, Nature
from jixiao.regulations.parameter import LightBounds, Norms
from jixiao.scoring.completion import counted_target, in_target_unit, is_reverse, last_day
from jixiao.scoring.forecast import forecast
from jixiao.scoring.graded import step_reached
from jixiao.scoring.points import NOTHING, missing_actual, shown
from jixiao.scoring.readings import readings, share_text, with_reading
from jixiao.scoring.satisfaction import is_on_the_scale
from jixiao.scoring.units import factor, is_duration, is_percentage

Months = Sequence[tuple[int, Decimal | None]]

_YEAR = 12
_CENT = Decimal("0.01")
_MUST_EXPLAIN = (Light.RED, Light.YELLOW)
_NOT_CERTAIN = (Possibility.POSSIBLE, Possibility.IMPOSSIBLE)
_LIGHTS_EN = {
    Light.RED: "red",
    Light.YELLOW: "yellow",
    Light.GREEN: "green",
    Light.BLUE: "blue",
}


def light_of(pace: Decimal, bounds: LightBounds) -> Light:
    """The light of a pace in per cent."""
    if pace < bounds.red_below:
        return Light.RED
    if pace < bounds.yellow_below:
        return Light.YELLOW
    if bounds.blue_from is not None and pace >= bounds.blue_from:
        return Light.BLUE
    return Light.GREEN


def spending_pace(paid: Decimal, budget: Decimal, month: int) -> Decimal:
    """The spending in per cent of what the month asks for; a negative payment counts as 0."""
    return max(NOTHING, paid) * 100 * _YEAR / (budget * month)


def spending_light_of(paid: Decimal, budget: Decimal, pace: Decimal, norms: Norms) -> Light:
    """The light of the spending: behind, ahead of the pace, or beyond the budget."""
    if paid > budget:
        return Light.RED
    if pace >= norms.spending_ahead_from:
        return Light.YELLOW
    return light_of(pace, norms.spending_lights)


def spending_light(
    paid: Decimal | None,
    budget: Decimal | None,
    month: int,
    norms: Norms,
    months: Months = (),
    unit: str = "万元",
) -> Monitored:
    """The spending of a project at the end of ``month``, with the forecast to the year's end.

    ``paid`` is the sum from January on, ``budget`` the 全年预算数 in the same ``unit``; ``months``
    are the payments of the single months.
    """
    _ensure_month(month)
    actual = Actual("" if paid is None else f"{plain(paid)}{unit}", paid, unit)
    if paid is None or budget is None or budget <= 0:
        zh = "累计支出数" if paid is None else "大于0的全年预算数"
        en = "the payments so far" if paid is None else "a budget above 0"
        return _unlit(None, actual, InsufficientData(zh, en), months)
    pace = spending_pace(paid, budget, month)
    light = spending_light_of(paid, budget, pace, norms)
    expected = (
        forecast(months, month, "sum", so_far=paid, unit=unit, budget=budget) if months else None
    )
    paced, told, why = _paced(pace), shown(paid, budget), _why_fast(paid, budget, pace, norms, unit)
    working = Message(
        f"截至{month}月支出{told}{unit}，全年预算数{plain(budget)}{unit}；进度＝({told}÷"
        f"{plain(budget)})÷({month}÷12)＝{plain(paced)}%，{why.zh}{light.zh}。",
        f"{told}{unit} paid to the end of month {month}, budget {plain(budget)}{unit}. "
        f"Pace = ({told} ÷ {plain(budget)}) ÷ ({month} ÷ 12) = {plain(paced)}%: "
        f"{why.en}{_LIGHTS_EN[light]} light.",
    )
    return Monitored(
        None,
        actual,
        paced,
        light,
        expected if isinstance(expected, Forecast) else None,
        None,
        light in _MUST_EXPLAIN,
        _with_forecast(working, expected),
        tuple(months),
    )


def _why_fast(paid: Decimal, budget: Decimal, pace: Decimal, norms: Norms, unit: str) -> Message:
    """Why spending that is fast lights; empty where it is not."""
    if paid > budget:
        over = f"{plain(paid - budget)}{unit}"
        return Message(f"超过全年预算数{over}，", f"{over} above the budget, ")
    if pace >= norms.spending_ahead_from:
        return Message("快于序时进度，", "ahead of the pace, ")
    return Message("", "")


def monitor_indicator(
    indicator: Indicator,
    actual: Actual,
    month: int,
    months: Months,
    norms: Norms,
    roll_up: str | None = None,
    fiscal_year: int | None = None,
    *,
    budget: Decimal | None = None,
    sample: Sample | None = None,
) -> Monitored:
    """One indicator at the end of ``month``: pace, light, forecast, possibility.

    ``actual`` is the value from January to ``month``, ``months`` those of the single months, in
    the same unit. ``roll_up`` is how months make a year (``sum``, ``mean``, ``latest``,
    ``maximum``, ``ratio_of_sums``, ``proportion``); where it is not told, a percentage and a
    duration are levels and everything else adds up. ``budget`` is that of a project whose payments
    the value is, ``sample`` the survey behind it, both in the actual value's unit.
    """
    _ensure_month(month)
    if indicator.value.deadline is not None:
        return _by_deadline(indicator, actual, month, fiscal_year, months)
    missing = missing_actual(actual) or _undecided(indicator, actual)
    if missing is not None:
        return _unlit(indicator, actual, missing, months)
    if indicator.value.number is None and is_on_the_scale(indicator, actual):
        full_from = norms.satisfaction_scale.full_from
        number = actual.number or NOTHING
        return _by_number(
            indicator,
            actual,
            number,
            full_from,
            month,
            months,
            norms,
            roll_up or "mean",
            None,
            sample,
        )
    if indicator.value.nature is not Nature.QUANTITATIVE:
        return _by_tier(indicator, actual, month, months, norms)
    target = counted_target(indicator)
    if target is None:
        return _unlit(
            indicator,
            actual,
            InsufficientData("能够比较的指标值", "a target that can be compared"),
            months,
        )
    comparable = in_target_unit(indicator.value, actual)
    if isinstance(comparable, InsufficientData):
        return _unlit(indicator, actual, comparable, months)
    if indicator.is_cost and comparable.number < 0:
        missing = InsufficientData(
            f"不小于0的实际成本（所填为{plain(comparable.number)}，须核实）",
            f"a cost of 0 or more ({plain(comparable.number)} is stated, to be verified)",
        )
        return _unlit(indicator, actual, missing, months)
    unit = indicator.value.unit
    rolled = roll_up or ("mean" if is_percentage(unit) or is_duration(unit) else "sum")
    return _by_number(
        indicator, actual, comparable.number, target, month, months, norms, rolled, budget, sample
    )


def _undecided(indicator: Indicator, actual: Actual) -> InsufficientData | None:
    """What is missing where a target has two readings and nobody has decided between them."""
    shares = readings(indicator.value, actual)
    if not shares or actual.number is None:
        return None
    text, met = indicator.value.text.strip(), f"{shown(actual.number)}%"
    zh, en = [], []
    for share in shares:
        is_reached = _is_reached(indicator, actual.number, share)
        told = share_text(share)
        zh.append(f"读作{told}，实际{met}{'达到' if is_reached else '未达到'}")
        en.append(f"read as {told}, {met} {'reaches' if is_reached else 'misses'} it")
    return InsufficientData(
        f"指标值“{text}”的读法，须由人决定，记入 decisions/readings.csv（{'；'.join(zh)}）",
        f"how the target “{text}” is to be read, which a person decides in decisions/readings.csv "
        f"({'; '.join(en)})",
    )


def _by_number(
    indicator: Indicator,
    actual: Actual,
    number: Decimal,
    target: Decimal,
    month: int,
    months: Months,
    norms: Norms,
    roll_up: str,
    budget: Decimal | None,
    sample: Sample | None,
) -> Monitored:
    unit = indicator.value.unit or actual.unit or ""
    opening_zh = f"指标值{indicator.value.text}，截至{month}月实际完成{shown(number, target)}{unit}"
    opening_en = (
        f"Target {indicator.value.text}, {shown(number, target)}{unit} to the end of month {month}"
    )
    pace: Decimal | None = None
    if is_reverse(indicator) or target <= 0:
        is_kept = _is_reached(indicator, number, target)
        light = Light.GREEN if is_kept else Light.RED
        kept_zh, kept_en = ("在", "within") if is_kept else ("不在", "not within")
        working = Message(
            f"{opening_zh}，{kept_zh}指标值范围内，{light.zh}。",
            f"{opening_en}: {kept_en} the target, {_LIGHTS_EN[light]} light.",
        )
    else:
        counted = max(NOTHING, number)
        is_sum = roll_up == "sum"
        asked = target * month / _YEAR if is_sum else target
        exact = counted * 100 * _YEAR / (target * month) if is_sum else counted * 100 / target
        light = light_of(exact, norms.indicator_lights)
        pace = _paced(exact)
        due = plain(asked.quantize(_CENT, ROUND_HALF_UP))
        if is_sum:
            by_zh = f"{plain(target)}×{month}÷12＝{due}{unit}"
            by_en = f"{plain(target)} × {month} ÷ 12 = {due}{unit}"
        else:
            by_zh = f"{due}{unit}（水平值，不按月折算）"
            by_en = f"{due}{unit} (a level, not by month)"
        working = Message(
            f"{opening_zh}；本月应达到{by_zh}，进度{plain(pace)}%，{light.zh}。",
            f"{opening_en}; due by now: {by_en}. Pace {plain(pace)}%: {_LIGHTS_EN[light]} light.",
        )
    working = with_reading(indicator, working)
    expected = _forecast(indicator, actual, number, month, months, norms, roll_up, budget, sample)
    possibility = _possibility(indicator, number, target, month, expected, roll_up)
    return Monitored(
        indicator,
        actual,
        pace,
        light,
        expected if isinstance(expected, Forecast) else None,
        possibility,
        light in _MUST_EXPLAIN or possibility in _NOT_CERTAIN,
        _with_forecast(working, expected, possibility),
        tuple(months),
    )


def _is_reached(indicator: Indicator, number: Decimal, target: Decimal) -> bool:
    comparator = indicator.value.comparator
    if is_reverse(indicator) or (target == 0 and comparator is Comparator.EQUAL):
        return number <= target
    if target == 0 and comparator is Comparator.MORE_THAN:
        return number > 0
    return number >= target


def _forecast(
    indicator: Indicator,
    actual: Actual,
    number: Decimal,
    month: int,
    months: Months,
    norms: Norms,
    roll_up: str,
    budget: Decimal | None,
    sample: Sample | None,
) -> Forecast | InsufficientData:
    """The forecast in the target's unit."""
    wanted = indicator.value.unit
    times = factor(actual.unit, wanted) if actual.unit and wanted else None
    values = [
        (at, value if value is None or times is None else value * times) for at, value in months
    ]
    if times is not None and times != 1:
        budget = budget * times if budget is not None else None
        # The bounds of a survey are of its own unit.
        sample = (
            None
            if sample is None
            else sample._replace(low=sample.low * times, high=sample.high * times)
        )
    is_rate = indicator.is_satisfaction and is_percentage(wanted or actual.unit)
    return forecast(
        values,
        month,
        roll_up,
        so_far=number,
        floor=NOTHING if is_rate else None,
        ceiling=norms.satisfaction_maximum if is_rate else None,
        unit=wanted or actual.unit or "",
        budget=budget,
        sample=sample,
    )


def _possibility(
    indicator: Indicator,
    number: Decimal,
    target: Decimal,
    month: int,
    expected: Forecast | InsufficientData,
    roll_up: str,
) -> Possibility | None:
    """Whether the target will be reached, by what is certain already and the forecast's ends."""
    less_is_better = is_reverse(indicator) or (
        target == 0 and indicator.value.comparator is Comparator.EQUAL
    )
    is_reached = _is_reached(indicator, number, target)
    if month == _YEAR:
        return Possibility.CERTAIN if is_reached else Possibility.IMPOSSIBLE
    if roll_up in ("sum", "maximum") and is_reached != less_is_better:
        return Possibility.IMPOSSIBLE if less_is_better else Possibility.CERTAIN
    if isinstance(expected, InsufficientData):
        return None
    ends = (expected.low, expected.high)
    worst, best = (max(ends), min(ends)) if less_is_better else (min(ends), max(ends))
    if _is_reached(indicator, worst, target):
        return Possibility.CERTAIN
    is_open = _is_reached(indicator, best, target)
    return Possibility.POSSIBLE if is_open else Possibility.IMPOSSIBLE


def _by_tier(
    indicator: Indicator, actual: Actual, month: int, months: Months, norms: Norms
) -> Monitored:
    step = step_reached(actual, norms)
    if step is None:
        missing = InsufficientData(
            f"达成的档次（所填为“{actual.text.strip()}”）",
            f"the tier reached (what is written is “{actual.text.strip()}”)",
        )
        return _unlit(indicator, actual, missing, months)
    floors = [band.floor for band in norms.qualitative_bands]
    if step.floor >= floors[0]:
        light, possibility = Light.GREEN, Possibility.CERTAIN
    else:
        light = Light.YELLOW if step.floor > floors[-1] else Light.RED
        possibility = Possibility.IMPOSSIBLE if month == _YEAR else Possibility.POSSIBLE
    working = Message(
        f"截至{month}月，档次为{step.label.zh}，{light.zh}。",
        f"At the end of month {month} the tier is “{step.label.en}”: {_LIGHTS_EN[light]} light.",
    )
    return Monitored(
        indicator,
        actual,
        None,
        light,
        None,
        possibility,
        light in _MUST_EXPLAIN or possibility in _NOT_CERTAIN,
        working,
        tuple(months),
    )


def _by_deadline(
    indicator: Indicator,
    actual: Actual,
    month: int,
    fiscal_year: int | None,
    months: Months,
) -> Monitored:
    due = last_day(indicator.value.deadline or "", fiscal_year)
    today = last_day(f"--{month:02}", fiscal_year)
    done = last_day(actual.date, fiscal_year) if actual.date is not None else None
    if due is None or (done is None and today is None):
        return _unlit(indicator, actual, InsufficientData("预算年度", "the fiscal year"), months)
    if done is None and today is not None and today < due:
        working = Message(
            f"期限{due}，截至{month}月尚未到期，也没有完成日期，不亮灯。",
            f"The deadline is {due}; at the end of month {month} it is not due and no day of "
            "completion is stated: no light.",
        )
        return Monitored(indicator, actual, None, None, None, None, False, working, tuple(months))
    if done is None and actual.is_blank:
        missing = InsufficientData(
            f"完成情况的记录（期限{due}已到）",
            f"a record of what was done (the deadline, {due}, has come)",
        )
        return _unlit(indicator, actual, missing, months)
    is_kept = done is not None and done <= due
    light = Light.GREEN if is_kept else Light.RED
    if done is None:
        zh, en = "期限已到，没有完成日期", "it has come and no day of completion is stated"
    else:
        zh = f"完成于{actual.date}，{'按期' if is_kept else '逾期'}"
        en = f"done {actual.date}, {'in time' if is_kept else 'late'}"
    working = Message(
        f"期限{due}，{zh}，{light.zh}。", f"The deadline is {due}; {en}: {_LIGHTS_EN[light]} light."
    )
    possibility = Possibility.CERTAIN if is_kept else Possibility.IMPOSSIBLE
    return Monitored(
        indicator, actual, None, light, None, possibility, not is_kept, working, tuple(months)
    )


def _unlit(
    indicator: Indicator | None, actual: Actual, missing: InsufficientData, months: Months
) -> Monitored:
    working = Message(
        f"不能亮灯，缺少：{missing.zh}。", f"No light can be given; what is missing: {missing.en}."
    )
    return Monitored(indicator, actual, None, None, None, None, False, working, tuple(months))


def _with_forecast(
    working: Message,
    expected: Forecast | InsufficientData | None,
    possibility: Possibility | None = None,
) -> Message:
    """The working of the light, then that of the forecast, then what follows from it."""
    zh, en = working
    if isinstance(expected, Forecast):
        zh, en = f"{zh}全年预计：{expected.working.zh}", f"{en} {expected.working.en}"
    elif expected is not None:
        zh = f"{zh}全年预计：不能预计，缺少：{expected.zh}。"
        en = f"{en} There is no forecast; what is missing: {expected.en}."
    if possibility is not None:
        zh = f"{zh}完成目标可能性（推算）：{possibility.value}。"
        likely = _POSSIBILITIES_EN[possibility]
        en = f"{en} Whether the target will be reached, as worked out: {likely}."
    return Message(zh, en)


_POSSIBILITIES_EN = {
    Possibility.CERTAIN: "certain",
    Possibility.POSSIBLE: "possible",
    Possibility.IMPOSSIBLE: "impossible",
}


def _paced(pace: Decimal) -> Decimal:
    return pace.quantize(_CENT, ROUND_HALF_UP)


def _ensure_month(month: int) -> None:
    if not 1 <= month <= _YEAR:
        raise UnusableRequest(
            f"没有{month}月；请填写1至12的月份。",
            f"There is no month {month}; state one from 1 to 12.",
        )
