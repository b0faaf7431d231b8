"""AMT10 annual-above-whole-period (年度资金大于项目总额)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import Money
from jixiao.model.project import FUNDS_UNKNOWN
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="AMT10",
    name="annual-above-whole-period",
    title=Message("年度资金大于项目总额", "annual funds above those of the whole period"),
    severity=Severity.ERROR,
    basis=(
        "shanghai-mubiaobiao-2026#annual-beside-total",
        "changjian-wenti#annual-and-whole-period",
    ),
    message=Message(
        "年度资金总额{annual}，大于项目资金总额{whole}，多出{gap}；一年的资金不会多于整个项目期的，请核对",
        "the annual funds of {annual} exceed those of the whole project, {whole}, by {gap}; one "
        "year cannot have more than all years, please check",
    ),
    since="0.1",
)
def annual_above_whole_period(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The year's funds (年度资金总额) are a part of the whole period's (项目资金总额)."""
    whole, annual = target.funding.whole_period, target.funding.money("total")
    if whole is None:
        yield NotApplicable("没有填写项目期的资金总额", "no funds of the whole period are stated")
    elif annual is None:
        yield FUNDS_UNKNOWN
    elif annual.amount > whole:
        yield Fault(
            target.at.get("funding.total"),
            annual=annual,
            whole=Money(whole, annual.unit),
            gap=Money(annual.amount - whole, annual.unit),
        )
