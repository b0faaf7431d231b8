"""The pages: who sees them, how many queries they take, what they show."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import World, good_draft
from jixiao.web.documents.models import StoredFile
from jixiao.web.filings import actions
from jixiao.web.filings.models import Filing, Project, Remark
from jixiao.web.filings.urls import urlpatterns
from jixiao.web.roles import Role

PAGES = ["filing", "filing_edit", "filing_suggestions", "filing_compare", "journey"]
POSTS = ["filing_save", "filing_check", "filing_explain"]


def returned(world: World) -> Filing:
    """A filing that has been submitted and returned, with a remark, a version and a new draft."""
    filing = world.filing()
    actions.submit(world.actor(Role.UNIT_CLERK), filing)
    actions.return_(world.actor(Role.UNIT_HEAD), filing, "请核实。")
    draft = good_draft(2025, filing.project.name)
    draft["fields"]["annual_objective"] = "未送审的新内容。"
    actions.save_draft(world.actor(Role.UNIT_CLERK), filing, draft, 0)
    return filing


def addresses(filing: Filing, remark: Remark) -> list[tuple[str, str, Any]]:
    """Every address of one filing: method, address, body."""
    draft = json.dumps(
        {"draft": filing.draft, "revision": filing.revision, "key": "", "reason": ""}
    )
    made: list[tuple[str, str, Any]] = [("get", reverse(n, args=[filing.pk]), None) for n in PAGES]
    made += [("get", reverse("filing_export", args=[filing.pk, form]), None) for form in FORMS]
    made += [("post", reverse(name, args=[filing.pk]), draft) for name in POSTS]
    made.append(("post", reverse("filing_answer", args=[filing.pk, remark.pk]), {"answer": "好"}))
    made += [
        ("post", reverse("filing_step", args=[filing.pk, action]), {"reason": "理由"})
        for action in ("submit", "sign", "return", "withdraw", "improve")
    ]
    return made


FORMS = ["docx", "xlsx", "html", "txt", "json"]


def asked(client: Client, method: str, address: str, body: Any) -> Any:
    if method == "get":
        return client.get(address)
    kind = "application/json" if isinstance(body, str) else None
    return client.post(address, body, **({"content_type": kind} if kind else {}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.UNIT_CLERK, "sibling"),
        (Role.UNIT_HEAD, "sibling"),
        (Role.UNIT_CLERK, "stranger"),
        (Role.DEPARTMENT_REVIEWER, "department"),
        (Role.DEPARTMENT_REVIEWER, "other_department"),
        (Role.FINANCE_REVIEWER, "finance"),
        (Role.PERFORMANCE_OFFICER, "finance"),
        (Role.AUDITOR, "finance"),
        (Role.DISCLOSURE_OFFICER, "department"),
        (Role.EVALUATOR, "evaluator"),
        (Role.SYSTEM_ADMINISTRATOR, "finance"),
        (Role.SECURITY_ADMINISTRATOR, "finance"),
        (Role.AUDIT_ADMINISTRATOR, "finance"),
    ],
)
def test_a_filing_that_never_left_its_unit_is_not_found_by_others(
    world: World, role: Role, place: str
) -> None:
    filing = returned(world)
    remark = Remark.objects.get()
    client = world.client(role, getattr(world, place))

    answers = [
        (address, asked(client, method, address, body).status_code)
        for method, address, body in addresses(filing, remark)
    ]

    assert {status for _, status in answers} == {404}, answers
    assert f"/{filing.pk}/" not in client.get(reverse("filings")).content.decode()


def test_the_test_above_asks_for_every_address(world: World) -> None:
    named = {pattern.name for pattern in urlpatterns}

    asked_for = {*PAGES, *POSTS, "filing_answer", "filing_step", "filing_export"}

    assert named == asked_for | {"filings", "filing_new", "filing_upload", "filing_tables"}


def test_nobody_who_is_not_signed_in_sees_anything(world: World) -> None:
    filing = returned(world)

    for method, address, body in addresses(filing, Remark.objects.get()):
        answer = asked(Client(), method, address, body)
        assert answer.status_code == 302
        assert "/account/" in answer["Location"]


def test_beyond_the_unit_only_the_last_version_is_read(world: World) -> None:
    filing = returned(world)
    Filing.objects.filter(pk=filing.pk).update(reached=1)
    client = world.client(Role.DEPARTMENT_REVIEWER)

    for address in [
        reverse("filing", args=[filing.pk]),
        reverse("filing_compare", args=[filing.pk]),
    ]:
        assert "未送审的新内容" not in client.get(address).content.decode()
    text = client.get(reverse("filing_export", args=[filing.pk, "txt"])).content.decode()
    assert "未送审的新内容" not in text
    assert "全年受理群众来电" in text
    assert (
        client.get(reverse("filing_compare", args=[filing.pk]) + "?old=1&new=draft").status_code
        == 404
    )
    for name in ["filing_edit", "filing_suggestions"]:
        assert client.get(reverse(name, args=[filing.pk])).status_code == 404


def test_secrets_are_covered_for_who_is_not_of_the_unit(world: World) -> None:
    filing = world.filing(state="with_department")
    draft = good_draft(2025, filing.project.name)
    draft["fields"]["annual_objective"] += "联系人身份证号11010519491231002X。"
    actions.freeze(filing, "submitted", world.actor(Role.UNIT_CLERK), draft)
    client = world.client(Role.DEPARTMENT_REVIEWER)

    page = client.get(reverse("filing", args=[filing.pk])).content.decode()
    record = client.get(reverse("filing_export", args=[filing.pk, "json"])).content.decode()

    assert "11010519491231002X" not in page + record
    assert "█" in page


def test_a_head_reads_the_draft_but_does_not_write_it(world: World) -> None:
    filing = returned(world)
    client = world.client(Role.UNIT_HEAD)

    assert "未送审的新内容" in client.get(reverse("filing", args=[filing.pk])).content.decode()
    assert client.get(reverse("filing_edit", args=[filing.pk])).status_code == 403


@pytest.mark.parametrize("form", FORMS)
def test_the_official_form_is_exported(world: World, form: str) -> None:
    filing = returned(world)
    client = world.client(Role.UNIT_CLERK)

    draft = client.get(reverse("filing_export", args=[filing.pk, form]))
    version = client.get(reverse("filing_export", args=[filing.pk, form]) + "?version=1")

    assert draft.status_code == version.status_code == 200
    assert draft.content != version.content
    assert draft["Content-Disposition"].startswith("attachment")


def test_a_conflict_gives_the_other_text_and_who_wrote_it(world: World) -> None:
    filing = world.filing()
    actions.save_draft(world.actor(Role.UNIT_CLERK), filing, good_draft(2025, "对方"), 0)
    mine = good_draft(2025, "我的")
    mine["indicators"].insert(1, dict(mine["indicators"][0], name="接通率"))

    answer = world.client(Role.UNIT_CLERK).post(
        reverse("filing_save", args=[filing.pk]),
        json.dumps({"draft": mine, "revision": 0}),
        content_type="application/json",
    )

    told = answer.json()
    assert answer.status_code == 409
    assert told["theirs"]["fields"]["project_name"] == "对方"
    assert "单位经办" in told["who"]
    assert told["pairs"]["indicators"][:3] == [[0, 0], [None, 1], [1, 2]]


def test_what_is_not_a_draft_is_refused_as_json(world: World) -> None:
    filing = world.filing()
    client = world.client(Role.UNIT_CLERK)

    for body in [
        "",
        "[]",
        "nonsense",
        '{"draft": 1, "revision": 0}',
        '{"draft": {"fields": {"x": 1}}, "revision": 0}',
    ]:
        answer = client.post(
            reverse("filing_save", args=[filing.pk]),
            body,
            content_type="application/json",
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 422, body
        assert answer.json()["zh"]


def test_opening_a_filing_twice_leads_to_the_first(world: World) -> None:
    client = world.client(Role.UNIT_CLERK)
    body = {"unit": world.unit.pk, "project_name": "热线服务", "year": 2025}

    first = client.post(reverse("filing_new"), body)
    second = client.post(reverse("filing_new"), body)

    filing = Filing.objects.get()
    assert first["Location"] == reverse("filing_edit", args=[filing.pk])
    assert second["Location"] == reverse("filing", args=[filing.pk])
    assert client.post(reverse("filing_new"), body | {"unit": world.sibling.pk}).status_code == 403


def test_a_file_of_another_unit_is_not_found(world: World) -> None:
    stored = StoredFile.objects.create(
        unit=world.sibling,
        name="表.docx",
        sha256="0" * 64,
        size=1,
        uploaded_by=world.person(Role.UNIT_CLERK, world.sibling),
    )

    answer = world.client(Role.UNIT_CLERK).get(reverse("filing_tables", args=[stored.pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        lambda f: reverse("filings"),
        lambda f: reverse("filings") + "?text=热线&state=draft&severity=none&order=unit&page=2",
        lambda f: reverse("filing", args=[f.pk]),
        lambda f: reverse("filing_edit", args=[f.pk]),
        lambda f: reverse("filing_compare", args=[f.pk]),
        lambda f: reverse("filing_suggestions", args=[f.pk]) + "?level2=数量指标",
        lambda f: reverse("filing_export", args=[f.pk, "docx"]),
        lambda f: reverse("work"),
    ],
    ids=["list", "narrowed", "filing", "edit", "compare", "suggestions", "export", "work"],
)
def test_a_page_takes_twelve_queries_at_most(
    world: World,
    address: Callable[[Filing], str],
    django_assert_max_num_queries: Any,
    settings: Any,
) -> None:
    settings.USERSESSIONS_TRACK_ACTIVITY = False  # noting the session is no query of the page
    filing = returned(world)
    project = filing.project
    Filing.objects.create(
        project=project, unit=world.unit, fiscal_year=2024, draft=good_draft(2024)
    )
    projects = Project.objects.bulk_create(
        Project(unit=world.unit, name=f"热线{number}") for number in range(120)
    )
    Filing.objects.bulk_create(
        Filing(project=p, unit=world.unit, fiscal_year=2026, state="draft") for p in projects
    )
    client = world.client(Role.UNIT_CLERK)
    client.get(reverse("work"))  # the first page of a session also notes the session

    with django_assert_max_num_queries(12):
        answer = client.get(address(filing))

    assert answer.status_code == 200


def test_the_list_is_paged_by_fifty_and_added_up(world: World) -> None:
    projects = Project.objects.bulk_create(
        Project(unit=world.unit, name=f"项目{number:03}") for number in range(120)
    )
    Filing.objects.bulk_create(
        Filing(project=p, unit=world.unit, fiscal_year=2025, state="draft", requested=10000)
        for p in projects
    )

    page = world.client(Role.UNIT_CLERK).get(reverse("filings") + "?order=project&page=3")

    text = page.content.decode()
    assert "项目100" in text
    assert "项目099" not in text
    assert "<b>120</b>" in text
    assert "3 / 3" in text


def test_suggestions_say_where_they_come_from(world: World) -> None:
    client = world.client(Role.UNIT_CLERK)
    past = world.filing(year=2024)
    actions.submit(world.actor(Role.UNIT_CLERK), past)
    filing = world.filing()
    filing.draft["indicators"] = []
    filing.save()

    told = client.get(reverse("filing_suggestions", args=[filing.pk]) + "?level2=数量指标").json()

    sources = {one["name"]: one["source"] for one in told["suggestions"]}
    assert sources["受理群众来电"] == f"本单位2024年“{past.project.name}”"
    assert any(source.startswith("示例：") for source in sources.values())
    assert {one["level2"] for one in told["suggestions"]} == {"数量指标"}
