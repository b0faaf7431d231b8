"""AMT05 money-unit-missing-or-mixed (金额单位缺失或混用)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import YUAN_PER_UNIT, MoneyUnit
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import mentions
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

UNIT_COSTS = ("人均", "户均", "次均", "平均", "单位", "单价", "每", "标准", "率", "比")


@rule(
    code="AMT05",
    name="money-unit-missing-or-mixed",
    title=Message("金额单位缺失或混用", "money unit missing or mixed"),
    severity=Severity.ERROR,
    basis=("yusuanfa-2018#19", "shanghai-mubiaobiao-2026#money-in-yuan"),
    message=Message("{what_zh}", "{what_en}"),
    since="0.1",
)
def money_unit_missing_or_mixed(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Every amount has its unit, and no two that mean the same are 元 here and 万元 there."""
    funding = target.funding
    costs = target.numbered_costs
    if funding.total is None and not costs:
        yield NotApplicable("表内没有金额", "the table states no money")
    if funding.total is not None and funding.unit is None:
        yield Fault(
            target.at.get("funding.total"),
            what_zh=f"年度资金总额“{funding.total}”没有写明是元还是万元，请补注单位",
            what_en=f"the annual funds “{funding.total}” do not say whether they are in 元 or "
            "万元; please state the unit",
        )
    budget = funding.money("total")
    for indicator in costs:
        name, value = indicator.name, indicator.value
        if mentions(name, UNIT_COSTS):
            continue
        if value.unit is None and "元" not in name:
            yield Fault(
                indicator.at.get("value"),
                quote=value.text,
                what_zh=f"成本指标“{name}”的指标值“{value.text}”没有单位，请补注元或万元",
                what_en=f"the value “{value.text}” of cost indicator “{name}” has no unit; please "
                "add 元 or 万元",
            )
        if budget is not None and value.money is not None and budget.yuan:
            larger = max(budget.yuan, value.money.yuan)
            smaller = min(budget.yuan, value.money.yuan)
            if larger == smaller * YUAN_PER_UNIT[MoneyUnit.TEN_THOUSAND]:
                yield Fault(
                    indicator.at.get("value"),
                    quote=value.text,
                    what_zh=f"成本指标“{name}”为“{value.text}”，年度资金总额为{budget}，恰好相差一万倍，"
                    "可能混用了元和万元；请核对单位",
                    what_en=f"cost indicator “{name}” is “{value.text}”, the annual funds are "
                    f"{budget}, exactly ten thousand times apart: 元 and 万元 may be mixed; please "
                    "check the units",
                )
