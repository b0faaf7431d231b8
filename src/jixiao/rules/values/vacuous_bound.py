"""VAL13 vacuous-bound (恒成立的指标值)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import mentions, words
from jixiao.model.value import Comparator
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# Of a growth or a balance 0 is a real floor.
_CHANGES = words("增 升 提高 扩大 变化 差 节约 盈余 利润 净 结余 收益 下降 减少 降低")


@rule(
    code="VAL13",
    name="vacuous-bound",
    title=Message("恒成立的指标值", "a bound that nothing can miss"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#clarity-measurable", "caiyu-2015-88#13"),
    message=Message(
        "指标“{name}”的值“{value}”怎样都能达到，起不到衡量作用；请核对数值或者比较符",
        "the value “{value}” of “{name}” is met whatever happens and measures nothing; please "
        "check the number or the sign",
    ),
    since="0.1",
    suggestion=Message(
        "写可能达不到的数，如“≥（填写数量）（填写单位）”；一个都不许发生的写“＝0”",
        "a number that can be missed, “≥ (number) (unit)”; “=0” where none may happen",
    ),
)
def vacuous_bound(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A floor (下限) lies above 0: of what is counted there is never less than none."""
    floors = [i for i in target.stated_indicators if i.value.comparator is Comparator.AT_LEAST]
    if not floors:
        yield NotApplicable("没有以下限表示的指标值", "no value is a floor")
    for indicator in floors:
        value = indicator.value
        if value.number == 0 and not mentions(indicator.name, _CHANGES):
            yield Fault(
                indicator.at.get("value"), quote=value.text, name=indicator.name, value=value.text
            )
