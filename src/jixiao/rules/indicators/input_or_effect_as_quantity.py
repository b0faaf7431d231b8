"""IND08 input-or-effect-as-quantity (以投入或效果作产出数量)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind, mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

INPUTS = words(
    "投入资金 资金投入 投入经费 经费投入 投入人员 人员投入 投入人数 投入人力 人力投入 "
    "资金数 资金金额 资金总额 经费数 经费金额 经费总额 预算金额"
)
# What a lending or insurance scheme hands out, and what a scheme pays a head, is in money.
PAID_OUT = words("贷款 担保 贴息 保费 标准 单价 人均 户均")


@rule(
    code="IND08",
    name="input-or-effect-as-quantity",
    title=Message("以投入或效果作产出数量", "an input or an effect used as quantity of output"),
    severity=Severity.WARNING,
    basis=(
        "difang-tianbao-zhiyin#no-inputs",
        "zhibiao-dingyi#quantity",
        "zhibiao-dingyi#benefit",
    ),
    message=Message(
        "数量指标“{name}”为“{value}”，{reason_zh}，不是产出的数量",
        "quantity indicator “{name}” is “{value}”: {reason_en}, not a number of outputs",
    ),
    suggestion=Message(
        "写提供了多少产品或服务，如“××活动≥（填写数量）场”；带来的金额放到经济效益指标",
        "count products or services, “≥ (number) 场”; money brought in is an economic benefit",
    ),
    since="0.1",
)
def input_or_effect_as_quantity(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A quantity (数量指标) counts products and services, not funds, staff or money brought in."""
    quantities = target.applicable[Kind.QUANTITY]
    if not quantities:
        yield NotApplicable("没有数量指标", "there is no quantity indicator")
    for indicator in quantities:
        name, value = indicator.name, indicator.value
        if mentions(name, INPUTS):
            reason = ("说的是投入", "this is an input")
        elif value.money is not None and not mentions(name, PAID_OUT):
            reason = ("以金额计，是投入或效果", "an amount of money is an input or an effect")
        else:
            continue
        yield Fault(
            indicator.at.get("name"),
            quote=name,
            name=name,
            value=value.text,
            reason_zh=reason[0],
            reason_en=reason[1],
        )
