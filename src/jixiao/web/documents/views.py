"""Pages of stored files: those handed in, checking many at once, taking one back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.model.exceptions import UserError
from jixiao.web.actor import Actor, person_of
from jixiao.web.covering import covered_text
from jixiao.web.documents import actions, queries
from jixiao.web.documents.forms import MOST_FILES, BatchForm
from jixiao.web.documents.models import StoredFile
from jixiao.web.documents.reading import read_stored
from jixiao.web.documents.secrecy import covered_document
from jixiao.web.exceptions import Incomplete
from jixiao.web.limits import UPLOADS, limited
from jixiao.web.templatetags.words import language, say


@limited(UPLOADS, methods=("POST",), name="upload")
@login_required
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """The files the person may see, and many at once to be checked."""
    person = person_of(request)
    if request.method == "POST":
        chosen = {"documents": request.FILES.getlist("documents")}
        form = BatchForm(person, request.POST, chosen)
        if form.is_valid():
            unit = form.organisations[form.cleaned_data["unit"]]
            uploads = [(f.name or "", f.chunks()) for f in form.cleaned_data["documents"]]
            job = actions.check_many(Actor.of(request), unit, uploads)
            return redirect("job", job.pk)
    else:
        form = BatchForm(person)
    only_covered = request.GET.get("covered") == "1"
    rows = queries.undecided_for(person) if only_covered else queries.visible_to(person)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(
        request,
        "documents/files.html",
        {
            "form": form,
            "page": page,
            "most_files": MOST_FILES,
            "only_covered": only_covered,
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_GET
def file(request: HttpRequest, key: int) -> HttpResponseBase:
    """The bytes, to be saved: never shown by the browser as a page of this site."""
    found = _file(request, key)
    try:
        data = actions.hand_out(Actor.of(request), found)
    except actions.Covered as refusal:
        return _covered(request, found, refusal)
    answer = FileResponse(
        data,
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_GET
def covered(request: HttpRequest, key: int) -> HttpResponse:
    """What is read in a file, with its secrets covered, and what was decided on the original."""
    return _covered(request, _file(request, key))


@login_required
@require_POST
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """The disclosure officer's decision on the original."""
    found, choice = _file(request, key), request.POST.get("choice")
    if choice not in ("open", "covered"):
        raise Incomplete("请选择是否开放原件。", "choose whether the original is opened")
    actions.decide(Actor.of(request), found, choice == "open", request.POST.get("reason", ""))
    messages.success(request, say("决定已记录。", "The decision is recorded."))
    return redirect("file_covered", key)


def _covered(
    request: HttpRequest, found: StoredFile, refusal: UserError | None = None
) -> HttpResponse:
    person, place = person_of(request), found.unit.place
    actions.look_into(found)
    return render(
        request,
        "documents/covered.html",
        {
            "file": found,
            "name": covered_text(found.name),
            "document": covered_document(read_stored(found), place) if found.secrets else None,
            "refusal": refusal.message(language()) if refusal is not None else "",
            "decisions": queries.decisions_on(found),
            "may_decide": bool(found.secrets) and queries.is_officer_for(person, found),
            "may_open": not queries.is_covered_for(person, found),
        },
        status=200 if refusal is None else 403,
    )


def _file(request: HttpRequest, key: int) -> StoredFile:
    found = queries.file_for(person_of(request), key)
    if found is None:
        raise Http404
    return found
