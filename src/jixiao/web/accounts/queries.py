"""What is asked of accounts (查询)."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.http import Http404, HttpRequest

from jixiao.web.accounts.models import Person


def session_of(person: Person, key: int) -> UserSession:
    """One of the person's own sessions; 404 for another's."""
    session: UserSession | None = UserSession.objects.filter(user=person, pk=key).first()
    if session is None:
        raise Http404
    return session


def locked_until(username: str, address: str) -> datetime | None:
    """When the account may be tried again from there; None where nothing is counted."""
    last = (
        AccessAttempt.objects.filter(username=username, ip_address=address)
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    wait = get_cool_off(HttpRequest())
    return last + wait if last is not None and wait is not None else None
