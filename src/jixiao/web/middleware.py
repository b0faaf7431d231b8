"""Refusals become pages (不能办理): the sentence, the right status, nothing else changed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from jixiao.model.exceptions import UserError
from jixiao.web.templatetags.words import language


class RefusalMiddleware:
    """Whatever view raises a ``UserError``: a page, a fragment for htmx, JSON for a program."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass it on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The refusal as an answer; other exceptions are left alone."""
        if not isinstance(error, UserError):
            return None
        status = getattr(error, "status", 422)
        said = error.message(language())
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"zh": error.zh, "en": error.en}, status=status)
        template = "parts/refusal.html" if request.headers.get("HX-Request") else "refusal.html"
        return render(request, template, {"said": said, "status": status}, status=status)
