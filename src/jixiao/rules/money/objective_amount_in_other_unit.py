"""AMT11 objective-amount-in-other-unit (目标金额与预算相差一万倍)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import YUAN_PER_UNIT, MoneyUnit
from jixiao.model.project import FUNDS_UNKNOWN
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# An amount for one of something may have the digits of the budget by chance.
_FOR_ONE = words("每 人均 户均 次均 平均 单价 标准")


@rule(
    code="AMT11",
    name="objective-amount-in-other-unit",
    title=Message("目标金额与预算相差一万倍", "an amount ten thousand times the budget"),
    severity=Severity.ERROR,
    basis=("yusuanfa-2018#19", "zhengfu-xinxi-gongkai-tiaoli#6"),
    message=Message(
        "年度目标写“{amount}”，年度资金总额为{budget}，数字相同而单位相差一万倍，可能混用了元和万元；请核对",
        "the objective says “{amount}”, the annual funds are {budget}: the same digits, ten "
        "thousand times apart; 元 and 万元 may be mixed, please check",
    ),
    since="0.1",
)
def objective_amount_in_other_unit(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """No amount of the objective (年度目标) is exactly 10⁴ times the year's funds or their part."""
    amounts = target.narrative.amounts
    if not amounts:
        yield NotApplicable("年度目标没有写金额", "the objective names no amount")
        return
    budget = target.funding.money("total")
    if budget is None:
        yield FUNDS_UNKNOWN
        return
    times = YUAN_PER_UNIT[MoneyUnit.TEN_THOUSAND]
    for amount in amounts:
        yuan = amount.money.yuan
        is_apart = budget.yuan in (yuan * times, yuan / times) and yuan
        if is_apart and amount.per is None and not mentions(amount.label, _FOR_ONE):
            yield Fault(
                target.objective_at(amount.start, amount.end),
                quote=target.annual_objective,
                amount=target.narrative.text[amount.start : amount.end],
                budget=budget,
            )
