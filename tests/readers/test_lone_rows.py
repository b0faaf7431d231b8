"""What stands around the tables: the same words in a sheet, a document, a text and a page."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import NotAPerformanceForm
from jixiao.readers.formats import html, text
from jixiao.readers.grid import Cell, Grid, Layout
from tests.readers.reading import read_layout, read_rows

TABLE = (
    ("项目支出绩效目标表",),
    ("项目名称", "河道保洁"),
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "保洁河道", "≥12条"),
)
NOTE = "注：“应急事项”项目涉及金额2.26万元，为国家秘密，不公开项目绩效目标表。"


def read_sheets(*sheets: tuple[tuple[str, ...], ...]) -> Disclosure:
    """A workbook of these rows, a sheet a group."""
    layout = Layout("xlsx")
    for number, rows in enumerate(sheets, 1):
        filled = [
            [Cell(piece, r, c) for c, piece in enumerate(row, 1)] for r, row in enumerate(rows, 1)
        ]
        layout.blocks.append(Grid(filled, number, f"表{number}"))
    return read_layout(layout, "表.xlsx")


def test_a_row_over_the_title_of_a_table_in_a_sheet_is_its_heading() -> None:
    record = read_sheets((("1.“河道保洁”项目",), *TABLE))

    place = record.targets[0].at["heading"]
    assert record.targets[0].heading == "1.“河道保洁”项目"
    assert (place.sheet, place.row, place.column) == ("表1", 1, 1)
    assert not record.targets[0].others


def test_a_sheet_of_lone_rows_holds_notes() -> None:
    record = read_sheets(TABLE, ((NOTE,), ("共2个项目，公开1个项目。",)))

    assert [note.text for note in record.notes] == [NOTE, "共2个项目，公开1个项目。"]
    assert record.withheld[0].name == "应急事项"
    assert (record.stated_projects, record.stated_published) == (2, 1)
    assert not record.notices


def test_notes_under_the_last_table_of_a_workbook_are_notes() -> None:
    record = read_sheets(
        (*TABLE, (), ("公开日期：2024年4月2日",), (NOTE,), ("批复日期：2024年2月9日",))
    )

    assert [note.text for note in record.notes][1:2] == [NOTE]
    assert (record.published_on, record.approved_on) == ("2024-04-02", "2024-02-09")
    assert record.withheld[0].name == "应急事项"
    assert (record.withheld[0].at["name"].sheet, record.withheld[0].at["name"].row) == ("表1", 7)
    assert len(record.targets[0].indicators) == 1


def test_a_signature_under_a_table_of_a_workbook_belongs_to_the_table() -> None:
    record = read_sheets((*TABLE, ("填表人：（签字）",)))

    assert not record.withheld
    assert all(note.is_row for note in record.notes)


def test_the_title_over_a_list_in_a_sheet_is_the_title_of_the_document() -> None:
    rows = (
        ("附件1",),
        ("甲市水务局2024年度项目支出绩效目标",),
        ("项目支出绩效目标公开清单",),
        ("序号", "项目名称", "预算金额（单位：万元）"),
        ("1", "河道保洁", "12.5"),
    )

    record = read_sheets(rows, TABLE)

    assert record.title == "甲市水务局2024年度项目支出绩效目标"
    assert record.issuer == "甲市水务局"
    assert [project.name for project in record.listed] == ["河道保洁"]


@pytest.mark.parametrize("over", ["附件1", "附件：", "甲市水务局2024年度项目支出绩效目标"])
def test_a_title_or_the_word_attachment_is_no_heading_of_a_table(over: str) -> None:
    record = read_rows(over, *TABLE)

    assert record.targets[0].heading is None


def test_the_ground_is_sought_outside_the_name_of_the_project() -> None:
    note = "注：“不文明行为整治”项目涉及金额2.26万元，为涉密项目，不公开项目绩效目标表。"

    record = read_rows(*TABLE, note)

    assert record.withheld[0].reason == "涉密项目"


@pytest.mark.parametrize(
    ("unit", "money", "amount"),
    [
        ("万元", "2.26万元", "2.26"),
        ("万元", "22600元", "2.26"),
        ("元", "2.26万元", "22600"),
        ("亿元", "1.5亿元", "1.5"),
    ],
)
def test_the_amount_withheld_is_in_the_unit_of_the_document(
    unit: str, money: str, amount: str
) -> None:
    rows = (("序号", "项目名称", f"预算金额（单位：{unit}）"), ("1", "河道保洁", "12"))

    record = read_rows(*rows, "1.河道保洁", *TABLE, NOTE.replace("2.26万元", money))

    assert record.withheld[0].amount == Decimal(amount)


def test_a_form_feed_ends_a_table_of_a_text() -> None:
    one = "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in TABLE)

    layout = text.parse(f"{one}\f\n{one}".encode())

    assert [grid.number for grid in layout.grids] == [1, 2]
    assert [len(grid.rows) for grid in layout.grids] == [len(TABLE)] * 2


def test_blanks_inside_preformatted_text_are_kept() -> None:
    page = "<table><tr><td><pre>甲  乙\n\t丙 \n 丁</pre></td><td>甲  乙\n  丙</td></tr></table>"

    (row,) = html.parse(page.encode()).grids[0].rows

    assert [cell.text for cell in row] == ["甲  乙\n\t丙 \n 丁", "甲 乙 丙"]


def test_a_table_of_lone_rows_in_a_document_is_no_note() -> None:
    layout = Layout("docx", [Grid([[Cell(NOTE, 1, 1)]], 1)])

    with pytest.raises(NotAPerformanceForm):
        read_layout(layout)
