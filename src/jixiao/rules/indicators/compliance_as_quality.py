"""IND03 compliance-as-quality (以合规代质量)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind, mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

SPENDING = words("经费 资金 支出 费用")
CONDUCT = words("合规 合法 规范性 规范率 专款专用 执行率 到位率 使用率")
# Where the product of a project is a payment, paying rightly is its quality.
PAYMENTS = words("发放 补助 补贴 兑付 救助 奖补 待遇")


@rule(
    code="IND03",
    name="compliance-as-quality",
    title=Message("以合规代质量", "compliance used as quality"),
    severity=Severity.WARNING,
    basis=("zhibiao-dingyi#quality",),
    message=Message(
        "质量指标“{name}”说的是经费使用，不是产出达到的标准；花钱合规是一切项目的前提",
        "quality indicator “{name}” is about the use of money, not the standard of the output; "
        "spending by the rules is expected of every project",
    ),
    suggestion=Message(
        "改写产出应达到的标准，如“××验收合格率≥（填写百分数）%”",
        "state the standard the output must meet, such as an acceptance rate “≥ (number)%”",
    ),
    since="0.1",
)
def compliance_as_quality(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A quality indicator (质量指标) is about the product, not about how money was spent."""
    qualities = target.applicable[Kind.QUALITY]
    if not qualities:
        yield NotApplicable("没有质量指标", "there is no quality indicator")
    for indicator in qualities:
        name = indicator.name
        if mentions(name, SPENDING) and mentions(name, CONDUCT) and not mentions(name, PAYMENTS):
            yield Fault(indicator.at.get("name"), quote=name, name=name)
