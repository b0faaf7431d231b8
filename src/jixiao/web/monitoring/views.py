"""Pages of monitoring: the list, a report, the overview, connected evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jixiao.web.accounts.models import Person
from jixiao.web.actor import Actor, person_of
from jixiao.web.exceptions import Refused
from jixiao.web.filings.queries import cover_for
from jixiao.web.limits import UPLOADS, limited
from jixiao.web.monitoring import actions, queries
from jixiao.web.monitoring.forms import RoundForm, SourceForm, content_from
from jixiao.web.monitoring.lifecycle import WRITABLE, State
from jixiao.web.monitoring.models import Report, Source
from jixiao.web.monitoring.shown import (
    CAUSES,
    LIGHT_NAMES,
    POSSIBILITIES,
    lights_shown,
    percent,
    shown_rows,
)
from jixiao.web.roles import FINANCE, Role
from jixiao.web.templatetags.words import language
from jixiao.writers.evaluation_forms import render_monitoring

PAGE = 50
STEPS: dict[str, Callable[[Actor, Report, str], None]] = {
    "check": actions.check,
    "return": actions.return_,
    "close": actions.close,
    "suspend": actions.suspend,
    "resume": actions.resume,
    "stop": actions.stop,
}
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@login_required
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """The reports the person may see, filtered, 50 a page."""
    person = person_of(request)
    wanted = request.GET.dict()
    found = queries.listed(person, wanted)
    finance = queries.finance_of(person)
    here = language() == "en"
    page = Paginator(found, PAGE).get_page(wanted.get("page"))
    return render(
        request,
        "monitoring/reports.html",
        {
            "page": page,
            "rounds": queries.rounds_of(person),
            "counts": [
                (light, LIGHT_NAMES[light][here], number)
                for light, number in queries.light_counts(found).items()
            ],
            "states": [(key, en if here else zh) for key, zh, en in queries.state_names()],
            "lights": [(key, names[here]) for key, names in LIGHT_NAMES.items()],
            "light_names": {key: names[here] for key, names in LIGHT_NAMES.items()},
            "wanted": wanted,
            "rest": asked_again(request),
            "form": RoundForm(finance) if finance else None,
            "is_supervising": bool(person.roles & FINANCE)
            or Role.DEPARTMENT_REVIEWER in person.roles,
        },
    )


@login_required
@require_POST
def open_round(request: HttpRequest) -> HttpResponse:
    """Open a period."""
    form = RoundForm(queries.finance_of(person_of(request)), request.POST)
    if not form.is_valid():
        messages.error(request, told("请完整填写年度、月份和期限。", "State year, month and date."))
        return redirect("monitoring")
    organisation = form.organisations[form.cleaned_data.pop("organisation")]
    opened = actions.open_round(Actor.of(request), organisation, **form.cleaned_data)
    messages.success(
        request,
        told(
            f"已开启{opened}监控，共{opened.reports.count()}个项目。",
            f"Months 1 to {opened.month} of {opened.year} are open.",
        ),
    )
    return redirect("monitoring")


@login_required
@require_GET
def report(request: HttpRequest, key: int) -> HttpResponse:
    """One report: to fill in by its unit, to read by everybody else who may see it."""
    person = person_of(request)
    found = _report(person, key)
    is_shown = queries.is_shown_to(person, found)
    events, returned = queries.events_of(found, person), queries.given_back(found, person)
    proofs = queries.proofs_by_row(found) if is_shown else {}
    files = [proof.file for row in proofs.values() for proof in row]
    cover_for(person, found, *events, *filter(None, (returned,)), *files)
    sheet = queries.sheet_of(found, for_others=not is_shown)
    steps = found.steps_for(person)
    names = {row.action for row in steps}
    return render(
        request,
        "monitoring/report.html",
        {
            "report": found,
            "sheet": sheet,
            "funds": sheet.form.funds[0],
            "rate": percent(sheet.form.funds[0].rate),
            "rows": shown_rows(sheet, proofs, found.content, language()),
            "is_shown": is_shown,
            "lights": lights_shown(sheet, language()),
            "is_writable": found.state in WRITABLE and "fill" in names,
            "steps": [row for row in steps if row.action in STEPS],
            "may_rectify": "rectify" in names,
            "state_name": found.state_name(language()),
            "source": queries.source_of(found.filing) if found.state in WRITABLE else None,
            "events": events,
            "returned": returned,
            "causes": CAUSES,
            "possibilities": POSSIBILITIES,
            "is_stopped": found.state in (State.SUSPENDED, State.STOPPED),
        },
    )


@limited(UPLOADS, methods=("POST",), name="upload")
@login_required
@require_POST
def save(request: HttpRequest, key: int) -> HttpResponse:
    """Keep what is filled in and the files chosen; hand in where the button says so."""
    found = _report(person_of(request), key)
    actor = Actor.of(request)
    try:
        content = content_from(request.POST)
        actions.save(actor, found, content, posted_number(request, "revision"))
        for row, name, chunks in posted_files(request):
            actions.attach(actor, found, row, name, chunks)
        if (proof := queries.proof_of(found, posted_number(request, "detach"))) is not None:
            actions.detach(actor, found, proof)
        if request.POST.get("then") == "fill":
            actions.fill(actor, found)
            messages.success(request, told("已报送主管部门审核。", "Handed in to the department."))
        else:
            messages.success(request, told("已保存。", "Saved."))
    except Refused as refused:
        messages.error(request, refused.message(language()))
    return redirect("report", found.pk)


@login_required
@require_POST
def do(request: HttpRequest, key: int, action: str) -> HttpResponse:
    """A step of the report."""
    found = _report(person_of(request), key)
    if action not in STEPS:
        raise Http404
    STEPS[action](Actor.of(request), found, request.POST.get("reason", ""))
    messages.success(
        request, told(f"已办理：{found.state_name()}。", f"Done: {found.state_name('en')}.")
    )
    return redirect("report", found.pk)


@login_required
@require_GET
def form(request: HttpRequest, key: int, ending: str) -> HttpResponse:
    """The monitoring form (监控表) as a file."""
    person = person_of(request)
    found = _report(person, key)
    if not queries.is_shown_to(person, found):
        raise Http404
    cover_for(person, found)
    data = render_monitoring([queries.sheet_of(found).form], f".{ending}")
    return as_file(data, f"{found.filing.project.title}-监控表.{ending}", MEDIA[ending])


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """A round by department."""
    person = person_of(request)
    rounds = queries.rounds_of(person)
    chosen = next((r for r in rounds if str(r.pk) == request.GET.get("round")), None)
    chosen = chosen or (rounds[0] if rounds else None)
    lines = queries.overview(person, chosen) if chosen is not None else []
    return render(
        request,
        "monitoring/overview.html",
        {"rounds": rounds, "chosen": chosen, "lines": lines, "totals": queries.totals_of(lines)},
    )


@login_required
def sources(request: HttpRequest) -> HttpResponse:
    """The connected evidence, and connecting more."""
    person = person_of(request)
    may_connect = bool(queries.finance_of(person))
    form = SourceForm(person, request.POST or None) if may_connect else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            unit = form.units[form.cleaned_data["unit"]]
            actions.connect(
                Actor.of(request), unit, form.cleaned_data["year"], form.cleaned_data["folder"]
            )
            messages.success(request, told("已接入台账。", "The evidence is connected."))
            return redirect("sources")
    return render(
        request,
        "monitoring/sources.html",
        {
            "sources": queries.sources_for(person),
            "form": form,
            "may_measure": bool(person.roles & {Role.PERFORMANCE_OFFICER, Role.UNIT_CLERK}),
        },
        status=422 if form is not None and form.errors else 200,
    )


@login_required
@require_POST
def measure(request: HttpRequest, key: int) -> HttpResponse:
    """Start measuring a source."""
    source = _source(request, key)
    month = request.POST.get("month", "")
    job = actions.measure(
        Actor.of(request), source, int(month) if month.isdecimal() and len(month) < 10 else 0
    )
    return redirect("job", job.pk)


@login_required
@require_POST
def disconnect(request: HttpRequest, key: int) -> HttpResponse:
    """Disconnect a source."""
    actions.disconnect(Actor.of(request), _source(request, key), request.POST.get("reason", ""))
    messages.success(request, told("已停用。", "Disconnected."))
    return redirect("sources")


def _source(request: HttpRequest, key: int) -> Source:
    found = queries.sources_for(person_of(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _report(person: Person, key: int) -> Report:
    found = queries.seen(person, key)
    if found is None:
        raise Http404
    return found


def posted_number(request: HttpRequest, name: str) -> int:
    """A whole number that a form sends; -1 where it sends none."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else -1


def posted_files(request: HttpRequest) -> Iterator[tuple[str, str, Iterator[bytes]]]:
    """The proofs a form sends: the key of the row, the file's name, its bytes."""
    for field in request.FILES:
        row = request.POST.get(f"key-{field.removeprefix('files-')}", "")
        for file in request.FILES.getlist(field):
            yield row, file.name or "", file.chunks()


def told(zh: str, en: str) -> str:
    """The words in the page's language."""
    return en if language() == "en" else zh


def asked_again(request: HttpRequest) -> str:
    """The filters of a list as an address goes on with them to another page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def as_file(data: bytes, name: str, media: str) -> HttpResponse:
    """A file to be saved."""
    answer = HttpResponse(data, content_type=media)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer
