"""Rows of indicators (指标行): levels carried over merged and blank cells, names with values."""

from __future__ import annotations

from jixiao.model.disclosure import Notice
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.terms import Category, Kind, category_of, kind_of
from jixiao.readers.deadline import serial_date
from jixiao.readers.forms.cell_text import cleaned, level_label, points
from jixiao.readers.forms.draft import Draft
from jixiao.readers.forms.indicator_block import Block, Plan, classes
from jixiao.readers.forms.labels import COLUMNS, column_of, field_of
from jixiao.readers.grid import Cell, Grid
from jixiao.readers.value_grammar import read_value, sign_of, unit_of
from jixiao.readers.vocabulary import words

# How a row that stands below the indicators and is none of them begins.
SIGNATURES = tuple(
    words(
        "填表人 填报人 填报单位 填报日期 填报时间 填表日期 填表时间 经办人 制表 审核人 审核意见 "
        "主管部门意见 主管部门审核 财政部门 单位负责人 部门负责人 财务负责人 负责人 项目负责人 "
        "分管领导 联系人 联系电话 单位公章 公章 盖章 备注 说明 注： 注: 注1 其他说明 其他需要说明 "
        "其他需说明 需要说明 支持材料 合计 总计 总分 小计"
    )
)
_LONGEST_FRAGMENT = 6  # characters; a longer level label is not a piece of one
_NOTHING: dict[str, str] = {}
_new = tuple.__new__


