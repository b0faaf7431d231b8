"""Indicators with their results (指标完成情况): the header over them, their rows."""

from __future__ import annotations

from jixiao.model.disclosure import Notice
from jixiao.model.evaluation import Actual, EvaluatedIndicator
from jixiao.model.indicator import Indicator
from jixiao.readers.forms.actual_value import read_actual
from jixiao.readers.forms.cell_text import points
from jixiao.readers.forms.draft import Draft
from jixiao.readers.forms.indicator_block import SPANNED, Block, Plan
from jixiao.readers.forms.indicator_rows import IndicatorRows
from jixiao.readers.forms.labels import column_of, label
from jixiao.readers.grid import Cell, Grid
from jixiao.readers.vocabulary import words

_TARGET_VALUES = frozenset(words("年初目标值 年初指标值 年初绩效指标值 年初绩效目标值"))
_ADJUSTED_VALUES = frozenset(
    words(
        "调整指标值 调整后指标值 调整目标值 调整后目标值 全年调整指标值 年中调整指标值 "
        "全年调整目标值 年中调整目标值 调整绩效指标值"
    )
)
_REASON_WORDS = ("原因", "改进措施")
_RESULTS = frozenset({"actual", "score", "reason", "adjusted_value"})
_MOST_HEADER = 60  # characters of the longest header cell


def without_points(level: str) -> str:
    """A level's label without the points printed with it.

    >>> without_points("产出指标(50分)"), without_points("产出指标（数量）")
    ('产出指标', '产出指标（数量）')
    """
    bare = level.rstrip("）) ")
    start = max(bare.rfind("（"), bare.rfind("("))
    is_points = start > 0 and bare != level and points(bare[start + 1 :]) is not None
    return bare[:start].rstrip() if is_points else level


def column(text: str) -> str | None:
    """What the column under this header of a self-evaluation holds; None when it is no header."""
    bare = label(text)
    if any(word in bare for word in _REASON_WORDS):
        return "reason"
    if bare in _ADJUSTED_VALUES:
        return "adjusted_value"
    if bare == "得分系数":  # a share of the weight; the points have a column of their own
        return None
    return "value" if bare in _TARGET_VALUES else column_of(text)


def indicator_header(row: list[Cell], format_name: str) -> Block | None:
    """The columns of a header that has 实际完成值 or 得分 beside names and values; else None."""
    if not any("标" in cell.text for cell in row):
        return None
    if max(len(cell.text) for cell in row) > _MOST_HEADER:
        return None
    roles = [column(cell.text) for cell in row]
    if not {"actual", "score"} & set(roles) or "value" not in roles or "progress" in roles:
        return None
    name = "name" if "name" in roles else "name?"
    if name not in roles:
        return None
    columns: dict[str, Cell] = {}
    extras: dict[str, str] = {}
    for cell, held in zip(row, roles, strict=True):
        role = "name" if held == name else held
        if role == "value" and "value" in columns and label(columns["value"].text)[:2] == "年初":
            role = "adjusted_value"
        is_spare = role is None or role in columns or role in ("extra", "name?")
        if is_spare or (role == "weight" and "name" not in columns):
            if "name" not in columns or not cell.text.strip():
                continue
            role = f"extra{len(extras)}"
            extras[role] = label(cell.text)
        if role is not None:
            columns[role] = cell
    if "name" not in columns:
        return None
    if "adjusted_value" in columns:
        extras["initial_value"] = label(columns["value"].text)
    block = Block(columns, extras, row)
    block.aligns_right = format_name not in SPANNED
    return block


class EvaluatedRows(IndicatorRows):
    """Reads rows of indicators with their actual values, points and reasons into ``found``."""

    def __init__(self, block: Block, draft: Draft, notices: list[Notice]) -> None:
        super().__init__((block,), draft, notices)
        self.found: list[EvaluatedIndicator] = []

    def _indicator(
        self, grid: Grid, row: list[Cell], plan: Plan, block: Block, name: str
    ) -> Indicator:
        own = {role: row[at] for role, at in plan.further if role in _RESULTS}
        further = tuple((role, at) for role, at in plan.further if role not in own)
        adjusted = own.pop("adjusted_value", None)
        if adjusted is not None and adjusted.text.strip() not in ("", row[plan.value].text.strip()):
            # The value that holds is the adjusted one; the first stays beside it.
            further = (*further, ("initial_value", plan.value))
            plan = plan._replace(value=row.index(adjusted))
        i = super()._indicator(grid, row, plan._replace(further=further), block, name)
        at = dict(i.at)
        for role, cell in own.items():
            at["points" if role == "score" else role] = grid.location(cell)
        level1, originals = without_points(i.level1), i.originals
        if level1 != i.level1:
            originals = {**originals, "level1": i.level1}
        indicator = Indicator(
            i.category, i.kind, level1, i.level2, i.name, i.value,
            i.weight, i.scoring_standard, i.remark, at, originals, i.others,
        )  # fmt: skip
        actual, score, reason = own.get("actual"), own.get("score"), own.get("reason")
        self.found.append(
            EvaluatedIndicator(
                indicator,
                read_actual(actual.text, i.value, actual.number_format) if actual else Actual(""),
                points(score.text) if score else None,
                reason.text.strip() if reason else "",
            )
        )
        return indicator
