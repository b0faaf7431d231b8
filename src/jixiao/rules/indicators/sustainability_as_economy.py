"""IND06 sustainability-as-economy (可持续影响写成经济效益)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind, mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

ECONOMY = words("经济发展 经济增长 经济效益 经济建设 经济贡献 经济影响")
LASTING = words("持续 长期 长效 长远 今后 未来 集体经济")


@rule(
    code="IND06",
    name="sustainability-as-economy",
    title=Message("可持续影响写成经济效益", "sustainable impact written as economic benefit"),
    severity=Severity.WARNING,
    basis=("zhibiao-dingyi#benefit", "caiyu-2015-88#10"),
    message=Message(
        "可持续影响指标“{name}”说的是经济发展，不是项目结束后仍在的影响",
        "sustainable impact “{name}” is about the economy, not about what lasts after the project",
    ),
    suggestion=Message(
        "写项目完成后继续起作用的内容，如制度、设施、能力可用的年限“≥（填写数字）年”",
        "state what goes on working: rules, facilities or skills in use for “≥ (number) years”",
    ),
    since="0.1",
)
def sustainability_as_economy(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A sustainable impact (可持续影响) lasts; growth of the economy is an economic benefit."""
    lasting = target.applicable[Kind.SUSTAINABILITY]
    if not lasting:
        yield NotApplicable("没有可持续影响指标", "there is no sustainable impact indicator")
    for indicator in lasting:
        name = indicator.name
        if mentions(name, ECONOMY) and not mentions(name, LASTING):
            yield Fault(indicator.at.get("name"), quote=name, name=name)
