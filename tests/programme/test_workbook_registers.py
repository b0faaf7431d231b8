"""Registers kept as workbooks: numbers as stored, days as shown, nothing dropped."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from jixiao.measures.load import Evidences, load_evidence
from jixiao.model.exceptions import UnreadableFile
from jixiao.programme.workbook import workbook_cells
from tests.measures.small import SCHEMAS, YEAR


def book(root: Path, fill: Callable[[Any, Any], None]) -> Path:
    path = root / "evidence/payments/2024.xlsx"
    path.parent.mkdir(parents=True)
    with xlsxwriter.Workbook(path) as made:
        fill(made, made.add_worksheet("payments"))
    return path


def loaded(root: Path) -> Evidences:
    return load_evidence(root / "evidence", SCHEMAS, YEAR, workbook=workbook_cells)


def rows_of(found: Evidences) -> list[tuple[Any, ...]]:
    path = found.cache / found.loads[0].table
    asked = f"SELECT _row, voucher, paid_on, amount FROM read_parquet('{path}') ORDER BY _row"
    return duckdb.connect().execute(asked).fetchall()


def columns() -> list[str]:
    return [column.title_zh for column in SCHEMAS["payments"].columns]


def row_of(**cells: Any) -> list[Any]:
    return [cells.get(column.name) for column in SCHEMAS["payments"].columns]


def test_numbers_are_taken_as_stored_and_days_as_shown(tmp_path: Path) -> None:
    def fill(made: Any, sheet: Any) -> None:
        rounded = made.add_format({"num_format": "0"})
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, columns())
        names = [column.name for column in SCHEMAS["payments"].columns]
        sheet.write_row(1, 0, row_of(voucher="v1", project="甲项目"))
        sheet.write_number(1, names.index("amount"), 1234.56, rounded)
        sheet.write_datetime(1, names.index("paid_on"), datetime.datetime(2024, 3, 5), day)

    book(tmp_path, fill)

    found = loaded(tmp_path)

    assert [(r, v, str(d), str(a.normalize())) for r, v, d, a in rows_of(found)] == [
        (2, "v1", "2024-03-05", "1234.56")
    ]


def test_a_faulty_row_is_set_apart_under_its_own_number(tmp_path: Path) -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, columns())
        sheet.write_row(
            1, 0, row_of(voucher="v1", project="甲项目", paid_on="2024-03-05", amount=1)
        )
        sheet.write_row(4, 0, row_of(voucher="v2", project="甲项目", paid_on="三月", amount=2))

    book(tmp_path, fill)

    found = loaded(tmp_path)

    assert [row[0] for row in rows_of(found)] == [2]
    assert found.loads[0].rejected == 1
    quarantine = (tmp_path / "evidence/quarantine/payments.csv").read_text("utf-8")
    assert "payments/2024.xlsx,5," in quarantine


def test_a_workbook_with_two_filled_sheets_is_refused(tmp_path: Path) -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, columns())
        made.add_worksheet("附表").write_row(0, 0, columns())

    book(tmp_path, fill)

    with pytest.raises(UnreadableFile, match="exactly one sheet"):
        loaded(tmp_path)


def test_another_format_under_the_name_of_a_workbook_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, lambda _made, _sheet: None)
    path.write_bytes("凭证号,项目".encode())

    with pytest.raises(UnreadableFile):
        loaded(tmp_path)
