"""Packages on their way to the public (公开), and what was published, as the portal shows it."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone

from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.cases import Case
from jixiao.web.disclosures.lifecycle import (
    CHOICE_NAMES,
    DISCLOSURE,
    GROUNDS,
    PURPOSE_NAMES,
    STANDING_NAMES,
    Choice,
    Ground,
    Purpose,
    Standing,
)
from jixiao.web.documents.models import StoredFile
from jixiao.web.filings.models import Filing, Project, Version
from jixiao.web.lifecycle import Step
from jixiao.web.templatetags.words import language


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
    it stands in the file it was filed from; ``outcome`` is what came of it, once published, as
    ``evaluations.queries.outcome_of`` gives it.
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
    search_text = models.TextField(blank=True)  # pairs of characters, see disclosures/search.py
    is_current = models.BooleanField(default=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["-fiscal_year", "edition", "number"]
        indexes: ClassVar = [models.Index(fields=["is_current", "-fiscal_year", "-amount"])]

    def __str__(self) -> str:
        return f"{self.name}（{self.fiscal_year}年）"


class PublishedIndicator(models.Model):
    """One row of a published target (已公开绩效指标); ``number`` is ``value`` read, in ``unit``.

    ``position`` counts from 0: the rows of the year, then those of the period.
    """

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


class Package(Case):
    """What a body is about to publish for a year (公开案卷); ``unit`` is the body.

    ``record`` is the whole record as it was gathered, nothing covered: it is shown to nobody as
    it is. ``secrets`` are the texts covered on every page; ``gate`` the findings that must be
    decided, ``told`` the others, both with their secrets covered.
    """

    cycle = DISCLOSURE

    fiscal_year = models.PositiveSmallIntegerField("年度", db_index=True)
    number = models.PositiveSmallIntegerField(default=1)
    purpose = models.CharField(max_length=20, default=Purpose.TARGETS.value)
    is_gathered = models.BooleanField(default=True)  # from filings; else read from a document
    approved_on = models.DateField("批复日期", null=True)
    reason = models.TextField(blank=True)  # of a correction
    record = models.JSONField(default=dict)
    outcomes = models.JSONField(default=dict)  # by the number of the item
    secrets = models.JSONField(default=list)
    gate = models.JSONField(default=list)
    told = models.JSONField(default=list)
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    edition = models.OneToOneField(Edition, models.PROTECT, null=True, related_name="package")

    class Meta:
        ordering: ClassVar = ["-fiscal_year", "-number", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "fiscal_year", "number"], name="a_package_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.fiscal_year}年公开（第{self.number}次）"

    def summary(self) -> dict[str, Any]:
        """State, purpose, how many findings the gate has, and the edition it became."""
        return {
            "state": self.state,
            "purpose": self.purpose,
            "findings": len(self.gate),
            "edition": self.edition_id,
        }

    def steps_for(self, person: Person) -> tuple[Step, ...]:
        """The buttons; who decided on a finding is not offered to confirm."""
        steps = super().steps_for(person)
        if any(row.action == "confirm" for row in steps) and self.was_decided_by(person):
            return tuple(row for row in steps if row.action != "confirm")
        return steps

    def was_decided_by(self, person: Person) -> bool:
        """The person made one of the decisions that hold, or withheld a project by hand."""
        return person.pk in {
            *(decision.person_id for decision in self.decided().values()),
            *self.items.exclude(person=None).values_list("person_id", flat=True),
        }

    def decided(self) -> dict[str, GateDecision]:
        """The decision that holds for each finding, by its key."""
        keys = {finding["key"] for finding in self.gate}
        return {d.key: d for d in self.decisions.select_related("person") if d.key in keys}

    @property
    def purpose_name(self) -> str:
        """The purpose in the language of the page."""
        return PURPOSE_NAMES[Purpose(self.purpose)][language() == "en"]


class Item(models.Model):
    """One project of a package (公开项目). ``name`` has its secrets covered.

    ``table`` is its number (from 1) among the tables of the record; ``source`` says where its
    cells stand in the file it was filed from. ``person`` is who withheld it, or said that it was
    carried over; nobody where the record itself says so. ``typed`` is a name typed by hand as it
    was typed: the gate looks at it, and what is decided there says how much of it goes out.
    """

    package = models.ForeignKey(Package, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    filing = models.ForeignKey(Filing, models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    table = models.PositiveSmallIntegerField(null=True)
    name = models.CharField(max_length=300)
    typed = models.CharField(max_length=300, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    standing = models.CharField(max_length=20, default=Standing.PUBLISHED.value)
    ground = models.CharField(max_length=200, blank=True)
    is_named = models.BooleanField(default=True)  # its name may be published
    source = models.JSONField(default=dict)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["package", "number"]

    def __str__(self) -> str:
        return self.name

    @property
    def standing_name(self) -> str:
        """What becomes of it, in the language of the page."""
        return STANDING_NAMES[Standing(self.standing)][language() == "en"]


class GateDecision(models.Model):
    """What was decided on a finding of the gate (审查决定); never changed, the latest one holds.

    ``key`` names the finding: rule, project, cell and text. ``reason`` has secrets covered.
    """

    package = models.ForeignKey(Package, models.CASCADE, related_name="decisions")
    key = models.CharField(max_length=64, db_index=True)
    rule = models.CharField(max_length=20)
    choice = models.CharField(max_length=20)
    ground = models.CharField(max_length=40)
    reason = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.rule} {self.choice}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only once."""
        if self.pk is not None:
            raise TypeError("a decision is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise TypeError("a decision is never deleted")

    @property
    def choice_name(self) -> str:
        """The choice in the language of the page."""
        return CHOICE_NAMES[Choice(self.choice)][language() == "en"]

    @property
    def ground_name(self) -> str:
        """The ground in the language of the page."""
        return GROUNDS[Ground(self.ground)].label(language())
