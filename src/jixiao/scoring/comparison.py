"""The scores of one project beside each other (评分比较), and the department's re-check (复核).

A re-check may only lower points, each time with a reason. A comparison states the difference of
the totals and of the rows for every two sides, and which of them need a reason
(``norms.score_difference_bounds``, another grade, or any lowering by a re-check). Rows of unequal
weight are compared by 得分率, points in per cent of the weight. Nothing is said about who is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from jixiao.model.assessment import (
    EvaluationSheet,
    Lowering,
    Recheck,
    RecheckedRow,
    ScoreComparison,
    ScoreDifference,
    Side,
)
from jixiao.model.evaluation import ScoreSheet
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Message
from jixiao.model.framework import EvaluationItem
from jixiao.model.money import plain
from jixiao.model.named import NamedTuple
from jixiao.regulations.parameter import Norms
from jixiao.scoring.grade import grade_of
from jixiao.scoring.points import NOTHING

TOTAL = "总分"
EXECUTION_KIND = "execution"
_EXECUTION = Message("预算执行率", "budget execution rate")
_SAME_GRADE = Message("", "")

Reasons = Mapping[tuple[Side, Side, str], str]
"""Reasons stated: the two sides in the order of the procedure, the row (:data:`TOTAL` for all)."""


class _Score(NamedTuple):
    """A row of one side: its key there, what it is about, its points and its weight."""

    key: str
    kind: str
    label: Message
    points: Decimal | None
    weight: Decimal


class _Scores(NamedTuple):
    """One side: its total, its grade, its rows; the items where it follows the framework."""

    side: Side
    total: Decimal | None
    weight: Decimal
    grade: Message | None
    rows: tuple[_Score, ...]
    items: tuple[EvaluationItem, ...]


def recheck(sheet: ScoreSheet, lowerings: Iterable[Lowering], norms: Norms) -> Recheck:
    """The self-evaluation with the points that the re-check lowers.

    Raises UnusableRequest for points that are raised, unchanged or below 0, for a missing reason or
    role, for a row that is not there, and for one that has no points.
    """
    by_row: dict[int, Lowering] = {}
    for lowering in lowerings:
        if lowering.row in by_row:
            raise UnusableRequest(
                f"第{lowering.row}行“{lowering.indicator}”复核了两次；请只保留一次。",
                f"row {lowering.row}, “{lowering.indicator}”, is re-checked twice; keep one",
            )
        by_row[lowering.row] = lowering
    rows = []
    for score in _self_scores(sheet):
        row = int(score.key)
        rows.append(_rechecked(row, score, by_row.pop(row, None)))
    for row, lowering in by_row.items():
        raise UnusableRequest(
            f"自评表没有参与计分的第{row}行“{lowering.indicator}”；请核对行号（0为预算执行率）。",
            f"the self-evaluation has no scored row {row}, “{lowering.indicator}”; check the "
            "number (0 is the execution rate)",
        )
    taken_off = sum(
        (
            row.before - row.after
            for row in rows
            if row.before is not None and row.after is not None
        ),
        NOTHING,
    )
    total = None if sheet.total is None else sheet.total - taken_off
    grade = grade_of(total, norms) if total is not None else None
    return Recheck(sheet, tuple(rows), total, grade, _recheck_working(sheet, total, taken_off))


def compare(
    sheet: ScoreSheet,
    others: Sequence[Recheck | EvaluationSheet],
    norms: Norms,
    reasons: Reasons | None = None,
) -> ScoreComparison:
    """The self-evaluation beside the re-check and the evaluations of the same project.

    Raises UnusableRequest where two are of one side, one is of another project or year, or a reason
    belongs to no difference.
    """
    for other in others:
        _check_same_project(sheet, other)
    sides = [_of_self(sheet), *(_of_other(other) for other in others)]
    sides.sort(key=lambda scores: list(Side).index(scores.side))
    for first, second in combinations(sides, 2):
        if first.side is second.side:
            raise UnusableRequest(
                f"有两份{first.side.label()}；请只保留一份。",
                f"there are two of {first.side.label('en')}; keep one",
            )
    stated = {**_reasons_of_lowering(others), **(reasons or {})}
    totals: list[ScoreDifference] = []
    rows: list[ScoreDifference] = []
    apart: list[Message] = []
    for first, second in combinations(sides, 2):
        totals.append(_total_difference(first, second, norms, stated))
        pairs = tuple(_pairs(first, second))
        rows += [
            _difference(first.side, second.side, one, other, norms, stated) for one, other in pairs
        ]
        apart += _without_counterpart(first, second, pairs)
    for (one_side, other_side, row), reason in stated.items():
        raise UnusableRequest(
            f"{one_side.label()}与{other_side.label()}之间没有“{row}”一行，无法放置理由“{reason}”；请核对。",
            f"there is no row “{row}” between {one_side.label('en')} and "
            f"{other_side.label('en')} for the reason “{reason}”; check the row",
        )
    told = tuple((scores.side, scores.total, scores.grade) for scores in sides)
    return ScoreComparison(sheet.evaluation.title, told, tuple(totals), tuple(rows), tuple(apart))


def _reasons_of_lowering(
    others: Sequence[Recheck | EvaluationSheet],
) -> dict[tuple[Side, Side, str], str]:
    """The reasons that a re-check gives with its lowerings are those of its differences."""
    found: dict[tuple[Side, Side, str], str] = {}
    for other in others:
        lowerings = [
            row.lowering
            for row in (other.rows if isinstance(other, Recheck) else ())
            if row.lowering is not None
        ]
        for lowering in lowerings:
            found[Side.SELF, Side.RECHECK, str(lowering.row)] = lowering.reason
        if lowerings:
            together = "；".join(f"{low.indicator}：{low.reason.strip()}" for low in lowerings)
            found[Side.SELF, Side.RECHECK, TOTAL] = together
    return found


def _rechecked(row: int, score: _Score, lowering: Lowering | None) -> RecheckedRow:
    name = score.label.zh
    if lowering is None:
        if score.points is None:
            working = Message("自评未计分，复核未改。", "No points; unchanged by the re-check.")
        else:
            working = Message(
                f"维持{plain(score.points)}分。", f"{plain(score.points)} points stand."
            )
        return RecheckedRow(row, name, score.weight, score.points, score.points, None, working)
    if lowering.indicator.strip() != name.strip():
        raise UnusableRequest(
            f"第{row}行是“{name}”，不是“{lowering.indicator}”；请核对行号。",
            f"row {row} is “{name}”, not “{lowering.indicator}”; check the number",
        )
    if not lowering.reason.strip() or not lowering.role.strip():
        raise UnusableRequest(
            f"第{row}行“{name}”调减没有写明理由或者复核人；请补充。",
            f"row {row}, “{name}”, is lowered without a reason or without who did it; state both",
        )
    if score.points is None:
        raise UnusableRequest(
            f"第{row}行“{name}”自评没有得分，不能调减。",
            f"row {row}, “{name}”, has no points that could be lowered",
        )
    if not lowering.points.is_finite() or not NOTHING <= lowering.points < score.points:
        raise UnusableRequest(
            f"第{row}行“{name}”自评{plain(score.points)}分，复核{lowering.points}分；复核只能调减，不低于0。",
            f"row {row}, “{name}”, got {plain(score.points)} and the re-check says "
            f"{lowering.points}; a re-check may only lower points, to 0 at the least",
        )
    off = plain(score.points - lowering.points)
    reason = lowering.reason.strip().rstrip("。.")
    working = Message(
        f"自评{plain(score.points)}分，{lowering.role}调减{off}分至{plain(lowering.points)}分，"
        f"理由：{reason}。",
        f"{plain(score.points)} points, lowered by {off} to {plain(lowering.points)} by "
        f"{lowering.role}; the reason: {reason}.",
    )
    return RecheckedRow(row, name, score.weight, score.points, lowering.points, lowering, working)


def _recheck_working(sheet: ScoreSheet, total: Decimal | None, taken_off: Decimal) -> Message:
    if sheet.total is None or total is None:
        return Message(
            f"复核共调减{plain(taken_off)}分；自评有未计分的行，不计总分。",
            f"The re-check takes off {plain(taken_off)} points; the self-evaluation has rows "
            "without points, so there is no total.",
        )
    return Message(
        f"自评{plain(sheet.total)}－复核调减{plain(taken_off)}＝{plain(total)}。",
        f"Self-evaluation {plain(sheet.total)} - re-check {plain(taken_off)} = {plain(total)}.",
    )


def _self_scores(sheet: ScoreSheet) -> Iterator[_Score]:
    execution = sheet.execution
    yield _Score("0", EXECUTION_KIND, _EXECUTION, execution.points, execution.weight)
    for number, row in enumerate(sheet.rows, 1):
        if row.is_counted:
            indicator = row.row.indicator
            kind = indicator.kind.value if indicator.kind is not None else ""
            label = Message(indicator.name, indicator.name)
            yield _Score(str(number), kind, label, row.points.points, row.points.weight)


def _of_self(sheet: ScoreSheet) -> _Scores:
    rows = tuple(_self_scores(sheet))
    weight = sum((row.weight for row in rows), NOTHING)
    return _Scores(Side.SELF, sheet.total, weight, sheet.grade, rows, ())


def _of_other(other: Recheck | EvaluationSheet) -> _Scores:
    if isinstance(other, Recheck):
        before = _of_self(other.sheet)
        after = tuple(
            score._replace(points=row.after)
            for score, row in zip(before.rows, other.rows, strict=True)
        )
        return before._replace(side=Side.RECHECK, total=other.total, grade=other.grade, rows=after)
    rows = tuple(
        _Score(row.item.zh, "", Message(row.item.zh, row.item.en), row.points, row.item.weight)
        for row in other.rows
    )
    items = tuple(row.item for row in other.rows)
    weight = sum((row.weight for row in rows), NOTHING)
    return _Scores(other.side, other.total, weight, other.grade, rows, items)


def _check_same_project(sheet: ScoreSheet, other: Recheck | EvaluationSheet) -> None:
    own = sheet.evaluation
    if isinstance(other, Recheck):
        if other.sheet != sheet:
            raise UnusableRequest(
                f"复核所依据的自评与“{own.title}”的自评不是同一份。",
                f"the re-check is not of this self-evaluation of “{own.title}”; re-check this one",
            )
        return
    years = {own.fiscal_year, other.fiscal_year} - {None}
    if other.project != own.title or len(years) > 1:
        raise UnusableRequest(
            f"自评是“{own.title}”{own.fiscal_year or ''}，{other.side.label()}是“{other.project}”"
            f"{other.fiscal_year or ''}；不是同一项目同一年度，不能比较。",
            f"the self-evaluation is of “{own.title}” {own.fiscal_year or ''}, the "
            f"{other.side.label('en')} of “{other.project}” {other.fiscal_year or ''}; compare "
            "scores of one project and year",
        )


def _pairs(first: _Scores, second: _Scores) -> Iterator[tuple[_Score, _Score]]:
    """The rows of two sides that are about the same thing."""
    if not first.items and second.items:
        for item, score in zip(second.items, second.rows, strict=True):
            alike = [row for row in first.rows if row.kind and row.kind in item.kinds]
            if alike:
                yield _together(item, alike), score
        return
    by_key = {row.key: row for row in second.rows}
    for row in first.rows:
        if row.key in by_key:
            yield row, by_key[row.key]


def _together(item: EvaluationItem, rows: list[_Score]) -> _Score:
    """Rows of a self-evaluation that one item of the framework covers, as one."""
    points = [row.points for row in rows if row.points is not None]
    total = sum(points, NOTHING) if len(points) == len(rows) else None
    weight = sum((row.weight for row in rows), NOTHING)
    return _Score(item.zh, "", Message(item.zh, item.en), total, weight)


def _without_counterpart(
    first: _Scores, second: _Scores, pairs: tuple[tuple[_Score, _Score], ...]
) -> Iterator[Message]:
    matched = {score.key for _, score in pairs}
    lone = [row for row in second.rows if row.key not in matched]
    if first.items or not second.items:
        taken = {score.key for score, _ in pairs}
        lone_first = [row for row in first.rows if row.key not in taken]
    else:
        kinds = {kind for item in second.items for kind in item.kinds}
        lone_first = [row for row in first.rows if row.kind not in kinds]
    for here, there, rows in ((first, second, lone_first), (second, first, lone)):
        if rows:
            yield Message(
                f"{here.side.label()}的{'、'.join(f'“{r.label.zh}”' for r in rows)}在"
                f"{there.side.label()}中没有对应的行。",
                f"{', '.join(f'“{r.label.en}”' for r in rows)} of {here.side.label('en')}: no "
                f"counterpart in {there.side.label('en')}.",
            )


def _total_difference(
    first: _Scores, second: _Scores, norms: Norms, reasons: dict[tuple[Side, Side, str], str]
) -> ScoreDifference:
    label = Message(TOTAL, "total")
    one = _Score(TOTAL, "", label, first.total, first.weight)
    other = _Score(TOTAL, "", label, second.total, second.weight)
    grades = _SAME_GRADE
    if first.grade is not None and second.grade is not None and first.grade != second.grade:
        grades = Message(
            f"等级由{first.grade.zh}变为{second.grade.zh}。",
            f" The grade is {second.grade.en} instead of {first.grade.en}.",
        )
    return _difference(first.side, second.side, one, other, norms, reasons, grades)


def _incomparable(first: Side, second: Side, one: _Score, other: _Score) -> Message:
    """Which of two sides has no points (or no weight), so that nothing can be compared."""
    scores = ((first, one), (second, other))
    sides = [side for side, score in scores if score.points is None or not score.weight]
    zh = "和".join(side.label() for side in sides)
    if len(sides) == 2:
        en = " and ".join(side.label("en") for side in sides)
        return Message(
            f"{zh}都没有得分，不能比较。", f"{en} have no points: they cannot be compared."
        )
    there = first if sides == [second] else second
    return Message(
        f"{zh}没有得分，不能与{there.label()}比较。",
        f"{''.join(side.label('en') for side in sides)} has no points: it cannot be compared "
        f"with {there.label('en')}.",
    )


def _difference(
    first: Side,
    second: Side,
    one: _Score,
    other: _Score,
    norms: Norms,
    reasons: dict[tuple[Side, Side, str], str],
    grades: Message = _SAME_GRADE,
) -> ScoreDifference:
    reason = reasons.pop((first, second, other.key), "").strip()
    made = ScoreDifference(
        first,
        second,
        other.key,
        other.label,
        one.points,
        one.weight,
        other.points,
        other.weight,
        None,
        None,
        False,
        reason,
        _incomparable(first, second, one, other),
    )
    if one.points is None or other.points is None or not one.weight or not other.weight:
        return made
    share = other.points * 100 / other.weight - one.points * 100 / one.weight
    is_alike = one.weight == other.weight
    by_points = other.points - one.points
    shown = _shown(share)
    told = (
        f"{plain(one.points)}/{plain(one.weight)}",
        f"{plain(other.points)}/{plain(other.weight)}",
    )
    points_zh = f"，相差{_signed(by_points)}分" if is_alike else ""
    points_en = f", {_signed(by_points)} points" if is_alike else ""
    working = Message(
        f"{first.label()}{told[0]}，{second.label()}{told[1]}{points_zh}，得分率相差{shown}个百分点。{grades.zh}",
        f"{first.label('en')} {told[0]}, {second.label('en')} {told[1]}{points_en}; the shares "
        f"differ by {shown} percentage points.{grades.en}",
    )
    is_lowering = second is Side.RECHECK and by_points != 0
    bounds = norms.score_difference_bounds
    if other.key == TOTAL and is_alike:
        is_far = abs(by_points) >= bounds.total
    else:
        is_far = abs(share) >= bounds.share
    return replace(
        made,
        difference=by_points if is_alike else None,
        share_difference=share,
        needs_reason=is_far or is_lowering or grades != _SAME_GRADE,
        working=working,
    )


def _signed(number: Decimal) -> str:
    return f"+{plain(number)}" if number > 0 else plain(number)


def _shown(share: Decimal) -> str:
    return _signed(share.quantize(Decimal("0.01"), ROUND_HALF_UP))
