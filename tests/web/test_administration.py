"""Administration: three administrators kept apart; every change one event."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conftest import PASSWORD, World
from jixiao.web.accounts.models import Organisation, Person, Post
from jixiao.web.actor import SYSTEM, Actor
from jixiao.web.administration import actions, queries
from jixiao.web.administration.models import Round
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event

SYSTEM_ADMINISTRATOR, SECURITY = Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR
BASE = "/work/administration"
PAGES = {
    f"{BASE}/": {*Role} & {SYSTEM_ADMINISTRATOR, SECURITY, Role.AUDIT_ADMINISTRATOR},
    f"{BASE}/organisations/": {SYSTEM_ADMINISTRATOR, SECURITY},
    f"{BASE}/organisations/1/": {SYSTEM_ADMINISTRATOR},
    f"{BASE}/persons/": {SYSTEM_ADMINISTRATOR, SECURITY},
    f"{BASE}/security/": {SECURITY},
    f"{BASE}/parameters/": {SYSTEM_ADMINISTRATOR},
    f"{BASE}/deadlines/": {SYSTEM_ADMINISTRATOR},
    f"{BASE}/import/": {SYSTEM_ADMINISTRATOR},
    f"{BASE}/health/": {SYSTEM_ADMINISTRATOR},
}


@pytest.fixture
def system(world: World) -> Actor:
    return world.actor(SYSTEM_ADMINISTRATOR)


@pytest.fixture
def security(world: World) -> Actor:
    return world.actor(SECURITY)


def the_event() -> Event:
    return Event.objects.get()


@pytest.mark.parametrize("role", list(Role))
def test_each_page_is_for_its_administrator_alone(
    world: World, role: Role, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = world.client(role)

    for address, roles in PAGES.items():
        address = address.replace("/1/", f"/{world.finance.pk}/")
        with django_assert_max_num_queries(20 if "health" in address else 12):
            status = client.get(address).status_code
        assert status == (200 if role in roles else 404), address


@pytest.mark.parametrize("role", [SYSTEM_ADMINISTRATOR, SECURITY, Role.AUDIT_ADMINISTRATOR])
def test_no_administrator_sees_a_filing(world: World, role: Role) -> None:
    filing = world.filing()
    filing.reached = 3
    filing.save()

    assert not type(filing).visible_to(world.person(role)).exists()


def test_an_organisation_is_made_and_told(world: World, system: Actor) -> None:
    made = actions.create_organisation(system, "某市水文站", "unit", world.other_department, "sw")

    assert made.path.startswith(world.other_department.path)
    assert (the_event().action, the_event().after["name"]) == (
        "administration.create_organisation",
        "某市水文站",
    )


def test_a_moved_organisation_takes_all_below_with_it(world: World, system: Actor) -> None:
    below = actions.create_organisation(system, "分中心", "unit", world.unit)

    moved = actions.move_organisation(system, world.unit, world.other_department)

    below.refresh_from_db()
    assert moved == 2
    assert below.path == f"{world.other_department.path}{world.unit.pk}/{below.pk}/"
    assert below.is_under(world.other_department)
    assert not below.is_under(world.department)
    assert Event.objects.filter(action="administration.move_organisation").count() == 1


def test_an_organisation_is_not_moved_under_itself(world: World, system: Actor) -> None:
    for under in (world.department, world.unit):
        with pytest.raises(NotPossible):
            actions.move_organisation(system, world.department, under)

    assert not Event.objects.exists()


def test_an_organisation_with_open_ones_below_is_not_closed(world: World, system: Actor) -> None:
    with pytest.raises(NotPossible):
        actions.close_organisation(system, world.department)

    actions.close_organisation(system, world.unit)
    assert Organisation.objects.get(pk=world.unit.pk).closed_on is not None
    assert the_event().action == "administration.close_organisation"


def test_a_new_person_signs_in_with_the_password_shown_once(world: World) -> None:
    client = world.client(SYSTEM_ADMINISTRATOR)

    answer = client.post(f"{BASE}/persons/create/", {"username": "new", "name": "新进人员"})

    password = re.search(r'class="password">([^<]+)<', answer.content.decode())[1]
    person = Person.objects.get(username="new")
    assert "no-store" in answer["Cache-Control"]
    assert person.check_password(password)
    assert person.must_change_password
    assert the_event().action == "administration.create_person"
    assert password not in str(Event.objects.values())


@pytest.mark.parametrize("username", ["", "a b", "x" * 200, "<b>"])
def test_a_bad_user_name_is_refused(world: World, system: Actor, username: str) -> None:
    with pytest.raises(Incomplete):
        actions.create_person(system, username, "某人")


def test_a_deactivated_person_is_out_at_once(world: World, system: Actor) -> None:
    clerk, client = world.person(Role.UNIT_CLERK), Client()
    client.post("/account/login/", {"login": clerk.username, "password": PASSWORD})
    assert client.get("/work/").status_code == 200

    actions.deactivate_person(system, clerk)

    assert client.get("/work/").status_code == 302
    client.post("/account/login/", {"login": clerk.username, "password": PASSWORD})
    assert client.get("/work/").status_code == 302
    assert not UserSession.objects.filter(user=clerk).exists()


def test_a_reset_password_replaces_the_old(world: World, system: Actor) -> None:
    clerk = world.person(Role.UNIT_CLERK)

    password = actions.reset_password(system, clerk)

    clerk.refresh_from_db()
    assert clerk.check_password(password)
    assert not clerk.check_password(PASSWORD)
    assert clerk.must_change_password
    assert the_event().action == "administration.reset_password"


def test_the_second_factor_of_an_administrator_takes_the_other_administrator(
    world: World, system: Actor, security: Actor
) -> None:
    audit, clerk = world.person(Role.AUDIT_ADMINISTRATOR), world.person(Role.UNIT_CLERK)
    for person in (audit, clerk):
        TOTP.activate(person, generate_totp_secret())

    with pytest.raises(NotAllowed):
        actions.reset_second_factor(system, audit)
    with pytest.raises(NotAllowed):
        actions.reset_second_factor(security, clerk)
    actions.reset_second_factor(security, audit)
    actions.reset_second_factor(system, clerk)

    assert Event.objects.filter(action="administration.reset_second_factor").count() == 2


def test_a_command_on_the_server_resets_any_second_factor(world: World) -> None:
    person = world.person(SECURITY)
    TOTP.activate(person, generate_totp_secret())

    actions.reset_second_factor(SYSTEM, person)

    assert the_event().thing_id == person.pk


def test_the_security_administrator_gives_and_ends_a_post(world: World, security: Actor) -> None:
    clerk = world.person(Role.UNIT_CLERK)

    post = actions.give_post(security, clerk, world.sibling, Role.UNIT_CLERK)
    gained = Person.objects.get(pk=clerk.pk).roles_for(world.sibling)
    actions.end_post(security, post)
    left = Person.objects.get(pk=clerk.pk).roles_for(world.sibling)

    assert gained == {Role.UNIT_CLERK}
    assert not left
    assert [event.action for event in Event.objects.all()] == [
        "administration.give_post",
        "administration.end_post",
    ]


def test_a_post_ended_and_given_again_on_one_day_is_ended_again(
    world: World, security: Actor
) -> None:
    clerk = world.person(Role.UNIT_CLERK)

    for _ in range(3):
        post = actions.give_post(security, clerk, world.sibling, Role.UNIT_CLERK)
        actions.end_post(security, post)

    assert not Person.objects.get(pk=clerk.pk).roles_for(world.sibling)


def test_nobody_gives_a_role_to_himself(world: World, security: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.give_post(security, security.person, world.finance, Role.AUDITOR)


@pytest.mark.parametrize("role", [r for r in Role if r is not SECURITY])
def test_nobody_else_gives_a_post(world: World, role: Role) -> None:
    with pytest.raises(NotAllowed):
        actions.give_post(
            world.actor(role), world.person(Role.UNIT_HEAD), world.unit, Role.UNIT_CLERK
        )


@pytest.mark.parametrize(
    ("holder", "role", "place"),
    [
        (Role.UNIT_CLERK, SECURITY, "finance"),
        (Role.UNIT_CLERK, Role.AUDITOR, "finance"),
        (SYSTEM_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR, "finance"),
        (SYSTEM_ADMINISTRATOR, Role.UNIT_CLERK, "unit"),
        (Role.AUDITOR, Role.FINANCE_REVIEWER, "finance"),
    ],
)
def test_roles_that_do_not_go_together_are_refused(
    world: World, security: Actor, holder: Role, role: Role, place: str
) -> None:
    with pytest.raises(NotAllowed, match="may not be held by one person"):
        actions.give_post(security, world.person(holder), getattr(world, place), role)

    assert not Event.objects.exists()


def test_a_finance_role_is_not_given_at_a_unit(world: World, security: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.give_post(
            security, world.person(Role.UNIT_CLERK), world.unit, Role.FINANCE_REVIEWER
        )


def test_the_first_security_administrator_is_named_by_the_system_administrator(
    world: World, system: Actor
) -> None:
    Post.objects.filter(role=SECURITY).delete()
    new, _ = actions.create_person(system, "security", "安全管理员")

    actions.give_post(system, new, world.finance, SECURITY)

    assert new.roles == {SECURITY}
    other, _ = actions.create_person(system, "security-2", "另一安全管理员")
    with pytest.raises(NotAllowed):
        actions.give_post(system, other, world.finance, SECURITY)


def test_a_locked_account_is_listed_and_unlocked(world: World, client: Client) -> None:
    clerk = world.person(Role.UNIT_CLERK)
    for _ in range(5):
        client.post("/account/login/", {"login": clerk.username, "password": "wrong"})
    officer = world.client(SECURITY)
    assert clerk.username in officer.get(f"{BASE}/security/").content.decode()

    officer.post(f"{BASE}/security/unlock/", {"username": clerk.username})

    answer = client.post("/account/login/", {"login": clerk.username, "password": PASSWORD})
    assert answer.status_code == 302
    assert Event.objects.filter(action="administration.unlock").count() == 1


def test_any_session_is_ended_by_the_security_administrator(world: World) -> None:
    client = Client()
    clerk = world.person(Role.UNIT_CLERK)
    client.post("/account/login/", {"login": clerk.username, "password": PASSWORD})
    client.get("/work/")
    session = UserSession.objects.get(user=clerk)

    world.client(SECURITY).post(f"{BASE}/sessions/{session.pk}/end/")

    assert client.get("/work/").status_code == 302
    assert Event.objects.last().action == "account.end_session"


def test_a_deadline_set_again_replaces_and_keeps_the_first(world: World, system: Actor) -> None:
    actions.set_deadline(system, Round.FILING, 2027, date(2026, 6, 30))
    actions.set_deadline(system, Round.FILING, 2027, date(2026, 7, 15))

    told = [(row["deadline"].due_on, row["holds"]) for row in queries.deadlines()]
    assert told == [(date(2026, 7, 15), True), (date(2026, 6, 30), False)]
    assert Event.objects.last().before == {"due_on": "2026-06-30"}


def test_every_form_of_the_pages_works(world: World) -> None:
    client, officer = world.client(SYSTEM_ADMINISTRATOR), world.client(SECURITY)
    clerk = world.person(Role.UNIT_CLERK)
    posts = [
        (client, "organisations/create/", {"name": "某站", "kind": "unit", "level": "city"}),
        (client, f"organisations/{world.unit.pk}/rename/", {"name": "某市热线"}),
        (client, f"organisations/{world.unit.pk}/move/", {"parent": world.other_department.pk}),
        (client, f"organisations/{world.sibling.pk}/close/", {}),
        (client, f"persons/{clerk.pk}/deactivate/", {}),
        (client, f"persons/{clerk.pk}/reactivate/", {}),
        (
            *(officer, f"persons/{clerk.pk}/give-post/"),
            {"role": "unit_head", "organisation": world.unit.pk, "until": "2099-12-31"},
        ),
        (client, "deadlines/", {"round": "filing", "fiscal_year": 2027, "due_on": "2026-06-30"}),
    ]

    for number, (browser, address, data) in enumerate(posts, start=1):
        answer = browser.post(f"{BASE}/{address}", data)
        assert answer.status_code == 302, (address, answer.content.decode())
        assert Event.objects.count() == number, address


def test_a_form_filled_in_badly_is_refused_with_a_sentence(world: World) -> None:
    client = world.client(SYSTEM_ADMINISTRATOR)

    answer = client.post(f"{BASE}/deadlines/", {"round": "filing", "fiscal_year": "x"})

    assert answer.status_code == 422
    assert "预算年度" in answer.content.decode()
    assert client.post(f"{BASE}/import/", {}).status_code == 422


def test_parameters_show_value_source_and_mark(world: World) -> None:
    page = world.client(SYSTEM_ADMINISTRATOR).get(f"{BASE}/parameters/").content.decode()

    assert "disclosure_days" in page
    assert "原文已核" in page
    assert "Decimal(" not in page


def test_a_folder_is_stored_and_read_in_the_background(
    world: World, system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Kept:
        def __init__(self, pk: int, name: str) -> None:
            self.pk, self.name = pk, name

    class Documents:
        @staticmethod
        def store(
            actor: Actor, unit: Organisation, name: str, chunks: Any, *, is_source: bool
        ) -> Kept:
            assert is_source
            return Kept(len(b"".join(chunks)), name)

    class Jobs:
        @staticmethod
        def start(actor: Actor, kind: str, arguments: dict[str, Any], unit: Organisation) -> Kept:
            assert (kind, arguments) == ("import_folder", {"files": [3, 5]})
            return Kept(7, kind)

    modules = {"jixiao.web.documents.actions": Documents, "jixiao.web.jobs.actions": Jobs}
    monkeypatch.setattr(actions, "import_module", modules.__getitem__)
    files = [SimpleUploadedFile("一.docx", b"abc"), SimpleUploadedFile("二.docx", b"abcde")]

    job = actions.import_folder(system, world.unit, files)

    assert job.pk == 7
    assert the_event().after == {"files": ["一.docx", "二.docx"], "job": 7}


def test_a_monitor_is_told_ok_and_no_secrets(client: Client, db: None) -> None:
    answer = client.get("/healthz")

    assert answer.json()["status"] in ("ok", "failing")
    assert set(answer.json()) == {"status", "checks"}
    assert set(answer.json()["checks"].values()) <= {"ok", "failing"}


def test_persons_are_paged_with_few_queries(
    world: World, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(120):
        person = Person.objects.create(username=f"p{number}", name=f"某人{number}")
        Post.objects.create(person=person, organisation=world.unit, role=Role.UNIT_CLERK)
    client = world.client(SYSTEM_ADMINISTRATOR)

    with django_assert_max_num_queries(12):
        page = client.get(f"{BASE}/persons/", {"search": "某人", "page": 2})

    assert len(page.context["page"]) == 50


def test_persons_without_a_post_wait_for_the_security_administrator(
    world: World, system: Actor
) -> None:
    actions.create_person(system, "new", "新进人员")

    page = world.client(SECURITY).get("/work/").content.decode()

    assert "待授予岗位的人员" in page
    assert "待授予岗位的人员" not in world.client(Role.UNIT_CLERK).get("/work/").content.decode()
