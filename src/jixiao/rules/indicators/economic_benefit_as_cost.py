"""IND07 economic-benefit-as-cost (经济效益写成成本或管理)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind, mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

MANAGEMENT = words(
    "节约成本 成本节约 节省成本 成本控制 控制成本 降低成本 投入产出 适配 "
    "预算执行 经费使用 资金使用 经费支出"
)
# The project's own spending, saved: “节约采购成本比例”, “压减运维经费”.
SAVED = words("节约 节省 压减 压降 核减")
SPENT = words("成本 经费 支出 费用 开支 资金")
# Costs saved for the people served are a benefit.
SERVED = words(
    "企业 群众 农户 农民 居民 市民 市场 主体 用户 患者 社会 纳税人 家庭 学生 "
    "物流 融资 用工 生产 种植 养殖 用水 用电 用能 用气 能源 燃料"
)


@rule(
    code="IND07",
    name="economic-benefit-as-cost",
    title=Message("经济效益写成成本或管理", "economic benefit written as cost or management"),
    severity=Severity.WARNING,
    basis=("zhibiao-dingyi#benefit", "zhibiao-dingyi#cost"),
    message=Message(
        "经济效益指标“{name}”（“{value}”）说的是本项目的成本或资金管理，不是项目带来的经济效果",
        "economic benefit “{name}” (“{value}”) is about this project's own cost or management, "
        "not about an economic effect of it",
    ),
    suggestion=Message(
        "移到成本指标；经济效益写服务对象增收、节支等，如“≥（填写数字）万元”，没有的写“无”",
        "move it to cost; an economic benefit is income or savings of those served, "
        "“≥ (number) 万元”; write “无” where there is none",
    ),
    since="0.1",
)
def economic_benefit_as_cost(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """An economic benefit (经济效益) is an effect outside the project, not thrift within it."""
    economic = target.applicable[Kind.ECONOMIC]
    if not economic:
        yield NotApplicable("没有经济效益指标", "there is no economic benefit indicator")
    for indicator in economic:
        name = indicator.name
        is_own = mentions(name, MANAGEMENT) or (mentions(name, SAVED) and mentions(name, SPENT))
        if is_own and not mentions(name, SERVED):
            yield Fault(indicator.at.get("name"), quote=name, name=name, value=indicator.value.text)
