"""VAL05 rate-without-percentage (率类值非百分数)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

_SHARES = ("率", "比例", "占比", "比重", "百分比")
_OTHER_MEASURES = ("效率", "频率", "速率", "功率", "分辨率")  # named 率, but no share of a whole


@rule(
    code="VAL05",
    name="rate-without-percentage",
    title=Message("率类值非百分数", "rate without a percentage"),
    severity=Severity.ERROR,
    basis=("zhibiao-mulu#rates", "pingtai-shijian#clarity-measurable"),
    message=Message(
        "指标“{name}”是比率，值“{value}”不是百分数；请填写百分数",
        "“{name}” is a rate, its value “{value}” is no percentage; please give one",
    ),
    since="0.1",
    suggestion=Message(
        "写成“≥（填写比例）%”；若要求全部达到，写“100%”",
        "write “≥ (share) %”, or “100%” where all of it is required",
    ),
)
def rate_without_percentage(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A rate (率, 比例, 占比) takes a percentage for its value."""
    rates = [i for i in target.stated_indicators if _is_rate(i.name)]
    if not rates:
        yield NotApplicable("没有率类指标", "no indicator is a rate")
    for indicator in rates:
        value = indicator.value
        if value.is_worded and not value.has_digits:
            yield Fault(
                indicator.at.get("value"),
                quote=value.text,
                name=indicator.name,
                value=value.text,
            )


def _is_rate(name: str) -> bool:
    bare = name.rstrip("（）()%％ ")
    return bare.endswith(_SHARES) and not bare.endswith(_OTHER_MEASURES)
