"""Every address × every role × every organisation: nobody reads or changes what is not theirs.

The addresses are walked from the resolver. One that has arguments is filled from ``FILLED``; one
that may be posted to says in ``WRITERS`` who may change anything by it. A new address that is in
neither fails the first test until somebody says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from secrets_planted import Planted, planted, text_of

from conftest import World, good_draft
from jixiao.web.accounts.models import Person, Post
from jixiao.web.disclosures.lifecycle import DISCLOSURE
from jixiao.web.evaluations.lifecycle import EVALUATION, RECTIFICATION, SELF_EVALUATION
from jixiao.web.filings.lifecycle import ADJUSTMENT, FILING
from jixiao.web.filings.models import Remark, ReviewSheet
from jixiao.web.monitoring.lifecycle import REPORT
from jixiao.web.roles import ADMINISTRATORS, FINANCE, REVIEWERS, UNIT, Role
from jixiao.web.trail.models import Event

Arguments = list[tuple[Any, ...]]
# What allauth and Django bring has tests of its own; signing out would end the walk.
OTHERS = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_", "set_language")
CLERK = frozenset({Role.UNIT_CLERK})
OFFICER = frozenset({Role.DISCLOSURE_OFFICER})
SYSTEM = frozenset({Role.SYSTEM_ADMINISTRATOR})
SECURITY = frozenset({Role.SECURITY_ADMINISTRATOR})
TRAIL = frozenset({Role.AUDITOR, Role.AUDIT_ADMINISTRATOR})
EVALUATOR = frozenset({Role.EVALUATOR})
DRAWS = frozenset({Role.DEPARTMENT_REVIEWER, Role.PERFORMANCE_OFFICER})
WORKING = frozenset(Role) - TRAIL - SECURITY


def _of(cycle: Any) -> frozenset[Role]:
    return frozenset(role for row in cycle.steps for role in row.roles)


# Who may change anything by posting there; rows only of organisations theirs.
WRITERS: dict[str, frozenset[Role]] = {
    **dict.fromkeys(("filing_new", "filing_upload", "filing_tables"), CLERK),
    **dict.fromkeys(("filing_save", "filing_check", "filing_explain", "filing_answer"), CLERK),
    "filing_step": _of(FILING),
    "reviews_many": REVIEWERS - {Role.AUDITOR},
    "reviews_congress": FINANCE,
    "reviews_findings_job": REVIEWERS - {Role.AUDITOR},
    **dict.fromkeys(
        ("review_dispose", "review_remark", "review_drop_remark", "review_sheet"),
        REVIEWERS - {Role.AUDITOR},
    ),
    "review_step": _of(FILING),
    "adjust": CLERK,
    **dict.fromkeys(
        ("adjustment_describe", "adjustment_save", "adjustment_check", "adjustment_explain"), CLERK
    ),
    "adjustment_step": _of(ADJUSTMENT),
    **dict.fromkeys(("job_cancel", "job_retry"), CLERK | SYSTEM),
    "files": WORKING,
    "file_decide": OFFICER,
    "round_open": frozenset({Role.PERFORMANCE_OFFICER}),
    "sources": frozenset({Role.PERFORMANCE_OFFICER}),
    "source_measure": CLERK | {Role.PERFORMANCE_OFFICER},
    "source_disconnect": frozenset({Role.PERFORMANCE_OFFICER}),
    "report_save": CLERK,
    "report_step": _of(REPORT),
    "self_evaluations_open": frozenset({Role.PERFORMANCE_OFFICER}),
    "sample": DRAWS,
    **dict.fromkeys(("self_evaluation_save", "self_evaluation_measured", "read_form_take"), CLERK),
    "self_evaluation_recheck": frozenset({Role.DEPARTMENT_REVIEWER}),
    "self_evaluation_step": _of(SELF_EVALUATION),
    "evaluation_new": DRAWS,
    "evaluation_framework": DRAWS,
    "evaluation_evidence": EVALUATOR | CLERK,
    "evaluation_grades": EVALUATOR,
    "evaluation_settle": DRAWS,
    "evaluation_report": EVALUATOR,
    "evaluation_step": _of(EVALUATION),
    "comparison": DRAWS,
    "rectification_new": DRAWS,
    "rectification_reply": CLERK,
    "rectification_step": _of(RECTIFICATION),
    "results_propose": frozenset({Role.PERFORMANCE_OFFICER}),
    "result_decide": FINANCE,
    "result_overlap": frozenset({Role.PERFORMANCE_OFFICER}),
    **dict.fromkeys(
        (
            *("disclosure_open", "disclosure_document", "disclosure_correct"),
            *("disclosure_results", "disclosure_carry_over", "disclosure_item"),
            *("disclosure_finding", "disclosure_look"),
        ),
        OFFICER,
    ),
    "disclosure_step": _of(DISCLOSURE),
    "trail_export": TRAIL,
    "trail_verification": TRAIL,
    **dict.fromkeys(("create_organisation", "change_organisation", "create_person"), SYSTEM),
    "change_person": SYSTEM | SECURITY,
    **dict.fromkeys(("end_post", "unlock", "end_session_of"), SECURITY),
    **dict.fromkeys(("administration_deadlines", "administration_import"), SYSTEM),
    "end_session": frozenset(),
    "portal_language": frozenset(),
}
# What stands in every form of the site, at once.
TYPED = {
    "reason": "理由写在这里。",
    "text": "意见写在这里。",
    "cell": "annual_objective",
    "key": "x",
    "choice": "explained",
    "opinion": "同意。",
    "conclusion": "优",
    "amount": "90",
    "allotted": "90",
    "budget_document": "财预〔2025〕1号",
    "answer": "已按意见修改。",
    "action": "pass",
    "then": "fill",
    "revision": "0",
    "paid": "50",
    "achieved": "完成。",
    "key-0": "spending",
    "actual-0": "1",
    "points-0": "1",
    "reason-0": "有理由",
    "name": "新的名称",
    "username": "newcomer",
    "kind": "unit",
    "project_name": "新项目",
    "year": "2025",
    "fiscal_year": "2025",
    "month": "7",
    "due_on": "2030-01-01",
    "wanted": "1",
    "seed": "1",
    "side": "department",
    "finding": "台账不全",
    "demand": "补齐",
    "reply": "已补齐",
    "summary": "总体较好",
    "findings": "台账不全",
    "suggestions": "补齐",
    "evidence": "台账",
    "decision": "keep",
    "standing": "withheld",
    "role": "unit_clerk",
    "round": "filing",
    "format": "csv",
    "table": "1",
}


MOST = 12  # rows of one address that are asked for


def addresses() -> dict[str, tuple[str, bool]]:
    """Every name of this site's own URLconf: name → (route, takes arguments)."""
    found = {}
    for name, route, takes in _walk(get_resolver().url_patterns, "", ""):
        if name and not name.startswith(OTHERS):
            found[name] = (route, takes)
    return found


