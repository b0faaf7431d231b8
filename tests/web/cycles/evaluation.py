"""The life of an evaluation, driven through its actions."""

from __future__ import annotations

from collections.abc import Callable

from cycling import approved

from conftest import World
from jixiao.web.accounts.models import Person
from jixiao.web.actor import Actor
from jixiao.web.evaluations import actions, frameworks, queries
from jixiao.web.evaluations.lifecycle import EVALUATION
from jixiao.web.evaluations.models import Evaluation
from jixiao.web.roles import Role

CYCLE = EVALUATION
REPORT = {"summary": "总体较好", "findings": "台账不全", "suggestions": "补齐台账"}


def full_grades(case: Evaluation) -> dict[str, dict[str, str]]:
    """Full points for every item."""
    return {item["zh"]: {"points": item["weight"], "reason": ""} for item in case.framework}


def make(world: World, state: str) -> Evaluation:
    """An evaluation by the department, scored by the evaluator and one more."""
    version = approved(world)
    second, _ = Person.objects.get_or_create(
        username="second@pj", defaults={"name": "某评价机构评分人二"}
    )
    case = Evaluation.objects.create(
        filing=version.filing,
        unit=version.filing.unit,
        version=version,
        side="department",
        office=world.evaluator,
        first=world.person(Role.EVALUATOR),
        second=second,
        framework=frameworks.stored(queries.norms_of(version.filing).evaluation_items),
        state=state,
    )
    grades = full_grades(case)
    if state == "half_scored":
        case.grades = {"second": grades}
    elif state not in ("assigned", "gathered"):
        case.grades = {"first": grades, "second": grades}
    case.save()
    return case


def perform(case: Evaluation, action: str, actor: Actor) -> None:
    """The action with what it needs; whoever may order an evaluation decides on their own."""
    person = actor.person
    if person is not None and Role.PERFORMANCE_OFFICER in person.roles:
        Evaluation.objects.filter(pk=case.pk).update(side="finance")
    done: dict[str, Callable[[], object]] = {
        "gather": lambda: actions.gather(actor, case, "合同、台账、凭证，已抽查"),
        "score": lambda: actions.hand_in_grades(actor, case, full_grades(case)),
        "settle": lambda: actions.settle(actor, case),
        "report": lambda: actions.report(actor, case, REPORT),
        "comment": lambda: actions.comment(actor, case, "无意见"),
        "revise": lambda: actions.revise(actor, case, "问题不具体"),
        "finish": lambda: actions.finish(actor, case),
    }
    done[action]()
