"""The front list (公开清单): number, project name, budget amount — or fewer columns, or more."""

from __future__ import annotations

from decimal import Decimal

from jixiao.model.location import Location
from jixiao.model.money import MoneyUnit
from jixiao.model.project import ListedProject, WithheldProject
from jixiao.readers.forms.cell_text import cleaned, money_unit, read_amount
from jixiao.readers.forms.closing_note import ground_of, is_withheld
from jixiao.readers.forms.labels import column_of, label
from jixiao.readers.forms.other_forms import lone_text
from jixiao.readers.grid import Cell, Grid
from jixiao.readers.vocabulary import words

_NUMBERS = frozenset(words("序号 编号 项目序号 行次 No. NO."))
_NAMES = frozenset(
    words("项目名称 项目 名称 专项名称 专项资金名称 项目政策名称 预算项目名称 公开项目名称")
)
_UNITS = frozenset(
    words(
        "单位 单位名称 预算单位 实施单位 项目单位 主管部门 责任单位 项目实施单位 部门 部门名称 "
        "预算部门"
    )
)
_AMOUNTS = frozenset(
    words(
        "预算金额 金额 预算数 年度预算 项目金额 资金总额 预算资金 年度资金总额 预算安排 "
        "预算安排金额 年初预算数 年初预算 项目预算 项目预算金额 年度预算金额 年度预算数 财政拨款 "
        "预算 安排资金 批复金额 批复预算 本年预算 当年预算 年度金额 资金规模 预算总额"
    )
)
_REMARKS = frozenset(words("备注 说明 是否公开 公开情况"))
_TOTALS = ("合计", "总计", "总合计", "共计")
_SUBTOTALS = ("小计", "其中")
_LIST_WORDS = ("清单", "目录", "一览", "汇总")
_TOP = 6  # rows in which the header stands


class FrontList:
    """The projects of a front list, its money unit and the total it states (合计)."""

    def __init__(self, columns: dict[str, int], unit: MoneyUnit | None) -> None:
        self.listed: list[ListedProject] = []
        self.withheld: list[WithheldProject] = []
        self.unit = unit
        self.total: Decimal | None = None
        self.total_at: Location | None = None
        self.columns = columns
        self.width = 0
        self.title = ""
        self._department = ""

    def take_rows(self, grid: Grid, first: int) -> None:
        """Read the rows of ``grid`` from index ``first`` on."""
        for row in grid.rows[first:]:
            if row:
                self._take(grid, row)

    def goes_on(self, grid: Grid) -> bool:
        """``grid`` has no header and the list's columns: the list was cut by a page break."""
        if "number" not in self.columns or not grid.rows or not self.listed:
            return False
        last = self.listed[-1].number
        numbers = [_number(row[0].text) for row in grid.rows[:3] if row]
        widths = [row[-1].column + row[-1].column_span for row in grid.rows[:3] if row]
        return last is not None and numbers[:1] == [last + 1] and set(widths) == {self.width}

    def _take(self, grid: Grid, row: list[Cell]) -> None:
        cells = {role: _at(row, column) for role, column in self.columns.items()}
        name_cell, money_cell = cells["name"], cells.get("amount")
        first = label(row[0].text)
        name_label = label(name_cell.text) if name_cell is not None else ""
        if first.startswith(_TOTALS) or name_label.startswith(_TOTALS):
            self._take_total(grid, row, money_cell)
            return
        number_cell, unit_cell = cells.get("number"), cells.get("unit")
        if unit_cell is not None and unit_cell.text.strip():
            self._department = cleaned(unit_cell.text)
        if name_cell is None or not name_cell.text.strip() or lone_text(row):
            return
        if name_label.startswith(_SUBTOTALS) or first.startswith(_SUBTOTALS):
            return
        at = {"name": grid.location(name_cell)}
        read = None
        if money_cell is not None:
            at["amount"] = grid.location(money_cell)
            read = read_amount(money_cell.text)
        amount = read.in_unit(self.unit) if read is not None else None
        name = cleaned(name_cell.text)
        self.listed.append(
            ListedProject(
                _number(number_cell.text) if number_cell is not None else None,
                name,
                amount,
                at,
                self._department or None,
            )
        )
        remark = cells.get("remark")
        if remark is not None and is_withheld(remark.text):
            reason = ground_of(remark.text) or cleaned(remark.text)
            self.withheld.append(
                WithheldProject(name, amount, reason, {**at, "reason": grid.location(remark)})
            )

    def _take_total(self, grid: Grid, row: list[Cell], money_cell: Cell | None) -> None:
        for cell in (money_cell, row[-1], *reversed(row)):
            read = read_amount(cell.text) if cell is not None else None
            if cell is not None and read is not None:
                self.total = read.in_unit(self.unit)
                self.total_at = grid.location(cell)
                return


def read_front_list(grid: Grid) -> FrontList | None:
    """The list in ``grid``, or None when it is no front list."""
    title = ""
    for index, row in enumerate(grid.rows[:_TOP]):
        lone = lone_text(row)
        if lone:
            title = title or lone
            continue
        columns = _columns(row, title)
        if columns is not None:
            unit = None
            if "amount" in columns:
                header = row[columns["amount"]].text
                unit = money_unit(header) if "元" in header else _unit_above(grid, index)
            found = FrontList({role: row[at].column for role, at in columns.items()}, unit)
            found.title = title
            found.width = row[-1].column + row[-1].column_span
            found.take_rows(grid, index + 1)
            return found
    return None


def _columns(row: list[Cell], title: str) -> dict[str, int] | None:
    """The index of each column in a header row, or None when the row is no header of a list."""
    if len(row) < 2:
        return None
    first = label(row[0].text)
    if first not in _NUMBERS and first not in _NAMES and first not in _UNITS:
        return None
    columns: dict[str, int] = {}
    for index, cell in enumerate(row):
        text = label(cell.text)
        text = text[5:].lstrip("度") if text[:2] == "20" and text[4:5] == "年" else text
        if text in _NUMBERS:
            columns.setdefault("number", index)
        elif text in _NAMES:
            columns.setdefault("name", index)
        elif text in _AMOUNTS:
            columns.setdefault("amount", index)
        elif text in _UNITS:
            columns.setdefault("unit", index)
        elif text in _REMARKS:
            columns.setdefault("remark", index)
        elif column_of(cell.text) in ("name", "value", "level1", "level2", "actual", "score"):
            return None
    if "name" not in columns or not ({"amount", "number"} & columns.keys()):
        return None
    if "amount" not in columns and not any(word in title for word in _LIST_WORDS):
        return None
    is_weak = label(row[columns["name"]].text) in ("项目", "名称") and "number" not in columns
    return None if is_weak else columns


def _unit_above(grid: Grid, first: int) -> MoneyUnit | None:
    for row in grid.rows[:first]:
        for cell in row:
            if "单位" in cell.text and "元" in cell.text:
                return money_unit(cell.text)
    return None


def _at(row: list[Cell], column: int) -> Cell | None:
    for cell in row:
        if cell.column <= column < cell.column + cell.column_span:
            return cell
    return None


def _number(text: str) -> int | None:
    digits = "".join(text.split()).rstrip(".、").strip("（）()")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else None
