"""SCO08 full-marks-throughout (各项全部满分)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="SCO08",
    name="full-marks-throughout",
    title=Message("各项全部满分", "full marks for everything"),
    severity=Severity.INFO,
    basis=("caiyu-2020-10#self-evaluation-truth",),
    message=Message(
        "{count}项指标全部得满分，没有写佐证或者说明；请复核得分是否有依据",
        "all {count} indicators have full marks and nothing is said for proof; please "
        "review whether the points are well founded",
    ),
    since="0.1",
)
def full_marks_throughout(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """Full marks in every row without a word of proof are worth a second look (普遍满分)."""
    rows = sheet.counted
    if not len(sheet.stated) == len(rows) > 1:
        yield NotApplicable("没有各项得分", "not every row states its points")
    elif sheet.are_full_marks and not any(r.row.reason for r in rows):
        yield Fault(sheet.evaluation.at.get("table"), count=len(rows))
