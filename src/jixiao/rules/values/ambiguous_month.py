"""VAL11 ambiguous-month (时间单位歧义)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="VAL11",
    name="ambiguous-month",
    title=Message("时间单位歧义", "ambiguous unit of time"),
    severity=Severity.ERROR,
    basis=("caiyu-2015-88#review-clarity", "zhibiao-mulu#deadline", "caiyu-2021-101#timeliness"),
    message=Message(
        "指标“{name}”的值“{value}”可以理解为{number}个月，也可以理解为{number}月份；请写明是哪一种",
        "the value “{value}” of “{name}” may mean {number} months or month {number} of the year; "
        "please say which",
    ),
    since="0.1",
    suggestion=Message(
        "时长写“{number}个月”，日期写“{number}月底前”",
        "“{number}个月” for a duration, “{number}月底前” for a date",
    ),
)
def ambiguous_month(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A number of months says whether it counts them (个月) or names one (月份, 月底前)."""
    months = [
        (i, i.value.number)
        for i in target.stated_indicators
        if "月" in i.value.text and i.value.number is not None
    ]
    if not months:
        yield NotApplicable("没有以月表示的指标值", "no value is in months")
    for indicator, number in months:
        value = indicator.value
        if value.unit == "月" and value.upper is None:
            yield Fault(
                indicator.at.get("value"),
                quote=value.text,
                name=indicator.name,
                value=value.text,
                number=plain(number),
            )
