"""Files kept by content (存件): what was handed in, once for the same bytes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from jixiao.web.accounts.models import Organisation, Person


class StoredFile(models.Model):
    """A file as it was handed in (上传文件), under the name it had.

    The bytes lie in ``FILES_ROOT`` under their SHA-256; two rows may share them.
    """

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    format = models.CharField(max_length=20, blank=True)  # as the bytes say, not the name
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name
