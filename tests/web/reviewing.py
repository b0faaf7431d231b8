"""What tests of reviews need: filings that have come to a desk, filled-in review forms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import World
from jixiao.web.accounts.models import Organisation
from jixiao.web.filings import actions as filings
from jixiao.web.filings.models import Filing
from jixiao.web.reviews import actions
from jixiao.web.reviews.questions import QUESTIONS
from jixiao.web.roles import Role

MOST_QUERIES = 12
REASON = "理由写在这里。"


def marks(mark: str = "优", words: str = "") -> dict[str, Any]:
    """The same mark to every question."""
    return {question.key: {"mark": mark, "words": words} for question in QUESTIONS}


def with_department(
    world: World, unit: Organisation | None = None, year: int = 2025, **fields: str
) -> Filing:
    """A filing that its unit has signed; ``fields`` replace those of its draft."""
    at = unit or world.unit
    filing = world.filing(at, year)
    filing.draft["fields"] |= {key.replace("__", "."): text for key, text in fields.items()}
    filing.save()
    filings.submit(world.actor(Role.UNIT_CLERK, at), filing)
    filings.sign(world.actor(Role.UNIT_HEAD, at), filing)
    return filing


def with_finance(world: World, **fields: str) -> Filing:
    """One that the department has passed on."""
    filing = with_department(world, **fields)
    actions.pass_(world.actor(Role.DEPARTMENT_REVIEWER), filing, "同意报送。")
    return filing


def ready(world: World, **fields: str) -> Filing:
    """One that was graded 优."""
    filing = with_finance(world, **fields)
    officer = world.actor(Role.PERFORMANCE_OFFICER)
    actions.save_sheet(officer, filing, marks(), "目标合理。", "优")
    actions.grade(officer, filing, "优")
    return filing


def approved(world: World, **fields: str) -> Filing:
    """One that was approved with 90 万元."""
    filing = ready(world, **fields)
    actions.propose(world.actor(Role.FINANCE_REVIEWER), filing, 900_000)
    actions.approve(world.actor(Role.PERFORMANCE_OFFICER), filing)
    return filing


@contextmanager
def few_queries() -> Iterator[None]:
    """At most twelve queries; the savepoints that stand for a test's transactions not counted."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)
