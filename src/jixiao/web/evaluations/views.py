"""Pages of evaluation: self-evaluations, evaluations, rectifications, the use of results."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao.model.assessment import Stage
from jixiao.model.exceptions import UserError
from jixiao.model.money import plain
from jixiao.model.results_ledger import Proposal
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.actor import Actor, person_of
from jixiao.web.documents.models import ReadForm
from jixiao.web.evaluations import actions, queries, self_sheets
from jixiao.web.evaluations.forms import (
    AssignForm,
    NoticeForm,
    SampleForm,
    YearForm,
    content_from,
    numbered,
)
from jixiao.web.evaluations.lifecycle import (
    EVALUATION,
    RECTIFICATION,
    RESULT_USE,
    SELF_EVALUATION,
    ResultState,
)
from jixiao.web.evaluations.models import (
    UNIT_WRITES,
    Evaluation,
    Rectification,
    ResultUse,
    SelfEvaluation,
)
from jixiao.web.evaluations.shown import items_shown, self_rows
from jixiao.web.evaluations.tables import ledger_xlsx, report_docx
from jixiao.web.exceptions import Incomplete
from jixiao.web.filings.queries import cover_for
from jixiao.web.lifecycle import LifeCycle
from jixiao.web.limits import UPLOADS, limited
from jixiao.web.monitoring import queries as monitoring
from jixiao.web.monitoring.views import (
    MEDIA,
    PAGE,
    as_file,
    asked_again,
    posted_files,
    posted_number,
    told,
)
from jixiao.web.roles import FINANCE, UNIT, Role
from jixiao.web.templatetags.words import language
from jixiao.writers.evaluation_forms import render_self_evaluations

SELF_STEPS: dict[str, Callable[[Actor, SelfEvaluation, str], None]] = {
    "sign": actions.sign,
    "return": actions.return_,
    "confirm": actions.confirm,
}
EVALUATION_STEPS: dict[str, Callable[[Actor, Evaluation, str], None]] = {
    "comment": actions.comment,
    "revise": actions.revise,
    "finish": actions.finish,
}
RECTIFICATION_STEPS: dict[str, Callable[[Actor, Rectification, str], None]] = {
    "accept": actions.accept,
    "return": actions.return_rectification,
    "close": actions.close,
}


@login_required
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Where one begins: evaluators at what is assigned to them, others at self-evaluations."""
    roles = person_of(request).roles
    return redirect("evaluation_list" if roles == {Role.EVALUATOR} else "self_evaluations")


# ── self-evaluation ───────────────────────────────────────────────────────────────────────────


@login_required
@require_GET
def self_evaluations(request: HttpRequest) -> HttpResponse:
    """The self-evaluations the person may see."""
    person = person_of(request)
    finance, drawing = _finance(person), _drawing(person)
    return _list(
        request,
        "evaluations/self_evaluations.html",
        queries.self_evaluations(person, request.GET.dict()),
        SELF_EVALUATION,
        form=YearForm(finance) if finance else None,
        sample_form=SampleForm(drawing) if drawing else None,
        samples=list(queries.samples_for(person)[:5]),
    )


@login_required
@require_POST
def open_self_evaluations(request: HttpRequest) -> HttpResponse:
    """Open the self-evaluation of a year."""
    form = YearForm(_finance(person_of(request)), request.POST)
    if not form.is_valid() or form.cleaned_data["due_on"] is None:
        messages.error(request, told("请填写年度和报送期限。", "State the year and the deadline."))
        return redirect("self_evaluations")
    data = form.cleaned_data
    made = actions.open_self_evaluations(
        Actor.of(request), form.organisations[data["organisation"]], data["year"], data["due_on"]
    )
    messages.success(request, told(f"已开启{len(made)}个项目的自评。", f"Opened: {len(made)}."))
    return redirect("self_evaluations")


