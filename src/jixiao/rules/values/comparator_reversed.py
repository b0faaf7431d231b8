"""VAL08 comparator-reversed (比较符方向错误)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.indicator import Indicator
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import mentions
from jixiao.model.value import Comparator
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

_FLOORS = (Comparator.AT_LEAST, Comparator.MORE_THAN)
_CEILINGS = (Comparator.AT_MOST, Comparator.LESS_THAN)
_SAVINGS = ("节约", "节支", "节省", "降低", "下降", "减少", "压减", "率")  # more is better
_COMPLAINTS = ("不满意", "投诉", "差评", "信访")  # less is better


@rule(
    code="VAL08",
    name="comparator-reversed",
    title=Message("比较符方向错误", "comparator points the wrong way"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#sign-classes", "jixiao-house#satisfaction-maximum"),
    message=Message(
        "指标“{name}”的值“{value}”{problem_zh}；请核对",
        "the value “{value}” of “{name}” {problem_en}; please check",
    ),
    since="0.1",
    suggestion=Message(
        "成本写上限“≤（填写金额）万元”，满意度写下限“≥（填写比例）%”",
        "a limit for cost, “≤ (amount) 万元”; a floor for satisfaction, “≥ (share) %”",
    ),
)
def comparator_reversed(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Cost (成本) has a ceiling and satisfaction (满意度) a floor within 100 %."""
    costs, satisfactions = [], []
    for indicator in target.stated_indicators:
        number = indicator.value.number
        if number is None:
            continue
        if indicator.is_cost and not mentions(indicator.name, _SAVINGS):
            costs.append(indicator)
        if indicator.is_satisfaction and not mentions(indicator.name, _COMPLAINTS):
            satisfactions.append((indicator, number))
    if not costs and not satisfactions:
        yield NotApplicable(
            "没有以数值表示的成本或者满意度指标", "no cost or satisfaction indicator has a number"
        )
    for indicator in costs:
        if indicator.value.comparator in _FLOORS:
            yield _fault(indicator, "给成本设了下限，花得越多越算完成", "sets a floor under cost")
    for indicator, number in satisfactions:
        value = indicator.value
        if value.comparator in _CEILINGS:
            yield _fault(indicator, "给满意度设了上限", "sets a ceiling on satisfaction")
        if value.unit in ("%", None) and number > norms.satisfaction_maximum:
            yield _fault(indicator, "超过100%，满意度达不到", "exceeds 100%, out of reach")


def _fault(indicator: Indicator, problem_zh: str, problem_en: str) -> Fault:
    return Fault(
        indicator.at.get("value"),
        quote=indicator.value.text,
        name=indicator.name,
        value=indicator.value.text,
        problem_zh=problem_zh,
        problem_en=problem_en,
    )
