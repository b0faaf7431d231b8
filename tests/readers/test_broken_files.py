"""Files that cannot be read, whatever they are called: one sentence each, what to do in it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import NotAPerformanceForm, UnreadableFile, UserError
from jixiao.readers.read import format_of, read_bytes, read_file
from tests.paths import CORPUS, SEED_TEXT
from tests.readers.example_form import CARRIERS, as_html, as_xlsx
from tests.readers.hostile import SECONDS, cheaply, mutated, refused
from tests.readers.word_xml import zipped

BROKEN = CORPUS / "broken"


def refusal(data: bytes, name: str) -> UnreadableFile:
    return refused(lambda content: read_bytes(content, name), data)


@pytest.mark.parametrize("path", sorted(BROKEN.iterdir()), ids=lambda path: path.name)
def test_every_broken_file_gives_one_sentence_in_both_languages(path: Path) -> None:
    result = cheaply(lambda data: read_bytes(data, path.name), path.read_bytes())

    if path.name == "generated_draft_sections_say_1.pdf":  # one sentence in it counts a project
        assert isinstance(result, Disclosure)
        assert (result.form, result.targets) == ("statements", ())
        return
    assert isinstance(result, UserError)
    assert path.name in result.zh
    assert result.zh.endswith("。")
    assert result.en != result.zh


def test_blank_budget_books_are_no_performance_forms() -> None:
    for path in sorted(BROKEN.glob("blank*")):
        with pytest.raises(NotAPerformanceForm):
            read_file(path)


def test_a_text_called_pdf_is_not_taken_for_one() -> None:
    error = refusal((BROKEN / "not_a_pdf_17_bytes.pdf").read_bytes(), "绩效目标.pdf")

    assert "只是文字（17字节）" in error.zh


def test_a_lock_file_points_to_the_document_beside_it() -> None:
    data = (BROKEN / "office_lock_file.xlsx").read_bytes()

    for name in ("office_lock_file.xlsx", "~$绩效目标.xlsx"):
        assert "锁定文件" in refusal(data, name).zh
    assert "锁定文件" in refusal(b"\x05clerk", "~$绩效目标.docx").zh


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (b"", "空.docx", "空文件"),
        (b" \r\n\t", "空.txt", "空文件"),
        (b"\0" * 4_096, "空.xls", "空文件"),
        (b"%PDF-1.7\n", "表.pdf", "PDF"),
        (b"\xef\xbb\xbf\n%PDF-1.4", "表.doc", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "表.png", "图像"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 64, "表.docx", "图像"),
        (b"Rar!\x1a\x07\x00" + b"\0" * 64, "表.rar", "压缩包（RAR）"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 64, "表.7z", "压缩包（7z）"),
        (b"PK\x05\x06" + b"\0" * 18, "表.zip", "压缩包"),
        (bytes(range(256)) * 16, "表.xls", "二进制内容"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 600 + b"\x90" * 900, "表", "二进制内容"),
        ("项目名称,金额\n甲,1\n".encode(), "表.xls", "只是文字"),
        (b"<?xml version='1.0'?><pkg:package xmlns:pkg='x'/>", "表.doc", "Word的XML"),
    ],
)
def test_what_is_not_read_is_named_and_the_way_on_is_told(
    data: bytes, name: str, word: str
) -> None:
    assert word in refusal(data, name).zh


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="folder"):
        read_file(tmp_path)
    with pytest.raises(UnreadableFile, match="cannot open"):
        read_file(tmp_path / "没有.docx")


def test_an_old_office_file_that_is_no_document_is_refused() -> None:
    data = (CARRIERS / "example.doc").read_bytes()
    name = "WordDocument".encode("utf-16-le")

    assert name in data
    error = refusal(data.replace(name, "OtherDocument"[:12].encode("utf-16-le")), "演示.doc")

    assert "不是Word或Excel" in error.zh


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (as_xlsx(), "表.xls", "xlsx"),
        (as_xlsx(), "表.pdf", "xlsx"),
        ((CARRIERS / "example.xls").read_bytes(), "表.doc", "xls"),
        ((CARRIERS / "example.doc").read_bytes(), "表.xls", "doc"),
        ((CARRIERS / "example.wps").read_bytes(), "表.wps", "doc"),
        ((CARRIERS / "example.ods").read_bytes(), "表.xlsx", "ods"),
        (as_html().encode(), "表.xls", "html"),
        (as_html().encode("gb18030"), "表.doc", "html"),
        (b"  <table><tr><td>1", "x.xls", "html"),
        ("﻿<!-- x --><html>".encode(), "x", "html"),
        (b"{\\rtf1 x}", "表.doc", "doc"),
        ("# 标题".encode(), "说明.md", "markdown"),
        (SEED_TEXT.read_bytes(), "公开.txt", "text"),
        (SEED_TEXT.read_bytes().decode().encode("gb18030"), "公开.txt", "text"),
        (SEED_TEXT.read_bytes().decode().encode("utf-16"), "公开", "text"),
        ("甲≥5<6".encode(), "x.txt", "text"),
    ],
)
def test_the_content_decides_what_a_file_is(data: bytes, name: str, kind: str) -> None:
    assert format_of(data, name) == kind


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-be", "utf-8-sig"])
def test_the_seed_reads_the_same_in_every_encoding(encoding: str) -> None:
    text = SEED_TEXT.read_bytes().decode()

    there = read_bytes(text.encode(encoding), "公开.txt")

    assert there == read_bytes(text.encode(), "公开.txt")


def test_a_zip_of_something_else_is_refused() -> None:
    assert "压缩包" in refusal(zipped({"a.txt": "x"}), "附件.zip").zh


def test_a_zip_bomb_is_refused_within_a_second() -> None:
    data = zipped({"[Content_Types].xml": b" " * (300 << 20)}, zipfile.ZIP_DEFLATED)

    refusal(data, "表.xlsx")


def test_noise_under_any_ending_ends_in_a_sentence() -> None:
    other = as_xlsx()
    for seed in range(200):
        data = mutated(other if seed % 2 else as_html().encode(), other, seed)
        for name in ("表.docx", "表.xls"):
            try:
                read_bytes(data, name)
            except UserError:
                continue


def test_the_time_allowed_is_no_more_than_a_few_seconds() -> None:
    assert SECONDS <= 2
