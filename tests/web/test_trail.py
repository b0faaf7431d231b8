"""The trail: who reads it, how it is narrowed and exported, and that tampering is found."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from conftest import World
from jixiao.web.accounts.models import Organisation
from jixiao.web.actor import Actor
from jixiao.web.roles import Role
from jixiao.web.trail import queries
from jixiao.web.trail.actions import record
from jixiao.web.trail.chain import FIELDS, FIRST, hashed
from jixiao.web.trail.models import Event, Head
from jixiao.web.trail.verification import Fault, verify


def tell(number: int, organisation: Organisation | None = None, actor: Actor | None = None) -> None:
    with transaction.atomic():
        for place in range(1, number + 1):
            record(
                actor or Actor(None, "127.0.0.1"),
                f"filing.step{place}",
                organisation,
                organisation=organisation,
                before={"state": "draft", "amount": "96"},
                after={"state": "submitted", "amount": "96", "rows": [{"name": "群众满意度"}]},
                reason="说明",
            )


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def change() -> None:
    sql("UPDATE trail_event SET reason = %s WHERE number = 5", "别的说明")


def change_and_hash_again() -> None:
    event = Event.objects.filter(number=5).values(*FIELDS).get() | {"reason": "别的说明"}
    sql(
        "UPDATE trail_event SET reason = %s, hash = %s WHERE number = 5",
        event["reason"],
        hashed(event),
    )


def delete_one() -> None:
    sql("DELETE FROM trail_event WHERE number = 5")


def delete_the_first() -> None:
    sql("DELETE FROM trail_event WHERE number = 1")


def shift(above: int, by: int) -> None:
    """Renumber so that the unique index never stands in the way."""
    sql("UPDATE trail_event SET number = -number WHERE number > %s", above)
    sql("UPDATE trail_event SET number = -number + %s WHERE number < 0", by)


def delete_one_and_close_the_gap() -> None:
    delete_one()
    shift(5, -1)
    sql("UPDATE trail_head SET number = number - 1")


def put_one_in() -> None:
    shift(4, 1)
    forge(5)
    sql("UPDATE trail_head SET number = number + 1")


def put_one_in_without_a_right_hash() -> None:
    shift(4, 1)
    forge(5, right=False)
    sql("UPDATE trail_head SET number = number + 1")


def put_one_at_the_end() -> None:
    forge(11)


def forge(number: int, *, right: bool = True) -> None:
    before = Event.objects.filter(number=number - 1).values(*FIELDS, "hash").get()
    event = before | {"number": number, "previous": before["hash"], "action": "forged"}
    event["hash"] = hashed(event) if right else "f" * 64
    Event.objects.bulk_create([Event(**event)])


def swap() -> None:
    sql("UPDATE trail_event SET number = -5 WHERE number = 5")
    sql("UPDATE trail_event SET number = 5 WHERE number = 6")
    sql("UPDATE trail_event SET number = 6 WHERE number = -5")


def cut_the_end() -> None:
    sql("DELETE FROM trail_event WHERE number > 7")


def set_the_head_back() -> None:
    last = Event.objects.get(number=7)
    sql("UPDATE trail_head SET number = 7, hash = %s", last.hash)


def change_the_head() -> None:
    sql("UPDATE trail_head SET hash = %s", "a" * 64)


@pytest.mark.parametrize(
    ("tamper", "fault", "number"),
    [
        (change, Fault.CHANGED, 5),
        (change_and_hash_again, Fault.CHANGED, 5),
        (delete_one, Fault.MISSING, 5),
        (delete_the_first, Fault.MISSING, 1),
        (delete_one_and_close_the_gap, Fault.MISSING, 5),
        (put_one_in, Fault.INSERTED, 5),
        (put_one_in_without_a_right_hash, Fault.INSERTED, 5),
        (put_one_at_the_end, Fault.INSERTED, 11),
        (swap, Fault.REORDERED, 5),
        (cut_the_end, Fault.HEAD_CUT, 8),
        (set_the_head_back, Fault.INSERTED, 8),
        (change_the_head, Fault.HEAD_CUT, 10),
    ],
)
def test_tampering_is_found_and_named(
    db: None, tamper: Callable[[], None], fault: Fault, number: int
) -> None:
    tell(10)
    assert verify().holds

    tamper()

    found = verify()
    assert (found.fault, found.number) == (fault, number)
    assert str(number) in found.text("zh")
    assert str(number) in found.text("en")


def test_a_cut_of_end_and_head_shows_against_a_head_noted_elsewhere(db: None) -> None:
    tell(10)
    noted = verify()
    cut_the_end()
    set_the_head_back()

    assert verify().holds
    assert verify(known=[(noted.events, noted.head)]).fault is Fault.HEAD_CUT


def test_an_empty_trail_holds(db: None) -> None:
    assert verify() == (0, FIRST, None, 0)


def test_verifying_tells_how_far_it_is(db: None) -> None:
    tell(3)
    told: list[tuple[int, int]] = []

    verify(lambda done, total: told.append((done, total)))

    assert told == [(3, 3)]


@pytest.mark.parametrize("role", list(Role))
def test_only_auditors_read_the_trail(world: World, role: Role) -> None:
    tell(1)
    client = world.client(role)
    may = role in (Role.AUDITOR, Role.AUDIT_ADMINISTRATOR)

    for address in ("/work/trail/", "/work/trail/1/", "/work/trail/verification/"):
        assert client.get(address).status_code == (200 if may else 404)
    assert client.post("/work/trail/export/", {"format": "csv"}).status_code == (
        200 if may else 404
    )


def test_an_auditor_of_a_department_reads_the_events_of_that_department(world: World) -> None:
    tell(1, world.unit)
    tell(1, world.stranger)
    auditor = world.person(Role.AUDITOR)
    auditor.posts.update(organisation=world.department)
    client = world.client(Role.AUDITOR)

    page = client.get("/work/trail/").content.decode()

    assert world.unit.name in page
    assert world.stranger.name not in page
    assert client.get("/work/trail/1/").status_code == 200
    assert client.get("/work/trail/2/").status_code == 404


def test_the_list_is_narrowed(world: World) -> None:
    tell(1, world.unit, world.actor(Role.UNIT_CLERK))
    tell(2, world.stranger)
    client = world.client(Role.AUDIT_ADMINISTRATOR)
    today = timezone.localdate()

    def numbers(**asked: object) -> list[int]:
        page = client.get("/work/trail/", asked).context["page"]
        return [event["number"] for event in page.events]

    assert numbers() == [3, 2, 1]
    assert numbers(person=world.person(Role.UNIT_CLERK).username) == [1]
    assert numbers(action="filing.step2") == [3]
    assert numbers(organisation=world.stranger.name) == [3, 2]
    assert numbers(thing=f"accounts.Organisation {world.unit.pk}") == [1]
    assert numbers(since=today) == [3, 2, 1]
    assert numbers(until=today - timedelta(days=1)) == []
    assert numbers(since="nonsense", below="x") == [3, 2, 1]


def test_the_list_is_paged_by_number(
    world: World, django_assert_max_num_queries: Callable[..., object]
) -> None:
    tell(120)
    client = world.client(Role.AUDIT_ADMINISTRATOR)

    with django_assert_max_num_queries(12):
        first = client.get("/work/trail/").context["page"]
    second = client.get("/work/trail/", {"below": first.older}).context["page"]
    third = client.get("/work/trail/", {"below": second.older}).context["page"]

    assert (first.events[0]["number"], first.older) == (120, 71)
    assert (second.events[0]["number"], second.older) == (70, 21)
    assert (third.events[-1]["number"], third.older) == (1, None)


def test_an_event_shows_before_and_after(world: World) -> None:
    tell(1, world.unit)

    page = world.client(Role.AUDITOR).get("/work/trail/1/").content.decode()

    assert "<del>draft</del>" in page
    assert "<ins>submitted</ins>" in page
    assert "rows[1].name" in page
    assert "<td>96</td><td>96</td>" in page


def test_the_exports_hold_every_event_and_are_told(world: World) -> None:
    tell(3, world.unit)
    Event.objects.filter(number=2).update(reason="=HYPERLINK(1)")
    client = world.client(Role.AUDIT_ADMINISTRATOR)

    answer = client.post("/work/trail/export/", {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    answer = client.post("/work/trail/export/", {"format": "jsonl", "action": "filing.step1"})
    lines = [json.loads(line) for line in answer.getvalue().decode().splitlines()]

    assert [row["number"] for row in rows] == ["1", "2", "3", "4"]
    assert rows[1]["reason"] == "'=HYPERLINK(1)"
    assert [line["number"] for line in lines] == [1]
    assert Event.objects.filter(action="trail.export").count() == 2


def test_the_page_verifies_and_says_so(world: World) -> None:
    tell(3)
    client = world.client(Role.AUDIT_ADMINISTRATOR)

    page = client.post("/work/trail/verification/", follow=True).content.decode()
    change_event = "UPDATE trail_event SET reason = 'x' WHERE number = 2"
    sql(change_event)
    broken = client.post("/work/trail/verification/", follow=True).content.decode()

    assert "审计日志完整：共3条" in page
    assert "第2条的内容与记录时的校验值不符" in broken


@pytest.mark.long
def test_a_page_is_as_quick_among_many(world: World) -> None:
    many = 200_000
    Event.objects.bulk_create(
        (
            Event(
                number=number,
                at=timezone.now(),
                person_id_then=number % 7,
                person_name="某人",
                organisation_id_then=world.unit.pk,
                action=f"filing.step{number % 5}",
                thing_kind="filings.Filing",
                thing_id=number % 1000,
                previous=FIRST,
                hash=FIRST,
            )
            for number in range(1, many + 1)
        ),
        batch_size=5000,
    )
    Head.objects.create(pk=1, number=many, hash=FIRST)
    auditor = world.person(Role.AUDIT_ADMINISTRATOR)

    start = time.perf_counter()
    for below in (None, many // 2, 100):
        for filters in (queries.Filters(), queries.Filters(action="filing.step3")):
            queries.page(queries.filtered(queries.readable_by(auditor), filters), below)
    took = (time.perf_counter() - start) / 6

    assert took < 0.05
