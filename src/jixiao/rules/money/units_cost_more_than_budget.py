"""AMT12 units-cost-more-than-budget (单位成本乘数量超预算)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import Money, MoneyUnit, plain
from jixiao.model.project import FUNDS_UNKNOWN
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="AMT12",
    name="units-cost-more-than-budget",
    title=Message("单位成本乘数量超预算", "unit cost times quantity exceeds the budget"),
    severity=Severity.WARNING,
    basis=("yusuanfa-2018#13", "caiyu-2015-88#13"),
    message=Message(
        "按“{quantity}”“{count}”和“{cost}”“{price}”计算为{product}，大于年度资金总额{budget}，多出{gap}；"
        "请核对数量、单价和单位",
        "“{quantity}” “{count}” at “{cost}” “{price}” come to {product}, above the annual funds of "
        "{budget} by {gap}; please check quantity, price and units",
    ),
    since="0.1",
)
def units_cost_more_than_budget(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The only quantity in a unit, times the price of that unit (元/本), is within the funds."""
    prices = [(i, each) for i in target.cost_indicators if (each := i.value.unit_price)]
    if not prices:
        yield NotApplicable("没有单位成本指标", "there is no cost of a unit")
        return
    budget = target.funding.money("total")
    if budget is None:
        yield FUNDS_UNKNOWN
        return
    for cost, (price, unit) in prices:
        counted = target.only_count(unit)
        if counted is None:
            continue
        indicator, count = counted
        product = Money(price.yuan * count, MoneyUnit.YUAN).to(budget.unit)
        if product.amount > budget.amount:
            yield Fault(
                cost.at.get("value"),
                quote=cost.value.text,
                working=Message(
                    f"{plain(count)}{unit} × {price}/{unit} = {product}",
                    f"{plain(count)} × {price} = {product}",
                ),
                quantity=indicator.name,
                count=indicator.value.text,
                cost=cost.name,
                price=cost.value.text,
                product=product,
                budget=budget,
                gap=Money(product.amount - budget.amount, budget.unit),
            )
