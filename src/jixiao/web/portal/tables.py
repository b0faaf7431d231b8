"""A published table as the official form lays it out (官方表格), each cell with its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from jixiao.web.disclosures.models import PublishedTarget

HEAD = (
    (("项目名称", "project_name", 5),),
    (("项目负责人", "responsible_person", 2), ("项目期", "project_period", 2)),
    (("主管部门", "supervising_department", 2), ("实施单位", "implementing_unit", 2)),
    (("项目属性", "project_source", 2), ("金额单位", "funding.unit", 2)),
    (("年度资金总额", "funding.total", 5),),
    (("其中：财政拨款", "funding.fiscal", 2), ("其他资金", "funding.other", 2)),
)


class Cell(NamedTuple):
    """A cell: its name, its text, where it stood in the file; a label has no name."""

    text: str
    name: str = ""
    place: str = ""
    columns: int = 1
    rows: int = 1


class Table(NamedTuple):
    """A target's table."""

    target: PublishedTarget
    title: str
    lines: list[list[Cell]]
    has_weights: bool


def table(target: PublishedTarget) -> Table:
    """The table of a published target."""
    content, source = target.content, target.source or {}
    fields: Mapping[str, str] = content.get("fields", {})
    rows: list[dict[str, str]] = content.get("indicators", [])
    weighted = any(row.get("weight", "").strip() for row in rows)

    def cell(name: str, text: str, columns: int = 1, deep: int = 1) -> Cell:
        return Cell(text, name, place_in(source, name), columns, deep)

    lines: list[list[Cell]] = []
    for pairs in HEAD:
        line = []
        for label, name, columns in pairs:
            line += [Cell(label), cell(name, fields.get(name, ""), columns)]
        lines.append(line)
    if whole := fields.get("funding.whole_period", ""):
        lines.append([Cell("项目期资金总额"), cell("funding.whole_period", whole, 5)])
    for label, name in (("项目期总目标", "period_objective"), ("年度总体目标", "annual_objective")):
        if fields.get(name) or name == "annual_objective":
            lines.append([Cell(label), cell(name, fields.get(name, ""), 5)])
    for part, title in (("indicators", "年度绩效指标"), ("period_indicators", "项目期绩效指标")):
        if given := content.get(part, []):
            lines += _indicators(given, part, title, cell)
    title = fields.get("heading") or f"项目支出绩效目标表（{target.fiscal_year}年度）"
    return Table(target, title, lines, weighted)


def _indicators(rows: list[dict[str, str]], part: str, title: str, cell: Any) -> list[list[Cell]]:
    lines = [[Cell(title, columns=6)]]
    lines.append([Cell(t) for t in ("一级指标", "二级指标", "三级指标", "指标值", "权重", "备注")])
    deep = {name: _runs([_level(row, name) for row in rows]) for name in ("level1", "level2")}
    for number, row in enumerate(rows):
        line = []
        for name in ("level1", "level2"):
            run = deep[name].get(number)
            if run:
                line.append(cell(f"{part}.{number}.{name}", row.get(name, ""), 1, run))
        line += [
            cell(f"{part}.{number}.{name}", row.get(name, ""))
            for name in ("name", "value", "weight", "remark")
        ]
        lines.append(line)
    return lines


def _level(row: Mapping[str, str], name: str) -> tuple[str, ...]:
    level1 = row.get("level1", "")
    return (level1,) if name == "level1" else (level1, row.get(name, ""))


def _runs(levels: list[tuple[str, ...]]) -> dict[int, int]:
    """Where a run of the same begins, and how long it is; a blank goes on with the one above."""
    runs: dict[int, int] = {}
    start, held = 0, None
    for number, level in enumerate(levels):
        if held is not None and (level == held or not any(level)):
            runs[start] += 1
        else:
            start, held = number, level
            runs[number] = 1
    return runs


def place_in(source: Mapping[str, Any], cell: str) -> str:
    """Where a cell stood in its file, in words; empty where that is not known."""
    if not isinstance(cells := source.get("cells"), Mapping):
        return place_of(source.get(cell))
    words = place_of(cells.get(cell))
    return f"{source.get('file', '')} {words}".strip() if words else ""


def place_of(source: Any) -> str:
    """Where a cell stood in the file it was filed from, in words."""
    if isinstance(source, str):
        return source
    if not isinstance(source, Mapping):
        return ""
    words = (
        ("file", "{}"),
        ("sheet", "工作表“{}”"),
        ("page", "第{}页"),
        ("table", "第{}个表"),
        ("row", "第{}行"),
        ("column", "第{}列"),
        ("line", "第{}行"),
    )
    return "".join(form.format(source[key]) for key, form in words if source.get(key) is not None)


def row_cell(position: int, annual: int) -> str:
    """The cell of the value of a published row: the rows of the year, then those of the period."""
    if position < annual:
        return f"indicators.{position}.value"
    return f"period_indicators.{position - annual}.value"


def page_of(number: int, size: int) -> int:
    """The page of the source on which the table with this number stands."""
    return max(1, -(-number // size))
