"""The funds of a self-evaluation (项目资金): the header over them, their rows, the stated rate."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jixiao.model.evaluation import ExecutionRow
from jixiao.readers.forms.cell_text import cleaned, points, read_amount
from jixiao.readers.forms.draft import Draft
from jixiao.readers.forms.indicator_block import SPANNED
from jixiao.readers.forms.labels import field_of, folded, label
from jixiao.readers.grid import Cell
from jixiao.readers.vocabulary import words

FUNDS = {
    **dict.fromkeys(
        words("年初预算数 年初预算 年初预算金额 年初数 年初安排数 年初部门预算数"), "initial"
    ),
    **dict.fromkeys(
        words(
            "全年预算数 全年预算 调整后预算数 调整预算数 调整后预算 预算数 预算安排数 年度预算数 "
            "全年调整预算数 调整后全年预算数 全年调整后预算数"
        ),
        "adjusted",
    ),
    **dict.fromkeys(
        words(
            "全年执行数 预算执行数 执行数 全年执行 实际执行数 全年支出数 实际支出数 资金执行数 "
            "决算数 全年决算数 支出决算数 全年实际支出数"
        ),
        "paid",
    ),
    **dict.fromkeys(words("执行率 预算执行率 全年执行率 执行进度 预算执行进度"), "rate"),
    **dict.fromkeys(words("分值 权重 执行率权重 执行率分值"), "weight"),
    **dict.fromkeys(words("得分 自评得分 执行率得分"), "points"),
}
AMOUNTS = ("initial", "adjusted", "paid")
_MOST_HEADER = 60  # characters of the longest header cell


def fund_label(text: str) -> str:
    """The label of a row of funds: without blanks, colons and the words 其中.

    >>> fund_label("   其中：本年财政拨款"), fund_label("年度资金总额：")
    ('本年财政拨款', '年度资金总额')
    """
    bare = folded(cleaned(text))
    return bare.removeprefix("其中") or bare


def is_total_of_funds(text: str) -> bool:
    """The label is that of the year's whole money (年度资金总额)."""
    bare = folded(text)
    return (
        bare.endswith(("总额", "整体支出"))
        or bare in ("合计", "总计")
        or (field_of(text) or "").startswith("funding.total")
    )


def execution_rate(
    text: str, paid: Decimal | None, budget: Decimal | None, number_format: str | None = None
) -> Decimal | None:
    """The stated rate in per cent; a share (0.9974) is told from a percentage by the amounts."""
    rate = points(text)
    if rate is None:
        return None
    if number_format is not None and "%" in number_format and "%" not in text:
        return rate * 100
    is_bare = "%" not in text and "％" not in text
    if is_bare and 0 < rate <= 2 and paid is not None and budget:
        share = paid / budget
        if abs(share - rate) < abs(share * 100 - rate):
            return rate * 100
    return rate


class FundsHeader:
    """The header over the rows of funds: the columns, and the points its labels state."""

    def __init__(self, row: list[Cell], columns: dict[str, Cell], *, aligns_right: bool) -> None:
        self._columns = {role: cell.column for role, cell in columns.items()}
        self._last = row[-1].column + row[-1].column_span
        self._aligns_right = aligns_right
        self.cells = {id(cell) for cell in row}
        # What stands before the columns: the label of the only row, where that has none.
        first = min(cell.column for cell in columns.values())
        self.lead = next((c for c in row if c.column < first and c.text.strip()), None)
        texts = [cell.text for cell in row]
        self.weight = next((p for p in map(points_in_brackets, texts) if p is not None), None)

    def find(self, row: list[Cell]) -> dict[str, int]:
        """Where in ``row`` the columns are."""
        shift = 0
        if self._aligns_right and row:
            shift = max(0, self._last - row[-1].column - row[-1].column_span)
        found: dict[str, int] = {}
        for role, column in self._columns.items():
            for index, cell in enumerate(row):
                if cell.column <= column - shift < cell.column + cell.column_span:
                    found[role] = index
        return found


def funds_header(row: list[Cell], format_name: str) -> FundsHeader | None:
    """The header of the funds in ``row``, or None."""
    columns: dict[str, Cell] = {}
    for cell in row:
        if 0 < len(cell.text) <= _MOST_HEADER:
            bare = label(cell.text)
            role = FUNDS.get(bare) or ("reason" if "原因" in bare else None)
            if role is not None:
                columns.setdefault(role, cell)
    if "paid" not in columns or not {"initial", "adjusted"} & columns.keys():
        return None
    return FundsHeader(row, columns, aligns_right=format_name not in SPANNED)


def points_in_brackets(text: str) -> Decimal | None:
    """The points a header states: “预算执行情况（20分）”, “得分（20分×执行率）”."""
    for piece in text.replace("(", "（").split("（")[1:]:
        head, found, _ = piece.partition("分")
        if found and points(head) is not None:
            return points(head)
    return None


def execution_row(
    title: str, cells: Mapping[str, Cell], draft: Draft, weight: Decimal | None = None
) -> ExecutionRow:
    """A row of funds from its cells by column; a unit printed in a cell becomes the draft's.

    ``weight`` is what the header states for the total, where the row itself states none.
    """
    held: dict[str, Decimal | None] = {}
    for role in AMOUNTS:
        own = cells.get(role)
        read = read_amount(own.text) if own is not None and own.text.strip() else None
        if read is not None and read.unit is not None:
            draft.unit = draft.unit or read.unit
        held[role] = read.in_unit(draft.unit) if read is not None else None
    budget = held["adjusted"] if held["adjusted"] is not None else held["initial"]
    rate, stated, score, reason = map(cells.get, ("rate", "weight", "points", "reason"))
    own_weight = points(stated.text) if stated is not None else None
    return ExecutionRow(
        title,
        **held,
        rate=execution_rate(rate.text, held["paid"], budget, rate.number_format)
        if rate is not None
        else None,
        weight=weight if own_weight is None else own_weight,
        points=points(score.text) if score is not None else None,
        reason=reason.text.strip() if reason is not None else "",
    )
