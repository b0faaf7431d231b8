"""Legacy Word documents, from carriers LibreOffice wrote: no real filled-in one could be had."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats import doc, docx, libreoffice
from jixiao.readers.formats.compound_file import CompoundFile
from jixiao.readers.grid import Grid, Paragraph
from jixiao.readers.read import format_of, read_file
from tests.office import converted, needs_office
from tests.readers.example_form import (
    CARRIERS,
    ODDITIES,
    TITLE,
    as_html,
    cells_of,
    expected,
)
from tests.readers.hostile import BOTH, mutated, refused, seeds, survives

CARRIER = CARRIERS / "example.doc"


def told(layout: doc.Layout) -> list[object]:
    return [b.text if isinstance(b, Paragraph) else cells_of(b) for b in layout.blocks]


@pytest.mark.parametrize("name", ["example.doc", "example.wps"])
def test_the_example_form_comes_out_as_it_was_written(name: str) -> None:
    data = (CARRIERS / name).read_bytes()

    assert format_of(data, name) == "doc"
    title, form = doc.parse(data).blocks
    assert isinstance(title, Paragraph)
    assert title.text == TITLE
    assert isinstance(form, Grid)
    assert cells_of(form) == expected()


def test_a_document_becomes_a_record() -> None:
    disclosure = read_file(CARRIER)

    (target,) = disclosure.targets
    assert disclosure.source is not None
    assert disclosure.source.format == "doc"
    assert target.project_name == "高标准农田管护"
    assert [i.level1 for i in target.indicators] == ["产出指标"] * 3 + ["效益指标", "满意度指标"]


def test_hidden_deleted_and_field_texts_are_left_out_and_nested_tables_follow() -> None:
    layout = doc.parse((CARRIERS / "oddities.doc").read_bytes())

    assert told(layout) == [
        "看得见的字",
        "原文补入",
        "见网页\n第二行\t制表",
        [
            [("竖", 1, 1, 2, 1), ("横", 1, 2, 1, 2)],
            [("竖", 1, 1, 2, 1), ("左\n左下", 2, 2, 1, 1), ("右", 2, 3, 1, 1)],
            [("外", 3, 1, 1, 1), ("外右", 3, 2, 1, 2)],
        ],
        [[("内一", 1, 1, 1, 1), ("内二", 1, 2, 1, 1)]],
        "完",
    ]
    assert [word in n.zh for word, n in zip(("修订", "隐藏"), layout.notices, strict=True)] == [
        True,
        True,
    ]


@needs_office
def test_the_document_reads_like_the_docx_libreoffice_makes_of_it() -> None:
    for name in ("example.doc", "oddities.doc"):
        data = (CARRIERS / name).read_bytes()

        there = docx.parse(converted(data, "doc", "docx"))

        assert told(doc.parse(data)) == told(there)


@needs_office
def test_what_libreoffice_writes_today_reads_like_the_carrier() -> None:
    data = converted(as_html().encode(), "html", "doc:MS Word 97", "--infilter=HTML (StarWriter)")

    assert cells_of(doc.parse(data).grids[0]) == expected()


@needs_office
def test_rich_text_under_the_ending_doc_is_read_through_libreoffice() -> None:
    data = ODDITIES.encode()

    assert format_of(data, "公开.doc") == "doc"
    assert told(doc.parse(data)) == told(doc.parse((CARRIERS / "oddities.doc").read_bytes()))


def test_without_libreoffice_the_refusal_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(UnreadableFile, match="LibreOffice") as caught:
        doc.parse(ODDITIES.encode())

    assert "请安装LibreOffice" in caught.value.zh


def test_a_libreoffice_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    monkeypatch.setattr(libreoffice, "LONGEST", 0.2)
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def remember(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(start(*arguments, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    with pytest.raises(UnreadableFile, match="LibreOffice could not"):
        doc.parse(ODDITIES.encode())

    assert started[0].poll() is not None


def changed(offset: int, value: bytes) -> bytes:
    """The carrier with some bytes of its main stream, which is stored in one run, replaced."""
    data = CARRIER.read_bytes()
    start = data.index(CompoundFile(data).read("WordDocument")[:512])
    return data[: start + offset] + value + data[start + offset + len(value) :]


def test_an_encrypted_document_is_refused_by_name() -> None:
    flags = struct.unpack_from("<H", CompoundFile(CARRIER.read_bytes()).read("WordDocument"), 10)[0]

    data = changed(10, struct.pack("<H", flags | 0x100))

    assert "密码" in refused(doc.parse, data).zh


def test_a_document_that_claims_more_text_than_it_has_is_refused() -> None:
    refused(doc.parse, changed(0x1A2, struct.pack("<I", 0x7FFFFFFF)))


def test_an_older_document_is_left_to_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(UnreadableFile, match="LibreOffice"):
        doc.parse(changed(2, struct.pack("<H", 101)))


def test_a_document_cut_short_is_refused_not_half_read() -> None:
    data = CARRIER.read_bytes()

    refused(doc.parse, data[: len(data) // 2])
    refused(doc.parse, data[:600])


@BOTH
def test_no_damage_ends_in_anything_but_a_sentence(
    long: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    whole, other = CARRIER.read_bytes(), (CARRIERS / "oddities.doc").read_bytes()

    read = survives(doc.parse, [mutated(whole, other, seed) for seed in seeds(long)])
    read += survives(doc.parse, [mutated(other, whole, seed) for seed in seeds(long)])

    assert read > len(seeds(long)) // 4
