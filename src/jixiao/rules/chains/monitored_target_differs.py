"""CHN11 monitored-target-differs (监控目标与原定目标不同)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.chain import Chain, Step
from jixiao.model.finding import Message, NotApplicable, Severity
from jixiao.model.value_change import Change
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="CHN11",
    name="monitored-target-differs",
    title=Message("监控目标与原定目标不同", "monitoring's annual value differs"),
    severity=Severity.ERROR,
    basis=("caiyu-2015-88#29", "caiyu-2019-136#columns"),
    message=Message(
        "指标“{name}”的年度指标值在{earlier_zh}里为“{before}”，在{later_zh}里为“{after}”",
        "the year's value of “{name}” is “{before}” in {earlier_en} and “{after}” in {later_en}",
    ),
    suggestion=Message(
        "监控表的年度指标值照原定目标填写；目标经过调整的，附调整的文件",
        "copy the year's value of the monitoring from the target as set; name the decision "
        "where it changed",
    ),
    since="0.1",
)
def monitored_target_differs(chain: Chain, norms: Norms) -> Iterator[Verdict]:
    """The target reported on is the target as it was set, not another one.

    A value that is easier or weaker than it was is told by CHN03 and CHN04.
    """
    if not chain.is_binding or chain.later.step is not Step.MONITORING:
        yield NotApplicable(
            "不是与当年目标比较的监控表", "it is no monitoring form beside a target of its year"
        )
        return
    yield from chain.value_faults(Change.RAISED, Change.OTHER)
