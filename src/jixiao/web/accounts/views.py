"""The work list (工作台): what waits for the person."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