@login_required
@require_POST
def sample(request: HttpRequest) -> HttpResponse:
    """Draw a sample for re-checking on site."""
    form = SampleForm(_drawing(person_of(request)), request.POST)
    if not form.is_valid():
        messages.error(request, told("请填写年度、个数和种子。", "State year, number and seed."))
        return redirect("self_evaluations")
    data = form.cleaned_data
    drawn = actions.draw_sample(
        Actor.of(request),
        form.organisations[data["organisation"]],
        data["year"],
        data["wanted"],
        data["seed"],
    )
    number = len(drawn.plan["chosen"])
    messages.success(request, told(f"抽中{number}个项目。", f"Projects drawn: {number}."))
    return redirect("self_evaluations")


@login_required
@require_GET
def self_evaluation(request: HttpRequest, key: int) -> HttpResponse:
    """One self-evaluation, with the working of every row."""
    person = person_of(request)
    case = _self(person, key)
    is_shown = queries.is_shown_to(person, case)
    events, returned = monitoring.events_of(case, person), monitoring.given_back(case, person)
    proofs = queries.proofs_by_row(case) if is_shown else {}
    files = [proof.file for row in proofs.values() for proof in row]
    cover_for(person, case, *events, *filter(None, (returned,)), *files)
    sheet = queries.self_sheet(case, for_others=not is_shown)
    after = queries.rechecked(case, sheet) if is_shown and case.lowerings else None
    steps = case.steps_for(person)
    names = {row.action for row in steps}
    return render(
        request,
        "evaluations/self_evaluation.html",
        {
            "case": case,
            "sheet": sheet,
            "scores": sheet.scores,
            "funds": sheet.scores.evaluation.funds[0],
            "rows": self_rows(sheet, after, proofs, language()),
            "execution": _execution(sheet, case, proofs),
            "lowered_execution": after.rows[0] if after else None,
            "after": after,
            "is_shown": is_shown,
            "is_writable": "fill" in names,
            "may_recheck": "recheck" in names,
            "steps": [row for row in steps if row.action in SELF_STEPS],
            "state_name": case.state_name(language()),
            "source": monitoring.source_of(case.filing) if "fill" in names else None,
            "events": events,
            "returned": returned,
            "cycle": SELF_EVALUATION,
        },
    )


def _execution(
    sheet: self_sheets.Sheet, case: SelfEvaluation, proofs: dict[str, Any]
) -> dict[str, Any]:
    """The row of the funds for the list of proofs."""
    proof = sheet.paid_proof
    return {
        "number": 0,
        "is_measured": sheet.is_paid_measured,
        "proof_text": "",
        "proof": {"query": proof.get("query", ""), "evidence": proof.get("evidence", [])},
        "proofs": proofs.get(self_sheets.EXECUTION, []),
        "typed": case.content.get("paid", ""),
        "reason": case.content.get("execution_reason", ""),
    }


@limited(UPLOADS, methods=("POST",), name="upload")
@login_required
@require_POST
def save_self_evaluation(request: HttpRequest, key: int) -> HttpResponse:
    """Keep what is filled in and the files chosen; hand in where the button says so."""
    case = _self(person_of(request), key)
    actor = Actor.of(request)
    try:
        content = content_from(request.POST)
        content["rows"].pop(self_sheets.EXECUTION, None)
        actions.save_self_evaluation(actor, case, content, posted_number(request, "revision"))
        for row, name, chunks in posted_files(request):
            actions.attach_to_self_evaluation(actor, case, row, name, chunks)
        if (proof := queries.proof_of(case, posted_number(request, "detach"))) is not None:
            actions.detach(actor, case, proof)
        if request.POST.get("then") == "fill":
            actions.fill(actor, case)
            messages.success(request, told("已送单位负责人签发。", "Handed in to the unit head."))
        else:
            messages.success(request, told("已保存并重新计分。", "Saved and scored again."))
    except UserError as refused:
        messages.error(request, refused.message(language()))
    return redirect("self_evaluation", case.pk)


