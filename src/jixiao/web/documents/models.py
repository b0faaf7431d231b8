"""Files kept by content (存件): what was handed in, once for the same bytes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from jixiao.web.accounts.models import Organisation, Person


class StoredFile(models.Model):
    """A file as it was handed in (上传文件), under the name it had.

    The bytes lie in ``FILES_ROOT`` under their SHA-256; two rows may share them. ``is_source``:
    handed in to be read into filings, not as proof. ``secrets`` is in how many places the rules
    find a state-secret mark or personal data in it, None while it has not been read.
    """

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    format = models.CharField(max_length=20, blank=True)  # as the bytes say, not the name
    is_source = models.BooleanField(default=False)
    secrets = models.PositiveIntegerField(null=True)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name


class FileDecision(models.Model):
    """Whether a file that holds secrets may be opened by others than its unit (原件开放决定).

    It stands beside the file; the latest one holds.
    """

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="decisions")
    is_open = models.BooleanField()
    reason = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.file}: {'open' if self.is_open else 'covered'}"


class ReadForm(models.Model):
    """A self-evaluation or monitoring form read in a file (识别出的自评表、监控表).

    ``stated`` and ``findings`` are as ``result_forms.py`` tells them. A person compares it with the
    project's own case and takes it over; until then it is nobody's statement.
    """

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="forms")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    fiscal_year = models.PositiveSmallIntegerField(null=True)
    month = models.PositiveSmallIntegerField(null=True)
    stated = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    read_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.kind_name()}"

    def kind_name(self, language: str = "zh") -> str:
        """自评表 or 监控表."""
        names: dict[str, tuple[str, str]] = {
            "self_evaluation": ("自评表", "self-evaluation"),
            "monitoring": ("监控表", "monitoring form"),
        }
        return names[self.kind][language == "en"]

    def summary(self) -> dict[str, Any]:
        """What the trail says of it when it is taken over."""
        return {"form": self.file.name, "sha256": self.file.sha256}
