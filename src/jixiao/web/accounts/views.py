"""The work list (工作台): what waits for the person; sessions; the page of a locked account."""

from __future__ import annotations

from typing import Any, NoReturn

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jixiao.web.accounts import actions, queries
from jixiao.web.actor import Actor
from jixiao.web.worklist import waiting_for


@login_required
def work(request: HttpRequest) -> HttpResponse:
    """What waits for the person, by part, and the posts held."""
    assert request.user.is_authenticated
    return render(
        request,
        "accounts/work.html",
        {"waiting": list(waiting_for(request.user)), "posts": request.user.held_posts},
    )


@login_required
@require_POST
def end_session(request: HttpRequest, key: int) -> HttpResponse:
    """End one of the own sessions."""
    assert request.user.is_authenticated
    actions.end_session(Actor.of(request), queries.session_of(request.user, key))
    return redirect("usersessions_list")


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The account is locked (账号锁定): until when, and what to do."""
    username = str((credentials or {}).get("username") or request.POST.get("login", ""))
    until = queries.locked_until(username, str(request.META.get("REMOTE_ADDR", "")))
    answer = render(request, "account/locked_out.html", {"until": until}, status=429)
    if until is not None:
        answer["Retry-After"] = str(max(1, int((until - timezone.now()).total_seconds())))
    return answer


def closed(request: HttpRequest, **_: Any) -> NoReturn:
    """What allauth offers and this site does not: sign-up, addresses, reset by mail."""
    raise Http404
