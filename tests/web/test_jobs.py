"""Background work: taken up once, told about, cancelled, tried again, brought to one end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
from django.utils import timezone
from tests.paths import PROJECT

from conftest import World
from jixiao.model.exceptions import UnreadableFile
from jixiao.web.actor import Actor
from jixiao.web.documents import actions as documents
from jixiao.web.documents.models import StoredFile
from jixiao.web.exceptions import NotAllowed, NotPossible
from jixiao.web.jobs import actions, queries, worker
from jixiao.web.jobs import work as registry
from jixiao.web.jobs.handle import JobHandle, Lost
from jixiao.web.jobs.models import Job
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event

EXAMPLE = PROJECT / "examples/huainan-2024/huainan-2024.docx"


@pytest.fixture(autouse=True)
def _root(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def kind() -> Iterator[Any]:
    """Register a function as the kind “test”; forgotten afterwards."""
    registry.kinds()
    yield registry.work("test", "测试任务", "a test")
    registry._KINDS.pop("test", None)


def start(world: World, **arguments: Any) -> Job:
    return actions.start(world.actor(Role.UNIT_CLERK), "test", arguments, world.unit)


def test_a_job_is_started_with_one_event_and_done_once(world: World, kind: Any) -> None:
    kind(lambda handle, arguments: {"sum": sum(arguments["numbers"])})
    job = start(world, numbers=[1, 2])

    done = worker.run_once()

    assert done is not None
    assert (done.pk, done.state, done.result, done.attempts) == (job.pk, "done", {"sum": 3}, 1)
    assert worker.run_once() is None
    assert list(Event.objects.values_list("action", flat=True)) == ["job.start"]


def test_a_kind_nobody_knows_is_not_started(world: World) -> None:
    with pytest.raises(ValueError, match="no work"):
        actions.start(world.actor(Role.UNIT_CLERK), "nothing", {}, world.unit)


def test_an_auditor_starts_nothing(world: World, kind: Any) -> None:
    kind(lambda handle, arguments: {})

    with pytest.raises(NotAllowed):
        actions.start(world.actor(Role.AUDITOR), "test", {}, world.unit)


def test_a_refusal_ends_the_job_with_its_sentence(world: World, kind: Any) -> None:
    def refuse(handle: JobHandle, arguments: dict[str, Any]) -> dict[str, Any]:
        raise UnreadableFile("读不了。请换一份。", "unreadable; choose another")

    kind(refuse)
    job = start(world)

    worker.run_once()

    job.refresh_from_db()
    assert (job.state, job.message_zh) == ("failed", "读不了。请换一份。")
    assert job.ended_at is not None


def test_work_that_breaks_off_is_tried_five_times_then_given_up(world: World, kind: Any) -> None:
    begun = []

    def fail(handle: JobHandle, arguments: dict[str, Any]) -> dict[str, Any]:
        begun.append(handle.job.attempts)
        raise ZeroDivisionError

    kind(fail)
    job = start(world)

    for _ in range(7):
        worker.run_once()
        assert worker.run_once() is None  # a pause comes first
        Job.objects.filter(state="waiting").update(lease_until=None)

    job.refresh_from_db()
    assert begun == [1, 2, 3, 4, 5]
    assert (job.state, "5次" in job.message_zh) == ("failed", True)


def test_a_job_whose_workers_die_is_given_up_after_five(world: World, kind: Any) -> None:
    kind(lambda handle, arguments: {})
    job = start(world)
    past = timezone.now() - timedelta(seconds=1)
    for _ in range(5):
        assert worker.claim("w") is not None
        Job.objects.update(lease_until=past)

    assert worker.claim("w") is None

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 5)


def test_a_job_that_is_held_is_not_taken(world: World, kind: Any) -> None:
    kind(lambda handle, arguments: {})
    start(world)

    assert worker.claim("one") is not None
    assert worker.claim("two") is None


def test_who_was_taken_for_dead_writes_nothing_more(world: World, kind: Any) -> None:
    kind(lambda handle, arguments: {"by": handle.job.worker})
    job = start(world)
    slow = worker.claim("slow")
    assert slow is not None
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    late = JobHandle(slow)

    worker.run_once("quick")
    late.progress(5, 5, "还在做", "still at it")
    worker._bring_to_an_end(late)

    with pytest.raises(Lost):
        late.part(lambda result: result.update(by="slow"))
    with pytest.raises(Lost):
        late.stop_if_cancelled()
    job.refresh_from_db()
    assert (job.state, job.result, job.message_zh) == ("done", {"by": "quick"}, "")


def test_what_the_end_writes_goes_with_it_or_not_at_all(world: World, kind: Any) -> None:
    def work(handle: JobHandle, arguments: dict[str, Any]) -> Any:
        def end() -> dict[str, Any]:
            documents.store_made(handle.actor, world.unit, "结果.txt", b"abc", "text")
            if handle.job.attempts == 1:
                raise ZeroDivisionError
            return {"files": StoredFile.objects.count()}

        return end

    kind(work)
    job = start(world)

    worker.run_once()
    assert StoredFile.objects.count() == 0
    Job.objects.update(lease_until=None)
    worker.run_once()

    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"files": 1})


def test_a_waiting_job_is_cancelled_at_once(world: World, kind: Any) -> None:
    kind(lambda handle, arguments: {})
    job = start(world)

    actions.cancel(world.actor(Role.UNIT_CLERK), job)

    job.refresh_from_db()
    assert job.state == "cancelled"
    assert worker.run_once() is None
    assert Event.objects.order_by("-number")[0].action == "job.cancel"


def test_a_running_job_is_cancelled_at_its_next_look(world: World, kind: Any) -> None:
    job_key: list[int] = []

    def work(handle: JobHandle, arguments: dict[str, Any]) -> dict[str, Any]:
        actions.cancel(world.actor(Role.UNIT_CLERK), Job.objects.get(pk=job_key[0]))
        handle.stop_if_cancelled()
        raise AssertionError("it went on")

    kind(work)
    job_key.append(start(world).pk)

    done = worker.run_once()

    assert done is not None
    assert (done.state, done.message_zh) == ("cancelled", "已取消。")


def test_a_cancelling_that_came_before_the_end_holds(world: World, kind: Any) -> None:
    def work(handle: JobHandle, arguments: dict[str, Any]) -> Any:
        actions.cancel(world.actor(Role.UNIT_CLERK), handle.job)
        return lambda: pytest.fail("the result was written")

    kind(work)
    start(world)

    done = worker.run_once()

    assert done is not None
    assert done.state == "cancelled"


def test_a_job_cancelled_while_its_worker_was_dead_is_not_begun_again(
    world: World, kind: Any
) -> None:
    kind(lambda handle, arguments: {})
    job = start(world)
    worker.claim("dead")
    actions.cancel(world.actor(Role.UNIT_CLERK), job)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert worker.run_once() is None

    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_failed_job_is_tried_again(world: World, kind: Any) -> None:
    outcome: list[Any] = [UnreadableFile("不行。", "no"), None]

    def work(handle: JobHandle, arguments: dict[str, Any]) -> dict[str, Any]:
        if error := outcome.pop(0):
            raise error
        return {"ok": True}

    kind(work)
    job = start(world)
    worker.run_once()
    job.refresh_from_db()

    actions.retry(world.actor(Role.UNIT_CLERK), job)
    worker.run_once()

    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == ("done", {"ok": True}, 1)
    with pytest.raises(NotPossible):
        actions.retry(world.actor(Role.UNIT_CLERK), job)
    with pytest.raises(NotPossible):
        actions.cancel(world.actor(Role.UNIT_CLERK), job)


def test_a_worker_that_is_stopped_puts_the_job_back(world: World, kind: Any) -> None:
    stop = Flag()

    def work(handle: JobHandle, arguments: dict[str, Any]) -> dict[str, Any]:
        stop.set()
        handle.stop_if_cancelled()
        raise AssertionError("it went on")

    kind(work)
    job = start(world)

    worker.run_once("w", stop)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.worker) == ("waiting", 0, "")


def test_progress_is_written_now_and_then_and_at_the_end(
    world: World, kind: Any, django_assert_num_queries: Any
) -> None:
    kind(lambda handle, arguments: {})
    start(world)
    job = worker.claim("w")
    assert job is not None
    handle = JobHandle(job)

    with django_assert_num_queries(2):
        for number in range(1, 101):
            handle.progress(number, 100, f"第{number}份", f"number {number}")

    job.refresh_from_db()
    assert (job.done, job.total, job.message_zh) == (100, 100, "第100份")


def test_a_sandboxed_reading_ends_with_the_job(
    world: World, kind: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "elsewhere"
    package.mkdir()
    (package / "sitecustomize.py").write_text(
        "import sys, time\n"
        "if 'jixiao.web.documents.sandboxed' in sys.orig_argv and sys.argv: time.sleep(60)\n"
    )
    file = documents.store(world.actor(Role.UNIT_CLERK), world.unit, "a.txt", [b"abc"])
    monkeypatch.syspath_prepend(str(package))
    job = actions.start(
        world.actor(Role.UNIT_CLERK), "check_batch", {"files": [file.pk]}, world.unit
    )
    claimed = worker.claim("w")
    assert claimed is not None
    actions.cancel(world.actor(Role.UNIT_CLERK), job)
    begun = monotonic()

    worker._bring_to_an_end(JobHandle(claimed))

    job.refresh_from_db()
    assert job.state == "cancelled"
    assert monotonic() - begun < 10


# The kinds.


def stored(world: World, name: str, data: bytes) -> int:
    return documents.store(world.actor(Role.UNIT_CLERK), world.unit, name, [data]).pk


def test_a_batch_is_checked_into_one_workbook(world: World) -> None:
    keys = [
        stored(world, "目标表.docx", EXAMPLE.read_bytes()),
        stored(world, "说明.txt", "没有表格".encode()),
    ]
    actions.start(world.actor(Role.UNIT_CLERK), "check_batch", {"files": keys}, world.unit)

    done = worker.run_once()

    assert done is not None
    assert done.state == "done", done.message_zh
    book = StoredFile.objects.get(pk=done.result["file"])
    assert (book.name, book.format) == ("审核结果（2个文件）.xlsx", "xlsx")
    assert [row["outcome"] for row in done.result["rows"]] == ["checked", "unread"]
    client = world.client(Role.UNIT_CLERK)
    assert client.get(done.result["url"])["Content-Disposition"].startswith("attachment")
    page = client.get(f"/work/jobs/{done.pk}/").content.decode()
    assert f'href="/work/files/{book.pk}/"' in page
    assert "已审核" in page


class FiledStandIn:
    """Stands for a filing: only its key is asked."""

    def __init__(self, pk: int) -> None:
        self.pk = pk


@pytest.fixture
def filed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be filed, in the place of the filings' own action."""
    calls: list[Any] = []

    def file_disclosure(
        actor: Actor, unit: Any, disclosure: Any, file: Any, tables: Any
    ) -> list[FiledStandIn]:
        calls.append((actor.person, unit, len(disclosure.targets), file.name, tables))
        return [FiledStandIn(len(calls))]

    monkeypatch.setattr("jixiao.web.filings.work.file_disclosure", file_disclosure)
    return calls


