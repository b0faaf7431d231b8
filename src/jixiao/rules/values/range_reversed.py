"""VAL14 range-reversed (区间上下限颠倒)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="VAL14",
    name="range-reversed",
    title=Message("区间上下限颠倒", "a range with its ends exchanged"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#clarity-measurable", "pingtai-shijian#nature"),
    message=Message(
        "指标“{name}”的值“{value}”下限{low}大于上限{high}，没有数能够满足；请核对",
        "the value “{value}” of “{name}” has a floor of {low} above its ceiling of {high}, so no "
        "number can meet it; please check",
    ),
    since="0.1",
)
def range_reversed(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A range (区间) runs from the smaller number to the larger.

    Months and hours go round (11月-3月, 22时-6时); they are left aside.
    """
    ranges = [(i, ends) for i in target.stated_indicators if (ends := i.value.ends)]
    if not ranges:
        yield NotApplicable("没有以区间表示的指标值", "no value is a range")
    for indicator, (low, high) in ranges:
        if low > high:
            yield Fault(
                indicator.at.get("value"),
                quote=indicator.value.text,
                name=indicator.name,
                value=indicator.value.text,
                low=plain(low),
                high=plain(high),
            )
