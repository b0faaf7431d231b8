"""Two people at once, each with a connection of their own: run in a process by ``test_races.py``.

``main`` prints what came of each race as JSON; the site has to be set up before.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from cycling import approved, proved
from django.db import connection
from django.test import Client
from reviewing import approved as approved_filing
from reviewing import ready, with_department
from test_disclosures import SEED, decide_all, officer, second, taken_up

import jixiao.web.accounts.actions as accounts
import jixiao.web.disclosures.actions as disclosures
import jixiao.web.evaluations.actions as evaluations
import jixiao.web.filings.actions as filings
import jixiao.web.jobs.actions as jobs
import jixiao.web.reviews.actions as reviews
from conftest import PASSWORD, World, jurisdiction
from jixiao.pipeline import read
from jixiao.web.accounts.models import Person, Post
from jixiao.web.actor import Actor
from jixiao.web.disclosures.models import Package
from jixiao.web.evaluations.models import SelfEvaluation
from jixiao.web.exceptions import Refused
from jixiao.web.filings.models import Filing
from jixiao.web.jobs.worker import claim
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event
from jixiao.web.trail.verification import verify

Race = tuple[Callable[[], Any], Callable[[], Any]]


def colleague(world: World, role: Role) -> Actor:
    """A second person with the post."""
    at = world.usual_place(role)
    person, is_new = Person.objects.get_or_create(
        username=f"second-{role}", defaults={"name": f"{at.name}{role.zh}二"}
    )
    if is_new:
        Post.objects.create(person=person, organisation=at, role=role.value)
    return Actor(person, "127.0.0.2")


def signed_in(actor: Actor) -> Client:
    client = Client(raise_request_exception=False)
    assert actor.person is not None
    client.force_login(actor.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def again(filing: Filing) -> Filing:
    """The filing as another process has it."""
    return Filing.objects.get(pk=filing.pk)


def approve(world: World) -> Race:
    filing = ready(world)
    reviews.propose(world.actor(Role.FINANCE_REVIEWER), filing, 900_000)
    one, other = world.actor(Role.PERFORMANCE_OFFICER), colleague(world, Role.PERFORMANCE_OFFICER)
    seen = again(filing)
    return lambda: reviews.approve(one, filing), lambda: reviews.approve(other, seen)


def save(world: World) -> Race:
    filing = world.filing()
    one, other = world.actor(Role.UNIT_CLERK), colleague(world, Role.UNIT_CLERK)
    drafts = []
    for name in ("甲", "乙"):
        draft = json.loads(json.dumps(filing.draft))
        draft["fields"]["annual_objective"] += name
        drafts.append(draft)
    seen = again(filing)
    return (
        lambda: filings.save_draft(one, filing, drafts[0], filing.revision),
        lambda: filings.save_draft(other, seen, drafts[1], seen.revision),
    )


def submit(world: World) -> Race:
    filing = world.filing()
    one, other = world.actor(Role.UNIT_CLERK), colleague(world, Role.UNIT_CLERK)
    seen = again(filing)
    return lambda: filings.submit(one, filing), lambda: filings.submit(other, seen)


def submit_by_page(world: World) -> Race:
    """The same over the site: the loser's page has the status 409."""
    filing = world.filing()
    people = (world.actor(Role.UNIT_CLERK), colleague(world, Role.UNIT_CLERK))
    clients = [signed_in(actor) for actor in people]
    at = f"/work/filings/{filing.pk}/steps/submit/"
    return lambda: clients[0].post(at), lambda: clients[1].post(at)


def open_filing(world: World) -> Race:
    one, other = world.actor(Role.UNIT_CLERK), colleague(world, Role.UNIT_CLERK)
    return (
        lambda: filings.open_filing(one, world.unit, "同名项目", 2026),
        lambda: filings.open_filing(other, world.unit, "同名项目", 2026),
    )


def first_events(world: World) -> Race:
    """Different things, so that both are done; the chain has no event yet."""
    clerk, other = world.actor(Role.UNIT_CLERK), world.actor(Role.UNIT_CLERK, world.sibling)
    return (
        lambda: filings.open_filing(clerk, world.unit, "甲项目", 2026),
        lambda: filings.open_filing(other, world.sibling, "乙项目", 2026),
    )


