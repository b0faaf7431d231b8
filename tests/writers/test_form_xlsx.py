"""The form as a workbook: a sheet a project, texts as texts, rows high enough, ready to print."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import UnusableRequest
from jixiao.readers.read import read_bytes
from jixiao.writers.form_xlsx import LONGEST_CELL, lines_in, render, sheet_name
from tests.office import converted, needs_office
from tests.writers.reports import HOSTILE_NAMES, seed
from tests.writers.wide import wide_record


def opened(record: Disclosure) -> Workbook:
    return load_workbook(io.BytesIO(render(record)))


def test_there_is_a_sheet_for_the_list_each_project_and_the_notes() -> None:
    names = opened(seed()).sheetnames

    assert names[0] == "清单"
    assert [name.split(".")[0] for name in names[1:-1]] == [str(n) for n in range(1, 11)]
    assert names[-1] == "附注"


def test_every_sheet_fits_the_width_of_a_page() -> None:
    for sheet in opened(wide_record()):
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.page_setup.fitToHeight == 0


def test_a_wide_table_turns_its_page() -> None:
    turned = [sheet.page_setup.orientation == "landscape" for sheet in opened(wide_record())]

    assert turned == [False, False, True, True, False, False]


def test_a_row_taller_than_excel_allows_is_spread_over_several() -> None:
    long = "\n".join(f"{n}.市政府网站集约化平台日常运维工作内容。" for n in range(1, 60))
    target = replace(seed().targets[0], annual_objective=long)
    record = replace(seed(), targets=(target,))

    sheet = opened(record).worksheets[1]

    first = next(cell for row in sheet for cell in row if cell.value == long)
    area = next(a for a in sheet.merged_cells.ranges if first.coordinate in a)
    rows = range(area.min_row, area.max_row + 1)
    heights = [sheet.row_dimensions[row].height for row in rows]
    assert len(rows) > 1
    assert max(heights) < 409
    assert sum(heights) > 59 * 14
    assert read_bytes(render(record), "x.xlsx") == record


def test_a_long_text_gets_a_row_high_enough() -> None:
    sheet = opened(seed()).worksheets[6]

    text = seed().targets[5].annual_objective
    cell = next(cell for row in sheet for cell in row if cell.value == text)
    assert sheet.row_dimensions[cell.row].height > 6 * 15


def test_amounts_are_numbers_that_keep_their_decimals() -> None:
    sheet = opened(seed()).worksheets[10]

    cells = [cell for row in sheet for cell in row if cell.number_format == "0.00"]
    assert [(cell.value, cell.data_type) for cell in cells] == [(12.9, "n"), (12.9, "n"), (0, "n")]


@pytest.mark.parametrize(
    "digits", ["0", "0.10", "-5.00", "12345678901234567.89", "1000000000", "0.000001"]
)
def test_any_amount_comes_back_digit_for_digit(digits: str) -> None:
    first = seed().targets[0]
    funding = replace(first.funding, total=Decimal(digits))
    record = replace(seed(), targets=(replace(first, funding=funding),))

    again = read_bytes(render(record), "x.xlsx")

    assert str(again.targets[0].funding.total) == digits


@pytest.mark.parametrize("name", [*HOSTILE_NAMES, "0123", "12345678901234567890", "TRUE", "1E5"])
def test_a_name_is_never_a_number_nor_a_formula(name: str) -> None:
    target = replace(seed().targets[0], project_name=name, implementing_unit=name)

    sheet = opened(replace(seed(), targets=(target,))).worksheets[1]

    shown = name.replace("\x1b", "\ufffd")
    held = [cell for row in sheet for cell in row if cell.value == shown]
    assert [cell.data_type for cell in held] == ["s", "s"]


def test_control_characters_become_the_replacement_character() -> None:
    target = replace(seed().targets[0], project_name="甲\x00\x1b乙\ufffe\ud800丙_x0041_")

    again = read_bytes(render(replace(seed(), targets=(target,))), "x.xlsx")

    assert again.targets[0].project_name == "甲\ufffd\ufffd乙\ufffd\ufffd丙_x0041_"


@pytest.mark.parametrize("character", ["字", "\U0001f6a7"])
def test_more_text_than_a_cell_holds_is_refused_in_a_sentence(character: str) -> None:
    target = replace(seed().targets[0], annual_objective=character * (LONGEST_CELL + 1))

    with pytest.raises(UnusableRequest) as caught:
        render(replace(seed(), targets=(target,)))

    assert f"{LONGEST_CELL}字" in caught.value.zh
    assert ".docx" in caught.value.zh
    assert ".docx" in caught.value.en


def test_the_most_text_a_cell_holds_comes_back() -> None:
    target = replace(seed().targets[0], annual_objective="字" * LONGEST_CELL)
    record = replace(seed(), targets=(target,))

    assert read_bytes(render(record), "x.xlsx") == record


@pytest.mark.parametrize("name", [*HOSTILE_NAMES, "", "'", "History", "\U0001f6a7" * 40, "a" * 99])
def test_a_sheet_has_a_legal_name(name: str) -> None:
    taken: set[str] = set()

    names = [sheet_name(name, 1, taken) for _ in range(3)]

    assert len({n.lower() for n in names}) == 3
    for made in names:
        assert 0 < len(made.encode("utf-16-le")) // 2 <= 31
        assert not set(made) & set("[]:*?/\\")
        assert not made.startswith("'")
        assert not made.endswith("'")


def test_lines_are_counted_by_width() -> None:
    assert lines_in("甲乙丙", 8) == 1
    assert lines_in("甲乙丙丁", 8) == 2
    assert lines_in("甲\n乙", 80) == 2


@needs_office
@pytest.mark.parametrize("record", [seed(), wide_record()], ids=["seed", "wide"])
def test_saved_again_by_another_program_it_says_the_same(record: Disclosure) -> None:
    again = converted(render(record), "xlsx", "xlsx")

    assert read_bytes(again, "again.xlsx") == record
