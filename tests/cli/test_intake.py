"""Folders, archives and mails on the command line: every document in them, under its name."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from jixiao.cli.files import inputs, refuse_overwriting
from jixiao.cli.main import main
from jixiao.model.exceptions import UnusableRequest
from tests.paths import PROJECT
from tests.readers.example_form import as_xlsx
from tests.readers.test_containers import mail_of, zip_of

EXAMPLE = PROJECT / "examples/huainan-2024/huainan-2024.txt"
TEXT = EXAMPLE.read_bytes()


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def files_read(out: str) -> list[str]:
    records = json.loads(out)
    several = records if isinstance(records, list) else [records]
    return [record["source"]["file"] for record in several]


def test_an_archive_is_read_like_a_folder(
    tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "archive.zip"
    archive.write_bytes(
        zip_of({"内部/名.txt": TEXT, "表.xlsx": as_xlsx(), "坏.docx": b"PK\x03\x04"})
    )

    code = main(["read", str(archive), "--format", "json"])

    told = capsys.readouterr()
    assert code == 2
    assert files_read(told.out) == ["archive.zip/内部/名.txt", "archive.zip/表.xlsx"]
    assert f"{archive}/坏.docx: " in told.err
    assert str(temporary) not in told.err
    assert list(temporary.iterdir()) == []


def test_archives_and_mails_in_a_folder_are_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "报送"
    (folder / "甲局").mkdir(parents=True)
    (folder / "甲局" / "材料.zip").write_bytes(zip_of({"目标.txt": TEXT}))
    (folder / "乙局.eml").write_bytes(mail_of({"表.xlsx": as_xlsx()}))
    (folder / "目标表").write_bytes(zip_of({"x.txt": TEXT + b"\n"}))
    (folder / "照片.png").write_bytes(b"\x89PNG")

    code = main(["check", str(folder), "--format", "json", "--select", "AMT02"])

    told = capsys.readouterr()
    *reports, together = json.loads(told.out)
    assert code in (0, 1)
    assert together["schema"] == "jixiao/set/1"
    assert {report["source"]["file"] for report in reports} == {
        "甲局/材料.zip/目标.txt",
        "乙局.eml/表.xlsx",
        "目标表/x.txt",
    }
    assert "照片.png" in told.err


def test_the_same_bytes_are_read_once_and_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "b.txt").write_bytes(TEXT)
    (folder / "c.zip").write_bytes(zip_of({"内.txt": TEXT}))

    main(["read", str(folder), "--format", "json"])

    told = capsys.readouterr()
    assert files_read(told.out) == ["a.txt"]
    assert told.err.count("“b.txt”与“a.txt”内容完全相同，只读一次。") == 1
    assert "“c.zip/内.txt”与“a.txt”" in told.err


def test_what_was_named_is_always_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(TEXT)

    main(["read", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--format", "json"])

    assert files_read(capsys.readouterr().out) == ["a.txt", "b.txt"]


def test_a_document_without_its_ending_is_found_in_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    (folder / "目标表.bak").write_bytes(as_xlsx())
    (folder / "备注").write_text("不是表", encoding="utf-8")

    main(["read", str(folder), "--format", "json"])

    told = capsys.readouterr()
    assert files_read(told.out) == ["目标表.bak"]
    assert "备注" in told.err


def test_an_archive_of_many_files_is_spread_over_processes(
    tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "many.zip"
    archive.write_bytes(zip_of({f"{n:03}.txt": TEXT + b"\n" * n for n in range(90)}))

    main(["read", str(archive), "--format", "json"])

    assert len(files_read(capsys.readouterr().out)) == 90
    assert list(temporary.iterdir()) == []


def test_an_archive_with_nothing_in_it_is_named(
    tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "空.zip"
    archive.write_bytes(zip_of({}))

    code = main(["check", str(archive)])

    assert code == 2
    assert "没有可以读取的文件" in capsys.readouterr().err
    assert list(temporary.iterdir()) == []


def test_a_refused_request_leaves_nothing_unpacked(tmp_path: Path, temporary: Path) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(zip_of({"目标.txt": TEXT}))

    found = inputs([str(archive)])
    with pytest.raises(UnusableRequest):
        refuse_overwriting(archive, [archive])
    del found

    assert list(temporary.iterdir()) == []


def test_an_interrupt_leaves_nothing_unpacked(tmp_path: Path, temporary: Path) -> None:
    archive = tmp_path / "many.zip"
    archive.write_bytes(zip_of({f"{n:03}.txt": TEXT + b"\n" * n for n in range(400)}))
    process = subprocess.Popen(
        [sys.executable, "-m", "jixiao", "check", str(archive), "--format", "json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(temporary)},
    )

    for _ in range(300):
        if any(temporary.glob("jixiao-unpacked-*/*")):
            break
        time.sleep(0.02)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "已停止".encode() in told
    assert list(temporary.glob("jixiao-*")) == []


def test_what_a_killed_run_left_is_removed_by_the_next(
    tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for number in (gone.pid, os.getpid()):
        (temporary / f"jixiao-unpacked-{number}-x").mkdir()
    archive = tmp_path / "a.zip"
    archive.write_bytes(zip_of({"目标.txt": TEXT}))

    main(["read", str(archive)])

    capsys.readouterr()
    assert [place.name for place in temporary.iterdir()] == [f"jixiao-unpacked-{os.getpid()}-x"]


def test_the_folder_is_private_while_it_stands(tmp_path: Path, temporary: Path) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(zip_of({"目标.txt": TEXT}))

    found = inputs([str(archive)])

    (place,) = temporary.iterdir()
    assert place.stat().st_mode & 0o777 == 0o700
    found.unpacking.remove()
