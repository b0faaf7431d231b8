"""AMT07 large-project-without-costing (大额项目无测算)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import Money, MoneyUnit
from jixiao.model.project import FUNDS_UNKNOWN
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="AMT07",
    name="large-project-without-costing",
    title=Message("大额项目无测算", "no costing for a large project"),
    severity=Severity.WARNING,
    basis=("difang-shiqian-pinggu#budget-basis", "jixiao-house#large-project-threshold"),
    message=Message(
        "年度资金总额{budget}，达到{threshold}，年度目标没有写任何金额，看不出测算依据{implied_zh}；请补充测算",
        "the annual funds are {budget}, at or above {threshold}, and the objective names no "
        "amount: how they were worked out cannot be seen{implied_en}; please add the costing",
    ),
    suggestion=Message(
        "在年度目标中写明测算：（填写内容）（填写数量）×单价（填写金额）元=（填写金额）万元，各项相加等于年度资金总额",
        "show the costing in the objective: (what) (quantity) × (unit price) 元 = (amount) 万元, "
        "item by item, adding up to the annual funds",
    ),
    since="0.1",
)
def large_project_without_costing(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A large project (大额项目) shows how its money was worked out (测算).

    Cost indicators other than the total are a costing too. Where the table has one quantity, the
    cost of a unit that follows from it is reported, marked as derived.
    """
    budget = target.funding.money("total")
    threshold = Money(norms.large_project_threshold, MoneyUnit.TEN_THOUSAND)
    if budget is None:
        yield FUNDS_UNKNOWN
        return
    if budget.yuan < threshold.yuan:
        yield NotApplicable(
            f"年度资金总额不足{threshold}", f"the annual funds are below {threshold}"
        )
        return
    costs = target.numbered_costs
    if target.narrative.amounts or any(not target.restates_budget(i) for i in costs):
        return
    zh = en = ""
    derived = target.unit_cost
    if derived is not None:
        indicator, each = derived.indicator, f"{derived.money}/{derived.unit}"
        zh = (
            f"；按“{indicator.name}”“{indicator.value.text}”{derived.times_zh}折算，约合{each}"
            "（推算数，不是填报数）"
        )
        en = (
            f"; over “{indicator.name}” “{indicator.value.text}”{derived.times_en} they come to "
            f"about {each} (derived here, not a figure of the table)"
        )
    yield Fault(
        target.at.get("annual_objective", target.place),
        quote=target.annual_objective,
        budget=budget,
        threshold=threshold,
        implied_zh=zh,
        implied_en=en,
    )
