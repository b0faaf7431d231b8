"""The figures a report (绩效报告) speaks of, worked out from score sheets: nothing is estimated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from jixiao.model.evaluation import Actual, EvaluatedIndicator, ExecutionRow, ScoredRow, ScoreSheet
from jixiao.model.finding import Message
from jixiao.model.money import MoneyUnit, plain
from jixiao.model.named import NamedTuple
from jixiao.model.terms import CATEGORY_LABELS, CATEGORY_OF_KIND, Category, Kind
from jixiao.model.value import Comparator, TargetValue
from jixiao.scoring.execution import filled_parts, total_row

ZERO = Decimal(0)
_CENT = Decimal("0.01")
_DOWN = (Comparator.AT_MOST, Comparator.LESS_THAN)
_ORDER = (
    Category.INPUT,
    Category.COST,
    Category.OUTPUT,
    Category.BENEFIT,
    Category.SATISFACTION,
)
EXECUTION = Message("预算执行率", "budget execution")


class State(StrEnum):
    """What came of a row of a score sheet."""

    FULL = "full"  # 得满分
    SHORT = "short"  # 未得满分
    OPEN = "open"  # 未能计分
    OUT = "out"  # 不参与计分


class Figures(NamedTuple):
    """The points of some rows together: how many they are, what came of them."""

    label: Message
    rows: tuple[ScoredRow, ...]
    weight: Decimal
    points: Decimal
    open_weight: Decimal
    full: int
    short: int
    open: int

    @property
    def is_open(self) -> bool:
        """None of the rows has points."""
        return self.open_weight > 0 and self.open_weight == self.weight

    @property
    def rate(self) -> Decimal | None:
        """得分率: the points in per cent of the weight of the rows that have points."""
        return per_cent(self.points, self.weight - self.open_weight)


class Distance(NamedTuple):
    """How far an actual value is from its target: what is lacking, or by how much it is above."""

    amount: Decimal
    unit: str
    share: Decimal | None  # in per cent of the target
    is_above: bool


def state_of(row: ScoredRow) -> State:
    """What came of the row."""
    if not row.is_counted:
        return State.OUT
    points = row.points.points
    if points is None:
        return State.OPEN
    return State.FULL if points >= row.points.weight else State.SHORT


def rows_in(sheet: ScoreSheet, state: State) -> list[ScoredRow]:
    """The rows of a sheet of which this came."""
    return [row for row in sheet.rows if state_of(row) is state]


def figures_of(label: Message, rows: Iterable[ScoredRow]) -> Figures:
    """The figures of those rows that count."""
    counted = tuple(row for row in rows if row.is_counted)
    states = [state_of(row) for row in counted]
    return Figures(
        label,
        counted,
        sum((row.points.weight for row in counted), ZERO),
        sum((row.points.points or ZERO for row in counted), ZERO),
        sum((row.points.weight for row in counted if row.points.points is None), ZERO),
        states.count(State.FULL),
        states.count(State.SHORT),
        states.count(State.OPEN),
    )


def by_class(sheets: Iterable[ScoreSheet]) -> list[Figures]:
    """The figures of each level-1 class, in the order of the national form, unknown ones last."""
    classes: dict[Category | str, list[ScoredRow]] = {category: [] for category in _ORDER}
    for sheet in sheets:
        for row in sheet.rows:
            classes.setdefault(_class_of(row), []).append(row)
    return [
        figures_of(
            Message(*CATEGORY_LABELS[label])
            if isinstance(label, Category)
            else Message(label or "未写一级指标", label or "no level 1"),
            rows,
        )
        for label, rows in classes.items()
        if rows
    ]


def _class_of(row: ScoredRow) -> Category | str:
    indicator = row.row.indicator
    if indicator.is_satisfaction:
        return Category.SATISFACTION
    if indicator.category is not None:
        return indicator.category
    if indicator.kind is not None:
        return CATEGORY_OF_KIND[indicator.kind]
    return indicator.level1


def execution_figures(sheets: Sequence[ScoreSheet]) -> Figures:
    """The points of the execution rate, as if it were a class."""
    own = [sheet.execution for sheet in sheets]
    states = [p.points is not None and p.points >= p.weight for p in own if p.points is not None]
    return Figures(
        EXECUTION,
        (),
        sum((p.weight for p in own), ZERO),
        sum((p.points or ZERO for p in own), ZERO),
        sum((p.weight for p in own if p.points is None), ZERO),
        states.count(True),
        states.count(False),
        len(own) - len(states),
    )


def by_method(sheets: Iterable[ScoreSheet]) -> list[Figures]:
    """The figures of each method of scoring, in the order the sheets use them."""
    methods: dict[str, list[ScoredRow]] = {}
    for sheet in sheets:
        for row in sheet.rows:
            if row.is_counted and row.points.points is not None:
                methods.setdefault(row.points.method, []).append(row)
    return [figures_of(_both(method), rows) for method, rows in methods.items()]


def _both(method: str) -> Message:
    """A method's name in both languages: “正向比例 · positive”."""
    zh, _, en = method.partition(" · ")
    return Message(zh, en or zh)


