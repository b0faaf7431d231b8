"""kill -9 in the middle of a submission, an upload and a job: nothing half done, nothing lost.

Real processes on a database of their own, SQLite and, where it is installed, PostgreSQL.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import DATABASES, Site, copied, template

SEED = """
from jixiao.web.accounts.models import Organisation, Person, Post
unit = Organisation.objects.create(name="某市政务热线中心", code="rx", kind="unit")
person = Person.objects.create(username="clerk", name="某市政务热线中心单位经办")
Post.objects.create(person=person, organisation=unit, role="unit_clerk")
"""
START = """
import threading
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.actor import Actor
from jixiao.web.jobs.actions import start
from jixiao.web.jobs.worker import run_worker
start(Actor(Person.objects.get()), "gated", {"folder": sys.argv[1]}, Organisation.objects.get())
run_worker(threading.Event(), "first")
"""
WORK_ON = """
import threading
from jixiao.web.jobs.worker import run_worker
run_worker(threading.Event(), sys.argv[2])
"""
UPLOAD = """
from pathlib import Path
from gated.work import pass_gate
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.actor import Actor
from jixiao.web.documents import actions
folder, where = Path(sys.argv[1]), sys.argv[2]
def chunks():
    yield b"x" * 100_000
    if where == "sending":
        pass_gate(folder, "sending")
    yield b"y" * 100_000
settle = actions.settle
def settle_and_wait(spool):
    settle(spool)
    if where == "settled":
        pass_gate(folder, "settled")
actions.settle = settle_and_wait
actions.store(Actor(Person.objects.get()), Organisation.objects.get(), "大.txt", chunks())
"""
SWEEP = """
from jixiao.web.documents.actions import sweep
sweep(older_than=-60)
"""
DRAFT = """
from pathlib import Path
from django.test import Client
from conftest import good_draft
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.filings.models import Filing, Project
folder, unit = Path(sys.argv[1]), Organisation.objects.get()
Organisation.objects.update(place="anhui")
project = Project.objects.create(unit=unit, name="热线服务")
filing = Filing.objects.create(
    project=project, unit=unit, fiscal_year=2025, draft=good_draft(2025, project.name)
)
client = Client()
client.force_login(
    Person.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend"
)
(folder / "session").write_text(client.cookies["sessionid"].value)
(folder / "path").write_text(f"/work/filings/{filing.pk}/steps/submit/")
"""
SERVE = """
from pathlib import Path
from django.core.wsgi import get_wsgi_application
from gated.work import pass_gate
from gunicorn.app.base import BaseApplication
from jixiao.web import cases
folder = Path(sys.argv[1])
record = cases.record
def record_and_wait(actor, action, *rest, **more):
    record(actor, action, *rest, **more)
    if action == "filing.submit":
        pass_gate(folder, "submitting")
cases.record = record_and_wait
class Server(BaseApplication):
    def load_config(self):
        self.cfg.set("bind", "127.0.0.1:0")
        self.cfg.set("loglevel", "error")
        self.cfg.set("worker_class", "gthread")
        if "control_socket_disable" in self.cfg.settings:
            self.cfg.set("control_socket_disable", True)
        self.cfg.set("when_ready", self.tell)
    def tell(self, arbiter):
        port = folder / "port.part"
        port.write_text(str(arbiter.LISTENERS[0].sock.getsockname()[1]))
        port.rename(folder / "port")
    def load(self):
        return get_wsgi_application()
