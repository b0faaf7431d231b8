"""A forecast to the year's end (全年预计) from monthly values: one that can be checked by hand.

Each kind of value has a method of its own, and the working says which. With m months gone, n to
come, S what there is so far:

- payments (``budget`` given): the pace S × 12 ÷ m and the budget that is in force, weighted m to n:
  the more of the year is over, the more the pace counts; margin as for sums, no higher than the
  budget unless the pace itself leads beyond it;
- small counts (whole numbers, fewer than ten a month): S × 12 ÷ m over all months, those without
  a record being months without an event; the interval is the gamma-Poisson distribution of what is
  to come (Jeffreys: shape S + ½, rate m), a negative binomial one, its two tails cut off;
- other sums: S × 12 ÷ m; the months' spread s gives the margin t × s × √(n + n² ÷ m);
- levels (``mean``, ``ratio_of_sums``, ``proportion``): the value so far stays, for what is over is
  fixed and nothing says where the rest will go; with k months that have a value the margin is
  t × s ÷ √k × √(n ÷ (k + n)), the error of the mean times the root of the part still open;
- surveys with a sample: the value so far; the interval is the survey's own times √(n ÷ 12);
- ``latest``: a value that has never fallen (milestones) goes on at its mean step, any other stays;
  margin as for sums, of the steps;
- ``maximum``: the highest value so far, at most the months' mean + t × s.

t is Student's, so that the interval is meant to hold the outcome in 95 of 100 cases. Before the end
of March there is no forecast: too early. Seasons are not looked at; ``jixiao.programme.back_test``
says how good all this was. Results are rounded half up to 0.01; all arithmetic is decimal, so that
every machine gives the same digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise

from jixiao.model.finding import InsufficientData, Message
from jixiao.model.measurement import Sample
from jixiao.model.money import UNIT_WORDS, plain
from jixiao.model.monitoring import Forecast
from jixiao.model.named import NamedTuple

Months = Sequence[tuple[int, Decimal | None]]

EARLIEST = 3  # the first month at whose end anything is forecast
LEVEL = 95  # in per cent: how often the interval is meant to hold the outcome
_YEAR = 12
_FEWEST = 2
_SMALL = 10  # a month; more is no small count
_CENT = Decimal("0.01")
_NOTHING = Decimal(0)
_HALF = Decimal("0.5")
_TAIL = Decimal("0.025")
# Student's t for 95 %, by degrees of freedom from 1 on.
_STUDENT = tuple(
    Decimal(thousandths) / 1000
    for thousandths in (12706, 4303, 3182, 2776, 2571, 2447, 2365, 2306, 2262, 2228, 2201)
)

PAYMENTS = Message("进度与预算加权", "pace and budget, weighted")
COUNT = Message("件数，按累计进度", "a small count, by its pace")
PACE = Message("按累计进度", "by the pace so far")
STEADY = Message("按至今水平", "by the level so far")
SURVEY = Message("按至今调查结果", "by the survey so far")
STEP = Message("按最近数值和月均变动", "by the last value and its mean step")
LAST = Message("按最近数值", "by the last value")
HIGHEST = Message("按已有最高值", "by the highest value so far")


class Margin(NamedTuple):
    """The value expected, and the ends of the interval."""

    value: Decimal
    low: Decimal
    high: Decimal


class _Course(NamedTuple):
    """The year so far: the months with a value, the months gone and to come, the value so far."""

    known: list[tuple[int, Decimal]]
    month: int
    left: int
    done: Decimal

    @property
    def values(self) -> list[Decimal]:
        return [value for _, value in self.known]

    @property
    def all_months(self) -> list[Decimal]:
        """Every month gone, one without a record as one in which nothing was added."""
        of_month = dict(self.known)
        return [of_month.get(at, _NOTHING) for at in range(1, self.month + 1)]


def forecast(
    months: Months,
    month: int,
    roll_up: str = "sum",
    *,
    so_far: Decimal | None = None,
    floor: Decimal | None = None,
    ceiling: Decimal | None = None,
    unit: str = "",
    budget: Decimal | None = None,
    sample: Sample | None = None,
) -> Forecast | InsufficientData:
    """The value expected for the year at the end of ``month``, or what is missing for one.

    ``months`` are the values of single months; later ones than ``month`` are not looked at.
    ``so_far`` is the value from January to ``month`` where it is not simply their sum or mean.
    ``floor`` and ``ceiling`` are bounds that the value cannot pass (0 and 100 of a satisfaction).
    ``budget`` is the budget out of which a sum is paid, ``sample`` the survey behind a proportion,
    both up to ``month``, all in ``unit``.
    """
    known = _known(months, month)
    left = _YEAR - month
    if left == 0 and (so_far is not None or known):
        return _at_the_end([value for _, value in known], roll_up, so_far)
    if month < EARLIEST:
        return InsufficientData(
            f"至少{EARLIEST}个月的情况（时间尚早，不作预计）",
            f"the course of at least {EARLIEST} months (it is too early for a forecast)",
        )
    if roll_up == "sum":
        done = sum((value for _, value in known), _NOTHING) if so_far is None else so_far
    elif known:
        done = _mean([value for _, value in known]) if so_far is None else so_far
    else:
        done = so_far or _NOTHING
    missing = _missing(known, roll_up, done, budget, sample)
    if missing is not None:
        return missing
    course = _Course(known, month, left, done)
    with localcontext() as context:
        context.prec = 28
        margin, how, method = _made(course, roll_up, unit, budget, sample)
        value, low, high = (_within(number, floor, ceiling) for number in margin)
    gap = month - len(known)
    gap_zh = gap_en = ""
    if gap and roll_up != "proportion":
        counted = roll_up == "sum"
        gap_zh = f"{gap}个月没有数值，{'按未发生计' if counted else '未作填补'}；"
        gap_en = f" Months without a value: {gap}, "
        gap_en += "taken as months in which nothing was added." if counted else "not filled in."
    working = Message(
        f"方法：{method.zh}。{how.zh}；{gap_zh}预计{plain(value)}，{LEVEL}%区间{plain(low)}至"
        f"{plain(high)}（未考虑季节；四舍五入至{_CENT}）。",
        f"Method: {method.en}. {how.en}.{gap_en} Expected: {plain(value)}; {LEVEL} % interval "
        f"{plain(low)} to {plain(high)} (seasons are not looked at; rounded half up to {_CENT}).",
    )
    return Forecast(value, low, high, working, method)


def naive(
    months: Months, month: int, roll_up: str = "sum", so_far: Decimal | None = None
) -> Decimal | None:
    """The simplest forecast: a sum goes on as it went, anything else stays as it is.

    A sum so far × 12 ÷ months; of a mean, a ratio or a survey the value so far; the last value,
    the highest.
    """
    known = known_months(months, month)
    if not known and so_far is None:
        return None
    if roll_up == "sum":
        done = sum(known, _NOTHING) if so_far is None else so_far
        return _rounded(done * _YEAR / month)
    if roll_up == "latest" and known:
        return _rounded(known[-1])
    if so_far is not None:
        return _rounded(so_far)
    return _rounded(max(known) if roll_up == "maximum" else _mean(known))


def known_months(months: Months, month: int) -> list[Decimal]:
    """The values there are up to ``month``, in the order of the months."""
    return [value for _, value in _known(months, month)]


def _known(months: Months, month: int) -> list[tuple[int, Decimal]]:
    found = [(at, value) for at, value in months if at <= month and value is not None]
    return sorted(found, key=_at)


def _at(of_month: tuple[int, Decimal]) -> int:
    return of_month[0]


def _missing(
    known: list[tuple[int, Decimal]],
    roll_up: str,
    done: Decimal,
    budget: Decimal | None,
    sample: Sample | None,
) -> InsufficientData | None:
    """What a forecast lacks: a value at all, a first payment, months that can differ."""
    fewest = 1 if roll_up in ("sum", "maximum") or sample is not None else _FEWEST
    if len(known) < fewest:
        return InsufficientData(
            f"至少{fewest}个月的数值（现有{len(known)}个月）",
            f"values of at least {fewest} months (there are {len(known)})",
        )
    if budget is not None and done <= 0:
        return InsufficientData("支出进度（尚无支出）", "a pace: nothing has been paid yet")
    return None


def _made(
    course: _Course,
    roll_up: str,
    unit: str,
    budget: Decimal | None,
    sample: Sample | None,
) -> tuple[Margin, Message, Message]:
    """Forecast, explanation and method by the nature of the value."""
    if roll_up == "sum":
        if budget is not None:
            return (*_payments(course, budget), PAYMENTS)
        if _is_small_count(course, unit):
            return (*_count(course), COUNT)
        return (*_sum(course), PACE)
    if roll_up == "latest":
        never_fell = all(before <= after for before, after in pairwise(course.values))
        return (*_latest(course, never_fell), STEP if never_fell else LAST)
    if roll_up == "maximum":
        return (*_maximum(course), HIGHEST)
    if sample is not None:
        return (*_survey(course, sample), SURVEY)
    return (*_level(course), STEADY)


def _is_small_count(course: _Course, unit: str) -> bool:
    values = [*course.values, course.done]
    is_whole = all(value >= 0 and value == value.to_integral_value() for value in values)
    return unit not in UNIT_WORDS and is_whole and course.done < _SMALL * course.month


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(_CENT, ROUND_HALF_UP)


def _short(number: Decimal) -> str:
    return plain(_rounded(number))


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


def _student(count: int) -> Decimal:
    """Student's t of a spread of ``count`` values."""
    return _STUDENT[min(count - 1, len(_STUDENT)) - 1]


