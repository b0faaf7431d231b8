"""Monitoring rounds, the report of each project, its proofs, and evidence that is connected."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.cases import Case, under_posts
from jixiao.web.documents.models import StoredFile
from jixiao.web.filings.models import Filing, Version
from jixiao.web.monitoring.lifecycle import REPORT, WRITABLE
from jixiao.web.roles import UNIT


class Round(models.Model):
    """A period that a finance department monitors (监控期): January to the end of ``month``."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度", db_index=True)
    month = models.PositiveSmallIntegerField("截至月份")
    due_on = models.DateField("报送期限")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-year", "-month"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "year", "month"], name="a_round_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年1—{self.month}月" if self.month > 1 else f"{self.year}年1月"


class Report(Case):
    """The monitoring of one project in one round (绩效监控表).

    ``content`` is what the unit states (see ``sheets.py``), ``measured`` what was measured from
    connected evidence when it was last taken over; ``sheet`` sums up lights, for lists. The target
    is that of ``version``, the last one approved.
    """

    cycle = REPORT

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="reports")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    measured = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    sheet = models.JSONField(default=dict)
    light = models.CharField(max_length=10, blank=True, db_index=True)  # the worst
    spending_light = models.CharField(max_length=10, blank=True)
    rate = models.DecimalField("执行率", max_digits=9, decimal_places=2, null=True)

    class Meta:
        ordering: ClassVar = ["-round__year", "-round__month", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "filing"], name="one_report_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.filing.project.title}（{self.round}监控）"

    def summary(self) -> dict[str, Any]:
        """State, revision and lights."""
        return {
            "state": self.state,
            "revision": self.revision,
            "light": self.light,
            "spending_light": self.spending_light,
        }


class ProofFile(models.Model):
    """A file that proves something (佐证材料); ``row`` is the key of what it proves, in a form."""

    row = models.CharField(max_length=600, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    dropped_at = models.DateTimeField(null=True)  # no longer used; the file stays

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.file.name


class Proof(ProofFile):
    """A file that proves what a row of a report states; for the rows' keys see ``sheets.py``."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="proofs")

    @classmethod
    def visible_to(cls, person: Person) -> QuerySet[Proof]:
        """The proofs of the reports the person may see; of those still written, the unit's own."""
        return cls.objects.filter(
            under_posts(person, *UNIT, at="report__unit") | ~Q(report__state__in=WRITABLE),
            report__in=Report.visible_to(person).order_by(),
        )


class Source(models.Model):
    """Evidence connected to a unit (台账接入): a programme folder under the site's data folder.

    While it is connected, what it measures cannot be typed over.
    """

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="sources")
    year = models.PositiveSmallIntegerField()
    folder = models.CharField("项目库文件夹", max_length=200)
    connected_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    connected_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-year", "unit__name", "pk"]

    def __str__(self) -> str:
        return f"{self.unit.name} {self.year} {self.folder}"


class Reading(models.Model):
    """What a source measured up to a month (测算结果), with the hashes that prove it.

    ``values`` maps a project's title to what ``readings.taken`` gives for it.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="readings")
    month = models.PositiveSmallIntegerField()
    values = models.JSONField(default=dict)
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["source", "month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "month"], name="a_reading_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.source} 1—{self.month}月"
