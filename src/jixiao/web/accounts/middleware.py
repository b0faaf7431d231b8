"""Who must set up the second factor, or change the first password, before anything else."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

_FREE = ("/account/", "/static/", "/i18n/")


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
        found = bool(is_mfa_enabled(request.user))
        if found:
            request.session["has_second_factor"] = True
        return found
