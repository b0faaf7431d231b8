"""AMT01 total-differs-from-sources (资金合计不等)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.money import Money, MoneyUnit, plain, written_sum
from jixiao.model.project import FUNDS_UNKNOWN
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="AMT01",
    name="total-differs-from-sources",
    title=Message("资金合计不等", "total differs from its sources"),
    severity=Severity.ERROR,
    basis=("mubiao-tianbao-zhinan#fund-sum",),
    message=Message(
        "{what_zh}；请核对总额和分项",
        "{what_en}; please check the total and its parts",
    ),
    since="0.1",
)
def total_differs_from_sources(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The annual funds (年度资金总额) are the sum of their sources (财政拨款, 其他资金 …).

    A blank source is not 0: below the total it leaves the sum undecided. No amount is negative.
    """
    sources, unit = target.funding.sources, target.funding.unit
    amounts = [("年度资金总额", target.funding.total), *((s.label, s.amount) for s in sources)]
    negative = [
        (f"“{label}”", f"{plain(amount)}{unit.value if unit is not None else ''}")
        for label, amount in amounts
        if amount is not None and amount < 0
    ]
    if negative:
        yield Fault(
            target.at.get("funding.total"),
            what_zh="，".join(f"{label}为{amount}" for label, amount in negative)
            + "，金额不应小于0",
            what_en=", ".join(f"{label} is {amount}" for label, amount in negative)
            + ", and no amount may lie below 0",
        )
        return
    stated = [(s.label, s.amount) for s in sources if s.amount is not None]
    total = target.funding.money("total")
    if not stated:
        yield NotApplicable("表内没有资金来源的金额", "the table gives no amount for any source")
        return
    if total is None:
        yield FUNDS_UNKNOWN
        return
    parts = [Money(amount, total.unit) for _, amount in stated]
    summed = Money(sum((p.amount for p in parts), Decimal(0)), total.unit)
    gap = summed.yuan - total.yuan
    if abs(gap) <= Money(norms.sum_tolerance, MoneyUnit.TEN_THOUSAND).yuan:
        return
    if gap < 0 and len(stated) < len(sources):
        blank = "、".join(f"“{s.label}”" for s in sources if s.amount is None)
        yield InsufficientData(f"{blank}空白，空白不等于0", f"{blank} blank, and blank is not 0")
        return
    named = " + ".join(f"{label}{plain(amount)}" for label, amount in stated)
    difference = Money(abs(gap), MoneyUnit.YUAN).to(total.unit)
    yield Fault(
        target.at.get("funding.total"),
        what_zh=f"年度资金总额为{total}，各项来源合计{summed}，相差{difference}",
        what_en=f"the annual funds are {total}, the sources add up to {summed}: {difference} apart",
        working=Message(
            f"{named} = {plain(summed.amount)}（{total.unit.value}）",
            written_sum(parts, total.unit, "en"),
        ),
    )
