"""The pages of filings (申报页面): thin, they ask queries and call actions."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from jixiao.model.exceptions import NotAPerformanceForm
from jixiao.web import journey
from jixiao.web.accounts.models import Person
from jixiao.web.actor import Actor, person_of
from jixiao.web.documents.actions import store
from jixiao.web.documents.reading import read_stored
from jixiao.web.exceptions import Incomplete, NotAllowed
from jixiao.web.filings import actions, editing, queries
from jixiao.web.filings.blank_forms import blank_forms
from jixiao.web.filings.comparing import COLUMN_NAMES, changes, name_of
from jixiao.web.filings.drafting import FIELDS, ROWS, disclosure_of, draft_of, sound
from jixiao.web.filings.forms import NewFiling
from jixiao.web.filings.lifecycle import FILING, State
from jixiao.web.filings.models import Filing
from jixiao.web.filings.official import official_table
from jixiao.web.filings.shown import shown_finding
from jixiao.web.jobs.actions import start
from jixiao.web.limits import UPLOADS, limited
from jixiao.web.roles import REVIEWERS
from jixiao.web.templatetags.words import language, say
from jixiao.writers.form import FORMATS

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
# Steps this part's page offers; the others have a page of their own.
_OWN_STEPS = frozenset({"submit", "sign", "return", "withdraw", "improve"})
_NEXT = {
    State.DRAFT: (
        "由单位经办填写；没有阻断问题，错误都已修改或说明后，即可送审。",
        "The unit clerk fills it in; with nothing blocking and every error mended or explained it "
        "can be submitted.",
    ),
    State.SUBMITTED: (
        "由单位负责人审签：签发后报主管部门，或者退回修改。",
        "The unit head signs it on to the department, or returns it.",
    ),
    State.WITH_DEPARTMENT: (
        "由主管部门审核：通过后报财政，或者退回修改。",
        "The department passes it on to finance, or returns it.",
    ),
    State.WITH_FINANCE: (
        "由财政绩效科审核并评等级：优——待批复，良——待完善，中——退回，差——不予安排。",
        "Finance grades it: excellent goes to approval, good is improved, medium returned, poor "
        "refused.",
    ),
    State.TO_BE_IMPROVED: (
        "由单位经办按意见完善后提交，不再重走审核流程。",
        "The unit clerk improves it as asked; it is not reviewed anew.",
    ),
    State.READY: (
        "由财政业务科室拟批复，随预算一并批复。",
        "The finance reviewer proposes approval, together with the budget.",
    ),
    State.TO_BE_CONFIRMED: (
        "由财政绩效科会签后批复。",
        "The performance officer signs second; then it is approved.",
    ),
    State.APPROVED: (
        "已随预算批复，转入执行、监控和公开；确需变动的，办理调整。",
        "Approved with the budget; a change is an adjustment.",
    ),
    State.RETURNED: (
        "由单位经办逐条答复退回意见，修改后重新送审。",
        "The unit clerk answers each remark, mends it and submits again.",
    ),
    State.REFUSED: ("不进入预算。", "It does not enter the budget."),
}

P = ParamSpec("P")


def for_person(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view that takes who is signed in beside the request."""

    def signed_in(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, person_of(request), *args, **kwargs)

    return login_required(signed_in)


def _filing(person: Person, pk: int) -> Filing:
    """The filing, or 404: whether it exists is not told to who may not see it."""
    filing = queries.seen(person, pk)
    if filing is None:
        raise Http404
    return filing


def _own(person: Person, pk: int) -> Filing:
    """The filing of the person's own unit, or 404."""
    filing = _filing(person, pk)
    if not queries.is_of_unit(person, filing):
        raise Http404
    return filing


