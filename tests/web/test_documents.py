"""Files handed in: kept once by content, read apart, seen by organisation only."""

from __future__ import annotations

import io
import os
import struct
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.paths import CORPUS, PROJECT

from conftest import World
from jixiao.model.exceptions import NotAPerformanceForm, UnreadableFile, UserError
from jixiao.web.documents import actions, queries
from jixiao.web.documents.keeping import Full, TooLarge, place_of, spooled
from jixiao.web.documents.models import StoredFile
from jixiao.web.documents.naming import LONGEST, NAMELESS, shown_name
from jixiao.web.documents.reading import read_stored
from jixiao.web.documents.sandbox import Limits, run
from jixiao.web.exceptions import Incomplete, NotAllowed
from jixiao.web.filings.actions import return_, sign, submit
from jixiao.web.filings.models import Filing
from jixiao.web.jobs.models import Job
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event

EXAMPLE = PROJECT / "examples/huainan-2024/huainan-2024.docx"
# One sentence of the generated draft counts a project: it is read.
BROKEN = sorted(
    path for path in (CORPUS / "broken").glob("*") if not path.name.startswith("generated_draft")
)


@pytest.fixture(autouse=True)
def root(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return Path(settings.FILES_ROOT)


def store(world: World, data: bytes, name: str = "目标表.docx") -> StoredFile:
    return actions.store(world.actor(Role.UNIT_CLERK), world.unit, name, [data])


def kept(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def bomb() -> bytes:
    """A .docx whose main part claims two gibibytes, beside forty parts of eight mebibytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" ")
        for number in range(40):
            archive.writestr(f"part{number}.xml", b" " * (8 << 20))
    data = bytearray(out.getvalue())
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", (1 << 31) - 1)
    return bytes(data)


def steep_bomb() -> bytes:
    """A .docx with one part of a quarter of a gibibyte of blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("word/document.xml", b" " * (256 << 20))
    return out.getvalue()


def test_a_file_is_kept_under_its_hash_with_one_row_and_one_event(world: World, root: Path) -> None:
    file = store(world, EXAMPLE.read_bytes())

    event = Event.objects.get()
    assert place_of(file.sha256).read_bytes() == EXAMPLE.read_bytes()
    assert kept(root) == [place_of(file.sha256)]
    assert (file.format, file.size) == ("docx", EXAMPLE.stat().st_size)
    assert (event.action, event.after["sha256"], event.role) == (
        "file.store",
        file.sha256,
        "unit_clerk",
    )


def test_the_same_bytes_are_kept_once_for_two_rows(world: World, root: Path) -> None:
    one, two = store(world, b"a,b\n1,2\n", "a.txt"), store(world, b"a,b\n1,2\n", "b.txt")

    assert one.pk != two.pk
    assert len(kept(root)) == 1
    assert Event.objects.count() == 2


def test_the_format_is_told_by_the_bytes_not_by_the_name(world: World) -> None:
    assert store(world, EXAMPLE.read_bytes(), "目标表.xls").format == "docx"
    assert store(world, b"%PDF-1.7\n" + b"0" * 200, "证明.docx").format == "pdf"
    assert store(world, b"\x89PNG\r\n\x1a\n" + b"0" * 200, "照片.png").format == "image"


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(
    world: World, root: Path, settings: Any
) -> None:
    settings.UPLOAD_LIMIT = 10

    with pytest.raises(TooLarge) as refusal:
        actions.store(world.actor(Role.UNIT_CLERK), world.unit, "大.docx", [b"123456", b"78901"])

    assert "大.docx" in refusal.value.zh
    assert (kept(root), StoredFile.objects.count(), Event.objects.count()) == ([], 0, 0)


def test_an_empty_file_is_refused(world: World, root: Path) -> None:
    with pytest.raises(Incomplete):
        store(world, b"")

    assert kept(root) == []


def test_a_full_disk_is_told_in_a_sentence(root: Path) -> None:
    def full() -> Any:
        yield b"1"
        raise OSError(28, "No space left on device")

    with pytest.raises(Full, match="disk is full"), spooled(full(), "表.docx"):
        pass

    assert kept(root) == []


def test_a_failure_after_the_bytes_leaves_no_row(
    world: World, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "settle", fail)

    with pytest.raises(ZeroDivisionError):
        store(world, b"abc", "a.txt")

    assert (kept(root), StoredFile.objects.count(), Event.objects.count()) == ([], 0, 0)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\文件\\目标表.docx", "目标表.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\0\r\nb.xls", "ab.xls"),
        ("表\u202excod.exe", "表xcod.exe"),
        ("…", "…"),
        ("..", NAMELESS),
        ("", NAMELESS),
        ("　 目标表（2024年）.docx ", "目标表（2024年）.docx"),
    ],
)
def test_a_name_is_shown_as_given_without_what_no_name_can_hold(given: str, shown: str) -> None:
    assert shown_name(given) == shown


