"""The score sheets as a worksheet to be filtered and added up: one row for all that gets points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jixiao.model.evaluation import ScoreSheet
from jixiao.writers.form_layout import lines_in
from jixiao.writers.form_xlsx import fitting
from jixiao.writers.score_sheet_layout import Line, band_of, lines_of, working_text

NAME = "评分计算"
PAPER_A3 = 8
COLUMNS = (
    ("项目", 24),
    ("一级指标", 12),
    ("二级指标", 14),
    ("指标", 26),
    ("年度指标值", 14),
    ("实际完成值", 14),
    ("分值", 8),
    ("得分", 8),
    ("允许区间", 10),
    ("表列得分", 9),
    ("方法", 16),
    ("计算过程", 56),
    ("Working", 56),
)
_NUMBERS = frozenset({"分值", "得分", "表列得分"})


def add_working(book: Any, sheets: Sequence[ScoreSheet]) -> None:
    """Add the worksheet to ``book``."""
    sheet = book.add_worksheet(NAME)
    sheet.set_paper(PAPER_A3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    body = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True, "border": 1}
    look = book.add_format(body)
    head = book.add_format({**body, "bold": True, "bg_color": "#E8ECF2", "align": "center"})
    number_look = book.add_format({**body, "align": "center"})
    for column, (header, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, head)
    row = 0
    for scored in sheets:
        for line in lines_of(scored):
            row += 1
            values = _values(scored.evaluation.title, line)
            height = 1
            for column, ((header, width), value) in enumerate(zip(COLUMNS, values, strict=True)):
                if header in _NUMBERS and value:
                    sheet.write_number(row, column, float(value), number_look)
                else:
                    sheet.write_string(row, column, fitting(value), look)
                    height = max(height, lines_in(value, width))
            sheet.set_row(row, min(400, 14 * height + 4))
    sheet.autofilter(0, 0, max(row, 1), len(COLUMNS) - 1)
    texts = {"number_stored_as_text": f"A1:M{row + 1}"}
    sheet.ignore_errors(texts)


def _values(title: str, line: Line) -> tuple[str, ...]:
    own = line.points
    counted = line.is_counted
    return (
        title,
        line.level1,
        line.level2,
        line.name,
        line.target,
        line.actual,
        str(own.weight) if counted else "",
        str(own.points) if counted and own.points is not None else "",
        band_of(own) or "",
        "" if line.stated is None else str(line.stated),
        own.method,
        working_text(line),
        working_text(line, "en"),
    )
