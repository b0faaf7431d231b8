"""CHN08 budget-changed-without-adjustment (预算变动未说明调整)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.chain import Chain
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.money import Money, MoneyUnit
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="CHN08",
    name="budget-changed-without-adjustment",
    title=Message("预算变动未说明调整", "budget changed and no adjustment named"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#28", "caiyu-2015-88#27"),
    message=Message(
        "年度预算在{earlier_zh}里为{before}，在{later_zh}里为{after}，相差{gap}，"
        "没有文件说明预算或目标的调整",
        "the year's budget is {before} in {earlier_en} and {after} in {later_en}, a difference "
        "of {gap}; no document names an adjustment",
    ),
    suggestion=Message(
        "附上预算调整和目标调整的文件，或者在原因栏写明调整的文号和时间",
        "add the decision on budget and target, or name its number and date where reasons are "
        "stated",
    ),
    since="0.1",
)
def budget_changed_without_adjustment(chain: Chain, norms: Norms) -> Iterator[Verdict]:
    """Budget and target are adjusted together, by a decision that can be named."""
    if not chain.is_same_year:
        yield NotApplicable("之前没有同一年度的文件", "there is no earlier document of the year")
        return
    before, after = chain.earlier.budget, chain.later.budget
    if before is None or after is None:
        yield InsufficientData(
            "两份文件的年度预算或其单位", "the year's budget in both, or its unit"
        )
        return
    gap = abs(after.yuan - before.yuan)
    if gap > Money(norms.sum_tolerance, MoneyUnit.TEN_THOUSAND).yuan and not chain.names_adjustment:
        yield Fault(
            chain.later.budget_place,
            before=before,
            after=after,
            gap=Money(gap, MoneyUnit.YUAN).to(before.unit),
            **chain.told,
        )
