"""MON06 progress-not-a-number (执行情况缺失或不是数值)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.location import first_place
from jixiao.model.monitoring import MonitoringForm
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="MON06",
    name="progress-not-a-number",
    title=Message("执行情况缺失或不是数值", "progress missing or no number"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#numeric-check", "caiyu-2019-136#method"),
    message=Message(
        "“{name}”的指标值为“{wanted}”，执行情况{said_zh}，不能与目标比较；请填写已完成的数值",
        "the target of “{name}” is “{wanted}”, its progress {said_en}: they cannot be "
        "compared; please state the number reached",
    ),
    since="0.1",
)
def progress_not_a_number(form: MonitoringForm, norms: Norms) -> Iterator[Verdict]:
    """Of a target in numbers the progress (1–N月执行情况) is a number too."""
    rows = [row for row in form.rows if row.indicator.has_number]
    if not rows:
        yield NotApplicable("没有以数字表示的指标值", "no target is a number")
    for row in rows:
        if row.actual.number is None:
            said = Message(f"为“{row.actual.text}”", f"is “{row.actual.text}”")
            if row.actual.is_blank:
                said = Message("空白", "is blank")
            yield Fault(
                first_place(row.indicator.at, "actual", "value"),
                quote=row.actual.quote,
                name=row.indicator.name,
                wanted=row.indicator.value.text,
                said_zh=said.zh,
                said_en=said.en,
            )
