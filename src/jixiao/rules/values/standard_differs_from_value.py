"""VAL21 standard-differs-from-value (评分标准与指标值不同)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# “达到90%及以上得满分”: the number that earns the full points; compiled where a form has standards.
_FULL = (
    r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?)\s*([^0-9，。；;、,≥≤]{1,3}?)(?:的|及以上|以上|\(含\)|（含）|，|,|时|者)*"
    r"(?:得|计|为)满分"
)


@rule(
    code="VAL21",
    name="standard-differs-from-value",
    title=Message("评分标准与指标值不同", "scoring standard and value differ"),
    severity=Severity.WARNING,
    basis=("caiyu-2021-101#values-and-alignment", "zhengfu-xinxi-gongkai-tiaoli#6"),
    message=Message(
        "指标“{name}”的值为“{value}”，评分标准或者备注写“{stated}”，两处不同；请核对",
        "the value of “{name}” is “{value}”, its standard or remark says “{stated}”; the two "
        "differ, please check",
    ),
    since="0.1",
)
def standard_differs_from_value(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The number that earns full points (得满分) in standard or remark is the target value."""
    stated = [
        (indicator, number, full)
        for indicator in target.stated_indicators
        if (number := indicator.value.number) is not None
        for text in filter(None, (indicator.scoring_standard, indicator.remark))
        if (full := re.search(_FULL, text))
    ]
    if not stated:
        yield NotApplicable(
            "评分标准和备注没有写明满分的数值",
            "no standard or remark gives the number for full points",
        )
    for indicator, number, full in stated:
        value = indicator.value
        if full.group(2).rstrip("的及以") == value.unit and Decimal(full.group(1)) != number:
            yield Fault(
                indicator.at.get("value"),
                quote=value.text,
                name=indicator.name,
                value=value.text,
                stated=full.group(),
            )
