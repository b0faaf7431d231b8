"""Steps of a case: the table rules, and each leaves exactly one event."""

import pytest

from conftest import World
from jixiao.web.cases import step
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible
from jixiao.web.filings.models import Filing
from jixiao.web.roles import Role
from jixiao.web.trail.chain import FIELDS, FIRST, hashed
from jixiao.web.trail.models import Event


def test_a_step_changes_the_state_and_leaves_one_event(world: World) -> None:
    filing = world.filing()

    with step(filing, "submit", world.actor(Role.UNIT_CLERK)):
        pass

    filing.refresh_from_db()
    event = Event.objects.get()
    assert filing.state == "submitted"
    assert (event.action, event.before["state"], event.after["state"]) == (
        "filing.submit",
        "draft",
        "submitted",
    )
    assert event.previous == FIRST
    assert event.hash == hashed({name: getattr(event, name) for name in FIELDS})


def test_who_lacks_the_role_is_refused_and_nothing_is_kept(world: World) -> None:
    filing = world.filing()

    with (
        pytest.raises(NotAllowed, match="unit clerk"),
        step(filing, "submit", world.actor(Role.UNIT_CLERK, world.sibling)),
    ):
        pass

    assert not Event.objects.exists()


def test_an_action_of_another_state_is_refused(world: World) -> None:
    filing = world.filing()

    with (
        pytest.raises(NotPossible),
        step(filing, "approve", world.actor(Role.PERFORMANCE_OFFICER)),
    ):
        pass


def test_a_return_needs_a_reason(world: World) -> None:
    filing = world.filing(state="submitted")

    with pytest.raises(Incomplete), step(filing, "return", world.actor(Role.UNIT_HEAD), reason=" "):
        pass


def test_a_failure_in_the_step_undoes_all(world: World) -> None:
    filing = world.filing()

    with pytest.raises(ZeroDivisionError), step(filing, "submit", world.actor(Role.UNIT_CLERK)):
        raise ZeroDivisionError

    filing.refresh_from_db()
    assert (filing.state, Event.objects.count()) == ("draft", 0)


def test_who_submits_may_not_sign(world: World) -> None:
    filing = world.filing()
    both = world.person(Role.UNIT_CLERK)
    both.posts.create(organisation=world.unit, role=Role.UNIT_HEAD)
    actor = world.actor(Role.UNIT_CLERK)
    with step(filing, "submit", actor):
        pass

    with pytest.raises(NotAllowed) as refused, step(filing, "sign", actor):
        pass

    assert "前一环节（送审），不能再办理“签发”" in refused.value.zh
    assert "you did “Submit”" in refused.value.en
    assert "another person must do “Sign”" in refused.value.en
    assert [row.action for row in filing.steps_for(both)] == ["return", "withdraw"]


@pytest.mark.parametrize(
    ("role", "place", "sees"),
    [
        (Role.UNIT_CLERK, "unit", True),
        (Role.UNIT_HEAD, "unit", True),
        (Role.UNIT_CLERK, "sibling", False),
        (Role.DEPARTMENT_REVIEWER, "department", False),
        (Role.FINANCE_REVIEWER, "finance", False),
        (Role.AUDITOR, "finance", False),
        (Role.SYSTEM_ADMINISTRATOR, "finance", False),
    ],
)
def test_a_draft_is_seen_by_its_unit_alone(
    world: World, role: Role, place: str, sees: bool
) -> None:
    filing = world.filing()

    visible = Filing.visible_to(world.person(role, getattr(world, place)))

    assert (filing in visible) is sees