sys.argv[1:] = []
Server().run()
"""
VERIFY = """
from jixiao.web.trail.verification import verify
assert verify().holds
"""
HASH = hashlib.sha256(b"x" * 100_000 + b"y" * 100_000).hexdigest()


@pytest.fixture(scope="module", params=DATABASES)
def untouched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    with template(tmp_path_factory.mktemp("template"), request.param, SEED) as made:
        yield made


@pytest.fixture
def site(untouched: Site, tmp_path: Path) -> Iterator[Site]:
    with copied(untouched, tmp_path) as made:
        yield made


def jobs_done(site: Site) -> bool:
    return site.rows("SELECT state FROM jobs_job") == [("done",)]


@pytest.mark.parametrize("gate", ["working", "ending"])
def test_a_job_whose_worker_is_killed_is_finished_by_another_once(site: Site, gate: str) -> None:
    first = site.begin(START)
    if gate == "ending":
        site.open("working")
    site.kill_at(gate, first)
    assert site.rows("SELECT state, worker FROM jobs_job") == [("running", "first")]
    assert site.rows("SELECT count(*) FROM documents_storedfile") == [(0,)]
    site.open("working", "ending")

    second = site.begin(WORK_ON, "second")
    site.wait_for(lambda: jobs_done(site), second)

    assert site.rows("SELECT worker, attempts FROM jobs_job") == [("second", 2)]
    assert site.rows("SELECT name FROM documents_storedfile") == [("结果.txt",)]
    assert site.rows("SELECT action FROM trail_event ORDER BY number") == [
        ("job.start",),
        ("file.store",),
    ]
    assert site.kept() == [hashlib.sha256(b"the result").hexdigest()]


def test_two_workers_do_a_job_once_and_the_lease_is_renewed(site: Site) -> None:
    first = site.begin(START)
    site.wait_for(lambda: (site.folder / "working").exists(), first)
    second = site.begin(WORK_ON, "second")
    time.sleep(3)  # three times the lease
    site.open("working", "ending")

    site.wait_for(lambda: jobs_done(site), second)

    assert site.rows("SELECT worker, attempts FROM jobs_job") == [("first", 1)]
    assert site.rows("SELECT count(*) FROM documents_storedfile") == [(1,)]


def test_an_upload_killed_while_sending_leaves_no_row_and_no_file(site: Site) -> None:
    site.kill_at("sending", site.begin(UPLOAD, "sending"))

    assert site.rows("SELECT count(*) FROM documents_storedfile") == [(0,)]
    assert site.rows("SELECT count(*) FROM trail_event") == [(0,)]
    assert [name for name in site.kept() if not name.endswith(".part")] == []


def test_an_upload_killed_before_its_commit_is_swept_and_can_be_made_again(site: Site) -> None:
    site.kill_at("settled", site.begin(UPLOAD, "settled"))
    assert site.rows("SELECT count(*) FROM documents_storedfile") == [(0,)]
    assert site.kept() == [HASH]  # whole, named by no row

    site.do(SWEEP)
    assert site.kept() == []
    site.open("settled")
    assert site.begin(UPLOAD, "settled").wait(60) == 0

    assert site.rows("SELECT sha256 FROM documents_storedfile") == [(HASH,)]
    assert site.kept() == [HASH]


def submitted(site: Site) -> list[tuple[Any, ...]]:
    """State, versions and events of submission of the one filing there is."""
    return site.rows(
        "SELECT state, (SELECT count(*) FROM filings_version),"
        " (SELECT count(*) FROM trail_event WHERE action = 'filing.submit') FROM filings_filing"
    )


def post(site: Site, path: str) -> int:
    """The status that the served site answers a form of the clerk's with."""
    session = (site.folder / "session").read_text()
    connection = http.client.HTTPConnection("127.0.0.1", port_of(site), timeout=30)
    token = "k" * 32
    headers = {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token}
    try:
        connection.request("POST", path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def port_of(site: Site) -> int:
    return int((site.folder / "port").read_text())


def serve(site: Site) -> subprocess.Popen[bytes]:
    """The site served by gunicorn, once it listens."""
    (site.folder / "port").unlink(missing_ok=True)
    process = site.begin(SERVE)
    site.wait_for((site.folder / "port").exists, process)
    return process


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of the server and its workers."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_a_submission_whose_server_is_killed_is_not_done_and_can_be_done_again(site: Site) -> None:
    site.do(DRAFT)
    before = site.rows("SELECT draft, revision FROM filings_filing")
    path = (site.folder / "path").read_text()
    server = serve(site)
    asked: list[BaseException] = []

    def ask() -> None:
        try:
            post(site, path)
        except (OSError, http.client.HTTPException) as error:
            asked.append(error)

    asking = threading.Thread(target=ask)
    try:
        asking.start()
        # Version, state and event are written, and not committed.
        site.wait_for((site.folder / "submitting").exists, server)
    finally:
        kill_all(server)
    asking.join(30)

    assert len(asked) == 1  # the clerk was not told that it is done
    assert submitted(site) == [("draft", 0, 0)]
    assert site.rows("SELECT draft, revision FROM filings_filing") == before
    site.do(VERIFY)

    site.open("submitting")
    again = serve(site)
    try:
        statuses = post(site, path), post(site, path)
    finally:
        kill_all(again)

    assert statuses == (302, 409)
    assert submitted(site) == [("submitted", 1, 1)]
    site.do(VERIFY)


def raw(site: Site, *headers: str, body: bytes = b"") -> bytes:
    """The first line the site answers such a request with; empty where it just closes."""
    lines = ("POST /account/login/ HTTP/1.1", "Host: 127.0.0.1", *headers, "", "")
    with socket.create_connection(("127.0.0.1", port_of(site)), timeout=20) as connection:
        connection.sendall("\r\n".join(lines).encode() + body)
        connection.shutdown(socket.SHUT_WR)
        return connection.makefile("rb").readline()


def test_a_length_that_lies_is_refused_and_the_server_goes_on(site: Site) -> None:
    server = serve(site)
    kind = "Content-Type: application/x-www-form-urlencoded"
    try:
        answers = [
            raw(site, kind, "Content-Length: -1"),
            raw(site, kind, "Content-Length: many"),
            raw(site, kind, "Content-Length: 5", "Content-Length: 7", body=b"login=a"),
            raw(site, kind, "Content-Length: 99999999999", body=b"login=a"),
            raw(site, kind, "Content-Length: 5000", body=b"login=a"),
        ]
        after = raw(site, kind, "Content-Length: 7", "Connection: close", body=b"login=a")
    finally:
        kill_all(server)

    assert all(answer == b"" or b" 4" in answer for answer in answers), answers
    assert b" 403 " in after  # no token of the form: answered as ever
    assert site.rows("SELECT count(*) FROM trail_event") == [(0,)]
