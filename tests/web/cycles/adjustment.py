"""How an adjustment is made in a state, and how each of its steps is done."""

from __future__ import annotations

from copy import deepcopy

from conftest import World
from jixiao.web.actor import Actor
from jixiao.web.filings.drafting import hashed
from jixiao.web.filings.lifecycle import ADJUSTMENT
from jixiao.web.filings.models import Adjustment, Version
from jixiao.web.reviews import adjustments

CYCLE = ADJUSTMENT


def make(world: World, state: str) -> Adjustment:
    """An adjustment in ``state`` of an approved filing, its text changed."""
    filing = world.filing(state="approved", allotted=960_000)
    Version.objects.create(
        filing=filing,
        number=1,
        kind="approved",
        content=filing.draft,
        sha256=hashed(filing.draft),
    )
    draft = deepcopy(filing.draft)
    draft["indicators"][1]["value"] = "≥99%"
    objective = draft["fields"]["annual_objective"]
    draft["fields"]["annual_objective"] = objective.replace("98%", "99%")
    return Adjustment.objects.create(
        unit=filing.unit, filing=filing, state=state, draft=draft, reason="来电量增加。"
    )


def perform(case: Adjustment, action: str, actor: Actor) -> None:
    """The step by its action."""
    reason = "理由写在这里。"
    if action == "submit":
        adjustments.submit_adjustment(actor, case, reason)
    elif action == "approve":
        adjustments.approve_adjustment(actor, case)
    else:
        adjustments.step_adjustment(actor, case, action, reason)
