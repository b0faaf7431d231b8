"""Excel workbooks: what the sheets show, cell by cell."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats import xlsx
from jixiao.readers.read import format_of, read_file
from tests.paths import CORPUS
from tests.readers.example_form import as_xlsx, cells_of, expected
from tests.readers.hostile import BOTH, cheaply, mutated, mutated_inside, refused, seeds, survives
from tests.readers.word_xml import zipped
from tests.readers.workbook_parts import MAIN, cells, texts, xlsx_of

REAL = CORPUS / "real"


def test_the_example_form_comes_out_as_it_was_written() -> None:
    layout = xlsx.parse(as_xlsx())

    (grid,) = layout.grids
    assert grid.sheet == "目标表"
    assert cells_of(grid) == expected()
    assert not layout.notices


def test_a_cell_merged_downwards_is_the_same_object_in_every_row() -> None:
    grid = xlsx.parse(as_xlsx()).grids[0]

    assert grid.rows[8][0] is grid.rows[13][0]
    assert grid.rows[9][1] is grid.rows[11][1]


def test_a_percentage_reaches_the_cell_as_text_with_its_format() -> None:
    grid = xlsx.parse(as_xlsx()).grids[0]

    value = grid.rows[10][-1]
    assert (value.text, value.number_format, value.number) == ("95%", "0%", None)


def test_the_guangdong_book_shows_one_as_a_hundred_percent() -> None:
    layout = xlsx.parse((REAL / "guangdong-zhanjiang-2024-department.xlsx").read_bytes())

    (grid,) = layout.grids
    row = next(row for row in grid.rows if any(c.text == "补贴发放准确率" for c in row))
    assert row[-1].text == "100%"
    assert row[1].text == "产出指标"
    assert row[1] is grid.rows[16][1]


def test_a_rounded_amount_keeps_the_digits_that_are_stored_and_a_notice_says_so() -> None:
    path = REAL / "guangdong-zhanjiang-2024-department.xlsx"
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))

    layout = xlsx.parse(path.read_bytes())

    row = layout.grids[0].rows[4]
    assert row[2].text == "10,891.62"
    assert Decimal(row[2].number or "") == Decimal(str(gold["基本支出"]))
    assert row[4].number == str(gold["财政拨款_cached"])
    assert [notice.zh for notice in layout.notices] == [
        "3个数字显示的与存储的不同，例如显示为“10,891.62”，存储的是10891.615675。"
    ]


def test_the_hubei_form_gives_its_indicators_with_percentages() -> None:
    path = REAL / "hubei-donghu-2020-application.xlsx"
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))

    disclosure = read_file(path)

    (target,) = disclosure.targets
    found = {indicator.name: indicator.value.text for indicator in target.indicators}
    assert found["培训人员合格率"] == "100%"
    assert found["仲裁案件法定期限结案率"] == "95%"
    assert set(found) >= {i["name"] for i in gold["indicators"] if i["name"] and i.get("value")}


def test_a_formula_without_a_stored_value_is_blank_and_a_notice_names_the_place() -> None:
    layout = xlsx.parse((REAL / "hubei-donghu-2020-application.xlsx").read_bytes())

    (notice,) = layout.notices
    assert "1个公式没有存储结果" in notice.zh
    assert notice.at is not None
    assert (notice.at.row, notice.at.column, notice.at.sheet) == (26, 6, "Sheet1")


def test_hidden_sheets_rows_and_columns_are_left_out_and_told_of() -> None:
    rows = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c>'
        '</row><row r="2" hidden="1"><c r="A2"><v>4</v></c></row></sheetData>'
    )
    data = xlsx_of(
        f'<cols><col min="2" max="2" hidden="1"/></cols>{rows}',
        '<sheetData><row r="1"><c r="A1"><v>9</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="A1"><v>9</v></c></row></sheetData>',
        states=("visible", "hidden", "veryHidden"),
    )

    layout = xlsx.parse(data)

    assert [texts(grid) for grid in layout.grids] == [[["1", "3"]]]
    assert "隐藏的1行、1列" in layout.notices[0].zh
    assert "“表2”、“表3”（共2个）" in layout.notices[1].zh


def test_rows_that_a_filter_hides_are_read() -> None:
    data = xlsx_of(
        '<sheetPr filterMode="1"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>2</v></c></row></sheetData>'
    )

    layout = xlsx.parse(data)

    assert texts(layout.grids[0]) == [["1"], ["2"]]
    assert "筛选" in layout.notices[0].zh


def test_a_title_over_a_hidden_column_is_still_read() -> None:
    data = xlsx_of(
        '<cols><col min="1" max="1" hidden="1"/></cols><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>标题</t></is></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    )

    grid = xlsx.parse(data).grids[0]

    assert texts(grid) == [["标题"], ["2"]]


def test_blank_sheets_and_blank_rows_are_left_out_and_places_stay() -> None:
    data = xlsx_of(
        '<sheetData><row r="1"><c r="A1" s="1"/></row></sheetData>',
        '<sheetData><row r="3"><c r="B3"><v>5</v></c></row>'
        '<row r="9"><c r="D9"><v>6</v></c></row></sheetData>',
    )

    (grid,) = xlsx.parse(data).grids

    assert grid.sheet == "表2"
    assert [[(c.text, c.row, c.column) for c in row] for row in grid.rows] == [
        [("5", 3, 2), ("", 3, 3), ("", 3, 4)],
        [("", 9, 2), ("", 9, 3), ("6", 9, 4)],
    ]


STRINGS = (
    f'<sst xmlns="{MAIN}"><si><t>一</t></si><si><r><rPr><b/></rPr><t>粗</t></r><r><t xml:space="pre'
    'serve"> 细</t></r><rPh sb="0" eb="1"><t>cu</t></rPh></si><si><t/></si><si><t>甲&amp;#20057;'
    "&lt;&#20057;&#x4E59;_x000D_\r\n丙</t></si></sst>"
)


def test_shared_texts_are_read_whole_whatever_they_hold() -> None:
    layout = cells(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>',
        strings=STRINGS,
    )

    assert texts(layout.grids[0]) == [["一", "粗 细", "", "甲&#20057;<乙乙\n丙"]]


def test_every_kind_of_cell_is_shown_as_excel_shows_it() -> None:
    layout = cells(
        '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="str"><f>A1&amp;""</f><v>文&lt;</v></c>'
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1" t="d"><v>2025-11-01T00:00:00</v></c>'
        '<c r="E1" t="inlineStr"><is><t>内 </t></is></c>'
        '<c r="F1"><f t="shared" si="0"/><v>7</v></c></row>'
    )

    assert texts(layout.grids[0]) == [["TRUE", "文<", "#DIV/0!", "2025-11-01", "内 ", "7"]]
    assert "错误值" in layout.notices[0].zh


@pytest.mark.parametrize(
    "sheet",
    [
        '<x:worksheet xmlns:x="{}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        '<x:c r="B1" t="s"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        "<worksheet xmlns='{}'><sheetData><row r='1'><c r='A1'><v>1</v></c>"
        "<c t='s' r='B1'><v>0</v></c></row></sheetData></worksheet>",
        '<worksheet xmlns="{}"><sheetData><!-- made by hand --><row><c><v>1</v></c>'
        '<c t="s"><v>0</v></c></row></sheetData></worksheet>',
        '<worksheet xmlns="{}"><sheetData><row r="1"><c\n r="A1"><v>1</v></c>'
        '<c r="B1" t="inlineStr"><is><r><t>一</t></r></is></c></row></sheetData></worksheet>',
        '<worksheet xmlns="{}"><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1" t="s">'
        "<v><![CDATA[0]]></v></c></row></sheetData></worksheet>",
    ],
)
def test_a_sheet_written_in_an_unusual_way_reads_the_same(sheet: str) -> None:
    data = xlsx_of('<?xml version="1.0"?>' + sheet.format(MAIN), strings=STRINGS)

    assert texts(xlsx.parse(data).grids[0]) == [["1", "一"]]


def test_both_ways_of_reading_agree_on_the_real_books(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (*sorted(REAL.glob("*.xlsx")), *sorted((CORPUS / "broken").glob("blank*.xlsx"))):
        data = path.read_bytes()
        quick = xlsx.parse(data)
        with monkeypatch.context() as patch:
            patch.setattr(xlsx, "_plain_text", lambda _: None)
            slow = xlsx.parse(data)

        assert [cells_of(grid) for grid in quick.grids] == [cells_of(grid) for grid in slow.grids]
        assert quick.notices == slow.notices


def test_of_overlapping_merges_the_first_counts_and_covered_texts_are_told_of() -> None:
    data = xlsx_of(
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="B2"><v>3</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B1:B2"/></mergeCells>'
    )

    layout = xlsx.parse(data)

    assert texts(layout.grids[0]) == [["1"], ["", "3"]]
    assert ["重叠" in n.zh or "盖住" in n.zh for n in layout.notices] == [True, True]


def test_macros_are_told_of_and_binary_workbooks_refused() -> None:
    sheet = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    with_macros = xlsx_of(sheet, more={"xl/vbaProject.bin": b"x"})
    binary = zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"x"})

    assert "宏" in xlsx.parse(with_macros).notices[0].zh
    with pytest.raises(UnreadableFile, match="xlsb"):
        xlsx.parse(binary)


def test_a_chart_sheet_is_passed_over_and_an_absolute_target_found() -> None:
    data = xlsx_of(
        '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>',
        strings=STRINGS,
        book='<workbookPr date1904="1"/>',
    )

    assert format_of(data, "表.xls") == "xlsx"
    assert texts(xlsx.parse(data).grids[0]) == [["一"]]


def test_values_agree_with_calamine_on_the_real_books() -> None:
    calamine = pytest.importorskip("python_calamine")
    for path in sorted(REAL.glob("*.xlsx")):
        book = calamine.CalamineWorkbook.from_path(str(path))
        grids = {grid.sheet: grid for grid in xlsx.parse(path.read_bytes()).grids}
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            shown = {(c.row, c.column): c for row in grids[name].rows for c in row}
            for r, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
                for c, value in enumerate(row, 1):
                    if isinstance(value, str) and value.strip():
                        assert shown[r, c].text == value
                    elif isinstance(value, float):
                        cell = shown[r, c]
                        stored = cell.number or cell.text.replace(",", "")
                        scale = Decimal("0.01") if stored.endswith("%") else Decimal(1)
                        assert Decimal(stored.rstrip("%")) * scale == Decimal(f"{value:.15g}")


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LETTERS = "ABCDEFGHIJ"


def test_two_cells_at_the_far_corners_cost_nothing() -> None:
    grid = cells(FAR).grids[0]

    assert [len(row) for row in grid.rows] == [16_384, 16_384]


@pytest.mark.parametrize(
    "data",
    [
        xlsx_of(
            "<sheetData>"
            + "".join(
                f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="XFD{r}"><v>1</v></c></row>'
                for r in range(1, 400)
            )
            + "</sheetData>"
        ),
        xlsx_of(
            "<sheetData>"
            + "".join(
                f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="Z{r}"><v>1</v></c></row>'
                for r in range(1, 1000)
            )
            + "</sheetData><mergeCells>"
            + '<mergeCell ref="A1:Z1000"/>' * 20_000
            + "</mergeCells>"
        ),
        xlsx_of("<sheetData>" + '<row r="1"><c r="A1"><v>' * 100_000),
        xlsx_of("<sheetData>" + '<row r="1"><c r="A1" t="inlineStr"><is><t>' * 100_000),
        xlsx_of("<sheetData>" + " " * (40 << 20) + "</sheetData>"),
        xlsx_of(
            "<sheetData>"
            + "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 2000))
            + "</sheetData>",
            strings="<sst><si><t>" + "目" * 1_000_000 + "</t></si></sst>",
        ),
        xlsx_of("", book='<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
        xlsx_of(
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>&a;</v></c></row></sheetData>'
            "</worksheet>"
        ),
    ],
    ids=["wide", "merges", "cells inside", "texts inside", "spaces", "text", "entities", "outside"],
)
def test_a_book_that_means_harm_is_refused_soon(data: bytes) -> None:
    refused(xlsx.parse, data)


@pytest.mark.parametrize(
    "data",
    [
        xlsx_of(f'<sheetData>{FAR}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/>'),
        xlsx_of(
            "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 50_000 + "</cols>"
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
        ),
        xlsx_of("<sheetData>" + '<row r="1"><c r="A1" ' * 100_000 + "</sheetData>"),
        xlsx_of(
            '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>',
            strings="<sst>" + "</si>" * 100_000 + "<si>" * 100_000 + "<rPh" * 100_000,
        ),
        xlsx_of('<sheetData><row r="4294967295"><c r="AAAAAAA4294967295"><v>1</v></c></row>'),
        xlsx_of('<sheetData><row r="0"><c r="A0"><v>1</v></c></row></sheetData>'),
    ],
    ids=["one merge", "hidden columns", "attributes", "texts not closed", "huge", "row 0"],
)
def test_a_book_that_claims_too_much_costs_little(data: bytes) -> None:
    cheaply(xlsx.parse, data)


@BOTH
def test_no_damage_ends_in_anything_but_a_sentence(long: bool) -> None:
    whole, other = as_xlsx(), (REAL / "hubei-donghu-2020-application.xlsx").read_bytes()

    inside = survives(xlsx.parse, [mutated_inside(whole, other, seed) for seed in seeds(long)])
    survives(xlsx.parse, [mutated(whole, other, seed) for seed in seeds(long)])

    assert inside > len(seeds(long)) // 4
