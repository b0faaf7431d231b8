"""AMT13 cost-parts-above-budget (分项成本合计超预算)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import Money, MoneyUnit, written_sum
from jixiao.model.project import FUNDS_UNKNOWN
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# A cost of everything, or of one of something, is no part of the sum.
_NO_PART = words("总 合计 全部 其中 预算 控制 单 每 均 标准 率 额外 社会 节约 降低")


@rule(
    code="AMT13",
    name="cost-parts-above-budget",
    title=Message("分项成本合计超预算", "the parts of the cost exceed the budget"),
    severity=Severity.WARNING,
    basis=("yusuanfa-2018#13", "caiyu-2015-88#13"),
    message=Message(
        "{count}项分项成本合计{summed}，大于年度资金总额{budget}，多出{gap}；请核对各项金额和是否重复计列",
        "{count} parts of the cost add up to {summed}, above the annual funds of {budget} by "
        "{gap}; please check the amounts and whether one holds another",
    ),
    since="0.1",
)
def cost_parts_above_budget(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The parts of the cost (分项成本), are within the funds together (AMT02 takes one alone)."""
    costs = [i for i in target.numbered_costs if not mentions(i.name, _NO_PART)]
    parts = [i.value.money for i in costs if i.value.money is not None]
    if len(parts) < 2:
        yield NotApplicable(
            "以金额表示的分项成本不足两项", "fewer than two parts of the cost are in money"
        )
        return
    budget = target.funding.money("total")
    if budget is None:
        yield FUNDS_UNKNOWN
        return
    summed = sum((part.yuan for part in parts), Decimal(0))
    largest = max(part.yuan for part in parts)
    if largest < budget.yuan < summed and largest * 2 != summed:
        yield Fault(
            costs[0].at.get("value"),
            quote=costs[0].value.text,
            working=Message(*(written_sum(parts, budget.unit, tongue) for tongue in ("zh", "en"))),
            count=len(parts),
            summed=Money(summed, MoneyUnit.YUAN).to(budget.unit),
            budget=budget,
            gap=Money(summed - budget.yuan, MoneyUnit.YUAN).to(budget.unit),
        )
