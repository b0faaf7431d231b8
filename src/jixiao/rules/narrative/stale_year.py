"""NAR05 stale-year (年度过期)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="NAR05",
    name="stale-year",
    title=Message("年度过期", "a year that has passed"),
    severity=Severity.ERROR,
    basis=("yusuanfa-2018#18",),
    message=Message(
        "本表为{fiscal_year}年度，{what_zh}；请核对是否沿用了以前年度的文字",
        "the table is for {fiscal_year}, yet {what_en}; please check whether the text was carried "
        "over from an earlier year",
    ),
    suggestion=Message(
        "改为“{fiscal_year}年度”；确属以前年度结转的任务，写明“结转”",
        "write {fiscal_year}; for work carried over from an earlier year, say so",
    ),
    since="0.1",
)
def stale_year(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """No task of the objective (年度目标) and no deadline lies before the fiscal year."""
    years = target.narrative.years
    due = [
        (indicator, year)
        for indicator in target.of_kind(Kind.TIMELINESS)
        if (year := indicator.value.deadline_year) is not None
    ]
    fiscal_year = target.fiscal_year
    if fiscal_year is None:
        if years or due:
            yield InsufficientData("本表的预算年度", "the fiscal year of the table")
        return
    for mention in years:
        if mention.year < fiscal_year and target.narrative.is_task_year(mention):
            stated = target.narrative.text[mention.start : mention.end]
            yield Fault(
                target.objective_at(mention.start, mention.end),
                quote=target.annual_objective,
                fiscal_year=fiscal_year,
                what_zh=f"年度目标却把“{stated}”的工作列为任务",
                what_en=f"the annual objective lists work of “{stated}” as a task",
            )
    for indicator, year in due:
        if year < fiscal_year:
            name, value = f"“{indicator.name}”", f"“{indicator.value.text}”"
            yield Fault(
                indicator.at.get("value"),
                quote=indicator.value.text,
                fiscal_year=fiscal_year,
                what_zh=f"指标{name}的期限却是{value}",
                what_en=f"the deadline of {name} is {value}",
            )
