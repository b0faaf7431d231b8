"""The day on which the congress approved the budget: set by finance, followed by the clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from conftest import World
from jixiao.web.exceptions import Incomplete, NotAllowed
from jixiao.web.filings import actions, queries
from jixiao.web.filings.clocks import due_on
from jixiao.web.filings.models import CongressApproval, Filing
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event

DAY = date(2025, 1, 20)
pytestmark = pytest.mark.django_db


def ready(world: World, entered: date, year: int = 2025) -> Filing:
    filing = world.filing(year=year, state="ready", reached=2)
    at = timezone.make_aware(datetime(entered.year, entered.month, entered.day, 9))
    Filing.objects.filter(pk=filing.pk).update(changed_at=at, due_on=due_on("ready", entered, year))
    filing.refresh_from_db()
    return filing


@pytest.mark.parametrize(
    ("entered", "congress", "due"),
    [
        (date(2025, 1, 10), None, date(2025, 1, 30)),
        (date(2025, 1, 10), DAY, date(2025, 2, 9)),
        (date(2025, 2, 9), DAY, date(2025, 2, 9)),
        (date(2025, 6, 1), DAY, date(2025, 6, 21)),  # added within the year
    ],
)
def test_the_term_of_approval_runs_from_the_congress(
    entered: date, congress: date | None, due: date
) -> None:
    assert due_on("ready", entered, 2025, "", congress) == due
    assert due_on("submitted", entered, 2025, "", congress) == due_on("submitted", entered, 2025)


def test_setting_the_day_moves_what_waits_and_leaves_the_rest(world: World) -> None:
    waiting, other_year = ready(world, date(2025, 1, 10)), ready(world, date(2025, 1, 10), 2026)
    elsewhere = world.filing(state="with_finance", reached=2, due_on=date(2025, 3, 1))

    actions.set_congress_approval(
        world.actor(Role.FINANCE_REVIEWER), world.finance, 2025, DAY, "某市人大2025年预算决议"
    )

    for case in (waiting, other_year, elsewhere):
        case.refresh_from_db()
    assert waiting.due_on == DAY + timedelta(days=20)
    assert other_year.due_on == date(2025, 1, 30)
    assert elsewhere.due_on == date(2025, 3, 1)
    event = Event.objects.get(action="filing.congress")
    assert event.after["filings"] == 1
    assert event.after["source"] == "某市人大2025年预算决议"


def test_what_becomes_ready_later_takes_the_day_that_was_set_last(world: World) -> None:
    finance = world.actor(Role.PERFORMANCE_OFFICER)
    today = timezone.localdate()
    actions.set_congress_approval(finance, world.finance, today.year, today, "决议")
    first = today - timedelta(days=3)
    actions.set_congress_approval(finance, world.finance, today.year, first, "决议（更正）")

    filing = world.filing(year=today.year)

    assert filing.due_in("ready") == first + timedelta(days=20)
    assert CongressApproval.objects.count() == 2
    assert [holds for _, holds in queries.congress_approvals(finance.person)] == [True, False]


@pytest.mark.parametrize(
    "role", [Role.UNIT_CLERK, Role.DEPARTMENT_REVIEWER, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR]
)
def test_only_finance_sets_it(world: World, role: Role) -> None:
    with pytest.raises(NotAllowed):
        actions.set_congress_approval(world.actor(role), world.finance, 2025, DAY, "决议")
    assert world.client(role).get("/work/reviews/congress/").status_code == 404


def test_it_needs_a_source_and_a_day_that_fits(world: World) -> None:
    finance = world.actor(Role.PERFORMANCE_OFFICER)
    with pytest.raises(Incomplete, match="resolution"):
        actions.set_congress_approval(finance, world.finance, 2025, DAY, " ")
    with pytest.raises(Incomplete, match="does not fit"):
        actions.set_congress_approval(finance, world.finance, 2025, date(2022, 1, 1), "决议")
    assert not CongressApproval.objects.exists()


def test_the_page_sets_it_and_shows_what_was_set(world: World) -> None:
    client = world.client(Role.FINANCE_REVIEWER)
    body = {"organisation": world.finance.pk, "year": "2025", "source": "决议〔2025〕1号"}

    assert client.post("/work/reviews/congress/", body).status_code == 422
    answer = client.post("/work/reviews/congress/", body | {"approved_on": "2025-01-20"})

    assert answer["Location"] == "/work/reviews/congress/"
    page = client.get("/work/reviews/congress/").content.decode()
    assert "2025-01-20" in page
    assert "决议〔2025〕1号" in page
    assert "/work/reviews/congress/" in client.get("/work/reviews/").content.decode()
