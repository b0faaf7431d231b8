"""AMT08 cost-restates-budget (成本指标照抄预算)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.project import FUNDS_UNKNOWN
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="AMT08",
    name="cost-restates-budget",
    title=Message("成本指标照抄预算", "cost indicator restates the budget"),
    severity=Severity.INFO,
    basis=("zhibiao-dingyi#cost", "changjian-wenti#audit-classics"),
    message=Message(
        "唯一的成本指标“{name}”为“{value}”，与年度资金总额{budget}相同，没有反映单位成本或分项成本；"
        "请补充",
        "the only cost indicator, “{name}” “{value}”, is the annual funds, {budget}, over again "
        "and tells nothing of the cost of a unit or of the parts; please add these",
    ),
    suggestion=Message(
        "增设单位成本或分项成本指标，如“（填写内容）单位成本”≤（填写金额）元/（填写单位）",
        "add the cost of a unit or of a part, such as “unit cost of (what)” ≤ (amount) 元/(unit)",
    ),
    since="0.1",
)
def cost_restates_budget(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Cost indicators (成本指标) tell unit or part costs, not only the year's funds once more."""
    costs = target.numbered_costs
    if len(costs) != 1:
        yield NotApplicable(
            "以数字表示的成本指标没有，或者不止一条",
            "there is no cost indicator with a number, or more than one",
        )
        return
    cost, budget = costs[0], target.funding.money("total")
    if budget is None:
        yield FUNDS_UNKNOWN
    elif cost.value.unit is None:
        yield InsufficientData(
            f"成本指标“{cost.name}”的指标值“{cost.value.text}”没有单位",
            f"the value “{cost.value.text}” of cost indicator “{cost.name}” has no unit",
        )
    elif target.restates_budget(cost):
        yield Fault(
            cost.at.get("value"),
            quote=cost.value.text,
            name=cost.name,
            value=cost.value.text,
            budget=budget,
        )
