"""The pages of adjustments (调整页面): thin, they ask queries and call actions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao.web.accounts.models import Person
from jixiao.web.actor import Actor
from jixiao.web.exceptions import NotAllowed
from jixiao.web.filings import editing
from jixiao.web.filings.checking import check_draft
from jixiao.web.filings.comparing import changes
from jixiao.web.filings.lifecycle import AdjustmentState
from jixiao.web.filings.models import Adjustment
from jixiao.web.filings.official import official_table
from jixiao.web.filings.queries import dispositions_of, in_ten_thousands, place_of, seen
from jixiao.web.filings.shown import shown_finding
from jixiao.web.filings.views import for_person
from jixiao.web.limits import limited
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
    urls = {name: reverse(f"adjustment_{name}", args=[pk]) for name in ("save", "check", "explain")}
    urls["suggestions"] = reverse("filing_suggestions", args=[case.filing_id])
    return render(
        request,
        "reviews/adjustment_edit.html",
        {
            "case": case.filing,
            "adjustment": case,
            **editing.context(person, case, f"adjustment-{case.pk}", urls),
        },
    )


@limited("600/m", name="live-save")
@require_POST
@for_person
def save(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Keep the text; 409 with the other's where somebody else saved meanwhile."""
    return editing.save(request, _own(person, pk), work.save_adjustment)


@limited("600/m", name="live-check")
@require_POST
@for_person
def check(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """The findings on what is being typed; nothing is kept."""
    return editing.check(request, _own(person, pk))


@require_POST
@for_person
def explain(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Keep the explanation of a finding on the text as saved."""
    answer = editing.explain(request, _own(person, pk), work.explain_finding)
    return answer or redirect("adjustment", pk)


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
