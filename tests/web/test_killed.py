"""kill -9 in the middle of a submission, an upload and a job: nothing half done, nothing lost.

Real processes on a database of their own, SQLite and, where it is installed, PostgreSQL.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

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
FILED = """
from conftest import good_draft
from jixiao.web.filings.models import Filing, Project
from jixiao.web.accounts.models import Organisation
unit = Organisation.objects.get()
project = Project.objects.create(unit=unit, name="热线服务")
draft = good_draft(2025, "热线服务")
Filing.objects.create(project=project, unit=unit, fiscal_year=2025, draft=draft)
"""
SUBMIT = """
from pathlib import Path
import jixiao.web.cases as cases
import jixiao.web.trail.actions as trail
from gated.work import pass_gate
from jixiao.web.accounts.models import Person
from jixiao.web.actor import Actor
from jixiao.web.filings import actions
from jixiao.web.filings.models import Filing
folder, where = Path(sys.argv[1]), sys.argv[2]
frozen, recorded = actions.freeze, cases.record
def freeze(*given, **named):
    version = frozen(*given, **named)
    if where == "frozen":
        pass_gate(folder, "frozen")
    return version
def record(*given, **named):
    event = recorded(*given, **named)
    if where == "recorded":
        pass_gate(folder, "recorded")
    return event
actions.freeze, cases.record = freeze, record
actions.submit(Actor(Person.objects.get()), Filing.objects.get())
"""
VERIFY = """
from jixiao.web.trail.queries import verify
assert verify(lambda zh, en: None)
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


@pytest.mark.parametrize("gate", ["frozen", "recorded"])
def test_a_submission_that_is_killed_has_not_happened_and_can_be_made_again(
    site: Site, gate: str
) -> None:
    site.do(FILED)
    before = site.rows("SELECT state, revision FROM filings_filing")

    site.kill_at(gate, site.begin(SUBMIT, gate))

    assert site.rows("SELECT state, revision FROM filings_filing") == before == [("draft", 0)]
    assert site.rows("SELECT count(*) FROM filings_version") == [(0,)]
    assert site.rows("SELECT count(*) FROM trail_event") == [(0,)]
    site.open(gate)
    assert site.begin(SUBMIT, gate).wait(60) == 0
    assert site.rows("SELECT state FROM filings_filing") == [("submitted",)]
    assert site.rows("SELECT count(*) FROM filings_version") == [(1,)]
    assert site.rows("SELECT action FROM trail_event") == [("filing.submit",)]
    site.do(VERIFY)
