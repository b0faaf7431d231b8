"""LIF02 target-and-budget-apart (目标与预算未同步批复)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, Severity
from jixiao.model.money import Money, MoneyUnit
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="LIF02",
    name="target-and-budget-apart",
    title=Message("目标与预算未同步批复", "target and budget not approved together"),
    severity=Severity.ERROR,
    basis=("caiyu-2015-88#27",),
    message=Message(
        "{what_zh}；请核对",
        "{what_en}; please check",
    ),
    since="0.1",
)
def target_and_budget_apart(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Target and budget are approved together: one day, one amount (同步批复)."""
    days, amounts = target.approval.days, target.approved_amounts
    if not days and not amounts:
        yield InsufficientData(
            "目标和预算的批复日期，或者批复金额",
            "the days on which target and budget were approved, or the amount approved",
        )
    for own_day, budget_day in days:
        if own_day != budget_day:
            yield Fault(
                target.at.get("table"),
                what_zh=f"目标批复日期为“{own_day}”，预算批复日期为“{budget_day}”，两者不同",
                what_en=f"the target was approved on “{own_day}”, the budget on “{budget_day}”",
            )
    for own, approved in amounts:
        if abs(own.yuan - approved.yuan) > Money(norms.sum_tolerance, MoneyUnit.TEN_THOUSAND).yuan:
            gap = Money(abs(own.yuan - approved.yuan), MoneyUnit.YUAN).to(own.unit)
            yield Fault(
                target.at.get("funding.total"),
                what_zh=f"年度资金总额为“{own}”，批复金额为“{approved}”，相差“{gap}”",
                what_en=f"the year's funds are “{own}”, “{approved}” was approved, “{gap}” apart",
            )
