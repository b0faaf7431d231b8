"""What only the target table of a whole department prints (部门整体支出绩效目标表).

The department's name takes the place of the project's; a table of the year's main tasks with
their money (年度重点工作任务); amounts under headers of their own (预算整体情况). Labelled cells
and indicators are those of a project's table and are read as there.
"""

from __future__ import annotations

from itertools import pairwise

from jixiao.model.location import Location
from jixiao.model.target import MainTask
from jixiao.readers.forms.cell_text import cleaned, read_amount
from jixiao.readers.forms.department_evaluation import TASKS, department_name
from jixiao.readers.forms.draft import Draft, Locate
from jixiao.readers.forms.labels import field_of, label
from jixiao.readers.grid import Cell
from jixiao.readers.vocabulary import words

_TASK_COLUMNS = {
    "name": TASKS | {"名称", "任务"},
    "content": frozenset(
        words("主要实施内容 主要内容 实施内容 任务内容 工作内容 具体内容 主要工作内容 内容")
    ),
    "amount": frozenset(
        words(
            "拟投入的资金 拟投入资金 投入资金 预算金额 预算资金 涉及资金 金额 资金 总额 资金总额 "
            "年度预算金额 预算数 安排资金"
        )
    ),
    "objective": frozenset(
        words("期望达到的目标 预期目标 绩效目标 预期达到的目标 年度绩效目标 目标 预期效果")
    ),
}
_ROLES = {name: role for role, names in _TASK_COLUMNS.items() for name in names}
_TASK_WORDS = ("任务", "重点工作", "主要工作", "履职")
_AMOUNT_HEADS = frozenset(words("预算金额 金额 预算数 资金 年初预算数 预算资金 年度预算"))
_PARTS_OF_AMOUNT = frozenset(
    words("总额 小计 合计 财政拨款 财政资金 其他资金 基本支出 项目支出 其中财政拨款")
)
_SUMS = frozenset(words("合计 金额合计 总计 小计 资金合计"))
_LONGEST_HEADER = 24  # characters


