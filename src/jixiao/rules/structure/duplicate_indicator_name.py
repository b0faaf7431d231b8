"""STR09 duplicate-indicator-name (三级指标重名)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.indicator import Indicator
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="STR09",
    name="duplicate-indicator-name",
    title=Message("三级指标重名", "duplicate third-level name"),
    severity=Severity.WARNING,
    basis=("pingtai-shijian#unique-names", "anhui-pingtai-biaodan#unique-names-off"),
    message=Message(
        "三级指标“{name}”重复出现（{first_zh}、{second_zh}），平台按名称查重；请合并或改写，写清各自衡量的内容",
        "indicator “{name}” appears more than once ({first_en}, {second_en}), and the platform "
        "checks that names are unique; please merge the two or say what each measures",
    ),
    since="0.1",
)
def duplicate_indicator_name(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """No two indicators of a project share their name, where the place's platform checks it."""
    if norms.duplicate_names_allowed:
        yield NotApplicable(
            "当地平台不作重名校验", "the platform of the place does not check for equal names"
        )
        return
    seen: dict[str, Indicator] = {}
    for indicator in target.indicators:
        if not indicator.name or indicator.is_declared_inapplicable:
            continue
        first = seen.setdefault(indicator.name, indicator)
        if first is not indicator:
            yield Fault(
                indicator.at.get("name"),
                quote=indicator.name,
                name=indicator.name,
                first_zh=f"{first.level2}“{first.value.text}”",
                first_en=f"“{first.level2}” “{first.value.text}”",
                second_zh=f"{indicator.level2}“{indicator.value.text}”",
                second_en=f"“{indicator.level2}” “{indicator.value.text}”",
            )
