"""IND01 quantity-without-number (数量指标无数值)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind, mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# “不低于上年” has no number of its own but can be checked against last year's.
BASELINES = words("上年 上一年 去年 往年 历年 同期")


@rule(
    code="IND01",
    name="quantity-without-number",
    title=Message("数量指标无数值", "quantity indicator without a number"),
    severity=Severity.ERROR,
    basis=("zhibiao-dingyi#quantity", "pingtai-shijian#clarity-measurable"),
    message=Message(
        "数量指标“{name}”的指标值为“{value}”，没有数字，无法核对完成了多少",
        "quantity indicator “{name}” has the value “{value}”: no number says how much",
    ),
    suggestion=Message(
        "写明数量和单位，如“≥（填写数量）次”；若说的是水平或等次，移到质量指标",
        "state number and unit, such as “≥ (number) 次”; a level or rank belongs under quality",
    ),
    since="0.1",
)
def quantity_without_number(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A quantity indicator (数量指标) says how much, so its value needs a number."""
    quantities = target.applicable[Kind.QUANTITY]
    if not quantities:
        yield NotApplicable("没有数量指标", "there is no quantity indicator")
    for indicator in quantities:
        value = indicator.value
        if value.is_worded and not (value.states_number or mentions(value.text, BASELINES)):
            yield Fault(
                indicator.at.get("value"),
                quote=value.text,
                name=indicator.name,
                value=value.text,
            )
