"""Where a filing is in the other parts (全过程): every part tells its own cases of it.

A part stands below those that come after it and knows nothing of them; so, as for the work list,
each is asked by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from jixiao.web.accounts.models import Person
    from jixiao.web.filings.models import Filing

# Parts whose ``queries`` module has ``stations(person, filing) -> Iterable[Station]``.
PARTS = ("filings", "reviews", "monitoring", "evaluations", "disclosures")


class Station(NamedTuple):
    """A page about the filing in one of the parts, and how it stands there."""

    zh: str
    en: str
    url: str
    state_zh: str = ""
    state_en: str = ""
    is_public: bool = False

    def label(self, language: str = "zh") -> str:
        """What it is."""
        return self.en if language == "en" else self.zh

    def state(self, language: str = "zh") -> str:
        """How it stands."""
        return self.state_en if language == "en" else self.state_zh


def stations_of(person: Person, filing: Filing) -> Iterator[Station]:
    """The pages about the filing that the person may see, in the order of the year."""
    for part in PARTS:
        told: Callable[[Person, Filing], Iterable[Station]] = import_module(
            f"jixiao.web.{part}.queries"
        ).stations
        yield from told(person, filing)


def year_before(filing: Filing) -> dict[str, Any]:
    """What came of the project last year and what was decided from it, for who files this one."""
    told: dict[str, Any] = import_module("jixiao.web.evaluations.queries").year_before(filing)
    return told
