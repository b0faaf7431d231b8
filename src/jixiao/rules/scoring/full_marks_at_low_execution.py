"""SCO11 full-marks-at-low-execution (执行偏低而得满分)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.points import per_cent


@rule(
    code="SCO11",
    name="full-marks-at-low-execution",
    title=Message("执行偏低而得满分", "full marks at low execution"),
    severity=Severity.WARNING,
    basis=("caiyu-2020-10#self-evaluation-truth", "sichuan-zipingbiao-2023#execution-reason"),
    message=Message(
        "年初预算数{initial}，全年执行数{paid}，占{rate}，所写得分全部为满分，没有说明原因；"
        "请说明调减和未执行的原因并复核得分",
        "{paid} was paid of an initial budget of {initial}, {rate}; all points stated are "
        "full marks and no reason is given: please explain what was cut or not spent, and "
        "review the points",
    ),
    since="0.1",
)
def full_marks_at_low_execution(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """Full marks throughout do not go with a budget of which little was spent (执行偏低)."""
    evaluation = sheet.evaluation
    funds = evaluation.spent_of_initial
    if not funds or not sheet.stated:
        yield NotApplicable(
            "没有年初预算数、执行数或者得分", "no initial budget, payments or points"
        )
        return
    initial, paid = max(funds)
    if (
        sheet.are_full_marks
        and not evaluation.reasons
        and paid < norms.execution_reason_below * initial
    ):
        yield Fault(
            evaluation.at.get("funds.0"),
            initial=plain(initial),
            paid=plain(paid),
            rate=per_cent(paid, initial),
        )