def test_a_long_name_keeps_its_ending() -> None:
    name = shown_name("长" * 400 + ".docx")

    assert (len(name), name[-5:]) == (LONGEST, ".docx")


@pytest.mark.parametrize(
    ("role", "place", "may"),
    [
        (Role.UNIT_CLERK, "unit", True),
        (Role.UNIT_CLERK, "sibling", False),
        (Role.DEPARTMENT_REVIEWER, "department", True),
        (Role.DEPARTMENT_REVIEWER, "other_department", False),
        (Role.EVALUATOR, "evaluator", True),
        (Role.AUDITOR, "finance", False),
        (Role.SECURITY_ADMINISTRATOR, "finance", False),
        (Role.AUDIT_ADMINISTRATOR, "finance", False),
    ],
)
def test_who_may_hand_in_a_file(world: World, role: Role, place: str, may: bool) -> None:
    actor = world.actor(role, getattr(world, place))

    if may:
        assert actions.store(actor, world.unit, "a.txt", [b"abc"]).uploaded_by == actor.person
    else:
        with pytest.raises(NotAllowed):
            actions.store(actor, world.unit, "a.txt", [b"abc"])


def seen_by(world: World, file: StoredFile) -> set[str]:
    return {
        name
        for name, person in world.persons.items()
        if queries.file_for(type(person).objects.get(pk=person.pk), file.pk) is not None
    }


def test_a_file_is_seen_by_its_unit_alone(world: World) -> None:
    file = store(world, b"abc", "a.txt")

    assert seen_by(world, file) == {"unit_clerk@rx", "unit_head@rx"}


def test_the_source_of_a_case_is_seen_by_those_who_see_the_case(world: World) -> None:
    file, newer = store(world, b"abc", "a.txt"), store(world, b"abcd", "b.txt")
    filing = world.filing(source=file, source_table=1)
    assert seen_by(world, file) == {"unit_clerk@rx", "unit_head@rx"}
    submit(world.actor(Role.UNIT_CLERK), filing)
    sign(world.actor(Role.UNIT_HEAD), filing)

    beyond = {"department_reviewer@sj", "disclosure_officer@sj", "auditor@cz"}
    assert seen_by(world, file) == {"unit_clerk@rx", "unit_head@rx"} | beyond

    # What the draft is made from later is the unit's until it is submitted again.
    return_(world.actor(Role.DEPARTMENT_REVIEWER), filing, "请核实。")
    Filing.objects.filter(pk=filing.pk).update(source=newer)
    assert seen_by(world, newer) == {"unit_clerk@rx", "unit_head@rx"}
    assert seen_by(world, file) >= beyond
    page = world.client(Role.DEPARTMENT_REVIEWER).get(f"/work/reviews/{filing.pk}/")
    assert "a.txt" in page.content.decode()
    assert "b.txt" not in page.content.decode()


def test_who_handed_a_file_in_sees_it_for_as_long_as_the_post_is_held(world: World) -> None:
    actor = world.actor(Role.FINANCE_REVIEWER)
    file = actions.store(actor, world.unit, "a.txt", [b"abc"])
    assert seen_by(world, file) == {"unit_clerk@rx", "unit_head@rx", "finance_reviewer@cz"}

    world.person(Role.FINANCE_REVIEWER).posts.all().delete()

    assert seen_by(world, file) == {"unit_clerk@rx", "unit_head@rx"}


