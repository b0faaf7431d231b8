"""Public answers (公开页面): no cookie, an ETag, a short life in caches; a chart may be framed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response, patch_vary_headers

View = Callable[..., HttpResponse]
SECONDS = 60
READING = ("GET", "HEAD")


def public(view: View) -> View:
    """A page for everybody: kept in caches for a minute, known again by its ETag."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        return cacheable(request, view(request, *args, **kwargs))

    return answering


def cacheable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its ETag and its life; nothing but the head where it is known already."""
    if response.status_code != 200:
        return response
    signed_in = request.user.is_authenticated
    response["Cache-Control"] = "private, no-cache" if signed_in else f"public, max-age={SECONDS}"
    # The language is a cookie's or the browser's.
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    if response.streaming:
        return response
    if not response.has_header("ETag"):
        response["ETag"] = f'W/"{hashlib.md5(response.content, usedforsecurity=False).hexdigest()}"'
    known = get_conditional_response(request, etag=response["ETag"], response=response)
    return response if known is None else known
