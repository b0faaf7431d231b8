"""The site's defences: policy, cookies, frames, hosts, redirects, forged requests, limits."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import jixiao.web
from conftest import PASSWORD, World
from jixiao.web.accounts.models import Person
from jixiao.web.counting import count, forget
from jixiao.web.filings.models import Adjustment
from jixiao.web.limits import COUNTS, limited
from jixiao.web.roles import Role

WEB = Path(jixiao.web.__file__).parent
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))
SAMPLES = {"int": "1", "slug": "x", "str": "x", "uuid": "0" * 32, "path": "x"}


def addresses() -> list[str]:
    """Every address of the site, parameters filled with something."""
    found = []
    for path in _paths(get_resolver().url_patterns, ""):
        filled = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES.get(m[1] or "str", "x"), path)
        filled = re.sub(r"\(\?P<\w+>[^)]*\)", "x", filled).replace("^", "").replace("$", "")
        found.append("/" + filled.replace("\\", ""))
    return sorted(set(found))


def _paths(patterns: Any, before: str) -> Iterator[str]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _paths(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here


class Inline(HTMLParser):
    """Collects what a strict policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = dict(attributes)
        if tag == "style" or (tag == "script" and not names.get("src")):
            self.found.append(f"<{tag}>")
        for name, value in attributes:
            if name == "style" or name.startswith(("on", "hx-on")):
                self.found.append(f"{tag} {name}")
            if (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")
            if name in ("src", "href", "action") and (value or "").startswith(("http:", "//")):
                self.found.append(f"{tag} {name}={value}")


def inline(text: str) -> list[str]:
    parser = Inline()
    parser.feed(text)
    # Data for scripts is no script.
    data = len(re.findall(r'<script[^>]*type="application/(?:ld\+)?json"', text))
    scripts = [one for one in parser.found if one == "<script>"][:data]
    return [one for one in parser.found if not (one == "<script>" and scripts and scripts.pop())]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_script_or_style_in_it(path: Path) -> None:
    text = re.sub(r"{%.*?%}|{{.*?}}", "x", path.read_text(encoding="utf-8"))

    assert inline(text) == []


@pytest.mark.parametrize(
    "role",
    [None, Role.UNIT_CLERK, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR],
)
def test_every_answer_carries_the_policy_and_nothing_inline(world: World, role: Any) -> None:
    client = Client() if role is None else world.client(role)

    for address in addresses():
        if "logout" in address:
            continue
        answer = client.get(address)
        assert answer.status_code < 500, address
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, address
        assert "unsafe" not in policy, address
        assert answer.headers["X-Content-Type-Options"] == "nosniff", address
        if "text/html" in answer.headers["Content-Type"] and not answer.streaming:
            # A chart in a foreign page leads back here by the whole address.
            text = answer.content.decode().replace('"http://testserver/', '"/')
            assert inline(text) == [], address
            if not address.startswith("/embed"):
                assert answer.headers["X-Frame-Options"] == "DENY", address
                assert "frame-ancestors 'none'" in policy, address


def test_a_forged_request_is_refused_at_every_address(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        world.person(Role.SYSTEM_ADMINISTRATOR),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )

    for address in addresses():
        # Programs sign in with a key of their own, not with a cookie: see the API's tests.
        # The portal's language switch sets a language and nothing else: its pages hold no token.
        if address.startswith("/api/") or address == "/language/":
            continue
        assert client.post(address).status_code in (403, 404, 405), address


def test_a_foreign_host_is_refused(client: Client, settings: Any, db: None) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]

    assert client.get("/account/login/", headers={"host": "evil.example"}).status_code == 400


def test_cookies_are_kept_from_scripts_and_other_sites(world: World) -> None:
    client = Client()
    person = world.person(Role.UNIT_CLERK)

    client.post("/account/login/", {"login": person.username, "password": PASSWORD})

    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_under_https_cookies_are_secure_and_http_is_led_away(settings: Any) -> None:
    import os
    import subprocess
    import sys

    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        " s.SECURE_HSTS_SECONDS > 0)"
    )
    environment = os.environ | {
        "JIXIAO_HTTPS": "1",
        "DJANGO_SETTINGS_MODULE": "jixiao.web.settings",
        "JIXIAO_SECRET_KEY": "for-tests-only",
        "PYTHONPATH": str(WEB.parents[1]),
    }

    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    assert told.stdout.split() == ["True"] * 4


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example"])
def test_the_language_switch_leads_nowhere_else(client: Client, db: None, address: str) -> None:
    answer = client.post("/i18n/setlang/", {"language": "en", "next": address})

    assert "evil" not in answer.headers.get("Location", "")


def test_who_is_not_signed_in_is_led_to_sign_in(client: Client, db: None) -> None:
    for address in addresses():
        if address.startswith("/work/"):
            answer = client.get(address)
            assert answer.status_code in (302, 404, 405), address
            if answer.status_code == 302:
                assert answer.url.startswith("/account/login/"), address


