"""The pages of review and approval (审核页面): thin, they ask queries and call actions."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from jixiao.web import journey
from jixiao.web.accounts.models import Person
from jixiao.web.actor import Actor
from jixiao.web.documents.queries import is_covered_for
from jixiao.web.exceptions import Incomplete, NotAllowed
from jixiao.web.filings.actions import return_, set_congress_approval
from jixiao.web.filings.comparing import FIELD_NAMES, name_of
from jixiao.web.filings.lifecycle import State
from jixiao.web.filings.models import CHOICE_NAMES, Choice, Filing, ReviewSheet, Version
from jixiao.web.filings.official import official_table
from jixiao.web.filings.queries import (
    congress_approvals,
    dispositions_of,
    finances_of,
    in_ten_thousands,
    versions_of,
)
from jixiao.web.filings.views import for_person
from jixiao.web.lifecycle import Step
from jixiao.web.reviews import actions, papers, queries
from jixiao.web.reviews.certificate import rule_set
from jixiao.web.reviews.forms import day_in, keys_in, marks_in, money_in
from jixiao.web.reviews.questions import MARK_NAMES, MARKS, QUESTIONS, Proposal, proposals
from jixiao.web.reviews.work import NAME
from jixiao.web.roles import REVIEWERS, Role
from jixiao.web.templatetags.words import language, say

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILTERS = (
    *("state", "year", "department", "unit", "text", "severity", "due", "least", "most", "order"),
)
# Who has the findings of a long queue made in the background: an auditor only reads.
_STARTING = REVIEWERS - {Role.AUDITOR}
SEVERITY_NAMES = {
    "block": ("阻断", "block"),
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
}


def _wanted(request: HttpRequest) -> dict[str, str]:
    return {key: str(request.GET[key]) for key in FILTERS if request.GET.get(key)}


def _must_review(person: Person) -> None:
    if not queries.may_review(person):
        raise Http404


def _filing(person: Person, pk: int) -> Filing:
    """The filing, or 404: whether it exists is not told to who may not see it."""
    filing = queries.review(person, pk)
    if filing is None:
        raise Http404
    return filing


@require_GET
@for_person
def reviews(request: HttpRequest, person: Person) -> HttpResponse:
    """The queue."""
    _must_review(person)
    told = language()
    wanted = _wanted(request)
    page = queries.queue(person, wanted | {"page": request.GET.get("page", "")}, told)
    kept = {key: value for key, value in wanted.items() if key != "state"}
    state = next((key for key, _, _, chosen in page.counts if chosen), "mine")
    full = urlencode(kept | {"state": state})
    return render(
        request,
        "reviews/queue.html",
        {
            "queue": page,
            "wanted": wanted,
            "state": state,
            "tabs": [
                (name, number, chosen, urlencode(kept | {"state": key}))
                for key, name, number, chosen in page.counts
            ],
            "kept": full,
            "years": page.years,
            "departments": queries.departments_of(person),
            "overdue": queries.overdue_by_department(person),
            "bulk": _bulk(person),
            "may_set_congress": bool(finances_of(person)),
            "may_start": bool(person.roles & _STARTING),
            "pages": range(max(1, page.page - 4), min(page.pages, page.page + 4) + 1),
            "filtered": any(key not in ("state", "order") for key in wanted),
        },
    )


def _bulk(person: Person) -> list[tuple[str, str]]:
    """What the person may do to several at once."""
    roles = {str(role) for role in person.roles}
    offered = []
    if "department_reviewer" in roles:
        offered += [("pass", say("通过", "Pass")), ("return", say("退回", "Return"))]
    if "performance_officer" in roles:
        offered.append(("grade_excellent", say("评为优", "Grade excellent")))
    return offered


@require_POST
@for_person
def many(request: HttpRequest, person: Person) -> HttpResponse:
    """Something done to the ticked rows, each by itself."""
    _must_review(person)
    chosen = queries.picked(person, keys_in(request.POST.getlist("filing")))
    done = actions.do_many(
        Actor.of(request),
        chosen,
        request.POST.get("action", ""),
        request.POST.get("reason", ""),
    )
    request.session["review_outcomes"] = [list(one) for one in done]
    return redirect("reviews_outcomes")


@require_GET
@for_person
def outcomes(request: HttpRequest, person: Person) -> HttpResponse:
    """What came of each of the rows last ticked."""
    _must_review(person)
    done = [actions.Done(*one) for one in request.session.get("review_outcomes", [])]
    number = sum(one.is_done for one in done)
    return render(
        request,
        "reviews/outcomes.html",
        {"done": done, "number": number, "refused": len(done) - number},
    )


@for_person
def congress(request: HttpRequest, person: Person) -> HttpResponse:
    """On which day the congress approved the budget, by year; set by finance."""
    finances = {str(one.pk): one for one in finances_of(person)}
    if not finances:
        raise Http404
    if request.method == "POST":
        organisation = finances.get(request.POST.get("organisation", ""))
        year = request.POST.get("year", "")
        day = day_in(request.POST.get("approved_on", ""))
        if organisation is None or not year.isdecimal() or len(year) != 4 or day is None:
            raise Incomplete(
                "请选择财政部门，填写四位年度和批准日期。",
                "choose the finance department, give a year of four digits and the day",
            )
        set_congress_approval(
            Actor.of(request), organisation, int(year), day, request.POST.get("source", "")
        )
        messages.success(
            request,
            say(
                "已设定，待批复申报的期限随之调整。",
                "Set; the terms of filings ready for approval follow.",
            ),
        )
        return redirect("reviews_congress")
    return render(
        request,
        "reviews/congress.html",
        {
            "rows": congress_approvals(person),
            "finances": list(finances.values()),
            "next_year": timezone.localdate().year,
        },
    )


@require_GET
@for_person
def findings_workbook(request: HttpRequest, person: Person) -> HttpResponse:
    """The findings of the queue as chosen, as a workbook; by a job where there are many."""
    _must_review(person)
    chosen = queries.chosen_from(person, {"state": "mine"} | _wanted(request))
    keys = list(chosen.order_by("pk").values_list("pk", flat=True))
    if len(keys) > papers.MOST_AT_ONCE:
        raise NotAllowed(
            f"共{len(keys)}件，请用“导出问题清单”按钮在后台生成。",
            f"{len(keys)} filings: use the button, the workbook is made in the background",
        )
    data = papers.findings_workbook(queries.picked(person, keys), language())
    return _download(data, NAME, XLSX)


@require_POST
@for_person
def findings_job(request: HttpRequest, person: Person) -> HttpResponse:
    """The same in the background."""
    from jixiao.web.jobs.actions import start

    _must_review(person)
    chosen = queries.chosen_from(person, {"state": "mine"} | _wanted(request))
    keys = list(chosen.order_by("pk").values_list("pk", flat=True))
    post = next((one for one in person.held_posts if Role(one.role) in _STARTING), None)
    if post is None:
        raise NotAllowed(
            "审计岗位只读，不发起后台任务。请用筛选把清单缩小到"
            f"{papers.MOST_AT_ONCE}件以内，再直接导出。",
            "an auditor only reads and starts no job: narrow the list down to "
            f"{papers.MOST_AT_ONCE} filings and export it directly",
        )
    arguments = {"filings": keys, "language": language()}
    job = start(Actor.of(request), "review_findings", arguments, post.organisation)
    return redirect("job", job.pk)


def _download(data: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_GET
@for_person
def review(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """The review: table, findings, remarks, form, comparison, history."""
    case = _filing(person, pk)
    told = language() == "en"
    versions = versions_of(case)
    version = versions[-1] if versions else None
    desk = actions.desk_of(person, case)
    context: dict[str, Any] = {
        "case": case,
        "state_name": case.state_name(language()),
        "desk": desk,
        "version": version,
        "requested": in_ten_thousands(case.requested),
        "allotted": in_ten_thousands(case.allotted),
        "is_overdue": case.due_on is not None and case.due_on < timezone.localdate(),
        "source_url": _file_url(person, version),
        "history": queries.history(case),
        "adjustments": queries.adjustments_of(person, case) if case.state == State.APPROVED else [],
    }
    if version is None:
        return render(request, "reviews/review.html", context)
    content = queries.shown_content(case, version)
    found = queries.findings_on_version(case, version)
    said = dispositions_of(case, version)
    remarks = queries.remarks_of(case, person)
    sheets = queries.sheets_of(case, person)
    level = actions.LEVELS.get(case.state) if desk is not None else None
    steps = case.steps_for(person)
    today = timezone.localdate()
    shown = []
    for finding in found:
        decided = said.get(finding.key)
        has_lapsed = (
            decided is not None and decided.expires_on is not None and decided.expires_on < today
        )
        shown.append(
            {
                "key": finding.key,
                "rule": finding.rule,
                "name": (finding.name_zh, finding.name_en)[told],
                "severity": finding.severity,
                "severity_name": SEVERITY_NAMES[finding.severity][told],
                "cell": finding.cell,
                "where": name_of(finding.cell)[told],
                "message": (finding.message_zh, finding.message_en)[told],
                "suggestion": (finding.suggestion_zh, finding.suggestion_en)[told],
                "working": (finding.working_zh, finding.working_en)[told],
                "stops": finding.stops,
                "said": decided,
                "choice": CHOICE_NAMES[Choice(decided.choice)][told] if decided else "",
                "has_lapsed": has_lapsed,
                "is_waived": decided is not None
                and not has_lapsed
                and decided.choice != Choice.ADOPTED,
            }
        )
    waived = [str(one["key"]) for one in shown if one["is_waived"]]
    answered = sum(1 for one in shown if one["said"] and not one["has_lapsed"])
    context |= {
        "table": official_table(
            content, case.fiscal_year, found, (r.cell for r in remarks if r.cell)
        ),
        "findings": shown,
        "answered": answered,
        "choices": [(one.value, CHOICE_NAMES[one][told]) for one in Choice],
        "noted": [(r, name_of(r.cell)[told]) for r in remarks if not r.sent],
        "remarks": [(r, name_of(r.cell)[told]) for r in remarks if r.sent],
        "cells": [("", say("全表", "the table")), *_cells(content, told)],
        "sheets": [(one, _rows(one.marks, {})) for one in sheets if one.is_final],
        "form": _form(level, version.pk, sheets, proposals(found, waived)) if level else None,
        "marks": [(mark, f"{mark} {MARK_NAMES[mark]}" if told else mark) for mark in MARKS],
        "since_returned": queries.changes_since_returned(case, versions),
        "versions": list(reversed(versions)),
        "certificates": [v for v in reversed(versions) if v.certificate],
        "steps": _own_steps(case, steps),
        "step_url": reverse("review_step", args=[pk, "x"]).removesuffix("x/"),
        "can_propose": any(row.action == "propose" for row in steps),
    }
    return render(request, "reviews/review.html", context)


def _own_steps(case: Filing, steps: tuple[Step, ...]) -> list[Step]:
    """The steps of this page, without those of the unit and the one with an amount."""
    own = {"pass", "return", "approve", "object", *actions.GRADES.values()}
    return [] if case.state == State.SUBMITTED else [row for row in steps if row.action in own]


def _file_url(person: Person, version: Version | None) -> str:
    """Where the source of a version is read: the file, or its covered text."""
    if version is None or version.source is None:
        return ""
    covered = is_covered_for(person, version.source)
    return reverse("file_covered" if covered else "file", args=[version.source_id])


def _cells(content: dict[str, Any], told: bool) -> list[tuple[str, str]]:
    """The cells a remark may be about, in words."""
    cells = [name for name in FIELD_NAMES if name != "heading"]
    for number in range(len(content["indicators"])):
        cells += [f"indicators.{number}.{column}" for column in ("level2", "name", "value")]
    return [(cell, name_of(cell)[told]) for cell in cells]


def _rows(marks: dict[str, dict[str, str]], proposed: dict[str, Proposal]) -> list[dict[str, Any]]:
    """The questions with what is marked, and what the rules propose."""
    return [
        {
            "question": question,
            "heading": say(question.heading_zh, question.heading_en),
            "points": say(question.points_zh, question.points_en),
            "mark": marks.get(question.key, {}).get("mark", ""),
            "words": marks.get(question.key, {}).get("words", ""),
            "proposal": proposed.get(question.key),
        }
        for question in QUESTIONS
    ]


def _form(
    level: str, version: int, sheets: list[ReviewSheet], proposed: dict[str, Proposal]
) -> dict[str, Any]:
    """The review form to be filled: as kept, else with what the rules propose."""
    sheet = next(
        (s for s in sheets if s.level == level and s.version_id == version and not s.is_final),
        None,
    )
    if sheet is not None:
        rows = _rows(sheet.marks, proposed)
    else:
        filled = {key: {"mark": p.mark, "words": p.words} for key, p in proposed.items()}
        rows = _rows(filled, proposed)
    return {
        "level": level,
        "rows": rows,
        "sheet": sheet,
        "opinion": sheet.opinion if sheet else "",
        "conclusion": sheet.conclusion if sheet else "",
    }


@require_GET
@for_person
def peers(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """The filing against last year's, and beside others of its department and year."""
    case = _filing(person, pk)
    is_part = bool(request.headers.get("HX-Request"))
    return render(
        request,
        "reviews/peer_rows.html" if is_part else "reviews/peers.html",
        {
            "case": case,
            "changed": queries.changes_since_last_year(person, case),
            "last_year": journey.year_before(case),
            "peers": queries.peers(person, case),
        },
    )


