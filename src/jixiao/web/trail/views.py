"""The trail's pages (审计日志): list, event, export, verification."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao.web.actor import Actor
from jixiao.web.limits import limited
from jixiao.web.roles import Role
from jixiao.web.templatetags.words import language
from jixiao.web.trail import queries
from jixiao.web.trail.actions import record
from jixiao.web.trail.names import action_names


@login_required
@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """The events, newest first, fifty a page."""
    assert request.user.is_authenticated
    filters = queries.Filters.of(request.GET)
    below = request.GET.get("below", "")
    found = queries.page(
        queries.filtered(queries.readable_by(request.user), filters),
        int(below[:18]) if below.isdecimal() and below.isascii() else None,
    )
    spoken = language()
    for event in found.events:
        event["told"] = queries.told(event, spoken)
    asked = request.GET.copy()
    asked.pop("below", None)
    return render(
        request,
        "trail/list.html",
        {
            "page": found,
            "filters": filters,
            "is_filtered": any(filters),
            "actions": [(key, names[spoken == "en"]) for key, names in action_names().items()],
            "asked": asked.urlencode(),
            "below": below,
        },
    )


@login_required
@require_GET
def event(request: HttpRequest, number: int) -> HttpResponse:
    """One event with what was before and after."""
    assert request.user.is_authenticated
    found = queries.one(request.user, number)
    return render(
        request,
        "trail/event.html",
        {
            "event": found,
            "role": Role(found.role) if found.role in set(Role) else found.role,
            "told": queries.told({"action": found.action}, language()),
            "differences": queries.differences(found, language()),
        },
    )


@login_required
@require_POST
@limited("10/m", by="person")
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The events the filters leave, as CSV or JSON lines, however many they are."""
    assert request.user.is_authenticated
    events = queries.readable_by(request.user)
    kind = request.POST.get("format", "")
    if kind not in queries.EXPORTS:
        raise Http404
    lines, media_type = queries.EXPORTS[kind]
    filters = queries.Filters.of(request.POST)
    with transaction.atomic():
        record(Actor.of(request), "trail.export", after={"format": kind} | dict(filters.asked))
    answer = StreamingHttpResponse(
        lines(queries.filtered(events, filters)), content_type=media_type
    )
    name = f"trail-{timezone.localdate():%Y%m%d}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@login_required
def verification(request: HttpRequest) -> HttpResponse:
    """Whether the chain holds; asked for by POST, as walking it takes a while."""
    assert request.user.is_authenticated
    queries.readable_by(request.user)
    if request.method == "POST":
        result = queries.verify(known=queries.known_heads())
        with transaction.atomic():
            record(
                Actor.of(request),
                "trail.verify",
                after={
                    "holds": result.holds,
                    "events": result.events,
                    "head": result.head,
                    "zh": result.text("zh"),
                    "en": result.text("en"),
                },
            )
        return redirect("trail_verification")
    return render(request, "trail/verification.html", {"last": queries.last_verification()})
