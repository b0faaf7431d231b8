"""What every page knows: the language, the person's roles, what the menu offers."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jixiao import __version__
from jixiao.web.roles import ADMINISTRATORS, REVIEWERS, Role
from jixiao.web.templatetags.words import language


def site(request: HttpRequest) -> dict[str, Any]:
    """``lang`` (zh, en), ``roles`` of the person (set), ``version``."""
    person = getattr(request, "user", None)
    held = person.roles if person is not None and person.is_authenticated else frozenset()
    return {
        "lang": language(),
        "roles": {str(role) for role in held},
        "can_work": bool(held - ADMINISTRATORS),
        "evaluates_only": held == {Role.EVALUATOR},
        "can_review": bool(held & REVIEWERS),
        "can_read_trail": bool(held & {Role.AUDIT_ADMINISTRATOR, Role.AUDITOR}),
        "can_administer": bool(held & ADMINISTRATORS),
        "jixiao_version": __version__,
        "has_oidc": bool(settings.SOCIALACCOUNT_PROVIDERS),
        "is_example": _is_example(),
    }


@cache
def _is_example() -> bool:
    """The site was filled with the example; looked up once a process."""
    return (settings.DATA / "example").exists()
