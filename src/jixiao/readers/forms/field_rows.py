"""Rows of labelled cells (表头栏目): label and value side by side, or the value below its label."""

from __future__ import annotations

from jixiao.readers.forms.cell_text import (
    cleaned,
    fiscal_year,
    inline_pairs,
    money_unit,
    read_amount,
)
from jixiao.readers.forms.draft import Draft, Locate
from jixiao.readers.forms.indicator_block import side_of
from jixiao.readers.forms.labels import COLUMNS, field_of, folded, label
from jixiao.readers.forms.other_forms import TITLES, is_form_title, lone_text
from jixiao.readers.grid import Cell

_LONGEST_YEAR_ROW = 12  # characters; “（2024年度）”
_FORM_TITLE_STARTS = (
    "项目支出",
    "项目绩效",
    "绩效目标",
    "财政支出",
    "财政项目",
    "预算项目",
    "部门预算",
)


class Unknown:
    """A row with cells that are no known label: where the known ones are, how many hold text."""

    def __init__(self, row: list[Cell]) -> None:
        self.row = row
        self._stop = -1
        started = max([cell.row for cell in row])
        texts = [cell for cell in row if cell.row == started and cell.text.strip()]
        self.filled = sum(cell.row_span == 1 for cell in texts)
        self.last = texts[-1]
        self.is_lone = lone_text(row) != ""

    def stop(self, index: int) -> int:
        """The index of the next known label after ``index``, or the length of the row."""
        if self._stop <= index:
            row = self.row
            self._stop = next(
                (i for i in range(index + 1, len(row)) if field_of(row[i].text) is not None),
                len(row),
            )
        return self._stop


