"""VAL03 value-repeats-name (指标值与名称同义反复)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.value import Nature
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="VAL03",
    name="value-repeats-name",
    title=Message("指标值与名称同义反复", "value only repeats the name"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#clarity-measurable", "caiyu-2015-88#13"),
    message=Message(
        "指标“{name}”的值“{value}”只是重复名称，没有说明要做到什么；请写出数量、比例、期限或者分档标准",
        "the value “{value}” of “{name}” only repeats the name and says nothing of what is to be "
        "reached; please give a number, a share, a deadline or levels",
    ),
    since="0.1",
    suggestion=Message(
        "名称写要衡量的事，值写达到的数，如“{name}”写“≥（填写数量）（填写单位）”或者“≥（填写比例）%”；"
        "确需定性的，分优、良、中、差写明标准",
        "let the name say what is measured and the value how much: “≥ (number) (unit)” or "
        "“≥ (share) %” for “{name}”; where words must do, give levels",
    ),
)
def value_repeats_name(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A value (指标值) says more than the name of its indicator (三级指标)."""
    worded = [i for i in target.stated_indicators if i.value.nature is not Nature.QUANTITATIVE]
    if not worded:
        yield NotApplicable("没有以文字表述的指标值", "no value is in words")
    for indicator in worded:
        if indicator.repetition is not None:
            is_whole = indicator.repetition == "whole"
            yield Fault(
                indicator.at.get("value"),
                quote=indicator.value.text,
                severity=Severity.ERROR if is_whole else Severity.WARNING,
                name=indicator.name,
                value=indicator.value.text,
            )
