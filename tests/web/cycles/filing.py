"""How a filing is made in a state, and how each of its steps is done."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from conftest import World
from jixiao.web.actor import Actor
from jixiao.web.filings import actions
from jixiao.web.filings.drafting import hashed
from jixiao.web.filings.lifecycle import FILING, State
from jixiao.web.filings.models import Filing, Version

CYCLE = FILING
_GRADES = {
    "grade_excellent": "优",
    "grade_good": "良",
    "grade_medium": "中",
    "grade_poor": "差",
}


def make(world: World, state: str) -> Filing:
    """A filing in ``state``; what has been submitted has its version."""
    filing = world.filing(state=state)
    if state != State.DRAFT:
        Version.objects.create(
            filing=filing,
            number=1,
            kind="submitted",
            content=filing.draft,
            sha256=hashed(filing.draft),
        )
    if state == State.TO_BE_IMPROVED:
        filing.draft["fields"]["annual_objective"] += "满意度由第三方电话调查。"
        filing.save()
    return filing


def perform(case: Filing, action: str, actor: Actor) -> None:
    """The step by the action of the part it belongs to."""
    reason = "理由写在这里。"
    if action == "submit":
        actions.submit(actor, case)
    elif action == "sign":
        actions.sign(actor, case)
    elif action == "return":
        actions.return_(actor, case, reason)
    elif action == "withdraw":
        actions.withdraw(actor, case, reason)
    elif action == "improve":
        actions.improve(actor, case)
    else:
        _review(case, action, actor, reason)


def _review(case: Filing, action: str, actor: Actor, reason: str) -> None:
    try:
        reviews: Any = import_module("jixiao.web.reviews.actions")
    except ModuleNotFoundError:
        pytest.skip("the reviews are not there")
    if action == "pass":
        reviews.pass_(actor, case, reason)
    elif action in _GRADES:
        reviews.grade(actor, case, _GRADES[action], reason)
    elif action == "propose":
        reviews.propose(actor, case, 960000)
    elif action == "approve":
        reviews.approve(actor, case)
    elif action == "object":
        reviews.object_(actor, case, reason)