def main_funds(sheet: ScoreSheet) -> ExecutionRow | None:
    """The row of the funds that stands for all; where it says 0 and its parts do not, their sum."""
    funds = sheet.evaluation.funds
    row, parts = total_row(funds), filled_parts(funds)
    if row is None or parts is None:
        return row
    return replace(row, initial=None, adjusted=parts.adjusted, paid=parts.paid)


def execution_rate(row: ExecutionRow | None) -> Decimal | None:
    """全年执行数 of 全年预算数 in per cent; None where one is missing or nothing was budgeted."""
    if row is None or row.paid is None or row.adjusted is None:
        return None
    return per_cent(row.paid, row.adjusted)


def common_unit(sheets: Iterable[ScoreSheet]) -> MoneyUnit | None:
    """The money unit all sheets state their funds in; None where they differ or state none."""
    units = {sheet.evaluation.unit for sheet in sheets}
    return units.pop() if len(units) == 1 else None


def per_cent(part: Decimal, whole: Decimal) -> Decimal | None:
    """``part`` in per cent of ``whole``, to two places; None where ``whole`` is not above 0."""
    if whole <= 0:
        return None
    return (part * 100 / whole).quantize(_CENT, ROUND_HALF_UP)


def mean(whole: Decimal, count: int) -> Decimal:
    """``whole`` divided by ``count``, to two places."""
    return (whole / count).quantize(_CENT, ROUND_HALF_UP)


def percentage(number: Decimal | None) -> str:
    """``97.5%``; a dash where there is none."""
    return "—" if number is None else f"{plain(number)}%"


def distance_of(row: EvaluatedIndicator) -> Distance | None:
    """How far the actual value is from the target; None where they are no two like numbers."""
    value, actual = row.indicator.value, row.actual
    if value.number is None or value.upper is not None or actual.number is None:
        return None
    if not _is_alike(value, actual):
        return None
    difference = actual.number - value.number
    share = per_cent(abs(difference), value.number)
    return Distance(abs(difference), value.unit or "", share, difference > 0)


def _is_alike(value: TargetValue, actual: Actual) -> bool:
    return not actual.unit or actual.unit == (value.unit or "")


def over_achieved(row: ScoredRow, ratio: Decimal) -> Decimal | None:
    """The actual value in per cent of a target it passes by ``ratio`` or more, else None.

    Only where more is better; a satisfaction has a scale of its own.
    """
    value, actual = row.row.indicator.value, row.row.actual
    if not row.is_counted or value.number is None or actual.number is None or value.number <= 0:
        return None
    if is_reverse(row.row) or row.row.indicator.is_satisfaction:
        return None
    if value.upper is not None or not _is_alike(value, actual):
        return None
    return per_cent(actual.number, value.number) if actual.number >= ratio * value.number else None


def is_reverse(row: EvaluatedIndicator) -> bool:
    """Less is better: by the sign, without one for costs and timeliness."""
    comparator = row.indicator.value.comparator
    if comparator is not None:
        return comparator in _DOWN
    return row.indicator.is_cost or row.indicator.kind is Kind.TIMELINESS
