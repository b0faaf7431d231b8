"""AMT02 cost-above-budget (成本指标超预算)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.money import Money, MoneyUnit
from jixiao.model.target import PerformanceTarget
from jixiao.model.value import Comparator
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

FLOORS = (Comparator.AT_LEAST, Comparator.MORE_THAN)


@rule(
    code="AMT02",
    name="cost-above-budget",
    title=Message("成本指标超预算", "cost ceiling above the budget"),
    severity=Severity.BLOCK,
    basis=("yusuanfa-2018#13", "caiyu-2015-88#13", "pingtai-shijian#spending-standard-cap"),
    message=Message(
        "成本指标“{name}”为“{value}”，年度资金总额为{budget}，相差{difference}{times_zh}；"
        "两处数字不一致，请核对哪一处有误",
        "cost indicator “{name}” is “{value}”, annual funds are {budget}: {difference} apart"
        "{times_en}; please check which figure is wrong",
    ),
    since="0.1",
)
def cost_above_budget(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A ceiling on cost (成本指标 ≤ X万元) may not lie above the year's funds (年度资金总额)."""
    stated = target.numbered_costs
    if not stated:
        yield NotApplicable("没有以数字表示的成本指标", "no cost indicator states a number")
        return
    budget, whole = target.funding.annual, target.funding.money("whole_period")
    if isinstance(budget, InsufficientData):
        yield budget
        return
    for indicator in stated:
        value, cost = indicator.value, indicator.value.money
        if value.unit is None:
            yield InsufficientData(
                f"成本指标“{indicator.name}”的指标值“{value.text}”没有单位",
                f"the value “{value.text}” of cost indicator “{indicator.name}” has no unit",
            )
        if cost is None or value.comparator in FLOORS:
            continue
        if (
            whole is not None
            and not target.period_indicators
            and budget.yuan < cost.yuan <= whole.yuan
        ):
            yield InsufficientData(
                f"成本指标“{indicator.name}”的“{value.text}”在项目资金总额{whole}之内，看不出是否为年度数",
                f"“{value.text}” of cost indicator “{indicator.name}” lies within the funds of the "
                f"whole period, {whole}: whether it is the year's is not said",
            )
            continue
        gap = cost.yuan - budget.yuan
        if gap > Money(norms.sum_tolerance, MoneyUnit.TEN_THOUSAND).yuan:
            times = Message("", "")
            if budget.yuan:
                ratio = f"{cost.yuan / budget.yuan:.2f}"
                times = Message(f"（{ratio}倍）", f" ({ratio} times)")
            yield Fault(
                indicator.at.get("value"),
                quote=value.text,
                name=indicator.name,
                value=value.text,
                budget=budget,
                difference=Money(gap, MoneyUnit.YUAN).to(budget.unit),
                times_zh=times.zh,
                times_en=times.en,
            )