def test_a_document_is_read_and_its_targets_filed(world: World, filed: list[Any]) -> None:
    key = stored(world, "目标表.docx", EXAMPLE.read_bytes())
    arguments = {"file": key, "tables": [1]}
    actions.start(world.actor(Role.UNIT_CLERK), "read_document", arguments, world.unit)

    done = worker.run_once()

    assert done is not None
    assert (done.state, done.result["filings"], done.done) == ("done", [1], 2)
    assert filed == [(world.person(Role.UNIT_CLERK), world.unit, 10, "目标表.docx", [1])]


def test_the_projects_of_the_example_become_drafts_once(world: World) -> None:
    pytest.importorskip("jixiao.web.filings.actions")
    from jixiao.web.filings.models import Filing

    key = stored(world, "目标表.docx", EXAMPLE.read_bytes())
    for _ in range(2):
        actions.start(world.actor(Role.UNIT_CLERK), "read_document", {"file": key}, world.unit)
    first, second = worker.run_once(), worker.run_once()

    assert first is not None
    assert second is not None
    assert (first.state, len(first.result["filings"])) == ("done", 10)
    assert (second.state, second.result["filings"]) == ("done", [])
    assert Filing.objects.count() == 10


def test_a_document_that_is_none_fails_in_the_readers_words(world: World, filed: list[Any]) -> None:
    key = stored(world, "说明.txt", "没有表格".encode())
    actions.start(world.actor(Role.UNIT_CLERK), "read_document", {"file": key}, world.unit)

    done = worker.run_once()

    assert done is not None
    assert (done.state, "说明.txt" in done.message_zh, filed) == ("failed", True, [])
    page = world.client(Role.UNIT_CLERK).get(f"/work/jobs/{done.pk}/").content.decode()
    assert "说明.txt" in page
    assert "重试" in page


