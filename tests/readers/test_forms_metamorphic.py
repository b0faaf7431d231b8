"""The real publication laid out otherwise says the same: cut by pages, in one sheet, repeated."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model.disclosure import Disclosure
from jixiao.model.target import PerformanceTarget
from jixiao.readers.formats import text
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph
from tests.paths import SEED_TEXT
from tests.readers.reading import read_layout

SEED = text.parse(SEED_TEXT.read_bytes())
TABLES = SEED.grids[1:]
HEADER_ROW = [
    next(i for i, row in enumerate(grid.rows) if any("三级指标" in c.text for c in row))
    for grid in TABLES
]


@pytest.fixture(scope="module")
def seed() -> Disclosure:
    return read_layout(SEED)


def copied(rows: list[list[Cell]], first_row: int = 1, drop: int = 0) -> list[list[Cell]]:
    """The rows as new cells, numbered from ``first_row``, ``drop`` columns fewer on the left."""
    return [
        [
            Cell(cell.text, first_row + r, c + 1, line=cell.line)
            for c, cell in enumerate(row[drop:] if len(row) > drop + 1 else row)
        ]
        for r, row in enumerate(rows)
    ]


def targets(blocks: list[Grid | Paragraph], format_name: str = "text") -> list[PerformanceTarget]:
    number = 0
    for block in blocks:
        if isinstance(block, Grid):
            number += 1
            block.number = number
    return list(read_layout(Layout(format_name, blocks)).targets)


def without_heading(target: PerformanceTarget) -> tuple[object, ...]:
    return (
        target.project_name,
        target.fiscal_year,
        target.supervising_department,
        target.implementing_unit,
        target.project_period,
        target.funding,
        target.annual_objective,
        target.indicators,
        target.others,
        target.form,
    )


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 9), st.integers(1, 30), st.sampled_from(["", "— 3 —", "续表", "第2页 共9页"]))
def test_a_page_break_anywhere_in_the_indicators_changes_nothing(
    table: int, after: int, furniture: str
) -> None:
    grid = TABLES[table]
    cut = min(HEADER_ROW[table] + after, len(grid.rows) - 1)
    before = [Paragraph("1.项目"), Grid(copied(grid.rows), 1)]
    (expected,) = targets(before)
    parts: list[Grid | Paragraph] = [Paragraph("1.项目"), Grid(copied(grid.rows[:cut]), 1)]
    if furniture:
        parts.append(Paragraph(furniture))
    parts.append(Grid(copied(grid.rows[cut:]), 2))

    (cut_in_two,) = targets(parts)

    assert without_heading(cut_in_two) == without_heading(expected)
    assert cut_in_two.heading == expected.heading


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9), st.integers(1, 30), st.sampled_from(["text", "docx", "xlsx"]))
def test_the_part_after_the_break_may_lack_its_first_column(
    table: int, after: int, format_name: str
) -> None:
    grid = TABLES[table]
    cut = min(HEADER_ROW[table] + after, len(grid.rows) - 1)
    (expected,) = targets([Grid(copied(grid.rows), 1)])

    (cut_in_two,) = targets(
        [Grid(copied(grid.rows[:cut]), 1), Grid(copied(grid.rows[cut:], drop=1), 2)], format_name
    )

    assert cut_in_two.indicators == expected.indicators


def test_all_tables_in_one_grid_are_ten_targets(seed: Disclosure) -> None:
    rows = [row for grid in TABLES for row in grid.rows]

    found = targets([Grid(copied(rows), 1)])

    assert [without_heading(t) for t in found] == [without_heading(t) for t in seed.targets]


def test_a_sheet_for_each_table_is_ten_targets(seed: Disclosure) -> None:
    found = targets([Grid(copied(grid.rows), 1) for grid in TABLES])

    assert [without_heading(t) for t in found] == [without_heading(t) for t in seed.targets]


def test_blank_rows_between_all_rows_change_nothing(seed: Disclosure) -> None:
    grids: list[Grid | Paragraph] = []
    for grid in TABLES:
        rows = []
        for row in grid.rows:
            rows += [row, [Cell("", 0, c) for c in range(1, 6)]]
        grids.append(Grid(copied(rows), 1))

    found = targets(grids)

    assert [without_heading(t) for t in found] == [without_heading(t) for t in seed.targets]


def test_the_header_repeated_after_every_row_changes_nothing(seed: Disclosure) -> None:
    grids: list[Grid | Paragraph] = []
    for grid, header in zip(TABLES, HEADER_ROW, strict=True):
        rows = list(grid.rows[: header + 1])
        for row in grid.rows[header + 1 :]:
            rows += [row, grid.rows[header]]
        grids.append(Grid(copied(rows), 1))

    found = targets(grids)

    assert [without_heading(t) for t in found] == [without_heading(t) for t in seed.targets]


def test_labels_cut_by_blanks_and_line_breaks_change_nothing(seed: Disclosure) -> None:
    grids: list[Grid | Paragraph] = []
    for grid, header in zip(TABLES, HEADER_ROW, strict=True):
        rows = copied(grid.rows)
        for cell in rows[header]:
            cell.text = "\u3000".join(cell.text.split("\n")) + " "
        for row in rows[header + 1 :]:
            for cell in row[1:3]:
                cell.text = cell.text.replace("指标", "指\n标")
        grids.append(Grid(rows, 1))

    found = targets(grids)

    assert [without_heading(t) for t in found] == [without_heading(t) for t in seed.targets]
