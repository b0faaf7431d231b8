"""Classification marks (密级标志) in a text, and how long the secrecy they state lasts (保密期限).

A mark is the word 绝密, 机密 or 秘密 with a term, a ★, in brackets of its own, after 密级, or next
to a document number: “秘密10年”, “机密★”, “（秘密）”. The bare words are none — 保守国家秘密,
商业秘密, 秘密 in a title — and neither is 秘 in a document number (淮办秘).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from jixiao.model.finding import Message
from jixiao.model.named import NamedTuple
from jixiao.model.narrative import Citation, Narrative
from jixiao.model.spelling import spellings, squeezed
from jixiao.model.wording import Passage, further_texts, passage_of

if TYPE_CHECKING:
    from jixiao.model.disclosure import Disclosure

_GRADES = ("绝密", "机密", "秘密")
_TERM = re.compile(
    r"级?\s*(?:[★☆*＊]\s*|[\s，,；;：:（(]*(?:保密)?期限\s*[：:为是]*\s*)?"
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})\s*(年|个月)(?![前后来以多])"
)
_STAR = re.compile(r"级?\s*[★☆](?:\s*(?:长期|启用前))?")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
# Before the grade: words that make it a kind of information, not a mark.
_NO_MARK_BEFORE = ("国家", "商业", "技术", "工作", "个人", "企业", "保守", "泄露", "军事", "的")
_OPEN, _CLOSE = frozenset("（(【〔[［"), frozenset("）)】〕]］")
_BRACKETS = ("〔〕", "【】", "［］", "[]", "（）", "()")
_SHORTEST = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}  # days of the months that have not 31
_WINDOW = 100  # characters on either side of a grade that are looked at
_NEAR = 12  # characters in which the document's number and date are looked for
_HAN = {c: n for n, c in enumerate("〇一二三四五六七八九")}


class Days(NamedTuple):
    """The first and the last day something can have happened or will happen."""

    first: date
    last: date

    def describe(self, language: str = "zh") -> str:
        """The day; where a whole year stands for it, its last day, and that no day is stated."""
        if self.first == self.last:
            return f"公开日{self.last}" if language == "zh" else f"on {self.last}, when published"
        if language == "zh":
            return f"按预算年度末（公开日期未载明）{self.last}计算"
        return f"on {self.last}, the end of the fiscal year (no date of publication is stated)"


class SecrecyMark(NamedTuple):
    """A mark in a text: its grade, the term and document it names, and its characters.

    ``years`` and ``months`` are the term stated, None and 0 where none is. ``issued`` is the date
    beside it (ISO), else the year of the document's number, else None.
    """

    grade: str
    text: str
    years: int | None
    months: int
    document: Citation | None
    issued: str | None
    start: int
    end: int

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must be masked: the mark however it is spelt, the document's number likewise."""
        marks = spellings(self.text)
        if self.document is None:
            return marks
        code, year, sequence = self.document.code, self.document.year, self.document.sequence
        tails = [f"{pair[0]}{year}{pair[1]}{sequence}号" for pair in _BRACKETS]
        numbers = {*spellings(self.document.text), *tails, *(code + tail for tail in tails)}
        return (*marks, *sorted(numbers, key=lambda n: (-len(n), n)))

    def term(self, maximum: int) -> tuple[int, int]:
        """Years and months the secrecy lasts: as stated, at most ``maximum`` years."""
        if self.years is None:
            return (0, self.months) if self.months else (maximum, 0)
        return min(self.years, maximum), self.months

    def calculation(self, maximum: int) -> Message:
        """The sum written out: “2019-03-27 + 10年 = 2029-03-27”."""
        years, months = self.term(maximum)
        ends = self.expires(maximum)
        zh = f"{years}年" if years else f"{months}个月"
        en = f"{years} years" if years else f"{months} months"
        end = ends.first if ends is not None else "?"
        return Message(f"{self.issued} + {zh} = {end}", f"{self.issued} + {en} = {end}")

    def expires(self, maximum: int) -> Days | None:
        """The first and last day on which the term can end; None where no date is known.

        The two are one day where the day of issue stands in the text, and the ends of a year
        where only the document's number tells its year.
        """
        if self.issued is None:
            return None
        years, months = self.term(maximum)
        if len(self.issued) == 4:
            first, last = f"{self.issued}-01-01", f"{self.issued}-12-31"
        else:
            first = last = self.issued
        return Days(_later(first, years, months), _later(last, years, months))


