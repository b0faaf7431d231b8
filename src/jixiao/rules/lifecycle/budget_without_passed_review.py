"""LIF01 budget-without-passed-review (未通过审核而列入预算)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="LIF01",
    name="budget-without-passed-review",
    title=Message("未通过审核而列入预算", "in the budget without a passed review"),
    severity=Severity.BLOCK,
    basis=("caiyu-2015-88#25", "zhongfa-2018-34#precondition"),
    message=Message(
        "目标审核等级为“{grade}”，{what_zh}，而预算已经批复；请核对审核程序",
        "the review’s grade is “{grade}”, {what_en}, yet the budget is approved; please "
        "check the procedure",
    ),
    since="0.1",
)
def budget_without_passed_review(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """What was graded 差 is not budgeted, 中 comes back once more, 良 is improved (审核等级)."""
    facts = target.approval
    if not facts.review:
        yield InsufficientData("绩效目标的审核等级", "the grade of the target's review")
    elif not facts.is_in_budget:
        yield InsufficientData(
            "预算批复的日期或者金额", "the day or the amount of the budget's approval"
        )
    elif facts.review[0] == "差":
        yield _fault(target, "不得列入预算", "so it may not be budgeted", Severity.BLOCK)
    elif facts.review[0] == "中" and (facts.second_review or "差")[0] not in "优良":
        yield _fault(target, "没有修改后再次审核的结果", "no second review is told", Severity.ERROR)
    elif facts.review[0] == "良" and not facts.improvement:
        yield _fault(target, "没有完善的记录", "no improvement is told", Severity.WARNING)


def _fault(target: PerformanceTarget, zh: str, en: str, severity: Severity) -> Fault:
    return Fault(
        target.at.get("table"),
        severity=severity,
        grade=target.approval.review,
        what_zh=zh,
        what_en=en,
    )