def test_every_file_of_a_folder_is_accounted_for(world: World, filed: list[Any]) -> None:
    keys = [
        stored(world, "一.docx", EXAMPLE.read_bytes()),
        stored(world, "二.txt", "没有表格".encode()),
        stored(world, "三.docx", EXAMPLE.read_bytes()),
    ]
    actions.start(world.actor(Role.UNIT_CLERK), "import_folder", {"files": keys}, world.unit)

    done = worker.run_once()

    assert done is not None
    assert done.state == "done", done.message_zh
    assert [(row["name"], row["outcome"]) for row in done.result["rows"]] == [
        ("一.docx", "filed"),
        ("二.txt", "refused"),
        ("三.docx", "duplicate"),
    ]
    assert len(filed) == 1


def test_an_import_goes_on_behind_the_last_file_that_was_done(
    world: World, filed: list[Any]
) -> None:
    keys = [stored(world, f"{n}.txt", b"a\tb\n" * n) for n in (1, 2)]
    actions.start(world.actor(Role.UNIT_CLERK), "import_folder", {"files": keys}, world.unit)
    row = {"file": keys[0], "name": "1.txt", "outcome": "filed", "zh": "", "en": ""}
    Job.objects.update(result={"rows": [row]})

    done = worker.run_once()

    assert done is not None
    assert [row["outcome"] for row in done.result["rows"]] == ["filed", "refused"]


