"""MON05 possibility-unclear (完成可能性未选或多选)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.monitoring import MonitoringForm
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="MON05",
    name="possibility-unclear",
    title=Message("完成可能性未选或多选", "possibility not chosen, or chosen twice"),
    severity=Severity.ERROR,
    basis=("huangshi-jiankongbiao-2019#possibility", "caiyu-2019-136#columns"),
    message=Message(
        "“{name}”的完成目标可能性{what_zh}；请只选一项",
        "whether “{name}” will be reached {what_en}; please choose one",
    ),
    since="0.1",
)
def possibility_unclear(form: MonitoringForm, norms: Norms) -> Iterator[Verdict]:
    """Of 确定能, 有可能 and 完全不可能 one is chosen for each indicator (完成目标可能性)."""
    rows = [row for row in form.rows if "possibility" in row.indicator.at]
    if not rows:
        yield NotApplicable("没有完成目标可能性一栏", "the form has no such columns")
    for row in rows:
        if len(row.possibilities) != 1:
            chosen = "、".join(f"“{p.value}”" for p in row.possibilities)
            what = Message(f"同时选了{chosen}", f"is answered twice: {chosen.replace('、', ', ')}")
            if not chosen:
                what = Message("没有选择", "is not answered")
            yield Fault(
                row.indicator.at["possibility"],
                name=row.indicator.name,
                what_zh=what.zh,
                what_en=what.en,
            )
