"""AMT03 items-differ-from-budget (分项合计不等于预算)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.money import Money, MoneyUnit, written_sum
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="AMT03",
    name="items-differ-from-budget",
    title=Message("分项合计不等于预算", "items of the objective differ from the budget"),
    severity=Severity.ERROR,
    basis=("yusuanfa-2018#13", "yusuanfa-shishi-tiaoli-2020#60", "caiyu-2015-88#13"),
    message=Message(
        "年度目标列出{count}项金额，合计{summed}，年度资金总额为{budget}，相差{difference}；"
        "两处不一致，请核对哪一处有误",
        "the objective lists {count} amounts, {summed} in all; the annual funds are {budget}, "
        "{difference} apart; please check which figure is wrong",
    ),
    suggestion=Message(
        "逐项核对金额：合同期跨年的只计本年应付数，由其他资金安排的另行注明；分项之和应等于年度资金总额",
        "check each amount: of a contract over several years only what falls due this year counts, "
        "and what other money pays is marked as such; the items add up to the annual funds",
    ),
    since="0.1",
)
def items_differ_from_budget(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The amounts itemised in the objective (年度目标) add up to the year's funds.

    Where the text names the year's funds themselves, its items may be a part of them only. Items
    that add up to less may be an incomplete list: a warning.
    """
    items = target.narrative.costing.items
    if len(items) < 2:
        yield NotApplicable(
            "年度目标写明的分项金额不足两项（合计数、单价和标准不算分项）",
            "the objective itemises fewer than two amounts; totals, unit prices and rates are none",
        )
        return
    budget = target.funding.annual
    if isinstance(budget, InsufficientData):
        yield budget
        return
    if any(a.money.yuan == budget.yuan for a in target.narrative.amounts):
        return
    gap = sum((i.money.yuan for i in items), Decimal(0)) - budget.yuan
    if abs(gap) > Money(norms.sum_tolerance, MoneyUnit.TEN_THOUSAND).yuan:
        parts = [i.money for i in items]
        yield Fault(
            target.at.get("annual_objective"),
            quote=target.annual_objective,
            severity=Severity.WARNING if gap < 0 else None,
            working=Message(*(written_sum(parts, budget.unit, tongue) for tongue in ("zh", "en"))),
            count=len(items),
            summed=Money(gap + budget.yuan, MoneyUnit.YUAN).to(budget.unit),
            budget=budget,
            difference=Money(abs(gap), MoneyUnit.YUAN).to(budget.unit),
        )
