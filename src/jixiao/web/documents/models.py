"""Files kept by content (存件): what was handed in, once for the same bytes."""

from __future__ import annotations

from typing import ClassVar

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