def _walk(patterns: Any, before: str, space: str) -> Iterator[tuple[str, str, bool]]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(
                pattern.url_patterns, here, f"{pattern.namespace}:" if pattern.namespace else space
            )
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or ''}", here, "<" in here


def filled(given: Planted) -> dict[str, Arguments]:
    """The arguments of each address that takes some: rows of several organisations and states."""
    rows = given.rows
    unit, stranger = given.world.unit, given.world.stranger

    def keys(kind: str) -> Arguments:
        return [(key,) for key in rows[kind]]

    def few(kind: str, *more: str) -> Arguments:
        """One row of the unit, one of the stranger, with each of ``more``."""
        half = len(rows[kind]) // 2
        chosen = (rows[kind][half - 1], rows[kind][-2 if kind == "filing" else -1])
        return [(key, *rest) for key in chosen for rest in ([(one,) for one in more] or [()])]

    def of(model: Any, **where: Any) -> Arguments:
        found = []
        for home in (unit, stranger):
            found += list(
                model.objects.filter(filing__unit=home, **where).values_list("filing", "pk")[:2]
            )
        return found

    def steps(kind: str, cycle: Any) -> Arguments:
        return [(key, action) for key in rows[kind] for action in cycle.actions]

    certified = [(pk, 1) for (pk,) in few("filing")]
    packages = rows["package"]
    person = given.world.person(Role.UNIT_CLERK)
    post = Post.objects.filter(person=person).first()
    assert post is not None
    events = list(Event.objects.values_list("number", flat=True))
    return {
        **dict.fromkeys(("filing", "filing_compare", "journey"), keys("filing")),
        **dict.fromkeys(
            ("filing_edit", "filing_save", "filing_check", "filing_explain", "filing_suggestions"),
            keys("filing"),
        ),
        "filing_answer": of(Remark, sent=True),
        "filing_step": steps("filing", FILING),
        "filing_export": few("filing", "docx", "xlsx", "html", "txt", "json"),
        "filing_tables": few("file"),
        **dict.fromkeys(("review", "review_peers"), keys("filing")),
        **dict.fromkeys(("review_dispose", "review_remark", "review_sheet"), keys("filing")),
        "review_drop_remark": of(Remark, sent=False),
        "review_sheet_docx": of(ReviewSheet),
        "review_step": steps("filing", FILING),
        "certificate": few("filing"),
        **dict.fromkeys(("certificate_of", "certificate_verify"), certified),
        "certificate_file": [(*one, form) for one in certified for form in ("docx", "json")],
        "adjust": keys("approved")[:2] + keys("approved")[-2:],
        "adjustment": keys("adjustment"),
        **dict.fromkeys(
            (
                *("adjustment_describe", "adjustment_edit", "adjustment_save"),
                *("adjustment_check", "adjustment_explain"),
            ),
            keys("adjustment"),
        ),
        "adjustment_step": steps("adjustment", ADJUSTMENT),
        **dict.fromkeys(("job", "job_progress", "job_cancel", "job_retry"), keys("job")),
        **dict.fromkeys(("file", "file_covered", "file_decide"), keys("file")),
        **{key: [(1,)] for key in ("source_measure", "source_disconnect")},
        **dict.fromkeys(("report", "report_save"), keys("report")),
        "report_form": [(key, form) for key in rows["report"] for form in ("docx", "xlsx")],
        "report_step": steps("report", REPORT),
        **dict.fromkeys(
            (
                *("self_evaluation", "self_evaluation_save", "self_evaluation_measured"),
                "self_evaluation_recheck",
            ),
            keys("self_evaluation"),
        ),
        "self_evaluation_form": [
            (key, form) for key in rows["self_evaluation"] for form in ("docx", "xlsx")
        ],
        **dict.fromkeys(("read_form", "read_form_take"), keys("read_form")),
        "self_evaluation_step": steps("self_evaluation", SELF_EVALUATION),
        **dict.fromkeys(
            (
                *("evaluation", "evaluation_framework", "evaluation_evidence"),
                *("evaluation_grades", "evaluation_settle", "evaluation_report"),
                "evaluation_report_file",
            ),
            keys("evaluation"),
        ),
        "evaluation_step": steps("evaluation", EVALUATION),
        "comparison": few("compared"),
        **dict.fromkeys(("rectification", "rectification_reply"), keys("rectification")),
        "rectification_step": steps("rectification", RECTIFICATION),
        "ledger": [(2025,), (2026,)],
        **dict.fromkeys(("result_use", "result_decide", "result_overlap"), keys("result_use")),
        **dict.fromkeys(
            (
                *("disclosure", "disclosure_preview", "disclosure_correct"),
                *("disclosure_results", "disclosure_carry_over"),
            ),
            keys("package"),
        ),
        "disclosure_item": [tuple(one) for one in rows["item"]],
        **{
            key: [(key, "0" * 64) for key in packages]
            for key in ("disclosure_finding", "disclosure_look")
        },
        "disclosure_step": steps("package", DISCLOSURE),
        "disclosure_edition": keys("edition"),
        "disclosure_file": [(key, "record.json") for key in rows["edition"]],
        "trail_event": [(number,) for number in (*events[:3], *events[-3:])],
        "administration_organisation": [(unit.pk,), (stranger.pk,)],
        "change_organisation": [(unit.pk, one) for one in ("rename", "move", "close")],
        "administration_person": [(person.pk,)],
        "change_person": [
            (person.pk, one)
            for one in (
                *("deactivate", "reactivate", "reset-password", "reset-second-factor"),
                "give-post",
            )
        ],
        "end_post": [(post.pk,)],
        **{key: [(1,)] for key in ("end_session", "end_session_of")},
        "portal_project": [*keys("project"), *few("filing")],
        "portal_project_year": [(key, 2024) for key in rows["project"]],
        "portal_download": [
            (kind, form) for kind in ("projects", "indicators") for form in ("csv", "json", "xlsx")
        ],
        **{key: [(unit.pk,), (stranger.pk,)] for key in ("portal_body", "portal_body_feed")},
        **dict.fromkeys(("portal_edition", "portal_source"), keys("edition")),
        "portal_file": [(key, "record.json") for key in rows["edition"]],
        "portal_rule": [("SCO01",), ("x",)],
        "portal_embed_project": keys("project"),
        "portal_embed_body": [(unit.pk,), (stranger.pk,)],
        "api:target": [*keys("target"), (999,)],
        **dict.fromkeys(("api:edition", "api:record"), keys("edition")),
    }