def _margin_of_sum(values: Sequence[Decimal], left: int) -> Decimal:
    """The margin of a sum of ``left`` further months, the doubt about their mean included."""
    doubt = Decimal(left) + Decimal(left**2) / len(values)
    return _student(len(values)) * _spread(values) * doubt.sqrt()


def _how_wide(values: Sequence[Decimal]) -> Message:
    spread, student = _short(_spread(values)), plain(_student(len(values)))
    return Message(
        f"月度标准差{spread}，t＝{student}",
        f"the months' standard deviation is {spread}, t = {student}",
    )


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


def _payments(course: _Course, budget: Decimal) -> tuple[Margin, Message]:
    done, month, left = course.done, course.month, course.left
    pace = done * _YEAR / month
    planned = max(budget, done)
    value = (month * pace + left * planned) / _YEAR
    values = course.all_months
    margin = _margin_of_sum(values, left)
    low, high = value - margin, value + margin
    if not margin:
        # Every month alike: only the two readings differ.
        low, high = min(pace, planned), max(pace, planned)
    if min(values) >= 0:
        low = max(done, low)
    held_zh = held_en = ""
    if pace <= budget < high:
        high = budget
        held_zh, held_en = (
            "，进度未超预算，上限为预算数",
            "; the pace keeps the budget, which is the upper end",
        )
    wide = _how_wide(values)
    how = Message(
        f"累计{_short(done)}，按进度外推{_short(done)}×12÷{month}＝{_short(pace)}，当时的全年预算数"
        f"{_short(budget)}，按{month}：{left}加权；{wide.zh}{held_zh}",
        f"{_short(done)} so far, by the pace {_short(done)} × 12 ÷ {month} = {_short(pace)}, "
        f"budget in force {_short(budget)}, weighted {month} to {left}; {wide.en}{held_en}",
    )
    return Margin(value, low, high), how


