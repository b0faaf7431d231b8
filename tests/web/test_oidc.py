"""Sign-in by OIDC, against a small provider that is started for the test."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client

from conftest import World
from jixiao.web.accounts.models import Person
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event


class Provider(BaseHTTPRequestHandler):
    """Says of everybody that he is ``who``."""

    who = ""
    nonce = ""

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path == "/.well-known/openid-configuration":
            self.answer(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/userinfo",
                    "jwks_uri": f"{base}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif self.path == "/userinfo":
            self.answer({"sub": f"id-{self.who}", "preferred_username": self.who})
        else:
            self.answer({"keys": []})

    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert asked["client_secret"] == ["s3cret"]
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        now = int(time.time())
        claims = {"iss": base, "aud": "jixiao", "sub": f"id-{self.who}", "iat": now}
        token = jwt.encode(
            claims | {"exp": now + 60, "preferred_username": self.who}, "x" * 32, "HS256"
        )
        self.answer({"access_token": "t", "token_type": "Bearer", "id_token": token})

    def answer(self, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Nothing."""


@pytest.fixture
def provider(settings: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "统一身份认证",
                    "client_id": "jixiao",
                    "secret": "s3cret",
                    "settings": {"server_url": address},
                }
            ]
        }
    }
    yield address
    server.shutdown()
    server.server_close()


def come_in(client: Client, who: str) -> Any:
    """The whole way: to the provider, and back with a code."""
    Provider.who = who
    away = client.post("/account/oidc/oidc/login/")
    asked = parse_qs(urlsplit(away.url).query)
    back = urlsplit(asked["redirect_uri"][0]).path
    return client.get(back, {"code": "abc", "state": asked["state"][0]})


def test_a_person_with_an_account_comes_in_and_is_told(
    client: Client, world: World, provider: str
) -> None:
    clerk = world.person(Role.UNIT_CLERK)
    assert "统一身份认证" in client.get("/account/login/").content.decode()

    answer = come_in(client, clerk.username)

    event = Event.objects.get()
    assert answer.url == "/work/"
    assert client.get("/work/").wsgi_request.user == clerk
    assert (event.action, event.after) == ("account.sign_in", {"by": "oidc"})
    assert come_in(Client(), clerk.username).url == "/work/"


@pytest.mark.parametrize("who", ["nobody-here", ""])
def test_who_has_no_account_stays_out(
    client: Client, world: World, provider: str, who: str
) -> None:
    persons = Person.objects.count()

    answer = come_in(client, who)

    assert answer.status_code == 403
    assert "没有对应的账号" in answer.content.decode()
    assert client.get("/work/").status_code == 302
    assert Person.objects.count() == persons


def test_a_deactivated_person_stays_out(client: Client, world: World, provider: str) -> None:
    clerk = world.person(Role.UNIT_CLERK)
    come_in(Client(), clerk.username)
    Person.objects.filter(pk=clerk.pk).update(is_active=False)

    come_in(client, clerk.username)

    assert client.get("/work/").status_code == 302


def test_the_second_factor_is_asked_after_oidc_too(
    client: Client, world: World, provider: str, settings: Any
) -> None:
    settings.TWO_FACTOR = "required"

    come_in(client, world.person(Role.UNIT_CLERK).username)

    assert client.get("/work/").url == "/account/2fa/totp/activate/"


def test_a_provider_that_fails_is_told_in_a_sentence(
    client: Client, world: World, provider: str
) -> None:
    answer = client.get("/account/oidc/oidc/login/callback/", {"error": "server_error"})

    assert "统一认证未成功" in answer.content.decode()


def test_without_a_provider_nothing_is_offered(client: Client, world: World) -> None:
    assert "统一身份认证" not in client.get("/account/login/").content.decode()
    assert client.post("/account/oidc/oidc/login/").status_code == 404
