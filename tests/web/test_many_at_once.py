"""Many do the same at once, each in a process: one does it, the others are told, the trail holds.

Real processes on a database of their own, SQLite and, where it is installed, PostgreSQL. Each
process dwells where an action has looked and not yet written, so that two always meet there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import DATABASES, Site, copied, template

MANY = 3  # at once
WORLD = """
from conftest import World, jurisdiction
from jixiao.web.accounts.models import Organisation, Person
jurisdiction()
"""
BEGIN = """
import time
from datetime import date
from pathlib import Path
import django.db.models.query as query
import jixiao.web.cases as cases
from jixiao.model.exceptions import UserError
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.actor import Actor
from jixiao.web.filings.models import Filing
folder, number = Path(sys.argv[1]), sys.argv[2]
def who(name):
    return Actor(Person.objects.get(username=name), "127.0.0.1")
row, exists = cases._row, query.QuerySet.exists
def look(*given):
    found = row(*given)
    time.sleep(0.2)
    return found
def ask(self):
    found = exists(self)
    time.sleep(0.2)
    return found
cases._row, query.QuerySet.exists = look, ask
filing = Filing.objects.first()
def act():
{action}
(folder / f"ready-{{number}}").touch()
while not (folder / "go").exists():
    time.sleep(0.005)
try:
    act()
    came = "done"
except UserError as error:
    came = "refused: " + error.zh
except Exception as error:
    import jixiao.web.middleware as middleware
    refused = middleware.told(error)
    came = "refused: " + refused.zh if refused else f"{{type(error).__name__}}: {{error}}"
(folder / f"came-{{number}}").write_text(came, "utf-8")
"""
VERIFY = """
from jixiao.web.trail.queries import verify
assert verify(lambda zh, en: None)
"""

# name → what is there before, what each of the many does, the event that may be there once.
RACES = {
    "signing": (
        "w = existing()\nfrom jixiao.web.filings.actions import submit\n"
        "submit(w.actor(Role.UNIT_CLERK), w.filing())",
        "from jixiao.web.filings.actions import sign\nsign(who('unit_head@rx'), filing)",
        "filing.sign",
    ),
    "opening a period of monitoring": (
        "w = existing()\nfrom reviewing import approved\napproved(w)",
        "from jixiao.web.monitoring.actions import open_round\n"
        "open_round(who('performance_officer@cz'), Organisation.objects.get(code='cz'), 2025, 7,\n"
        "           date(2025, 8, 15))",
        "round.open",
    ),
    "opening self-evaluations": (
        "w = existing()\nfrom reviewing import approved\napproved(w)",
        "from jixiao.web.evaluations.actions import open_self_evaluations\n"
        "open_self_evaluations(who('performance_officer@cz'),\n"
        "                      Organisation.objects.get(code='cz'), 2025, date(2026, 2, 1))",
        "self_evaluation.open",
    ),
    "an account of one name": (
        "",
        "from jixiao.web.administration.actions import create_person\n"
        "create_person(who('system_administrator@cz'), 'tongming', '某市财政局经办')",
        "administration.create_person",
    ),
}
EXISTING = """
from conftest import World
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.actor import Actor
from jixiao.web.roles import Role
def existing():
    def at(code):
        return Organisation.objects.get(code=code)
    return World(at("cz"), at("sj"), at("sl"), at("rx"), at("dsj"), at("hd"), at("pj"),
                 {person.username: person for person in Person.objects.all()})
"""


@pytest.fixture(scope="module", params=DATABASES)
def untouched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    with template(tmp_path_factory.mktemp("template"), request.param, WORLD) as made:
        yield made


@pytest.fixture
def site(untouched: Site, tmp_path: Path) -> Iterator[Site]:
    with copied(untouched, tmp_path) as made:
        yield made


def _raced(site: Site, action: str) -> list[str]:
    """What came of ``action`` for each of many processes that do it at once."""
    indented = "\n".join(f"    {line}" for line in action.splitlines())
    code = BEGIN.format(action=indented)
    processes = [site.begin(code, str(number)) for number in range(MANY)]
    for number, process in enumerate(processes):
        ready = site.folder / f"ready-{number}"
        site.wait_for(ready.exists, process)
    (site.folder / "go").touch()
    for process in processes:
        assert process.wait(60) == 0
    return [(site.folder / f"came-{number}").read_text("utf-8") for number in range(MANY)]


def _events(site: Site, action: str) -> int:
    ((count,),) = site.rows(f"SELECT count(*) FROM trail_event WHERE action = '{action}'")
    return int(count)


@pytest.mark.parametrize("race", RACES)
def test_of_many_at_once_one_does_it_and_the_others_are_told(site: Site, race: str) -> None:
    before, action, event = RACES[race]
    site.do(EXISTING + before)

    came = _raced(site, action)

    kinds = Counter(what.partition(":")[0] for what in came)
    assert kinds == {"done": 1, "refused": MANY - 1}, came
    assert _events(site, event) == 1
    site.do(VERIFY)
