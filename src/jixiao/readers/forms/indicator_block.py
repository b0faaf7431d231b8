"""The indicator block (绩效指标): its header, which cell of a row stands under which header.

A header may hold two blocks side by side (中期 and 年度), two value columns over the same names
(项目指标值 and 年度指标值), columns of sign, unit and weight, and columns that nobody expects. Rows
are matched to it by the columns their cells cover; in formats without spans a row that lacks
cells on the left aligns right.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from jixiao.model.disclosure import Notice
from jixiao.model.location import Location
from jixiao.model.terms import CATEGORY_OF_KIND, Category, Kind, category_of, kind_of
from jixiao.readers.forms.cell_text import level_label
from jixiao.readers.forms.labels import column_of, label
from jixiao.readers.grid import Cell, Grid
from jixiao.readers.value_grammar import UNITS, sign_of, unit_of
from jixiao.readers.vocabulary import words

PERIOD_WORDS = ("中期", "长期", "实施期", "总目标", "项目总", "三年", "阶段")
ANNUAL_WORDS = ("年度", "当年", "本年")
DIRECTIONS = frozenset(words("正向 反向 逆向 负向 正指标 逆指标 正向指标 反向指标 逆向指标"))
SIGN_WORDS = frozenset({"定性", "定量", "定性指标", "定量指标"})
SPANNED = frozenset({"docx", "xlsx", "xls", "ods", "html", "markdown", "csv"})
_PLAIN = frozenset({"level1", "level2", "name", "value"})
_LONGEST_HEADER = 60  # characters
_SAMPLE = 40  # rows looked at to see what a column holds


class Plan(NamedTuple):
    """Where in a row the cells of a block are, −1 for those it lacks."""

    level1: int
    level2: int
    name: int
    value: int
    further: tuple[tuple[str, int], ...]


class Block:
    """One block of indicators: its columns by what they hold, and how rows meet them.

    ``columns`` are the columns of the header cells, ``first`` and ``last`` those of the header as
    a whole, the last not included; ``side`` is ``period`` or ``annual``, None where the form does
    not say; ``extras`` are headers no field holds. ``plain`` is the plan of the usual row, where
    levels, name and value are all there is.
    """

    def __init__(self, columns: dict[str, Cell], extras: dict[str, str], row: list[Cell]) -> None:
        self.columns = {role: cell.column for role, cell in columns.items()}
        self.headers = {role: label(cell.text) for role, cell in columns.items()}
        self.extras = extras
        self.first, self.last = row[0].column, row[-1].column + row[-1].column_span
        self.count = len(row)
        self.side: str | None = None
        self.level1 = ""
        self.level2 = ""
        self.category: Category | None = None
        self.kind: Kind | None = None
        self.shift = 0
        self.aligns_right = False
        self._plans: dict[tuple[int, ...], Plan] = {}  # by the columns of a row's cells
        self.plain = self._plain(row)

    def _plain(self, row: list[Cell]) -> Plan | None:
        """Where the cells are in a row that has as many as the header, when that says it all."""
        is_dense = self.first == 1 and self.count == self.last - 1
        if self.columns.keys() != _PLAIN or not is_dense:
            return None
        return self._planned(row)

    def fresh(self) -> Block:
        """The same block before its first row."""
        block = object.__new__(Block)
        block.__dict__.update(self.__dict__)
        block.columns = dict(self.columns)
        block._plans = {}
        return block

    def enter(self, level1: str, level2: str) -> None:
        """Stand under these printed levels; a level-2 word printed as level 1 names its own."""
        self.level1, self.level2 = level1, level2
        self.category, self.kind = classes(level1, level2)

    def plan(self, row: list[Cell]) -> Plan:
        """Where the cells of ``row`` are."""
        key = tuple([cell.column for cell in row])
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self._planned(row)
        return plan

    def _planned(self, row: list[Cell]) -> Plan:
        shift = self.shift
        end = row[-1].column + row[-1].column_span
        if self.aligns_right and not shift:
            shift = max(0, self.last - end)
        starts = {cell.column: index for index, cell in enumerate(row)}

        def under(role: str) -> int:
            column = self.columns.get(role)
            if column is None:
                return -1
            column -= shift
            found = starts.get(column)
            if found is None:
                for index, cell in enumerate(row):
                    if cell.column <= column < cell.column + cell.column_span:
                        return index
                return -1
            return found

        further = tuple(
            (role, index)
            for role in self.columns
            if role not in ("level1", "level2", "name", "value") and (index := under(role)) >= 0
        )
        return Plan(under("level1"), under("level2"), under("name"), under("value"), further)

    def align(self, last: int) -> None:
        """Meet the rows of a table that ends at ``last`` and may lack columns on the left."""
        self.shift = max(0, self.last - last)
        self._plans.clear()


@lru_cache(maxsize=1024)
def classes(level1: str, level2: str) -> tuple[Category | None, Kind | None]:
    """The classes the printed levels name; a level-2 word printed as level 1 names its own."""
    category = category_of(level1) if level1 else None
    kind = kind_of(level2, category) if level2 else None
    if category is None:
        if level1 and not level2:
            kind = kind_of(level1)
        if kind is not None and not (level1 and level2):
            category = CATEGORY_OF_KIND[kind]
    return category, kind


class Header(NamedTuple):
    """What a header row begins: blocks of a target table, or another form by its columns."""

    blocks: tuple[Block, ...]
    other_form: str | None = None


def read_header(row: list[Cell], format_name: str) -> Header | None:
    """The header of an indicator block, or None for any other row."""
    for cell in row:
        if "标" in cell.text:
            break
    else:
        return None
    if max([len(cell.text) for cell in row]) > _LONGEST_HEADER:
        return None
    header = _header_of(
        tuple([(cell.text, cell.column, cell.column_span) for cell in row]), format_name
    )
    if header is None or not header.blocks:
        return header
    return Header(tuple([block.fresh() for block in header.blocks]))


@lru_cache(maxsize=256)
def _header_of(cells: tuple[tuple[str, int, int], ...], format_name: str) -> Header | None:
    """The header that cells of these texts, columns and widths make: forms repeat theirs."""
    row = [Cell(text, 1, column, 1, width) for text, column, width in cells]
    roles = [column_of(cell.text) for cell in row]
    if "name" not in roles and "name?" not in roles:
        return None
    if "actual" in roles or "score" in roles:
        return Header((), "self-evaluation")
    if "progress" in roles:
        return Header((), "monitoring")
    if "value" not in roles and "period_value" not in roles:
        return None
    if sum(role is not None for role in roles) < 3 and "name" not in roles:
        return None
    if "name" in roles:
        roles = ["extra" if role == "name?" else role for role in roles]
    else:
        roles = ["name" if role == "name?" else role for role in roles]
    blocks: list[Block] = []
    for columns, extras in _sides(row, roles):
        blocks += _blocks(columns, extras, row)
    if not blocks:
        return None
    blocks = [block for block in blocks if "name" in block.columns]
    _name_sides(blocks, row)
    for block in blocks:
        block.aligns_right = format_name not in SPANNED
    return Header(tuple(blocks)) if blocks else None


def _sides(
    row: list[Cell], roles: list[str | None]
) -> list[tuple[dict[str, Cell], dict[str, str]]]:
    """The columns from left to right, cut where a level or a name comes a second time."""
    sides: list[tuple[dict[str, Cell], dict[str, str]]] = [({}, {})]
    for cell, role in zip(row, roles, strict=True):
        columns, extras = sides[-1]
        is_over = role in columns or ("value" in columns and (role != "name" or "name" in columns))
        if role in ("level1", "level2", "name") and is_over:
            columns, extras = {}, {}
            if role != "level1" and "level1" in sides[0][0]:
                columns["level1"] = sides[0][0]["level1"]
            sides.append((columns, extras))
        if role == "unit" and "name" not in columns:
            role = "unit_name"
        elif (role == "weight" and "name" not in columns) or (
            role == "level1" and "level2" in columns
        ):
            role = "extra"
        if role in columns:
            role = "extra"
        if role == "extra" or (role is None and "name" in columns and label(cell.text)):
            role = f"extra{len(extras)}"
            extras[role] = _extra_name(cell, columns)
        if role is not None:
            columns[role] = cell
    return sides


def _extra_name(cell: Cell, columns: dict[str, Cell]) -> str:
    """The header of a column no field holds; a level's own weight is named after the level."""
    bare = label(cell.text)
    if "name" not in columns and column_of(cell.text) == "weight":
        level = columns.get("level2") or columns.get("level1")
        return label(level.text) + bare if level is not None else bare
    return bare


