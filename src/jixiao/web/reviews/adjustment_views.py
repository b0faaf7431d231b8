"""The pages of adjustments (调整页面): thin, they ask queries and call actions."""

from __future__ import annotations

import json
from time import perf_counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao.web.accounts.models import Person
from jixiao.web.actor import Actor
from jixiao.web.exceptions import Incomplete, NotAllowed, Overtaken
from jixiao.web.filings.blank_forms import blank_forms, levels
from jixiao.web.filings.checking import check_draft, rewrites_of
from jixiao.web.filings.comparing import changes, paired_rows
from jixiao.web.filings.drafting import FIELDS, ROWS, sound, storable
from jixiao.web.filings.lifecycle import AdjustmentState
from jixiao.web.filings.models import Adjustment
from jixiao.web.filings.official import official_table
from jixiao.web.filings.queries import dispositions_of, in_ten_thousands, place_of, seen
from jixiao.web.filings.shown import shown_finding, shown_rewrite
from jixiao.web.filings.views import for_person
from jixiao.web.reviews import adjustments as work
from jixiao.web.reviews import queries
from jixiao.web.reviews.forms import money_in
from jixiao.web.reviews.lowering import lowered
from jixiao.web.roles import UNIT, Role
from jixiao.web.templatetags.words import language, say


def _adjustment(person: Person, pk: int) -> Adjustment:
    """The adjustment, or 404: whether it exists is not told to who may not see it."""
    found = queries.adjustment(person, pk)
    if found is None:
        raise Http404
    return found


def _own(person: Person, pk: int) -> Adjustment:
    """The adjustment of the person's own unit, or 404."""
    found = _adjustment(person, pk)
    if not found.roles_of(person) & UNIT:
        raise Http404
    return found


