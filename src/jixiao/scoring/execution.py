"""The budget execution rate (预算执行率) and its points.

rate = paid ÷ adjusted budget (全年执行数 ÷ 全年预算数), points = weight × rate, never above the
weight, rounded half up to ``norms.points_step``; a negative payment counts as 0. The row of
年度资金总额 counts, as printed. Where that row says 0 while its parts are filled in, both values
are told: the points follow the row as printed (0), and the difference is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jixiao.model.evaluation import ExecutionRow, Points
from jixiao.model.finding import Duty, InsufficientData, Message
from jixiao.model.money import plain
from jixiao.model.named import NamedTuple
from jixiao.regulations.parameter import Norms
from jixiao.scoring.points import (
    NOTHING,
    given,
    how_rounded,
    per_cent,
    share_of,
    withheld,
)

EXECUTION = "预算执行率 · budget execution rate"

_TOTALS = ("总额", "合计", "总计", "资金总", "整体支出")


class FilledParts(NamedTuple):
    """What the parts of a total add up to (各分项合计)."""

    labels: tuple[str, ...]
    adjusted: Decimal
    paid: Decimal


def total_row(funds: Sequence[ExecutionRow]) -> ExecutionRow | None:
    """The row that holds the year's funds: that of the total, else the only one there is."""
    for row in funds:
        if any(word in row.label for word in _TOTALS):
            return row
    return funds[0] if len(funds) == 1 else None


def points_by_parts(funds: Sequence[ExecutionRow], weight: Decimal, norms: Norms) -> Decimal | None:
    """The points that the parts of a total printed as 0 give; None where it is not so printed."""
    parts = filled_parts(funds)
    if parts is None:
        return None
    return share_of(weight, max(NOTHING, parts.paid), parts.adjusted, norms)


def filled_parts(funds: Sequence[ExecutionRow]) -> FilledParts | None:
    """The sum of the parts where the total's row says 0 and they do not; None otherwise."""
    total = total_row(funds)
    if total is None or total.adjusted != 0:
        return None
    filled = [row for row in funds if row is not total and row.adjusted and row.paid is not None]
    if not filled:
        return None
    adjusted = sum((row.adjusted or NOTHING for row in filled), NOTHING)
    paid = sum((row.paid or NOTHING for row in filled), NOTHING)
    labels = tuple(row.label.strip() for row in filled)
    return FilledParts(labels, adjusted, paid) if adjusted > 0 else None


def execution_rate(row: ExecutionRow | None) -> Decimal | None:
    """Paid over adjusted budget, a ratio; None where it cannot be worked out."""
    if row is None or not row.adjusted or row.paid is None or row.adjusted < 0:
        return None
    return row.paid / row.adjusted


def stated_weight(funds: Sequence[ExecutionRow]) -> Decimal | None:
    """The points (分值) a form states for the execution rate, in the total's row or another."""
    total = total_row(funds)
    if total is not None and total.weight is not None:
        return total.weight
    return next((row.weight for row in funds if row.weight is not None), None)


def stated_points(funds: Sequence[ExecutionRow]) -> Decimal | None:
    """The points (得分) a form states for the execution rate, in the total's row."""
    total = total_row(funds)
    return total.points if total is not None else None


def execution_points(
    funds: Sequence[ExecutionRow], norms: Norms, unit: str = "", weight: Decimal | None = None
) -> Points:
    """The points of the execution rate, with the working. ``unit`` is that of the amounts."""
    if weight is None:
        stated = stated_weight(funds)
        weight = norms.execution_weight if stated is None else stated
    row = total_row(funds)
    if row is None:
        return withheld(
            weight,
            EXECUTION,
            InsufficientData("年度资金总额一行", "the row of the year's funds (年度资金总额)"),
        )
    if row.adjusted is None or row.paid is None:
        empty_zh = "、".join(
            name
            for name, amount in (("全年预算数", row.adjusted), ("全年执行数", row.paid))
            if amount is None
        )
        empty_en = " and ".join(
            name
            for name, amount in (("the adjusted budget", row.adjusted), ("the payments", row.paid))
            if amount is None
        )
        return withheld(
            weight,
            EXECUTION,
            InsufficientData(f"{empty_zh}（空白不按0计）", f"{empty_en} (a blank is not 0)"),
        )
    parts = filled_parts(funds)
    if parts is not None:
        return _as_printed(row.paid, parts, weight, norms, unit)
    if row.adjusted <= 0:
        return withheld(
            weight,
            EXECUTION,
            InsufficientData(
                f"大于0的全年预算数（所填为{plain(row.adjusted)}，执行数为{plain(row.paid)}，执行率"
                "无法计算）",
                f"an adjusted budget above 0 (it is {plain(row.adjusted)}, the payments are "
                f"{plain(row.paid)}; there is no rate)",
            ),
        )
    return _by_rate(row, row.adjusted, row.paid, weight, norms, unit)


