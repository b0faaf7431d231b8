"""CHN07 value-copied-from-last-year (照抄上年指标值)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.chain import Chain
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="CHN07",
    name="value-copied-from-last-year",
    title=Message("照抄上年指标值", "value copied from last year"),
    severity=Severity.INFO,
    basis=("caiyu-2015-88#13", "jixiao-house#unchanged-value"),
    message=Message(
        "{later_zh}的预算比{earlier_zh}{direction_zh}{share}%，{count}个数量指标的值没有变："
        "{names_zh}；请核对是否照抄上年",
        "the budget of {later_en} is {share}% {direction_en} than that of {earlier_en}, and "
        "{count} quantities stand as they were: {names_en}; please check for copying",
    ),
    suggestion=Message(
        "按本年预算重新测算数量，“≥（填写数量）”；数量不随预算变的，写明原因",
        "work the quantities out again from this year's budget, or say why they do not follow it",
    ),
    since="0.1",
)
def value_copied_from_last_year(chain: Chain, norms: Norms) -> Iterator[Verdict]:
    """Quantities follow the money; the same number for much more or less money was copied."""
    if chain.is_same_year:
        yield NotApplicable("没有上年的文件", "there is no document of the year before")
        return
    change = chain.budget_change
    if change is None:
        yield InsufficientData("两年的预算或其单位", "the budgets of both years, or their unit")
        return
    kept = [pair.later.indicator for pair in chain.pairs if pair.keeps_count]
    if kept and abs(change) > norms.unchanged_value_budget_change:
        direction = ("多", "larger") if change > 0 else ("少", "smaller")
        names = [(f"“{i.name}”", f"“{i.value.text}”") for i in kept]
        yield Fault(
            kept[0].at.get("value"),
            quote=kept[0].value.text,
            direction_zh=direction[0],
            direction_en=direction[1],
            share=f"{abs(change) * 100:.0f}",
            count=len(kept),
            names_zh="、".join(f"{name}＝{value}" for name, value in names),
            names_en=", ".join(f"{name} = {value}" for name, value in names),
            **chain.told,
        )
