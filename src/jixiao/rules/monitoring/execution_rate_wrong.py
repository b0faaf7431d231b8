"""MON11 execution-rate-wrong (执行率计算错误)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.model.monitoring import MonitoringForm
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

ROUNDING = Decimal("0.5")  # a rate printed without decimals


@rule(
    code="MON11",
    name="execution-rate-wrong",
    title=Message("执行率计算错误", "a wrong execution rate"),
    severity=Severity.ERROR,
    basis=("caiyu-2019-136#content", "zhengfu-xinxi-gongkai-tiaoli#6"),
    message=Message(
        "“{label}”执行数{paid}、预算数{budget}，执行率应为{own}%，表中写{stated}%；请核对",
        "“{label}”: {paid} of {budget} is a rate of {own}%, the form says {stated}%; please check",
    ),
    since="0.1",
)
def execution_rate_wrong(form: MonitoringForm, norms: Norms) -> Iterator[Verdict]:
    """The execution rate (执行率) is what was paid over the budget, rounded as it is printed.

    Rows with the same numbers (all of it paid from one source) are told once.
    """
    rows = {
        (row.paid, row.budget, row.rate): (place, row.label)
        for place, row in reversed(tuple(enumerate(form.funds)))
        if row.rate is not None and row.paid is not None and row.budget
    }
    if not rows:
        yield NotApplicable(
            "没有写预算数、执行数和执行率的资金", "no funds state budget, payments and rate"
        )
    for (paid, budget, stated), (place, label) in sorted(rows.items(), key=lambda row: row[1]):
        own = 100 * paid / budget
        if abs(own - stated) > ROUNDING:
            yield Fault(
                form.at.get(f"funds.{place}"),
                label=label.rstrip("：:"),
                paid=plain(paid),
                budget=plain(budget),
                own=plain(round(own, 2)),
                stated=plain(stated),
            )
