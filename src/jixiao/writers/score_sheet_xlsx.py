"""The score sheets as a worksheet to be filtered and added up: one row for all that gets points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jixiao.model.evaluation import ScoreSheet
from jixiao.writers.flat_sheet import add_flat_sheet
from jixiao.writers.score_sheet_layout import Line, band_of, lines_of, working_text

NAME = "评分计算"
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
    rows = (
        _values(scored.evaluation.title, line) for scored in sheets for line in lines_of(scored)
    )
    add_flat_sheet(book, NAME, COLUMNS, _NUMBERS, rows)


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
