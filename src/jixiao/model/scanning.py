"""What is written at a place of a text: numbers, units, money, document numbers, item markers.

Scanning is made cheap: what can be told by a rare character (元, 号) is looked for from there.
Digits are found where they are ordinary ones, see :func:`with_plain_digits`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import accumulate

from jixiao.model.terms import is_chinese, mentions

NUMERALS = frozenset("0123456789")
_WIDE_DIGITS = "０１２３４５６７８９％"
_WIDE = dict(zip(f"{_WIDE_DIGITS}．", "0123456789%.", strict=True))
_NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_LOOSE = frozenset("余多几")
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
BEFORE_UNIT = _LOOSE | _SCALES.keys()  # what may stand between a number and its unit
_MONEY_MARK = re.compile("[元亿万]")
_AFTER_BARE_UNIT = frozenset("，。；、）),;")  # “2万，”: the unit stands for 万元
_OPENING, _CLOSING = frozenset("〔【［[(（"), frozenset("〕】］])）")
_LONGEST_ISSUER = 12  # characters of an issuer's code
_HAN_NUMERALS = frozenset("一二三四五六七八九十")
_MARKER_NUMERALS = _HAN_NUMERALS | NUMERALS
MARKER_STARTS = _MARKER_NUMERALS | frozenset("（(目①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_BLANKS = frozenset(" \t\u3000\xa0")
_AFTER_GOAL = frozenset("：:.．、")  # “目标1：”
_HAN_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"两": 2}


class _Spans:
    """Stretches of a text, and whether one of them covers a character."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        spans.sort()
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate((end for _, end in spans), max))

    def cover(self, position: int) -> bool:
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._ends[index]


def covering(spans: list[tuple[int, int]]) -> Callable[[int], bool]:
    """Tells of a position whether one of ``spans`` covers it."""
    return _Spans(spans).cover


def with_plain_digits(text: str) -> str:
    """``text`` with ordinary digits for those of full width."""
    if mentions(text, _WIDE_DIGITS):
        for wide, plain_one in _WIDE.items():
            text = text.replace(wide, plain_one)
    return text


def numbers_in(text: str, start: int, end: int) -> list[tuple[str, int]]:
    """The numbers in a run of digits, points and commas, and where each begins.

    “2022.7” and “1,234.50” are one number, “1.2.3” and “1,2” two.
    """
    run = text[start:end]
    if "," in run or run.count(".") > 1:
        return [(m.group(), start + m.start()) for m in re.finditer(_NUMBER, run)]
    return [(run.rstrip("."), start)]


def decimal_of(number: str) -> Decimal:
    """The number as written, commas between thousands allowed."""
    return Decimal(number.replace(",", ""))


def tail_at(text: str, position: int) -> tuple[bool, int, int]:
    """What may stand between a number and its unit: 余, 万, blanks; and where it ends."""
    while text[position : position + 1].isspace():
        position += 1
    is_loose = text[position : position + 1] in _LOOSE
    position += is_loose
    scale = _SCALES.get(text[position : position + 1], 1)
    position += scale > 1
    if text[position : position + 1] in _LOOSE:
        is_loose, position = True, position + 1
    while text[position : position + 1].isspace():
        position += 1
    return is_loose, scale, position


def unit_at(text: str, position: int, units: dict[str, tuple[str, ...]]) -> str | None:
    """The counting unit that stands at ``position``, the longest that fits; None for none."""
    for unit in units.get(text[position : position + 1], ()):
        if text.startswith(unit, position):
            return unit
    return None


def cut(text: str, marks: str) -> list[str]:
    """The text between ``marks`` and line breaks."""
    for mark in marks:
        if mark in text:
            text = text.replace(mark, "\n")
    return text.split("\n")


def mark_before(text: str, position: int) -> str:
    """The last character before ``position`` that is no blank; a line break at the beginning."""
    while position and text[position - 1] in _BLANKS:
        position -= 1
    return text[position - 1] if position else "\n"


