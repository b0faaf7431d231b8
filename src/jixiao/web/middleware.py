"""What stands between a request and its page: the address, what is not kept, refusals."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from jixiao.model.exceptions import UserError
from jixiao.web.exceptions import Incomplete, Overtaken
from jixiao.web.limits import page_before
from jixiao.web.templatetags.words import language

Answer = Callable[[HttpRequest], HttpResponse]
_log = logging.getLogger(__name__)
PRIVATE = ("/work/", "/account/")


class ProxyMiddleware:
    """The address a request came from, as the proxy tells it, where the site trusts one.

    Without it all persons would have the proxy's: one could lock out any other, and the trail
    would not know who was where. What the proxy itself wrote is the last of the list.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Take it over, pass on."""
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if settings.SECURE_PROXY_SSL_HEADER and told:
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(told))
        return self.get_response(request)


class PrivateMiddleware:
    """Pages of those who sign in are kept nowhere: not shown again after signing out.

    What no database keeps (NUL) is refused before any page sees it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; no cache keeps the answer."""
        response = self.get_response(request)
        if request.path.startswith(PRIVATE):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse a NUL anywhere in what was typed or in the address."""
        if not request.path.startswith(PRIVATE):
            return None
        typed = [text for _, texts in request.GET.lists() for text in texts]
        if request.method == "POST" and request.content_type != "application/json":
            typed += [text for name, texts in request.POST.lists() for text in (name, *texts)]
        if any("\0" in str(text) for text in (*typed, *kwargs.values())):
            return refusal(
                request,
                Incomplete(
                    "提交的文字中有不可见的空字符，无法保存。请删去后重试。",
                    "the text holds a NUL character, which cannot be kept: remove it",
                ),
            )
        return None


class RefusalMiddleware:
    """Whatever view raises a ``UserError``: a page, a fragment for htmx, JSON for a program."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass it on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The refusal as an answer; other exceptions are left alone."""
        said = told(error)
        return refusal(request, said) if said is not None else None


def told(error: Exception) -> UserError | None:
    """What a person is told of an exception; None where it is a fault of the program.

    What the database would not have twice, somebody else has put there a moment ago: an action
    that looks first has seen it missing.
    """
    if isinstance(error, UserError):
        return error
    if isinstance(error, IntegrityError):
        _log.warning("refused by the database", exc_info=error)
        return Overtaken(
            "刚才已有人办理了同一事项，您的这一次没有生效。请刷新页面查看最新情况。",
            "somebody else has just done the same; yours was not done: reload the page",
        )
    return None


def refusal(request: HttpRequest, error: UserError) -> HttpResponse:
    """The refusal as an answer."""
    status = getattr(error, "status", 422)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"zh": error.zh, "en": error.en}, status=status)
    template = "parts/refusal.html" if request.headers.get("HX-Request") else "refusal.html"
    said = error.message(language())
    told = {"said": said, "status": status, "back": page_before(request)}
    return render(request, template, told, status=status)
