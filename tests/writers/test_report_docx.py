"""The report as a Word file: other programs open it, its charts are drawn, its bytes repeat."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from jixiao.model.exceptions import UnusableRequest
from jixiao.writers.report_docx import render, write_report
from jixiao.writers.report_parts import Chart, Heading, Paragraph, Table
from jixiao.writers.report_text import report_on
from tests.office import converted, needs_office
from tests.writers.report_sheets import every_state, flawless, unit
from tests.writers.reports import HOSTILE_NAMES

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def parts_of(data: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}


def test_every_heading_sentence_and_cell_is_in_the_file() -> None:
    report = report_on(unit(), "evaluation")

    document = docx.Document(io.BytesIO(render(report)))

    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    tables = [block for block in report.blocks if isinstance(block, Table)]
    for block in report.blocks:
        if isinstance(block, Heading):
            assert block.text.zh in text
        elif isinstance(block, Paragraph):
            assert all(sentence.zh in text for sentence in block.sentences)
    assert len(document.tables) == len(tables)
    for written, laid in zip(document.tables, tables, strict=True):
        assert [c.text for c in written.rows[0].cells] == [h.zh for h in laid.headers]
        for line, row in zip(written.rows[1:], laid.rows, strict=True):
            assert [cell.text for cell in line.cells] == [cell.zh for cell in row]


def test_headings_are_in_the_outline_and_headers_repeat_on_every_page() -> None:
    document = docx.Document(io.BytesIO(render(report_on(unit()))))

    styles = [p.style.name for p in document.paragraphs if p.style is not None]
    assert styles.count("Heading 1") == 8
    for table in document.tables:
        repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert repeated == [True] + [False] * (len(repeated) - 1)


def test_the_page_is_that_of_official_documents_and_is_numbered() -> None:
    data = render(report_on([every_state()]))

    section = docx.Document(io.BytesIO(data)).sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(length.mm) for length in lengths if length is not None] == [210, 297, 37, 28]
    assert "PAGE" in "".join(parts_of(data)["word/footer1.xml"].itertext())


def test_a_chart_holds_its_values() -> None:
    report = report_on([every_state()])

    parts = parts_of(render(report))

    assert sum(isinstance(block, Chart) for block in report.blocks) == 1
    series = parts["word/charts/chart1.xml"].findall(f".//{CHART}ser")
    shown = [[v.text for v in one.findall(f"{CHART}val//{CHART}v")] for one in series]
    assert shown == [["10", "50", "30", "10"], ["8", "47.6", "18", "10"], ["10"]]


def test_every_part_is_announced_and_every_link_leads_to_one() -> None:
    parts = parts_of(render(report_on(unit())))

    announced = {e.get("PartName", "")[1:] for e in parts["[Content_Types].xml"]} - {""}
    linked = {f"word/{e.get('Target')}" for e in parts["word/_rels/document.xml.rels"]}
    assert announced == linked | {"word/document.xml"}
    assert announced <= parts.keys()
    assert sum(name.startswith("word/charts/") for name in parts) == 5


def test_the_same_sheets_give_the_same_bytes() -> None:
    first, second = (render(report_on(unit(), "evaluation")) for _ in range(2))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_make_no_broken_file(name: str) -> None:
    sheet = flawless()

    parts_of(render(report_on([replace(sheet, evaluation=replace(sheet.evaluation, title=name))])))


def test_the_note_stands_on_the_first_page() -> None:
    document = docx.Document(io.BytesIO(render(report_on([flawless()], note="证据为合成数据。"))))

    note = next(p for p in document.paragraphs if p.text == "证据为合成数据。")
    assert note.style is not None
    assert note.style.name == "Cover Note"


def test_in_english_the_frame_is_english() -> None:
    document = docx.Document(io.BytesIO(render(report_on([flawless()]), "en")))

    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "“政府公报编辑发行费” has 100 of 100 points; its grade is excellent." in text
    assert "待填写" not in text


def test_a_report_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "out" / "report.docx"

    write_report([flawless()], path, "evaluation")

    assert path.read_bytes() == render(report_on([flawless()], "evaluation"))


def test_an_ending_not_known_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableRequest):
        write_report([flawless()], tmp_path / "report.pdf")


@needs_office
def test_another_program_opens_it_and_draws_its_charts() -> None:
    again = converted(render(report_on([every_state()])), "docx", "docx")

    document = docx.Document(io.BytesIO(again))
    assert "七、改进建议与结果应用" in [p.text for p in document.paragraphs]
    assert len(document.tables) == 6
    charts = [part for name, part in parts_of(again).items() if "charts/chart" in name]
    kept = [part for part in charts if part.find(f".//{CHART}ser") is not None]
    assert len(kept) == 1
    assert "47.6" in "".join(kept[0].itertext())
