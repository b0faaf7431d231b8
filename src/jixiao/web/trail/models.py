"""The events (事件) and the head of their chain."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models


class Event(models.Model):
    """One action (操作记录): who, what, when, before and after. Never changed, never deleted.

    ``number`` runs without gaps; ``hash`` is over everything here and ``previous``, the hash of
    the event before: a row that is changed, left out or put in breaks the chain from there on.
    """

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    person_id_then = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=200)
    role = models.CharField(max_length=40, blank=True)
    organisation_id_then = models.BigIntegerField(null=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=100)  # filing.submit
    thing_kind = models.CharField(max_length=50)
    thing_id = models.BigIntegerField(null=True)
    thing_name = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    address = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["number"]
        # Each filter of the list, in the list's order: a page costs the same at any length.
        indexes: ClassVar = [
            models.Index(fields=["thing_kind", "thing_id", "number"]),
            models.Index(fields=["person_id_then", "number"]),
            models.Index(fields=["organisation_id_then", "number"]),
            models.Index(fields=["action", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.thing_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only once."""
        if self.pk is not None:
            raise TypeError("an event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise TypeError("an event is never deleted")


class Head(models.Model):
    """The last link of the chain (链头): one row, locked while an event is added."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
