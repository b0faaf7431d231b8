"""The use of a result, driven through its action."""

from __future__ import annotations

from decimal import Decimal

from cycling import approved

from conftest import World
from jixiao.web.actor import Actor
from jixiao.web.evaluations import actions
from jixiao.web.evaluations.lifecycle import RESULT_USE
from jixiao.web.evaluations.models import ResultUse

CYCLE = RESULT_USE


def make(world: World, state: str) -> ResultUse:
    """A proposal to keep a project."""
    filing = approved(world).filing
    return ResultUse.objects.create(
        filing=filing,
        unit=filing.unit,
        fiscal_year=filing.fiscal_year + 1,
        proposal={"kind": "keep"},
        before=Decimal(96),
        proposed=Decimal(96),
        state=state,
    )


def perform(case: ResultUse, action: str, actor: Actor) -> None:
    """The action with what it needs."""
    assert action == "decide"
    actions.decide(actor, case, "keep", "", "绩效良好")
