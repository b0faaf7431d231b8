"""What waits for a person (待办): every part tells, the work page and the menu show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jixiao.web.accounts.models import Person

# Parts whose ``queries`` module may have ``waiting(person) -> Iterable[Waiting]``.
PARTS = (
    *("filings", "reviews", "monitoring", "evaluations", "disclosures", "documents"),
    "administration",
)
SOON = 5  # days before a deadline at which it is shown as near


class Waiting(NamedTuple):
    """A line of the work list: how many (``number``) of a kind wait, and where they are.

    ``due_on`` is the nearest deadline among them; ``overdue`` counts those past theirs.
    """

    zh: str
    en: str
    url: str
    number: int
    due_on: date | None = None
    overdue: int = 0

    def label(self, language: str = "zh") -> str:
        """What they are."""
        return self.en if language == "en" else self.zh


def waiting_for(person: Person) -> Iterator[Waiting]:
    """Everything that waits for the person, part by part; nothing is said of an empty one."""
    for part in PARTS:
        module = import_module(f"jixiao.web.{part}.queries")
        told: Callable[[Person], list[Waiting]] | None = getattr(module, "waiting", None)
        if told is not None:
            yield from (line for line in told(person) if line.number)
