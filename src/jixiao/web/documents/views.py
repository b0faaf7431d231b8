"""Pages of stored files: those handed in, checking many at once, taking one back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from jixiao.web.actor import Actor, person_of
from jixiao.web.documents import actions, queries
from jixiao.web.documents.forms import MOST_FILES, BatchForm
from jixiao.web.limits import UPLOADS, limited


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
    page = Paginator(queries.visible_to(person), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "documents/files.html",
        {"form": form, "page": page, "most_files": MOST_FILES},
        status=422 if form.errors else 200,
    )


@login_required
@require_GET
def file(request: HttpRequest, key: int) -> HttpResponseBase:
    """The bytes, to be saved: never shown by the browser as a page of this site."""
    found = queries.file_for(person_of(request), key)
    if found is None:
        raise Http404
    answer = FileResponse(
        queries.open_stored(found),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
