"""WVR01 unused-waiver (豁免没有用到)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.waiver import Waivers
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="WVR01",
    name="unused-waiver",
    title=Message("豁免没有用到", "waiver not used"),
    severity=Severity.WARNING,
    basis=("jixiao-house#waivers",),
    message=Message(
        "“{file}”第{number}条豁免没有对应的问题（{place}）；问题已经消除的删去这一条，"
        "写错地方的改正",
        "waiver {number} of “{file}” is for no finding ({place}); remove it where the fault is "
        "gone, correct it where its place is wrong",
    ),
    since="0.1",
    suggestion=Message("删去这一条，或者改正项目和单元格", "remove it, or correct its place"),
)
def unused_waiver(waivers: Waivers, norms: Norms) -> Iterator[Verdict]:
    """A waiver in force (豁免) is for a finding that is there."""
    if not waivers.used:
        yield NotApplicable("没有豁免", "there are no waivers")
    for waiver, findings in waivers.used:
        if not findings and not waiver.has_expired(waivers.on):
            yield Fault(
                None,
                quote=waiver.place,
                file=waivers.file,
                number=waiver.number,
                place=waiver.place,
            )
