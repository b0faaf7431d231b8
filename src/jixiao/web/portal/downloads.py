"""A list as a file (下载): the very result the page shows, whole, as CSV, JSON or a workbook."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

Row = Mapping[str, Any]
TARGET_HEAD = {
    "fiscal_year": "年度",
    "name": "项目名称",
    "unit_name": "实施单位",
    "department_name": "主管部门",
    "responsible_person": "项目负责人",
    "amount": "年度资金（元）",
    "amount_before": "上年资金（元）",
    "indicator_count": "指标数",
    "measurable_count": "有数值的指标数",
    "points": "得分",
    "grade": "等级",
    "project_id": "项目编号",
    "edition_id": "公开版次编号",
}
INDICATOR_HEAD = {
    "fiscal_year": "年度",
    "project_name": "项目名称",
    "unit_name": "实施单位",
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "value": "指标值",
    "comparator": "比较符",
    "number": "数值",
    "unit": "单位",
    "weight": "权重",
    "actual": "实际完成值",
    "points": "得分",
    "project_id": "项目编号",
    "edition_id": "公开版次编号",
}
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def digits(number: Decimal | int | None) -> str | None:
    """A number as the record writes it, without empty decimals; None stays None."""
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def csv_lines(rows: Iterable[Row], head: Mapping[str, str]) -> Iterator[str]:
    """The lines of a CSV file that Excel opens as UTF-8; no cell of it is taken for a formula."""
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(head.values())
    yield "\ufeff" + line.getvalue()
    for row in rows:
        line.seek(0)
        line.truncate()
        writer.writerow([_harmless(row[name]) for name in head])
        yield line.getvalue()


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would calculate begins with an apostrophe."""
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, str) and value.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "＝")):
        return f"'{value}"
    return value


def json_lines(rows: Iterable[Row], head: Mapping[str, str]) -> Iterator[str]:
    """One JSON array, a row a line, numbers as texts."""
    before = "[\n"
    for row in rows:
        shown = {
            name: digits(row[name]) if isinstance(row[name], Decimal) else row[name]
            for name in head
        }
        yield before + json.dumps(shown, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def workbook(rows: Iterable[Row], head: Mapping[str, str], title: str) -> bytes:
    """A workbook with one sheet; texts stay texts."""
    import xlsxwriter

    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title, "created": timezone.now().replace(tzinfo=None)})
        sheet = book.add_worksheet(title[:31])
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        number = book.add_format({"num_format": "#,##0.##"})
        sheet.freeze_panes(1, 0)
        for column, words in enumerate(head.values()):
            sheet.write_string(0, column, words, bold)
        sheet.set_column(1, 1, 40)
        last = 0
        for last, row in enumerate(rows, 1):
            for column, name in enumerate(head):
                value = row[name]
                if isinstance(value, Decimal):
                    sheet.write_number(last, column, float(value), number)
                elif isinstance(value, int):
                    sheet.write_number(last, column, value)
                elif value:
                    sheet.write_string(last, column, _CONTROL.sub("", value)[:32_000], wrapped)
        sheet.autofilter(0, 0, last, len(head) - 1)
    return file.getvalue()
