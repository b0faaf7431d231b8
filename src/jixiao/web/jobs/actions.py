"""Starting, cancelling and retrying background work, one event each."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.actor import Actor
from jixiao.web.exceptions import NotAllowed, NotPossible
from jixiao.web.jobs.models import JOB_STATE_NAMES, Job, JobState
from jixiao.web.jobs.queries import may_steer
from jixiao.web.jobs.work import kinds
from jixiao.web.roles import Role
from jixiao.web.trail.actions import record


def start(
    actor: Actor, kind: str, arguments: dict[str, Any], unit: Organisation | None = None
) -> Job:
    """Put a job down for the workers. ``arguments`` are JSON values.

    Whether the person may do the thing itself is judged by the action that starts it, and once
    more by those the job calls in the person's name.
    """
    if kind not in kinds():
        raise ValueError(f"no work is known by “{kind}”")
    person = actor.person
    if person is not None and not person.roles - {Role.AUDITOR}:
        raise NotAllowed(
            "您没有可以发起任务的岗位。请联系系统管理员。",
            "you hold no post that may start work; ask the system administrator",
        )
    with transaction.atomic():
        job = Job.objects.create(kind=kind, arguments=arguments, unit=unit, person=person)
        record(
            actor,
            "job.start",
            job,
            organisation=unit,
            role=_role(person, unit),
            after={"kind": kind, "arguments": arguments},
        )
    return job


def cancel(actor: Actor, job: Job) -> Job:
    """Want a job no more: one that waits ends now, one that runs at its next look."""
    with transaction.atomic():
        fresh = _fresh(actor, job)
        if fresh.state == JobState.WAITING:
            fresh.state = JobState.CANCELLED.value
            fresh.ended_at = timezone.now()
            fresh.message_zh, fresh.message_en = "已取消。", "cancelled"
        elif fresh.state == JobState.RUNNING and not fresh.cancel_wanted:
            fresh.cancel_wanted = True
        else:
            raise _not_possible(fresh)
        return _saved(actor, fresh, "job.cancel", job.state)


def retry(actor: Actor, job: Job) -> Job:
    """Put a job that failed or was cancelled down once more; parts that are done stay done."""
    with transaction.atomic():
        fresh = _fresh(actor, job)
        if fresh.state not in (JobState.FAILED, JobState.CANCELLED):
            raise _not_possible(fresh)
        before = fresh.state
        fresh.state, fresh.worker, fresh.attempts = JobState.WAITING.value, "", 0
        fresh.cancel_wanted, fresh.lease_until, fresh.ended_at = False, None, None
        fresh.message_zh = fresh.message_en = ""
        return _saved(actor, fresh, "job.retry", before)


def _fresh(actor: Actor, job: Job) -> Job:
    if actor.person is None or not may_steer(actor.person, job):
        raise NotAllowed(
            "只有发起人和系统管理员可以取消或重试任务。",
            "only who started it and the system administrator may cancel or retry it",
        )
    return Job.objects.select_for_update().get(pk=job.pk)


def _saved(actor: Actor, job: Job, action: str, before: str) -> Job:
    job.save()
    unit = job.unit
    record(
        actor,
        action,
        job,
        organisation=unit,
        role=_role(actor.person, unit),
        before={"state": before},
        after={"state": job.state, "cancel_wanted": job.cancel_wanted},
    )
    return job


def _role(person: Person | None, unit: Organisation | None) -> str:
    if person is None:
        return ""
    held = person.roles_for(unit) if unit is not None else person.roles
    return str(min(held or person.roles, default=""))


def _not_possible(job: Job) -> NotPossible:
    zh, en = JOB_STATE_NAMES[JobState(job.state)]
    return NotPossible(
        f"任务现在是“{zh}”，不能办理此项。请刷新页面查看最新状态。",
        f"the job is “{en}” now: this cannot be done; reload the page",
    )