@login_required
@require_GET
def read_forms(request: HttpRequest) -> HttpResponse:
    """The self-evaluations and monitoring forms found in what the unit handed in."""
    person = person_of(request)
    if not person.roles & UNIT:
        raise Http404
    found = queries.forms_for(person)
    file = request.GET.get("file", "")
    if file.isdecimal() and len(file) < 19:
        found = found.filter(file=int(file))
    page = Paginator(found.defer("stated"), PAGE).get_page(request.GET.get("page"))
    rows = [(form, form.kind_name(language()), len(form.findings)) for form in page]
    return render(
        request,
        "evaluations/read_forms.html",
        {"page": page, "rows": rows, "asked": asked_again(request)},
    )


@login_required
@require_GET
def read_form(request: HttpRequest, key: int) -> HttpResponse:
    """One of them beside the case of its project, with what the rules say of it."""
    person = person_of(request)
    form = _read_form(person, key)
    case, refusal = (None, ("", "")) if form.taken_at else queries.case_for(form)
    taking = queries.taking_of(form, case) if case is not None else None
    return render(
        request,
        "evaluations/read_form.html",
        {
            "form": form,
            "kind": form.kind_name(language()),
            "case": case,
            "case_url": reverse(_CASE_PAGES[form.kind], args=[case.pk]) if case else "",
            "refusal": refusal[language() == "en"],
            "taking": taking,
            "may_take": taking is not None
            and taking.number > 0
            and Role.UNIT_CLERK in person.roles_for(form.file.unit),
        },
    )


@login_required
@require_POST
def take_form(request: HttpRequest, key: int) -> HttpResponse:
    """Take its values over, compared by a person."""
    form = _read_form(person_of(request), key)
    if request.POST.get("compared") != "1":
        raise Incomplete(
            "请核对后勾选“已逐项核对”。", "compare row by row, then tick that you have"
        )
    case = actions.take_form(Actor.of(request), form)
    messages.success(
        request,
        told("已取用，请补充佐证后送审。", "Taken over; add the proofs, then hand it in."),
    )
    return redirect(_CASE_PAGES[form.kind], case.pk)


_CASE_PAGES = {"self_evaluation": "self_evaluation", "monitoring": "report"}


def _read_form(person: Person, key: int) -> ReadForm:
    found = queries.forms_for(person).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_POST
def take_measured(request: HttpRequest, key: int) -> HttpResponse:
    """Take over what was measured of the year."""
    case = _self(person_of(request), key)
    actions.take_measured(Actor.of(request), case)
    messages.success(
        request, told("已取用全年测算结果。", "The year's measurements are taken over.")
    )
    return redirect("self_evaluation", case.pk)


@login_required
@require_POST
def recheck(request: HttpRequest, key: int) -> HttpResponse:
    """The department's re-check: what is lowered, each with a reason."""
    case = _self(person_of(request), key)
    rows = numbered(request.POST, "points", "reason")
    lowerings = [
        {"row": row, **fields}
        for row, fields in rows.items()
        if fields["points"].strip() and row.isdecimal()
    ]
    try:
        actions.recheck(Actor.of(request), case, lowerings, request.POST.get("opinion", ""))
        messages.success(request, told("已复核，送财政确认。", "Re-checked; now with finance."))
    except UserError as refused:
        messages.error(request, refused.message(language()))
    return redirect("self_evaluation", case.pk)


@login_required
@require_POST
def do_self(request: HttpRequest, key: int, action: str) -> HttpResponse:
    """A step of a self-evaluation."""
    case = _self(person_of(request), key)
    return _do(request, case, action, SELF_STEPS, "self_evaluation")


@login_required
@require_GET
def self_form(request: HttpRequest, key: int, ending: str) -> HttpResponse:
    """The self-evaluation form (自评表) with the working, as a file."""
    person = person_of(request)
    case = _self(person, key)
    if not queries.is_shown_to(person, case):
        raise Http404
    cover_for(person, case)
    data = render_self_evaluations([queries.self_sheet(case).scores], f".{ending}")
    return as_file(data, f"{case.filing.project.title}-自评表.{ending}", MEDIA[ending])


