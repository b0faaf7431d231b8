"""Who must set up the second factor, or change the first password, before anything else."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

_FREE = ("/account/", "/static/", "/i18n/")
_EVERY = 60  # seconds between two notes of a session's last use
_MOST = 10_000  # sessions remembered in a process


class TwoFactorMiddleware:
    """A person without TOTP is led to set it up (双因子), where the site demands it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead there, or pass on."""
        person = request.user
        if person.is_authenticated and not request.path.startswith(_FREE):
            if person.must_change_password:
                return redirect("account_change_password")
            if settings.TWO_FACTOR == "required" and not self._has_second_factor(request):
                return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _has_second_factor(self, request: HttpRequest) -> bool:
        """Asked of the database once a session; then the session knows."""
        if request.session.get("has_second_factor"):
            return True
        found = bool(is_mfa_enabled(request.user, [Authenticator.Type.TOTP]))
        if found:
            request.session["has_second_factor"] = True
        return found


class ActivityMiddleware:
    """When a session was last used (最近活动), written at most once a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._noted: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note it, pass on."""
        key = request.session.session_key
        if key and request.user.is_authenticated:
            now = time.monotonic()
            if now - self._noted.get(key, -_EVERY) >= _EVERY:
                if len(self._noted) >= _MOST:
                    self._noted.clear()
                self._noted[key] = now
                UserSession.objects.create_from_request(request)
        return self.get_response(request)