class FieldRows:
    """Reads labelled rows into a draft; remembers the section a row stands in.

    ``section`` is the label merged over several rows (项目资金); ``side`` what a label said of the
    indicators that follow: ``period`` for 长期绩效指标, ``annual`` for 年度绩效指标.
    """

    def __init__(self, draft: Draft, locate: Locate) -> None:
        self.draft = draft
        self.side: str | None = None
        self._locate = locate
        self._below: list[tuple[str, Cell]] = []  # labels whose value stands in the next row

    def end(self) -> None:
        """What stood over the next row stands over nothing: a header follows, or the end."""
        self._below = []

    def read(self, row: list[Cell]) -> None:
        """Read one row."""
        if self._below and self._read_below(row):
            return
        draft = self.draft
        count = len(row)
        if count > draft.widest_row:
            draft.widest_row = count
        first = row[0]
        started = row[-1].row
        if first.row_span > 1 or row[-1].row_span > 1:
            started = max([cell.row for cell in row])
        if first.row == started and first.text.strip():
            draft.section = None
        has_field = False
        leads = True  # only blanks, and labels merged over several rows, stand before the cell
        unknown = None
        index = 0
        while index < count:
            cell = row[index]
            index += 1
            if not cell.text:
                continue
            name = field_of(cell.text)
            if name is None:
                if cell.row == started and cell.text.strip():
                    unknown = unknown or Unknown(row)
                    index, leads = self._read_unknown(unknown, index - 1, leads=leads)
                continue
            if name != "other":
                has_field = True
            leads = False
            value = row[index] if index < count else None
            if value is not None and value.row == started and field_of(value.text) is None:
                index += 1
                draft.keep(name, cell, value, self._locate)
            elif cell.row == started:
                if name.endswith(("objective", "objective?")):
                    self._below.append((name, cell))
                    draft.labels.append(cell.text)
                    draft.at.setdefault(name, self._locate(cell))
                else:
                    draft.keep(name, cell, None, self._locate)
        draft.rows_with_fields += has_field

    def _read_below(self, row: list[Cell]) -> bool:
        """Take the values of labels that stand over them (中期目标 | 年度目标)."""
        pending, self._below = self._below, []
        named = [cell for _, cell in pending]
        if any(field_of(cell.text) is not None and cell not in named for cell in row):
            return False
        for name, over in pending:
            for cell in row:
                if cell.column <= over.column < cell.column + cell.column_span:
                    if cell is not over:
                        self.draft.keep(name, over, cell, self._locate)
                    break
        return True

    # ── cells that are no known label ────────────────────────────────────────────────────────

    def _read_unknown(self, unknown: Unknown, index: int, *, leads: bool) -> tuple[int, bool]:
        """Keep an unknown cell; gives the index to go on from, and whether that still leads."""
        row = unknown.row
        cell = row[index]
        text = cell.text.strip()
        count = len(row)
        if self._read_inline(cell, text):
            return index + 1, False
        if unknown.is_lone:
            self._read_lone(cell, text)
            return count, False
        draft = self.draft
        length = unknown.stop(index) - index  # cells up to the next known label, this one included
        is_whole = leads and index + length == count
        if is_whole and cell.row_span == 1 and unknown.filled == 2:
            self._keep_pair(cell, unknown.last)
            return count, False
        if leads and (
            length == 1
            or cell.row_span > 1
            or (draft.section is None and length > 2 and length % 2)
        ):
            self._open_section(text)
            return index + 1, cell.row_span > 1
        if length == 1:
            draft.others.append(("", text))
            return index + 1, False
        if is_whole and length > 2:
            texts = " | ".join([piece.text.strip() for piece in row[index + 1 :]])
            draft.others.append((self._sectioned(text), texts))
            return count, False
        self._keep_pair(cell, row[index + 1])
        return index + 2, False

    def _open_section(self, text: str) -> None:
        self.draft.section = text
        self.side = side_of(text) or self.side
        if "资金" in text or "金额" in text or "单位" in text:
            self.draft.unit = self.draft.unit or money_unit(text)

    def _sectioned(self, text: str) -> str:
        name = cleaned(text).rstrip("：:").strip()
        return f"{cleaned(self.draft.section)}：{name}" if self.draft.section else name

    def _keep_pair(self, cell: Cell, value: Cell) -> None:
        section = self.draft.section or ""
        if "资金" in section and "明细" not in section:
            text = value.text.strip()
            if not text or read_amount(text) is not None:
                field = "other" if folded(cell.text) in ("其他", "其中其他") else "source"
                self.draft.keep_money(
                    field, cell.text, value.text, cell.column, self._locate(value)
                )
                return
        self.draft.keep_other(self._sectioned(cell.text), value.text)

    def _read_inline(self, cell: Cell, text: str) -> bool:
        """A label and its value in one cell: “项目名称：甲”, or a label cut by its own value."""
        lines = text.split("\n")
        if len(lines) > 2:
            field = field_of(lines[0] + lines[-1])
            if field is not None:
                self._keep_inline(field, lines[0] + lines[-1], "\n".join(lines[1:-1]), cell)
                return True
        pairs = inline_pairs(text)
        if not pairs or all(field_of(name) is None for name, _ in pairs):
            return False
        for name, value in pairs:
            self._keep_inline(field_of(name) or "other", name, value, cell)
        return True

    def _keep_inline(self, field: str, name: str, value: str, cell: Cell) -> None:
        draft = self.draft
        if field == "other":
            draft.keep_other(name, value)
        elif field.startswith("funding."):
            draft.unit = draft.unit or money_unit(name)
            draft.keep_money(field[8:], name, value, cell.column, self._locate(cell))
        else:
            draft.labels.append(name)
            draft.keep_text(field, name, value, self._locate(cell))

    def _read_lone(self, cell: Cell, text: str) -> None:
        """A row of one text: a title, the year, the money unit, a note."""
        draft = self.draft
        bare = label(text)
        is_title = is_form_title(text)
        is_short = len(folded(text)) <= _LONGEST_YEAR_ROW
        year = fiscal_year(text) if is_title or is_short else None
        if year is not None and not is_title:
            if draft.year is None:
                draft.year = year
                draft.at["fiscal_year"] = self._locate(cell)
            return
        if bare == "年度":  # the year's line, left blank
            draft.at.setdefault("fiscal_year", self._locate(cell))
            return
        if is_title:
            if draft.title_year is None and year is not None:
                draft.title_year = year
                draft.at.setdefault("fiscal_year", self._locate(cell))
            if not bare.startswith(_FORM_TITLE_STARTS) and bare not in TITLES:
                draft.others.append(("表名", cleaned(text)))
            return
        if "单位" in bare and money_unit(text) is not None and is_short:
            draft.unit = draft.unit or money_unit(text)
            return
        side = side_of(text) if is_short else None
        if side is not None:
            self.side = side
        elif bare not in ("绩效指标", "绩效目标") and bare not in COLUMNS:
            draft.others += inline_pairs(text) or [("", text)]