def _count(course: _Course) -> tuple[Margin, Message]:
    done, month, left = course.done, course.month, course.left
    value = done * _YEAR / month
    low, high = (done + to_come for to_come in _to_come(int(done), month, left))
    how = Message(
        f"前{month}个月共{plain(done)}，{plain(done)}×12÷{month}；件数少，没有比累计进度更准的"
        "推算，余月件数的区间按伽马－泊松分布",
        f"{plain(done)} in {month} months, {plain(done)} × 12 ÷ {month}; for so few nothing does "
        "better than the simple pace; the interval of what is to come is gamma-Poisson",
    )
    # Between whole numbers the pace may lie above the upper end; then it is that end.
    return Margin(value, min(low, value), max(high, value)), how


def _to_come(done: int, month: int, left: int) -> tuple[int, int]:
    """The counts at the two ends of what ``left`` months may bring, after ``done`` in ``month``.

    Negative binomial: shape ``done`` + ½, probability month ÷ 12.
    """
    ends = []
    shape = done + _HALF
    probability = Decimal(month) / (month + left)
    for tail in (_TAIL, 1 - _TAIL):
        count = 0
        term = probability**done * probability.sqrt()
        reached = term
        while reached < tail:
            term = term * (count + shape) / (count + 1) * (1 - probability)
            count += 1
            reached += term
        ends.append(count)
    return ends[0], ends[1]