def money_in(text: str) -> Iterator[tuple[int, str, str, int, str | None]]:
    """The amounts of money: where each begins, its number, its unit, its end, what it is per.

    A unit is 元, 万元, 亿元, or 万 and 亿 where a mark or nothing follows; “/人” belongs to it.
    """
    last = 0
    for mark in _MONEY_MARK.finditer(text):
        unit, place = mark.group(), mark.start()
        if unit != "元":
            behind = text[place + 1 : place + 3]
            if behind.startswith("元"):
                unit += "元"
            elif behind not in ("", "\n") and behind[0] not in _AFTER_BARE_UNIT:
                continue
        number_end = _behind(text, place, last)
        start = _number_start(text, number_end, last)
        if start < number_end:
            last = slash = place + len(unit)
            while text[slash : slash + 1].isspace():
                slash += 1
            per = text[slash + 1 : slash + 2] if text.startswith(("/", "／"), slash) else ""
            is_unit = per.isalnum() or per == "_"
            last = slash + 2 if is_unit else last
            yield start, text[start:number_end], unit, last, per if is_unit else None


def _places(text: str, mark: str) -> Iterator[int]:
    """Where ``mark`` stands in ``text``."""
    place = text.find(mark)
    while place >= 0:
        yield place
        place = text.find(mark, place + 1)


def _behind(text: str, position: int, first: int = 0) -> int:
    """Where the text before ``position`` ends when blanks are left out, not before ``first``."""
    while position > first and text[position - 1].isspace():
        position -= 1
    return position


def _number_start(text: str, end: int, first: int) -> int:
    """Where the number that ends at ``end`` begins (“1,234.50”), not before ``first``.

    ``end`` itself where there is none.
    """
    start = _digits_start(text, end, first)
    if start < end and text[start - 1 : start] == "." and start - 1 > first:
        whole = _digits_start(text, start - 1, first)
        if whole < start - 1:
            start, end = whole, start - 1
    while end - start == 3 and text[start - 1 : start] == "," and start - 1 > first:
        thousands = _digits_start(text, start - 1, first)
        if thousands == start - 1:
            break
        start, end = thousands, start - 1
    return start


def _digits_start(text: str, end: int, first: int) -> int:
    while end > first and text[end - 1].isdecimal():
        end -= 1
    return end


def document_numbers_in(text: str) -> Iterator[tuple[int, int, str, str, int]]:
    """What “2018〕22号” says: where it begins, year, sequence, blank before 号, where it ends."""
    for place in _places(text, "号"):
        end = _behind(text, place)
        start = end
        while text[start - 1 : start] in NUMERALS:
            start -= 1
        closing = _behind(text, start) - 1
        if start == end or text[closing : closing + 1] not in _CLOSING:
            continue
        year_end = _behind(text, closing)
        year = text[max(0, year_end - 4) : year_end]
        if len(year) == 4 and NUMERALS.issuperset(year):
            yield year_end - 4, int(year), text[start:end], text[end:place], place + 1


def marker_at(text: str, start: int) -> tuple[int, int] | None:
    """The number of the item marked at ``start`` and where its marker ends; None for no marker.

    Markers are “1.”, “1、”, “1）”, “（一）”, “一、”, “一是”, “①” and “目标1：”; “3.2024年” is
    item 3, “3.5万元” a number.
    """
    first = text[start]
    end = start
    if first in NUMERALS:
        while text[end : end + 1] in NUMERALS:
            end += 1
        if end - start > 2:
            return None
        closing = text[end : end + 1]
        year_behind = text[end + 1 : end + 5].isdigit() and text.startswith("年", end + 5)
        behind = text[end + 1 : end + 2]
        if closing in (".", "．") and (year_behind or (behind and behind not in NUMERALS)):
            return int(text[start:end]), end + 1
        return (int(text[start:end]), end + 1) if closing in ("、", "）", ")") else None
    if first in ("（", "("):
        while end - start < 3 and text[end + 1 : end + 2] in _MARKER_NUMERALS:
            end += 1
        closes = end > start and text[end + 1 : end + 2] in ("）", ")")
        return (ordinal(text[start + 1 : end + 1]), end + 2) if closes else None
    if first in _HAN_NUMERALS:
        while end - start < 3 and text[end : end + 1] in _HAN_NUMERALS:
            end += 1
        closing = text[end : end + 1]
        marks = closing == "、" or (closing == "是" and end - start == 1)
        return (ordinal(text[start:end]), end + 1) if marks else None
    if "①" <= first <= "⑳":
        return ordinal(first), start + 1
    if text.startswith("目标", start):
        number = text[start + 2 : start + 4].rstrip("：:.．、")
        end = start + 2 + len(number)
        if number.isdigit() and text[end : end + 1] in _AFTER_GOAL:
            return int(number), end + 1
    return None


