"""Tables of a self-evaluation that cannot be scored again (不能复算的表), and why.

A list of the results of many projects states points without indicators; a scheme of scoring
standards states points without targets or actual values.
"""

from __future__ import annotations

from jixiao.model.disclosure import Notice
from jixiao.model.location import Location
from jixiao.readers.forms.evaluated_rows import column, indicator_header
from jixiao.readers.forms.execution_rows import FUNDS
from jixiao.readers.forms.labels import label
from jixiao.readers.grid import Cell, Grid

_FEWEST = 3  # headers of a table
_SAMPLE = 40  # rows looked at for indicators


def is_list_of_results(grid: Grid, index: int, format_name: str) -> bool:
    """The row is the header of a list of projects with their points, and no indicators follow."""
    row = grid.rows[index]
    roles = {column(cell.text) for cell in row}
    if "project" not in roles or roles & {"name", "level1", "level2", "value"}:
        return False
    held = {FUNDS.get(label(cell.text)) for cell in row if len(cell.text) <= 24}
    if not ("score" in roles or {"rate", "points", "paid"} & held) or len(row) < _FEWEST:
        return False
    below = grid.rows[index + 1 : index + 1 + _SAMPLE]
    return not any(indicator_header(row, format_name) for row in below if row)


def is_scheme(row: list[Cell]) -> bool:
    """The row is a header of indicators with points, but neither targets nor actual values."""
    roles = {column(cell.text) for cell in row}
    if {"value", "actual", "progress"} & roles or not {"name", "level2"} & roles:
        return False
    return bool({"score", "weight"} & roles) and len(roles - {None}) >= _FEWEST


def list_notice(place: Location) -> Notice:
    """Why a list of results was not scored again."""
    return Notice(
        "这里是自评结果一览表，只有预算执行和得分，没有指标值和实际完成值，不能复算。请改用各项目的自评表。",
        "this is a list of results: it states spending and points, no targets and no actual "
        "values, and cannot be scored again; use the self-evaluation form of each project",
        place,
    )


def scheme_notice(place: Location) -> Notice:
    """Why a scheme of scoring standards was not scored again."""
    return Notice(
        "这里是评分标准表，只有分值和得分，没有指标值和实际完成值，不能复算。请改用列有这两栏的自评表。",
        "this is a table of scoring standards: it states weights and points, no targets and no "
        "actual values, and cannot be scored again; use a form with these two columns",
        place,
    )
