"""The self-evaluation form: blank is not 0, cells merged as on paper, the working of all rows."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser

from jixiao.model.evaluation import ExecutionRow
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Message
from jixiao.writers.evaluation_forms import render_self_evaluations, write_self_evaluations
from jixiao.writers.score_sheet_text import render as render_text
from jixiao.writers.self_evaluation_layout import (
    WIDTHS,
    form_table,
    notes_of,
    scored_funds_row,
    target_text,
)
from tests.office import converted, needs_office
from tests.writers.evaluations import indicator, score_sheet

SHEETS = [score_sheet(), score_sheet("机关运行保障", missing=False)]


def test_every_row_fills_the_width_of_the_table() -> None:
    table = form_table(score_sheet())

    taken = [0] * len(table.rows)
    for number, cells in enumerate(table.rows):
        for cell in cells:
            for row in range(number, number + cell.row_span):
                taken[row] += cell.column_span
    assert set(taken) == {len(WIDTHS)}


def test_the_word_file_has_every_cell_merged_as_laid_out() -> None:
    document = docx.Document(io.BytesIO(render_self_evaluations(SHEETS, ".docx")))

    table = document.tables[0]
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts[0][0] == "项目支出绩效自评表"
    heads = next(row for row in texts if "一级指标" in row)
    assert list(dict.fromkeys(heads)) == [
        "绩\n效\n指\n标",
        *("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
        "偏差原因分析及改进措施",
    ]
    start = texts.index(heads)
    assert table.cell(start + 1, 1)._tc is table.cell(start + 4, 1)._tc  # 产出指标
    assert table.cell(start + 1, 2)._tc is table.cell(start + 2, 2)._tc  # 数量指标
    assert table.cell(start, 0)._tc is table.cell(start + 7, 0)._tc
    assert len(document.tables) == 4  # two forms, two annexes


def test_points_with_no_value_are_blank_and_said_below_the_table() -> None:
    sheet = score_sheet()

    row = next(r for r in form_table(sheet).rows if any(c.text == "热线接通率" for c in r))
    assert [cell.text for cell in row][-4:] == ["", "15", "", ""]
    assert [cell.text for cell in form_table(sheet).rows[-1]] == ["总分", "100", "", ""]
    notes = list(notes_of(sheet))
    assert "已得81.7分，另有15分没有依据、未计分" in notes[0]
    assert "“热线接通率”未计分：没有实际完成值：4月、5月话务登记缺失。" in notes


def test_a_row_that_takes_no_part_has_neither_weight_nor_points() -> None:
    sheet = score_sheet()

    row = next(r for r in form_table(sheet).rows if any("不适用" in c.text for c in r))
    assert [cell.text for cell in row][-3:] == ["", "", ""]
    assert any(note.startswith("“本项目不适用此指标”不参与计分") for note in notes_of(sheet))


def test_a_duty_is_said_until_a_reason_is_stated() -> None:
    notes = list(notes_of(score_sheet()))

    assert "“诉求办理及时性”：未达成部分须说明偏差原因。" in notes
    assert not any(note.startswith("“热线坐席数”") for note in notes)


def test_zero_points_are_written() -> None:
    sheet = score_sheet()
    first = sheet.rows[0]
    none = replace(first.points, points=Decimal(0), low=Decimal(0), high=Decimal(0))

    table = form_table(replace(sheet, rows=(replace(first, points=none), *sheet.rows[1:])))

    row = next(r for r in table.rows if any(c.text == "日均受理话务量" for c in r))
    assert row[-2].text == "0"


def test_the_total_and_the_grade_stand_where_all_is_scored() -> None:
    sheet = score_sheet(missing=False)

    assert [cell.text for cell in form_table(sheet).rows[-1]] == ["总分", "100", "96.7", ""]
    assert next(notes_of(sheet)) == "总分96.7分，等级为“优”。"


def test_the_points_of_the_execution_stand_in_the_row_that_has_the_weight() -> None:
    funds = (
        ExecutionRow("年度资金总额", Decimal(0), Decimal(0), Decimal(0)),
        ExecutionRow("本年财政拨款", Decimal(90), Decimal("89.974"), weight=Decimal(10)),
    )

    assert scored_funds_row(funds) == 1
    assert scored_funds_row(funds[:1]) == 0


def test_no_rate_is_worked_out_of_nothing() -> None:
    assert ExecutionRow("其他资金", Decimal(0), Decimal(0), Decimal(0)).quotient is None
    assert ExecutionRow("其他资金").quotient is None
    assert ExecutionRow("", None, Decimal("43.2"), Decimal("37.24")).quotient == Decimal("86.20")


@pytest.mark.parametrize("text", ["≥2500个", "及时", "1百分比", "2024年12月31日前", ""])
def test_a_target_that_says_all_is_shown_as_printed(text: str) -> None:
    assert target_text(indicator("", "", "名", text).value) == text


def test_a_bare_number_gets_the_sign_and_the_unit_of_other_columns() -> None:
    value = replace(indicator("", "", "名", "≥95%").value, text="95")

    assert target_text(value) == "≥95%"
    assert target_text(replace(value, text="≥95")) == "≥95%"


def test_the_workbook_has_a_sheet_a_project_and_one_with_the_working() -> None:
    book = load_workbook(io.BytesIO(render_self_evaluations(SHEETS, ".xlsx")))

    assert [name.partition(".")[0] for name in book.sheetnames] == ["1", "2", "评分计算"]
    working = list(book["评分计算"].values)
    assert len(working) == 1 + 2 * 8
    assert working[2][:8] == (
        SHEETS[0].evaluation.title,
        *("产出指标", "数量指标", "日均受理话务量", "≥2500个", "2786.9个", 15, 15),
    )
    assert working[4][7] in (None, "")
    assert working[2][11].startswith("实际2786.9 ≥ 指标值2500，得满分15分")
    form = book.worksheets[0]
    assert form.page_setup.paperSize == 9
    assert any(str(area).startswith("A1:") for area in form.merged_cells.ranges)
    points = [cell.value for row in form for cell in row if cell.value == 9.67]
    assert points == [9.67]


def test_the_page_has_the_form_and_the_annex() -> None:
    tree = LexborHTMLParser(render_self_evaluations(SHEETS, ".html").decode())

    tables = tree.css("table")
    assert len(tables) == 4
    assert "绩效评分表" in tables[2].text()
    assert not tree.css("script, img, link, [src]")


def test_what_the_form_states_stands_beside_what_the_method_gives() -> None:
    sheet = score_sheet()
    first = replace(sheet.rows[0], stated=Decimal(12))
    different = Message("“日均受理话务量”表列12分，应为15分", "states 12, not 15")

    told = replace(sheet, rows=(first, *sheet.rows[1:]), differences=(different,))

    document = docx.Document(io.BytesIO(render_self_evaluations([told], ".docx")))
    assert [cell.text for cell in document.tables[1].rows[3].cells][3:5] == ["15", "12"]
    assert any(different.zh in paragraph.text for paragraph in document.paragraphs)


def test_the_text_says_the_working_of_every_row() -> None:
    text = render_text([score_sheet()])

    assert "  3. 热线坐席数　9.67 / 10分\n" in text
    assert "58 ÷ 60 × 10 = 9.67（四舍五入到分）" in text
    assert "  4. 热线接通率　未计分 / 15分\n     指标值“≥95%”，实际“（空白）”" in text
    assert "可得6—7.99分" in text
    assert "已得81.7分，另有15分未计分；空白不等于0分" in text
    assert "15 / 15 points" in render_text([score_sheet()], "en")


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".html", ".txt"])
def test_the_same_sheets_give_the_same_bytes(ending: str) -> None:
    again = [score_sheet(), score_sheet("机关运行保障", missing=False)]

    assert render_self_evaluations(SHEETS, ending) == render_self_evaluations(again, ending)


def test_the_ending_says_the_format(tmp_path: Path) -> None:
    write_self_evaluations(SHEETS, tmp_path / "out" / "自评表.DOCX")

    assert (tmp_path / "out" / "自评表.DOCX").read_bytes()[:2] == b"PK"
    with pytest.raises(UnusableRequest, match=r"\.docx \.xlsx"):
        write_self_evaluations(SHEETS, tmp_path / "自评表.pdf")


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".html"])
def test_no_sheets_give_an_empty_file(ending: str) -> None:
    assert render_self_evaluations([], ending)


def test_hostile_names_are_text() -> None:
    name = "=1+1<script>alert(1)</script>&\x00"
    sheets = [score_sheet(name)]

    page = LexborHTMLParser(render_self_evaluations(sheets, ".html").decode())
    book = load_workbook(io.BytesIO(render_self_evaluations(sheets, ".xlsx")))
    document = docx.Document(io.BytesIO(render_self_evaluations(sheets, ".docx")))

    shown = name.replace("\x00", "\ufffd")
    assert not page.css("script")
    assert book["评分计算"]["A2"].value == shown
    assert document.tables[0].cell(2, 2).text == shown


@needs_office
@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_libreoffice_opens_it_and_a_project_takes_one_page(ending: str) -> None:
    data = render_self_evaluations([score_sheet(missing=False)], ending)

    pdf = converted(data, ending[1:], "pdf")

    assert pdf.startswith(b"%PDF")
    pages = pdf.count(b"/Type/Page") - pdf.count(b"/Type/Pages")
    assert pages == 2  # the form and the working
