"""Two at once on SQLite and on PostgreSQL: one wins, the other is told so, the trail holds.

The races are run by ``racing.py`` in a process, by threads with connections of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import postgresql
import pytest
from tests.paths import PROJECT

TABLES = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
"""
RACES = (
    *("first_events", "approve", "save", "submit", "submit_by_page", "open_filing"),
    *("open_package", "publish", "dispose", "confirm", "claim_job", "first_administrator"),
)
RUN = """
import sys, django
django.setup()
import racing
racing.main(sys.argv[1:])
"""
Told = dict[str, dict[str, Any]]


def run(folder: str, url: str) -> Told:
    paths = (PROJECT / "src", PROJECT / "tests/web", PROJECT)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "DJANGO_SETTINGS_MODULE": "gated_settings",
        "JIXIAO_DATA": folder,
        "DATABASE_URL": url,
    }

    def process(*command: str) -> str:
        done = subprocess.run(
            (sys.executable, *command),
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    process("-c", TABLES)
    told: Told = json.loads(process("-c", RUN, *RACES))
    return told


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """What came of every race."""
    folder = str(tmp_path_factory.mktemp("races"))
    if request.param == "sqlite":
        yield run(folder, "")
        return
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql.server() as socket:
        yield run(folder, f"postgresql:///postgres?host={socket}&user=tests")


@pytest.mark.parametrize("race", [name for name in RACES if name != "first_events"])
def test_of_two_at_once_one_wins_and_the_other_is_refused(told: Told, race: str) -> None:
    came = told[race]

    assert came["came"] == ["done", "409"]
    assert came["added"] == came["expected"]
    assert came["verified"]


def test_the_first_two_events_ever_at_once_make_one_chain(told: Told) -> None:
    assert told["first_events"]["came"] == ["done", "done"]
    assert told["first_events"]["added"] == ["filing.open", "filing.open"]
    assert told["first_events"]["verified"]
