"""The pages of disclosure (公开审查)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.web.actor import Actor, person_of
from jixiao.web.disclosures import actions, queries
from jixiao.web.disclosures.forms import CarryOverForm, DocumentForm, OpenForm
from jixiao.web.disclosures.lifecycle import (
    CHOICE_NAMES,
    DISCLOSURE,
    GROUNDS,
    Ground,
    Standing,
    State,
    choices_for,
)
from jixiao.web.disclosures.models import Edition, Item, Package
from jixiao.web.disclosures.preparing import prepared, shown_names
from jixiao.web.documents.actions import store
from jixiao.web.documents.reading import read_stored
from jixiao.web.exceptions import Incomplete
from jixiao.web.limits import UPLOADS, limited
from jixiao.web.templatetags.words import language
from jixiao.writers.form_html import blocks_html
from jixiao.writers.form_layout import form_blocks

PAGE = 50
_COLUMNS = re.compile("<colgroup>.*?</colgroup>")  # their widths are styles


def _package(request: HttpRequest, pk: int) -> Package:
    package = queries.package_for(person_of(request), pk)
    if package is None:
        raise Http404
    return package


def _edition(request: HttpRequest, pk: int) -> Edition:
    edition = queries.edition_for(person_of(request), pk)
    if edition is None:
        raise Http404
    return edition


@login_required
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The packages the person may see, with their clocks, and what there is to open."""
    person = person_of(request)
    state = request.GET.get("state", "")
    state = state if state in set(State) else ""
    year = request.GET.get("year", "")
    rows = queries.packages(
        person, state=state, year=int(year) if year.isdecimal() and len(year) < 5 else None
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    bodies = queries.own_bodies(person)
    return render(
        request,
        "disclosures/list.html",
        {
            "page": page,
            "lines": [(package, queries.clock_of(package)) for package in page],
            "states": [(s.value, names[language() == "en"]) for s, names in _names().items()],
            "state": state,
            "year": year,
            "unopened": queries.unopened(person),
            "today": timezone.localdate(),
            "form": OpenForm(bodies, initial={"year": timezone.localdate().year}),
            "document_form": DocumentForm(bodies),
            "is_officer": bool(bodies),
        },
    )


def _names() -> dict[State, tuple[str, str]]:
    return {state: DISCLOSURE.names[state] for state in State}


@login_required
@require_POST
def open_package(request: HttpRequest) -> HttpResponse:
    """Open a package."""
    form = OpenForm(queries.bodies(person_of(request)), request.POST)
    data = _sound(form)
    package = actions.open_package(
        Actor.of(request), data["unit"], data["year"], data["approved_on"]
    )
    return redirect("disclosure", package.pk)


@limited(UPLOADS, methods=("POST",), name="upload")
@login_required
@require_POST
def open_document(request: HttpRequest) -> HttpResponse:
    """Take up a publication that is out already."""
    form = DocumentForm(queries.bodies(person_of(request)), request.POST, request.FILES)
    data = _sound(form)
    actor, unit, file = Actor.of(request), data["unit"], data["document"]
    stored = store(actor, unit, PurePath(file.name or "").name, file.chunks(), is_source=True)
    package = actions.publish_document(
        actor, unit, read_stored(stored), stored, data["approved_on"]
    )
    return redirect("disclosure", package.pk)


def _sound(form: forms.Form) -> dict[str, Any]:
    """What the form says, or a refusal that names the field."""
    if form.is_valid():
        return form.cleaned_data
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label or name if name in form.fields else name
    said = " ".join(map(str, errors))
    raise Incomplete(f"“{label}”：{said}", f"“{label}”: {said}")


@login_required
@require_GET
@never_cache
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """A package: where it stands, its clock, its projects, the gate, its editions."""
    person, case = person_of(request), _package(request, pk)
    items = list(case.items.select_related("project"))
    names = shown_names(case, items)
    for item in items:
        item.name = names.get(item.pk, item.name)
    lines = queries.gate_lines(case)
    officer = queries.is_officer(person, case)
    return render(
        request,
        "disclosures/package.html",
        {
            "case": case,
            "state_name": case.state_name(language()),
            "clock": queries.clock_of(case),
            "steps": case.steps_for(person),
            "step_url": request.path,
            "items": items,
            "tally": queries.tally(items),
            "lines": [(line, _quoted(line.finding)) for line in lines],
            "undecided": sum(line.decision is None for line in lines),
            "told": case.told[:100],
            "told_count": len(case.told),
            "history": queries.history(case),
            "is_officer": officer,
            "can_decide": officer and case.state == State.UNDER_EXAMINATION,
            "can_correct": officer and case.state == State.PUBLISHED and _is_current(case),
            "was_decider": case.state == State.DECIDED and case.was_decided_by(person),
        },
    )


def _is_current(case: Package) -> bool:
    return case.edition is not None and case.edition.is_current


def _quoted(finding: dict[str, Any]) -> tuple[str, str, str]:
    """The cell's covered text around the characters meant: before, these, after."""
    return _around(finding["quote"], finding["start"], finding["end"])


def _around(text: str, start: int | None, end: int | None, width: int = 60) -> tuple[str, str, str]:
    if start is None or end is None:
        return text[: 2 * width] + ("…" if len(text) > 2 * width else ""), "", ""
    before = text[max(0, start - width) : start]
    after = text[end : end + width]
    return (
        ("…" if start > width else "") + before,
        text[start:end],
        after + ("…" if end + width < len(text) else ""),
    )


@login_required
@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One step of a package."""
    case = _package(request, pk)
    actor, reason = Actor.of(request), request.POST.get("reason", "")
    todo: dict[str, Callable[[], object]] = {
        "examine": lambda: actions.examine(actor, case),
        "finish": lambda: actions.finish(actor, case),
        "confirm": lambda: actions.confirm(actor, case),
        "publish": lambda: actions.publish(actor, case),
        "return": lambda: actions.return_(actor, case, reason),
        "withdraw": lambda: actions.withdraw(actor, case, reason),
    }
    if action not in todo:
        raise Http404
    todo[action]()
    _say(request, "已办理。", "Done.")
    return redirect("disclosure", case.pk)


def _say(request: HttpRequest, zh: str, en: str) -> None:
    messages.success(request, en if language() == "en" else zh)


@login_required
@require_POST
@never_cache
def look(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The text of a finding in clear, on purpose: a fragment, or a page without scripts."""
    case = _package(request, pk)
    text, start, end = actions.look(Actor.of(request), case, key)
    before, meant, after = _around(text, start, end, 200)
    template = "look_part.html" if request.headers.get("HX-Request") else "look.html"
    return render(
        request,
        f"disclosures/{template}",
        {"case": case, "before": before, "meant": meant, "after": after},
    )


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def finding(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The decision on one finding: what may be decided, on which ground, and why."""
    case = _package(request, pk)
    if request.method == "POST":
        choice, _, ground = request.POST.get("decision", "").partition(":")
        actions.decide(Actor.of(request), case, key, choice, ground, request.POST.get("reason", ""))
        _say(request, "决定已记录。", "The decision is recorded.")
        return redirect(f"{_url(case)}#finding-{key[:12]}")
    line = next((one for one in queries.gate_lines(case) if one.finding["key"] == key), None)
    if line is None or not queries.is_officer(person_of(request), case):
        raise Http404
    return render(
        request,
        "disclosures/finding.html",
        {
            "case": case,
            "line": line,
            "quoted": _around(
                line.finding["quote"], line.finding["start"], line.finding["end"], 200
            ),
            "options": _options(line.finding),
            "earlier": case.decisions.filter(key=key).select_related("person"),
            "can_decide": case.state == State.UNDER_EXAMINATION,
        },
    )


def _url(case: Package) -> str:
    from django.urls import reverse

    return reverse("disclosure", args=[case.pk])


def _options(finding: dict[str, Any]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each choice with its name and its grounds: value and name."""
    said = language()
    allowed = choices_for(finding["rule"], in_table=finding["table"] is not None)
    return [
        (
            choice.value,
            CHOICE_NAMES[choice][said == "en"],
            [(f"{choice.value}:{g.value}", GROUNDS[g].label(said)) for g in grounds],
        )
        for choice, grounds in allowed.items()
    ]


def _item(case: Package, pk: int) -> Item:
    item = case.items.filter(pk=pk).first()
    if item is None:
        raise Http404
    return item


@login_required
@require_POST
def set_standing(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Withhold a project as a whole, or take that back."""
    case = _package(request, pk)
    own, actor = _item(case, item), Actor.of(request)
    reason = request.POST.get("reason", "")
    if request.POST.get("standing") == Standing.WITHHELD:
        is_named = request.POST.get("hide_name") != "1"
        actions.withhold(actor, case, own, reason, is_named=is_named)
    else:
        actions.publish_after_all(actor, case, own, reason)
    _say(request, "已记录。", "Recorded.")
    return redirect(f"{_url(case)}#items")


@login_required
@require_POST
def carry_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a project that was carried over."""
    case = _package(request, pk)
    data = _sound(CarryOverForm(request.POST))
    actions.carry_over(Actor.of(request), case, data["name"], data["amount"], data["reason"])
    _say(request, "已记录。", "Recorded.")
    return redirect(f"{_url(case)}#items")


@limited(UPLOADS, methods=("POST",), name="upload")
@login_required
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a correction of what was published; of a document with the corrected one."""
    case, actor = _package(request, pk), Actor.of(request)
    reason = request.POST.get("reason", "")
    file = request.FILES.get("document")
    if file is None:
        opened = actions.open_correction(actor, case, reason)
    else:
        stored = store(
            actor, case.unit, PurePath(file.name or "").name, file.chunks(), is_source=True
        )
        opened = actions.open_correction(actor, case, reason, read_stored(stored), stored)
    return redirect("disclosure", opened.pk)


@login_required
@require_POST
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the publication of results."""
    opened = actions.open_results(Actor.of(request), _package(request, pk))
    return redirect("disclosure", opened.pk)


@login_required
@require_GET
@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The package as the public will see it; what is not decided yet is covered."""
    case = _package(request, pk)
    if not case.record:
        raise Http404
    ready = prepared(case, {}, None, with_undecided=True)
    return render(
        request,
        "disclosures/preview.html",
        {
            "case": case,
            "ready": ready,
            "log": _log(ready.log),
            # Every text in it is escaped by the writer.
            "form": mark_safe(_COLUMNS.sub("", blocks_html(form_blocks(ready.disclosure)))),
            "undecided": ready.undecided,
        },
    )


def _log(lines: Iterable[Any]) -> list[tuple[Any, str]]:
    return [(line, GROUNDS[Ground(line.ground)].label(language())) for line in lines]


@login_required
@require_GET
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition: its files, and what differs from the one before, cell by cell."""
    shown = _edition(request, pk)
    return render(
        request,
        "disclosures/edition.html",
        {"edition": shown, "files": list(shown.files.all()), "case": shown.package},
    )


@login_required
@require_GET
def file(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """A file of an edition."""
    found = queries.edition_file(_edition(request, pk), name)
    if found is None:
        raise Http404
    return FileResponse(
        queries.open_edition_file(found),
        as_attachment=True,
        filename=found.name,
        content_type=found.media_type,
    )