def _blocks(columns: dict[str, Cell], extras: dict[str, str], row: list[Cell]) -> list[Block]:
    """One block; two when the names have a value for the whole period and one for the year."""
    period = columns.pop("period_value", None)
    if period is None:
        return [Block(columns, extras, row)] if "value" in columns else []
    made = []
    if "value" in columns:
        made.append(Block(columns, extras, row))
        made[0].side = "annual"
    made.insert(0, Block({**columns, "value": period}, extras, row))
    if len(made) == 2:
        made[0].side = "period"
    return made


def _name_sides(blocks: list[Block], row: list[Cell]) -> None:
    """Which block is the period's and which the year's, as the header says; else by place."""
    if len(blocks) == 2 and blocks[0].side is None:
        words = [block.headers["value"] for block in blocks]
        is_turned = any(w in words[0] for w in ANNUAL_WORDS) or any(
            w in words[1] for w in PERIOD_WORDS
        )
        blocks[0].side, blocks[1].side = ("annual", "period") if is_turned else ("period", "annual")
    elif len(blocks) == 1:
        blocks[0].side = side_of(row[0].text)


def side_of(text: str) -> str | None:
    """``period`` or ``annual`` as a label beside a block says (长期绩效指标, 年度绩效指标)."""
    bare = label(text)
    if "指标" not in bare and "绩效" not in bare:
        return None
    if any(word in bare for word in PERIOD_WORDS):
        return "period"
    return "annual" if any(word in bare for word in ANNUAL_WORDS) else None


