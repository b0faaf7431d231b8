"""Dates by which something is done (时限): “2025年年底前”, “12月31日前”, “2024年1月-12月”.

A date is an ISO day or month; where the year is not stated it begins with two hyphens, as in
``--12-31``. A year alone, and its end, is its last day.
"""

from __future__ import annotations

from typing import NamedTuple

from jixiao.readers.numerals import HAN_NUMERALS, han_number, is_digits
from jixiao.readers.vocabulary import words

_LONGEST = 24  # characters
_STARTS = words("截至 截止到 截止 每年 本年度 本年 当年 于 在")
_ENDS = words("前完成 之前 以前 前 完成 止")
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Deadline(NamedTuple):
    """A date, and whether the text says that it is the last one (前, 之前)."""

    iso: str
    is_before: bool = False


class _Parts(NamedTuple):
    """Year, month and day of a date; ``has_end`` where 底, 末 or 内 is named."""

    year: str | None
    month: int
    day: int | None = None
    has_end: bool = False

    @property
    def iso(self) -> str | None:
        """The date in ISO form; None when the calendar has no such day."""
        if not 1 <= self.month <= 12:
            return None
        if self.day is not None and not 1 <= self.day <= _DAYS[self.month - 1]:
            return None
        return f"{self.year or '-'}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")


def deadline_of(text: str) -> Deadline | None:
    """The date ``text`` is, which has no blanks; None when it is none.

    A bare month (“2月”) may be a duration, a bare “2024.5” a number: neither is a date.

    >>> deadline_of("2025年年底前"), deadline_of("12月31日"), deadline_of("2月")
    (Deadline(iso='2025-12-31', is_before=True), Deadline(iso='--12-31', is_before=False), None)
    """
    if not 1 < len(text) <= _LONGEST:
        return None
    body = text
    for word in _STARTS:
        body = body.removeprefix(word) if len(body) > len(word) else body
    is_before = False
    for word in _ENDS:
        if body.endswith(word):
            body = body[: -len(word)]
            is_before = "前" in word
            break
    if not is_before and body.count(".") == 1:
        return None
    parts = _parts(body)
    if parts is None:
        return None
    is_definite = parts.day or parts.has_end or is_before or body.endswith("月份")
    iso = parts.iso if parts.year is not None or is_definite else None
    return Deadline(iso, is_before) if iso is not None else None


def period_end(text: str) -> str | None:
    """The end of a stretch of time: “2024年1月-12月”, “202001-202012”, “2023-2025年”."""
    if len(text) > _LONGEST or not text.startswith("20"):
        return None
    for mark in "至~到—–-":
        first, found, last = text.partition(mark)
        last = last.lstrip("-—")
        if not found or not last:
            continue
        begins = _Parts(first, 1) if len(first) == 4 and is_digits(first) else _compact(first)
        ends = _compact(last)
        if begins is not None and begins.year is not None and ends is not None:
            return ends._replace(year=ends.year or begins.year).iso
    return None


def serial_date(text: str) -> str | None:
    """The ISO day a spreadsheet's serial number stands for, between 2000 and 2099; else None."""
    if not (is_digits(text) and len(text) == 5 and 36526 <= int(text) <= 73050):
        return None
    from datetime import date, timedelta

    return (date(1899, 12, 30) + timedelta(int(text))).isoformat()


def _compact(text: str) -> _Parts | None:
    if is_digits(text) and len(text) == 6 and text.startswith("20"):
        return _Parts(text[:4], int(text[4:]))
    return _parts(text)


def _parts(body: str) -> _Parts | None:
    if is_digits(body) and len(body) == 8 and body.startswith("20"):
        return _Parts(body[:4], int(body[4:6]), int(body[6:]))
    for mark in "-./":
        pieces = body.split(mark)
        if 2 <= len(pieces) <= 3 and pieces[0].startswith("20") and len(pieces[0]) == 4:
            if not all(is_digits(piece) and len(piece) <= 4 for piece in pieces):
                return None
            return _Parts(pieces[0], int(pieces[1]), int(pieces[2]) if len(pieces) == 3 else None)
    year, rest = None, body
    if is_digits(body[:4]) and len(body) > 4 and body[:2] in ("19", "20"):
        year, rest = body[:4], body[4:]
        if rest[0] != "年":
            return None
        rest = rest[1:] if rest[1:2] == "底" else rest[1:].removeprefix("度")
        if not rest:
            return _Parts(year, 12, 31, True)
    if rest.startswith(("年底", "年末", "年内", "年年")):
        rest = rest[1:]
    if rest in ("底", "末", "内", "年底", "年末", "年内", "度内"):
        return _Parts(year, 12, 31, True)
    return _part_of_year(year, rest)


def _part_of_year(year: str | None, rest: str) -> _Parts | None:
    """A half, a quarter, a month or a day of the year."""
    ending = rest.removesuffix("底").removesuffix("末").removesuffix("内")
    if ending in ("上半年", "下半年"):
        return _Parts(year, 6, 30, True) if ending[0] == "上" else _Parts(year, 12, 31, True)
    if ending.endswith("季度"):
        month = _QUARTERS.get(ending[:-2].removeprefix("第"))
        is_quarter = year is not None or ending != rest or ending.startswith("第")
        if month is None or not is_quarter:  # “四季度” alone may be a duration
            return None
        return _Parts(year, month, _DAYS[month - 1], True)
    digits, found, after = rest.partition("月")
    month = _month(digits) if found else None
    if month is None:
        return None
    after = after.removeprefix("份")
    if not after:
        return _Parts(year, month)
    if after in ("底", "末", "月底", "内", "底内"):
        return _Parts(year, month, None, True)
    day = after[:-1]
    if after[-1] in "日号" and is_digits(day) and len(day) <= 2:
        return _Parts(year, month, int(day))
    return None


def _month(digits: str) -> int | None:
    if is_digits(digits):
        return int(digits) if len(digits) <= 2 else None
    if not digits or len(digits) > 3 or not HAN_NUMERALS.issuperset(digits):
        return None
    return han_number(digits)
