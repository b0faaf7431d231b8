"""Every state × action × role of every life cycle, from the tables."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import cycles
import pytest

from conftest import World
from jixiao.web.exceptions import NotAllowed, NotPossible
from jixiao.web.lifecycle import LifeCycle
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event

DRIVERS = {name: import_module(f"cycles.{name}") for _, name, _ in iter_modules(cycles.__path__)}
CASES = [
    pytest.param(driver, str(state), id=f"{name}-{state}")
    for name, driver in DRIVERS.items()
    for state in driver.CYCLE.names
]


@pytest.mark.parametrize(("driver", "state"), CASES)
def test_each_action_is_done_by_its_roles_alone_and_leaves_one_event(
    world: World, driver: ModuleType, state: str
) -> None:
    cycle: LifeCycle = driver.CYCLE
    for action in cycle.actions:
        row = cycle.step(state, action)
        for role in Role:
            case = driver.make(world, state)
            before = Event.objects.count()
            actor = world.actor(role)
            if row is None:
                with pytest.raises(NotPossible):
                    driver.perform(case, action, actor)
                assert Event.objects.count() == before
            elif role not in row.roles:
                with pytest.raises(NotAllowed):
                    driver.perform(case, action, actor)
                assert Event.objects.count() == before
            else:
                driver.perform(case, action, actor)
                case.refresh_from_db()
                assert case.state == str(row.to), action
                assert Event.objects.count() == before + 1, action
                assert Event.objects.order_by("-number")[0].action == f"{cycle.kind}.{action}"


@pytest.mark.parametrize("driver", DRIVERS.values(), ids=list(DRIVERS))
def test_every_state_can_be_reached_and_is_named(driver: ModuleType) -> None:
    cycle: LifeCycle = driver.CYCLE

    reached = {cycle.start} | {row.to for row in cycle.steps}

    assert set(cycle.names) == set(cycle.reach) == reached | {row.state for row in cycle.steps}
    assert set(cycle.names) == reached