@require_GET
@for_person
def filings(request: HttpRequest, person: Person) -> HttpResponse:
    """The list, with what opens a new filing."""
    wanted = {key: str(value) for key, value in request.GET.items()}
    told = language()
    units = queries.clerk_units(person)
    kept = {k: v for k, v in wanted.items() if v and k in ("year", "state", "text", "severity")}
    order = wanted.get("order", "-changed")
    headings = [
        (key, title, order.lstrip("-") == key, order.startswith("-"), _turned(kept, key, order))
        for key, title in (
            ("project", say("项目", "Project")),
            ("unit", say("单位", "Unit")),
            ("year", say("年度", "Year")),
            ("state", say("状态", "State")),
            ("requested", say("申报数（万元）", "Requested (万元)")),
            ("errors", say("问题", "Findings")),
            ("changed", say("更新时间", "Changed")),
        )
    ]
    now = timezone.localdate()
    paged = kept | ({"order": order} if "order" in wanted else {})
    return render(
        request,
        "filings/list.html",
        {
            "listed": queries.listed(person, wanted, told),
            "wanted": wanted,
            "years": queries.years_of(person),
            "states": [(str(s), names[told == "en"]) for s, names in FILING.names.items()],
            "headings": headings,
            "query": urlencode(paged),
            "is_narrowed": bool(kept),
            "units": units,
            "files": queries.recent_files(units),
            "forms": blank_forms(now.year + 1, queries.place_of(units[0])) if units else (),
            "next_year": now.year + 1,
            "accepted": ".docx,.doc,.xlsx,.xls,.ods,.pdf,.html,.txt,.md,.csv,.zip,.png,.jpg,.ofd",
        },
    )


def _turned(kept: dict[str, str], key: str, order: str) -> str:
    """The query that sorts by ``key``, downwards where it goes upwards now."""
    return urlencode(kept | {"order": f"-{key}" if order == key else key})


@require_POST
@for_person
def new(request: HttpRequest, person: Person) -> HttpResponse:
    """Open a filing by typing; the existing one where there is one already."""
    form = NewFiling(queries.clerk_units(person), request.POST)
    if not form.is_valid():
        if "unit" in form.errors:
            raise NotAllowed(
                "您不是所选单位的经办，不能为它新建申报。",
                "you are not a clerk of that unit and cannot open a filing for it",
            )
        raise Incomplete(
            "请填写项目名称和四位年度。", "give the project's name and a year of four digits"
        )
    told = form.cleaned_data
    try:
        filing = actions.open_filing(
            Actor.of(request), told["unit"], told["project_name"], told["year"], form=told["form"]
        )
    except actions.AlreadyFiled as already:
        messages.warning(request, already.message(language()))
        return redirect("filing", already.filing.pk)
    return redirect("filing_edit", filing.pk)


@limited(UPLOADS, methods=("POST",), name="upload")
@require_POST
@for_person
def upload(request: HttpRequest, person: Person) -> HttpResponse:
    """Keep the files dragged in, each with a job that reads it."""
    units = {str(unit.pk): unit for unit in queries.clerk_units(person)}
    unit = units.get(request.POST.get("unit", ""))
    if unit is None:
        raise NotAllowed(
            "您不是所选单位的经办，不能为它上传申报文件。",
            "you are not a clerk of that unit and cannot hand in its files",
        )
    files = request.FILES.getlist("files")
    if not files:
        raise Incomplete("请选择至少一个文件。", "choose at least one file")
    actor = Actor.of(request)
    jobs = []
    for file in files:
        stored = store(actor, unit, file.name or "文件", file.chunks(), is_source=True)
        jobs.append(start(actor, "read_document", {"file": stored.pk}, unit))
    messages.success(
        request,
        say(
            f"已收到{len(files)}个文件，正在识别并建立草稿；已有的申报不会被覆盖。",
            f"{len(files)} file(s) received and being read into drafts; no filing is overwritten.",
        ),
    )
    return redirect(_address("job", jobs[0].pk) if len(jobs) == 1 else _address("jobs"))


