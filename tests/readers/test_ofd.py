"""OFD: characters and lines at their places; what lies over the content is kept out and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import UnreadableFile, UserError
from jixiao.readers.formats import docx, ofd, xlsx
from jixiao.readers.formats.ofd_content import POINTS
from jixiao.readers.grid import Cell, Grid, Layout
from jixiao.readers.page import Page
from jixiao.readers.read import format_of, read_bytes, read_file
from tests.carriers.ofd_like import OFFICE, VIRTUAL_PRINTER, Style, ofd_like, package, zipped
from tests.paths import CORPUS, SEED_TEXT
from tests.readers.hostile import BOTH, mutated, mutated_inside, refused, seeds, survives
from tests.readers.word_like import word_like

FILES = sorted((CORPUS / "ofd").glob("*.ofd"))
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def only_page(objects: str) -> Page:
    (page,) = ofd.pages_of(package([objects])).pages
    return page


def text_of(page: Page) -> str:
    return "".join(glyph.text for glyph in page.glyphs)


def told(data: bytes) -> str:
    return "\n".join(notice.zh for notice in ofd.pages_of(data).notices)


def corpus(name: str) -> bytes:
    return (CORPUS / "ofd" / f"{name}.ofd").read_bytes()


def text_object(text: str, code: str, attributes: str = 'Boundary="10 20 100 10"') -> str:
    return (
        f'<ofd:TextObject ID="9" Font="1" Size="4" {attributes}>'
        f"<ofd:TextCode {code}>{text}</ofd:TextCode></ofd:TextObject>"
    )


def path(data: str, attributes: str = "", boundary: str = "0 0 210 297") -> str:
    return (
        f'<ofd:PathObject ID="9" Boundary="{boundary}" {attributes}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def millimetres(*points: float) -> list[float]:
    return [round(point / POINTS, 2) for point in points]


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_every_file_of_the_corpus_opens(file: Path) -> None:
    data = file.read_bytes()

    read = ofd.pages_of(data)

    assert format_of(data, "x.docx") == "ofd"
    assert read.pages
    assert all(page.glyphs or told(data) for page in read.pages)


def test_there_are_fifteen_files() -> None:
    assert len(FILES) == 15


def test_a_character_stands_where_its_boundary_and_steps_say() -> None:
    page = only_page(text_object("项目1号", 'X="1" Y="5" DeltaX="4 6 2"'))

    assert text_of(page) == "项目1号"
    lefts = [glyph.left for glyph in page.glyphs]
    assert millimetres(*lefts) == [11, 15, 21, 23]
    first = page.glyphs[0]
    assert millimetres(first.right, first.top, first.bottom) == [15, 21.48, 25.48]
    assert (round(page.width), round(page.height)) == (595, 842)


def test_equal_steps_may_be_counted() -> None:
    page = only_page(text_object("甲乙丙丁戊己", 'X="0" Y="5" DeltaX="g 2 4 5 g 2 6"'))

    assert millimetres(*(glyph.left for glyph in page.glyphs)) == [10, 14, 18, 23, 29, 35]


def test_a_count_no_file_can_mean_costs_nothing() -> None:
    page = only_page(text_object("甲乙丙", 'X="0" Y="5" DeltaX="g 999999999 4 g x y"'))

    assert millimetres(*(glyph.left for glyph in page.glyphs)) == [10, 14, 18]


def test_characters_without_steps_stand_one_after_the_other() -> None:
    page = only_page(text_object("甲a乙", 'X="0" Y="5"'))

    assert millimetres(*(glyph.left for glyph in page.glyphs)) == [10, 14, 16]


def test_a_line_without_steps_keeps_to_its_boundary() -> None:
    page = only_page(text_object("甲" * 10, 'X="0" Y="5"', 'Boundary="10 20 20 10"'))

    assert page.glyphs[-1].right <= (10 + 20.5) * POINTS + 0.01


def test_a_matrix_moves_and_stretches_text() -> None:
    page = only_page(
        text_object("甲乙", 'X="2" Y="2" DeltaX="4"', 'Boundary="10 20 90 90" CTM="2 0 0 2 5 1"')
    )

    first, second = page.glyphs
    assert millimetres(first.left, second.left) == [19, 27]
    assert millimetres(first.bottom - first.top) == [8]


def test_a_second_line_of_an_object_may_state_only_what_changes() -> None:
    page = only_page(
        '<ofd:TextObject ID="9" Font="1" Size="4" Boundary="10 20 90 90">'
        '<ofd:TextCode X="3" Y="5">甲</ofd:TextCode><ofd:TextCode Y="11">乙</ofd:TextCode>'
        "</ofd:TextObject>"
    )

    first, second = page.glyphs
    assert first.left == second.left
    assert millimetres(second.top - first.top) == [6]


def test_several_characters_drawn_as_one_glyph_stay_together() -> None:
    page = only_page(
        '<ofd:TextObject ID="9" Font="1" Size="4" Boundary="10 20 90 90">'
        '<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1"><ofd:Glyphs>7</ofd:Glyphs>'
        '</ofd:CGTransform><ofd:TextCode X="0" Y="5" DeltaX="2 3 2">afib</ofd:TextCode>'
        "</ofd:TextObject>"
    )

    assert [glyph.text for glyph in page.glyphs] == ["a", "fi", "b"]
    assert millimetres(*(glyph.left for glyph in page.glyphs)) == [10, 12, 15]


def test_text_may_run_down_the_page() -> None:
    page = only_page(text_object("绩效", 'X="2" Y="4" DeltaY="5"', 'Boundary="10 20 9 90"'))

    first, second = page.glyphs
    assert first.left == second.left
    assert millimetres(second.top - first.top) == [5]


def test_a_page_whose_text_runs_up_is_turned() -> None:
    turned = 'Boundary="10 20 100 200" CTM="0 -1 1 0 20 150"'

    page = only_page(text_object("项目支出绩效", 'X="0" Y="5" DeltaX="g 5 4"', turned))

    assert (round(page.width), round(page.height)) == (842, 595)
    lefts = [glyph.left for glyph in page.glyphs]
    assert lefts == sorted(lefts)
    assert len({round(glyph.top, 3) for glyph in page.glyphs}) == 1


def test_a_composite_is_drawn_where_it_is_used() -> None:
    inner = text_object("甲", 'X="0" Y="5"', 'Boundary="1 1 20 10"')
    parts = {
        "Doc_0/Res.xml": f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit "
        f'ID="5" Width="9" Height="9"><ofd:Content>{inner}</ofd:Content>'
        "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:DocumentRes>Res.xml"
        '</ofd:DocumentRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" '
        'BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
    }
    used = '<ofd:CompositeObject ID="3" ResourceID="5" Boundary="30 40 90 90" CTM="2 0 0 2 0 0"/>'

    (page,) = ofd.pages_of(package([used], parts=parts)).pages

    assert millimetres(page.glyphs[0].left) == [32]


def test_composites_inside_each_other_without_end_are_cut_off() -> None:
    uses = '<ofd:CompositeObject ID="3" ResourceID="5" Boundary="0 0 9 9"/>' * 60
    parts = {
        "Doc_0/Res.xml": f'<ofd:Res {SPACE}><ofd:CompositeGraphicUnit ID="5"><ofd:Content>{uses}'
        "</ofd:Content></ofd:CompositeGraphicUnit></ofd:Res>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:DocumentRes>Res.xml"
        '</ofd:DocumentRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" '
        'BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
    }

    with pytest.raises(UnreadableFile, match="more text and lines"):
        ofd.pages_of(package([uses], parts=parts))


@pytest.mark.parametrize(
    ("data", "attributes"),
    [
        ("M 10 30 L 110 30", ""),
        ("M 110 30.2 L 10 29.8", ""),
        ("M 10 29.9 L 110 29.9 L 110 30.1 L 10 30.1 C", 'Stroke="false" Fill="true"'),
        ("M 20 60 L 220 60", 'CTM="0.5 0 0 0.5 0 0"'),
        ("M10 30L110 30", ""),
        ("S 10 30 L 110 30 C", 'Fill="true"'),
    ],
    ids=["stroke", "slanted", "thin rectangle", "matrix", "written together", "closed"],
)
def test_a_line_comes_in_many_ways(data: str, attributes: str) -> None:
    (ruling,) = only_page(path(data, attributes)).rulings

    assert millimetres(*ruling) == [10, 30, 110, 30]


def test_a_stroked_rectangle_is_four_lines() -> None:
    page = only_page(path("M 10 10 L 60 10 L 60 30 L 10 30 C"))

    assert len(page.rulings) == 4


@pytest.mark.parametrize(
    ("data", "attributes"),
    [
        ("M 10 10 L 60 40", ""),
        ("M 10 30 B 20 30 30 30 110 30", ""),
        ("M 10 10 L 60 10 L 60 30 L 10 30 C", 'Stroke="false" Fill="true"'),
        ("M 10 10 L 60 10", 'Stroke="false"'),
        ("M 10 10 L 60 10", 'Visible="false"'),
        ("M 10 10 L 60 10", 'LineWidth="8"'),
        ("M 10 L L x", ""),
        ("M nan nan L 1e300 5", ""),
    ],
    ids=["slope", "curve", "shading", "undrawn", "hidden", "band", "damaged", "no numbers"],
)
def test_what_is_no_border_gives_no_line(data: str, attributes: str) -> None:
    assert only_page(path(data, attributes)).rulings == []


def test_a_line_ends_where_its_boundary_ends() -> None:
    (ruling,) = only_page(path("M -50 1 L 500 1", boundary="10 20 50 5")).rulings

    assert millimetres(*ruling) == [9.5, 21, 60.5, 21]


def test_clips_and_patterns_are_not_drawn() -> None:
    clip = (
        '<ofd:PathObject ID="9" Boundary="0 0 210 297"><ofd:AbbreviatedData>M 10 10 L 60 10'
        "</ofd:AbbreviatedData><ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary='0 0 9 9'>"
        "<ofd:AbbreviatedData>M 0 0 L 90 0 L 90 90 L 0 90 C</ofd:AbbreviatedData></ofd:Path>"
        "</ofd:Area></ofd:Clip></ofd:Clips></ofd:PathObject>"
    )

    assert len(only_page(clip).rulings) == 1


def test_text_outside_its_boundary_is_not_seen_and_told_of() -> None:
    data = package([text_object("甲乙", 'X="0" Y="5" DeltaX="150"')])

    (page,) = ofd.pages_of(data).pages

    assert text_of(page) == "甲"
    assert "第1页有1个字符在页面或对象边界以外" in told(data)


def test_invisible_text_is_left_out() -> None:
    page = only_page(text_object("甲", 'X="0" Y="5"', 'Boundary="9 9 9 9" Visible="false"'))

    assert page.glyphs == []


def test_a_running_title_in_a_template_is_kept_out_and_told_of() -> None:
    data = package([text_object("正文", 'X="0" Y="5"')], header="某市财政局")

    (page,) = ofd.pages_of(data).pages

    assert text_of(page) == "正文"
    assert "“某市财政局”没有计入正文" in told(data)


def test_a_form_printed_as_a_template_is_part_of_the_page() -> None:
    data = corpus("blank_invoice_no_page_container")

    (page,) = ofd.pages_of(data).pages

    assert "纳税人识别号" in text_of(page)
    assert "电子普通发票" not in text_of(page)
    assert "上海增值税电子普通发票" in told(data)
    assert len(page.rulings) > 20


def test_a_watermark_is_kept_out_and_told_of() -> None:
    data = corpus("text_under_watermark")

    (page,) = ofd.pages_of(data).pages

    assert text_of(page) == "你好呀，OFD Reader&Writer！"
    assert "水印文字“保密资料”没有计入正文" in told(data)


def test_text_askew_on_the_page_itself_is_a_watermark() -> None:
    askew = text_object("样张", 'X="0" Y="5"', 'Boundary="0 0 210 297" CTM="0.7 0.7 -0.7 0.7 9 9"')
    data = package([askew + text_object("正文", 'X="0" Y="5"')])

    (page,) = ofd.pages_of(data).pages

    assert text_of(page) == "正文"
    assert "水印文字“样张”" in told(data)


def test_a_scan_says_that_it_needs_recognition() -> None:
    data = corpus("scan_only_two_jpegs_case_mismatch")

    pages = ofd.pages_of(data).pages

    assert [page.has_picture for page in pages] == [True, True]
    assert "每一页都只有图片或图形，没有文字，需要文字识别（OCR）" in told(data)


def test_pages_of_shapes_alone_say_that_they_need_recognition() -> None:
    data = corpus("text_as_paths_no_textcode")

    assert "每一页都只有图片或图形，没有文字，需要文字识别（OCR）" in told(data)
    assert not any(page.glyphs for page in ofd.pages_of(data).pages)


def test_characters_drawn_as_shapes_beside_text_are_told_of() -> None:
    assert "个像文字的图形" in told(corpus("letter_runs_split_g_deltax"))


def test_private_characters_of_a_font_are_told_of() -> None:
    data = package([text_object("甲\ue123乙", 'X="0" Y="5"')])

    assert "第1页有1个字符是字体自带的编号" in told(data)


def test_signatures_and_stamps_are_told_of_with_their_pages() -> None:
    assert "2个电子签章（第1、2、3、4、5页）" in told(corpus("text_as_paths_no_textcode"))
    assert "1个电子签章（第2页）" in told(corpus("official_letter_2011_test"))


def test_attachments_are_named() -> None:
    assert "1个附件“Gao”" in told(corpus("with_attachment"))


def test_a_table_on_a_page_has_its_text_and_borders() -> None:
    page = ofd.pages_of(corpus("ruled_table_multiline_cells")).pages[0]

    upright = {round(r.left) for r in page.rulings if r.bottom - r.top > r.right - r.left}
    assert text_of(page).startswith("11.4字型变换名称类型说明可选/必选CodePositionxs:int")
    assert len(upright) == 5


def test_several_documents_are_read_one_after_another() -> None:
    body = "<ofd:DocBody><ofd:DocRoot>/{0}/Document.xml</ofd:DocRoot></ofd:DocBody>"
    document = (
        f'<ofd:Document {SPACE}><ofd:Pages><ofd:Page ID="1" BaseLoc="Content.xml"/></ofd:Pages>'
        "</ofd:Document>"
    )
    content = (
        f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{{0}}</ofd:Layer></ofd:Content></ofd:Page>"
    )
    data = zipped(
        {
            "OFD.xml": f"<ofd:OFD {SPACE}>{body.format('A')}{body.format('B')}</ofd:OFD>",
            "A/Document.xml": document,
            "B/Document.xml": document,
            "A/Content.xml": content.format(text_object("甲", 'X="0" Y="5"')),
            "B/Content.xml": content.format(text_object("乙", 'X="0" Y="5"')),
        }
    )

    pages = ofd.pages_of(data).pages

    assert [(page.number, text_of(page)) for page in pages] == [(1, "甲"), (2, "乙")]
    assert "2个文档" in told(data)


def test_a_page_whose_content_is_missing_is_told_of() -> None:
    document = (
        f'<ofd:Document {SPACE}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
        '<ofd:Page ID="2" BaseLoc="Pages/Page_7/Content.xml"/></ofd:Pages></ofd:Document>'
    )
    data = package([text_object("甲", 'X="0" Y="5"')], parts={"Doc_0/Document.xml": document})

    assert len(ofd.pages_of(data).pages) == 2
    assert "第2页在文件里缺少内容" in told(data)


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ({"a.xml": "<a/>"}, "不是OFD"),
        ({"OFD.xml": f"<ofd:OFD {SPACE}/>"}, "没有可以读取的页面"),
        ({"OFD.xml": f"<ofd:OFD {SPACE}/>", "Encryptions.xml": "<a/>"}, "已加密"),
        ({"OFD.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "DTD"),
        ({"OFD.xml": "<ofd:OFD"}, "已损坏"),
    ],
    ids=["no ofd", "no page", "encrypted", "dtd", "damaged"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(parts: dict[str, str], word: str) -> None:
    assert word in refused(ofd.pages_of, zipped(parts)).zh  # type: ignore[arg-type]


def test_many_pages_of_one_content_are_refused() -> None:
    listed = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' * 5_000
    document = f"<ofd:Document {SPACE}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    content = text_object("甲" * 100, 'X="0" Y="5"') * 100

    data = package([content], parts={"Doc_0/Document.xml": document})

    assert "同一份内容" in refused(ofd.pages_of, data).zh  # type: ignore[arg-type]


def fields(disclosure: Disclosure) -> list[object]:
    """Every value of a record, in order."""
    values: list[object] = [(p.number, p.name, p.amount) for p in disclosure.listed]
    for target in disclosure.targets:
        funding = target.funding
        values += [target.heading, target.project_name, target.fiscal_year, funding.unit]
        values += [funding.total, funding.fiscal, funding.other, target.annual_objective]
        values += [target.supervising_department, target.implementing_unit, target.project_source]
        values += [target.project_period, target.responsible_person, target.unit_seal]
        for indicator in target.indicators:
            values += [indicator.level1, indicator.level2, indicator.name, indicator.value]
    return values


@pytest.mark.parametrize("style", [OFFICE, VIRTUAL_PRINTER], ids=["by character", "by run"])
def test_the_seed_is_read_from_its_pages(style: Style) -> None:
    seed = read_file(SEED_TEXT)
    data = ofd_like(docx.parse(word_like(seed)), style)

    record = read_bytes(data, "淮南市人民政府办公室2024.ofd")

    expected, found = fields(seed), fields(record)
    right = sum(a == b for a, b in zip(expected, found, strict=True))
    assert len(record.targets) == 10
    assert right >= 0.995 * len(expected)
    assert [note.text for note in record.notes] == [note.text for note in seed.notes]
    assert {target.at["project_name"].page for target in record.targets} > {2, 3}
    assert ["水印" in notice.zh or "模板页" in notice.zh for notice in record.notices] == [True] * 2


@pytest.mark.parametrize("style", [OFFICE, VIRTUAL_PRINTER], ids=["by character", "by run"])
def test_a_form_of_another_province_is_read_from_its_pages(style: Style) -> None:
    path = CORPUS / "real" / "hubei-donghu-2020-application.xlsx"
    (target,) = read_file(path).targets

    (found,) = read_bytes(ofd_like(xlsx.parse(path.read_bytes()), style), "申报表.ofd").targets

    indicators = [(i.level1, i.level2, i.name, i.value) for i in target.indicators]
    assert [(i.level1, i.level2, i.name, i.value) for i in found.indicators] == indicators


def test_a_merged_label_over_pages_is_one_cell() -> None:
    rows = [[Cell("绩效指标", 1, 1, row_span=60), Cell("三级指标", 1, 2), Cell("指标值", 1, 3)]]
    for number in range(2, 61):
        rows.append([rows[0][0], Cell(f"指标{number}", number, 2), Cell(f"{number}%", number, 3)])

    layout = ofd.parse(ofd_like(Layout("x", [Grid(rows, 1)])))

    (grid,) = layout.grids
    assert [row[-1].text for row in grid.rows[1:]] == [f"{n}%" for n in range(2, 61)]
    assert grid.rows[0][0].row_span == 60
    assert grid.rows[-1][0] is grid.rows[0][0]


def test_the_table_of_the_corpus_has_four_columns_and_whole_cells() -> None:
    (grid,) = ofd.parse(corpus("ruled_table_multiline_cells")).grids

    assert [[cell.text for cell in row] for row in grid.rows][:2] == [
        ["名称", "类型", "说明", "可选/必选"],
        ["CodePosition", "xs:int", "TextCode中字符编码的起始位置，从0开始", "必选"],
    ]
    assert {len(row) for row in grid.rows} == {4}


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_no_file_of_the_corpus_is_taken_for_a_form(file: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_file(file)

    is_wordless = file.stem.startswith(("scan_only", "text_as_paths"))
    assert ("需要文字识别（OCR）" in caught.value.zh) is is_wordless


@BOTH
def test_mutated_files_are_read_or_refused(long: bool) -> None:
    carriers = [file.read_bytes() for file in FILES if file.stat().st_size < 40_000]
    cases = [
        mutated_inside(carriers[seed % len(carriers)], carriers[0], seed)
        if seed % 4
        else mutated(carriers[seed % len(carriers)], carriers[0], seed)
        for seed in seeds(long)
    ]

    assert 0 < survives(ofd.parse, cases) < len(cases)
