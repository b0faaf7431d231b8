"""STR08 field-too-long (字段超长)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="STR08",
    name="field-too-long",
    title=Message("字段超长", "field too long"),
    severity=Severity.WARNING,
    basis=("pingtai-shuju-moxing#kpi-target", "pingtai-shuju-moxing#kpi-val"),
    message=Message(
        "{what_zh}共{characters}字，按UTF-8计{size}字节，超过平台字段上限{limit}字节，录入时可能被截断；"
        "请压缩文字",
        "{what_en} has {characters} characters, {size} bytes in UTF-8, more than the {limit} "
        "bytes of the platform's field, and may be cut off there; please shorten it",
    ),
    since="0.1",
)
def field_too_long(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The objective (年度目标) and each value (指标值) fit the platform's fields, in bytes."""
    objective = target.annual_objective or ""
    size = len(objective.encode())
    if size > norms.objective_max_bytes:
        yield Fault(
            target.at.get("annual_objective"),
            quote=objective,
            what_zh="“年度目标”",
            what_en="“annual objective”",
            characters=len(objective),
            size=size,
            limit=norms.objective_max_bytes,
        )
    for indicator in target.indicators:
        text = indicator.value.text
        size = len(text.encode())
        if size > norms.value_max_bytes:
            yield Fault(
                indicator.at.get("value"),
                quote=text,
                what_zh=f"“{indicator.name}”的指标值“{text}”",
                what_en=f"“{indicator.name}” with the value “{text}”",
                characters=len(text),
                size=size,
                limit=norms.value_max_bytes,
            )
