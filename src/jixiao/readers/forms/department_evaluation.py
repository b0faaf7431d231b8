"""What only the self-evaluation of a whole department prints (部门整体支出绩效自评表).

The department's name takes the place of the project's; the year's main tasks stand with their
money in a table of their own, for which no method gives points: they are counted and said.
"""

from __future__ import annotations

from itertools import pairwise

from jixiao.model.disclosure import Notice
from jixiao.model.location import Location
from jixiao.readers.forms.cell_text import cleaned
from jixiao.readers.forms.labels import label
from jixiao.readers.grid import Cell
from jixiao.readers.vocabulary import words

_NAMES = frozenset(
    words(
        "部门名称 单位名称 部门单位名称 单位部门名称 预算部门名称 预算单位名称 预算部门 预算单位 "
        "自评部门 自评单位 部门单位"
    )
)
TASKS = frozenset(
    words(
        "任务名称 主要任务 主要任务名称 年度主要任务名称 重点任务 重点任务名称 重点工作任务 "
        "重点工作名称 工作任务 工作任务名称"
    )
)


def department_name(row: list[Cell]) -> tuple[Cell, Cell] | None:
    """The label of the department's name in ``row`` and the cell beside it, or None."""
    for cell, beside in pairwise(row):
        if len(cell.text) <= 20 and label(cell.text) in _NAMES and beside.text.strip():
            return cell, beside
    return None


def task_column(row: list[Cell]) -> Cell | None:
    """The header over the names of the main tasks, in the header row of their table."""
    filled = [cell for cell in row if cell.text.strip()]
    if len(filled) < 2:
        return None
    return next((c for c in filled if len(c.text) <= 20 and label(c.text) in TASKS), None)


def task_name(row: list[Cell], column: int) -> str:
    """The name of the task in a row below the header; empty where none begins there."""
    first = max(cell.row for cell in row)
    for cell in row:
        if cell.column <= column < cell.column + cell.column_span and cell.row == first:
            return cleaned(cell.text)
    return ""


def tasks_notice(tasks: list[str], place: Location) -> Notice:
    """That the main tasks were not scored again."""
    few = "、".join(tasks[:3])
    zh, en = (f"{few}等", f"{few} …") if len(tasks) > 3 else (few, few)
    return Notice(
        f"年度主要任务{len(tasks)}项（{zh}）没有指标值和分值的统一算法，未复算；请对照工作台账核对。",
        f"the {len(tasks)} main tasks of the year ({en}) were not scored again, there is no common "
        "method for them; please check them against the records of the work",
        place,
    )


def method_notice(place: Location, *, has_weights: bool) -> Notice:
    """By which method a department's form is scored again."""
    zh = "部门整体支出绩效自评没有全国统一的计分办法，本表按项目支出自评的办法复算"
    en = (
        "there is no national method for the self-evaluation of a whole department; the form was "
        "scored again by the method for projects"
    )
    if not has_weights:
        zh += "；表中没有写分值，各指标的分值是按项目支出的模板分配的"
        en += "; it states no weights, so they are those of the template for projects"
    return Notice(f"{zh}。请按当地办法核对。", f"{en}; please check by the local rules", place)
