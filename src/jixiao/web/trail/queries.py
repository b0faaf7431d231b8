"""What is asked of the trail (查询). Only auditors and the audit administrator may read it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from jixiao.web.accounts.models import Organisation, OrganisationKind, Person
from jixiao.web.roles import Role
from jixiao.web.trail import verification
from jixiao.web.trail.chain import FIELDS
from jixiao.web.trail.models import Event
from jixiao.web.trail.names import action_name, field_name

PAGE = 50
READERS = frozenset({Role.AUDIT_ADMINISTRATOR, Role.AUDITOR})
verify = verification.verify


class Filters(NamedTuple):
    """What the list is narrowed to (筛选); empty ones do not narrow."""

    person: str = ""
    action: str = ""
    organisation: str = ""
    thing: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def asked(self) -> list[tuple[str, str]]:
        """The filters that narrow, as they stand in an address."""
        return [(name, str(value)) for name, value in self._asdict().items() if value]

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Filters:
        """The filters of an address; what cannot be read as a date is left out."""
        words = {name: asked.get(name, "").strip()[:100] for name in cls._fields[:4]}
        return cls(
            since=_date(asked.get("since", "")), until=_date(asked.get("until", "")), **words
        )


class EventPage(NamedTuple):
    """Fifty events, newest first; ``older`` is the number to go on below, or None."""

    events: list[dict[str, Any]]
    older: int | None


class Difference(NamedTuple):
    """One value before and after (前后对照); None where it was not there."""

    name: str
    before: str | None
    after: str | None

    @property
    def has_changed(self) -> bool:
        """Not the same."""
        return self.before != self.after


def may_read(person: Person) -> bool:
    """The person is an auditor or the audit administrator."""
    return bool(person.roles & READERS)


def readable_by(person: Person) -> QuerySet[Event]:
    """The events the person may read: an auditor's are those of the organisations below.

    The audit administrator reads all, and so does an auditor at the root where the site has but
    one; 404 for everybody else.
    """
    if not may_read(person):
        raise Http404
    posts = [post for post in person.held_posts if Role(post.role) in READERS]
    roots = Organisation.objects.filter(parent=None).exclude(kind=OrganisationKind.EVALUATOR)
    if any(post.role == Role.AUDIT_ADMINISTRATOR for post in posts) or (
        any(post.organisation.parent_id is None for post in posts) and roots.count() == 1
    ):
        return Event.objects.all()
    below = Q(pk__in=[])
    for post in posts:
        below |= Q(path__startswith=post.organisation.path)
    return Event.objects.filter(
        organisation_id_then__in=Organisation.objects.filter(below).values("pk")
    )


def filtered(events: QuerySet[Event], filters: Filters) -> QuerySet[Event]:
    """The events the filters leave."""
    if filters.person:
        persons = Person.objects.filter(Q(username=filters.person) | Q(name=filters.person))
        events = events.filter(person_id_then__in=list(persons.values_list("pk", flat=True)))
    if filters.action:
        events = events.filter(action=filters.action)
    if filters.organisation:
        organisations = Organisation.objects.filter(
            Q(name=filters.organisation) | Q(code=filters.organisation)
        )
        events = events.filter(
            organisation_id_then__in=list(organisations.values_list("pk", flat=True))
        )
    if filters.thing:
        kind, _, key = filters.thing.partition(" ")
        events = events.filter(thing_kind=kind)
        if key.isdecimal() and len(key) < 19:
            events = events.filter(thing_id=int(key))
    if filters.since:
        events = events.filter(at__gte=_start(filters.since))
    if filters.until:
        events = events.filter(at__lt=_start(filters.until + timedelta(days=1)))
    return events


def page(events: QuerySet[Event], below: int | None) -> EventPage:
    """The page of events with numbers below ``below``; None begins at the newest."""
    if below is not None:
        events = events.filter(number__lt=below)
    rows = list(
        events.order_by("-number").values(
            *("number", "at", "person_name", "organisation_name", "action"),
            *("thing_kind", "thing_id", "thing_name", "reason"),
        )[: PAGE + 1]
    )
    older = rows[PAGE - 1]["number"] if len(rows) > PAGE else None
    return EventPage(rows[:PAGE], older)


def one(person: Person, number: int) -> Event:
    """One event; 404 where it is not there or not the person's to read."""
    event = readable_by(person).filter(number=number).first()
    if event is None:
        raise Http404
    return event


def differences(event: Event, language: str = "zh") -> list[Difference]:
    """What was before and after, value by value, nested ones by their path."""
    before, after = dict(_leaves("", event.before)), dict(_leaves("", event.after))
    return [
        Difference(field_name(name, language), before.get(name), after.get(name))
        for name in dict.fromkeys([*before, *after])
    ]


def last_verification() -> dict[str, Any] | None:
    """When the chain was last verified and with what result."""
    found = Event.objects.filter(action="trail.verify").order_by("-number")
    last = found.values("at", "after", "person_name", "number").first()
    return dict(last) if last is not None else None


def known_heads() -> list[tuple[int, str]]:
    """The heads noted when the chain was last verified."""
    last = last_verification()
    if last is None or not last["after"].get("holds"):
        return []
    return [(int(last["after"]["events"]), str(last["after"]["head"]))]


def csv_lines(events: QuerySet[Event]) -> Iterator[str]:
    """The events as CSV with a byte order mark, a line at a time."""
    echo = csv.writer(_Echo())
    yield "\ufeff" + echo.writerow([*FIELDS, "hash"])
    for event in _streamed(events):
        yield echo.writerow([_cell(event[name]) for name in (*FIELDS, "hash")])


def json_lines(events: QuerySet[Event]) -> Iterator[str]:
    """The events as JSON, one a line: exactly what the hash is over, and the hash."""
    for event in _streamed(events):
        event["at"] = event["at"].isoformat()
        yield json.dumps(event, ensure_ascii=False) + "\n"


EXPORTS: dict[str, tuple[Callable[[QuerySet[Event]], Iterable[str]], str]] = {
    "csv": (csv_lines, "text/csv; charset=utf-8"),
    "jsonl": (json_lines, "application/x-ndjson; charset=utf-8"),
}


def told(event: Mapping[str, Any], language: str) -> str:
    """The event's action in words."""
    return action_name(str(event["action"]), language)


class _Echo:
    """Where the CSV writer writes: gives the line back."""

    def write(self, line: str) -> str:
        return line


def _streamed(events: QuerySet[Event]) -> Iterator[dict[str, Any]]:
    yield from events.order_by("number").values(*FIELDS, "hash").iterator(chunk_size=2000)


def _cell(value: Any) -> str:
    """The value as a cell; one that a spreadsheet would take for a formula is quoted."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list) and value:
        for place, inner in enumerate(value, start=1):
            yield from _leaves(f"{path}[{place}]", inner)
    elif path:
        yield path, "" if value in (None, {}, []) else str(value)


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 < day.year < 9999 else None


def _start(day: date) -> datetime:
    try:
        return timezone.make_aware(datetime.combine(day, time()))
    except (OverflowError, ValueError):
        return timezone.make_aware(datetime(2000, 1, 1))
