"""What a job's function holds while it works (任务句柄): progress, cancelling, parts of the result.

Everything is written under a condition, that the job is still this worker's: one that was taken
for dead and comes back finds its writes refused and lets go.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from jixiao.web.accounts.models import Organisation
from jixiao.web.actor import Actor
from jixiao.web.jobs.models import Job, JobState

_TELL_EVERY = 0.5  # seconds between two writings of the progress
_ASK_EVERY = 0.5  # seconds between two looks whether it was cancelled
_LONGEST_MESSAGE = 500


class Cancelled(Exception):
    """Somebody wants the job no more."""


class Stopped(Exception):
    """The worker is being stopped; the job goes back to waiting."""


class Lost(Exception):
    """The job is another worker's by now, or over."""


class JobHandle:
    """One run of a job by one worker."""

    def __init__(self, job: Job, stop: Event | None = None) -> None:
        self.job = job
        self._stop = stop
        self._told = self._asked = float("-inf")

    @property
    def actor(self) -> Actor:
        """Who started it, in whose name it acts."""
        return Actor(self.job.person)

    @property
    def unit(self) -> Organisation | None:
        """The organisation for which it is done."""
        return self.job.unit

    def mine(self) -> QuerySet[Job]:
        """The job's row, as long as this run holds it."""
        return Job.objects.filter(
            pk=self.job.pk,
            state=JobState.RUNNING.value,
            worker=self.job.worker,
            attempts=self.job.attempts,
        )

    def progress(self, done: int, total: int, zh: str = "", en: str = "") -> None:
        """Tell how far it is; written twice a second at most, the last one always."""
        now = monotonic()
        if now - self._told < _TELL_EVERY and done < total:
            return
        self._told = now
        self.mine().update(
            done=max(done, 0), total=max(total, 0), message_zh=cut(zh), message_en=cut(en)
        )

    def stop_if_cancelled(self) -> None:
        """Raise where the job is to go no further. Cheap: call it often."""
        if self._stop is not None and self._stop.is_set():
            raise Stopped
        now = monotonic()
        if now - self._asked < _ASK_EVERY:
            return
        self._asked = now
        wanted = self.mine().values_list("cancel_wanted", flat=True).first()
        if wanted is None:
            raise Lost
        if wanted:
            raise Cancelled

    def part(self, write: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        """A part of the work that stays done: ``write`` changes the result kept so far.

        What ``write`` writes elsewhere is in the same transaction; a later run finds the part in
        :meth:`so_far` and leaves it alone.
        """
        with transaction.atomic():
            job = self.mine().select_for_update().first()
            if job is None:
                raise Lost
            result: dict[str, Any] = job.result
            write(result)
            job.save(update_fields=["result"])
        return result

    def so_far(self) -> dict[str, Any]:
        """The result as earlier parts and runs have left it."""
        return self.mine().values_list("result", flat=True).first() or {}


def cut(text: str) -> str:
    """A message as long as a row takes."""
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"
