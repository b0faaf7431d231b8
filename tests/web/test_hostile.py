"""What a hostile user types, sends and forges: a sentence back, never a failure, nothing kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from reviewing import with_department, with_finance

from conftest import PASSWORD, World
from jixiao.web.disclosures.models import Package
from jixiao.web.filings.models import Filing, Remark, ReviewSheet, Version
from jixiao.web.roles import Role

BROKEN = Path(__file__).parents[3] / "shared/corpus/broken"
DEEP = "[" * 100_000 + "]" * 100_000
TEXTS = (
    *("a\0b", "²", "9" * 5000, "9" * 25, "-1", "sNaN", "1e999999", "9999-12-31", "0001-01-01"),
    *("😀" * 1000, "‮=1+1 <script>alert(1)</script> {{ 7|add:7 }}{% debug %}", "x" * 100_000),
)
NAMES = (
    *("reason", "text", "cell", "key", "choice", "opinion", "conclusion", "amount", "allotted"),
    *("budget_document", "answer", "action", "revision", "detach", "paid", "achieved", "unit"),
    *("organisation", "year", "fiscal_year", "month", "due_on", "approved_on", "expires_on"),
    *("wanted", "seed", "filing", "report", "evaluation", "first", "second", "office", "side"),
    *("finding", "demand", "reply", "decision", "standing", "role", "round", "format", "table"),
    *("name", "username", "project_name", "form", "parent", "until", "thing", "since", "page"),
    *("version", "file", "person", "search", "state", "text", "below", "next", "number", "kind"),
)


def answered(client: Client, address: str, data: Any, **more: Any) -> int:
    """The status; a failure of the site is raised by the client itself."""
    return client.post(address, data, **more).status_code


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_whatever_is_typed_anywhere_is_answered(world: World, text: str) -> None:
    case = with_finance(world)
    package = Package.objects.create(unit=world.department, fiscal_year=2025)
    typed = dict.fromkeys(NAMES, text) | {"key-0": text, "actual-0": text, "points-0": text}
    actions = ("return", "withdraw", "propose", "grade_good", "examine")
    addresses = {
        Role.UNIT_CLERK: [
            *("filings", "filing_new", "filing_upload", "adjustments", "jobs", "files"),
            *("monitoring", "self_evaluations", "evaluation_list", "result_uses"),
            *(("filing_explain", case.pk), ("filing_compare", case.pk), ("filing", case.pk)),
            *(("filing_step", case.pk, action) for action in actions),
        ],
        Role.DEPARTMENT_REVIEWER: ["reviews", "reviews_many", "sample", "evaluation_new"],
        Role.PERFORMANCE_OFFICER: [
            *("reviews", "round_open", "self_evaluations_open", "sample", "results_propose"),
            *("evaluation_new", "rectification_new", "sources", "monitoring_overview"),
            *(("review_dispose", case.pk), ("review_remark", case.pk), ("review_sheet", case.pk)),
            *(("review_step", case.pk, action) for action in actions),
        ],
        Role.DISCLOSURE_OFFICER: [
            *("disclosures", "disclosure_open", "disclosure_document"),
            *(("disclosure_carry_over", package.pk), ("disclosure_correct", package.pk)),
            *(("disclosure_step", package.pk, action) for action in actions),
        ],
        Role.AUDIT_ADMINISTRATOR: ["trail", "trail_export"],
        Role.SYSTEM_ADMINISTRATOR: [
            *("create_organisation", "create_person", "administration_persons"),
            *("administration_deadlines", "administration_import", "administration_parameters"),
            ("change_organisation", world.unit.pk, "move"),
        ],
        Role.SECURITY_ADMINISTRATOR: [
            *("unlock", "administration_security"),
            ("change_person", world.person(Role.UNIT_CLERK).pk, "give-post"),
        ],
    }

    for role, asked in addresses.items():
        client = world.client(role)
        for one in asked:
            name, *arguments = (one,) if isinstance(one, str) else one
            address = reverse(name, args=arguments)
            assert client.post(address, typed).status_code < 500, address
            if len(text) < 6000:
                assert client.get(address, typed).status_code < 500, address
    client = Client()
    for address in ("/", "/projects/", "/indicators/", "/compare/", "/api/targets", "/api/search"):
        assert (
            client.get(address, typed | {"q": text} if len(text) < 6000 else {}).status_code < 500
        )


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"\xff\xfe", b"null", b"[]", b"1e999", DEEP.encode(), b'{"draft": NaN}'),
        *(b'{"draft": {"fields": 1}, "revision": 0}', b'{"draft": {}, "revision": "x"}'),
        json.dumps({"draft": {"fields": {}, "indicators": [{}] * 100_000}, "revision": 0}).encode(),
        b'{"key": "\\ud800", "reason": "\\u0000\\ud800"}',
        b'{"draft": {}, "revision": 99999999999999999999}',
        b'{"draft": {"fields": {"project_name": "\\ud800\\u0000"}}, "revision": 0}',
        json.dumps({"draft": {"fields": {"funding.total": "-1e400000"}}, "revision": 0}).encode(),
    ],
    ids=range(14),
)
def test_whatever_json_the_editor_is_sent_is_answered(world: World, body: bytes) -> None:
    case = world.filing()
    client = world.client(Role.UNIT_CLERK)

    for name in ("filing_save", "filing_check", "filing_explain"):
        for kind in ("application/json", "text/plain"):
            address = reverse(name, args=[case.pk])
            assert answered(client, address, body, content_type=kind) < 500
    form = {"draft": SimpleUploadedFile("x", b"x")}
    assert answered(client, reverse("filing_save", args=[case.pk]), form) == 422


def test_what_is_too_large_is_refused_with_413_in_house_looks(world: World) -> None:
    client = world.client(Role.UNIT_CLERK)

    by_size = client.post(reverse("filing_new"), {"project_name": "x" * 9_000_000})
    by_fields = client.post(reverse("filing_new"), {f"a{n}": "1" for n in range(2000)})

    for answer in (by_size, by_fields):
        assert answer.status_code == 413
        assert "提交的内容过大" in answer.content.decode()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.skipif(not BROKEN.is_dir(), reason="the broken files are not here")
def test_broken_files_are_taken_in_by_the_real_view(
    world: World, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_ROOT = tmp_path
    client = world.client(Role.UNIT_CLERK)

    for path in sorted(BROKEN.iterdir()):
        sent = {
            "unit": world.unit.pk,
            "files": SimpleUploadedFile(path.name, path.read_bytes()),
        }
        answer = client.post(reverse("filing_upload"), sent)
        assert answer.status_code == 302, path.name


# ── pages of what went wrong ──────────────────────────────────────────────────────────────────


def test_the_page_of_a_failure_needs_no_database_and_speaks_both_languages() -> None:
    from django.test import RequestFactory

    from jixiao.web import errors

    request = RequestFactory().get("/work/")

    for answer, status in (
        (errors.failed(request), 500),
        (errors.forbidden(request, Exception()), 403),
        (errors.forged(request), 403),
        (errors.bad_request(request, Exception()), 400),
    ):
        text = answer.content.decode()
        assert answer.status_code == status
        assert 'class="brand"' in text
        assert 'lang="en"' in text
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_forged_form_and_a_foreign_host_get_the_house_page(client: Client, db: None) -> None:
    strict = Client(enforce_csrf_checks=True)

    forged = strict.post("/account/login/", {"login": "a", "password": "b"})

    assert forged.status_code == 403
    assert "不能访问" in forged.content.decode()


def test_static_files_carry_the_policy(client: Client, db: None) -> None:
    answer = client.get("/static/site/site.css")

    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


# ── what stays in caches, and who asks ────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["work", "filings", "account_change_password", "mfa_index"])
def test_no_cache_keeps_a_page_of_who_signs_in(world: World, name: str) -> None:
    answer = world.client(Role.UNIT_CLERK).get(reverse(name))

    assert answer.headers["Cache-Control"] == "private, no-store"


def test_behind_a_proxy_one_address_cannot_lock_out_another(world: World, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    person = world.person(Role.UNIT_CLERK)
    wrong = {"login": person.username, "password": "wrong-password"}
    for _ in range(6):
        locked = Client().post("/account/login/", wrong, headers={"x-forwarded-for": "203.0.113.9"})

    answer = Client().post(
        "/account/login/",
        {"login": person.username, "password": PASSWORD},
        headers={"x-forwarded-for": "1.1.1.1, 198.51.100.7"},
    )

    assert locked.status_code == 429
    assert answer.status_code == 302


def test_without_a_proxy_the_header_is_not_believed(world: World, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = None
    wrong = {"login": world.person(Role.UNIT_CLERK).username, "password": "wrong-password"}

    for number in range(6):
        answer = Client().post(
            "/account/login/", wrong, headers={"x-forwarded-for": f"203.0.113.{number}"}
        )

    assert answer.status_code == 429


# ── what is not sent yet ──────────────────────────────────────────────────────────────────────


def seen_by(world: World, role: Role, case: Filing) -> str:
    return world.client(role).get(reverse("review", args=[case.pk])).content.decode()


def test_a_remark_not_sent_is_seen_by_the_role_that_noted_it_alone(world: World) -> None:
    case = with_finance(world)
    officer = world.person(Role.PERFORMANCE_OFFICER)
    Remark.objects.create(
        filing=case, text="尚在斟酌", person=officer, role=Role.PERFORMANCE_OFFICER.value
    )

    assert "尚在斟酌" in seen_by(world, Role.PERFORMANCE_OFFICER, case)
    assert "尚在斟酌" not in seen_by(world, Role.DEPARTMENT_REVIEWER, case)
    assert "尚在斟酌" not in seen_by(world, Role.AUDITOR, case)


def test_a_review_form_not_final_is_given_to_its_own_level_alone(world: World) -> None:
    case = with_finance(world)
    version = case.versions.last()
    assert isinstance(version, Version)
    sheet = ReviewSheet.objects.create(
        filing=case,
        version=version,
        level="finance",
        person=world.person(Role.PERFORMANCE_OFFICER),
    )
    address = reverse("review_sheet_docx", args=[case.pk, sheet.pk])

    assert world.client(Role.PERFORMANCE_OFFICER).get(address).status_code == 200
    assert world.client(Role.DEPARTMENT_REVIEWER).get(address).status_code == 404


def test_an_explanation_goes_out_with_the_next_version_not_before(world: World) -> None:
    from django.utils import timezone

    from jixiao.web.filings.queries import dispositions_of

    case = with_department(world)
    version = case.versions.last()
    case.dispositions.create(
        key="k",
        rule="SCO01",
        choice="explained",
        reason="还没送出",
        person=world.person(Role.UNIT_CLERK),
        role=Role.UNIT_CLERK.value,
        decided_at=timezone.now(),
    )

    assert dispositions_of(case, version) == {}
    assert "k" in dispositions_of(case)
