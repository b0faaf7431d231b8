"""SCO05 actual-value-not-a-number (完成值缺失或不是数值)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.location import first_place
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="SCO05",
    name="actual-value-not-a-number",
    title=Message("完成值缺失或不是数值", "actual value missing or no number"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#numeric-check", "chizhou-zipingbiao-2022#columns"),
    message=Message(
        "“{name}”的指标值为“{wanted}”，实际完成值{said_zh}，不能比较；请填写实际完成的数值",
        "the target of “{name}” is “{wanted}”, the actual value {said_en}: they cannot be "
        "compared; please state the number reached",
    ),
    since="0.1",
)
def actual_value_not_a_number(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """Of a target in numbers the actual value (实际完成值) is a number too."""
    rows = [r.row for r in sheet.counted if r.row.indicator.has_number]
    if not rows or sheet.evaluation.is_unfilled:
        yield NotApplicable(
            "没有以数字表示的指标值，或者整张表没有填写完成情况",
            "no target is a number, or nothing is filled in at all",
        )
        return
    for row in rows:
        actual, indicator = row.actual, row.indicator
        if actual.number is None:
            said = Message(f"为“{actual.text}”", f"is “{actual.text}”")
            if actual.is_blank:
                said = Message("空白", "is blank")
            yield Fault(
                first_place(indicator.at, "actual", "value"),
                quote=actual.quote,
                name=indicator.name,
                wanted=indicator.value.text,
                said_zh=said.zh,
                said_en=said.en,
            )
