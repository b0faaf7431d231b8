"""Dated settings of the site (有日期的设置): the deadlines of rounds."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.utils import timezone

from jixiao.web.accounts.models import Person


class Round(StrEnum):
    """What a deadline is for (工作环节)."""

    FILING = "filing"
    ADJUSTMENT = "adjustment"
    MONITORING = "monitoring"
    SELF_EVALUATION = "self_evaluation"
    EVALUATION = "evaluation"


ROUND_NAMES = {
    Round.FILING: ("申报", "filing"),
    Round.ADJUSTMENT: ("调整", "adjustment"),
    Round.MONITORING: ("监控", "monitoring"),
    Round.SELF_EVALUATION: ("自评", "self-evaluation"),
    Round.EVALUATION: ("评价", "evaluation"),
}


class Deadline(models.Model):
    """Until when a round of a fiscal year is open (期限). A new row replaces, none is changed."""

    round = models.CharField(max_length=30, choices=[(r.value, r.value) for r in Round])
    fiscal_year = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-fiscal_year", "round", "-pk"]
        indexes: ClassVar = [models.Index(fields=["fiscal_year", "round"])]

    def __str__(self) -> str:
        return f"{self.fiscal_year}年{ROUND_NAMES[Round(self.round)][0]}期限"
