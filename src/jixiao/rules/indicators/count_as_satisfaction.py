"""IND16 count-as-satisfaction (数量错放为满意度)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import COUNT_UNITS, Kind, mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# Complaints are counted, and say how satisfied people are.
_OPINIONS = words("投诉 差评 好评 信访 不满 表扬 锦旗 感谢 意见 举报 纠纷")


@rule(
    code="IND16",
    name="count-as-satisfaction",
    title=Message("数量错放为满意度", "a count filed under satisfaction"),
    severity=Severity.ERROR,
    basis=("zhibiao-dingyi#satisfaction",),
    message=Message(
        "满意度指标“{name}”的值“{value}”计的是数量，不是认可程度；请移到数量指标",
        "satisfaction indicator “{name}” has “{value}”, a count and no degree of approval; please "
        "move it to quantity",
    ),
    since="0.1",
    suggestion=Message(
        "满意度写“（填写对象）满意度”，值写“≥（填写比例）%”",
        "satisfaction is that of (people), its value “≥ (share) %”",
    ),
)
def count_as_satisfaction(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A satisfaction indicator (满意度指标) says how far people approve, not how many."""
    rows = target.applicable[Kind.SATISFACTION]
    if not rows:
        yield NotApplicable("没有满意度指标", "there is no satisfaction indicator")
    for indicator in rows:
        name, value = indicator.name, indicator.value
        if value.counting_unit in COUNT_UNITS and not mentions(name, _OPINIONS):
            yield Fault(indicator.at.get("value"), quote=value.text, name=name, value=value.text)
