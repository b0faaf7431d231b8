"""MON04 monitoring-late (监控期间不足或逾期)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, Severity
from jixiao.model.monitoring import MonitoringForm
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="MON04",
    name="monitoring-late",
    title=Message("监控期间不足或逾期", "monitoring too short or too late"),
    severity=Severity.WARNING,
    basis=("caiyu-2019-136#august", "yusuanfa-shishi-tiaoli-2020#53-item-2"),
    message=Message(
        "{what_zh}",
        "{what_en}",
    ),
    since="0.1",
)
def monitoring_late(form: MonitoringForm, norms: Norms) -> Iterator[Verdict]:
    """Monitoring covers the months asked for and is done by the month due (监控期间、期限)."""
    asked, due = norms.monitoring_through_month, norms.monitoring_due_month
    if form.month is not None and form.month < asked:
        yield Fault(
            form.at.get("table"),
            what_zh=f"监控到{form.month}月为止，应涵盖1至{asked}月；请核对本地要求",
            what_en=f"the form goes to month {form.month}, months 1 to {asked} are asked for; "
            "please check what holds here",
        )
    year = form.fiscal_year
    if form.reported_on is None or year is None:
        yield InsufficientData(
            f"监控表的填报日期和年度，无法判断是否在{due}月底前完成",
            f"the day and the year of the form: whether it was done by the end of month {due}",
        )
    elif form.reported_on[:7] > f"{year:04}-{due:02}":
        yield Fault(
            form.at.get("table"),
            what_zh=f"填报日期为{form.reported_on}，应在{year}年{due}月底前完成；请说明原因",
            what_en=f"the form is of {form.reported_on}, it was due by the end of month {due} of "
            f"{year}; please explain",
        )
