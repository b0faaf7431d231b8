"""Two contents of a filing beside each other (对比): cell by cell, row by row. No Django.

Rows are matched by what they are about, not by their number: a row put in at the top does not
make every row below it a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, NamedTuple

from jixiao.web.filings.drafting import COLUMNS, FIELDS, ROWS

FIELD_NAMES = {
    "heading": ("表名", "heading"),
    "project_name": ("项目名称", "project name"),
    "responsible_person": ("项目责任人", "responsible person"),
    "supervising_department": ("主管部门及代码", "supervising department"),
    "implementing_unit": ("实施单位", "implementing unit"),
    "project_source": ("项目来源", "source of the project"),
    "project_period": ("项目期", "project period"),
    "funding.total": ("年度资金总额", "annual funds"),
    "funding.fiscal": ("其中：财政拨款", "of which fiscal appropriation"),
    "funding.other": ("其他资金", "other funds"),
    "funding.whole_period": ("项目资金总额", "funds of the whole period"),
    "funding.unit": ("金额单位", "unit of money"),
    "annual_objective": ("年度目标", "annual objective"),
    "period_objective": ("实施期（中期）目标", "objective of the period"),
}
COLUMN_NAMES = {
    "level1": ("一级指标", "level 1"),
    "level2": ("二级指标", "level 2"),
    "name": ("三级指标", "indicator"),
    "value": ("指标值", "target value"),
    "weight": ("分值", "weight"),
    "scoring_standard": ("评价标准", "scoring standard"),
    "remark": ("备注", "remark"),
}
_PIECES = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|.", re.DOTALL)
_ALIKE = 0.5  # how much of two rows' texts must agree for them to be the same row


class Piece(NamedTuple):
    """A stretch of text: ``same``, ``gone`` or ``new``."""

    kind: str
    text: str


class ChangeKind(StrEnum):
    """What became of a cell or a row."""

    CHANGED = "changed"
    ADDED = "added"  # a whole row
    REMOVED = "removed"  # a whole row


class Change(NamedTuple):
    """One difference: a cell that reads otherwise, or a row that is there on one side only.

    ``cell`` is of the new content, of the old where the row is gone; ``pieces`` show both texts.
    """

    kind: ChangeKind
    cell: str
    zh: str
    en: str
    pieces: tuple[Piece, ...]

    def label(self, language: str = "zh") -> str:
        """What it is about."""
        return self.en if language == "en" else self.zh


def name_of(cell: str) -> tuple[str, str]:
    """A cell in words (zh, en): “第4行 指标值”; the table as a whole for none."""
    if cell in FIELD_NAMES:
        return FIELD_NAMES[cell]
    part, _, rest = cell.partition(".")
    number, _, column = rest.partition(".")
    if part not in ROWS or not number.isdigit():
        return "全表", "the table"
    zh, en = COLUMN_NAMES.get(column, ("", ""))
    period_zh, period_en = ("实施期", "period ") if part == "period_indicators" else ("", "")
    row = int(number) + 1
    return f"{period_zh}第{row}行{' ' + zh if zh else ''}", f"{period_en}row {row} {en}".strip()


def pieces_of(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts in one: what stayed, what went, what came; numbers are not cut in two."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    made: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            made.append(Piece("same", "".join(before[a:b])))
            continue
        if a < b:
            made.append(Piece("gone", "".join(before[a:b])))
        if c < d:
            made.append(Piece("new", "".join(after[c:d])))
    return tuple(made)


def paired_rows(
    old: list[dict[str, str]], new: list[dict[str, str]]
) -> list[tuple[int | None, int | None]]:
    """Which row of ``old`` is which of ``new``, in the order of the new one; None where none is."""
    before = [_about(row) for row in old]
    after = [_about(row) for row in new]
    pairs: list[tuple[int | None, int | None]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += list(zip(range(a, b), range(c, d), strict=True))
        else:
            pairs += _paired_among(old, new, list(range(a, b)), list(range(c, d)))
    return pairs


def _paired_among(
    old: list[dict[str, str]], new: list[dict[str, str]], left: list[int], right: list[int]
) -> Iterator[tuple[int | None, int | None]]:
    """The rows of a changed stretch, each with the one that reads most like it, in order."""
    for j in right:
        best = max(left, key=lambda i: _likeness(old[i], new[j]), default=None)
        if best is None or _likeness(old[best], new[j]) < _ALIKE:
            yield None, j
            continue
        yield from ((i, None) for i in left if i < best)
        left = [i for i in left if i > best]
        yield best, j
    yield from ((i, None) for i in left)


def _about(row: Mapping[str, str]) -> tuple[str, str]:
    return row["level2"].strip(), row["name"].strip()


def _likeness(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    before, after = ("\n".join((row["level2"], row["name"], row["value"])) for row in (one, other))
    return SequenceMatcher(None, before, after, autojunk=False).ratio()


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Everything that differs, in the order of the form; empty where nothing does."""
    made = []
    for name in FIELDS:
        before, after = old["fields"].get(name, ""), new["fields"].get(name, "")
        if before != after:
            zh, en = name_of(name)
            made.append(Change(ChangeKind.CHANGED, name, zh, en, pieces_of(before, after)))
    for part in ROWS:
        made += _row_changes(part, old.get(part, []), new.get(part, []))
    return made


def _row_changes(
    part: str, old: list[dict[str, str]], new: list[dict[str, str]]
) -> Iterator[Change]:
    for i, j in paired_rows(old, new):
        if i is not None and j is not None:
            for column in COLUMNS:
                if old[i][column] != new[j][column]:
                    cell = f"{part}.{j}.{column}"
                    zh, en = name_of(cell)
                    subject = new[j]["name"] or old[i]["name"]
                    about_zh = f"（{subject}）" if subject and column != "name" else ""
                    about_en = f" ({subject})" if about_zh else ""
                    pieces = pieces_of(old[i][column], new[j][column])
                    yield Change(
                        ChangeKind.CHANGED, cell, f"{zh}{about_zh}", f"{en}{about_en}", pieces
                    )
        elif j is not None:
            yield _whole_row(ChangeKind.ADDED, f"{part}.{j}.name", new[j])
        elif i is not None:
            yield _whole_row(ChangeKind.REMOVED, f"{part}.{i}.name", old[i])


def _whole_row(kind: ChangeKind, cell: str, row: Mapping[str, str]) -> Change:
    part, number, _ = cell.split(".")
    zh, en = name_of(f"{part}.{number}.")
    text = " · ".join(text for text in (row[name] for name in COLUMNS) if text.strip()) or "—"
    words = ("新增一行", "row added") if kind is ChangeKind.ADDED else ("删去一行", "row removed")
    piece = Piece("new" if kind is ChangeKind.ADDED else "gone", text)
    return Change(kind, cell, f"{zh} {words[0]}", f"{en} {words[1]}", (piece,))
