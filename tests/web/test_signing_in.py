"""Signing in: password, second factor, lock-out, sessions; each leaves one event."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pyotp
import pytest
from allauth.usersessions.models import UserSession
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conftest import PASSWORD, World
from jixiao.web.accounts.actions import first_administrator
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.exceptions import Incomplete, NotPossible
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event


def sign_in(client: Client, person: Person, password: str = PASSWORD, **extra: str) -> Any:
    return client.post("/account/login/", {"login": person.username, "password": password, **extra})


def actions() -> list[str]:
    return list(Event.objects.values_list("action", flat=True))


@pytest.fixture(autouse=True)
def nobody_has_tried_before() -> None:
    cache.clear()


@pytest.fixture
def clerk(world: World) -> Person:
    return world.person(Role.UNIT_CLERK)


def test_the_sign_in_page_is_all_chinese(client: Client) -> None:
    page = client.get("/account/login/").content.decode()

    words = re.sub(r"<(script|head).*?</\1>|<[^>]*>", " ", page, flags=re.S)
    assert not set(re.findall(r"[A-Za-z]{3,}", words)) - {"English"}


def test_the_sign_in_page_speaks_english_when_asked(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "en"})

    page = client.get("/account/login/").content.decode()

    assert "User name" in page
    assert "用户名" not in page


def test_a_sign_in_leaves_one_event(client: Client, clerk: Person) -> None:
    response = sign_in(client, clerk)

    event = Event.objects.get()
    assert response.url == "/work/"
    assert (event.action, event.person_id_then) == ("account.sign_in", clerk.pk)


def test_a_wrong_password_leaves_one_event_and_no_password(client: Client, clerk: Person) -> None:
    response = sign_in(client, clerk, "wrong-pass-word")

    event = Event.objects.get()
    assert event.action == "account.sign_in_failed"
    assert (event.person_id_then, event.thing_id) == (None, clerk.pk)
    assert "用户名或密码不正确" in response.content.decode()
    assert "wrong-pass-word" not in str(Event.objects.values())
    assert "wrong-pass-word" not in str(AccessAttempt.objects.values())


def test_a_name_that_nobody_has_is_not_kept_in_the_trail(client: Client, db: None) -> None:
    client.post("/account/login/", {"login": "my-secret-typed-here", "password": "x"})

    assert "my-secret-typed-here" not in str(Event.objects.values())


def test_after_five_failures_the_account_is_locked_and_says_until_when(
    client: Client, clerk: Person
) -> None:
    for _ in range(5):
        response = sign_in(client, clerk, "wrong")

    page = response.content.decode()
    assert response.status_code == 429
    assert 1700 < int(response["Retry-After"]) <= 1800
    assert "账号已锁定" in page
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", page)
    assert actions().count("account.lock_out") == 1
    assert sign_in(client, clerk).status_code == 429
    assert actions().count("account.lock_out") == 1
    assert actions()[-1] == "account.sign_in_failed"


def test_a_sign_out_leaves_one_event(client: Client, clerk: Person) -> None:
    sign_in(client, clerk)

    client.post("/account/logout/")

    assert actions() == ["account.sign_in", "account.sign_out"]
    assert client.get("/work/").status_code == 302


def test_a_second_factor_is_demanded_set_up_and_asked_for(
    client: Client, clerk: Person, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TWO_FACTOR = "required"
    sign_in(client, clerk)
    assert client.get("/work/").url == "/account/2fa/totp/activate/"
    response = client.get("/account/2fa/totp/activate/")
    assert response.status_code == 200, response
    page = response.content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r"<code>([A-Z2-7]{16,})</code>", page)[1]

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            "/account/2fa/totp/activate/", {"code": pyotp.TOTP(secret).now()}, follow=True
        )

    page = response.content.decode()
    codes = re.findall(r"<li><code>([^<]+)</code></li>", page)
    assert len(codes) == 10
    assert all(code in unquote(page.split("data:text/plain")[1]) for code in codes)
    assert client.get("/work/").status_code == 200
    again = client.get("/account/2fa/recovery-codes/").content.decode()
    assert not any(code in again for code in codes)
    assert actions() == ["account.sign_in", "account.set_up_second_factor"]

    other = Client()
    assert sign_in(other, clerk).url == "/account/2fa/authenticate/"
    assert other.get("/work/").status_code == 302
    other.post("/account/2fa/authenticate/", {"code": "000000"})
    assert actions()[-1] == "account.second_factor_failed"
    assert other.post("/account/2fa/authenticate/", {"code": codes[0]}).url == "/work/"
    assert actions()[-2:] == ["account.use_recovery_code", "account.sign_in"]


def test_a_post_that_begins_tomorrow_opens_nothing_today(world: World) -> None:
    client = world.client(Role.UNIT_CLERK)
    filing = world.filing()
    tomorrow = timezone.localdate() + timedelta(days=1)

    world.person(Role.UNIT_CLERK).posts.update(since=tomorrow)

    assert client.get(f"/work/filings/{filing.pk}/").status_code == 404


def test_an_account_that_is_deactivated_is_out_at_the_next_request(world: World) -> None:
    client = world.client(Role.UNIT_CLERK)
    assert client.get("/work/").status_code == 200

    Person.objects.filter(pk=world.person(Role.UNIT_CLERK).pk).update(is_active=False)

    assert client.get("/work/").url.startswith("/account/login/")


def test_the_code_cannot_be_guessed_without_end(client: Client, clerk: Person) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(clerk, generate_totp_secret())
    sign_in(client, clerk)

    said = [
        client.post("/account/2fa/authenticate/", {"code": f"00000{number}"}).content.decode()
        for number in range(7)
    ]

    assert "尝试次数过多" in said[-1] or "过于频繁" in said[-1]


def test_a_first_password_is_changed_before_anything_else(client: Client, clerk: Person) -> None:
    Person.objects.filter(pk=clerk.pk).update(must_change_password=True)
    sign_in(client, clerk)
    assert client.get("/work/").url == "/account/password/change/"

    same = client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD},
    )
    new = "巢湖-淝水-9876"
    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert "新密码不能与当前密码相同" in same.content.decode()
    assert client.get("/work/").status_code == 200
    assert actions() == ["account.sign_in", "account.change_password"]


def test_one_session_of_several_is_ended(client: Client, clerk: Person) -> None:
    other = Client()
    sign_in(client, clerk)
    sign_in(other, clerk)
    other.get("/work/")
    client.get("/work/")
    theirs = UserSession.objects.get(session_key=other.session.session_key)

    client.post(f"/work/sessions/{theirs.pk}/end/")

    assert other.get("/work/").status_code == 302
    assert client.get("/work/").status_code == 200
    assert actions()[-1] == "account.end_session"


def test_all_other_sessions_are_ended_each_with_its_event(client: Client, clerk: Person) -> None:
    others = [Client(), Client()]
    for browser in (client, *others):
        sign_in(browser, clerk)
        browser.get("/work/")

    client.post("/account/sessions/")

    assert [other.get("/work/").status_code for other in others] == [302, 302]
    assert client.get("/work/").status_code == 200
    assert actions().count("account.end_session") == 2


def test_nobody_ends_the_session_of_another_person(client: Client, world: World) -> None:
    other = Client()
    sign_in(other, world.person(Role.UNIT_HEAD))
    other.get("/work/")
    sign_in(client, world.person(Role.UNIT_CLERK))
    theirs = UserSession.objects.get(session_key=other.session.session_key)

    assert client.post(f"/work/sessions/{theirs.pk}/end/").status_code == 404
    assert other.get("/work/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        *("/account/signup/", "/account/password/reset/", "/account/email/"),
        *("/account/password/set/", "/account/social/signup/", "/account/social/"),
        "/account/password/reset/key/1-abc/",
    ],
)
def test_nobody_signs_up_or_resets_by_mail(client: Client, address: str, db: None) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_the_session_key_changes_at_sign_in(client: Client, clerk: Person) -> None:
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key

    sign_in(client, clerk)

    assert client.session.session_key != before
    assert not client.session.exists(before)


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_sign_in_leads_nowhere_else(client: Client, clerk: Person, address: str) -> None:
    response = sign_in(client, clerk, next=address)

    assert response.url == "/work/"


def test_the_first_administrator_gets_a_root_organisation(db: None) -> None:
    person = first_administrator("admin", "寿春-八公-2468")

    assert person.roles == {Role.SYSTEM_ADMINISTRATOR}
    assert Organisation.objects.get().parent is None
    assert actions() == ["administration.first_administrator"]
    with pytest.raises(NotPossible):
        first_administrator("admin2", "寿春-八公-2468")


def test_the_first_administrator_needs_a_good_password(db: None) -> None:
    with pytest.raises(Incomplete):
        first_administrator("admin", "12345")

    assert not Person.objects.exists()


@pytest.mark.parametrize("kind", ["of the device", "for recovery"])
def test_a_code_of_the_second_factor_is_good_once(client: Client, clerk: Person, kind: str) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    recovery = RecoveryCodes.activate(clerk).get_unused_codes()[0]
    code = recovery if kind == "for recovery" else pyotp.TOTP(secret).now()
    sign_in(client, clerk)
    first = client.post("/account/2fa/authenticate/", {"code": code})
    overheard = Client()
    sign_in(overheard, clerk)

    again = overheard.post("/account/2fa/authenticate/", {"code": code})

    assert first.url == "/work/"
    assert again.status_code == 200
    assert overheard.get("/work/").status_code == 302
    assert actions()[-1] == "account.second_factor_failed"


def test_the_lock_ends_by_itself_after_its_time(client: Client, clerk: Person) -> None:
    for _ in range(5):
        sign_in(client, clerk, "wrong")
    locked = sign_in(client, clerk)
    AccessAttempt.objects.update(
        attempt_time=timezone.now() - get_cool_off() - timedelta(minutes=1)
    )

    after = sign_in(client, clerk)

    assert locked.status_code == 429
    assert after.url == "/work/"


def test_a_post_that_has_ended_gives_nothing_from_the_next_request_on(
    world: World, clerk: Person
) -> None:
    filing = world.filing()
    client = world.client(Role.UNIT_CLERK)
    address = f"/work/filings/{filing.pk}/"
    before = client.get(address).status_code
    clerk.posts.update(until=timezone.localdate() - timedelta(days=1))

    seen = client.get(address).status_code
    done = client.post(f"{address}steps/submit/").status_code

    assert (before, seen, done) == (200, 404, 404)
    filing.refresh_from_db()
    assert filing.state == "draft"


def test_a_changed_password_ends_the_other_sessions(client: Client, clerk: Person) -> None:
    other = Client()
    sign_in(client, clerk)
    sign_in(other, clerk)
    new = "巢湖-淝水-9876"

    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert client.get("/work/").status_code == 200
    assert other.get("/work/").status_code == 302
