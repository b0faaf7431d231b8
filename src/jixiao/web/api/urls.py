"""Addresses of the interface: ``/api/`` tells of it, ``/api/openapi.json`` describes it."""

from typing import Any

from django.urls import URLPattern, path

from jixiao.web.api.operations import api
from jixiao.web.api.views import reading, reference


def _operations() -> list[URLPattern]:
    """Ninja's addresses, each answering as :func:`reading` says; its root is the reference."""
    made = []
    pattern: Any
    for pattern in api.urls[0]:
        is_root = not str(pattern.pattern)
        pattern.callback = reference if is_root else reading(pattern.callback)
        made.append(pattern)
    return made


urlpatterns = [
    path("", reference, name="api_reference"),
    path("", (_operations(), "api", "api")),
]
