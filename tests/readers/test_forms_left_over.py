"""What no form takes stays in the record: a note for its row, seen by a review, not written."""

from __future__ import annotations

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.pipeline import check, read
from jixiao.readers.forms import left_over
from jixiao.readers.grid import Cell, Grid, Layout
from jixiao.writers.form_layout import FormText, form_blocks
from tests.paths import SEED_TEXT
from tests.readers.reading import read_layout, read_rows

HEADER = ("一级指标", "二级指标", "三级指标", "指标值")
INDICATOR = ("产出指标", "数量指标", "培训期数", "≥4期")
LONG_HEADER = ("单位名称、项目名称", "金额（万元）", "年度目标", *HEADER)
LONG_ROW = ("培训项目", "40", "举办培训班4期。", *INDICATOR)


def left(record: Disclosure) -> list[str]:
    return [note.text for note in record.notes if note.is_row]


def sheet(name: str, number: int, *rows: tuple[str, ...]) -> Grid:
    cells = [
        [Cell(text, row, column) for column, text in enumerate(texts, 1)]
        for row, texts in enumerate(rows, 1)
    ]
    return Grid(cells, number, name)


def test_nothing_of_the_seed_is_left_over() -> None:
    assert left(read(SEED_TEXT)) == []


def test_a_row_over_a_long_table_is_kept() -> None:
    lost = "项目支出绩效目标表 机密★10年 联系电话13912345678"
    rows = [("绩效目标表", *[""] * 6), (lost, *[""] * 6), LONG_HEADER, LONG_ROW]

    record = read_layout(Layout("xlsx", [sheet("目标表", 1, *rows)]))

    assert left(record) == [lost]
    (note,) = [note for note in record.notes if note.is_row]
    assert note.at is not None
    assert note.at.describe() == "工作表“目标表”表1第2行"


def test_a_money_unit_with_more_beside_it_is_kept() -> None:
    unit = "单位：万元  机密★10年"

    record = read_layout(
        Layout("xlsx", [sheet("目标表", 1, (unit, *[""] * 6), LONG_HEADER, LONG_ROW)])
    )

    assert [mark.text for _, mark in record.secrecy_marks] == ["机密★10年"]


def test_a_header_that_says_more_than_a_header_is_kept() -> None:
    rows = [
        ("项目名称", "培训项目", "", "", ""),
        (*HEADER, "备注（机密★10年）"),
        (*INDICATOR, "按季度"),
    ]

    assert left(read_rows(*rows)) == ["备注（机密★10年）"]


def test_a_label_that_says_more_than_a_label_is_kept() -> None:
    rows = [("项目名称（机密★10年）", "培训项目"), HEADER, INDICATOR]

    assert left(read_rows(*rows)) == ["项目名称（机密★10年）"]


def test_words_beside_an_amount_of_the_list_are_kept() -> None:
    rows = [("序号", "项目名称", "预算金额"), ("1", "培训项目", "40（秘密★5年）")]

    assert left(read_rows(*rows)) == ["40（秘密★5年）"]


def test_columns_of_the_list_no_field_holds_are_kept_row_by_row() -> None:
    rows = [
        ("序号", "项目名称", "预算金额", "联系人", "联系电话"),
        ("1", "培训项目", "40", "王五", "13912345678"),
        ("2", "宣传项目", "50", "赵六", "13812345678"),
    ]

    record = read_rows(*rows)

    assert left(record) == ["王五 | 13912345678", "赵六 | 13812345678"]
    assert {d.text for _, d in record.personal_data} >= {"王五", "13912345678", "赵六"}


def test_a_sheet_that_is_not_read_is_kept() -> None:
    target = sheet("目标表", 1, ("项目名称", "培训项目", "", ""), HEADER, INDICATOR)
    blank = [""] * 5
    other = sheet(
        "附表",
        2,
        ("涉密清单 机密★10年", *blank),
        ("张三", *blank, "13912345678"),
        ("1", *blank, "2.5"),
    )

    record = read_layout(Layout("xlsx", [target, other]))

    assert left(record) == ["涉密清单 机密★10年", "张三 | 13912345678"]
    codes = {finding.rule.code for finding in check(record).findings}
    assert {"SEC01", "SEC04"} <= codes


@pytest.mark.parametrize(
    "row",
    [
        ("主管部门及代码", "[009]某市教育局"),
        ("项目资金\n（万元）", "年度资金总额：", "40.00"),
        ("中期目标（2024年—2026年）", "培训12期。"),
        ("填报单位：某局    单位负责人：李四",),
        ("（2024年度）",),
        ("金额单位：万元",),
        ("年度资金总额", "1234567890.12"),
    ],
)
def test_labels_and_what_the_record_holds_are_not_left_over(row: tuple[str, ...]) -> None:
    record = read_rows(("项目名称", "培训项目"), row, HEADER, INDICATOR)

    assert left(record) == []


def test_a_merged_cell_is_told_once() -> None:
    merged = Cell("附注甲", 1, 1, row_span=2)
    rows = [[merged, Cell("乙言", 1, 7)], [merged, Cell("丙言", 2, 7)]]
    target = sheet("目标表", 1, ("项目名称", "培训项目", "", ""), HEADER, INDICATOR)

    record = read_layout(Layout("xlsx", [target, Grid(rows, 2, "附表")]))

    assert left(record) == ["附注甲 | 乙言", "丙言"]


def test_what_is_left_over_is_not_written_into_the_form_nor_read_for_typos() -> None:
    record = read_rows(
        ("序号", "项目名称", "预算金额", "附言"), ("1", "培训项目", "40", "帐号核兑")
    )

    written = [block.text for block in form_blocks(record) if isinstance(block, FormText)]

    assert left(record) == ["附言", "帐号核兑"]
    assert not any("帐号核兑" in text for text in written)
    assert "帐号核兑" not in record.wording.text


def test_what_there_is_no_time_to_look_for_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    over = [(text, *[""] * 6) for text in ("绩效目标表", "举办培训", "培训班")]
    layout = Layout("xlsx", [sheet("目标表", 1, *over, LONG_HEADER, LONG_ROW)])
    at_leisure = read_layout(layout)
    monkeypatch.setattr(left_over, "_MOST_SEARCHED", 0)

    in_haste = read_layout(layout)

    assert left(at_leisure) == []
    assert left(in_haste) == ["培训班"]
