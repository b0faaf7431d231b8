"""Grids and paragraphs from characters and lines at places, whatever format they come from."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest

from jixiao.readers.grid import Grid, Layout, Paragraph
from jixiao.readers.page import Glyph, Page, Ruling
from jixiao.readers.ruled_page import layout_of
from tests.readers.drawn_pages import DrawnPage

INDICATORS = [
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "培训人次", "≥1200人次"],
    ["^", "质量指标", "合格率", "≥95%"],
    ["效益指标", "社会效益指标", "影响", "较大"],
]
WIDTHS = [80.0, 90.0, 180.0, 100.0]


def layout(*pages: DrawnPage) -> Layout:
    return layout_of([drawn.page for drawn in pages], "pdf")


def only_grid(*pages: DrawnPage) -> Grid:
    (grid,) = layout(*pages).grids
    return grid


def shown(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def paragraphs(*pages: DrawnPage) -> list[str]:
    return [block.text for block in layout(*pages).blocks if isinstance(block, Paragraph)]


def test_a_ruled_table_is_a_grid_with_its_merged_cells() -> None:
    page = DrawnPage()
    page.table([["项目支出绩效目标表", "<", "<", "<"], *INDICATORS], WIDTHS)

    grid = only_grid(page)

    assert shown(grid)[0] == ["项目支出绩效目标表"]
    assert grid.rows[0][0].column_span == 4
    level = grid.rows[2][0]
    assert level.text == "产出指标"
    assert (level.row, level.column, level.row_span) == (3, 1, 2)
    assert grid.rows[3][0] is level
    assert shown(grid)[4] == ["效益指标", "社会效益指标", "影响", "较大"]


def test_every_cell_says_its_page_and_its_box() -> None:
    page = DrawnPage(number=7)
    page.table(INDICATORS, WIDTHS, left=60, top=100)

    grid = only_grid(page)

    place = grid.location(grid.rows[1][3])
    assert (place.page, place.box) == (7, (410.0, 120.0, 510.0, 140.0))
    assert grid.rows[1][3].confidence == 1.0


def test_the_confidence_of_a_cell_is_that_of_its_least_certain_character() -> None:
    page = DrawnPage()
    page.table(INDICATORS, WIDTHS)
    glyphs = page.page.glyphs
    doubtful = next(i for i, glyph in enumerate(glyphs) if glyph.text == "较")
    glyphs[doubtful] = glyphs[doubtful]._replace(confidence=0.4)

    grid = only_grid(page)

    assert grid.rows[3][3].confidence == 0.4
    assert grid.rows[3][2].confidence == 1.0


def test_runs_of_characters_are_read_like_single_ones() -> None:
    page = DrawnPage()
    page.table([["", ""], ["", ""]], [100, 100])
    page.page.glyphs.append(Glyph("培训人次", 65, 104, 105, 114, 0.9))
    page.page.glyphs.append(Glyph("≥1200人次", 165, 104, 215, 114, 0.8))

    row = only_grid(page).rows[0]

    assert [cell.text for cell in row] == ["培训人次", "≥1200人次"]
    assert [cell.confidence for cell in row] == [0.9, 0.8]


def test_double_lines_are_one_line() -> None:
    page = DrawnPage()
    page.table(INDICATORS, WIDTHS)
    page.page.rulings += [
        Ruling(left + 2, top + 2, right + 2, bottom + 2)
        for left, top, right, bottom in list(page.page.rulings)
    ]

    assert shown(only_grid(page))[1] == INDICATORS[1]


def test_dashes_are_one_line() -> None:
    page = DrawnPage()
    page.table(INDICATORS, WIDTHS)
    dashes = []
    for left, top, right, bottom in page.page.rulings:
        steps = int(max(right - left, bottom - top) // 5)
        for step in range(steps + 1):
            if bottom == top:
                dashes.append(Ruling(left + 5 * step, top, min(left + 5 * step + 2, right), top))
            else:
                dashes.append(Ruling(left, top + 5 * step, left, min(top + 5 * step + 2, bottom)))
    page.page.rulings = dashes

    assert shown(only_grid(page)) == [
        row if row[0] != "^" else ["产出指标", *row[1:]] for row in INDICATORS
    ]


def test_filled_areas_side_by_side_are_cells() -> None:
    page = DrawnPage()
    page.table(INDICATORS[:2], WIDTHS)
    edges = [60.0, 140.0, 230.0, 410.0, 510.0]
    page.page.rulings = [
        Ruling(left, top, right, top + 20)
        for top in (100.0, 120.0)
        for left, right in pairwise(edges)
    ]

    assert shown(only_grid(page)) == INDICATORS[:2]


def test_a_background_behind_words_makes_no_cell() -> None:
    page = DrawnPage()
    page.table(INDICATORS, WIDTHS)
    page.line(150, 123, 180, 132)  # a mark behind 数量指
    page.line(0, 0, 595, 842)  # the colour of the paper

    assert len(only_grid(page).rows[1]) == 4


def test_a_table_open_at_its_sides_has_its_outer_columns() -> None:
    page = DrawnPage()
    page.table(INDICATORS[:2], WIDTHS)
    page.page.rulings = [
        ruling
        for ruling in page.page.rulings
        if not (ruling.left == ruling.right and ruling.left in (60.0, 510.0))
    ]

    assert shown(only_grid(page)) == INDICATORS[:2]


def test_a_frame_around_the_page_is_no_table() -> None:
    page = DrawnPage()
    page.box(30, 30, 565, 812)
    page.write("预算绩效情况说明", 60, 60)

    assert layout(page).grids == []
    assert paragraphs(page) == ["预算绩效情况说明"]


def test_a_chart_without_words_is_no_table() -> None:
    page = DrawnPage()
    page.table([["", "", ""]] * 4, [50, 50, 50])
    page.write("图1", 60, 60)

    assert layout(page).grids == []


def test_a_drawing_of_very_many_lines_is_no_table() -> None:
    page = DrawnPage()
    page.page.rulings += [Ruling(10, 5 + i * 3.5, 590, 5 + i * 3.5) for i in range(230)]
    page.page.rulings += [Ruling(5 + i * 3.5, 10, 5 + i * 3.5, 830) for i in range(180)]
    page.write("图1", 60, 60)

    assert layout(page).grids == []
    assert paragraphs(page) == ["图1"]


def test_tables_on_one_page_stand_in_reading_order_with_the_words_between() -> None:
    page = DrawnPage()
    page.write("表一", 60, 80)
    page.table(INDICATORS[:2], WIDTHS, top=100)
    page.write("表二", 60, 200)
    page.table(INDICATORS[:3], WIDTHS, top=220)

    blocks = layout(page).blocks

    assert [b.text if isinstance(b, Paragraph) else len(b.rows) for b in blocks] == [
        "表一",
        2,
        "表二",
        3,
    ]
    assert [b.number for b in blocks if isinstance(b, Grid)] == [1, 2]


def test_a_text_broken_where_the_cell_is_full_is_one_line_again() -> None:
    page = DrawnPage()
    page.table(
        [["年度目标", "组织基层干部培训提升服务能力全年不少于1200人次"]], [60, 120], height=60
    )

    assert shown(only_grid(page)) == [
        ["年度目标", "组织基层干部培训提升服务能力全年不少于1200人次"]
    ]


def test_a_break_before_the_cell_is_full_is_kept() -> None:
    page = DrawnPage()
    page.table([["", ""]], [60, 200], height=60)
    page.write("1.组织培训；", 125, 104)
    page.write("2.开展评估。", 125, 116)

    assert only_grid(page).rows[0][1].text == "1.组织培训；\n2.开展评估。"


def test_a_numbered_item_after_a_full_line_is_a_paragraph_of_its_own() -> None:
    page = DrawnPage()
    page.table([["", ""]], [60, 110], height=60)
    page.write("1.组织基层干部培训。", 125, 104)
    page.write("2.开展评估", 125, 116)

    assert only_grid(page).rows[0][1].text == "1.组织基层干部培训。\n2.开展评估"


def test_letters_and_numbers_are_not_torn_apart_or_run_together() -> None:
    page = DrawnPage()
    page.table([["", ""]], [60, 200], height=60)
    end = page.write("Windows", 125, 104)
    page.write("10", page.write("升级", end + 4, 104), 104)

    assert only_grid(page).rows[0][1].text == "Windows升级10"


def test_what_is_printed_twice_to_look_bold_is_read_once() -> None:
    page = DrawnPage()
    page.table(INDICATORS, WIDTHS)
    page.page.glyphs += [
        glyph._replace(left=glyph.left + 0.3, right=glyph.right + 0.3)
        for glyph in list(page.page.glyphs)
    ]

    assert shown(only_grid(page))[1] == INDICATORS[1]


# ── over pages ───────────────────────────────────────────────────────────────────────────────


def test_a_table_that_goes_on_over_the_page_is_one_table() -> None:
    first, second = DrawnPage(1), DrawnPage(2)
    first.table(INDICATORS[:2], WIDTHS, top=700)
    first.write("— 1 —", 290, 800)
    second.table([["", "质量指标", "合格率", "≥95%"]], WIDTHS, top=60)
    second.write("— 2 —", 290, 800)

    grid = only_grid(first, second)

    assert shown(grid)[2] == ["", "质量指标", "合格率", "≥95%"]
    assert [grid.location(row[3]).page for row in grid.rows] == [1, 1, 2]
    assert [row[1].row for row in grid.rows] == [1, 2, 3]
    assert paragraphs(first, second) == []


def test_a_merged_cell_goes_on_over_the_page() -> None:
    first, second = DrawnPage(1), DrawnPage(2)
    first.table(INDICATORS[:3], WIDTHS, top=700)
    second.table(
        [["", "时效指标", "及时性", "及时"], ["^", "成本指标", "成本", "≤96万元"]], WIDTHS, top=60
    )

    grid = only_grid(first, second)

    assert [row[0].text for row in grid.rows] == ["一级指标"] + ["产出指标"] * 4
    assert grid.rows[4][0] is grid.rows[1][0]
    assert grid.rows[1][0].row_span == 4


def test_a_row_cut_by_the_page_is_one_row() -> None:
    first, second = DrawnPage(1), DrawnPage(2)
    text = "组织基层干部培训提升服务能力全年不少于"
    first.table([["年度目标", text[:10]]], [60, 110], top=780)
    second.table([["", text[10:]]], [60, 110], top=60, height=30)

    assert shown(only_grid(first, second)) == [["年度目标", text]]


def test_a_new_row_under_a_blank_level_is_no_rest_of_the_last() -> None:
    first, second = DrawnPage(1), DrawnPage(2)
    first.table(INDICATORS[:2], WIDTHS, top=700)
    second.table([["", "", "参训人数", ""]], WIDTHS, top=60)

    assert len(only_grid(first, second).rows) == 3


def test_a_header_printed_again_on_the_next_page_begins_a_table_of_its_own() -> None:
    first, second = DrawnPage(1), DrawnPage(2)
    first.table(INDICATORS[:3], WIDTHS, top=700)
    second.table([INDICATORS[0], INDICATORS[3]], WIDTHS, top=60)

    assert [len(grid.rows) for grid in layout(first, second).grids] == [3, 2]


def test_tables_with_other_columns_are_two_tables() -> None:
    first, second = DrawnPage(1), DrawnPage(2)
    first.table(INDICATORS[:2], WIDTHS, top=700)
    second.table([["项目名称", "培训"]], [170, 280], top=60)

    assert len(layout(first, second).grids) == 2


def test_a_paragraph_goes_on_over_the_page() -> None:
    first, second = DrawnPage(1), DrawnPage(2)
    for top in (700, 715, 730):
        first.write("绩效" * 23, 60, top)
    second.write("目标编报情况。", 60, 60)

    assert paragraphs(first, second) == ["绩效" * 69 + "目标编报情况。"]


def test_a_running_head_is_told_once() -> None:
    pages = [DrawnPage(number) for number in (1, 2, 3)]
    for page in pages:
        page.write("某市财政局2024年部门预算", 200, 40)
        page.write(f"第{page.page.number}页 共3页", 270, 800)
        page.write("情况说明", 60, 200 + 10 * page.page.number)

    assert paragraphs(*pages) == ["某市财政局2024年部门预算", *["情况说明"] * 3]


def test_a_large_title_at_the_top_of_each_page_is_no_running_head() -> None:
    pages = [DrawnPage(number) for number in (1, 2)]
    for page in pages:
        page.write("项目支出绩效目标表", 200, 50, size=16)
        page.table(INDICATORS, WIDTHS)

    assert paragraphs(*pages) == ["项目支出绩效目标表"] * 2


def test_pages_that_are_pictures_are_told_of() -> None:
    pages = [Page(number, 595, 842, has_picture=True) for number in (2, 3, 4, 9)]

    (notice,) = layout_of(pages, "pdf").notices

    assert "2–4、9" in notice.zh
    assert notice.at is not None
    assert notice.at.page == 2


@pytest.mark.parametrize("seed", range(20))
def test_no_character_is_lost_whatever_lines_are_drawn(seed: int) -> None:
    chance = random.Random(seed)
    page = DrawnPage()
    written = [chr(0x4E00 + number) for number in range(300)]
    for character in written:
        page.write(character, chance.uniform(0, 580), chance.uniform(100, 740))
    for _ in range(60):
        left, top = chance.uniform(0, 500), chance.uniform(0, 700)
        length = chance.uniform(5, 300)
        if chance.random() < 0.5:
            page.line(left, top, left + length, top)
        else:
            page.line(left, top, left, top + length)

    blocks = layout(page).blocks

    text = "".join(
        block.text
        if isinstance(block, Paragraph)
        else "".join({id(c): c.text for row in block.rows for c in row}.values())
        for block in blocks
    )
    assert sorted(text.replace("\n", "").replace(" ", "")) == sorted(written)
    for block in blocks:
        if isinstance(block, Grid):
            width = sum(cell.column_span for cell in block.rows[0])
            assert all(sum(c.column_span for c in row) == width for row in block.rows)


def test_a_page_of_thousands_of_characters_takes_milliseconds() -> None:
    page = DrawnPage()
    page.table([["一二三四五六七八九", "甲乙丙丁"] * 4] * 35, [95, 45] * 4, left=10, top=20)
    assert len(page.page.glyphs) > 1_800

    start = time.process_time()
    for _ in range(5):
        layout(page)

    assert (time.process_time() - start) / 5 < 0.25
