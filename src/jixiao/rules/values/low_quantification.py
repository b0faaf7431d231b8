"""VAL02 low-quantification (量化率过低)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.indicator import Indicator
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import BENEFIT_KINDS
from jixiao.model.value import Nature
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="VAL02",
    name="low-quantification",
    title=Message("量化率过低", "too few values are numbers"),
    severity=Severity.WARNING,
    basis=(
        "anhui-caizheng-tongzhi#mainly-quantitative",
        "difang-mubiao-guanli#specific",
        "caiyu-2021-101#principles",
        "jixiao-house#minimum-quantified-share",
    ),
    message=Message(
        "{rows}个指标中，能以数字或日期核对的{numeric}个，占{share}（下限{minimum}）；"
        "效益指标{benefits}个中{measured}个，占{benefit_share}；请把能计量的指标改成数值",
        "{numeric} of {rows} indicators, {share}, can be checked by a number or a date (at least "
        "{minimum} should); of {benefits} benefit indicators {measured}, {benefit_share}; please "
        "put in numbers what can be measured",
    ),
    since="0.1",
    suggestion=Message(
        "先改效益指标：用“（填写统计口径）比上年提高≥（填写幅度）%”“受益（填写对象）≥（填写人数）人”一类写法",
        "begin with the benefits: “(measure) up ≥ (fill in) % on last year”, "
        "“(people) served ≥ (fill in)”",
    ),
)
def low_quantification(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Values are mainly numbers (以定量为主), and the benefits (效益) are not words alone."""
    stated = target.stated_indicators
    if not stated:
        yield NotApplicable("没有填写指标值", "no indicator states a value")
        return
    benefits = [i for i in stated if i.kind in BENEFIT_KINDS]
    numeric, measured = _numeric(stated), _numeric(benefits)
    is_low = numeric < norms.minimum_quantified_share * len(stated)
    if is_low or measured < min(1, len(benefits)):
        yield Fault(
            target.place,
            severity=Severity.WARNING if is_low else Severity.INFO,
            rows=len(stated),
            numeric=numeric,
            share=_share(numeric, stated),
            minimum=f"{norms.minimum_quantified_share:.0%}",
            benefits=len(benefits),
            measured=measured,
            benefit_share=_share(measured, benefits),
        )


def _numeric(indicators: Sequence[Indicator]) -> int:
    return [i.value.nature for i in indicators].count(Nature.QUANTITATIVE)


def _share(part: int, indicators: Sequence[Indicator]) -> str:
    return f"{Decimal(part) / max(1, len(indicators)):.0%}"
