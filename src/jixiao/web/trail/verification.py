"""Whether the chain holds (校验): every link, in bounded memory, and what is wrong with the first
that does not.

A chain whose end was cut off together with its head is whole in itself. Only something kept
elsewhere shows that: the head noted with a backup, a printed verification. Such heads are given
as ``known``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from jixiao.web.trail.chain import FIELDS, FIRST, hashed
from jixiao.web.trail.models import Event, Head

_COLUMNS = ("id", "hash", *FIELDS)
_CHUNK = 2000
_NEAR = 2000  # how far from its place the true number of a moved event is looked for


class Fault(StrEnum):
    """What can be wrong with a link."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    REORDERED = "reordered"
    HEAD_CUT = "head_cut"


_SAID = {
    Fault.CHANGED: (
        "第{number}条的内容与记录时的校验值不符：该条被改动过",
        "event {number} is not what was hashed when it was recorded: it was changed",
    ),
    Fault.MISSING: (
        "第{number}条缺失：有记录被删除",
        "event {number} is missing: one or more were deleted",
    ),
    Fault.INSERTED: (
        "第{number}条不在链上：该条是后来加进去的",
        "event {number} is not part of the chain: it was put in later",
    ),
    Fault.REORDERED: (
        "第{number}条的位置不对：记录的次序被调换过",
        "event {number} is not in its place: the order was changed",
    ),
    Fault.HEAD_CUT: (
        "链尾与链头记录不符，从第{number}条起：末尾的记录或链头被改动过",
        "the end of the chain does not fit its head, from event {number} on: the last events "
        "or the head were tampered with",
    ),
}


class Verification(NamedTuple):
    """What was found: how many events were walked, the last hash, the first fault or None."""

    events: int
    head: str
    fault: Fault | None = None
    number: int = 0

    @property
    def holds(self) -> bool:
        """Nothing is wrong."""
        return self.fault is None

    def text(self, language: str = "zh") -> str:
        """The result as a sentence."""
        english = language == "en"
        if self.fault is None:
            if english:
                return f"The trail holds: {self.events} events, all links right."
            return f"审计日志完整：共{self.events}条，逐条校验无误。"
        said = _SAID[self.fault][english].format(number=self.number)
        return f"{said}." if english else f"{said}。"


Report = Callable[[int, int], None]
Known = Iterable[tuple[int, str]]


def verify(report: Report | None = None, known: Known = ()) -> Verification:
    """Walk the whole chain. ``report(done, total)`` is called now and then.

    ``known`` are (number, hash) of heads noted outside the database.
    """
    head = Head.objects.filter(pk=1).values_list("number", "hash").first() or (0, FIRST)
    noted = dict(known)
    expected, previous = 1, FIRST
    for event in _events():
        number = event["number"]
        if number != expected:
            fault = Fault.MISSING if number > expected else Fault.INSERTED
            return Verification(expected - 1, previous, fault, min(number, expected))
        if event["previous"] != previous or hashed(event) != event["hash"]:
            fault, at = _what_is_wrong(event, previous)
            return Verification(expected - 1, previous, fault, at)
        if noted.get(number, event["hash"]) != event["hash"]:
            return Verification(number, previous, Fault.CHANGED, number)
        if number == head[0] and event["hash"] != head[1]:
            return Verification(number, event["hash"], Fault.HEAD_CUT, number)
        if number > head[0]:
            fault = Fault.INSERTED if head[0] and head[1] == previous else Fault.HEAD_CUT
            return Verification(number, previous, fault, number)
        previous = event["hash"]
        if report is not None and expected % _CHUNK == 0:
            report(expected, max(head[0], expected))
        expected += 1
    end = max([head[0], *noted])
    if end >= expected:
        return Verification(expected - 1, previous, Fault.HEAD_CUT, expected)
    if report is not None:
        report(expected - 1, expected - 1)
    return Verification(expected - 1, previous)


def _events() -> Iterator[dict[str, Any]]:
    """Every event in its order, a piece at a time (no cursor stays open over the whole walk)."""
    last: tuple[int, ...] = ()
    while True:
        rows = Event.objects.order_by("number").values(*_COLUMNS)
        if last:
            rows = rows.filter(number__gt=last[0])
        chunk = list(rows[:_CHUNK])
        yield from chunk
        if len(chunk) < _CHUNK:
            return
        last = (chunk[-1]["number"],)


def _what_is_wrong(event: dict[str, Any], previous: str) -> tuple[Fault, int]:
    """The fault at an event that does not follow from the one before, and where it is.

    Its content is tried with other numbers: one whose hash is right for another place was moved
    there by somebody.
    """
    number = event["number"]
    if hashed(event) == event["hash"]:
        # Right in itself, with its own number, but it follows another event than the one before.
        return (Fault.CHANGED, number - 1) if number > 1 else (Fault.CHANGED, number)
    true = _true_number(event)
    if true is None:
        following = Event.objects.filter(number=number + 1).values(*_COLUMNS).first()
        if (
            following is not None
            and following["previous"] == previous
            and hashed(following | {"number": number}) == following["hash"]
        ):
            return Fault.INSERTED, number
        return Fault.CHANGED, number
    if true < number:
        # Everything from here was moved up: what stands before it was put in.
        return Fault.INSERTED, number - 1
    if Event.objects.filter(hash=event["previous"]).exists():
        return Fault.REORDERED, number
    return Fault.MISSING, number


def _true_number(event: dict[str, Any]) -> int | None:
    """The number with which the event's hash is right; None where there is none near."""
    number = event["number"]
    for distance in range(1, _NEAR):
        for tried in (number - distance, number + distance):
            if tried > 0 and hashed(event | {"number": tried}) == event["hash"]:
                return int(tried)
    return None