def _address(name: str, *args: object) -> str:
    """The address of a page of another part; the list where that part is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return reverse("filings")


@for_person
def tables(request: HttpRequest, person: Person, file: int) -> HttpResponse:
    """The tables of a file, to choose from; POST makes drafts of the chosen ones."""
    stored = queries.stored_file(person, file)
    if stored is None:
        raise Http404
    try:
        disclosure = read_stored(stored)
    except NotAPerformanceForm:
        if stored.forms.exists():  # nothing but self-evaluations or monitoring forms
            return redirect(f"{_address('read_forms')}?file={file}")
        raise
    if request.method == "POST":
        chosen = [n for text in request.POST.getlist("table") if (n := _number(text)) is not None]
        if not chosen:
            raise Incomplete("请至少选择一个表。", "choose at least one table")
        made = actions.file_disclosure(Actor.of(request), stored.unit, disclosure, stored, chosen)
        kept = len(chosen) - len(made)
        messages.success(
            request,
            say(f"已建立{len(made)}份草稿。", f"{len(made)} draft(s) made.")
            + (
                say(
                    f"{kept}个项目当年已有申报，未作改动，可在下方对比。",
                    f"{kept} project(s) are already filed and were left alone; compare below.",
                )
                if kept
                else ""
            ),
        )
        return redirect("filing_tables", file) if kept else redirect("filings")
    rows = []
    for number, target in enumerate(disclosure.targets, 1):
        name = (target.project_name or target.heading_name or "").strip()
        rows.append((number, target, name, target.fiscal_year or disclosure.fiscal_year))
    there = queries.existing(stored.unit, [(name, year) for _, _, name, year in rows])
    return render(
        request,
        "filings/tables.html",
        {
            "stored": stored,
            "notices": disclosure.notices,
            "can_choose": any(name and y and (name, y) not in there for _, _, name, y in rows),
            "rows": [
                {
                    "number": number,
                    "name": name,
                    "year": year,
                    "indicators": len(target.indicators),
                    "amount": target.funding.total,
                    "unit": target.funding.unit.value if target.funding.unit else "",
                    "existing": there.get((name, year or 0)),
                    "can_file": bool(name and year),
                }
                for number, target, name, year in rows
            ],
        },
    )


@require_GET
@for_person
def filing(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """The table as a reader sees it, what is found in it, and what can be done."""
    case = _filing(person, pk)
    is_own = queries.is_of_unit(person, case)
    is_writer = queries.is_writer(person, case)
    versions = queries.versions_of(case)
    number = _number(request.GET.get("version"))
    content = queries.content_for(person, case, versions, number)
    if number is not None and content is None:
        raise Http404
    found = queries.findings_on(case, content) if content is not None else ()
    said = queries.dispositions_of(case, versions[-1] if versions and not is_own else None)
    remarks = queries.remarks_on(case, is_own=is_own)
    can_edit = is_writer and case.state in actions.EDITABLE
    steps = [s for s in case.steps_for(person) if s.action in _OWN_STEPS] if is_own else []
    before = queries.year_before(person, case)
    told = language() == "en"
    return render(
        request,
        "filings/filing.html",
        {
            "case": case,
            "state_name": case.state_name(language()),
            "next": _NEXT[State(case.state)][told],
            "table": official_table(
                content, case.fiscal_year, found, (r.cell for r in remarks if not r.answer)
            )
            if content is not None
            else "",
            "findings": [shown_finding(f, said.get(f.key), told) for f in found],
            "remarks": [(r, name_of(r.cell)[told]) for r in remarks],
            "open_remarks": sum(not r.answer for r in remarks),
            "versions": [
                (v, VERSION_NAMES.get(v.kind, (v.kind, v.kind))[told]) for v in reversed(versions)
            ],
            "number": number,
            "is_own": is_own,
            "can_edit": can_edit,
            "steps": steps,
            "step_url": reverse("filing_step", args=[pk, "x"]).removesuffix("x/"),
            "review_url": _review_address(pk) if not is_own and person.roles & REVIEWERS else "",
            "before": before,
            "last_year": journey.year_before(case),
            "requested": queries.in_ten_thousands(case.requested),
            "allotted": queries.in_ten_thousands(case.allotted),
            "formats": [form for form in MEDIA_TYPES if f".{form}" in FORMATS],
            "cells": [(name, name_of(name)[told]) for name in _cells(content)]
            if any(s.action == "return" for s in steps)
            else [],
        },
    )


VERSION_NAMES = {
    "submitted": ("送审稿", "submitted"),
    "approved": ("批复稿", "approved"),
    "adjusted": ("调整稿", "adjusted"),
}


def _review_address(pk: int) -> str:
    try:
        return reverse("review", args=[pk])
    except NoReverseMatch:
        return ""


def _cells(content: dict[str, Any] | None) -> list[str]:
    """The cells a remark may be about, those with something in them and the names of the fields."""
    if content is None:
        return []
    fields = [name for name in FIELDS if name != "heading"]
    return fields + [
        f"{part}.{number}.{column}"
        for part in ROWS
        for number, row in enumerate(content.get(part, []))
        for column in COLUMN_NAMES
        if row[column].strip()
    ]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else None


@require_GET
@for_person
def edit(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """The editor, for the unit's clerk while the draft may be written."""
    case = _own(person, pk)
    if not queries.is_writer(person, case):
        raise NotAllowed(
            "草稿由单位经办填写。您可以查看，不能修改。",
            "the unit clerk writes the draft; you may read it",
        )
    if case.state not in actions.EDITABLE:
        messages.warning(
            request,
            say(
                f"现在是“{case.state_name()}”，不能修改。需要修改时请先撤回。",
                f"It is now “{case.state_name('en')}” and cannot be changed; withdraw it first.",
            ),
        )
        return redirect("filing", pk)
    urls = {
        name: reverse(f"filing_{name}", args=[pk])
        for name in ("save", "check", "explain", "suggestions")
    }
    told = language() == "en"
    return render(
        request,
        "filings/edit.html",
        {
            "case": case,
            "remarks": [
                (r, name_of(r.cell)[told]) for r in queries.remarks_on(case) if not r.answer
            ],
            **editing.context(person, case, case.pk, urls),
        },
    )


