"""What was published (公开): editions and their projects, as the portal shows them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.filings.models import Project


class Edition(models.Model):
    """A publication of a body's targets for a year (公开版次); a correction is a new one.

    ``record`` is the record as ``jixiao read --format json`` gives it, what is withheld covered;
    ``sha256`` is over its canonical JSON; ``changes`` tells what differs from the one before.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="editions")
    fiscal_year = models.PositiveSmallIntegerField(db_index=True)
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=300)
    record = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=list)
    withheld = models.JSONField(default=list)  # name or ground of each project not published
    carried_over = models.JSONField(default=list)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(default=timezone.now, db_index=True)
    is_current = models.BooleanField(default=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["-published_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "fiscal_year", "number"], name="an_edition_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class EditionFile(models.Model):
    """A file of an edition (公开文件): the official form, the data, their dictionary."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    name = models.CharField(max_length=100)  # targets.docx, record.json, datapackage.json …
    media_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "name"], name="a_file_once_an_edition")
        ]

    def __str__(self) -> str:
        return self.name


class PublishedTarget(models.Model):
    """One project's year as the public sees it (已公开绩效目标), for search and pages.

    Amounts are in 元. ``content`` has the shape of a draft; ``source`` says for every cell where
    it stands in the file it was filed from; ``outcome`` is what came of it, once published:
    execution, points, grade, the actual value of each row.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="targets")
    project = models.ForeignKey(Project, models.PROTECT, related_name="published")
    fiscal_year = models.PositiveSmallIntegerField(db_index=True)
    number = models.PositiveSmallIntegerField(default=1)  # in the list of the edition
    name = models.CharField(max_length=300)
    unit_name = models.CharField(max_length=200)
    department_name = models.CharField(max_length=200, blank=True)
    responsible_person = models.CharField(max_length=100, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, db_index=True)
    amount_before = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    objective = models.TextField(blank=True)
    indicator_count = models.PositiveSmallIntegerField(default=0)
    measurable_count = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField()
    source = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    grade = models.CharField(max_length=10, blank=True)
    search_text = models.TextField(blank=True)  # pairs of characters, see portal/search.py
    is_current = models.BooleanField(default=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["-fiscal_year", "edition", "number"]
        indexes: ClassVar = [models.Index(fields=["is_current", "-fiscal_year", "-amount"])]

    def __str__(self) -> str:
        return f"{self.name}（{self.fiscal_year}年）"


class PublishedIndicator(models.Model):
    """One row of a published target (已公开绩效指标); ``number`` is ``value`` read, in ``unit``."""

    target = models.ForeignKey(PublishedTarget, models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    level1 = models.CharField(max_length=100, blank=True)
    level2 = models.CharField(max_length=100, blank=True)
    category = models.CharField(max_length=20, blank=True, db_index=True)
    kind = models.CharField(max_length=20, blank=True, db_index=True)
    name = models.CharField(max_length=500)
    value = models.CharField(max_length=500, blank=True)
    nature = models.CharField(max_length=20, blank=True)
    comparator = models.CharField(max_length=10, blank=True)
    number = models.DecimalField(max_digits=30, decimal_places=10, null=True)
    unit = models.CharField(max_length=50, blank=True)
    weight = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    actual = models.CharField(max_length=500, blank=True)
    points = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    search_text = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["target", "position"]

    def __str__(self) -> str:
        return self.name
