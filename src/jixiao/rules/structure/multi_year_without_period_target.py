"""STR04 multi-year-without-period-target (多年项目缺实施期目标)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="STR04",
    name="multi-year-without-period-target",
    title=Message("多年项目缺实施期目标", "multi-year project without a target for its period"),
    severity=Severity.WARNING,
    basis=("mubiao-tianbao-zhinan#stage-targets", "caiyu-2015-88#form-2015"),
    message=Message(
        "项目期为“{period}”，表内只有年度目标，没有实施期（中期）目标；请补充实施期目标和分年安排",
        "the project period is “{period}”, but the table has an annual objective only; please add "
        "the objective for the whole period and its share of each year",
    ),
    suggestion=Message(
        "在实施期目标中写明：到（填写年份）年，累计完成（填写数量）（填写单位）……；其中本年度完成（填写数量）（填写单位）",
        "state in the objective of the period: by (year), (quantity) (unit) in all …; of these, "
        "(quantity) (unit) this year",
    ),
    since="0.1",
)
def multi_year_without_period_target(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A project of more than a year (项目期) has a target for its whole period (实施期目标) too."""
    lasts = target.is_multi_year
    if target.project_period is None:
        yield InsufficientData("项目期", "the project period")
    elif lasts is None:
        yield InsufficientData(
            f"项目期“{target.project_period}”看不出年数",
            f"the project period “{target.project_period}” does not tell its years",
        )
    elif not lasts:
        yield NotApplicable("项目期不超过一年", "the project runs for a year at most")
    elif not target.has_period_target:
        yield Fault(
            target.at.get("project_period"),
            quote=target.project_period,
            period=target.project_period,
        )