_LEADING_WORDS = (
    "根据",
    "按照",
    "依据",
    "落实",
    "贯彻",
    "执行",
    "通知",
    "文件",
    "见",
    "的",
    "和",
    "及",
)


def issuer_before(text: str, position: int) -> tuple[str, str] | None:
    """The issuer's code and the opening bracket before the year of a document number.

    None where there is no bracket, or fewer than two Chinese characters before it.
    """
    before = text[max(0, position - _LONGEST_ISSUER - 8) : position].rstrip()
    issuer = _issuer(before[:-1].rstrip())
    if before[-1:] not in _OPENING or len(issuer) < 2:
        return None
    return _issuer_code(issuer), before[-1]


def _issuer(before: str) -> str:
    """The Chinese characters at the end of the text, as many as an issuer's code may have."""
    start = len(before)
    while start and len(before) - start < _LONGEST_ISSUER and is_chinese(before[start - 1]):
        start -= 1
    return before[start:]


def _issuer_code(text: str) -> str:
    """The issuing body's code at the end of ``text``: 根据国办发 → 国办发."""
    for word in _LEADING_WORDS:
        if word in text:
            text = text[text.rindex(word) + len(word) :] or text
    return text[-8:]


def ordinal(text: str) -> int:
    """The number written in Arabic, circled or Chinese digits (up to 999)."""
    if text.isdigit() and text.isascii():
        return int(text)
    if len(text) == 1 and "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    total = current = 0
    for character in text:
        if character in _HAN_DIGITS:
            current = _HAN_DIGITS[character]
        elif character == "十":
            total += (current or 1) * 10
            current = 0
        elif character == "百":
            total += (current or 1) * 100
            current = 0
    return total + current


def left_open(text: str, opening: str, closing: str) -> int | None:
    """Where the last mark stands that opens and is never closed; None where all are closed.

    >>> left_open("（一（二）", "（(", "）)"), left_open("1）甲（乙)", "（(", "）)")
    (0, None)
    """
    if sum(map(text.count, opening)) <= sum(map(text.count, closing)):
        return None
    opened = []
    for position, character in enumerate(text):
        if character in opening:
            opened.append(position)
        elif character in closing and opened:
            opened.pop()
    return opened[-1]


def said_twice(text: str) -> str | None:
    """What a text says twice and nothing else, three characters at least; None where it does not.

    >>> said_twice("12.90万元 12.90万元"), said_twice("854万854万"), said_twice("1010")
    ('12.90万元', '854万', None)
    """
    half, start = len(text) // 2, (len(text) + 1) // 2
    if half < 3 or text[0] != text[start]:  # told at once of most texts
        return None
    first = text[:half]
    between = text[half:start].strip(" \n、，,;；/")
    return first if first == text[start:] and not between else None


def starts_by_half(text: str, name: str) -> list[int]:
    """Where ``name`` would begin in ``text``, wherever one half of it stands.

    >>> starts_by_half("智慧图书管建设，智慧图书馆建没", "智慧图书馆建设")
    [0, 8]
    """
    half = len(name) // 2
    found = set()
    for part, offset in ((name[:half], 0), (name[half:], half)):
        position = text.find(part)
        while position >= 0:
            found.add(max(0, position - offset))
            position = text.find(part, position + 1)
    return sorted(found)
