"""Background work (后台任务) as rows, so that it outlives the process that does it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.utils import timezone

from jixiao.web.accounts.models import Organisation, Person


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


JOB_STATE_NAMES = {
    JobState.WAITING: ("等待", "waiting"),
    JobState.RUNNING: ("进行中", "running"),
    JobState.DONE: ("完成", "done"),
    JobState.FAILED: ("失败", "failed"),
    JobState.CANCELLED: ("已取消", "cancelled"),
}


class Job(models.Model):
    """One piece of long work: reading a document, checking a batch, importing a folder.

    A worker holds a job by a lease that it renews; when the lease runs out (the process was
    killed), another takes the job up again: work is written so that doing it twice does no harm.
    ``kind`` names a function registered in an app's ``work.py``.
    """

    kind = models.CharField(max_length=50)
    arguments = models.JSONField(default=dict)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, default=JobState.WAITING.value, db_index=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message_zh = models.CharField(max_length=500, blank=True)
    message_en = models.CharField(max_length=500, blank=True)
    result = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)
    cancel_wanted = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
