"""SCO12 full-marks-below-target (未达目标而得满分)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="SCO12",
    name="full-marks-below-target",
    title=Message("未达目标而得满分", "full marks below the target"),
    severity=Severity.ERROR,
    basis=("caiyu-2020-10#scoring-quantitative", "caiyu-2020-10#self-evaluation-truth"),
    message=Message(
        "“{name}”的指标值为“{wanted}”，实际完成“{actual}”，未达到而得满分{stated}，复算为"
        "{own}，相差{difference}分；请核对",
        "the target of “{name}” is “{wanted}”, the actual value “{actual}”: it is missed "
        "and has full marks, {stated}; worked out again it is {own}, {difference} apart; "
        "please check",
    ),
    since="0.1",
)
def full_marks_below_target(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """What misses its target has not the full marks (未达目标不得满分)."""
    rows = [row for row in sheet.replayed if row.is_fixed and row.stated == row.weight]
    if not rows:
        yield NotApplicable(
            "没有得满分而能够复算的定量指标",
            "no quantitative indicator with full marks can be worked out again",
        )
    for row in rows:
        if row.low < row.weight:
            yield Fault(
                row.indicator.at.get("points"),
                working=row.working,
                name=row.indicator.name,
                wanted=row.indicator.value.text,
                actual=row.actual.text,
                stated=plain(row.stated),
                own=plain(row.low),
                difference=plain(row.weight - row.low),
            )
