"""LIF02 target-and-budget-apart (目标与预算未同步批复)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.approval import number_in
from jixiao.model.finding import Fault, InsufficientData, Message, Severity
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
    facts = target.approval
    own, approved = target.funding.total, number_in(facts.amount)
    has_days = bool(facts.approved_on and facts.budget_on)
    if not has_days and (own is None or approved is None):
        yield InsufficientData(
            "目标和预算的批复日期，或者批复金额",
            "the days on which target and budget were approved, or the amount approved",
        )
        return
    if has_days and facts.approved_on != facts.budget_on:
        yield Fault(
            target.at.get("table"),
            what_zh=f"目标批复日期为“{facts.approved_on}”，预算批复日期为“{facts.budget_on}”，两者不同",
            what_en=f"the target was approved on “{facts.approved_on}”, the budget on "
            f"“{facts.budget_on}”",
        )
    if own is not None and approved is not None and abs(own - approved) > norms.sum_tolerance:
        yield Fault(
            target.at.get("funding.total"),
            what_zh=f"年度资金总额为“{own}”，批复金额为“{approved}”，相差{abs(own - approved)}",
            what_en=f"the year's funds are “{own}”, “{approved}” was approved, "
            f"{abs(own - approved)} apart",
        )
