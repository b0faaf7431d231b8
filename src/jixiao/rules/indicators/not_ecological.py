"""IND05 not-ecological (生态效益错位)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind, speaks_of_environment
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="IND05",
    name="not-ecological",
    title=Message("生态效益错位", "ecological indicator not about the environment"),
    severity=Severity.ERROR,
    basis=("zhibiao-dingyi#benefit", "caiyu-2015-88#10"),
    message=Message(
        "生态效益指标“{name}”（“{value}”）与生态环境、资源节约无关",
        "ecological benefit “{name}” (“{value}”) is not about the environment or resources",
    ),
    suggestion=Message(
        "移到相应的指标类别；项目没有生态效益时，写“本项目不适用此指标”，指标值写“无”",
        "move it to its class; where there is no ecological benefit write “本项目不适用此指标” "
        "with the value “无”",
    ),
    since="0.1",
)
def not_ecological(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """An ecological benefit (生态效益) is about nature and its resources."""
    ecological = target.applicable[Kind.ECOLOGICAL]
    if not ecological:
        yield NotApplicable("没有生态效益指标", "there is no ecological benefit indicator")
    for indicator in ecological:
        name, value = indicator.name, indicator.value.text
        if not speaks_of_environment(f"{name}，{value}"):
            yield Fault(indicator.at.get("name"), quote=name, name=name, value=value)
