"""What no form took (未取用的文字): kept in the record as notes, so that a review sees all of it.

A form takes the cells it knows. A remark in the front list, words beside a label or a header, a
row over a long table, a table that is no target table at all: their texts stand nowhere in the
record, and a classification mark or a telephone number may be among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.model.disclosure import Disclosure, Note
from jixiao.model.location import Location
from jixiao.model.money import MoneyUnit
from jixiao.model.terms import category_of, kind_of
from jixiao.readers.forms.cell_text import (
    department,
    inline_pairs,
    level_label,
    money_unit,
    read_amount,
)
from jixiao.readers.forms.labels import column_of, field_of, folded, label
from jixiao.readers.forms.other_forms import is_form_title, other_form_titled
from jixiao.readers.grid import Grid, Layout
from jixiao.readers.vocabulary import words

# Of these are numbers, dates, years and signs: the record holds what they say.
_PLAIN = frozenset(
    "0123456789.,，%％元万亿分年月日度第至到≥≤<>=＞＜＝±-—－~～/、:：¥￥约共（）() \t\r\n\u3000\xa0"
)
_LONGEST_NUMBER = 9  # digits; longer ones may be a person's
_MOST_SEARCHED = 1_000_000_000  # characters, in all the searches of one file: about a second
_LONGEST_UNIT = 8  # 金额单位：万元
_READ_TOO = ("department-target", "target-review")
_BOXES = frozenset("□☐☑")
_WORDS = frozenset(
    words(
        "序号 编号 合计 总计 小计 项目资金 项目资金申请 资金情况 绩效指标 年度绩效指标 "
        "中期绩效指标 长期绩效指标 项目支出绩效目标公开清单 项目支出绩效目标表 备注 "
        "项目名称 预算金额 主要内容 部门名称 部门单位名称 基本信息 基本情况 预算整体情况 "
        "部门预算支出 收入来源 按预算级次划分 年度重点工作任务 年度主要任务 任务名称 名称 "
        "审核内容 审核要点 审核意见 审核说明 审核得分 评定 得分 分值 综合评定等级 总分 "
        "主要实施内容 拟投入的资金 期望达到的目标"
    )
)


def with_left_over(disclosure: Disclosure, layout: Layout) -> Disclosure:
    """The record, with a note for every row of the file that says what the record does not."""
    grids = layout.grids
    texts = dict.fromkeys(cell.text for grid in grids for row in grid.rows for cell in row)
    told = disclosure.wording.places
    further = _Held(disclosure.further_text)
    left = [
        text
        for text in texts
        if text and text not in told and not _is_plain(text) and not _is_named(text, further)
    ]
    if left and disclosure.reviews:  # of options the record holds the one that is ticked
        left = [text for text in left if len(text) > 40 or _BOXES.isdisjoint(text)]
    if left:
        amounts = _amounts(disclosure)
        left = [text for text in left if not _is_amount(text, amounts, disclosure.money_unit)]
        held = _Held(f"{disclosure.wording.text}\n{further.text}", without_blanks=True)
        left = [text for text in left if not _is_held(text, held)]
    if not left:
        return disclosure
    kept = frozenset(left)
    notes = [note for grid in grids for note in _notes_of(grid, kept)]
    return disclosure.with_fields(notes=(*disclosure.notes, *notes))


class _Held:
    """What the record says, to look words up in: whole lines at once, parts of them while it pays.

    To look for a part takes as long as the whole text is; of a file with very many texts and a
    very long record only the first so many are looked for, and the others are kept as notes.
    """

    def __init__(self, text: str, *, without_blanks: bool = False) -> None:
        if without_blanks:
            lines = ["".join(line.split()) for line in text.split("\n")]
            self.text = "".join(lines)
        else:
            lines = text.split("\n")
            self.text = text
        self._lines = frozenset(lines)
        self._searches = _MOST_SEARCHED // (len(text) + 1) + 1

    def __contains__(self, words: str) -> bool:
        if words in self._lines:
            return True
        if not self._searches:
            return False
        self._searches -= 1
        return words in self.text


def _is_plain(text: str) -> bool:
    """A number, a date, or a label and nothing more."""
    bare = text.strip()
    is_long = len(bare) > _LONGEST_NUMBER and sum(map(str.isdigit, bare)) > _LONGEST_NUMBER
    if _PLAIN.issuperset(bare):
        return not (is_long and _is_of_person(bare))
    if is_long:
        return False
    return "密" not in bare and (
        field_of(bare) is not None
        or column_of(bare) is not None
        or label(bare) in _WORDS
        or is_form_title(bare)
        or (label(bare).endswith("表") and other_form_titled(bare) in _READ_TOO)
        or (len(folded(bare)) <= _LONGEST_UNIT and "单位" in bare and money_unit(bare) is not None)
        or _is_level(level_label(bare))
    )


def _is_of_person(number: str) -> bool:
    from jixiao.model.personal_data import personal_data_in

    return bool(personal_data_in(number))


def _is_level(text: str) -> bool:
    return category_of(text) is not None or kind_of(text) is not None


def _is_named(text: str, further: _Held) -> bool:
    """A name the record holds, or a code and a name that it holds one by one."""
    bare = text.strip()
    if bare in further:
        return True
    body = department(bare)
    return body.code is not None and body.code in further and body.name in further


def _amounts(disclosure: Disclosure) -> set[Decimal | None]:
    """Every amount and every weight the record holds."""
    found = {disclosure.listed_total, *(project.amount for project in disclosure.listed)}
    for target in disclosure.targets:
        funding = target.funding
        found |= {funding.whole_period, funding.total, funding.fiscal, funding.other}
        found.update(line.amount for line in funding.lines)
        found.update(i.weight for i in (*target.indicators, *target.period_indicators))
    return found


def _is_amount(text: str, amounts: set[Decimal | None], unit: MoneyUnit | None) -> bool:
    """An amount the record holds as a number, however long it is."""
    read = read_amount(text)
    if read is None or read.rest or "密" in text:
        return False
    return read.number in amounts or read.in_unit(unit) in amounts


def _is_held(text: str, held: _Held) -> bool:
    """The record holds the text, or the values of the labels in it, blanks apart."""
    bare = "".join(text.split())
    if bare in held:
        return True
    pairs = inline_pairs(text)
    return bool(pairs) and all(
        _is_plain(name) and (not value or _is_plain(value) or "".join(value.split()) in held)
        for name, value in pairs
    )


def _notes_of(grid: Grid, left: frozenset[str]) -> Iterator[Note]:
    """A note for each row with cells of these texts; a merged cell is told once."""
    told: set[int] = set()
    for row in grid.rows:
        cells = [cell for cell in row if cell.text in left and id(cell) not in told]
        if cells:
            told.update(id(cell) for cell in cells)
            text = " | ".join(cell.text.strip() for cell in cells)
            first = cells[0]
            place = Location(grid.number, first.row, None, first.line, grid.sheet, grid.page)
            yield Note(text, place)
