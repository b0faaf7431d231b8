"""IND15 satisfaction-as-benefit (满意度错放为效益)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import BENEFIT_KINDS
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="IND15",
    name="satisfaction-as-benefit",
    title=Message("满意度错放为效益", "satisfaction filed under benefit"),
    severity=Severity.WARNING,
    basis=("zhibiao-dingyi#satisfaction", "changjian-wenti#quality-and-benefit"),
    message=Message(
        "“{name}”（“{value}”）是满意度，写在“{level2}”之下；满意度另有一类，请移过去",
        "“{name}” (“{value}”) is satisfaction and stands under “{level2}”; satisfaction is a class "
        "of its own, please move it there",
    ),
    since="0.1",
    suggestion=Message(
        "把这一行移到满意度指标；效益写项目带来的变化，如（填写口径）比上年≥（填写幅度）%",
        "move the row to satisfaction; a benefit is what the project changes, (measure) up "
        "≥ (fill in) % on last year",
    ),
)
def satisfaction_as_benefit(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Satisfaction (满意度) is no economic, social, ecological or lasting benefit (效益)."""
    benefits = [i for kind in BENEFIT_KINDS for i in target.applicable[kind]]
    if not benefits:
        yield NotApplicable("没有效益指标", "there is no benefit indicator")
    for indicator in benefits:
        if indicator.name.rstrip("（）()%％ ").endswith(("满意度", "满意率")):
            yield Fault(
                indicator.at.get("name"),
                quote=indicator.name,
                name=indicator.name,
                value=indicator.value.text,
                level2=indicator.level2,
            )
