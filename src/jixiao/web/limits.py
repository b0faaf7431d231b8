"""How often something may be asked (频次限制): ``@limited("60/m", by="person")``.

Counted in windows, by all processes of the server together (``counting.py``). Who asks too often
gets 429 with ``Retry-After``, as a page, a fragment or JSON.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from jixiao.web.counting import count
from jixiao.web.templatetags.words import language

View = Callable[..., Any]
UPLOADS = "120/m"  # of one person, over all pages that take files
COUNTS = "limits.counts"  # in the data folder
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def limited(
    rate: str,
    by: Literal["person", "address"] = "person",
    *,
    methods: tuple[str, ...] = (),
    name: str = "",
) -> Callable[[View], View]:
    """A view that one person, or one address, may ask only so often: ``"60/m"``.

    ``by="person"`` counts those not signed in by address. ``methods`` limits only these (empty:
    all). Views with one ``name`` are counted together.
    """
    number, per = rate.split("/")
    most, seconds = int(number), SECONDS[per]

    def decorate(view: View) -> View:
        counted = name or f"{view.__module__}.{view.__qualname__}"

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if settings.LIMITS and (not methods or request.method in methods):
                wait = _excess(f"{counted}:{rate}:{_who(request, by)}", most, seconds)
                if wait:
                    return too_often(request, wait)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """The answer to who asked too often: try again in ``wait`` seconds."""
    zh = f"操作过于频繁，请{wait}秒后再试。"
    en = f"Too many requests: try again in {wait} seconds."
    response: HttpResponse
    if request.path.startswith("/api/") or request.headers.get("Accept", "").startswith(
        "application/json"
    ):
        response = JsonResponse({"zh": zh, "en": en}, status=429)
    else:
        fragment = request.headers.get("HX-Request")
        template = "parts/refusal.html" if fragment else "too_often.html"
        said = en if language() == "en" else zh
        told = {"said": said, "status": 429, "back": page_before(request)}
        response = render(request, template, told, status=429)
    response["Retry-After"] = str(wait)
    return response


def page_before(request: HttpRequest) -> str:
    """The page of this site that a request came from; empty where none is told."""
    told = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(told, {request.get_host()}):
        return ""
    before = urlsplit(told)
    path = before.path + (f"?{before.query}" if before.query else "")
    return "" if request.method == "GET" and path == request.get_full_path() else path


def _excess(key: str, most: int, seconds: int) -> int:
    """Seconds to wait where this one is too many; 0 where it may pass. It is counted."""
    now = int(time.time())
    window = now // seconds
    number = count(settings.DATA / COUNTS, f"{key}:{window}", (window + 1) * seconds)
    return 0 if number <= most else (window + 1) * seconds - now


def _who(request: HttpRequest, by: str) -> str:
    if by == "person" and request.user.is_authenticated:
        return f"person {request.user.pk}"
    return f"address {_network(str(request.META.get('REMOTE_ADDR', '')))}"


def _network(address: str) -> str:
    """The address; of IPv6 the network of 64 bits, which is one subscriber."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if read.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return address
