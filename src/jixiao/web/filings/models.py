"""Projects, filings, frozen versions, and what reviewers say of them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from jixiao.model.money import digits
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.cases import Case
from jixiao.web.covering import covered_text
from jixiao.web.documents.models import StoredFile
from jixiao.web.filings.clocks import READY, due_on
from jixiao.web.filings.lifecycle import ADJUSTMENT, FILING


class Project(models.Model):
    """A project of a unit (项目), the same over the years; a target is filed for each year."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="projects")
    name = models.CharField("项目名称", max_length=300)
    code = models.CharField("项目代码", max_length=50, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "name"], name="a_name_once_a_unit")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name as lists, headings and the trail show it: its secrets covered."""
        return covered_text(self.name)


class Filing(Case):
    """The performance target of one project for one year (绩效目标申报).

    ``draft`` is what the unit is writing (see ``drafting.py``), seen by the unit alone;
    ``revision`` counts its saves, so that two writers notice each other. Everybody else sees the
    last :class:`Version`. Amounts are in 元.
    """

    cycle = FILING

    project = models.ForeignKey(Project, models.PROTECT, related_name="filings")
    fiscal_year = models.PositiveSmallIntegerField("年度", db_index=True)
    draft = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    source_table = models.PositiveSmallIntegerField(null=True, blank=True)
    requested = models.DecimalField("申报数", max_digits=18, decimal_places=2, null=True)
    allotted = models.DecimalField("批复数", max_digits=18, decimal_places=2, null=True)
    grade = models.CharField("审核等级", max_length=10, blank=True)  # 优, 良, 中, 差
    blocks = models.PositiveSmallIntegerField(default=0)
    errors = models.PositiveSmallIntegerField(default=0)
    warnings = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-fiscal_year", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "fiscal_year"], name="one_filing_a_year")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-changed_at"])]

    def __str__(self) -> str:
        return f"{self.project}（{self.fiscal_year}年）"

    def due_in(self, state: str) -> date | None:
        """The term of the state by the parameters of year and place."""
        from jixiao.web.filings.queries import congress_approval, place_of

        day = congress_approval(self.unit, self.fiscal_year) if state == READY else None
        place = place_of(self.unit)
        return due_on(state, timezone.localdate(), self.fiscal_year, place, day)

    @classmethod
    def opening_files(cls, person: Person) -> QuerySet[Filing]:
        """None: the draft's document is the unit's, others open that of a version."""
        return cls.objects.none()

    def summary(self) -> dict[str, Any]:
        """State, revision, amounts and grade."""
        return {
            "state": self.state,
            "revision": self.revision,
            "requested": digits(self.requested),
            "allotted": digits(self.allotted),
            "grade": self.grade,
        }


class VersionKind(StrEnum):
    """Why a version was frozen."""

    SUBMITTED = "submitted"  # 送审稿
    APPROVED = "approved"  # 批复稿
    ADJUSTED = "adjusted"  # 调整稿


class Version(models.Model):
    """A filing as it was at one moment (版本): frozen, hashed, never changed.

    ``content`` has the shape of a draft; ``certificate`` (批复书) says of an approved one who
    approved it, when, with which amount, checked by which rules, and the hash of the content.
    ``source`` is the document it was made from, as it was then: reviewers open that one, whatever
    the draft is made from since.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    certificate = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    source_table = models.PositiveSmallIntegerField(null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["filing", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "number"], name="a_version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.filing} 第{self.number}版"

    @classmethod
    def visible_to(cls, person: Person) -> QuerySet[Version]:
        """The versions of the filings the person may see."""
        return cls.objects.filter(filing__in=Filing.visible_to(person))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only once."""
        if self.pk is not None:
            raise TypeError("a version is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise TypeError("a version is never deleted")


class Choice(StrEnum):
    """What a person says to a finding (处理)."""

    ADOPTED = "adopted"  # 采纳
    EXPLAINED = "explained"  # 说明
    WAIVED = "waived"  # 豁免


CHOICE_NAMES = {
    Choice.ADOPTED: ("采纳", "adopted"),
    Choice.EXPLAINED: ("说明", "explained"),
    Choice.WAIVED: ("豁免", "waived"),
}


class Disposition(models.Model):
    """What was decided on a finding (问题处理); it stands beside it, the latest one holds.

    ``key`` identifies the finding: rule, cell and the text it was about, so that a changed cell
    asks again.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="dispositions")
    key = models.CharField(max_length=64, db_index=True)
    rule = models.CharField(max_length=20)
    cell = models.CharField(max_length=60, blank=True)
    choice = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    decided_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.rule} {self.cell} {self.choice}"


class Remark(models.Model):
    """A reason for returning, at its cell (退回意见); the unit answers each."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="remarks")
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    cell = models.CharField(max_length=60, blank=True)  # empty: of the whole
    text = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=timezone.now)
    sent = models.BooleanField(default=False)  # goes out with the return
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.text[:50]


class ReviewSheet(models.Model):
    """The review form (绩效目标审核表) of one level for one version.

    ``marks`` holds for each question of the form 优, 良, 中 or 差 and the words to it.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="review_sheets")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    level = models.CharField(max_length=20)  # department, finance
    marks = models.JSONField(default=dict)
    opinion = models.TextField(blank=True)
    conclusion = models.CharField(max_length=10, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    is_final = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.filing} {self.level}"


class Adjustment(Case):
    """A change of an approved target (调整): it becomes a new version when approved."""

    cycle = ADJUSTMENT

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="adjustments")
    draft = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    budget_document = models.CharField("预算调整文号", max_length=200, blank=True)
    allotted = models.DecimalField("调整后批复数", max_digits=18, decimal_places=2, null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.filing} 调整"

    def due_in(self, state: str) -> date | None:
        """The term of the state by the parameters of year and place."""
        return self.filing.due_in(state)

    def summary(self) -> dict[str, Any]:
        """State, revision, amount and budget document."""
        return {
            "state": self.state,
            "revision": self.revision,
            "allotted": digits(self.allotted),
            "budget_document": self.budget_document,
        }


class CongressApproval(models.Model):
    """On which day the people's congress approved the budget (人大批准预算日期), with its source.

    One for a year and a level: that of the finance department ``organisation``. A new row replaces
    the one before, which stays on record.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    approved_on = models.DateField("批准日期")
    source = models.CharField("依据", max_length=300)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-fiscal_year", "organisation", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.fiscal_year}年预算"


def filing_of(case: Filing | Adjustment) -> Filing:
    """The filing of a draft: it, or the one that is adjusted."""
    return case.filing if isinstance(case, Adjustment) else case