class DepartmentRows:
    """Reads the rows a department's table has beside those of a project's, into its draft."""

    def __init__(self, draft: Draft, locate: Locate) -> None:
        self._draft = draft
        self._locate = locate
        self._tasks: dict[str, int] | None = None  # role, or a header no field holds → column
        self._below = 0  # the row in which the header over the tasks ends
        self._amounts: tuple[int, ...] = ()  # the columns of amounts, where a header is over them

    def read(self, row: list[Cell]) -> bool:
        """Read one row. False when it is none of these."""
        started = max(cell.row for cell in row)
        own = [cell for cell in row if cell.row == started or cell.row_span == 1]
        named = department_name(row)
        if named is not None and "project_name" not in self._draft.at:
            over, beside = named
            self._draft.keep("project_name", over, beside, self._locate)
            return True
        if self._take_task_header(row, own):
            return True
        if self._tasks is not None:
            if self._read_task(row, started):
                return True
            self._tasks = None
        return self._read_amounts(row, own)

    # ── the main tasks of the year ───────────────────────────────────────────────────────────

    def _take_task_header(self, row: list[Cell], own: list[Cell]) -> bool:
        if any(len(cell.text) > _LONGEST_HEADER for cell in own):
            return False
        if self._tasks is not None and self._below:
            return self._take_parts(own)
        names = [(label(cell.text), cell) for cell in row if cell.text.strip()]
        found = {_ROLES[name]: cell for name, cell in reversed(names) if name in _ROLES}
        says_task = any(word in name for name, _ in names for word in _TASK_WORDS)
        is_header = {"name"} < found.keys() and says_task and "一级指标" not in dict(names)
        if not is_header:
            return False
        self._draft.section = None
        self._tasks = {role: cell.column for role, cell in found.items()}
        first = self._tasks["name"]
        for name, cell in names:
            if cell.column > first and name not in _ROLES:
                self._tasks[name] = cell.column
        for cell in found.values():
            self._draft.take_unit(cell.text if "元" in cell.text else "")
        self._below = found["name"].row + found["name"].row_span - 1
        if self._below == own[0].row:
            self._below = 0
        return True

    def _take_parts(self, own: list[Cell]) -> bool:
        """The second row of the header: 总额, 财政拨款 … under 预算金额."""
        self._below = 0
        names = {label(cell.text): cell for cell in own if cell.text.strip()}
        assert self._tasks is not None
        if not names or not names.keys() <= _PARTS_OF_AMOUNT:
            return False
        for name, cell in names.items():
            role = "amount" if name in ("总额", "小计", "合计") else name
            self._tasks[role] = cell.column
        return True

    def _read_task(self, row: list[Cell], started: int) -> bool:
        tasks = self._tasks
        assert tasks is not None
        under: dict[str, Cell] = {}
        for role, column in tasks.items():
            for cell in row:
                if cell.column <= column < cell.column + cell.column_span:
                    under[role] = cell
        name = under.get("name")
        if name is None or name.row != started or name.column_span > _widest(tasks):
            return False
        before = [cell for cell in row if cell.column < name.column]
        said = [label(c.text) for c in before if c.row == started and c.text.strip()]
        if not all(text.isdigit() for text in said):
            return False  # a label of its own: the tasks are over
        if field_of(name.text) is not None and name.text.strip():
            return False
        if label(name.text) in _SUMS:
            for role, cell in under.items():
                if role != "name" and cell.text.strip():
                    self._draft.others.append((f"任务{label(name.text)}", cell.text.strip()))
            return True
        self._keep_task(name, under)
        return True

    def _keep_task(self, name: Cell, under: dict[str, Cell]) -> None:
        if not any(cell.text.strip() for cell in under.values()):
            return
        at: dict[str, Location] = {}
        texts: dict[str, str] = {}
        for role in ("content", "objective", "amount"):
            if role in under and under[role] is not name:
                at[role] = self._locate(under[role])
                texts[role] = under[role].text.strip()
        at["name"] = self._locate(name)
        read = read_amount(texts.get("amount", ""))
        others = [
            (role, cell.text.strip())
            for role, cell in under.items()
            if role not in _TASK_COLUMNS and cell.text.strip()
        ]
        if read is None and texts.get("amount"):
            others.append(("资金", texts["amount"]))
        task = MainTask(
            cleaned(name.text),
            texts.get("content") or None,
            read.in_unit(self._draft.unit) if read is not None else None,
            texts.get("objective") or None,
            tuple(others),
            at,
        )
        self._draft.tasks.append(task)

    # ── amounts under a header ───────────────────────────────────────────────────────────────

    def _read_amounts(self, row: list[Cell], own: list[Cell]) -> bool:
        """Pairs of a label and an amount, under a header that says 预算金额 over the amounts."""
        heads = tuple(c.column for c in own if label(c.text) in _AMOUNT_HEADS)
        if heads and all(read_amount(c.text) is None for c in own):
            self._amounts = heads
            for cell in own:
                self._draft.take_unit(cell.text if "元" in cell.text else "")
            return True
        pairs = [(over, cell) for over, cell in pairwise(own) if cell.column in self._amounts]
        if not self._amounts or len(pairs) != len(self._amounts):
            self._amounts = ()
            return False
        for over, cell in pairs:
            if not over.text.strip() or (cell.text.strip() and read_amount(cell.text) is None):
                continue
            field = field_of(over.text) or ""
            field = field[8:] if field.startswith("funding.") else "line"
            self._draft.labels.append(over.text)
            place = self._locate(cell)
            self._draft.keep_money(field, over.text, cell.text, over.column, place)
            if cell.number is not None and cell.number != cell.text.replace(",", "").strip():
                name = cleaned(over.text).rstrip("：:")
                self._draft.originals[f"funding.{name}"] = cell.number
        return True


def _widest(tasks: dict[str, int]) -> int:
    """How many columns a name may cover before it covers the next column of the tasks."""
    further = sorted(c for c in tasks.values() if c > tasks["name"])
    return further[0] - tasks["name"] if further else 1
