"""SCO09 self-evaluation-unfilled (自评表没有填写)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, Message, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="SCO09",
    name="self-evaluation-unfilled",
    title=Message("自评表没有填写", "a self-evaluation left unfilled"),
    severity=Severity.ERROR,
    basis=("caiyu-2020-10#self-evaluation-scope", "chizhou-zipingbiao-2022#columns"),
    message=Message(
        "自评表没有填写：{what_zh}；请填写后再公开",
        "the self-evaluation is not filled in: {what_en}; please fill it in before it is published",
    ),
    since="0.1",
)
def self_evaluation_unfilled(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """A self-evaluation states what was done and what it got (实际完成值、得分)."""
    evaluation = sheet.evaluation
    if evaluation.is_unfilled:
        count = len(evaluation.rows)
        what = Message(
            f"{count}项指标的实际完成值和得分都是空白",
            f"the actual values and points of all {count} indicators are blank",
        )
        if not count:
            what = Message("没有一项指标", "there is not one indicator")
        yield Fault(evaluation.at.get("table"), what_zh=what.zh, what_en=what.en)