# ── headers printed over the wrong column ────────────────────────────────────────────────────


def straighten(
    block: Block, grid: Grid, first: int, notices: list[Notice]
) -> tuple[str, Location | None] | None:
    """Exchange two headers when the cells below show that they are printed the wrong way round.

    Only what cannot be read otherwise is exchanged: numbers under 单位 with units under 目标值,
    signs under 方向 with directions under 性质, signs under 目标值 with numbers under 性质, names
    under 指标值 with values under 三级指标. Gives the headers exchanged and their place.
    """
    exchanged = None
    if _are_names_under_value(block, grid.rows[first : first + _SAMPLE]):
        exchanged = _exchange(block, "name", "value", grid, first, notices)
    if not {"sign", "unit", "direction"} & block.columns.keys():
        return exchanged
    held = _held(block, grid.rows[first : first + _SAMPLE])
    for one, other, kind_of_one, kind_of_other in (
        ("value", "unit", "unit", "number"),
        ("sign", "direction", "direction", "sign"),
        ("sign", "value", "number", "sign"),
    ):
        if held.get((one, kind_of_one), 0) < 2 or held.get((other, kind_of_other), 0) < 2:
            continue
        if held.get((one, kind_of_other), 0) or held.get((other, kind_of_one), 0):
            continue
        exchanged = _exchange(block, one, other, grid, first, notices)
        held = _held(block, grid.rows[first : first + _SAMPLE])
    return exchanged


def _exchange(
    block: Block, one: str, other: str, grid: Grid, first: int, notices: list[Notice]
) -> tuple[str, Location | None]:
    columns, headers = block.columns, block.headers
    place = grid.location(grid.rows[first - 1][0]) if first and grid.rows[first - 1] else None
    notices.append(
        Notice(
            f"“{headers[one]}”和“{headers[other]}”两栏的表头印反了，已按栏内内容读取。请核对。",
            f"the headers “{headers[one]}” and “{headers[other]}” are printed the wrong way "
            "round; the columns were read by what they hold; please check",
            place,
        )
    )
    columns[one], columns[other] = columns[other], columns[one]
    block.plain = None
    block._plans.clear()
    return f"{headers[one]}、{headers[other]}", place


def _are_names_under_value(block: Block, rows: list[list[Cell]]) -> bool:
    """Values stand under the name and names under the value, in two rows at least and no other."""
    if not {"name", "value"} <= block.columns.keys():
        return False
    turned = 0
    for row in rows:
        if not row:
            continue
        plan = block.plan(row)
        if plan.name < 0 or plan.value < 0:
            continue
        name, value = row[plan.name].text.strip(), row[plan.value].text.strip()
        if _is_value(value):
            return False
        turned += _is_value(name) and len(value) > 1
    return turned > 1


def _is_value(text: str) -> bool:
    """A number with its sign, or a number and its unit; “12345热线接通率” is none."""
    bare = text.lstrip("≥≤>=<＞＜＝≧≦ ")
    if not bare[:1].isdigit():
        return False
    return len(bare) < len(text) or unit_of(bare.lstrip("0123456789.,")) in UNITS


def _held(block: Block, rows: list[list[Cell]]) -> dict[tuple[str, str], int]:
    """How many cells of each kind the columns hold: (column, kind) → count."""
    held: dict[tuple[str, str], int] = {}
    for row in rows:
        if not row:
            continue
        plan = block.plan(row)
        for role, index in (("value", plan.value), *plan.further):
            if index >= 0:
                kind = _kind(row[index].text)
                held[role, kind] = held.get((role, kind), 0) + 1
    return held


def _kind(text: str) -> str:
    bare = level_label(text)
    if not bare:
        return "blank"
    if bare in DIRECTIONS:
        return "direction"
    if bare in SIGN_WORDS or (len(bare) <= 4 and sign_of(bare) is not None):
        return "sign"
    if bare[0] in "0123456789０１２３４５６７８９":
        return "number"
    return "unit" if unit_of(bare) in UNITS else "text"
