"""Own items of an evaluation: added in the page before scoring, scored like the rest."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from cycles import evaluation as cycle

from conftest import World
from jixiao.web.evaluations import actions, frameworks
from jixiao.web.evaluations.models import Evaluation
from jixiao.web.exceptions import Incomplete, NotPossible
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event

pytestmark = pytest.mark.django_db
OWN = {
    "stage": "benefit",
    "heading": "数字化",
    "name": "数据共享程度",
    "weight": "5",
    "criteria": "热线数据是否按目录共享\n共享的数据是否更新",
}


def posted(case: Evaluation, **changed: str) -> dict[str, Any]:
    """The framework's form as the page shows it; ``changed`` weights by item."""
    body: dict[str, Any] = {}
    for number, item in enumerate(case.framework, 1):
        body[f"key-{number}"] = item["zh"]
        body[f"weight-{number}"] = changed.get(item["zh"], item["weight"])
        body[f"inapplicable-{number}"] = ""
    return body


def heaviest(case: Evaluation) -> dict[str, Any]:
    found: dict[str, Any] = max(
        (item for item in case.framework if item["stage"] == "benefit"),
        key=lambda item: Decimal(item["weight"]),
    )
    return found


def test_an_own_item_is_added_and_taken_out_again(world: World) -> None:
    case = cycle.make(world, "gathered")
    client = world.client(Role.DEPARTMENT_REVIEWER)
    address = f"/work/evaluations/list/{case.pk}/framework/"
    other = heaviest(case)
    less = format(Decimal(other["weight"]) - 5, "f")
    body = posted(case, **{other["zh"]: less})
    assert "增加自定指标" in client.get(f"/work/evaluations/list/{case.pk}/").content.decode()

    client.post(address, body | {f"new-{name}-1": text for name, text in OWN.items()})

    case.refresh_from_db()
    added = case.framework[-1]
    assert (added["zh"], added["weight"], added["stage"]) == ("数据共享程度", "5", "benefit")
    assert [one["zh"] for one in added["criteria"]] == OWN["criteria"].split("\n")
    page = client.get(f"/work/evaluations/list/{case.pk}/").content.decode()
    assert "共享的数据是否更新" in page
    event = Event.objects.get(action="evaluation.framework")
    assert event.after["weights"]["数据共享程度"] == "5"
    norms = frameworks.items_of(case.framework)
    assert sum(item.weight for item in norms) == 100

    client.post(address, posted(case, **{other["zh"]: other["weight"], "数据共享程度": ""}))

    case.refresh_from_db()
    assert "数据共享程度" not in [item["zh"] for item in case.framework]


def test_weights_still_add_up_and_an_item_is_whole(world: World) -> None:
    case = cycle.make(world, "gathered")
    department = world.actor(Role.DEPARTMENT_REVIEWER)
    weights = {item["zh"]: item["weight"] for item in case.framework}

    with pytest.raises(Exception, match="add up to 105"):
        actions.set_framework(department, case, weights, [], [OWN])
    for name in ("name", "weight", "criteria", "stage"):
        with pytest.raises(Incomplete):
            actions.set_framework(department, case, weights, [], [OWN | {name: ""}])
    with pytest.raises(Incomplete):
        actions.set_framework(department, case, weights | {heaviest(case)["zh"]: ""}, [])

    case.refresh_from_db()
    assert {item["zh"]: item["weight"] for item in case.framework} == weights


def test_nothing_is_added_once_scoring_has_begun(world: World) -> None:
    case = cycle.make(world, "half_scored")
    weights = {item["zh"]: item["weight"] for item in case.framework}

    with pytest.raises(NotPossible, match="scoring has begun"):
        actions.set_framework(world.actor(Role.DEPARTMENT_REVIEWER), case, weights, [], [OWN])