def _by_rate(
    row: ExecutionRow,
    adjusted: Decimal,
    paid: Decimal,
    weight: Decimal,
    norms: Norms,
    unit: str,
) -> Points:
    counted = max(NOTHING, paid)
    points = share_of(weight, counted, adjusted, norms)
    how = how_rounded(norms)
    rate = per_cent(counted, adjusted)
    as_zero_zh = "（负数按0计）" if paid < 0 else ""
    as_zero_en = " (a negative amount counts as 0)" if paid < 0 else ""
    capped_zh = "，超过100%的按100%计" if paid > adjusted else ""
    capped_en = ", counted as 100%" if paid > adjusted else ""
    working = Message(
        f"执行率＝全年执行数{plain(paid)}{unit}{as_zero_zh}÷全年预算数{plain(adjusted)}{unit}＝{rate}"
        f"{capped_zh}；得分＝{plain(weight)}×{plain(min(counted, adjusted))}÷{plain(adjusted)}"
        f"＝{plain(points)}{how.zh}。",
        f"Execution rate = {plain(paid)}{unit}{as_zero_en} paid ÷ {plain(adjusted)}{unit} adjusted "
        f"budget = {rate}{capped_en}. Points = {plain(weight)} × {plain(min(counted, adjusted))} ÷ "
        f"{plain(adjusted)} = {plain(points)}{how.en}.",
    )
    return given(points, weight, EXECUTION, working, tuple(_duties(row, adjusted, paid, norms)))


def _duties(row: ExecutionRow, adjusted: Decimal, paid: Decimal, norms: Norms) -> list[Duty]:
    """What must be explained beside the points."""
    limit = norms.execution_reason_below
    asked = plain((limit * 100).normalize())
    duties = []
    if paid < limit * adjusted:
        duties.append(
            Duty(
                f"执行率低于{asked}%，须说明原因。",
                f"The execution rate is below {asked}%: the reason must be stated.",
            )
        )
    if paid > adjusted:
        duties.append(
            Duty(
                f"全年执行数{plain(paid)}大于全年预算数{plain(adjusted)}，须核实并说明。",
                f"More was paid ({plain(paid)}) than the adjusted budget ({plain(adjusted)}): to "
                "be verified and explained.",
            )
        )
    initial = row.initial
    if initial is not None and adjusted < initial and paid < limit * initial:
        rate = per_cent(paid, initial)
        duties.append(
            Duty(
                f"全年预算数由年初的{plain(initial)}调减为{plain(adjusted)}；按年初预算数计，执行率为"
                f"{rate}，调整的依据和原因须说明。",
                f"The budget was cut from {plain(initial)} to {plain(adjusted)} in the year; "
                f"against the initial budget the rate is {rate}: the ground of the change must be "
                "stated.",
            )
        )
    return duties


def _as_printed(
    paid: Decimal, parts: FilledParts, weight: Decimal, norms: Norms, unit: str
) -> Points:
    """No points, as the total's row says 0; beside them what the parts would give."""
    labels = "、".join(parts.labels)
    adjusted_sum, paid_sum = plain(parts.adjusted), plain(parts.paid)
    rate = per_cent(max(NOTHING, parts.paid), parts.adjusted)
    otherwise = share_of(weight, max(NOTHING, parts.paid), parts.adjusted, norms)
    working = Message(
        f"年度资金总额一行全年预算数为0、全年执行数为{plain(paid)}，按此行计得0分；分项（{labels}）合计全年"
        f"预算数{adjusted_sum}{unit}、全年执行数{paid_sum}{unit}，执行率{rate}，按分项计得"
        f"{plain(otherwise)}分。以何者为准须由填报单位确认。",
        f"The row of the year's funds says 0 budget and {plain(paid)} paid: 0 points by this row. "
        f"Its parts ({labels}) add up to {adjusted_sum}{unit} budget and {paid_sum}{unit} paid, "
        f"{rate}: {plain(otherwise)} points by the parts. Which holds is for the unit to confirm.",
    )
    return given(NOTHING, weight, EXECUTION, working)
