"""Cases (案卷): things with a state, seen by organisation, changed only by the table's steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, ClassVar, Self, cast

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.actor import Actor
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible
from jixiao.web.lifecycle import LifeCycle, Step
from jixiao.web.roles import READS_FROM, Reach, Role
from jixiao.web.trail.actions import record
from jixiao.web.trail.models import Event


class Case(models.Model):
    """What goes through a life cycle (案卷). ``unit`` is the organisation whose it is.

    ``reached`` is the farthest it has come: who stands there may see it ever after.
    """

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=40, db_index=True)
    reached = models.PositiveSmallIntegerField(default=Reach.UNIT, db_index=True)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    due_on = models.DateField(null=True, blank=True)

    cycle: ClassVar[LifeCycle]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new case begins in the cycle's first state; ``reached`` never goes back."""
        if not self.state:
            self.state = str(self.cycle.start)
        states = {str(state): reach for state, reach in self.cycle.reach.items()}
        self.reached = max(self.reached, states[self.state])
        super().save(*args, **kwargs)

    def summary(self) -> dict[str, Any]:
        """What the trail keeps of it before and after an action; JSON values only."""
        return {"state": self.state}

    def state_name(self, language: str = "zh") -> str:
        """The state in words."""
        return self.cycle.state_name(self.state, language)

    def due_in(self, state: str) -> date | None:
        """By when it is to leave ``state``, which it comes to today; as it was where none says."""
        return self.due_on

    @property
    def has_ended(self) -> bool:
        """No step leads on."""
        return self.state in self.cycle.ends

    def roles_of(self, person: Person) -> frozenset[Role]:
        """The roles ``person`` holds for this case: over its unit, or by being assigned to it."""
        held = person.roles_for(self.unit) - {Role.EVALUATOR}
        return held | {Role.EVALUATOR} if self.is_assigned_to(person) else held

    def is_assigned_to(self, person: Person) -> bool:
        """The case was given to the person, or to the evaluator's office the person works for."""
        return False

    @classmethod
    def assigned_to(cls, person: Person) -> Q | None:
        """The cases :meth:`is_assigned_to` holds for, as a condition; None where there are none."""
        return None

    @classmethod
    def visible_to(cls, person: Person) -> QuerySet[Self]:
        """The cases the person may see: by organisation, and only as far as each has come."""
        conditions = Q(pk__in=[])
        for post in person.held_posts:
            start = READS_FROM.get(Role(post.role))
            if start is not None:
                conditions |= Q(unit__path__startswith=post.organisation.path, reached__gte=start)
        assigned = cls.assigned_to(person)
        if assigned is not None and Role.EVALUATOR in person.roles:
            conditions |= assigned
        return cls._default_manager.filter(conditions)

    def steps_for(self, person: Person) -> tuple[Step, ...]:
        """What the person may do to it now: the buttons of its page."""
        steps = self.cycle.steps_in(self.state, self.roles_of(person))
        last = _last_by(self, {action for step in steps for action in step.not_by})
        return tuple(
            step for step in steps if all(last.get(name) != person.pk for name in step.not_by)
        )


def under_posts(person: Person, *roles: Role, at: str = "unit") -> Q:
    """Whose organisation is at or below one at which the person holds one of ``roles``."""
    condition = Q(pk__in=[])
    for post in person.held_posts:
        if post.role in roles:
            condition |= Q(**{f"{at}__path__startswith": post.organisation.path})
    return condition


@contextmanager
def step(
    case: Case, action: str, actor: Actor, *, reason: str = "", **after: Any
) -> Iterator[tuple[Any, Step]]:
    """One step of a case: permission, change and event in one transaction.

    Gives the case, locked and fresh from the database, and the row of its table; the caller
    changes further fields of that case (not ``state``) and may raise :class:`Refused`, which
    undoes all. At the end the state is set, the case saved and one event added. ``after`` is
    kept with the event. Raises ``NotPossible``, ``NotAllowed``, ``Incomplete``.
    """
    with transaction.atomic():
        model = type(case)
        fresh = cast("Any", model._default_manager.select_for_update().get(pk=case.pk))
        row = _row(fresh, action, actor, reason)
        before = fresh.summary()
        yield fresh, row
        fresh.due_on = fresh.due_in(str(row.to))
        fresh.state = str(row.to)
        fresh.changed_at = timezone.now()
        fresh.save()
        _record_step(fresh, row, actor, before, reason, after)
    case.__dict__.update(fresh.__dict__)


def _row(case: Case, action: str, actor: Actor, reason: str) -> Step:
    """The row of the table, where state, role and reason are as it demands."""
    row = case.cycle.step(case.state, action)
    if row is None:
        raise NotPossible(
            f"“{case}”现在是“{case.state_name()}”，不能办理此项。请刷新页面查看最新状态。",
            f"“{case}” is now “{case.state_name('en')}”: this cannot be done; reload the page",
        )
    person = actor.person
    if person is None or not row.roles & case.roles_of(person):
        wanted = "、".join(sorted(role.zh for role in row.roles))
        raise NotAllowed(
            f"“{row.zh}”须由{wanted}办理。您在本单位没有这个岗位。",
            f"“{row.en}” is for: {', '.join(sorted(role.en for role in row.roles))}",
        )
    if (earlier := _did_before(case, row, person)) is not None:
        raise NotAllowed(
            f"您已办理过本案卷的前一环节（{earlier.zh}），不能再办理“{row.zh}”。请由另一人办理。",
            f"you did “{earlier.en}” of this case; another person must do “{row.en}”",
        )
    if row.reason_required and not reason.strip():
        raise Incomplete(
            f"“{row.zh}”须写明理由。请填写后再提交。", f"“{row.en}” needs a reason; write it"
        )
    return row


def _did_before(case: Case, row: Step, person: Person) -> Step | None:
    """The step of ``row.not_by`` that the person was the last to do to this case, or None."""
    last = _last_by(case, set(row.not_by))
    earlier = next((action for action in row.not_by if last.get(action) == person.pk), None)
    return next((done for done in case.cycle.steps if done.action == earlier), None)


def _last_by(case: Case, actions: set[str]) -> dict[str, int | None]:
    """Who was the last to do each of ``actions`` to this case, by key; one query."""
    if not actions:
        return {}
    kind = case.cycle.kind
    done = (
        Event.objects.filter(
            thing_kind=case._meta.label,
            thing_id=case.pk,
            action__in=[f"{kind}.{action}" for action in sorted(actions)],
        )
        .order_by("number")
        .values_list("action", "person_id_then")
    )
    return {action.removeprefix(f"{kind}."): person for action, person in done}


def _record_step(
    case: Case,
    row: Step,
    actor: Actor,
    before: dict[str, Any],
    reason: str,
    after: dict[str, Any],
) -> None:
    person = cast("Person", actor.person)
    post = person.post_for(case.unit, row.roles)
    role = post.role if post is not None else next(iter(row.roles & case.roles_of(person)))
    record(
        actor,
        f"{case.cycle.kind}.{row.action}",
        case,
        organisation=case.unit,
        role=str(role),
        before=before,
        after=case.summary() | after,
        reason=reason,
    )
