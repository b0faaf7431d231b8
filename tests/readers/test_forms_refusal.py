"""What is no project target table is refused by name, with the reason and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.model.exceptions import NotAPerformanceForm
from jixiao.readers.formats import markdown
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph
from tests.paths import CORPUS
from tests.readers.reading import read_layout, read_markdown
from tests.readers.sheet_layouts import xls_layout, xlsx_layout

STAFF = ("lookalike-16.xlsx", "lookalike-2.xlsx", "lookalike-65.xlsx")


def refused(layout: Layout) -> NotAPerformanceForm:
    with pytest.raises(NotAPerformanceForm) as caught:
        read_layout(layout, "文件.xlsx")
    return caught.value


@pytest.mark.parametrize("name", STAFF)
def test_staff_appraisal_sheets_are_named(name: str) -> None:
    error = refused(xlsx_layout(CORPUS / "negative" / name))

    assert "看起来是人员绩效考核表" in error.zh
    assert "内容、考核项目、考核内容和方式、标准分" in error.zh
    assert "请确认选对了文件" in error.zh
    assert "staff appraisal sheet" in error.en


def test_a_course_list_is_told_by_its_own_header() -> None:
    error = refused(xlsx_layout(CORPUS / "negative" / "lookalike-76.xlsx"))

    assert "序号、类别、课程主题、学时" in error.zh
    assert "课程录制计划" in error.zh
    assert "一级指标、三级指标、指标值" in error.zh


@pytest.mark.parametrize("name", ["blank_budget_book.xls", "blank_department_budget_book.xlsx"])
def test_blank_budget_books_are_named(name: str) -> None:
    path = CORPUS / "broken" / name
    lay_out = xls_layout if path.suffix == ".xls" else xlsx_layout

    error = refused(lay_out(path))

    assert "看起来是部门预决算收支表" in error.zh
    assert "budget or final-accounts table" in error.en


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分 |", "项目支出绩效自评表"),
        ("| 一级指标 | 三级指标 | 年度指标值 | 1-7月执行情况 | 备注 |", "执行监控表"),
    ],
)
def test_kindred_forms_are_told_by_their_columns(header: str, name: str) -> None:
    tables = f"| 项目名称 | 甲项目 | | | |\n{header}\n| 产出指标 | 人次 | 30 | 28 | 9 |\n"

    error = refused(markdown.parse(tables.encode()))

    assert name in error.zh


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2023年度项目支出绩效自评表", "项目支出绩效自评表"),
        ("部门整体支出绩效自评表", "部门整体支出绩效自评表"),
        ("项目支出绩效目标审核表（一般性项目）", "绩效目标审核表"),
        ("项目支出绩效评价指标体系", "绩效评价指标体系表"),
    ],
)
def test_kindred_forms_are_told_by_their_title(title: str, name: str) -> None:
    tables = f"{title}\n\n| {title}表 | < |\n| 项目名称 | 甲项目 |\n"

    error = refused(markdown.parse(tables.encode()))

    assert name in error.zh


def test_a_count_in_the_prose_is_quoted() -> None:
    said = "2025年，本部门填报的绩效目标涉及12项工作。"

    error = refused(Layout("text", [Paragraph("七、绩效目标"), Paragraph(said)]))

    assert "填报的绩效目标涉及12项工作" in error.zh
    assert "填报的绩效目标涉及12项工作" in error.en


def test_prose_is_not_turned_into_a_table() -> None:
    layout = Layout(
        "text",
        [
            Paragraph("七、绩效目标"),
            Paragraph("保障园区运行，服务企业不少于100家，详见绩效目标表。"),
        ],
    )

    error = refused(layout)

    assert "绩效目标只写在文字里，没有指标表" in error.zh


@pytest.mark.parametrize(
    "layout",
    [
        Layout("text"),
        Layout("xlsx", [Grid([], 1)]),
        Layout("xlsx", [Grid([[]], 1)]),
        Layout("xlsx", [Grid([[Cell("", 1, 1)]], 1)]),
        Layout("text", [Paragraph("")]),
    ],
)
def test_an_empty_file_gets_one_clear_sentence(layout: Layout) -> None:
    error = refused(layout)

    assert "“文件.xlsx”" in error.zh
    assert "文件.xlsx" in error.en


def test_a_form_nobody_filled_in_is_read_and_said_to_be_blank() -> None:
    disclosure = read_markdown("""
        | 项目支出绩效目标表 | < | < | < |
        | --- | --- | --- | --- |
        | 项目名称 | | | |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | | |
        """)

    (target,) = disclosure.targets
    assert target.project_name is None
    assert ["指标表是空的" in notice.zh for notice in disclosure.notices] == [True]


def test_the_sentences_are_whole_in_both_languages() -> None:
    for path in sorted((CORPUS / "negative").glob("*.xlsx")):
        error = refused(xlsx_layout(Path(path)))

        assert error.zh.endswith("。")
        assert "  " not in error.en
        assert "\n" not in error.zh
