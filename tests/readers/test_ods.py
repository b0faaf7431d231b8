"""OpenDocument spreadsheets: the texts the sheets show."""

from __future__ import annotations

import pytest

from jixiao.readers.formats import ods
from jixiao.readers.read import format_of
from tests.office import converted, needs_office
from tests.readers.example_form import CARRIERS, as_xlsx, cells_of, expected
from tests.readers.hostile import BOTH, cheaply, mutated, mutated_inside, refused, seeds, survives
from tests.readers.workbook_parts import ods_of, read_ods, texts

CARRIER = CARRIERS / "example.ods"


def table(rows: str, name: str = "表", style: str = "") -> str:
    attribute = f' table:style-name="{style}"' if style else ""
    return f'<table:table table:name="{name}"{attribute}>{rows}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def cell(text: str, more: str = "") -> str:
    inside = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell{more}>{inside}</table:table-cell>"


def test_the_example_form_comes_out_as_it_was_written() -> None:
    (grid,) = ods.parse(CARRIER.read_bytes()).grids

    assert grid.sheet == "目标表"
    assert cells_of(grid) == expected()
    assert grid.rows[10][-1].number_format == "0%"


@needs_office
def test_what_libreoffice_writes_today_reads_like_the_carrier() -> None:
    (grid,) = ods.parse(converted(as_xlsx(), "xlsx", "ods")).grids

    assert cells_of(grid) == expected()


@needs_office
def test_a_flat_file_reads_like_a_packed_one() -> None:
    data = converted(as_xlsx(), "xlsx", "fods")

    assert format_of(data, "表.fods") == "ods"
    assert cells_of(ods.parse(data).grids[0]) == expected()


def test_repeated_cells_and_rows_stand_as_often_as_they_are_repeated() -> None:
    layout = read_ods(
        table(
            row(cell("甲", ' table:number-columns-repeated="2"'), cell("乙"))
            + row(cell(""), more=' table:number-rows-repeated="3"')
            + row(cell("丙"), more=' table:number-rows-repeated="2"')
            + row(cell("", ' table:number-columns-repeated="16384"'))
        )
    )

    grid = layout.grids[0]
    assert texts(grid) == [["甲", "甲", "乙"], ["丙", "", ""], ["丙", "", ""]]
    assert [r[0].row for r in grid.rows] == [1, 5, 6]


def test_merged_cells_cover_the_cells_under_them() -> None:
    spans = ' table:number-columns-spanned="2" table:number-rows-spanned="2"'
    covered = "<table:covered-table-cell/>"

    grid = read_ods(
        table(row(cell("大", spans), covered, cell("右")) + row(covered, covered, cell("右下")))
    ).grids[0]

    assert texts(grid) == [["大", "右"], ["大", "右下"]]
    assert grid.rows[0][0] is grid.rows[1][0]


def test_paragraphs_blanks_and_breaks_are_kept_and_notes_left_out() -> None:
    inside = (
        "<table:table-cell><office:annotation><text:p>批注</text:p></office:annotation>"
        '<text:p>一<text:s text:c="2"/>二<text:tab/>三</text:p><text:p>四<text:line-break/>五'
        "</text:p>\n   </table:table-cell>"
    )

    assert texts(read_ods(table(row(inside))).grids[0]) == [["一  二\t三\n四\n五"]]


def test_values_without_a_shown_text_are_shown_plainly_and_rounded_ones_told_of() -> None:
    layout = read_ods(
        table(
            row(
                cell("", ' office:value-type="float" office:value="12.5"'),
                cell("", ' office:value-type="percentage" office:value="0.95"'),
                cell("1.23", ' office:value-type="float" office:value="1.2345"'),
                cell("¥1,234.00 ", ' office:value-type="currency" office:value="1234"'),
                cell("(3)", ' office:value-type="float" office:value="-3"'),
            )
        )
    )

    (cells,) = layout.grids[0].rows
    assert [c.text for c in cells] == ["12.5", "95%", "1.23", "¥1,234.00", "(3)"]
    assert [c.number for c in cells] == [None, None, "1.2345", None, None]
    assert "存储的是1.2345" in layout.notices[0].zh


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    hidden = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    column = '<table:table-column/><table:table-column table:visibility="collapse"/>'

    layout = read_ods(
        table(
            column
            + row(cell("一"), cell("藏"))
            + row(cell("藏"), more=' table:visibility="collapse"')
        )
        + table(row(cell("藏")), "隐藏表", "ta2")
        + table(row(cell("三")), "末表"),
        hidden,
    )

    assert [texts(grid) for grid in layout.grids] == [[["一"]], [["三"]]]
    assert ["隐藏" in notice.zh for notice in layout.notices] == [True, True]


def test_filtered_rows_are_read_and_errors_told_of() -> None:
    layout = read_ods(
        table(
            row(cell("一"))
            + row(cell("二"), more=' table:visibility="filter"')
            + row(cell("#DIV/0!", ' office:value-type="string" calcext:value-type="error"'))
        )
    )

    assert texts(layout.grids[0]) == [["一"], ["二"], ["#DIV/0!"]]
    assert ["错误值" in layout.notices[0].zh, "筛选" in layout.notices[1].zh] == [True, True]


def test_a_table_inside_a_cell_is_not_taken_for_the_sheet() -> None:
    inner = table(row(cell("内")), "内表")

    layout = read_ods(
        table(row(f"<table:table-cell>{inner}<text:p>外</text:p></table:table-cell>"))
    )

    assert texts(layout.grids[0]) == [["外"]]


def test_an_encrypted_workbook_is_refused() -> None:
    data = ods_of("", more={"META-INF/manifest.xml": "<m:encryption-data xmlns:m='x'/>"})

    assert "密码" in refused(ods.parse, data).zh


@pytest.mark.parametrize(
    "tables",
    [
        table(
            row(
                cell("x", ' table:number-columns-repeated="999999999"'),
                more=' table:number-rows-repeated="999999999"',
            )
        ),
        table(row(cell("x"), more=' table:number-rows-repeated="999999999"')),
        table(row(cell("x", ' table:number-columns-repeated="16384"')) * 200),
        table("<table:table-row><table:table-cell>" * 200_000),
    ],
    ids=["both", "rows", "columns", "depth"],
)
def test_a_book_that_claims_too_much_is_refused_soon(tables: str) -> None:
    refused(ods.parse, ods_of(tables))


def test_one_merge_over_everything_costs_nothing() -> None:
    spans = ' table:number-columns-spanned="1000000" table:number-rows-spanned="1000000"'

    layout = cheaply(ods.parse, ods_of(table(row(cell("x", spans)))))

    assert not isinstance(layout, Exception)
    assert texts(layout.grids[0]) == [["x"]]


@BOTH
def test_no_damage_ends_in_anything_but_a_sentence(long: bool) -> None:
    whole = ods_of(table(row(cell("一"), cell("二", ' table:number-columns-spanned="2"')) * 9))
    other = CARRIER.read_bytes()

    survives(ods.parse, [mutated(other, whole, seed) for seed in seeds(long)])
    read = survives(ods.parse, [mutated_inside(whole, other, seed) for seed in seeds(long)])

    assert read > len(seeds(long)) // 20
