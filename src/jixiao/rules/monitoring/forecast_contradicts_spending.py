"""MON07 forecast-contradicts-spending (预计执行与完成可能性矛盾)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, Severity
from jixiao.model.money import plain
from jixiao.model.monitoring import MonitoringForm, Possibility
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="MON07",
    name="forecast-contradicts-spending",
    title=Message("预计执行与完成可能性矛盾", "a forecast of spending that contradicts certainty"),
    severity=Severity.WARNING,
    basis=("caiyu-2019-136#content", "caiyu-2019-136#columns"),
    message=Message(
        "预算数{budget}，全年预计执行数{expected}，而{count}项指标都选“确定能”完成；请核对预"
        "计执行数或者可能性",
        "{expected} of a budget of {budget} will be spent in the year, yet all {count} "
        "targets are certain to be reached; please check the forecast or the certainty",
    ),
    since="0.1",
)
def forecast_contradicts_spending(form: MonitoringForm, norms: Norms) -> Iterator[Verdict]:
    """A project that will hardly spend its money does not surely reach all its targets."""
    spent = form.spending
    budget = spent.budget if spent is not None else None
    if spent is None or spent.expected is None or not budget or not form.rows:
        yield InsufficientData(
            "预算数、全年预计执行数或者指标", "the budget, the spending expected, or indicators"
        )
        return
    are_certain = all(row.possibilities == (Possibility.CERTAIN,) for row in form.rows)
    if are_certain and spent.expected < norms.execution_reason_below * budget:
        yield Fault(
            form.at.get("funds.0"),
            budget=plain(budget),
            expected=plain(spent.expected),
            count=len(form.rows),
        )
