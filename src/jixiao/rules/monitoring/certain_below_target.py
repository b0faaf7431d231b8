"""MON09 certain-below-target (预计未达目标而选确定能)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.monitoring import MonitoringForm, Possibility
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.monitoring import monitor_indicator

LAST_MONTH = 12


@rule(
    code="MON09",
    name="certain-below-target",
    title=Message("预计未达目标而选确定能", "certain, yet expected below the target"),
    severity=Severity.ERROR,
    basis=("huangshi-jiankongbiao-2019#possibility", "caiyu-2019-136#content"),
    message=Message(
        "“{name}”的指标值为“{wanted}”，全年预计完成“{expected}”，未达到而选“确定能”；请核对",
        "the target of “{name}” is “{wanted}”, “{expected}” is expected: it is missed, yet "
        "“确定能” is chosen; please check",
    ),
    since="0.1",
)
def certain_below_target(form: MonitoringForm, norms: Norms) -> Iterator[Verdict]:
    """Where the form itself expects less than the target, reaching it is not certain (确定能)."""
    rows = [
        row
        for row in form.rows
        if row.possibilities == (Possibility.CERTAIN,) and row.expected.number is not None
    ]
    if not rows:
        yield NotApplicable(
            "没有选“确定能”而写了预计完成数值的指标", "no certain row states a number expected"
        )
    for row in rows:
        found = monitor_indicator(
            row.indicator, row.expected, LAST_MONTH, (), norms, None, form.fiscal_year
        )
        if found.possibility is Possibility.IMPOSSIBLE:
            yield Fault(
                row.indicator.at.get("expected"),
                quote=row.expected.text,
                name=row.indicator.name,
                wanted=row.indicator.value.text,
                expected=row.expected.text,
            )
