"""The monitoring form and page: the month filled in, a word beside each light, charts offline."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser

from jixiao.model.exceptions import UnusableRequest
from jixiao.model.monitoring import Light
from jixiao.writers.evaluation_forms import render_monitoring, write_monitoring
from jixiao.writers.monitoring_chart import chart, course_of, description, target_number
from jixiao.writers.monitoring_layout import WIDTHS, form_table, months_text, notes_of
from tests.office import converted, needs_office
from tests.writers.evaluations import HOTLINE, monitoring_sheet

SHEETS = [monitoring_sheet(), monitoring_sheet("政务公开与信息化建设")]


def page() -> LexborHTMLParser:
    return LexborHTMLParser(render_monitoring(SHEETS, ".html").decode())


def test_every_row_fills_the_width_of_the_table() -> None:
    table = form_table(monitoring_sheet())

    taken = [0] * len(table.rows)
    for number, cells in enumerate(table.rows):
        for cell in cells:
            for row in range(number, number + cell.row_span):
                taken[row] += cell.column_span
    assert set(taken) == {len(WIDTHS)}


def test_the_month_stands_in_the_headers() -> None:
    texts = {cell.text for row in form_table(monitoring_sheet()).rows for cell in row}

    assert {"1-7月执行数", "1-7月执行率", "1-7月执行情况", "（2024年1-7月）"} <= texts
    assert months_text(1) == "1月"


def test_a_row_has_its_causes_and_its_possibility_ticked() -> None:
    table = form_table(monitoring_sheet())

    row = next(r for r in table.rows if any(c.text == "热线接通率" for c in r))
    assert [cell.text for cell in row][-14:] == [
        *("热线接通率", "≥95%", "93.1%", "93.4%\n（92.1—94.7）"),
        *("√", "", "√", "", "", "坐席不足，已申请增补。"),
        *("", "√", "", "黄灯"),
    ]


def test_what_cannot_be_judged_is_blank_and_said_below() -> None:
    sheet = monitoring_sheet()

    row = next(r for r in form_table(sheet).rows if any(c.text == "诉求办理及时性" for c in r))
    assert all(cell.text == "" for cell in row[-12:])
    notes = list(notes_of(sheet))
    assert notes[0] == "本表依据合成数据，仅供演示。"
    assert any(note.startswith("“诉求办理及时性”无法判断") for note in notes)
    assert notes[-1].endswith("尚未填写：预算执行、调研报告篇数。")


def test_funds_without_a_change_have_no_column_for_it() -> None:
    sheet = monitoring_sheet()
    funds = tuple(replace(row, adjusted=None) for row in sheet.funds)

    texts = {cell.text for row in form_table(replace(sheet, funds=funds)).rows for cell in row}

    assert "全年预算数" not in texts
    assert "年初预算数" in texts


def test_the_word_file_turns_its_page_and_merges_the_headers() -> None:
    document = docx.Document(io.BytesIO(render_monitoring(SHEETS, ".docx")))

    width, height = document.sections[0].page_width, document.sections[0].page_height
    assert width is not None
    assert height is not None
    assert width > height
    assert len(document.tables) == 2
    table = document.tables[0]
    heads = next(n for n, row in enumerate(table.rows) if "偏差原因分析" in row.cells[7].text)
    assert table.cell(heads, 7)._tc is table.cell(heads, 12)._tc
    assert table.cell(heads, 1)._tc is table.cell(heads + 1, 1)._tc


def test_the_workbook_has_a_sheet_a_project() -> None:
    book = load_workbook(io.BytesIO(render_monitoring(SHEETS, ".xlsx")))

    assert book.sheetnames == [f"1.{HOTLINE}", "2.政务公开与信息化建设"]
    assert all(sheet.page_setup.orientation == "landscape" for sheet in book)
    amounts = [c.value for row in book.worksheets[0] for c in row if c.number_format == "0.00"]
    assert amounts[:4] == [187.5, 182.31, 80.6, 138.17]


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    tree = page()

    assert not tree.css("script, img, link, iframe, [src], [onclick]")
    assert "http" not in render_monitoring(SHEETS, ".html").decode()


def test_a_word_stands_beside_each_light_and_each_has_its_own_shape() -> None:
    lights = page().css(".light")

    assert len(lights) > 20
    for light in lights:
        assert any(word in light.text() for word in ("红灯", "黄灯", "绿灯", "蓝灯", "无法判断"))
        assert light.css("svg > *")
    shapes = {light.css_first("svg").child.tag for light in lights[:5]}  # type: ignore[union-attr]
    assert len(shapes) > 2


def test_the_page_has_english_beside_the_chinese() -> None:
    english = {node.text() for node in page().css("[lang=en]")}

    assert {"red", "yellow", "green", "blue", "no light", "pace", "forecast"} <= english


def test_the_page_ends_in_the_official_forms() -> None:
    forms = page().css("section.form table")

    assert len(forms) == 2
    assert "项目支出绩效运行监控表" in forms[0].text()


def test_the_charts_have_their_figures_in_words() -> None:
    drawn = page().css("figure svg[role=img]")

    assert len(drawn) == 10
    told = drawn[0].attributes["aria-label"] or ""
    assert told.startswith("支出：累计，7月80.6万元，目标182.31万元，全年预计138.17万元")
    assert "cumulative, month 7: 80.6; target 182.31" in told


def test_months_that_add_up_are_drawn_added_up_and_others_as_they_are() -> None:
    calls, _, rate, _, _ = monitoring_sheet().rows

    assert course_of(calls).values[-1] == (7, Decimal(601204))
    assert course_of(calls).is_cumulative
    assert course_of(rate).values[-1] == (7, Decimal("91.0"))
    assert not course_of(rate).is_cumulative


def test_months_of_no_stated_roll_up_are_added_up_if_the_sum_is_the_value() -> None:
    calls, _, rate, _, _ = monitoring_sheet().rows

    assert course_of(replace(calls, roll_up="")).is_cumulative
    assert not course_of(replace(rate, roll_up="")).is_cumulative


def test_a_month_without_a_value_breaks_the_line_and_is_marked() -> None:
    reports = monitoring_sheet().rows[1]

    drawn = chart(reports, Decimal(12), "调研报告篇数")

    assert drawn.count('class="done"') == 2
    assert drawn.count(">缺</text>") == 1
    assert "缺3月数据" in description(reports, Decimal(12), "调研报告篇数")


def test_nothing_is_drawn_where_no_month_has_a_value() -> None:
    row = monitoring_sheet().rows[0]

    assert chart(replace(row, months=()), None, "名") == ""
    assert chart(replace(row, months=((1, None),)), None, "名") == ""


@pytest.mark.parametrize("values", [("0",), ("0", "0"), ("-5", "3"), ("5", "5", "5")])
def test_odd_months_are_drawn_without_fault(values: tuple[str, ...]) -> None:
    months = tuple((n, Decimal(v)) for n, v in enumerate(values, 1))
    row = replace(monitoring_sheet().rows[0], months=months, forecast=None)

    assert "<svg" in chart(row, None, "名")
    assert "<svg" in chart(replace(row, roll_up="latest"), None, "名")


def test_a_target_in_another_unit_is_not_drawn() -> None:
    row = monitoring_sheet().rows[0]

    assert target_number(row) == Decimal(900000)
    assert target_number(replace(row, actual=replace(row.actual, unit="件"))) is None
    assert target_number(replace(row, indicator=None)) is None


def test_a_project_with_nothing_known_is_written() -> None:
    sheet = monitoring_sheet()
    blank = replace(sheet.rows[3], indicator=None)
    bare = replace(sheet, funds=(), rows=(), spending=blank, objective="", note="")

    for ending in (".docx", ".xlsx", ".html"):
        assert render_monitoring([bare], ending)


def test_hostile_names_are_text() -> None:
    name = '<script>alert(1)</script>"&\x00'
    sheet = monitoring_sheet(name)
    own = sheet.rows[0].indicator
    assert own is not None
    row = replace(sheet.rows[0], indicator=replace(own, name=name), light=Light.RED)

    text = render_monitoring([replace(sheet, rows=(row,))], ".html").decode()

    assert "<script" not in text
    assert "\x00" not in text
    assert len(LexborHTMLParser(text).css("figure svg[role=img]")) == 2


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".html"])
def test_the_same_sheets_give_the_same_bytes(ending: str) -> None:
    again = [monitoring_sheet(), monitoring_sheet("政务公开与信息化建设")]

    assert render_monitoring(SHEETS, ending) == render_monitoring(again, ending)


def test_the_ending_says_the_format(tmp_path: Path) -> None:
    write_monitoring(SHEETS, tmp_path / "监控.html")

    assert (tmp_path / "监控.html").read_bytes().startswith(b"<!DOCTYPE html>")
    with pytest.raises(UnusableRequest):
        write_monitoring(SHEETS, tmp_path / "监控.pdf")


@needs_office
@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_libreoffice_opens_it_and_a_project_takes_one_page(ending: str) -> None:
    pdf = converted(render_monitoring(SHEETS, ending), ending[1:], "pdf")

    assert pdf.count(b"/Type/Page") - pdf.count(b"/Type/Pages") == 2
