"""AMT09 part-above-total (分项大于总额)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import Money
from jixiao.model.project import FUNDS_UNKNOWN
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="AMT09",
    name="part-above-total",
    title=Message("分项大于总额", "a part above the total"),
    severity=Severity.ERROR,
    basis=("mubiao-tianbao-zhinan#fund-sum",),
    message=Message(
        "“{label}”为{part}，大于年度资金总额{total}，多出{gap}；部分不会多于全部，请核对",
        "“{label}” is {part}, above the annual funds of {total} by {gap}; a part cannot exceed "
        "the whole, please check",
    ),
    since="0.1",
)
def part_above_total(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """No level or kind of budget money (中央资金, 一般公共预算 …) exceeds the annual funds.

    The sources that make up the total are AMT01's; columns of the whole period are left aside.
    """
    sources = {line.label for line in target.funding.sources}
    parts = [
        (number, line.label, line.amount)
        for number, line in enumerate(target.funding.lines)
        if line.amount is not None and line.label not in sources and "：" not in line.label
    ]
    if not parts:
        yield NotApplicable("没有列出资金的分级、分类数额", "the funds are not divided further")
        return
    total = target.funding.money("total")
    if total is None:
        yield FUNDS_UNKNOWN
        return
    for number, label, amount in parts:
        if amount > total.amount:
            yield Fault(
                target.at.get(f"funding.lines.{number}"),
                label=label,
                part=Money(amount, total.unit),
                total=total,
                gap=Money(amount - total.amount, total.unit),
            )