def test_a_download_is_saved_never_shown(world: World) -> None:
    page = b"<html><script>alert(1)</script></html>"
    file = store(world, page, "页面.html")

    answer = world.client(Role.UNIT_CLERK).get(f"/work/files/{file.pk}/")

    assert b"".join(answer.streaming_content) == page  # type: ignore[arg-type]
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_a_stranger_is_not_told_that_a_file_exists(world: World) -> None:
    file = store(world, b"abc", "a.txt")
    client = world.client(Role.UNIT_CLERK, world.stranger)

    assert client.get(f"/work/files/{file.pk}/").status_code == 404
    assert "a.txt" not in client.get("/work/files/").content.decode()


def test_a_file_the_disk_has_lost_is_told_in_a_sentence(world: World) -> None:
    file = store(world, b"abc", "a.txt")
    place_of(file.sha256).unlink()

    answer = world.client(Role.UNIT_CLERK).get(f"/work/files/{file.pk}/")

    assert answer.status_code == 422
    assert "从备份恢复" in answer.content.decode()


def test_the_list_of_files_asks_the_database_a_few_times_whatever_its_length(
    world: World, django_assert_max_num_queries: Any
) -> None:
    file = store(world, b"abc", "a.txt")
    StoredFile.objects.bulk_create(
        StoredFile(
            unit=world.unit, name=f"{n}", sha256=file.sha256, size=3, uploaded_by=file.uploaded_by
        )
        for n in range(120)
    )
    client = world.client(Role.UNIT_CLERK)

    with django_assert_max_num_queries(12):
        answer = client.get("/work/files/")

    assert answer.content.decode().count("<tr>") == 51


def test_a_stored_document_is_read_in_a_process_apart(world: World) -> None:
    file = store(world, EXAMPLE.read_bytes())

    disclosure = read_stored(file)

    assert len(disclosure.targets) == 10
    assert disclosure.source is not None
    assert (disclosure.source.file, disclosure.source.sha256) == ("目标表.docx", file.sha256)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_a_broken_file_is_kept_and_refused_in_the_readers_words(world: World, path: Path) -> None:
    file = store(world, path.read_bytes(), path.name)

    with pytest.raises(UserError) as refusal:
        read_stored(file)

    assert path.name in refusal.value.zh
    assert "请" in refusal.value.zh
    assert "unexpectedly" not in refusal.value.en


@pytest.mark.parametrize("made", [bomb, steep_bomb], ids=lambda made: made.__name__)
def test_an_archive_bomb_is_refused_quickly(world: World, made: Any) -> None:
    start = time.monotonic()
    file = store(world, made())

    with pytest.raises(UnreadableFile):
        read_stored(file)

    assert time.monotonic() - start < 20


def test_a_text_that_is_no_form_is_refused_by_its_own_sentence(world: World) -> None:
    file = store(world, "只有一句话，没有表格。".encode(), "说明.txt")

    with pytest.raises(NotAPerformanceForm, match=r"说明\.txt"):
        read_stored(file)


def sandbox_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Have the sandbox's child run ``code`` in the place of a reader."""
    package = tmp_path / "elsewhere"
    package.mkdir()
    (package / "sitecustomize.py").write_text(
        "import sys\n"
        "if 'jixiao.web.documents.sandboxed' in sys.orig_argv:\n"
        "    import jixiao.readers.read as reading\n"
        f"    def read_bytes(data, name):\n        {code}\n"
        "    reading.read_bytes = read_bytes\n"
    )
    monkeypatch.syspath_prepend(str(package))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("while True: pass", {"time"}),
        ("import time; time.sleep(60)", {"time"}),
        ("return [b'x' * (1 << 28) for _ in range(100)]", {"memory"}),
        ("import os; os.abort()", {"died"}),
        ("import os; os._exit(0)", {"died"}),
        ("print('record'); raise SystemExit(3)", {"died"}),
    ],
)
def test_what_goes_beyond_its_limits_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, words: set[str]
) -> None:
    sandbox_does(monkeypatch, tmp_path, code)

    answer = run("read", EXAMPLE.open("rb"), "表.docx", Limits(2, 1 << 30))

    assert answer.word in words


