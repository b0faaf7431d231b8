"""The days between approval and publication (公开期限), by the dates a record states."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from jixiao.regulations.parameter import norms_for


def days_late(
    approved: str | None, published: str | None, published_at: datetime, place: str = ""
) -> tuple[str, str, int]:
    """Both days and how many days beyond the term it came; 0 where in time or not known.

    A record that states no day of publication was published when its edition was.
    """
    begun = _day(approved)
    if begun is None:
        return "", "", 0
    ended = _day(published) or timezone.localdate(published_at)
    allowed = norms_for(ended.year, place).disclosure_days
    return begun.isoformat(), ended.isoformat(), max(0, (ended - begun).days - allowed)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