def _later(issued: str, years: int, months: int) -> date:
    year, month, day = (int(part) for part in issued.split("-"))
    count = month - 1 + months
    month = count % 12 + 1
    return date(year + years + count // 12, month, min(day, _SHORTEST.get(month, 31)))


def marks_in(text: str) -> tuple[SecrecyMark, ...]:
    """The classification marks in ``text``, in order."""
    found = []
    position = text.find("密")
    while position >= 0:
        # A column may cut the word in two lines.
        head = text[max(0, position - 4) : position].rstrip()
        grade = f"{head[-1:]}密"
        if grade in _GRADES:
            start = text.rindex(grade[0], 0, position)
            first = max(0, start - _WINDOW)
            surroundings = Narrative(text[first : position + _WINDOW])
            mark = _mark(surroundings, grade, start - first, position + 1 - first)
            if mark is not None:
                found.append(mark._replace(start=first + mark.start, end=first + mark.end))
        position = text.find("密", position + 1)
    return tuple(found)


def secrecy_marks_of(disclosure: Disclosure) -> Iterator[tuple[Passage, SecrecyMark]]:
    """The marks in a publication, with the texts they stand in.

    What the reader took from other texts, and one cell's text met again, tells no mark twice.
    """
    known: set[tuple[object, str]] = set()
    places = disclosure.wording.places
    for text in [text for text in places if "密" in text]:
        for mark in marks_in(text):
            for passage in places[text]:
                known.add((passage.cell, squeezed(mark.text)))
                yield passage, mark
    if "密" not in disclosure.further_text:
        return
    texts = {mark for _, mark in known}
    for further in further_texts(disclosure):
        words, *_, is_told = further
        if not words or "密" not in words:
            continue
        marks = marks_in(words)
        passage = passage_of(further)
        cell = passage.cell
        told = {squeezed(mark.text) for mark in marks}
        for mark in marks:
            key = squeezed(mark.text)
            if key not in texts if is_told else (cell, key) not in known:
                yield passage, mark
        known.update((cell, key) for key in told)
        texts |= told


def _mark(narrative: Narrative, grade: str, start: int, end: int) -> SecrecyMark | None:
    """The mark made by the grade at ``start`` … ``end``; None where it is an ordinary word."""
    text, digits = narrative.text, narrative.digits
    before = text[:start].rstrip()
    star = _STAR.match(text, end)
    if before.rfind("《") > before.rfind("》") or (before.endswith(_NO_MARK_BEFORE) and not star):
        return None
    document = _document(narrative, start, end)
    term = _TERM.match(digits, end)
    close = end + 1 if text.startswith("级", end) else end
    years: int | None = None
    months = 0
    if term is not None:
        end = term.end()
        count = _number(term.group(1))
        years, months = (count, 0) if term.group(2) == "年" else (None, count)
    elif star is not None:
        end = star.end()
    elif text[start - 1 : start] in _OPEN and text[close : close + 1] in _CLOSE:
        start, end = start - 1, close + 1
    elif before.rstrip("：:为 ").endswith("密级"):
        start = text.rindex("密级", 0, start)
    elif (
        document is None or text[document.end : start].strip() or text[end : document.start].strip()
    ):
        return None
    elif document.end <= start:
        # A character of the number is taken in, lest the bare word be masked wherever it stands.
        start = document.end - 1
    else:
        end = max(end, document.start) + 1
    issued = _issued(narrative, start, end)
    if issued is None and document is not None:
        issued = str(document.year)
    return SecrecyMark(grade, text[start:end], years, months, document, issued, start, end)


def _document(narrative: Narrative, start: int, end: int) -> Citation | None:
    """The document number beside the mark, before it or behind it."""
    for citation in narrative.citations:
        if 0 <= start - citation.end <= _NEAR or 0 <= citation.start - end <= _NEAR:
            return citation
    return None


def _issued(narrative: Narrative, start: int, end: int) -> str | None:
    """The full date next to the mark: behind it, else before it."""
    behind = _DATE.search(narrative.digits, end, end + _NEAR + 11)
    found = behind or _DATE.search(narrative.digits, max(0, start - _NEAR - 11), start)
    if found is None:
        return None
    year, month, day = (int(g) for g in found.groups())
    is_day = 1 <= month <= 12 and 1 <= day <= _SHORTEST.get(month, 31)
    return f"{year:04}-{month:02}-{day:02}" if is_day else None


def _number(text: str) -> int:
    """A number up to 99 in Arabic or Chinese digits: “10”, “十”, “二十”."""
    if text.isdigit() and text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + _HAN.get(ones, 0)
