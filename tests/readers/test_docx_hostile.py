"""Word documents that are broken or mean harm: one sentence, soon, and in little memory."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable

import pytest

from jixiao.model.exceptions import UnreadableFile, UserError
from jixiao.readers.formats import docx, docx_elements, docx_story
from jixiao.readers.formats.docx_elements import read_elements
from jixiao.readers.formats.docx_scan import scan
from jixiao.readers.formats.docx_story import DEEPEST_TABLE, Story
from tests.readers.word_like import package
from tests.readers.word_xml import (
    NAMESPACES,
    cell,
    document,
    paragraph,
    row,
    run,
    table,
    texts,
    zipped,
)

ROOT = f"<w:document {NAMESPACES}><w:body>"
END = "</w:body></w:document>"


def refused(xml: bytes) -> UnreadableFile:
    """The refusal of a document, which comes within a second and 300 MB."""
    data = package(xml)
    tracemalloc.start()
    before = time.process_time()
    with pytest.raises(UnreadableFile) as caught:
        docx.parse(data)
    seconds = time.process_time() - before
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds < 5  # tracing costs a multiple; a second without it
    assert most < 300 << 20
    return caught.value


def test_entities_that_multiply_are_refused() -> None:
    entities = '<!ENTITY a0 "哈">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    body = paragraph("<w:r><w:t>&a11;</w:t></w:r>")

    error = refused(f"<!DOCTYPE w:document [{entities}]>{ROOT}{body}{END}".encode())

    assert "DOCTYPE" in error.zh


@pytest.mark.parametrize(
    "declared",
    [
        '[<!ENTITY x SYSTEM "file:///etc/passwd">]',
        'SYSTEM "http://127.0.0.1:9/a.dtd"',
        '[<!ENTITY % x SYSTEM "http://127.0.0.1:9/a.dtd"> %x;]',
    ],
)
def test_nothing_outside_the_file_is_fetched(declared: str) -> None:
    body = paragraph("<w:r><w:t>&x;</w:t></w:r>")

    error = refused(f"<!DOCTYPE w:document {declared}>{ROOT}{body}{END}".encode())

    assert "DOCTYPE" in error.zh


def test_a_document_type_behind_a_long_comment_or_in_utf_16_is_refused() -> None:
    text = f"<!--{'x' * 300_000}--><!DOCTYPE a [<!ENTITY x 'y'>]>{ROOT}{END}"

    assert "DOCTYPE" in refused(text.encode()).zh
    assert "DOCTYPE" in refused(text.encode("utf-16")).zh


def test_an_undeclared_entity_is_refused_with_its_place() -> None:
    error = refused(document(paragraph("<w:r><w:t>&nbsp;</w:t></w:r>")))

    assert "第2行" in error.zh


@pytest.mark.parametrize("levels", [DEEPEST_TABLE + 1, 10_000])
@pytest.mark.parametrize("start", ["", "<!-- -->"], ids=["quick", "patient"])
def test_tables_nested_without_end_are_refused(levels: int, start: str) -> None:
    nested = "<w:tbl><w:tr><w:tc>" * levels + "</w:tc></w:tr></w:tbl>" * levels

    error = refused(document(start + nested))

    assert "嵌套" in error.zh


@pytest.mark.parametrize("start", ["", "<!-- -->"], ids=["quick", "patient"])
def test_tables_nested_as_deep_as_allowed_are_read(start: str) -> None:
    nested = "<w:tbl><w:tr><w:tc>" * DEEPEST_TABLE + "</w:tc></w:tr></w:tbl>" * DEEPEST_TABLE

    assert len(docx.parse(package(document(start + nested))).grids) == DEEPEST_TABLE


def test_elements_nested_without_end_are_refused() -> None:
    refused(document("<!-- -->" + "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000))


def in_pieces(xml: bytes, size: int = 10_000) -> list[bytes]:
    return [xml[at : at + size] for at in range(0, len(xml), size)]


def test_an_endless_comment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_elements, "LONGEST_TAG", 50_000)
    xml = document(f"<!--{'x' * 200_000}-->")

    with pytest.raises(UnreadableFile, match="not well-formed"):
        read_elements(in_pieces(xml))


@pytest.mark.parametrize("reading", [scan, read_elements])
@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl>" + "<w:tr><w:tc/></w:tr>" * 2000 + "</w:tbl>",
        "<w:tbl>" + "<w:tc/>" * 2000 + "</w:tbl>",
        "<w:tbl>" + "<w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc>" * 2000 + "</w:tbl>",
        "<w:tbl><w:tr><w:tc>" + "<w:tbl></w:tbl>" * 2000 + "</w:tc></w:tr></w:tbl>",
        paragraph(run("甲")) * 2000,
    ],
    ids=["rows", "cells", "merges", "tables", "paragraphs"],
)
def test_more_than_any_document_has_is_refused(
    reading: Callable[[list[bytes]], Story], body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docx_story, "MOST_CELLS", 1500)
    monkeypatch.setattr(docx_story, "WIDEST_ROW", 1500)

    with pytest.raises(UnreadableFile, match="more than 1500 cells and paragraphs"):
        reading(in_pieces(document(body)))


def test_a_document_of_spans_beyond_any_table_stays_small() -> None:
    wide = row(*[cell("甲", '<w:gridSpan w:val="1000000"/>')] * 200)
    tall = "".join(row(cell("乙", '<w:vMerge w:val="restart"/>')) for _ in range(1))
    tall += "".join(row(cell("", "<w:vMerge/>")) for _ in range(20_000))
    data = package(document(table(wide, tall)))

    grid = docx.parse(data).grids[0]

    assert len(grid.rows) == 20_002
    assert grid.rows[1][0].row_span == 20_001


@pytest.mark.parametrize("filler", ["xmlns:", "<w:gridSpan", "&#1", "<w:t ", "<?", "<!", "a"])
def test_what_invites_endless_searching_takes_no_time(filler: str) -> None:
    data = package(document(paragraph(run("甲")) + filler * 200_000))

    start = time.process_time()
    outcome(docx.parse, data)

    assert time.process_time() - start < 3  # a second on a machine of one's own


@pytest.mark.parametrize("filler", ["<Override ", "a", "<a", "a=", " a='", 'PartName="'])
def test_declarations_that_invite_endless_searching_take_no_time(filler: str) -> None:
    text = f"<Types><Override {filler * 60_000}"
    data = zipped(
        {"[Content_Types].xml": text, "_rels/.rels": text.replace("Override", "Relationship")}
    )

    start = time.process_time()
    outcome(docx.parse, data)

    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"\0" * 1000,
        b"<",
        "正文".encode(),
        document(paragraph(run("甲")))[:-20],
        document("<w:tbl><w:tr><w:tc>" + paragraph(run("甲"))),
        document("<!-- -->" + paragraph(run("甲")) + "</w:p>"),
        document(paragraph(run("甲 & 乙"))),
        document(paragraph(run("&#0;"))),
        document(paragraph(run("&#xD800;"))),
        document(paragraph(run("甲"))).replace("甲".encode(), b"\xff\xfe"),
        document(paragraph(run("甲"))).replace(b"UTF-8", b"GB18030"),
        document(paragraph(run("甲"))).replace(b"UTF-8", b"unheard-of"),
        document(paragraph(run("甲")), namespaces=""),
    ],
)
def test_what_is_no_xml_is_refused_with_a_sentence(xml: bytes) -> None:
    error = refused(xml)

    assert error.zh.endswith("再试。")
    assert "retry" in error.en


def test_xml_of_another_kind_is_an_empty_layout() -> None:
    assert docx.parse(package(b"<a><b>x</b></a>")).blocks == []


def test_elements_in_the_wrong_places_raise_nothing() -> None:
    pieces = ["<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:tbl>", "</w:tbl>", "<w:p>", "</w:p>"]
    pieces += [
        "<w:r>",
        "</w:r>",
        run("甲"),
        '<w:gridSpan w:val="2"/>',
        "<w:vMerge/>",
        "<w:hMerge/>",
    ]
    pieces += ["<w:vanish/>", "<w:hidden/>", "<w:checked/>", "<w:txbxContent>", "</w:txbxContent>"]
    pieces += ['<w:fldChar w:fldCharType="end"/>', "<w:cellDel/>", "<w:sym/>", "<!-- -->"]
    chance = random.Random(20240601)

    for _ in range(600):
        body = "".join(chance.choice(pieces) for _ in range(chance.randint(1, 14)))
        for xml in (document(body), document("<w:tbl/>" + body)):
            outcome(docx.parse, package(xml))
        outcome(lambda data: read_elements([data]), document(body))


def outcome(act: Callable[[bytes], object], data: bytes) -> object:
    """What an act gives, or its UserError; any other exception fails the test."""
    try:
        return act(data)
    except UserError as error:
        return error


def sample() -> bytes:
    merged = row(
        cell("产出", '<w:vMerge w:val="restart"/>'), cell("≥95%", '<w:gridSpan w:val="2"/>')
    )
    goes_on = row(cell("", "<w:vMerge/>"), cell("甲&lt;乙"))
    host = row(cell(paragraph(run("外")) + table(row(cell("内")))))
    fields = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    return document(paragraph(run("题")) + table(merged, goes_on, host) + paragraph(fields) * 3)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with one to four random faults."""
    broken = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(broken)) if broken else 0
        span = chance.choice((1, 2, 8, 40))
        match chance.randrange(6):
            case 0:
                del broken[at:]
            case 1:
                broken[at : at + 1] = (
                    bytes([broken[at] ^ 1 << chance.randrange(8)]) if broken else b""
                )
            case 2:
                del broken[at : at + span]
            case 3:
                broken[at:at] = broken[at : at + span]
            case 4:
                other = chance.randrange(len(broken)) if broken else 0
                broken[at : at + span] = broken[other : other + span]
            case 5:
                broken[at : at + span] = chance.randbytes(span)
    return bytes(broken)


def fuzz(cases: int, seed: int) -> None:
    chance = random.Random(seed)
    xml = sample()
    zipped = package(xml)
    wide = xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    for number in range(cases):
        match number % 4:
            case 0 | 1:
                data = mutated(zipped, chance)
            case 2:
                data = package(mutated(xml, chance))
            case _:
                data = package(
                    mutated(chance.choice((wide, b"<!-- -->".join((xml[:400], xml[400:])))), chance)
                )
        outcome(docx.parse, data)


def test_the_sample_is_read_before_it_is_broken() -> None:
    layout = docx.parse(package(sample()))

    assert texts(layout) == [["产出", "≥95%"], ["产出", "甲<乙"], ["外"]]


def test_random_damage_raises_nothing_but_a_sentence() -> None:
    fuzz(300, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_random_damage_at_length_raises_nothing_but_a_sentence(seed: int) -> None:
    fuzz(1000, seed=100 + seed)
