"""The life of a monitoring report, driven through its actions."""

from __future__ import annotations

from collections.abc import Callable

from cycling import approved, kept
from django.utils import timezone

from conftest import World
from jixiao.web.actor import Actor
from jixiao.web.evaluations.actions import rectify
from jixiao.web.monitoring import actions, queries
from jixiao.web.monitoring.lifecycle import REPORT
from jixiao.web.monitoring.models import Proof, Report, Round
from jixiao.web.roles import Role

CYCLE = REPORT


def make(world: World, state: str) -> Report:
    """A report of July, with nothing left out."""
    version = approved(world)
    round_, _ = Round.objects.get_or_create(
        organisation=world.finance,
        year=version.filing.fiscal_year,
        month=7,
        defaults={
            "due_on": timezone.localdate(),
            "opened_by": world.person(Role.PERFORMANCE_OFFICER),
        },
    )
    report = Report.objects.create(
        round=round_,
        filing=version.filing,
        unit=version.filing.unit,
        version=version,
        state=state,
        due_on=round_.due_on,
    )
    said = {"actual": "", "reason": "尚未统计", "measures": "按月统计", "possibility": ""}
    sheet = queries.sheet_of(report)
    report.content = {
        "paid": "56",
        "spending": dict(said),
        "rows": {row.key: dict(said) for row in sheet.rows},
    }
    report.save()
    Proof.objects.create(report=report, row="spending", file=kept(world))
    return report


def perform(case: Report, action: str, actor: Actor) -> None:
    """The action with what it needs."""
    reason = "一切按规定办理"
    done: dict[str, Callable[[], object]] = {
        "fill": lambda: actions.fill(actor, case),
        "check": lambda: actions.check(actor, case, reason),
        "return": lambda: actions.return_(actor, case, reason),
        "close": lambda: actions.close(actor, case, reason),
        "rectify": lambda: rectify(actor, case, "进度偏慢", "加快", timezone.localdate()),
        "suspend": lambda: actions.suspend(actor, case, reason),
        "resume": lambda: actions.resume(actor, case, reason),
        "stop": lambda: actions.stop(actor, case, reason),
    }
    done[action]()
