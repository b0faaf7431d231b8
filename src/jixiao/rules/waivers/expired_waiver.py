"""WVR02 expired-waiver (豁免已到期)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.waiver import Waivers
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="WVR02",
    name="expired-waiver",
    title=Message("豁免已到期", "waiver has expired"),
    severity=Severity.WARNING,
    basis=("jixiao-house#waivers",),
    message=Message(
        "“{file}”第{number}条豁免已于{expired}到期（{place}），对应的问题重新计入；"
        "确需继续的重新审批",
        "waiver {number} of “{file}” ran out on {expired} ({place}) and its findings count again; "
        "have it approved anew where it is still needed",
    ),
    since="0.1",
    suggestion=Message(
        "改正问题后删去这一条；确需继续的，写明新的理由、审批人和到期日",
        "correct the fault and remove it, or state a new reason, approver and day",
    ),
)
def expired_waiver(waivers: Waivers, norms: Norms) -> Iterator[Verdict]:
    """A waiver (豁免) holds up to its day and no longer."""
    if not waivers.used:
        yield NotApplicable("没有豁免", "there are no waivers")
    for waiver, _ in waivers.used:
        if waiver.has_expired(waivers.on):
            yield Fault(
                None,
                quote=waiver.place,
                file=waivers.file,
                number=waiver.number,
                expired=waiver.expires_on.isoformat(),
                place=waiver.place,
            )