def _back(pk: int, place: str) -> HttpResponse:
    return redirect(f"{reverse('review', args=[pk])}#{place}")


@require_POST
@for_person
def dispose(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """What the reviewer says to a finding."""
    case = _filing(person, pk)
    latest = request.POST.get("latest", "")
    actions.dispose(
        Actor.of(request),
        case,
        request.POST.get("key", ""),
        request.POST.get("choice", ""),
        request.POST.get("reason", ""),
        day_in(request.POST.get("expires_on", "")),
        int(latest) if latest.isdecimal() and len(latest) < 19 else None,
    )
    number = request.POST.get("number", "")
    return _back(pk, f"finding-{number}" if number.isdigit() else "findings-title")


@require_POST
@for_person
def remark(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """A remark at a cell."""
    case = _filing(person, pk)
    actions.remark(
        Actor.of(request), case, request.POST.get("cell", ""), request.POST.get("text", "")
    )
    return _back(pk, "remarks-title")


@require_POST
@for_person
def drop_remark(request: HttpRequest, person: Person, pk: int, remark: int) -> HttpResponse:
    """A remark taken back."""
    case = _filing(person, pk)
    noted = next((one for one in queries.remarks_of(case, person) if one.pk == remark), None)
    if noted is None:
        raise Http404
    actions.drop_remark(Actor.of(request), case, noted)
    return _back(pk, "remarks-title")


@require_POST
@for_person
def sheet(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Keep the review form."""
    case = _filing(person, pk)
    actions.save_sheet(
        Actor.of(request),
        case,
        marks_in(request.POST),
        request.POST.get("opinion", ""),
        request.POST.get("conclusion", ""),
    )
    messages.success(request, say("审核表已保存。", "The review form is kept."))
    return _back(pk, "sheet-title")


@require_GET
@for_person
def sheet_docx(request: HttpRequest, person: Person, pk: int, sheet: int) -> HttpResponse:
    """A review form as a Word file."""
    case = _filing(person, pk)
    sheets = queries.sheets_of(case, person)
    chosen = next((one for one in sheets if one.pk == sheet), None)
    if chosen is None:
        raise Http404
    data = papers.review_form_docx(case, chosen, sheets)
    return _download(data, f"{case.project.title}{case.fiscal_year}年绩效目标审核表.docx", DOCX)


@require_POST
@for_person
def step(request: HttpRequest, person: Person, pk: int, action: str) -> HttpResponse:
    """One of this part's steps."""
    case = _filing(person, pk)
    actor = Actor.of(request)
    reason = request.POST.get("reason", "")
    marks = {name: mark for mark, name in actions.GRADES.items()}
    if action == "pass":
        actions.pass_(actor, case, reason)
    elif action == "return":
        return_(actor, case, reason)
    elif action in marks:
        actions.grade(actor, case, marks[action], reason)
    elif action == "propose":
        amount = money_in(request.POST.get("amount", ""), "批复金额", "amount to approve")
        actions.propose(actor, case, amount)
    elif action == "approve":
        actions.approve(actor, case)
    elif action == "object":
        actions.object_(actor, case, reason)
    else:
        raise Http404
    name = case.state_name(language())
    messages.success(request, say(f"已办理，现在是“{name}”。", f"Done: now “{name}”."))
    if action == "approve":
        return redirect("certificate", pk)
    return redirect("review", pk)


@require_GET
@for_person
def certificate(
    request: HttpRequest, person: Person, pk: int, number: int | None = None
) -> HttpResponse:
    """The certificate of an approved version."""
    version = queries.certified_version(person, pk, number)
    if version is None:
        raise Http404
    content = queries.shown_content(version.filing, version)
    return render(
        request,
        "reviews/certificate.html",
        {
            "version": version,
            "case": version.filing,
            "facts": papers.certificate_facts(version.certificate),
            "table": official_table(content, version.filing.fiscal_year),
            "may_review": queries.review(person, pk) is not None,
        },
    )


@require_GET
@for_person
def verify(request: HttpRequest, person: Person, pk: int, number: int) -> HttpResponse:
    """Every hash of the certificate computed again."""
    version = queries.certified_version(person, pk, number)
    if version is None:
        raise Http404
    lines = queries.verify(version)
    rules = version.certificate["rules"]["sha256"] == rule_set()["sha256"]
    return render(
        request,
        "reviews/verify.html",
        {
            "version": version,
            "case": version.filing,
            "lines": lines,
            "agrees": all(line.agrees for line in lines),
            "same_rules": rules,
        },
    )


@require_GET
@for_person
def certificate_file(
    request: HttpRequest, person: Person, pk: int, number: int, form: str
) -> HttpResponse:
    """The certificate as a Word file or as JSON."""
    version = queries.certified_version(person, pk, number)
    if version is None or form not in ("docx", "json"):
        raise Http404
    filing = version.filing
    name = f"{filing.project.title}{filing.fiscal_year}年批复书-第{number}版.{form}"
    content = queries.shown_content(filing, version)
    if form == "docx":
        return _download(papers.certificate_docx(version, content), name, DOCX)
    told = {"certificate": version.certificate, "content": content}
    data = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return _download(data, name, "application/json")
