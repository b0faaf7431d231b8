"""The life of a self-evaluation, driven through its actions."""

from __future__ import annotations

from collections.abc import Callable

from cycling import approved, proved

from conftest import World
from jixiao.web.actor import Actor
from jixiao.web.evaluations import actions
from jixiao.web.evaluations.lifecycle import SELF_EVALUATION
from jixiao.web.evaluations.models import SelfEvaluation

CYCLE = SELF_EVALUATION


def make(world: World, state: str) -> SelfEvaluation:
    """A self-evaluation with nothing left out."""
    version = approved(world)
    filing = version.filing
    return proved(
        world,
        SelfEvaluation.objects.create(
            filing=filing, unit=filing.unit, version=version, state=state
        ),
    )


def perform(case: SelfEvaluation, action: str, actor: Actor) -> None:
    """The action with what it needs."""
    done: dict[str, Callable[[], object]] = {
        "fill": lambda: actions.fill(actor, case),
        "sign": lambda: actions.sign(actor, case),
        "return": lambda: actions.return_(actor, case, "材料不全"),
        "recheck": lambda: actions.recheck(actor, case, (), "核实无误"),
        "confirm": lambda: actions.confirm(actor, case),
    }
    done[action]()