QUESTIONS = {
    "filings": ("?text=zq", "?state=draft", "?order=errors"),
    "reviews": ("?state=all", "?state=all&text=zq"),
    "filing": ("?version=1",),
    "filing_compare": ("?old=1&new=draft", "?old=1&new=1"),
    "filing_export": ("?version=1",),
    "filing_suggestions": ("?level2=数量指标", "?words=热线"),
    "trail": ("?action=filing.save",),
    "portal_projects": ("?q=zq", "?q=热线"),
    "portal_indicators": ("?q=zq", "?q=热线"),
    "api:search": ("?q=热线", "?q=zq"),
}


@pytest.fixture
def given(world: World) -> Planted:
    return planted(world)


def persons(given: Planted) -> dict[str, Person | None]:
    """Who looks: each role in the line above the unit, sibling, stranger, neighbour, nobody."""
    world = given.world
    wanted = [
        *(f"{role}@{unit.code}" for role in sorted(UNIT) for unit in (world.unit, world.stranger)),
        f"unit_clerk@{world.sibling.code}",
        *(
            f"{role}@{body.code}"
            for role in (Role.DEPARTMENT_REVIEWER, Role.DISCLOSURE_OFFICER)
            for body in (world.department, world.other_department)
        ),
        *(f"{role}@cz" for role in (*sorted(FINANCE), Role.AUDITOR, *sorted(ADMINISTRATORS))),
        *("performance_officer@lc", "auditor@lc", "evaluator@pj", "evaluator2@pj"),
    ]
    return {"nobody": None} | {name: Person.objects.get(username=name) for name in wanted}