def open_package(world: World) -> Race:
    unit, other = world.department, colleague(world, Role.DISCLOSURE_OFFICER)
    approved_filing(world)
    return (
        lambda: disclosures.open_package(officer(world), unit, 2025),
        lambda: disclosures.open_package(other, unit, 2025),
    )


def publish(world: World) -> Race:
    package = taken_up(world, read(SEED))
    decide_all(world, package)
    disclosures.finish(officer(world), package)
    disclosures.confirm(second(world), package)
    seen = Package.objects.get(pk=package.pk)
    other = colleague(world, Role.DISCLOSURE_OFFICER)
    return (
        lambda: disclosures.publish(officer(world), package),
        lambda: disclosures.publish(other, seen),
    )


def dispose(world: World) -> Race:
    filing = with_department(world, annual_objective="加强服务，进一步提升水平。")
    from jixiao.web.filings.checking import check_draft
    from jixiao.web.filings.queries import last_version

    version = last_version(filing)
    assert version is not None
    key = next(
        one.key
        for one in check_draft(version.content, filing.fiscal_year, "anhui")
        if not one.stops
    )
    one = world.actor(Role.DEPARTMENT_REVIEWER)
    other, seen = colleague(world, Role.DEPARTMENT_REVIEWER), again(filing)
    return (
        lambda: reviews.dispose(one, filing, key, "adopted", latest=0),
        lambda: reviews.dispose(other, seen, key, "waived", "核实无误。", latest=0),
    )


def confirm(world: World) -> Race:
    version = approved(world)
    case = SelfEvaluation.objects.create(
        filing=version.filing, version=version, unit=world.unit, state="rechecked"
    )
    proved(world, case)
    seen = SelfEvaluation.objects.get(pk=case.pk)
    one, other = world.actor(Role.PERFORMANCE_OFFICER), colleague(world, Role.PERFORMANCE_OFFICER)
    return lambda: evaluations.confirm(one, case), lambda: evaluations.confirm(other, seen)


def claim_job(world: World) -> Race:
    jobs.start(world.actor(Role.UNIT_CLERK), "gated", {"folder": "/nowhere"}, world.unit)

    def claimed(name: str) -> None:
        if claim(name) is None:
            raise Refused("没有任务。", "nothing waits")

    return lambda: claimed("one"), lambda: claimed("other")


def first_administrator(world: World) -> Race:
    Post.objects.filter(role=Role.SYSTEM_ADMINISTRATOR).delete()
    return (
        lambda: accounts.first_administrator("first", PASSWORD),
        lambda: accounts.first_administrator("other", PASSWORD),
    )


RACES = {
    "first_events": (first_events, "filing.open"),
    "approve": (approve, "filing.approve"),
    "save": (save, "filing.save"),
    "submit": (submit, "filing.submit"),
    "submit_by_page": (submit_by_page, "filing.submit"),
    "open_filing": (open_filing, "filing.open"),
    "open_package": (open_package, "disclosure.open"),
    "publish": (publish, "disclosure.publish"),
    "dispose": (dispose, "filing.dispose"),
    "confirm": (confirm, "self_evaluation.confirm"),
    "claim_job": (claim_job, None),
    "first_administrator": (first_administrator, "administration.first_administrator"),
}


def run(sides: Race) -> list[str]:
    """What came to each: ``done``, the status of the refusal, or what went wrong."""
    barrier, came = Barrier(2), ["", ""]

    def side(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(30)
            answer = sides[number]()
            status = getattr(answer, "status_code", 302)
            came[number] = "done" if status == 302 else str(status)
        except Refused as refused:
            came[number] = str(refused.status)
        except Exception as error:
            came[number] = f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    threads = [Thread(target=side, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return came


def main(names: list[str]) -> None:
    world = jurisdiction()
    told = {}
    for name in names:
        prepare, action = RACES[name]
        sides = prepare(world)
        before = list(Event.objects.values_list("number", flat=True))
        came = run(sides)
        added = list(Event.objects.exclude(number__in=before).values_list("action", flat=True))
        told[name] = {
            "came": sorted(came, reverse=True),
            "added": added,
            "expected": [action] if action else [],
            "verified": verify().holds,
        }
    print(json.dumps(told))
