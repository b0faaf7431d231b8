"""Two at once on SQLite and on PostgreSQL: one wins, the other is told so, the trail holds.

The races are run by ``racing.py`` in a process, by threads with connections of their own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from processes import DATABASES, template

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


@pytest.fixture(scope="module", params=DATABASES)
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """What came of every race."""
    with template(tmp_path_factory.mktemp("races"), request.param, "") as site:
        done = subprocess.run(
            (sys.executable, "-c", RUN, *RACES),
            env=site.environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        yield json.loads(done.stdout)


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
