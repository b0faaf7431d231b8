"""MON03 reason-missing (未写偏差原因)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.location import first_place
from jixiao.model.monitoring import Light, MonitoringForm
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.monitoring import monitor_indicator

MUST_EXPLAIN = (Light.RED, Light.YELLOW)


@rule(
    code="MON03",
    name="reason-missing",
    title=Message("未写偏差原因", "a deviation without a reason"),
    severity=Severity.ERROR,
    basis=("huangshi-jiankongbiao-2019#reasons", "caiyu-2019-136#columns"),
    message=Message(
        "“{name}”{why_zh}，没有写偏差原因和措施；请补填",
        "“{name}” {why_en} and states neither cause nor measure; please add them",
    ),
    since="0.1",
)
def reason_missing(form: MonitoringForm, norms: Norms) -> Iterator[Verdict]:
    """Who is behind, or not sure to reach the target, says why and what is done (偏差原因)."""
    if not form.rows:
        yield NotApplicable("没有指标", "there are no indicators")
    for row in form.rows:
        if row.is_explained:
            continue
        why = Message("", "")
        if row.is_unsure:
            word = row.possibilities[-1].value
            why = Message(f"的完成目标可能性为“{word}”", f"may miss its target (“{word}”)")
        elif form.month is None:
            yield InsufficientData("监控月份", "the month up to which the form goes")
        else:
            found = monitor_indicator(
                row.indicator, row.actual, form.month, (), norms, None, form.fiscal_year
            )
            if found.light in MUST_EXPLAIN:
                why = Message("的进度偏慢", "is behind its pace")
        if why.zh:
            yield Fault(
                first_place(row.indicator.at, "reason", "actual"),
                name=row.indicator.name,
                why_zh=why.zh,
                why_en=why.en,
            )