# ── evaluation ────────────────────────────────────────────────────────────────────────────────


@login_required
@require_GET
def evaluations(request: HttpRequest) -> HttpResponse:
    """The evaluations the person may see; an evaluator those assigned."""
    person = person_of(request)
    found = queries.evaluations(person, request.GET.dict())
    return _list(
        request, "evaluations/evaluations.html", found, EVALUATION, may_assign=bool(_sides(person))
    )


@login_required
def assign(request: HttpRequest) -> HttpResponse:
    """Have an evaluation made."""
    person = person_of(request)
    sides = _sides(person)
    if not sides:
        raise Http404
    filings = list(queries.orderable(person)[:2000])
    offices, people = queries.scorers_for(person)
    form = AssignForm(
        filings, offices, people, sides, request.POST or None, initial=request.GET.dict()
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        case = actions.assign(
            Actor.of(request),
            form.filings[data["filing"]],
            data["side"],
            form.people[data["first"]],
            form.people[data["second"]],
            form.offices.get(data["office"]),
            data["due_on"],
        )
        messages.success(request, told("已安排评价。", "The evaluation is ordered."))
        return redirect("evaluation", case.pk)
    return render(
        request,
        "evaluations/assign.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@login_required
@require_GET
def evaluation(request: HttpRequest, key: int) -> HttpResponse:
    """One evaluation; a scorer does not see the other's points until both are in."""
    person = person_of(request)
    case = _evaluation(person, key)
    who = queries.scorer_of(person, case)
    may_see = queries.may_see_points(person, case)
    steps = case.steps_for(person)
    names = {row.action for row in steps}
    self_case = getattr(case.filing, "self_evaluation", None)  # none was opened
    is_told = self_case is not None and self_case.state not in UNIT_WRITES
    events, returned = monitoring.events_of(case, person), monitoring.given_back(case, person)
    cover_for(person, case, *events, *filter(None, (returned,)))
    if self_case is not None:
        cover_for(person, self_case)
    own = case.grades.get(who) or case.grades.get(f"draft_{who}") or {} if who else {}
    may_score = "score" in names and bool(who) and who not in case.grades
    sheet = queries.evaluation_sheet(case) if may_see else None
    self_sheet, self_proofs = None, {}
    if self_case is not None and is_told:
        self_sheet, self_proofs = queries.self_sheet(self_case), queries.proofs_by_row(self_case)
        cover_for(person, case, *(proof.file for row in self_proofs.values() for proof in row))
    return render(
        request,
        "evaluations/evaluation.html",
        {
            "case": case,
            "sheet": sheet,
            "items": items_shown(case, sheet, own, language()),
            "who": who,
            "may_score": may_score,
            "has_scored": bool(who) and who in case.grades,
            "may_gather": "gather" in names,
            "may_upload": case.state == "assigned"
            and bool({Role.EVALUATOR, Role.UNIT_CLERK} & case.roles_of(person)),
            "may_settle": "settle" in names,
            "may_report": "report" in names and bool(who),
            "may_set": case.state in ("assigned", "gathered")
            and not case.grades
            and case.orders in case.roles_of(person),
            "shows_report": may_see and bool(case.report),
            "steps": [row for row in steps if row.action in EVALUATION_STEPS],
            "proofs": queries.evidence_of(case),
            "self_sheet": self_sheet,
            "self_rows": self_rows(self_sheet, None, self_proofs, language()) if self_sheet else [],
            "paid_proofs": self_proofs.get(self_sheets.EXECUTION, []),
            "self_case": self_case if is_told else None,
            "state_name": case.state_name(language()),
            "side_name": case.side_name(language()),
            "events": events,
            "returned": returned,
            "cycle": EVALUATION,
            "may_order": case.orders in case.roles_of(person),
            "stages": [(s.value, s.value if language() == "en" else s.zh) for s in Stage],
            "new_items": range(1, MOST_ADDED + 1),
        },
    )


MOST_ADDED = 3  # own items at a time


def _added(request: HttpRequest) -> list[dict[str, str]]:
    """The own items that were typed; the class alone makes none."""
    names = ("name", "heading", "weight", "criteria")
    typed = [
        {name: request.POST.get(f"new-{name}-{number}", "").strip() for name in names}
        | {"stage": request.POST.get(f"new-stage-{number}", "")}
        for number in range(1, MOST_ADDED + 1)
    ]
    return [one for one in typed if any(one[name] for name in names)]


@login_required
@require_POST
def framework(request: HttpRequest, key: int) -> HttpResponse:
    """Set weights and what does not apply."""
    case = _evaluation(person_of(request), key)
    rows = numbered(request.POST, "weight", "inapplicable")
    try:
        actions.set_framework(
            Actor.of(request),
            case,
            {item: fields["weight"] for item, fields in rows.items()},
            [
                {"item": item, "reason": fields["inapplicable"]}
                for item, fields in rows.items()
                if fields["inapplicable"].strip()
            ],
            _added(request),
        )
        messages.success(request, told("评价指标已保存。", "The framework is saved."))
    except UserError as refused:
        messages.error(request, refused.message(language()))
    return redirect("evaluation", case.pk)


@limited(UPLOADS, methods=("POST",), name="upload")
@login_required
@require_POST
def evidence(request: HttpRequest, key: int) -> HttpResponse:
    """Files as evidence; and that all is gathered, where the button says so."""
    case = _evaluation(person_of(request), key)
    actor = Actor.of(request)
    for file in request.FILES.getlist("files"):
        actions.attach_to_evaluation(actor, case, file.name or "", file.chunks())
    if request.POST.get("then") == "gather":
        actions.gather(actor, case, request.POST.get("evidence", ""))
    messages.success(request, told("已保存。", "Saved."))
    return redirect("evaluation", case.pk)


@login_required
@require_POST
def grades(request: HttpRequest, key: int) -> HttpResponse:
    """A scorer's grades, kept or handed in."""
    case = _evaluation(person_of(request), key)
    actor = Actor.of(request)
    given = numbered(request.POST, "points", "reason")
    try:
        actions.save_grades(actor, case, given)
        if request.POST.get("then") == "score":
            actions.hand_in_grades(actor, case, given)
            messages.success(request, told("评分已提交。", "Your scores are handed in."))
        else:
            messages.success(request, told("评分已保存，尚未提交。", "Saved, not handed in yet."))
    except UserError as refused:
        messages.error(request, refused.message(language()))
    return redirect("evaluation", case.pk)


@login_required
@require_POST
def settle(request: HttpRequest, key: int) -> HttpResponse:
    """Settle the differences."""
    case = _evaluation(person_of(request), key)
    rows = numbered(request.POST, "points", "reason")
    try:
        actions.settle(
            Actor.of(request),
            case,
            [{"item": item, **fields} for item, fields in rows.items() if fields["points"].strip()],
        )
        messages.success(request, told("已定分。", "Settled."))
    except UserError as refused:
        messages.error(request, refused.message(language()))
    return redirect("evaluation", case.pk)


@login_required
@require_POST
def report(request: HttpRequest, key: int) -> HttpResponse:
    """Hand in the report."""
    case = _evaluation(person_of(request), key)
    texts = {name: request.POST.get(name, "") for name in ("summary", "findings", "suggestions")}
    actions.report(Actor.of(request), case, texts)
    messages.success(request, told("报告已提交，待单位反馈意见。", "The report is handed in."))
    return redirect("evaluation", case.pk)


@login_required
@require_GET
def report_file(request: HttpRequest, key: int) -> HttpResponse:
    """The report as a Word file."""
    person = person_of(request)
    case = _evaluation(person, key)
    if not case.report or not queries.may_see_points(person, case):
        raise Http404
    cover_for(person, case)
    data = report_docx(case, queries.evaluation_sheet(case), language())
    return as_file(data, f"{case.filing.project.title}-绩效评价报告.docx", MEDIA["docx"])


@login_required
@require_POST
def do_evaluation(request: HttpRequest, key: int, action: str) -> HttpResponse:
    """A step of an evaluation."""
    case = _evaluation(person_of(request), key)
    return _do(request, case, action, EVALUATION_STEPS, "evaluation")


@login_required
def compare(request: HttpRequest, key: int) -> HttpResponse:
    """The scores of a project beside each other, with the reasons of their differences."""
    person = person_of(request)
    filing = queries.filing_of(person, key)
    if filing is None:
        raise Http404
    if request.method == "POST":
        actions.state_difference(
            Actor.of(request),
            filing,
            *(request.POST.get(name, "") for name in ("first", "second", "row", "reason")),
        )
        messages.success(request, told("已记录原因。", "The reason is recorded."))
        return redirect("comparison", filing.pk)
    found = queries.comparison(filing, is_covered=not (UNIT & person.roles_for(filing.unit)))
    held = person.roles_for(filing.unit)
    explains = {
        side
        for side, role in (
            ("recheck", Role.DEPARTMENT_REVIEWER),
            ("department", Role.DEPARTMENT_REVIEWER),
            ("finance", Role.PERFORMANCE_OFFICER),
        )
        if role in held
    }
    here = language()
    differences = [] if found is None else [*found.totals, *found.rows]
    return render(
        request,
        "evaluations/comparison.html",
        {
            "filing": filing,
            "comparison": found,
            "sides": []
            if found is None
            else [
                (side.label(here), "—" if total is None else plain(total), grade)
                for side, total, grade in found.sides
            ],
            "differences": [
                {
                    "first": d.first,
                    "second": d.second,
                    "first_name": d.first.label(here),
                    "second_name": d.second.label(here),
                    "row": d.row,
                    "label": d.label,
                    "working": d.working,
                    "needs_reason": d.needs_reason,
                    "reason": d.reason,
                    "may_explain": d.needs_reason and str(d.second) in explains,
                }
                for d in differences
                if d.needs_reason or d.difference or d.share_difference
            ],
        },
    )


# ── rectification ─────────────────────────────────────────────────────────────────────────────


@login_required
@require_GET
def rectifications(request: HttpRequest) -> HttpResponse:
    """The rectifications the person may see."""
    found = queries.rectifications(person_of(request), request.GET.dict())
    return _list(request, "evaluations/rectifications.html", found, RECTIFICATION)


@login_required
def notice(request: HttpRequest) -> HttpResponse:
    """Give notice of rectification: on a monitoring report, an evaluation, or a project."""
    person = person_of(request)
    asked = request.POST if request.method == "POST" else request.GET
    on_report = on_evaluation = None
    filing = None
    if (key := asked.get("report", "")).isdecimal() and len(key) < 19:
        on_report = queries.report_for_notice(person, int(key))
        filing = on_report.filing if on_report is not None else None
    elif (key := asked.get("evaluation", "")).isdecimal() and len(key) < 19:
        on_evaluation = queries.evaluation(person, int(key))
        filing = on_evaluation.filing if on_evaluation is not None else None
    elif (key := asked.get("filing", "")).isdecimal() and len(key) < 19:
        filing = queries.filing_of(person, int(key))
    if filing is None or not (
        {Role.DEPARTMENT_REVIEWER, Role.PERFORMANCE_OFFICER} & person.roles_for(filing.unit)
    ):
        raise Http404
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actor = Actor.of(request)
        if on_report is not None:
            case = actions.rectify(actor, on_report, **data)
        else:
            case = actions.notify(actor, filing, **data, evaluation=on_evaluation)
        messages.success(request, told("整改通知已发出。", "The notice is given."))
        return redirect("rectification", case.pk)
    return render(
        request,
        "evaluations/notice.html",
        {"form": form, "filing": filing, "report": on_report, "evaluation": on_evaluation},
        status=422 if form.errors else 200,
    )


@login_required
@require_GET
def rectification(request: HttpRequest, key: int) -> HttpResponse:
    """One rectification."""
    person = person_of(request)
    case = _rectification(person, key)
    steps = case.steps_for(person)
    events, proofs = monitoring.events_of(case, person), queries.replies_of(case)
    returned = monitoring.given_back(case, person)
    files = [proof.file for proof in proofs]
    cover_for(person, case, *events, *filter(None, (returned,)), *files)
    return render(
        request,
        "evaluations/rectification.html",
        {
            "case": case,
            "proofs": proofs,
            "may_reply": any(row.action == "reply" for row in steps),
            "steps": [row for row in steps if row.action in RECTIFICATION_STEPS],
            "state_name": case.state_name(language()),
            "is_late": case.due_on is not None
            and case.due_on < timezone.localdate()
            and case.state in queries.OPEN_NOTICES,
            "events": events,
            "returned": returned,
            "cycle": RECTIFICATION,
        },
    )


@limited(UPLOADS, methods=("POST",), name="upload")
@login_required
@require_POST
def reply(request: HttpRequest, key: int) -> HttpResponse:
    """The unit's reply with its proof."""
    case = _rectification(person_of(request), key)
    actor = Actor.of(request)
    for file in request.FILES.getlist("files"):
        actions.attach_to_rectification(actor, case, file.name or "", file.chunks())
    actions.reply(actor, case, request.POST.get("reply", ""))
    messages.success(request, told("整改情况已提交。", "The reply is handed in."))
    return redirect("rectification", case.pk)


@login_required
@require_POST
def do_rectification(request: HttpRequest, key: int, action: str) -> HttpResponse:
    """A step of a rectification."""
    case = _rectification(person_of(request), key)
    return _do(request, case, action, RECTIFICATION_STEPS, "rectification")


# ── use of results ────────────────────────────────────────────────────────────────────────────


@login_required
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """Next year's proposals and decisions."""
    person = person_of(request)
    finance = _finance(person)
    found = queries.result_uses(person, request.GET.dict())
    years = queries.budget_years(person)
    year = request.GET.get("year", "")
    here = language()
    return _list(
        request,
        "evaluations/results.html",
        found,
        RESULT_USE,
        form=YearForm(finance) if finance else None,
        kinds=[(str(kind), kind.label(here)) for kind in Proposal],
        kind_names={str(kind): kind.label(here) for kind in Proposal},
        is_finance=bool(person.roles & FINANCE),
        budget_years=years,
        ledger_years=[one for one in years if year in ("", str(one))],
    )


@login_required
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Propose for next year by the rules."""
    form = YearForm(_finance(person_of(request)), request.POST)
    if not form.is_valid():
        messages.error(request, told("请填写评价年度。", "State the year evaluated."))
        return redirect("result_uses")
    data = form.cleaned_data
    organisation = form.organisations[data["organisation"]]
    made = actions.propose_results(Actor.of(request), organisation, data["year"])
    messages.success(request, told(f"已提出{len(made)}条建议。", f"Proposals: {len(made)}."))
    return redirect("result_uses")


@login_required
@require_GET
def result(request: HttpRequest, key: int) -> HttpResponse:
    """One proposal, and what was decided."""
    person = person_of(request)
    case = _result(person, key)
    events = monitoring.events_of(case, person)
    may_state = case.state == ResultState.PROPOSED and Role.PERFORMANCE_OFFICER in person.roles_for(
        case.unit
    )
    others = queries.others_of(case) if may_state else []
    cover_for(person, case, *events)
    here = language()
    kind = case.proposal.get("kind", "")
    return render(
        request,
        "evaluations/result.html",
        {
            "case": case,
            "kind_name": Proposal(kind).label(here) if kind else "—",
            "decision_name": Proposal(case.decision).label(here) if case.decision else "",
            "kinds": [(str(k), k.label(here)) for k in Proposal],
            "before": _shown(case.before),
            "proposed": _shown(case.proposed),
            "amount": _shown(case.amount),
            "may_decide": any(row.action == "decide" for row in case.steps_for(person)),
            "others": others,
            "state_name": case.state_name(here),
            "events": events,
            "cycle": RESULT_USE,
        },
    )


@login_required
@require_POST
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Finance decides."""
    case = _result(person_of(request), key)
    texts = (request.POST.get(name, "") for name in ("decision", "amount", "reason"))
    actions.decide(Actor.of(request), case, *texts)
    messages.success(request, told("已记录决定。", "The decision is recorded."))
    return redirect("result_use", case.pk)


@login_required
@require_POST
def overlap(request: HttpRequest, key: int) -> HttpResponse:
    """Say that the project overlaps with another, and propose anew."""
    case = _result(person_of(request), key)
    into = request.POST.get("into", "")
    other = next((one for one in queries.others_of(case) if str(one.pk) == into), case)
    actions.state_overlap(Actor.of(request), case, other, request.POST.get("reason", ""))
    messages.success(request, told("已按规则重新提出建议。", "Proposed anew by the rules."))
    return redirect("result_use", case.pk)


@login_required
@require_GET
def ledger(request: HttpRequest, year: str) -> HttpResponse:
    """The ledger of a year as a workbook."""
    person = person_of(request)
    found = queries.result_uses(person, {"year": year})
    rows = list(found.order_by("unit__path", "pk"))
    for row in rows:
        cover_for(person, row)
    data = ledger_xlsx(rows, int(year))
    return as_file(data, f"{year}年结果应用台账.xlsx", MEDIA["xlsx"])


# ── what the pages share ──────────────────────────────────────────────────────────────────────


def _list(
    request: HttpRequest, template: str, found: Any, cycle: LifeCycle, **more: Any
) -> HttpResponse:
    here, person = language() == "en", person_of(request)
    states = [(str(state), names[here]) for state, names in cycle.names.items()]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for case in page:
        cover_for(person, case)
    return render(
        request,
        template,
        {
            "page": page,
            "states": states,
            "state_names": dict(states),
            "years": queries.years_of(person),
            "wanted": request.GET.dict(),
            "rest": asked_again(request),
            "today": timezone.localdate(),
            **more,
        },
    )


def _do(
    request: HttpRequest, case: Any, action: str, steps: dict[str, Callable[..., None]], page: str
) -> HttpResponse:
    if action not in steps:
        raise Http404
    steps[action](Actor.of(request), case, request.POST.get("reason", ""))
    messages.success(
        request, told(f"已办理：{case.state_name()}。", f"Done: {case.state_name('en')}.")
    )
    return redirect(reverse(page, args=[case.pk]))


def _finance(person: Person) -> list[Organisation]:
    return monitoring.finance_of(person)


def _drawing(person: Person) -> list[Organisation]:
    """Where the person draws samples."""
    roles = ("department_reviewer", "performance_officer")
    return [post.organisation for post in person.held_posts if post.role in roles]


def _sides(person: Person) -> list[tuple[str, str]]:
    """The evaluations the person may order."""
    sides = []
    if Role.DEPARTMENT_REVIEWER in person.roles:
        sides.append(("department", told("部门评价", "by the department")))
    if Role.PERFORMANCE_OFFICER in person.roles:
        sides.append(("finance", told("财政评价", "by finance")))
    return sides


def _self(person: Person, key: int) -> SelfEvaluation:
    found = queries.self_evaluation(person, key)
    if found is None:
        raise Http404
    return found


def _evaluation(person: Person, key: int) -> Evaluation:
    found = queries.evaluation(person, key)
    if found is None:
        raise Http404
    return found


def _rectification(person: Person, key: int) -> Rectification:
    found = queries.rectification(person, key)
    if found is None:
        raise Http404
    return found


def _result(person: Person, key: int) -> ResultUse:
    found = queries.result_use(person, key)
    if found is None:
        raise Http404
    return found


def _shown(number: Decimal | None) -> str:
    return "—" if number is None else plain(number)