@limited("600/m", name="live-save")
@require_POST
@for_person
def save(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Keep the draft; 409 with the other's text where somebody else saved meanwhile."""
    return editing.save(request, _own(person, pk), actions.save_draft)


@limited("600/m", name="live-check")
@require_POST
@for_person
def check(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """The findings on what is being typed; nothing is kept."""
    return editing.check(request, _own(person, pk))


@require_POST
@for_person
def explain(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Keep the explanation of a finding on the draft as saved."""
    return editing.explain(request, _own(person, pk), actions.explain) or redirect("filing", pk)


@limited("600/m", name="suggestions")
@require_GET
@for_person
def suggestions(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Indicators to take over, each with where it comes from."""
    case = _own(person, pk)
    english = language() == "en"
    found = queries.suggestions(
        case, request.GET.get("level2", "")[:100], request.GET.get("words", "")[:50]
    )
    return JsonResponse(
        {
            "suggestions": [
                {
                    "level1": one.level1,
                    "level2": one.level2,
                    "name": one.name,
                    "value": one.value,
                    "source": (one.source_zh, one.source_en)[english],
                    "url": one.url,
                }
                for one in found
            ]
        }
    )


@require_POST
@for_person
def answer(request: HttpRequest, person: Person, pk: int, remark: int) -> HttpResponse:
    """The unit's answer to a remark."""
    case = _own(person, pk)
    said = next((r for r in queries.remarks_on(case) if r.pk == remark), None)
    if said is None:
        raise Http404
    actions.answer(Actor.of(request), case, said, request.POST.get("answer", ""))
    messages.success(request, say("已答复。", "Answered."))
    return redirect(f"{reverse('filing', args=[pk])}#remarks")


@require_POST
@for_person
def step(request: HttpRequest, person: Person, pk: int, action: str) -> HttpResponse:
    """One of this part's steps."""
    case = _filing(person, pk)
    actor = Actor.of(request)
    reason = request.POST.get("reason", "")
    if action == "submit":
        actions.submit(actor, case)
    elif action == "sign":
        actions.sign(actor, case)
    elif action == "return":
        cells, texts = request.POST.getlist("cell"), request.POST.getlist("text")
        actions.return_(actor, case, reason, zip(cells, texts, strict=False))
    elif action == "withdraw":
        actions.withdraw(actor, case, reason)
    elif action == "improve":
        actions.improve(actor, case)
    else:
        raise Http404
    name = case.state_name(language())
    messages.success(request, say(f"已办理，现在是“{name}”。", f"Done: now “{name}”."))
    return redirect("filing", pk)


@require_GET
@for_person
def the_journey(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Everything about the filing in all parts, in the order of the year."""
    case = _filing(person, pk)
    here = language()
    stations = [(one, one.state(here)) for one in journey.stations_of(person, case)]
    return render(
        request,
        "filings/journey.html",
        {"case": case, "stations": stations},
    )


@require_GET
@for_person
def compare(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Two contents beside each other: versions, the draft, last year's, a file's table."""
    case = _filing(person, pk)
    versions = queries.versions_of(case)
    sides = _sides(request, person, case, versions)
    names = [name for name, _ in sides]
    new_name = request.GET.get("new") or (
        "draft" if "draft" in names else names[-1] if names else ""
    )
    others = [name for name in names if name != new_name]
    old_name = request.GET.get("old") or (others[-1] if others else "")
    contents = dict(sides)
    if new_name not in contents or old_name not in contents:
        if request.GET.get("new") or request.GET.get("old"):
            raise Http404
        found, old_name = None, ""
    else:
        found = changes(contents[old_name], contents[new_name])
    return render(
        request,
        "filings/compare.html",
        {
            "case": case,
            "sides": [(name, _side_name(name, case)) for name in names],
            "old": old_name,
            "new": new_name,
            "old_name": _side_name(old_name, case),
            "new_name": _side_name(new_name, case),
            "changes": found,
            "file": request.GET.get("file", ""),
            "file_table": request.GET.get("table", ""),
        },
    )


def _sides(
    request: HttpRequest, person: Person, case: Filing, versions: list[Any]
) -> list[tuple[str, dict[str, Any]]]:
    """What can be compared, oldest first: by name, with the content the person may read."""
    sides: list[tuple[str, dict[str, Any]]] = []
    before = queries.year_before(person, case)
    if before is not None:
        earlier, version = before
        content = queries.content_for(person, earlier, [version], version.number)
        if content is not None:
            sides.append(("last-year", content))
    for version in versions:
        content = queries.content_for(person, case, versions, version.number)
        if content is not None:
            sides.append((str(version.number), content))
    if queries.is_of_unit(person, case):
        sides.append(("draft", sound(case.draft)))
        file, table = _number(request.GET.get("file")), _number(request.GET.get("table"))
        stored = queries.stored_file(person, file) if file and table else None
        if stored is not None and table:
            record = read_stored(stored)
            if table <= len(record.targets):
                sides.append(("file", draft_of(record.targets[table - 1])))
    return sides


def _side_name(name: str, case: Filing) -> str:
    if name == "draft":
        return str(say("草稿", "draft"))
    if name == "last-year":
        return str(say(f"上年（{case.fiscal_year - 1}年）", f"last year ({case.fiscal_year - 1})"))
    if name == "file":
        return str(say("上传的文件", "the file handed in"))
    return str(say(f"第{name}版", f"version {name}")) if name else ""


@require_GET
@for_person
def export(request: HttpRequest, person: Person, pk: int, form: str) -> HttpResponse:
    """The official form of a version, or of the draft for its unit."""
    module = FORMATS.get(f".{form}")
    if module is None or form not in MEDIA_TYPES:
        raise Http404
    case = _filing(person, pk)
    number = _number(request.GET.get("version"))
    content = queries.content_for(person, case, queries.versions_of(case), number)
    if content is None:
        raise Http404
    record = disclosure_of(content, case.fiscal_year, case.unit.name)
    response = HttpResponse(import_module(module).render(record), content_type=MEDIA_TYPES[form])
    title = f"{case.project.title}{case.fiscal_year}年绩效目标"
    suffix = f"-第{number}版" if number is not None else ""
    name = content_disposition_header(True, f"{title}{suffix}.{form}")
    response["Content-Disposition"] = name or "attachment"
    return response
