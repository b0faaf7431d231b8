"""Separated values: the same record in every encoding they come in."""

from __future__ import annotations

import csv
import io

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.pipeline import read
from jixiao.readers.formats import delimited, xlsx
from jixiao.readers.read import format_of, read_bytes
from tests.paths import SEED_TEXT
from tests.readers.example_form import as_xlsx
from tests.readers.hostile import BOTH, mutated, seeds, survives


def as_csv(mark: str = ",") -> str:
    """The example form, as a spreadsheet saves it: a merged cell stands once."""
    (grid,) = xlsx.parse(as_xlsx()).grids
    width = max(cell.column + cell.column_span - 1 for row in grid.rows for cell in row)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=mark, lineterminator="\r\n")
    for number, row in enumerate(grid.rows, 1):
        texts = [""] * width
        for cell in row:
            if cell.row == number:
                texts[cell.column - 1] = cell.text
        writer.writerow(texts)
    return buffer.getvalue()


def facts(disclosure: Disclosure) -> list[object]:
    return [
        (target.project_name, target.funding.total, [(i.name, i.level2, i.value) for i in t])
        for target in disclosure.targets
        for t in [target.indicators]
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_the_record_is_that_of_the_workbook(encoding: str, mark: str) -> None:
    data = as_csv(mark).encode(encoding)

    assert format_of(data, "目标表.csv") == "csv"
    assert facts(read_bytes(data, "目标表.csv")) == facts(read_bytes(as_xlsx(), "目标表.xlsx"))


def test_traditional_characters_in_big5_are_read() -> None:
    text = "一級指標,二級指標,三級指標,指標值\r\n產出指標,數量指標,培訓人數,100人\r\n"
    data = text.encode("big5hkscs")

    (grid,) = delimited.parse(data).grids

    assert [[cell.text for cell in row] for row in grid.rows][1] == [
        "產出指標",
        "數量指標",
        "培訓人數",
        "100人",
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_the_text_of_the_seed_is_the_same_in_every_encoding(encoding: str) -> None:
    text = SEED_TEXT.read_text(encoding="utf-8")

    assert read_bytes(text.encode(encoding), "公开.txt") == read(SEED_TEXT)


def test_a_line_break_in_quotes_belongs_to_the_cell() -> None:
    (grid,) = delimited.parse('甲,"乙\n丙"\n丁,戊\n'.encode()).grids

    assert [[cell.text for cell in row] for row in grid.rows] == [["甲", "乙\n丙"], ["丁", "戊"]]
    assert grid.rows[1][0].line == 3


def test_an_empty_table_gives_none() -> None:
    assert delimited.parse(b",,\r\n,,\r\n").grids == []


@BOTH
def test_mutated_files_are_read_or_refused(long: bool) -> None:
    data = as_csv().encode("gb18030")

    cases = [mutated(data, as_csv("\t").encode(), seed) for seed in seeds(long)]

    assert survives(lambda case: read_bytes(case, "a.csv"), cases) > 0
