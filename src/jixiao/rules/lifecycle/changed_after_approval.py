"""LIF03 changed-after-approval (批复后调整目标)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure, same_name
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.location import Location
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="LIF03",
    name="changed-after-approval",
    title=Message("批复后调整目标", "a target changed after approval"),
    severity=Severity.ERROR,
    basis=("caiyu-2015-88#28",),
    message=Message(
        "“{name}”与批复的目标不同：{what_zh}，没有写调整文号；请按原程序报批或者改回",
        "“{name}” differs from what was approved: {what_en}, and no document of adjustment "
        "is named; please have it approved or undo it",
    ),
    since="0.1",
)
def changed_after_approval(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """An approved target stays as it is, unless its adjustment is approved too (批复后调整)."""
    if not disclosure.targets:
        yield NotApplicable("没有目标表", "there are no target tables")
        return
    approved = [t for t in disclosure.targets if t.approval.is_approved_version]
    pairs = [
        (old, new)
        for old in approved
        for new in disclosure.targets
        if same_name(old.project_name, new.project_name) and not new.approval.is_approved_version
    ]
    if not pairs:
        yield InsufficientData(
            "批复的目标表（表内写明“批复”）和现行的目标表",
            "the approved table (one that says 批复) beside the present one",
        )
    for old, new in pairs:
        if new.approval.adjustment:
            continue
        values = {i.name: i.value.text for i in old.indicators}
        for indicator in new.indicators:
            before = values.pop(indicator.name, None)
            if before is None:
                what = Message("批复的目标没有这项指标", "it was not among them")
                yield _fault(new, indicator.at.get("name"), indicator.name, what)
            elif before != indicator.value.text:
                what = Message(
                    f"批复为“{before}”，现为“{indicator.value.text}”",
                    f"“{before}” was approved, “{indicator.value.text}” it is now",
                )
                yield _fault(new, indicator.at.get("value"), indicator.name, what)
        for name in values:
            what = Message("现行的目标没有这项指标", "it is no longer among them")
            yield _fault(new, new.at.get("table"), name, what)


def _fault(target: PerformanceTarget, at: Location | None, name: str, what: Message) -> Fault:
    return Fault(at, target=target, name=name, what_zh=what.zh, what_en=what.en)
