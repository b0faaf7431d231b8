"""The worker (后台进程): takes jobs up, one at a time, and brings each to an end.

A job is held by a lease that a thread renews. A worker that is killed renews no more: when the
lease is over another takes the job up. The clocks of machines that share a database must agree
to some seconds; where they do not, a job may be begun twice, never finished twice.
"""

from __future__ import annotations

import logging
import os
import socket
from contextlib import suppress
from datetime import timedelta
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from jixiao.model.exceptions import UserError
from jixiao.web.jobs.handle import Cancelled, JobHandle, Lost, Stopped, cut
from jixiao.web.jobs.models import Job, JobState
from jixiao.web.jobs.work import kinds

MOST_ATTEMPTS = 5
PAUSE = 1.0  # seconds between two looks when nothing waits
_LOG = logging.getLogger(__name__)


def run_worker(stop: Event, name: str = "") -> None:
    """Work until ``stop`` is set; the job at hand then goes back to waiting at its next look."""
    name = name or own_name()
    while not stop.is_set():
        try:
            close_old_connections()
            if run_once(name, stop) is None:
                stop.wait(PAUSE)
        except DatabaseError:
            _LOG.exception("the database does not answer; trying again")
            connection.close()
            stop.wait(5 * PAUSE)
    connection.close()


def run_once(name: str = "", stop: Event | None = None) -> Job | None:
    """Take up one job and bring it to an end; the job as it then is, None where none waits."""
    job = claim(name or own_name())
    if job is None:
        return None
    handle = JobHandle(job, stop)
    over = Event()
    renewing = Thread(
        target=_renew, args=(handle, over), name=f"lease of job {job.pk}", daemon=True
    )
    renewing.start()
    try:
        _bring_to_an_end(handle)
    finally:
        over.set()
        renewing.join()
    job.refresh_from_db()
    return job


def own_name() -> str:
    """The machine and the process: what a worker is called that was given no name."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def claim(name: str) -> Job | None:
    """The first job that waits, or whose worker has gone silent, now held by ``name``.

    Of two workers that want the same job one gets it: on PostgreSQL the row is locked and the
    other passes it over, on SQLite the transaction holds the only lock for writing; the update
    is conditional besides.
    """
    while Job.objects.filter(_free()).exists():
        with transaction.atomic():
            free = Job.objects.filter(_free()).order_by("pk")
            if connection.features.has_select_for_update_skip_locked:
                free = free.select_for_update(skip_locked=True)
            found = free.first()
            if found is None:
                return None
            if found.cancel_wanted:
                _end(found, JobState.CANCELLED, "已取消。", "cancelled")
                continue
            if found.attempts >= MOST_ATTEMPTS:
                _end(found, JobState.FAILED, *_given_up())
                continue
            taken = Job.objects.filter(_free(), pk=found.pk).update(
                state=JobState.RUNNING.value,
                worker=name[:100],
                attempts=F("attempts") + 1,
                lease_until=timezone.now() + timedelta(seconds=settings.JOB_LEASE),
                message_zh="",
                message_en="",
            )
        if taken:
            return Job.objects.select_related("unit", "person").get(pk=found.pk)
    return None


def _free() -> Q:
    """Waits, and its pause after a failure is over; or runs, and its lease is over."""
    now = timezone.now()
    is_due = Q(lease_until=None) | Q(lease_until__lt=now)
    return Q(state=JobState.WAITING.value) & is_due | Q(
        state=JobState.RUNNING.value, lease_until__lt=now
    )


def _renew(handle: JobHandle, over: Event) -> None:
    """Put the lease off, three times before it would end, until the job is over."""
    try:
        while not over.wait(settings.JOB_LEASE / 3):
            until = timezone.now() + timedelta(seconds=settings.JOB_LEASE)
            with suppress(DatabaseError):  # busy: the next round tries again
                if not handle.mine().update(lease_until=until):
                    return
    finally:
        connection.close()


def _bring_to_an_end(handle: JobHandle) -> None:
    job = handle.job
    try:
        _work(handle)
    except Lost:
        _LOG.warning("job %s is another worker's now", job.pk)
    except Cancelled:
        _close(handle, JobState.CANCELLED, "已取消。", "cancelled")
    except Stopped:
        handle.mine().update(
            state=JobState.WAITING.value, worker="", lease_until=None, attempts=F("attempts") - 1
        )
    except UserError as error:
        _close(handle, JobState.FAILED, error.zh, error.en)
    except Exception:
        _LOG.exception("job %s (%s) broke off", job.pk, job.kind)
        if job.attempts >= MOST_ATTEMPTS:
            _close(handle, JobState.FAILED, *_given_up())
        else:
            pause = timedelta(seconds=min(60, 2**job.attempts))
            handle.mine().update(
                state=JobState.WAITING.value,
                worker="",
                lease_until=timezone.now() + pause,
                message_zh="处理中断，稍后自动重试。",
                message_en="broke off; it is tried again shortly",
            )


def _work(handle: JobHandle) -> None:
    """Do the work; then the result and the job's end in one transaction."""
    job = handle.job
    kind = kinds().get(job.kind)
    if kind is None:
        raise UserError(
            f"系统不认识任务种类“{job.kind}”。请告知系统管理员。",
            f"no work is known by “{job.kind}”; tell the system administrator",
        )
    made = kind.function(handle, job.arguments)
    with transaction.atomic():
        ended = handle.mine().filter(cancel_wanted=False)
        if not ended.update(state=JobState.DONE.value, ended_at=timezone.now(), lease_until=None):
            raise Cancelled if handle.mine().exists() else Lost
        result = made() if callable(made) else made
        Job.objects.filter(pk=job.pk).update(
            result=result, done=F("total"), message_zh="", message_en=""
        )


def _close(handle: JobHandle, state: JobState, zh: str, en: str) -> None:
    handle.mine().update(
        state=state.value,
        ended_at=timezone.now(),
        lease_until=None,
        message_zh=cut(zh),
        message_en=cut(en),
    )


def _end(job: Job, state: JobState, zh: str, en: str) -> None:
    Job.objects.filter(_free(), pk=job.pk).update(
        state=state.value,
        ended_at=timezone.now(),
        lease_until=None,
        message_zh=zh,
        message_en=en,
    )


def _given_up() -> tuple[str, str]:
    return (
        f"尝试{MOST_ATTEMPTS}次均未完成，已停止。可以重试；仍不行请告知系统管理员。",
        f"tried {MOST_ATTEMPTS} times without success; retry, then tell the system administrator",
    )
