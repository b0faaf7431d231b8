"""Proposals for next year: finished projects end, overlapping ones are merged."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cycles import self_evaluation as cycle

from conftest import World
from jixiao.web.evaluations import actions
from jixiao.web.evaluations.models import ResultUse, SelfEvaluation
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible
from jixiao.web.filings.models import Version
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event

pytestmark = pytest.mark.django_db


def confirmed(world: World, **fields: str) -> SelfEvaluation:
    """A confirmed self-evaluation of a good year; ``fields`` change its approved table."""
    case = cycle.make(world, "confirmed")
    content = dict(case.version.content)
    content["fields"] = content["fields"] | {"project_name": case.filing.project.name} | fields
    Version.objects.filter(pk=case.version_id).update(content=content)
    return case


def proposed(world: World) -> dict[int, ResultUse]:
    actions.propose_results(world.actor(Role.PERFORMANCE_OFFICER), world.finance, 2025)
    return {use.filing_id: use for use in ResultUse.objects.all()}


def test_a_finished_project_is_not_proposed_to_go_on(world: World) -> None:
    over = confirmed(world, project_period="2023-2025年")
    once = confirmed(world, project_period="2025年", project_source="一次性项目")
    going_on = confirmed(world, project_period="2024-2026年")
    every_year = confirmed(world, project_period="2025年", project_source="经常性项目")

    uses = proposed(world)

    kinds = {pk: (use.proposal["kind"], use.proposed) for pk, use in uses.items()}
    assert kinds[over.filing_id] == ("end", Decimal(0))
    assert kinds[once.filing_id] == ("end", Decimal(0))
    assert uses[over.filing_id].proposal["rule_zh"] == "项目期已满"
    assert kinds[going_on.filing_id][0] == "keep"
    assert kinds[every_year.filing_id][0] == "keep"


def test_an_overlap_is_stated_by_finance_and_merges_by_the_rules(world: World) -> None:
    one, other = confirmed(world), confirmed(world)
    uses = proposed(world)
    case, into = uses[one.filing_id], uses[other.filing_id]
    assert case.proposal["kind"] == "keep"
    client = world.client(Role.PERFORMANCE_OFFICER)

    answer = client.post(
        f"/work/evaluations/results/{case.pk}/overlap/",
        {"into": str(into.pk), "reason": "两个项目都购买热线话务。"},
    )

    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.proposal["kind"], case.proposed) == ("merge", Decimal(0))
    assert other.filing.project.name in case.proposal["working_zh"]
    event = Event.objects.get(action="result_use.overlap")
    assert event.before["proposal"] == "keep"
    assert event.after["proposal"] == "merge"
    page = client.get(f"/work/evaluations/results/{case.pk}/").content.decode()
    assert "两个项目都购买热线话务。" in page
    assert "指出项目重复" in page


def test_who_states_an_overlap_and_with_what(world: World) -> None:
    one, other = confirmed(world), confirmed(world)
    uses = proposed(world)
    case, into = uses[one.filing_id], uses[other.filing_id]
    officer = world.actor(Role.PERFORMANCE_OFFICER)

    with pytest.raises(NotAllowed):
        actions.state_overlap(world.actor(Role.UNIT_CLERK), case, into, "重复")
    with pytest.raises(Incomplete, match="in what they overlap"):
        actions.state_overlap(officer, case, into, " ")
    with pytest.raises(Incomplete, match="another project"):
        actions.state_overlap(officer, case, case, "重复")
    actions.decide(world.actor(Role.FINANCE_REVIEWER), case, "keep", "", "绩效良好")
    with pytest.raises(NotPossible, match="decided"):
        actions.state_overlap(officer, case, into, "重复")
    case.refresh_from_db()
    assert case.proposal["kind"] == "keep"