def test_a_second_factor_is_demanded_at_every_address_of_the_work(
    world: World, settings: Any
) -> None:
    settings.TWO_FACTOR = "required"
    client = world.client(Role.SYSTEM_ADMINISTRATOR)

    for address in addresses():
        if address.startswith(("/work/", "/api/")):
            assert client.get(address).url == "/account/2fa/totp/activate/", address
            assert client.post(address).url == "/account/2fa/totp/activate/", address


def test_a_first_password_is_changed_before_any_address_of_the_work(world: World) -> None:
    person = world.person(Role.SYSTEM_ADMINISTRATOR)
    person.must_change_password = True
    person.save()
    client = world.client(Role.SYSTEM_ADMINISTRATOR)

    for address in addresses():
        if not address.startswith(("/account/", "/static/", "/i18n/")):
            assert client.get(address).url == "/account/password/change/", address
            assert client.post(address).url == "/account/password/change/", address


def answer(request: HttpRequest) -> HttpResponse:
    return JsonResponse({})


def asked(path: str = "/api/x", address: str = "10.0.0.1", **headers: str) -> HttpRequest:
    request = RequestFactory(headers=headers).get(path, REMOTE_ADDR=address)
    request.user = AnonymousUser()
    return request


@pytest.fixture
def limits(settings: Any) -> None:
    settings.LIMITS = True
    forget(settings.DATA / COUNTS)


def test_who_asks_too_often_is_told_when_to_try_again(limits: None) -> None:
    view = limited("3/h", by="address")(answer)

    answers = [view(asked("/api/x")) for _ in range(5)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600
    assert b"\\u" in answers[-1].content or "过于频繁" in answers[-1].content.decode()
    assert view(asked(address="10.0.0.2")).status_code == 200


def test_processes_count_together(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from jixiao.web.counting import count\n"
        "for _ in range(500): count(Path(sys.argv[1]), 'one', int(time.time()) + 3600)\n"
    )
    counts = tmp_path / "limits.counts"
    running = [subprocess.Popen([sys.executable, "-c", script, str(counts)]) for _ in range(4)]

    assert [one.wait(60) for one in running] == [0] * 4

    assert count(counts, "one", int(time.time()) + 3600) == 2001
    assert count(counts, "another", int(time.time()) + 3600) == 1
    assert count(counts, "over", int(time.time()) - 1) == 1
    assert count(counts, "over", int(time.time()) + 9) == 1


def test_uploads_live_checks_search_and_interface_are_limited(
    world: World, limits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, anybody = world.client(Role.UNIT_CLERK), Client()
    filing = world.filing()
    adjustment = Adjustment.objects.create(filing=filing, unit=filing.unit, draft=filing.draft)
    asked_for = (
        (clerk.post, "/work/filings/upload/"),
        (clerk.post, f"/work/filings/{filing.pk}/check/"),
        (clerk.post, f"/work/filings/{filing.pk}/save/"),
        (clerk.post, reverse("adjustment_check", args=[adjustment.pk])),
        (clerk.post, reverse("adjustment_save", args=[adjustment.pk])),
        (clerk.post, "/work/files/"),
        (anybody.get, "/projects/?q=热线"),
        (anybody.get, "/indicators/?q=热线"),
        (anybody.get, "/projects.csv"),
        (anybody.get, "/api/bodies"),
    )

    before = [method(path).status_code for method, path in asked_for]
    monkeypatch.setattr("jixiao.web.limits.count", lambda *_: 1_000_000)
    after = [method(path) for method, path in asked_for]

    assert 429 not in before
    assert [one.status_code for one in after] == [429] * len(asked_for)
    assert all(one["Retry-After"] for one in after)


def test_persons_are_counted_apart(limits: None) -> None:
    view = limited("1/h", by="person", name="apart")(answer)
    one, other = asked(), asked()
    one.user, other.user = Person(pk=1), Person(pk=2)

    assert [view(one).status_code, view(other).status_code] == [200, 200]
    assert view(one).status_code == 429


def test_an_ipv6_subscriber_is_counted_as_one(limits: None) -> None:
    view = limited("1/h", by="address", name="six")(answer)

    assert view(asked(address="2001:db8::1")).status_code == 200
    assert view(asked(address="2001:db8::2")).status_code == 429
    assert view(asked(address="2001:db8:0:1::1")).status_code == 200


def test_only_the_methods_named_are_counted(limits: None) -> None:
    view = limited("1/h", by="address", methods=("POST",), name="methods")(answer)

    assert [view(asked()).status_code for _ in range(3)] == [200] * 3


def test_the_page_of_a_limit_is_in_the_house_looks(client: Client, db: None, limits: None) -> None:
    for _ in range(61):
        page = client.post("/account/login/", {"login": "", "password": ""})

    assert page.status_code == 429
    assert page["Retry-After"]
    assert "操作过于频繁" in page.content.decode()
