"""A chart of one monitored value as SVG: its months, the target line, the forecast interval.

No colour alone says anything: what is done is a solid line with dots, the target long dashes, the
forecast dots within a hatched fan, or a bar; a month without a value is marked 缺. The figures
stand in the chart's description too.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from html import escape

from jixiao.model.money import plain
from jixiao.model.monitoring import Forecast, Monitored
from jixiao.model.named import NamedTuple
from jixiao.writers.form_text import writable
from jixiao.writers.monitoring_layout import interval, rounded

WIDTH, HEIGHT = 380, 190
LEFT, RIGHT, TOP, BOTTOM = 62, 78, 16, 28
MONTHS = 12
LINE = 11  # from one label to the next
HATCH = (
    '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
    '<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="5" height="5" fill="#eef2f7"/>'
    '<path d="M0 0V5" stroke="#8aa0b8" stroke-width="1.2"/></pattern></defs></svg>'
)


class Course(NamedTuple):
    """The values to draw, month by month, and whether each is the sum of all before it."""

    values: tuple[tuple[int, Decimal | None], ...]
    is_cumulative: bool


def course_of(row: Monitored) -> Course:
    """The months of ``row``: added up where the year is their sum, else as they are."""
    known = [value for _, value in row.months if value is not None]
    total = sum(known, Decimal(0))
    adds_up = row.indicator is None or row.roll_up == "sum"
    if not row.roll_up and not adds_up:
        adds_up = row.actual.number is not None and total == row.actual.number
    if not adds_up:
        return Course(row.months, False)
    values: list[tuple[int, Decimal | None]] = []
    reached = Decimal(0)
    for month, value in row.months:
        reached += value or 0
        values.append((month, None if value is None else reached))
    return Course(tuple(values), True)


def target_number(row: Monitored) -> Decimal | None:
    """The target in the actual value's unit; None where the two cannot be drawn together."""
    if row.indicator is None:
        return None
    value, unit = row.indicator.value, row.actual.unit
    if value.upper is not None or value.is_ambiguous_share:
        return None
    if unit is None or unit == value.unit:
        return value.number
    return value.whole_number if unit == value.counting_unit else None


def chart(row: Monitored, target: Decimal | None, name: str) -> str:
    """The chart, or nothing where no month has a value."""
    course = course_of(row)
    if all(value is None for _, value in course.values):
        return ""
    scale = _Scale(row, target, course)
    parts = [scale.axes(course), scale.target(target, course)]
    parts.append(scale.forecast(row.forecast, course))
    parts += [scale.done(course), scale.labels(target, row.forecast)]
    told = escape(writable(description(row, target, name)))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{told}">'
        f"<title>{told}</title>{''.join(parts)}</svg>"
    )


def description(row: Monitored, target: Decimal | None, name: str) -> str:
    """The chart in words, Chinese and English."""
    course = course_of(row)
    unit = row.actual.unit or ""
    kind = ("累计", "cumulative") if course.is_cumulative else ("各月", "month by month")
    known = [(month, value) for month, value in course.values if value is not None]
    missing = [str(month) for month, value in course.values if value is None]
    last, value = known[-1]
    zh = [f"{name}：{kind[0]}，{last}月{plain(value)}{unit}"]
    en = [f"{kind[1]}, month {last}: {plain(value)}"]
    if target is not None:
        zh.append(f"目标{plain(target)}{unit}")
        en.append(f"target {plain(target)}")
    if row.forecast is not None:
        span = interval(row.forecast)
        zh.append(f"全年预计{rounded(row.forecast.value)}{unit}（{span}）")
        en.append(f"expected {rounded(row.forecast.value)} ({span})")
    if missing:
        zh.append(f"缺{'、'.join(missing)}月数据")
        en.append(f"months missing: {', '.join(missing)}")
    return f"{'，'.join(zh)}。{'; '.join(en)}."


