"""The seed as a PDF: the same record, however the form is laid out on its pages.

No filled-in PDF of a performance form could be had; the carriers are made from the seed's record,
by LibreOffice and by a writer of the tests. Blanks at the end of a line leave no mark on paper:
records are compared without them.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.pipeline import read
from jixiao.readers.formats import docx, pdf
from jixiao.readers.grid import Grid
from jixiao.readers.read import read_bytes
from jixiao.writers.form_docx import render
from jixiao.writers.record_json import disclosure_json
from jixiao.writers.record_json import render as render_json
from jixiao.writers.record_table import disclosure_table
from tests.office import converted, needs_office
from tests.paths import SEED_TEXT
from tests.readers.form_pdf import Manner, form_pages, form_pdf
from tests.readers.reading import read_layout
from tests.readers.word_like import document_xml, package
from tests.readers.written_pdf import PdfPage, written

pytest.importorskip("pypdfium2_raw")

MANNERS = {
    "one form a page": Manner(),
    "several forms a page": Manner(forms_on_a_page=True),
    "header on every page": Manner(forms_on_a_page=True, header_again=True),
    "turned a quarter": Manner(turned=1),
    "upside down": Manner(turned=2, forms_on_a_page=True),
    "turned back a quarter": Manner(turned=3),
    "double lines": Manner(lines="double"),
    "drawn dashes": Manner(lines="dashes"),
    "filled lines": Manner(lines="filled", forms_on_a_page=True),
    "open at the sides": Manner(lines="open"),
}


@pytest.fixture(scope="module")
def seed() -> Disclosure:
    return read(SEED_TEXT)


def said(disclosure: Disclosure) -> Any:
    """What a record says, without places, notes and blanks at the ends of lines."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            left_out = ("at", "source", "notes", "notices", "originals", "pages")
            return {k: plain(v) for k, v in value.items() if k not in left_out}
        if isinstance(value, list):
            return [plain(one) for one in value]
        return re.sub(r"[ \t\u3000]+(?=\n|$)", "", value) if isinstance(value, str) else value

    return plain(disclosure_json(disclosure))


@pytest.mark.parametrize("manner", MANNERS.values(), ids=MANNERS)
def test_the_seed_gives_the_same_record_however_it_is_laid_out(
    seed: Disclosure, manner: Manner
) -> None:
    record = read_bytes(form_pdf(seed, manner), "淮南市人民政府办公室2024.pdf")

    assert said(record) == said(seed)
    assert sum(len(target.indicators) for target in record.targets) == 94
    assert record.notices == ()


@needs_office
def test_the_form_as_we_write_it_is_the_same_record_when_printed(seed: Disclosure) -> None:
    form = render(seed)

    printed = read_bytes(converted(form, "docx", "pdf"), "表.pdf")

    assert said(printed) == said(read_layout(docx.parse(form), "表.docx"))
    assert said(printed) == said(seed)


@needs_office
def test_the_form_as_word_lays_it_out_is_the_same_record_when_printed(seed: Disclosure) -> None:
    footer = b'<w:footerReference w:type="default" r:id="rId6"/>'  # a part the carrier has not
    document = b"".join(document_xml(seed)).replace(footer, b"")

    printed = read_bytes(converted(package(document), "docx", "pdf"), "表.pdf")

    assert said(printed) == said(seed)


def test_every_value_says_its_page_and_where_on_it(seed: Disclosure) -> None:
    record = read_bytes(form_pdf(seed, MANNERS["several forms a page"]), "表.pdf")

    for target in record.targets:
        of_fields = [place for name, place in target.at.items() if name != "table"]
        of_rows = [place for i in target.indicators for place in i.at.values()]
        assert len(of_rows) == 4 * len(target.indicators)
        for place in of_fields + of_rows:
            assert place.page is not None
            assert place.box is not None
            left, top, right, bottom = place.box
            assert 0 < left < right < 595
            assert 0 < top < bottom < 842
    pages = [i.at["value"].page for t in record.targets for i in t.indicators]
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert len(set(pages)) > 3


def test_a_form_over_two_pages_is_one_table_whose_cells_keep_their_pages(seed: Disclosure) -> None:
    layout = pdf.parse(form_pdf(seed, MANNERS["several forms a page"]))

    over = [
        grid for grid in layout.grids if len({cell.page for row in grid.rows for cell in row}) == 2
    ]

    assert over
    for grid in over:
        widths = {sum(cell.column_span for cell in row) for row in grid.rows}
        assert len(widths) == 1
        for number, row in enumerate(grid.rows, 1):
            assert all(cell.row <= number < cell.row + cell.row_span for cell in row)


def test_a_budget_book_is_searched_and_every_page_accounted_for(seed: Disclosure) -> None:
    picture = b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
    picture += b"/ColorSpace/DeviceGray|\x80"
    pages = [PdfPage() for _ in range(15)]
    pages[0].write("某市人民政府办公室2024年部门预算", 150, 300, size=18)
    for page in pages[1:8]:
        page.write("一、部门主要职能和机构设置情况，按规定公开如下。", 60, 100)
    for page in pages[8:12]:
        page.table(
            [["科目编码", "科目名称", "合计", "基本支出"], ["201", "一般公共服务", "96", "0"]],
            [80, 150, 100, 100],
        )
    pages[12].content = ["q 595 0 0 842 0 0 cm /Im Do Q"]
    pages[14].write("名词解释", 60, 100)
    forms = form_pages(seed, Manner(forms_on_a_page=True))
    book = written(*pages[:13], *forms, *pages[13:], objects={"Im": picture})

    record = read_bytes(book, "2024年部门预算.pdf")

    statuses = [page.status for page in record.pages]
    assert len(statuses) == 15 + len(forms) >= 25
    assert statuses[:13] == ["text"] * 8 + ["table"] * 4 + ["picture"]
    assert statuses[13:-2] == ["form"] * len(forms)
    assert statuses[-2:] == ["blank", "text"]
    assert [len(target.indicators) for target in record.targets] == [
        len(target.indicators) for target in seed.targets
    ]
    assert [page.page for page in record.pages if page.tables > page.taken] == [9, 10, 11, 12]
    again = read_bytes(render_json(record), "记录.json")
    assert again.pages == record.pages
    assert again.targets[3].at["project_name"].box == record.targets[3].at["project_name"].box
    told = disclosure_table(record)
    assert f"第14–{13 + len(forms)}页绩效表；第9–12页其他表格，没有取用" in told
    assert "第13页图片，没有读取" in told


def test_pages_are_read_in_bounded_memory(seed: Disclosure) -> None:
    data = form_pdf(seed)
    pages = pdf.pages_of(data)

    first = next(pages)
    pages.close()

    assert first.number == 1
    assert isinstance(pdf.parse(data).blocks[2], Grid)  # closed in the middle, it opens again