# The pages.


def test_a_job_is_seen_by_who_started_it_and_by_the_system_administrator(
    world: World, kind: Any
) -> None:
    kind(lambda handle, arguments: {})
    job = start(world)

    seen = {
        name
        for name, person in world.persons.items()
        if queries.job_for(person, job.pk) is not None
    }

    assert seen == {"unit_clerk@rx", "system_administrator@cz"}
    stranger = world.client(Role.UNIT_HEAD)
    for address in ("", "progress/"):
        assert stranger.get(f"/work/jobs/{job.pk}/{address}").status_code == 404
    for address in ("cancel/", "retry/"):
        assert stranger.post(f"/work/jobs/{job.pk}/{address}").status_code == 404


def test_the_page_of_a_job_polls_until_it_is_over(world: World, kind: Any) -> None:
    kind(lambda handle, arguments: {"url": "/work/"})
    job = start(world)
    client = world.client(Role.UNIT_CLERK)
    page = client.get(f"/work/jobs/{job.pk}/").content.decode()
    seen = queries.line(world.person(Role.UNIT_CLERK), job).seen

    assert 'hx-trigger="every 1s"' in page
    assert "<progress" in page
    assert client.get(f"/work/jobs/{job.pk}/progress/", {"seen": seen}).status_code == 204

    worker.run_once()

    after = client.get(f"/work/jobs/{job.pk}/progress/", {"seen": seen}).content.decode()
    assert "hx-trigger" not in after
    assert 'href="/work/"' in after


def test_a_result_elsewhere_is_not_linked(world: World, kind: Any) -> None:
    kind(lambda handle, arguments: {"url": "//evil.example/"})
    start(world)

    done = worker.run_once()

    assert done is not None
    assert queries.line(world.person(Role.UNIT_CLERK), done).url == ""


def test_buttons_cancel_and_retry(world: World, kind: Any) -> None:
    kind(lambda handle, arguments: {})
    job = start(world)
    client = world.client(Role.UNIT_CLERK)

    assert client.post(f"/work/jobs/{job.pk}/cancel/").status_code == 302
    page = client.get(f"/work/jobs/{job.pk}/").content.decode()
    assert "重试" in page
    assert client.post(f"/work/jobs/{job.pk}/retry/").status_code == 302
    job.refresh_from_db()
    assert job.state == "waiting"
    assert client.get(f"/work/jobs/{job.pk}/retry/").status_code == 405


def test_the_list_asks_the_database_a_few_times_whatever_its_length(
    world: World, kind: Any, django_assert_max_num_queries: Any
) -> None:
    kind(lambda handle, arguments: {})
    for _ in range(60):
        Job.objects.create(kind="test", unit=world.unit, person=world.person(Role.UNIT_CLERK))
    client = world.client(Role.UNIT_CLERK)

    with django_assert_max_num_queries(12):
        answer = client.get("/work/jobs/")

    assert answer.content.decode().count('<th scope="row">') == 50


@pytest.mark.django_db(transaction=True)
def test_a_worker_goes_round_until_it_is_stopped(kind: Any) -> None:
    kind(lambda handle, arguments: {"ok": True})
    job = Job.objects.create(kind="test")
    stop = Flag()
    thread = Thread(target=worker.run_worker, args=(stop, "w"))
    thread.start()
    end = monotonic() + 10
    while monotonic() < end and not Job.objects.filter(state="done").exists():
        sleep(0.05)
    stop.set()
    thread.join(10)

    job.refresh_from_db()
    assert not thread.is_alive()
    assert (job.state, job.worker) == ("done", "w")
