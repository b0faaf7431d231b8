"""The form as a Word file: opened by other programs it has the same cells, merged the same way."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from jixiao.model.disclosure import Disclosure
from jixiao.readers.read import read_bytes
from jixiao.writers.form_docx import render
from jixiao.writers.form_layout import FormTable, form_blocks
from tests.office import converted, needs_office
from tests.writers.reports import HOSTILE_NAMES, seed
from tests.writers.wide import wide_record


def opened(record: Disclosure) -> Document:
    return docx.Document(io.BytesIO(render(record)))


@pytest.mark.parametrize("record", [seed(), wide_record()], ids=["seed", "wide"])
def test_every_cell_has_its_text_and_covers_its_columns_and_rows(record: Disclosure) -> None:
    document = opened(record)

    laid = [block for block in form_blocks(record) if isinstance(block, FormTable)]
    assert len(document.tables) == len(laid)
    for table, form in zip(document.tables, laid, strict=True):
        assert len(table.columns) == len(form.widths)
        taken = [[False] * len(form.widths) for _ in form.rows]
        for number, cells in enumerate(form.rows):
            for cell in cells:
                column = taken[number].index(False)
                block = table.cell(number, column)
                assert block.text == cell.text
                for row in range(number, number + cell.row_span):
                    for place in range(column, column + cell.column_span):
                        assert table.cell(row, place)._tc is block._tc
                        taken[row][place] = True
        assert all(all(row) for row in taken)


def test_a_project_begins_a_page_and_its_heading_is_in_the_outline() -> None:
    document = opened(seed())

    headings = [
        p for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"
    ]
    assert [p.text for p in headings] == [t.heading for t in seed().targets]
    assert all(p._p.find(f".//{qn('w:pageBreakBefore')}") is not None for p in headings)


def test_the_page_is_that_of_official_documents() -> None:
    section = opened(seed()).sections[0]

    lengths = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(length.mm) for length in lengths if length is not None] == [210, 297, 37, 28]


def test_a_wide_table_turns_its_page_and_no_other() -> None:
    sections = opened(wide_record()).sections

    turned = [section.page_width > section.page_height for section in sections]  # type: ignore[operator]
    assert turned == [False, True, False]


def test_a_table_without_a_heading_begins_a_page_too() -> None:
    record = replace(seed(), targets=tuple(replace(t, heading=None) for t in seed().targets))

    breaks = render_xml(record).findall(f".//{qn('w:pageBreakBefore')}")

    assert len(breaks) == 10


def render_xml(record: Disclosure) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(render(record))) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist()}
    for part in parts.values():
        ElementTree.fromstring(part)
    return ElementTree.fromstring(parts["word/document.xml"])


def test_names_keep_every_sign_xml_has_a_use_for() -> None:
    target = replace(seed().targets[0], project_name="<甲>&\"乙\"'丙' ]]>  丁")

    document = opened(replace(seed(), targets=(target,)))

    assert document.tables[1].cell(3, 2).text == "<甲>&\"乙\"'丙' ]]>  丁"


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_make_no_broken_file(name: str) -> None:
    render_xml(replace(seed(), targets=(replace(seed().targets[0], project_name=name),)))


def test_control_characters_become_the_replacement_character() -> None:
    target = replace(seed().targets[0], project_name="甲\x00\x1b乙\ufffe\ud800丙")

    document = opened(replace(seed(), targets=(target,)))

    assert document.tables[1].cell(3, 2).text == "甲\ufffd\ufffd乙\ufffd\ufffd丙"


def test_a_tab_and_a_new_line_of_a_note_are_kept() -> None:
    note = seed().notes[-1]._replace(text="注：\t甲\n乙")

    document = opened(replace(seed(), notes=(note,)))

    assert document.paragraphs[-1].text == "注：\t甲\n乙"


def test_the_archive_is_the_same_whenever_it_is_made() -> None:
    with zipfile.ZipFile(io.BytesIO(render(seed()))) as archive:
        entries = archive.infolist()

    assert render(seed()) == render(seed())
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}
    assert zlib.crc32(render(seed())) == zlib.crc32(render(seed()))


@needs_office
@pytest.mark.parametrize("record", [seed(), wide_record()], ids=["seed", "wide"])
def test_saved_again_by_another_program_it_says_the_same(record: Disclosure) -> None:
    again = converted(render(record), "docx", "docx")

    assert read_bytes(again, "again.docx") == record


@needs_office
def test_the_seed_takes_a_page_a_table_but_for_the_longest() -> None:
    pdf = converted(render(seed()), "docx", "pdf")

    assert pdf.count(b"/Type/Page\n") + pdf.count(b"/Type/Page/") == 12
