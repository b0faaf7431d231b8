"""Two do the same at once: one does it, the other is refused with a sentence, the trail holds.

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
    "submission": (
        "w = existing()\nw.filing()",
        "from jixiao.web.filings.actions import submit\nsubmit(who('unit_clerk@rx'), filing)",
        "filing.submit",
    ),
    "signing": (
        "w = existing()\nfrom jixiao.web.filings.actions import submit\n"
        "submit(w.actor(Role.UNIT_CLERK), w.filing())",
        "from jixiao.web.filings.actions import sign\nsign(who('unit_head@rx'), filing)",
        "filing.sign",
    ),
    "saving a draft": (
        "w = existing()\nw.filing()",
        "from jixiao.web.filings.actions import save_draft\n"
        "draft = filing.draft\ndraft['fields']['annual_objective'] += number\n"
        "save_draft(who('unit_clerk@rx'), filing, draft, 0)",
        "filing.save",
    ),
    "approval": (
        "w = existing()\nfrom reviewing import ready\nfiling = ready(w)\n"
        "from jixiao.web.reviews.actions import propose\n"
        "propose(w.actor(Role.FINANCE_REVIEWER), filing, 900_000)",
        "from jixiao.web.reviews.actions import approve\n"
        "approve(who('performance_officer@cz'), filing)",
        "filing.approve",
    ),
    "opening a filing": (
        "",
        "from jixiao.web.filings.actions import open_filing\n"
        "open_filing(who('unit_clerk@rx'), Organisation.objects.get(code='rx'), '同名项目', 2025)",
        "filing.open",
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
    "opening a package": (
        "w = existing()\nfrom reviewing import approved\napproved(w)",
        "from jixiao.web.disclosures.actions import open_package\n"
        "open_package(who('disclosure_officer@sj'), Organisation.objects.get(code='rx'), 2025)",
        "disclosure.open",
    ),
    "publication": (
        "w = existing()\nfrom reviewing import approved\napproved(w)\n"
        "from jixiao.web.disclosures import actions\n"
        "officer = w.actor(Role.DISCLOSURE_OFFICER)\n"
        "package = actions.open_package(officer, w.unit, 2025)\n"
        "actions.examine(officer, package)\nactions.finish(officer, package)\n"
        "other = Person.objects.create(username='second', name='某市数据局公开专员乙')\n"
        "from jixiao.web.accounts.models import Post\n"
        "Post.objects.create(person=other, organisation=w.department, role='disclosure_officer')\n"
        "actions.confirm(Actor(other, '127.0.0.1'), package)",
        "from jixiao.web.disclosures.actions import publish\n"
        "from jixiao.web.disclosures.models import Package\n"
        "publish(who('disclosure_officer@sj'), Package.objects.get())",
        "disclosure.publish",
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


def test_many_who_say_different_things_of_a_finding_are_all_heard(site: Site) -> None:
    site.do(
        EXISTING + "w = existing()\nfrom reviewing import with_department\n"
        "with_department(w, annual_objective='提升服务水平。')"
    )

    came = _raced(
        site,
        "from jixiao.web.reviews.actions import dispose\n"
        "from jixiao.web.filings.checking import check_draft\n"
        "from jixiao.web.filings.queries import last_version, place_of\n"
        "version = last_version(filing)\n"
        "found = check_draft(version.content, 2025, place_of(filing.unit))\n"
        "key = next(one.key for one in found if not one.stops)\n"
        "dispose(who('department_reviewer@sj'), filing, key, 'explained', '理由' + number)",
    )

    assert came == ["done"] * MANY
    assert _events(site, "filing.dispose") == MANY
    site.do(VERIFY)
