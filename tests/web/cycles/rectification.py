"""The life of a rectification, driven through its actions."""

from __future__ import annotations

from collections.abc import Callable

from cycling import approved, kept
from django.utils import timezone

from conftest import World
from jixiao.web.actor import Actor
from jixiao.web.evaluations import actions
from jixiao.web.evaluations.lifecycle import RECTIFICATION
from jixiao.web.evaluations.models import Proof, Rectification
from jixiao.web.roles import Role

CYCLE = RECTIFICATION


def make(world: World, state: str) -> Rectification:
    """A notice with its proof."""
    filing = approved(world).filing
    case = Rectification.objects.create(
        filing=filing,
        unit=filing.unit,
        finding="台账不全",
        demand="补齐台账",
        due_on=timezone.localdate(),
        issued_by=world.person(Role.DEPARTMENT_REVIEWER),
        state=state,
    )
    Proof.objects.create(rectification=case, row="reply", file=kept(world))
    return case


def perform(case: Rectification, action: str, actor: Actor) -> None:
    """The action with what it needs."""
    done: dict[str, Callable[[], object]] = {
        "reply": lambda: actions.reply(actor, case, "台账已补齐"),
        "accept": lambda: actions.accept(actor, case),
        "return": lambda: actions.return_rectification(actor, case, "还缺三月的"),
        "close": lambda: actions.close(actor, case),
    }
    done[action]()
