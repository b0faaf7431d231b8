"""Pages of background work: the own jobs, one job with its progress."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jixiao.web.actor import Actor, person_of
from jixiao.web.jobs import actions, queries
from jixiao.web.jobs.models import Job


@login_required
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """The person's jobs, newest first."""
    person = person_of(request)
    page = Paginator(queries.visible_to(person), 50).get_page(request.GET.get("page"))
    lines = [queries.line(person, job) for job in page]
    return render(request, "jobs/jobs.html", {"lines": lines, "page": page})


@login_required
@require_GET
def job(request: HttpRequest, key: int) -> HttpResponse:
    """One job."""
    line = queries.line(person_of(request), _job(request, key))
    return render(request, "jobs/job.html", {"line": line})


@login_required
@require_GET
def progress(request: HttpRequest, key: int) -> HttpResponse:
    """What changes on the job's page; nothing where it is as the page has it."""
    line = queries.line(person_of(request), _job(request, key))
    if request.GET.get("seen") == line.seen:
        return HttpResponse(status=204)
    return render(request, "jobs/progress.html", {"line": line})


@login_required
@require_POST
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Want it no more."""
    actions.cancel(Actor.of(request), _job(request, key))
    return redirect("job", key)


@login_required
@require_POST
def retry(request: HttpRequest, key: int) -> HttpResponse:
    """Try it once more."""
    actions.retry(Actor.of(request), _job(request, key))
    return redirect("job", key)


def _job(request: HttpRequest, key: int) -> Job:
    found = queries.job_for(person_of(request), key)
    if found is None:
        raise Http404
    return found
