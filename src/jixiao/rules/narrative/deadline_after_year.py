"""NAR10 deadline-after-year (期限晚于本年度)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="NAR10",
    name="deadline-after-year",
    title=Message("期限晚于本年度", "a deadline after the fiscal year"),
    severity=Severity.WARNING,
    basis=("yusuanfa-2018#18", "changjian-wenti#annual-and-whole-period"),
    message=Message(
        "本表为{fiscal_year}年度，指标“{name}”的期限是“{value}”，本年度考核时还没有到期；"
        "请核对年份，或者写本年度应完成的节点",
        "the table is for {fiscal_year}, the deadline of “{name}” is “{value}”, not yet due when "
        "the year is judged; please check the year, or state what is due within it",
    ),
    since="0.1",
    suggestion=Message(
        "写“{fiscal_year}年（填写月）月底前完成（填写节点）”",
        "write what is to be done by (month) {fiscal_year}",
    ),
)
def deadline_after_year(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """No deadline (期限) of an annual indicator lies after the fiscal year."""
    due = [
        (indicator, year)
        for indicator in target.stated_indicators
        if (year := indicator.value.deadline_year) is not None
    ]
    fiscal_year = target.fiscal_year
    if not due:
        yield NotApplicable("没有写明年份的期限", "no deadline names a year")
    elif fiscal_year is None:
        yield InsufficientData("本表的预算年度", "the fiscal year of the table")
    else:
        for indicator, year in due:
            if year > fiscal_year:
                yield Fault(
                    indicator.at.get("value"),
                    quote=indicator.value.text,
                    fiscal_year=fiscal_year,
                    name=indicator.name,
                    value=indicator.value.text,
                )
