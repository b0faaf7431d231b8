"""STR12 period-excludes-year (项目期不含本年度)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="STR12",
    name="period-excludes-year",
    title=Message("项目期不含本年度", "the period leaves the fiscal year out"),
    severity=Severity.ERROR,
    basis=("yusuanfa-2018#18", "changjian-wenti#audit-classics"),
    message=Message(
        "本表为{fiscal_year}年度，项目期写“{period}”，不含本年度；请核对是否沿用了以前的填报",
        "the table is for {fiscal_year}, the project period is “{period}”, which leaves that year "
        "out; please check whether it was carried over from an earlier form",
    ),
    since="0.1",
)
def period_excludes_year(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The project period (项目期), where it names years, holds the fiscal year."""
    bounds, year = target.period_bounds, target.fiscal_year
    if bounds is None:
        yield NotApplicable("项目期没有写明年份", "the project period names no years")
    elif year is None:
        yield InsufficientData("本表的预算年度", "the fiscal year of the table")
    elif not bounds[0] <= year <= bounds[1]:
        yield Fault(
            target.at.get("project_period"),
            quote=target.project_period,
            fiscal_year=year,
            period=target.project_period,
        )
