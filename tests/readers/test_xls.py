"""Excel 97–2003 workbooks, from real ones, from a carrier, and record by record."""

from __future__ import annotations

import json
import struct

import pytest

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats import xls
from jixiao.readers.formats.compound_file import CompoundFile
from jixiao.readers.read import format_of, parse
from tests.office import converted, needs_office
from tests.paths import CORPUS
from tests.readers.example_form import CARRIERS, as_xlsx, cells_of, expected
from tests.readers.hostile import BOTH, cheaply, mutated, refused, seeds, survives
from tests.readers.workbook_parts import (
    label,
    number,
    read_xls,
    record,
    texts,
    wide,
    xls_stream,
)

CENTRAL = CORPUS / "real" / "central-2019-forms.xls"
CARRIER = CARRIERS / "example.xls"


def test_the_example_form_comes_out_as_it_was_written() -> None:
    (grid,) = xls.parse(CARRIER.read_bytes()).grids

    assert grid.sheet == "目标表"
    assert cells_of(grid) == expected()


@needs_office
def test_what_libreoffice_writes_today_reads_like_the_carrier() -> None:
    (grid,) = xls.parse(converted(as_xlsx(), "xlsx", "xls")).grids

    assert cells_of(grid) == expected()


def test_the_central_monitoring_form_gives_every_value_of_its_gold() -> None:
    gold = json.loads(CENTRAL.with_suffix(".monitor.gold.json").read_text(encoding="utf-8"))

    layout = xls.parse(CENTRAL.read_bytes())

    assert [grid.sheet for grid in layout.grids] == [
        "项目支出绩效目标申报表",
        "项目支出绩效目标执行监控",
        "项目支出绩效自评表",
    ]
    rows = [[c.text for c in row] for row in layout.grids[1].rows]
    found = [row[1:5] for row in rows if len(row) == 17 and row[3] and row[1] != "一级指标"]
    assert found == [[i["l1"], i["l2"], i["name"], i["年度指标值"]] for i in gold["indicators"]]
    money = {row[1].strip(): row[2:] for row in rows if len(row) == 6 and row[1]}
    assert money["年度资金总额："] == ["190.00", "0.00", "0.00%", "0.00"]
    assert money["其中：财政拨款"] == ["190.00", "0.00", "0.00%", "0.00"]


FORMATS = (
    record(0x41E, struct.pack("<H", 164) + wide('0"万元"'))
    + record(0xE0, struct.pack("<HH", 0, 0))
    + record(0xE0, struct.pack("<HH", 0, 9))
    + record(0xE0, struct.pack("<HH", 0, 164))
)


def test_numbers_are_shown_as_their_formats_say() -> None:
    layout = read_xls(
        number(0, 0, 737.0),
        number(0, 1, 0.95, 1),
        number(0, 2, 5.0, 2),
        number(1, 0, 10891.615675),
        number(1, 1, 0.8765, 1),
        shared=FORMATS,
    )

    (grid,) = layout.grids
    assert texts(grid) == [["737", "95%", "5万元"], ["10891.615675", "88%", ""]]
    assert grid.rows[0][1].number_format == "0%"
    assert grid.rows[1][1].number == "0.8765"


def test_every_kind_of_record_gives_its_cell() -> None:
    short = struct.pack("<HHHI", 0, 0, 0, 5 << 2 | 2)
    hundredth = struct.pack("<HHHI", 0, 1, 0, 1234 << 2 | 3)
    negative = struct.pack("<HHHi", 0, 2, 0, -7 << 2 | 2)
    several = struct.pack("<HHHIHIH", 1, 0, 0, 1 << 2 | 2, 0, 2 << 2 | 2, 1)
    flag = struct.pack("<HHHBB", 1, 2, 0, 1, 0)
    fault = struct.pack("<HHHBB", 2, 0, 0, 7, 1)
    value = struct.pack("<HHHdHI", 2, 1, 0, 2.5, 0, 0)
    spoken = struct.pack("<HHHQHI", 2, 2, 0, 0xFFFF_0000_0000_0000, 0, 0)
    blank = struct.pack("<HHHQHI", 3, 0, 0, 0xFFFF_0000_0000_0003, 0, 0)

    layout = read_xls(
        record(0x27E, short),
        record(0x27E, hundredth),
        record(0x27E, negative),
        record(0xBD, several),
        record(0x205, flag),
        record(0x205, fault),
        record(0x06, value),
        record(0x06, spoken),
        record(0x207, wide("文")),
        record(0x06, blank),
        label(4, 0, "标签"),
        record(0xFD, struct.pack("<HHHI", 4, 1, 0, 0)),
        record(0xFD, struct.pack("<HHHI", 4, 2, 0, 99)),
        shared=record(0xFC, struct.pack("<II", 1, 1) + wide("共享")),
    )

    assert texts(layout.grids[0]) == [
        ["5", "12.34", "-7"],
        ["1", "2", "TRUE"],
        ["#DIV/0!", "2.5", "文"],
        ["标签", "共享", ""],
    ]
    assert "错误值" in layout.notices[0].zh