def test_the_sandbox_has_no_network_and_no_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = (
        "import os, socket, json\n"
        "        from jixiao.model.exceptions import UnreadableFile\n"
        "        try: socket.create_connection(('127.0.0.1', 9), 1); went = 'out'\n"
        "        except OSError as error: went = 'no'\n"
        "        raise UnreadableFile(went, ' '.join(os.environ))"
    )
    sandbox_does(monkeypatch, tmp_path, code)
    monkeypatch.setenv("JIXIAO_SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")

    answer = run("read", EXAMPLE.open("rb"), "表.docx", Limits(20))

    assert answer.word == "refused"
    assert b'"zh": "no"' in answer.data
    assert b"JIXIAO_SECRET_KEY" not in answer.data
    assert b"DATABASE_URL" not in answer.data


def test_what_a_reading_started_in_a_session_of_its_own_is_ended_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = tmp_path / "pid"
    code = (
        "import subprocess, time\n"
        "        child = subprocess.Popen(['sleep', '100'], start_new_session=True)\n"
        f"        open({str(told)!r}, 'w').write(str(child.pid))\n"
        "        time.sleep(100)"
    )
    sandbox_does(monkeypatch, tmp_path, code)

    answer = run("read", EXAMPLE.open("rb"), "表.docx", Limits(2))

    assert answer.word == "time"
    time.sleep(0.2)
    state = Path(f"/proc/{told.read_text()}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_a_watch_that_raises_ends_the_reading(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sandbox_does(monkeypatch, tmp_path, "import time; time.sleep(60)")

    def watch() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run("read", EXAMPLE.open("rb"), "表.docx", Limits(60), watch)


def test_what_no_row_names_is_swept_away_once_it_is_old(world: World, root: Path) -> None:
    named, orphan = store(world, b"named", "a.txt"), b"orphan"
    with spooled([orphan]) as spool:
        from jixiao.web.documents.keeping import settle

        left = settle(spool)
    part = root / "upload-x.part"
    part.write_bytes(b"half")
    assert actions.sweep() == []
    for path in (left, part, place_of(named.sha256)):
        os.utime(path, (time.time() - 7200,) * 2)

    gone = actions.sweep()

    assert sorted(gone) == sorted([left, part])
    assert kept(root) == [place_of(named.sha256)]
    assert Event.objects.order_by("-number")[0].action == "documents.sweep"


def test_bytes_handed_in_again_are_young_again(world: World) -> None:
    file = store(world, b"abc", "a.txt")
    os.utime(place_of(file.sha256), (0, 0))

    store(world, b"abc", "b.txt")

    assert time.time() - place_of(file.sha256).stat().st_mtime < 60


def test_many_files_are_uploaded_and_a_check_is_started(world: World) -> None:
    client = world.client(Role.UNIT_CLERK)
    documents = [
        SimpleUploadedFile("目标表.docx", EXAMPLE.read_bytes()),
        SimpleUploadedFile("说明.txt", "没有表格".encode()),
    ]

    answer = client.post("/work/files/", {"unit": world.unit.pk, "documents": documents})

    job = Job.objects.get()
    assert answer["Location"] == f"/work/jobs/{job.pk}/"
    assert [file.name for file in queries.stored(job.arguments["files"])] == [
        "目标表.docx",
        "说明.txt",
    ]
    assert list(Event.objects.values_list("action", flat=True)) == [
        *["file.store"] * 2,
        "job.start",
    ]


def test_an_upload_over_the_limit_is_refused_on_the_page(
    world: World, settings: Any, root: Path
) -> None:
    settings.UPLOAD_LIMIT = 1 << 20
    client = world.client(Role.UNIT_CLERK)
    large = SimpleUploadedFile("大.docx", b"x" * (3 << 20))

    answer = client.post("/work/files/", {"unit": world.unit.pk, "documents": [large]})

    assert answer.status_code == 413
    assert "超过1MB" in answer.content.decode()
    assert (StoredFile.objects.count(), kept(root)) == (0, [])


def test_no_file_and_a_strangers_unit_are_refused_on_the_page(world: World) -> None:
    client = world.client(Role.UNIT_CLERK)

    answer = client.post("/work/files/", {"unit": world.stranger.pk})

    assert answer.status_code == 422
    assert "请选择文件" in answer.content.decode()
    assert StoredFile.objects.count() == 0