def _sum(course: _Course) -> tuple[Margin, Message]:
    done, month = course.done, course.month
    values = course.all_months
    value = done * _YEAR / month
    margin = _margin_of_sum(values, course.left)
    low = value - margin
    if min(values) >= 0:
        low = max(done, low)
    wide = _how_wide(values)
    how = Message(
        f"累计{_short(done)}×12÷{month}（没有更准的推算）；{wide.zh}",
        f"{_short(done)} so far × 12 ÷ {month} (nothing does better than that); {wide.en}",
    )
    return Margin(value, min(low, value), max(value, value + margin)), how


def _level(course: _Course) -> tuple[Margin, Message]:
    values, left = course.values, Decimal(course.left)
    count = len(values)
    open_part = (left / (count + left)).sqrt()
    margin = _student(count) * _spread(values) / Decimal(count).sqrt() * open_part
    value = course.done
    wide = _how_wide(values)
    how = Message(
        f"至今{_short(value)}，余{course.left}个月视为同一水平；{count}个月的{wide.zh}，"
        "平均数的误差乘以余月占比的平方根",
        f"{_short(value)} so far, taken to go on for {course.left} months; of {count} months "
        f"{wide.en}: the error of their mean, times the root of the part still open",
    )
    return Margin(value, value - margin, value + margin), how


def _survey(course: _Course, sample: Sample) -> tuple[Margin, Message]:
    value = course.done
    open_part = (Decimal(course.left) / _YEAR).sqrt()
    low = value - max(_NOTHING, value - sample.low) * open_part
    high = value + max(_NOTHING, sample.high - value) * open_part
    how = Message(
        f"至今{_short(value)}（有效答卷{sample.answers}份，{_short(sample.low)}至{_short(sample.high)}）；"
        f"已答的不再变，区间乘以余{course.left}个月占比的平方根",
        f"{_short(value)} so far ({sample.answers} answers, {_short(sample.low)} to "
        f"{_short(sample.high)}); answers given stay, so the interval is taken times the root of "
        f"the share of the {course.left} months still open",
    )
    return Margin(value, low, high), how


def _latest(course: _Course, never_fell: bool) -> tuple[Margin, Message]:
    steps = [
        (after - before) / (at - earlier)
        for (earlier, before), (at, after) in pairwise(course.known)
    ]
    (first, begun), (last, value) = course.known[0], course.known[-1]
    step = (value - begun) / (last - first) if never_fell else _NOTHING
    left = _YEAR - last
    # Of a single step there is no spread: the step itself is taken for it.
    spread = _spread(steps) if len(steps) > 1 else abs(steps[0])
    student = _student(max(_FEWEST, len(steps)))
    margin = student * spread * (Decimal(left) + Decimal(left**2) / len(steps)).sqrt()
    expected = value + left * step
    low = expected - margin
    if never_fell:
        low = max(value, low)
    goes_zh = f"，逐月未降，月均增加{_short(step)}" if never_fell else "，有升有降，视为不变"
    goes_en = (
        f", never fell, grows by {_short(step)} a month on the mean"
        if never_fell
        else ", rises and falls, taken to stay"
    )
    how = Message(
        f"最近数值{_short(value)}（{last}月）{goes_zh}；逐月变动的标准差{_short(spread)}，"
        f"t＝{plain(student)}",
        f"The last value is {_short(value)} (month {last}){goes_en}; the standard deviation of its "
        f"steps is {_short(spread)}, t = {plain(student)}",
    )
    return Margin(expected, low, expected + margin), how


def _maximum(course: _Course) -> tuple[Margin, Message]:
    values = course.values
    highest = max(values)
    reach = highest
    if len(values) > 1:
        reach = _mean(values) + _student(len(values)) * _spread(values)
    how = Message(
        f"已有的最高值{_short(highest)}；{len(values)}个月平均加t×标准差为{_short(reach)}",
        f"The highest value so far, {_short(highest)}; the mean of {len(values)} months and t × "
        f"their standard deviation make {_short(reach)}",
    )
    return Margin(highest, highest, max(highest, reach)), how
