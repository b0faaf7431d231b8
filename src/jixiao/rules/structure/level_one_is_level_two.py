"""STR10 level-one-is-level-two (一级指标写成二级指标)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.indicator import Indicator
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import category_of, kind_of
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="STR10",
    name="level-one-is-level-two",
    title=Message("一级指标写成二级指标", "a level-1 label that is a level-2 word"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#10", "anhui-pingtai-biaodan#form-cells"),
    message=Message(
        "一级指标栏写的“{label}”是二级指标的名称，同表其他行写的是产出、效益一类；请核对是否填错了栏",
        "“{label}” in the column of level 1 is the name of a level 2, while other rows of the "
        "table have output, benefit and the like; please check whether it stands in the wrong "
        "column",
    ),
    since="0.1",
    suggestion=Message(
        "一级指标写产出、效益、满意度（或者成本），数量、质量、社会效益等写在二级指标",
        "level 1 is output, benefit, satisfaction (or cost); quantity, quality, social benefit "
        "and so on are level 2",
    ),
)
def level_one_is_level_two(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """In a table with levels, level 1 (一级指标) holds a class of level 1.

    A form that has no such level at all, and prints level 2 throughout, is a variant.
    """
    first: dict[str, Indicator] = {}
    for indicator in target.indicators:
        first.setdefault(indicator.level1, indicator)
    if not any(map(category_of, first)):
        yield NotApplicable(
            "本表没有产出、效益这一级指标", "the table has no level of output, benefit and the like"
        )
        return
    for label, indicator in first.items():
        if category_of(label) is None and kind_of(label) is not None:
            yield Fault(indicator.at.get("level1"), quote=label, label=label)
