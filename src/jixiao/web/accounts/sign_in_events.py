"""What the trail keeps of signing in (登录事项): one event for each, from the signals."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from jixiao.web.accounts.models import Person
from jixiao.web.actor import Actor
from jixiao.web.trail.actions import record


def _tell(
    request: HttpRequest | None,
    action: str,
    person: Person | None,
    *,
    known: bool = True,
    **after: str,
) -> None:
    """One event. Where nobody is signed in (not ``known``) the account is the thing alone."""
    address = str(request.META.get("REMOTE_ADDR", "")) if request is not None else ""
    with transaction.atomic():
        record(Actor(person if known else None, address, "未登录"), action, person, after=after)


def _named(username: Any) -> tuple[Person | None, dict[str, str]]:
    """Whose user name it is. One that nobody has is not kept: it may be a password."""
    person = Person.objects.filter(username=str(username or "")[:150]).first()
    return person, {} if person is not None else {"username": "未知"}


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    by = "oidc" if kwargs.get("sociallogin") else "password"
    _tell(request, "account.sign_in", user, by=by)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    person, after = _named(credentials.get("username"))
    _tell(request, "account.sign_in_failed", person, known=False, **after)


@receiver(user_locked_out)
def _locked_out(request: HttpRequest, username: str, **_: Any) -> None:
    # It is sent again for every try during the lock; those are failures, and told as such.
    # Only the failure that locks was counted in this very request.
    at = getattr(request, "axes_attempt_time", None)
    if AccessAttempt.objects.filter(username=username, attempt_time=at).exists():
        person, after = _named(username)
        _tell(request, "account.lock_out", person, known=False, **after)


@receiver(user_logged_out)
def _signed_out(request: HttpRequest | None, user: Person | None, **_: Any) -> None:
    if user is not None:
        _tell(request, "account.sign_out", user)


@receiver(password_changed)
def _changed_password(request: HttpRequest, user: Person, **_: Any) -> None:
    with transaction.atomic():
        if user.must_change_password:
            user.must_change_password = False
            user.save(update_fields=["must_change_password"])
        record(Actor.of(request), "account.change_password", user)


@receiver(authenticator_added)
def _added(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    # The recovery codes made together with it are part of it.
    if authenticator.type == Authenticator.Type.TOTP:
        _tell(request, "account.set_up_second_factor", user)


@receiver(authenticator_removed)
def _removed(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        request.session.pop("has_second_factor", None)
        _tell(request, "account.remove_second_factor", user)


@receiver(authenticator_reset)
def _reset(request: HttpRequest, user: Person, **_: Any) -> None:
    _tell(request, "account.make_recovery_codes", user)


@receiver(authenticator_used)
def _used(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _tell(request, "account.use_recovery_code", user)


@receiver(authentication_failed)
def _wrong_code(request: HttpRequest, user: Person, **_: Any) -> None:
    _tell(request, "account.second_factor_failed", user, known=False)