def browser(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_every_address_says_how_it_is_walked(given: Planted) -> None:
    known = filled(given)

    for name, (route, takes) in addresses().items():
        assert not takes or name in known, f"tell in filled() what “{name}” ({route}) is asked with"
        for arguments in known.get(name, [()]):
            assert reverse(name, args=arguments)
    assert set(known) <= set(addresses())


def every(given: Planted) -> Iterator[tuple[str, tuple[Any, ...], str]]:
    known = filled(given)
    for name, (_, takes) in addresses().items():
        # A walk of every step of every state is that of the life cycles: here a few of each.
        wanted = known[name] if takes else [()]
        for arguments in wanted[:: max(1, len(wanted) // MOST)]:
            yield name, arguments, reverse(name, args=arguments)


def test_no_answer_holds_what_is_another_organisations(given: Planted) -> None:
    asked = [one for one in every(given) if not one[0].endswith("_step")]  # to be posted to
    wrong = []

    for who, person in persons(given).items():
        client = browser(person)
        for name, _, address in asked:
            for question in ("", *QUESTIONS.get(name, ())):
                answer = client.get(address + question)
                if answer.status_code >= 500 and name != "healthz":
                    wrong.append(f"{who} {address}{question}: {answer.status_code}")
                told = given.words.told_to(person, text_of(answer))
                wrong += [f"{who} reads at {address}{question}: {place}" for place in told]

    assert not wrong, "\n".join(wrong[:60])


def test_the_words_are_read_by_those_they_are_for(given: Planted) -> None:
    """The other half: a walk that sees nothing proves nothing."""
    read: set[str] = set()
    for who in ("unit_clerk@rx", "department_reviewer@sj", "performance_officer@cz", "auditor@cz"):
        client = browser(Person.objects.get(username=who))
        for name, _, address in every(given):
            if name in ("filing", "review", "report", "self_evaluation", "job", "trail_event"):
                text = text_of(client.get(address))
                read |= {word for word in given.words.audiences if word in text}

    assert len(read) > len(given.words.audiences) / 4


# ── writing ───────────────────────────────────────────────────────────────────────────────────

# What signing in, looking on and refusals leave.
_LEFT = (
    "django_session",
    "usersessions_usersession",
    "trail_event",
    "trail_head",
    "axes_",
    "cache",
)


def digest() -> str:
    """All rows of all tables but those."""
    total = hashlib.sha256()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if not table.startswith(_LEFT):
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
                total.update(repr((table, cursor.fetchall())).encode())
    return total.hexdigest()


@contextmanager
def undone() -> Iterator[Callable[[], bool]]:
    """Undo all that is written; gives whether anything was written that stays."""
    written: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        words = sql.split(None, 3)
        if words and words[0] in ("INSERT", "UPDATE", "DELETE"):
            table = words[1 if words[0] == "UPDATE" else 2].strip('"')
            if not table.startswith(_LEFT):
                written.append(table)
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            yield lambda: bool(written)
        transaction.set_rollback(True)


def body_of(name: str, given: Planted) -> dict[str, Any]:
    """What is posted there: every field of every form, or the editor's JSON."""
    if name.endswith(("_save", "_check")) and name.startswith(("filing", "adjustment")):
        told = {"draft": good_draft(2025, "改过的"), "revision": 0}
        return {"data": json.dumps(told), "content_type": "application/json"}
    world = given.world
    first, second = given.evaluators
    chosen = {
        "unit": world.unit.pk,
        "organisation": world.finance.pk,
        "parent": world.department.pk,
        "filing": given.rows["approved"][0],
        "report": given.rows["report"][0],
        "first": first.pk,
        "second": second.pk,
        "office": world.evaluator.pk,
    }
    return {"data": TYPED | chosen}


def may_write(name: str, arguments: tuple[Any, ...], person: Person, given: Planted) -> bool:
    """By the tables above: one of the roles, over the organisation whose row it is."""
    held = person.roles & WRITERS[name]
    if not held or not arguments or held & (ADMINISTRATORS | EVALUATOR):
        return bool(held)
    kind = next((k for k, n in _KINDS if name.startswith(k)), None)
    if kind is None:
        return True
    model = apps.get_model(dict(_KINDS)[kind])
    row = model.objects.filter(pk=arguments[0]).first()
    return row is not None and bool(person.roles_for(row.unit) & WRITERS[name])


_KINDS = (
    ("filing_tables", "documents.StoredFile"),
    ("filing", "filings.Filing"),
    ("reviews", "filings.Filing"),
    ("review", "filings.Filing"),
    ("adjustment", "filings.Adjustment"),
    ("adjust", "filings.Filing"),
    ("job", "jobs.Job"),
    ("report", "monitoring.Report"),
    ("self_evaluation", "evaluations.SelfEvaluation"),
    ("evaluation", "evaluations.Evaluation"),
    ("comparison", "filings.Filing"),
    ("rectification", "evaluations.Rectification"),
    ("result", "evaluations.ResultUse"),
    ("disclosure", "disclosures.Package"),
)


def test_a_post_by_one_without_the_role_changes_nothing(given: Planted) -> None:
    asked = list(every(given))
    wrong = []

    for who, person in persons(given).items():
        client = browser(person)
        before = digest()  # signing in is noted with the person
        for name, arguments, address in asked:
            body = body_of(name, given)
            if name in ("files", "filing_upload", "administration_import"):
                upload = SimpleUploadedFile("a.txt", b"text")
                body["data"] = body["data"] | {"documents": upload, "files": upload}
            with undone() as is_written:
                answer = client.post(address, **body)
                list(answer) if answer.streaming else None
                if answer.status_code >= 500:
                    wrong.append(f"{who} {address}: {answer.status_code}")
                told = given.words.told_to(person, text_of(answer))
                wrong += [f"{who} reads by POST at {address}: {place}" for place in told]
                if person and name in WRITERS and may_write(name, arguments, person, given):
                    continue
                if is_written() and digest() != before:
                    wrong.append(f"{who} changes something by POST at {address}")

    assert not wrong, "\n".join(wrong[:60])