def test_a_shared_text_may_be_cut_between_records_and_change_its_width() -> None:
    first = struct.pack("<II", 3, 3) + wide("一二三")[:-2]
    cut = b"\x01" + "三".encode("utf-16-le")
    rich = struct.pack("<HBH", 2, 8, 1) + b"ab" + b"\0\0\0\0"
    narrow = struct.pack("<HB", 4, 0) + b"wi"
    records = (
        record(0xFC, first)
        + record(0x3C, cut + rich + narrow)
        + record(0x3C, b"\x01" + "de".encode("utf-16-le"))
    )

    layout = read_xls(
        *(record(0xFD, struct.pack("<HHHI", 0, n, 0, n)) for n in range(3)), shared=records
    )

    assert texts(layout.grids[0]) == [["一二三", "ab", "wide"]]


def test_merges_and_hidden_lines_are_resolved() -> None:
    hidden_row = record(0x208, struct.pack("<HHHHHHI", 2, 0, 3, 255, 0, 0, 0x20))
    hidden_column = record(0x7D, struct.pack("<HHHHHH", 2, 2, 2048, 15, 1, 0))

    layout = read_xls(
        hidden_row,
        hidden_column,
        label(0, 0, "竖"),
        label(0, 1, "横"),
        label(0, 2, "藏列"),
        label(1, 1, "右"),
        label(2, 1, "藏行"),
        record(0xE5, struct.pack("<HHHHH", 1, 0, 1, 0, 0)),
    )

    grid = layout.grids[0]
    assert texts(grid) == [["竖", "横"], ["竖", "右"]]
    assert grid.rows[0][0] is grid.rows[1][0]
    assert "隐藏的1行、1列" in layout.notices[0].zh


def test_hidden_sheets_are_left_out_and_a_bare_stream_is_a_workbook() -> None:
    data = xls_stream(label(0, 0, "看得见"), label(0, 0, "看不见"), states=(0, 1))

    assert format_of(data, "导出.xls") == "xls"
    layout = parse(data, "xls")
    assert [texts(grid) for grid in layout.grids] == [[["看得见"]]]
    assert "“表2”" in layout.notices[0].zh


def test_excel_95_texts_are_read_in_their_code_page() -> None:
    name = "目标".encode("gbk")
    sheet = record(0x204, struct.pack("<HHHH", 0, 0, 0, 8) + "绩效目标".encode("gbk"))
    begin = struct.pack("<HHHHI", 0x500, 5, 0, 0, 0)
    page = record(0x42, struct.pack("<H", 936))
    size = len(record(0x809, begin) + page + record(0x0A)) + 4 + 7 + len(name)
    data = (
        record(0x809, begin)
        + page
        + record(0x85, struct.pack("<IBBB", size, 0, 0, len(name)) + name)
        + record(0x0A)
        + record(0x809, struct.pack("<HHHHI", 0x500, 16, 0, 0, 0))
        + sheet
        + record(0x0A)
    )

    (grid,) = xls.parse(data).grids

    assert grid.sheet == "目标"
    assert texts(grid) == [["绩效目标"]]


def test_encrypted_and_ancient_workbooks_are_refused_by_name() -> None:
    locked = xls_stream(label(0, 0, "x"), shared=record(0x2F, b"\1\0\1\0"))
    ancient = record(0x409, struct.pack("<HHH", 0, 16, 0)) + record(0x0A)

    assert "密码" in refused(xls.parse, locked).zh
    assert "Excel 4.0" in refused(xls.parse, ancient).zh


def test_a_workbook_cut_short_is_refused_not_half_read() -> None:
    data = CENTRAL.read_bytes()
    stream = CompoundFile(data).read("Workbook")

    refused(xls.parse, data[: len(data) // 2])
    refused(xls.parse, stream[: len(stream) * 2 // 3])


def test_the_container_survives_chains_that_bite_their_tail() -> None:
    data = bytearray(CARRIER.read_bytes())
    fat = (struct.unpack_from("<I", data, 76)[0] + 1) * 512
    for sector in range(64):
        struct.pack_into("<I", data, fat + 4 * sector, sector)

    refused(xls.parse, bytes(data))


def test_a_stream_that_is_not_there_is_damage() -> None:
    container = CompoundFile(CARRIER.read_bytes())

    assert "workbook" in container
    assert "WordDocument" not in container
    with pytest.raises(UnreadableFile):
        container.read("WordDocument")


def test_cells_far_apart_cost_nothing() -> None:
    data = xls_stream(label(0, 0, "a") + label(65_535, 255, "b"))

    layout = cheaply(xls.parse, data)

    assert not isinstance(layout, Exception)
    assert [len(row) for row in layout.grids[0].rows] == [256, 256]


def test_values_agree_with_calamine_on_the_real_books() -> None:
    calamine = pytest.importorskip("python_calamine")
    for path in (CENTRAL, CORPUS / "broken" / "blank_budget_book.xls"):
        book = calamine.CalamineWorkbook.from_path(str(path))
        for grid in xls.parse(path.read_bytes()).grids:
            values = book.get_sheet_by_name(grid.sheet or "").to_python(skip_empty_area=False)
            for row in grid.rows:
                for cell in row:
                    if cell.text and cell.number_format is None and cell.column_span == 1:
                        value = values[cell.row - 1][cell.column - 1]
                        assert cell.text == (value if isinstance(value, str) else f"{value:.15g}")


@BOTH
def test_no_damage_ends_in_anything_but_a_sentence(long: bool) -> None:
    other = CENTRAL.read_bytes()
    whole = CARRIER.read_bytes()
    stream = CompoundFile(whole).read("Workbook")

    survives(xls.parse, [mutated(whole, other, seed) for seed in seeds(long)])
    read = survives(xls.parse, [mutated(stream, other, seed) for seed in seeds(long)])

    assert read > len(seeds(long)) // 20