class IndicatorRows:
    """Reads the rows under a header into a draft; remembers the levels on the way."""

    def __init__(self, blocks: tuple[Block, ...], draft: Draft, notices: list[Notice]) -> None:
        self.blocks = blocks
        self.draft = draft
        self._notices = notices
        self._fragments: set[int] = set()

    def read_run(self, grid: Grid, start: int) -> int:
        """Read rows from index ``start`` on while they are plainly indicators.

        Plain is a row with just the cells of the header under them, a name, a value and levels
        that are known. Gives the index of the first row that is not; :meth:`read` judges that one.
        """
        block = self.blocks[0]
        plan = block.plain
        if plan is None or len(self.blocks) > 1 or block.shift:
            return start
        draft = self.draft
        found = draft.period_indicators if block.side == "period" else draft.indicators
        rows, count, end = grid.rows, block.count, block.last - 1
        level1_at, level2_at, name_at, value_at, _ = plan
        head = rows[start][0]
        printed1 = printed2 = ""
        for index in range(start, len(rows)):
            row = rows[index]
            if len(row) != count or row[-1].column != end:
                return index
            cell = row[0]
            if cell is not head and cell.text and level1_at:
                return index
            name = row[name_at].text
            if not row[value_at].text or name in COLUMNS:
                return index
            text = row[level1_at].text
            if text and text != printed1:
                printed1, printed2 = text, ""
                level1 = level_label(text)
                if level1 != block.level1:
                    if classes(level1, "")[0] is None:
                        return index
                    block.enter(level1, "")
            text = row[level2_at].text
            if text and text != printed2:
                printed2 = text
                level2 = level_label(text)
                if level2 != block.level2:
                    block.enter(block.level1, level2)
                    if block.kind is None:
                        return index
            name = cleaned(name)
            if not name:
                return index
            found.append(self._indicator(grid, row, plan, block, name))
        return len(rows)

    def read(self, grid: Grid, index: int) -> bool:
        """Read one row. False when it is no row of the block: a note, a signature, a header."""
        row = grid.rows[index]
        is_read = False
        for block in self.blocks:
            if block.last > row[-1].column + row[-1].column_span and not block.aligns_right:
                row = _filled_up(row, block.last - block.shift)
            plan = block.plan(row)
            if plan.name < 0 or plan.value < 0:
                continue
            name_cell, value_cell = row[plan.name], row[plan.value]
            if name_cell is value_cell:
                continue
            name = cleaned(name_cell.text)
            if not is_read and not self._belongs(row, plan, name, value_cell.text):
                return False
            is_read = True
            self._take_levels(grid, index, row, plan, block)
            if not name and not value_cell.text.strip():
                self._note_empty(grid, row, plan, block)
                continue
            indicator = self._indicator(grid, row, plan, block, name)
            if block.side == "period":
                self.draft.period_indicators.append(indicator)
            else:
                self.draft.indicators.append(indicator)
        return is_read

    def _belongs(self, row: list[Cell], plan: Plan, name: str, value: str) -> bool:
        """The row is one of the block: no header once more, no signature, note or total."""
        if name in COLUMNS and column_of(value) is not None:
            return False
        first = row[plan.level1] if plan.level1 >= 0 else row[0]
        level1 = first.text
        if level1 and level1 != self.blocks[0].level1:
            if level1.startswith(SIGNATURES) or field_of(level1) == "project_name":
                return False
            if not name and not value.strip():  # nothing but a level: one that is known, or a note
                return classes(level_label(level1), "") != (None, None) or _has_more(row, first)
        if not value:
            return not _is_aside(row)
        return bool(name) or column_of(value) is None

    # ── levels ───────────────────────────────────────────────────────────────────────────────

    def _take_levels(
        self, grid: Grid, index: int, row: list[Cell], plan: Plan, block: Block
    ) -> None:
        if plan.level1 >= 0:
            cell = row[plan.level1]
            if cell.text and plan.level1 != plan.name:
                text = level_label(cell.text)
                if text and text != block.level1 and id(cell) not in self._fragments:
                    if len(text) <= _LONGEST_FRAGMENT and classes(text, "")[0] is None:
                        text = self._whole(grid, index, cell, text)
                    for each in self.blocks:
                        if text != each.level1:
                            each.enter(text, "")
        if plan.level2 >= 0:
            cell = row[plan.level2]
            if cell.text:
                text = level_label(cell.text)
                if text and text != block.level2 and id(cell) not in self._fragments:
                    block.enter(block.level1, text)
                    if block.kind is None and len(text) <= _LONGEST_FRAGMENT:
                        block.enter(block.level1, self._whole(grid, index, cell, text))

    def _whole(self, grid: Grid, index: int, cell: Cell, text: str) -> str:
        """The label, with the piece of it that stands in the next row (满意度指 | 标)."""
        for row in grid.rows[index + 1 : index + 3]:
            for below in row:
                if below.column == cell.column and below is not cell:
                    joined = text + level_label(below.text)
                    if below.text and (category_of(joined) or kind_of(joined)):
                        self._fragments.add(id(below))
                        return joined
        return text

    def _note_empty(self, grid: Grid, row: list[Cell], plan: Plan, block: Block) -> None:
        """Remember a level-2 row that nobody filled in."""
        if plan.level2 >= 0 and block.level2 and row[plan.level2].text:
            key = (block.level1, block.level2)
            if key not in self.draft.empty_kinds:
                self.draft.empty_kinds[key] = grid.location(row[plan.level2])

    # ── one indicator ────────────────────────────────────────────────────────────────────────

    def _indicator(
        self, grid: Grid, row: list[Cell], plan: Plan, block: Block, name: str
    ) -> Indicator:
        level1_at, level2_at, name_at, value_at, further = plan
        name_cell, cell = row[name_at], row[value_at]
        text = cell.text
        at = {"value": _new(Location, grid.place_of(cell))}
        at["name"] = _new(Location, grid.place_of(name_cell))
        originals = _NOTHING
        if name != name_cell.text and name != name_cell.text.strip():
            originals = {"name": name_cell.text}
        if level1_at >= 0:
            cell = row[level1_at]
            at["level1"] = _new(Location, grid.place_of(cell))
            if "[" in cell.text and cell.row == name_cell.row:
                originals = {**originals, "level1": cell.text}
        if level2_at >= 0:
            cell = row[level2_at]
            at["level2"] = _new(Location, grid.place_of(cell))
            if "[" in cell.text:
                originals = {**originals, "level2": cell.text}
        levels = (block.category, block.kind, block.level1, block.level2, name)
        if further:
            cells = {role: row[index] for role, index in further}
            return self._with_columns(levels, cells, block, row[value_at], grid, at, originals)
        if len(text) == 5:
            self._look_for_serial(text, name, at["value"])
        value = read_value(text, number_format=row[value_at].number_format)
        return Indicator(*levels, value, None, None, None, at, originals)

    def _with_columns(
        self,
        head: tuple[Category | None, Kind | None, str, str, str],
        cells: dict[str, Cell],
        block: Block,
        value_cell: Cell,
        grid: Grid,
        at: dict[str, Location],
        originals: dict[str, str],
    ) -> Indicator:
        """An indicator whose form has columns of sign, unit, weight, standard, remark or others."""
        texts = {role: cell.text.strip() for role, cell in cells.items()}
        sign, unit = texts.get("sign"), texts.get("unit")
        value = read_value(
            value_cell.text, sign=sign, unit=unit, number_format=value_cell.number_format
        )
        if value.unit is None and value.number is not None:
            self._look_for_serial(value.text, head[4], at["value"])
        if "weight" in cells:
            at["weight"] = grid.location(cells["weight"])
        weight = points(texts.get("weight", ""))
        others = []
        for role, text in texts.items():
            if text and role in block.extras:
                others.append((block.extras[role], text))
            elif text and role not in ("weight", "scoring_standard", "remark"):
                is_held = (role == "sign" and sign_of(text) is value.comparator is not None) or (
                    role == "unit" and value.unit == unit_of(text)
                )
                if not is_held:
                    others.append((block.headers[role], text))
            elif text and role == "weight" and weight is None:
                others.append((block.headers[role], text))
        return Indicator(
            *head,
            value,
            weight,
            texts.get("scoring_standard") or None,
            texts.get("remark") or None,
            at,
            originals,
            tuple(others),
        )

    def _look_for_serial(self, text: str, name: str, place: Location) -> None:
        """Say that a bare number may be a date that lost its format."""
        if not any(word in name for word in ("时间", "日期", "期限", "时限")):
            return
        day = serial_date(text)
        if day is not None:
            self._notices.append(
                Notice(
                    f"“{name}”的“{text}”像是电子表格的日期序号（{day}），按数字读取。请核对。",
                    f"“{text}” under “{name}” looks like a spreadsheet's serial date ({day}); "
                    "it was read as a number; please check",
                    place,
                )
            )


def _is_aside(row: list[Cell]) -> bool:
    """A signature, a note or a total below the indicators."""
    for cell in row:
        text = cell.text.strip()
        if text:
            return text.startswith(SIGNATURES)
    return False


def _has_more(row: list[Cell], first: Cell) -> bool:
    return any(cell.text.strip() for cell in row if cell is not first)


def _filled_up(row: list[Cell], last: int) -> list[Cell]:
    """The row with the blank cells that its format left out on the right."""
    end = row[-1].column + row[-1].column_span
    number = max([cell.row for cell in row])
    return [*row, *(Cell("", number, column) for column in range(end, last))]