class _Scale:
    """Where months and values lie on the chart, and its parts."""

    def __init__(self, row: Monitored, target: Decimal | None, course: Course) -> None:
        seen = [value for _, value in course.values if value is not None]
        if target is not None:
            seen.append(target)
        if row.forecast is not None:
            seen += [row.forecast.low, row.forecast.high, row.forecast.value]
        low, high = min(seen), max(seen)
        if course.is_cumulative:
            low = min(low, Decimal(0))
        margin = (high - low) / 10 or abs(high) / 10 or Decimal(1)
        self.high = high + margin
        self.low = low if course.is_cumulative else low - margin
        self.begin = (0, Decimal(0)) if course.is_cumulative else None

    def x(self, month: float) -> str:
        return f"{LEFT + (WIDTH - LEFT - RIGHT) * month / MONTHS:.1f}"

    def y(self, value: Decimal) -> str:
        share = float((self.high - value) / (self.high - self.low))
        return f"{TOP + (HEIGHT - TOP - BOTTOM) * share:.1f}"

    def axes(self, course: Course) -> str:
        base = HEIGHT - BOTTOM
        values = dict(course.values)
        labels = "".join(
            f'<text x="{self.x(month)}" y="{base + 13}" text-anchor="middle">{month}</text>'
            + (
                f'<text class="missing" x="{self.x(month)}" y="{base - 3}"'
                ' text-anchor="middle">缺</text>'
                if month in values and values[month] is None
                else ""
            )
            for month in range(1, MONTHS + 1)
        )
        ends = "".join(
            f'<text x="{LEFT - 5}" y="{self.y(value)}" text-anchor="end" dy="3">{_short(value)}'
            f'</text><path class="axis" d="M{LEFT - 3} {self.y(value)}h3"/>'
            for value in self.ticks()
        )
        return (
            f'<path class="axis" d="M{LEFT} {TOP}V{base}H{WIDTH - RIGHT}"/>{labels}{ends}'
            f'<text x="{WIDTH - RIGHT + 16}" y="{base + 13}">月 month</text>'
        )

    def ticks(self) -> Iterator[Decimal]:
        """Round figures for the axis, about four of them."""
        span = self.high - self.low
        power = Decimal(1).scaleb((span / 4).adjusted())
        step = next(power * n for n in (1, 2, 5, 10) if power * n * 4 >= span)
        value = (self.low / step).to_integral_value(ROUND_CEILING) * step
        while value <= self.high:
            yield value
            value += step

    def target(self, target: Decimal | None, course: Course) -> str:
        if target is None:
            return ""
        start = Decimal(0) if course.is_cumulative else target
        line = f"M{self.x(0)} {self.y(start)}L{self.x(MONTHS)} {self.y(target)}"
        return f'<path class="target" d="{line}"/>'

    def forecast(self, expected: Forecast | None, course: Course) -> str:
        """The year's value with its interval; a fan leads to it where the months add up to it."""
        month, value = [(month, v) for month, v in course.values if v is not None][-1]
        if expected is None or month >= MONTHS:
            return ""
        begin, end = f"{self.x(month)} {self.y(value)}", self.x(MONTHS)
        low, high = self.y(expected.low), self.y(expected.high)
        middle, left = self.y(expected.value), f"{float(end) - 4:.1f}"
        fan = (
            f'<path class="fan" d="M{begin}L{end} {low}V{high}Z"/>'
            f'<path class="expected" d="M{begin}L{end} {middle}"/>'
        )
        return (
            f"{fan if course.is_cumulative else ''}"
            f'<path class="bar" d="M{end} {low}V{high}M{left} {low}h8M{left} {high}h8"/>'
            f'<circle class="dots" cx="{end}" cy="{middle}" r="2.6"/>'
        )

    def labels(self, target: Decimal | None, expected: Forecast | None) -> str:
        """What stands beside the right end, the upper above the lower, one clear of the other."""
        ends = []
        if target is not None:
            ends.append((float(self.y(target)), f"目标 {_short(target)}"))
        if expected is not None:
            ends.append((float(self.y(expected.value)), f"预计 {_short(expected.value)}"))
        ends.sort()
        if len(ends) == 2 and ends[1][0] - ends[0][0] < LINE:
            middle = (ends[0][0] + ends[1][0]) / 2
            ends = [(middle - LINE / 2, ends[0][1]), (middle + LINE / 2, ends[1][1])]
        return "".join(
            f'<text x="{WIDTH - RIGHT + 8}" y="{y:.1f}" dy="3">{text}</text>' for y, text in ends
        )

    def done(self, course: Course) -> str:
        """The line of what is done; it stops where a month has no value and begins again after."""
        lines: list[list[str]] = [[]]
        if self.begin is not None:
            lines[-1].append(f"{self.x(0)} {self.y(self.begin[1])}")
        dots = []
        for month, value in course.values:
            if value is None:
                lines.append([])
                continue
            lines[-1].append(f"{self.x(month)} {self.y(value)}")
            dots.append(f'<circle cx="{self.x(month)}" cy="{self.y(value)}" r="2.6"/>')
        paths = "".join(
            f'<path class="done" d="M{"L".join(line)}"/>' for line in lines if len(line) > 1
        )
        return f'{paths}<g class="dots">{"".join(dots)}</g>'


def _short(value: Decimal) -> str:
    """A figure beside an axis: no more digits than help."""
    if abs(value) >= 100_000:
        return f"{rounded(value / 10_000)}万"
    return plain(value.quantize(Decimal(1))) if abs(value) >= 1000 else rounded(value)