@require_POST
@for_person
def adjust(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """An adjustment of an approved filing, opened by its unit."""
    filing = seen(person, pk)
    if filing is None:
        raise Http404
    made = work.open_adjustment(Actor.of(request), filing)
    return redirect("adjustment", made.pk)


@require_GET
@for_person
def adjustments(request: HttpRequest, person: Person) -> HttpResponse:
    """The adjustments the person may see."""
    page = request.GET.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    rows, pages = queries.adjustments(person, number)
    today = timezone.localdate()
    told = language()
    lines = [
        (row, row.state_name(told), row.due_on is not None and row.due_on < today) for row in rows
    ]
    return render(
        request,
        "reviews/adjustments.html",
        {"lines": lines, "page": number, "pages": range(1, pages + 1)},
    )


@require_GET
@for_person
def adjustment(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """One adjustment: old and new side by side, why, what is lowered, the buttons."""
    case = _adjustment(person, pk)
    both = queries.sides(person, case)
    roles = case.roles_of(person)
    is_writer = Role.UNIT_CLERK in roles and case.state in work.EDITABLE
    year = case.filing.fiscal_year
    context: dict[str, Any] = {
        "case": case,
        "filing": case.filing,
        "state_name": case.state_name(language()),
        "is_writer": is_writer,
        "is_own": bool(roles & UNIT),
        "steps": case.steps_for(person),
        "step_url": reverse("adjustment_step", args=[pk, "x"]).removesuffix("x/"),
        "allotted_before": in_ten_thousands(case.filing.allotted),
        "allotted": in_ten_thousands(case.allotted),
        "both": both,
    }
    if both is not None:
        lower = lowered(both.old, both.new)
        old_changes = {one.cell for one in changes(both.new, both.old)}
        new_changes = changes(both.old, both.new)
        found = check_draft(both.new, year, place_of(case.unit)) if is_writer else ()
        told = language() == "en"
        said = dispositions_of(case.filing) if is_writer else {}
        context |= {
            "changes": new_changes,
            "lowered": lower,
            "is_late": work.is_late(case, lower),
            "old_table": official_table(both.old, year, (), old_changes),
            "new_table": official_table(both.new, year, (), {one.cell for one in new_changes}),
            "findings": [shown_finding(one, said.get(one.key), told) for one in found],
        }
    return render(request, "reviews/adjustment.html", context)


@require_POST
@for_person
def describe(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Keep reason, budget document and amount."""
    case = _own(person, pk)
    work.describe_adjustment(
        Actor.of(request),
        case,
        request.POST.get("reason", ""),
        request.POST.get("budget_document", ""),
        money_in(request.POST.get("allotted", ""), "调整后批复数", "amount after adjustment"),
    )
    messages.success(request, say("已保存。", "Kept."))
    return redirect("adjustment", pk)


@require_GET
@for_person
def edit(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """The editor of the adjusted text, for the unit's clerk."""
    case = _own(person, pk)
    if Role.UNIT_CLERK not in case.roles_of(person):
        raise NotAllowed(
            "调整由单位经办填写。您可以查看，不能修改。",
            "the unit clerk writes the adjustment; you may read it",
        )
    if case.state not in (AdjustmentState.DRAFT, AdjustmentState.RETURNED):
        return redirect("adjustment", pk)
    filing = case.filing
    place = place_of(case.unit)
    forms = blank_forms(filing.fiscal_year, place)
    first, second = levels()
    checked = _findings(case, case.draft)
    return render(
        request,
        "reviews/adjustment_edit.html",
        {
            "case": filing,
            "adjustment": case,
            "fields": {
                name.replace(".", "_"): case.draft["fields"].get(name, "") for name in FIELDS
            },
            "level1": first,
            "level2": second,
            "forms": forms,
            "start": {
                "draft": case.draft,
                "revision": case.revision,
                "person": person.pk,
                "filing": f"adjustment-{case.pk}",
                **checked,
                "forms": {form.id: form.rows() for form in forms},
                "urls": {
                    **{
                        name: reverse(f"adjustment_{name}", args=[pk])
                        for name in ("save", "check", "explain")
                    },
                    "suggestions": reverse("filing_suggestions", args=[filing.pk]),
                },
            },
        },
    )


def _findings(case: Adjustment, draft: Any) -> dict[str, Any]:
    """The findings on a text, as the editor takes them, and how long the rules took."""
    said = dispositions_of(case.filing)
    place = place_of(case.unit)
    started = perf_counter()
    found = check_draft(draft, case.filing.fiscal_year, place)
    rewrites = rewrites_of(draft, case.filing.fiscal_year)
    spent = perf_counter() - started
    told = language() == "en"
    return {
        "findings": [shown_finding(one, said.get(one.key), told) for one in found],
        "rewrites": [shown_rewrite(one, told) for one in rewrites],
        "milliseconds": round(spent * 1000, 1),
    }


def _posted(request: HttpRequest) -> dict[str, Any]:
    """The JSON the editor sends."""
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):
        told = None
    if not isinstance(told, dict):
        raise Incomplete("请求不完整，请刷新页面后重试。", "not understood; reload and try again")
    return told


@require_POST
@for_person
def save(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Keep the text; 409 with the other's where somebody else saved meanwhile."""
    case = _own(person, pk)
    told = _posted(request)
    revision = told.get("revision")
    if not isinstance(revision, int):
        raise Incomplete("缺少修订号，请刷新页面后重试。", "no revision; reload and try again")
    mine = sound(told.get("draft"))
    try:
        now = work.save_adjustment(Actor.of(request), case, mine, revision)
    except Overtaken as overtaken:
        theirs = _own(person, pk)
        return JsonResponse(
            {
                "zh": overtaken.zh,
                "en": overtaken.en,
                "theirs": sound(theirs.draft),
                "revision": theirs.revision,
                "who": "",
                "when": theirs.changed_at.isoformat(),
                "pairs": {part: paired_rows(theirs.draft[part], mine[part]) for part in ROWS},
            },
            status=409,
        )
    return JsonResponse({"revision": now, "at": timezone.localtime().strftime("%H:%M:%S")})


@require_POST
@for_person
def check(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """The findings on what is being typed; nothing is kept."""
    case = _own(person, pk)
    return JsonResponse(_findings(case, sound(_posted(request).get("draft"))))


@require_POST
@for_person
def explain(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Keep the explanation of a finding on the text as saved."""
    case = _own(person, pk)
    is_json = request.content_type == "application/json"
    told = _posted(request) if is_json else request.POST
    work.explain_finding(
        Actor.of(request), case, storable(told.get("key")), storable(told.get("reason"))
    )
    return JsonResponse(_findings(case, case.draft)) if is_json else redirect("adjustment", pk)


@require_POST
@for_person
def step(request: HttpRequest, person: Person, pk: int, action: str) -> HttpResponse:
    """One of the steps of an adjustment."""
    case = _adjustment(person, pk)
    actor = Actor.of(request)
    reason = request.POST.get("reason", "")
    if case.cycle.actions.count(action) == 0:
        raise Http404
    if action == "submit":
        work.submit_adjustment(actor, case, reason)
    elif action == "approve":
        work.approve_adjustment(actor, case)
    else:
        work.step_adjustment(actor, case, action, reason)
    name = case.state_name(language())
    messages.success(request, say(f"已办理，现在是“{name}”。", f"Done: now “{name}”."))
    if action == "approve":
        return redirect("certificate", case.filing_id)
    return redirect("adjustment", pk)
