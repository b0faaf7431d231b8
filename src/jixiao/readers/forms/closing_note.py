"""Notes outside the tables (附注): projects withheld, and the counts the document states."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from jixiao.model.location import Location
from jixiao.model.money import UNIT_WORDS, Money, MoneyUnit
from jixiao.model.project import WithheldProject
from jixiao.readers.grid import Paragraph
from jixiao.readers.numerals import number_end

_WITHHELD = (
    "不公开",
    "不予公开",
    "未公开",
    "不再公开",
    "暂不公开",
    "免予公开",
    "不宜公开",
    "不对外公开",
)
DATES = (
    ("published_on", ("发布日期", "发布时间", "公开日期", "公开时间", "发文日期")),
    ("approved_on", ("批复日期", "批复时间")),
)
_NOTE_STARTS = ("注：", "注:", "注1", "附注")
_QUOTES = {"“": "”", '"': '"', "《": "》", "「": "」", "『": "』"}
_GROUND_WORDS = ("属于", "由于", "因为", "鉴于", "涉及", "为", "属", "因")
_STOPS = "，。；,;、）)（(“”"
_NO_GROUNDS = ("金额", "资金", "预算", "项目")
_NAME_ENDS = ("项目", "经费", "资金", "补助", "专项", "费用", "工程", "补贴")
_NO_NAMES = (
    "其他",
    "其余",
    "部分",
    "以上",
    "以下",
    "上述",
    "有关",
    "相关",
    "涉密",
    "本单位",
    "全部",
    "所有",
    "另有",
)
_COUNTED = ("个项目", "项项目", "项目", "个", "项")
_LONGEST_NAME = 60  # characters


class Counts(NamedTuple):
    """How many projects a note says there are, and how many are published."""

    stated: int | None
    published: int | None


def is_withheld(text: str) -> bool:
    """The text says that something is not published."""
    return any(word in text for word in _WITHHELD)


def is_closing_note(text: str) -> bool:
    """The text is a note to the whole publication: what is withheld, how many, a date, “注：…”.

    >>> is_closing_note("批复日期：2024年2月1日"), is_closing_note("填表人：（签字）")
    (True, False)
    """
    text = text.strip()
    is_dated = any(text.startswith(words) for _, words in DATES)
    return is_dated or text.startswith(_NOTE_STARTS) or is_withheld(text) or _counts(text)


def _counts(text: str) -> bool:
    return "公开" in text and any(read_stated_counts(text))


def ground_of(text: str) -> str | None:
    """The ground a note gives: “属于上年结转项目” → “上年结转项目”."""
    places = [(text.find(word), -len(word), word) for word in _GROUND_WORDS if word in text]
    for start, _, word in sorted(places):
        ground = text[start + len(word) :]
        end = min((ground.find(stop) for stop in _STOPS if stop in ground), default=len(ground))
        ground = ground[:end]
        for says in _WITHHELD:
            ground = ground.partition(says)[0]
        ground = ground.strip()
        if 2 <= len(ground) <= 30 and not ground.startswith(_NO_GROUNDS):
            return ground
    return None


def read_withheld(paragraph: Paragraph, unit: MoneyUnit | None = None) -> list[WithheldProject]:
    """The projects a note says are not published, with the ground it gives.

    Amounts are given in ``unit``, 万元 where it is not known.
    """
    text = paragraph.text
    if not is_withheld(text):
        return []
    found: list[WithheldProject] = []
    start = 0
    for sentence in _sentences(text):
        if is_withheld(sentence):
            found += _in_sentence(sentence, start, paragraph.location, unit)
        start += len(sentence)
    return found


def _sentences(text: str) -> list[str]:
    """The sentences with their ends, so that their lengths add up to the text's."""
    pieces = []
    for line in text.splitlines(keepends=True):
        *whole, last = line.split("。")
        pieces += [f"{sentence}。" for sentence in whole]
        pieces.append(last)
    return pieces


def _in_sentence(
    text: str, offset: int, place: Location, unit: MoneyUnit | None
) -> list[WithheldProject]:
    spans = _quoted(text) or _unquoted(text)
    outside = text
    for start, end in reversed(spans):
        outside = outside[:start] + outside[end:]
    ground = ground_of(outside)
    found = []
    for position, (start, end) in enumerate(spans):
        stop = spans[position + 1][0] if position + 1 < len(spans) else len(text)
        money = _amount_in(text[end:stop])
        if money is None and len(spans) == 1:
            money = _amount_in(outside)
        amount = money.to(unit or MoneyUnit.TEN_THOUSAND).amount if money is not None else None
        at = {"name": place.characters(offset + start, offset + end)}
        found.append(WithheldProject(text[start:end], amount, ground, at))
    return found


def _quoted(text: str) -> list[tuple[int, int]]:
    """The names in quotes, outermost quotes only."""
    spans = []
    index = 0
    while index < len(text):
        close = _QUOTES.get(text[index])
        if close is None:
            index += 1
            continue
        opened, depth, end = text[index], 1, index + 1
        while end < len(text) and depth:
            if text[end] == close:
                depth -= 1
            elif text[end] == opened:
                depth += 1
            end += 1
        if not depth and 2 <= end - 2 - index <= _LONGEST_NAME:
            spans.append((index + 1, end - 1))
        index = max(end, index + 1)
    return spans


def _unquoted(text: str) -> list[tuple[int, int]]:
    """A name without quotes at the start of the sentence: “华侨事务补助项目因涉密不公开”."""
    start = 0
    for word in ("注：", "注:", "备注：", "说明：", "其中，", "其中：", "其中", "另，", "另"):
        if text.startswith(word):
            start = len(word)
            break
    while start < len(text) and text[start] in " \u3000\t0123456789.、）)":
        start += 1
    rest = text[start:]
    ends = [
        rest.find(word) for word in (*_GROUND_WORDS, *_WITHHELD, "，", "（", "(") if word in rest
    ]
    name = rest[: min(ends, default=0)].strip()
    is_name = (
        3 <= len(name) <= _LONGEST_NAME
        and name.endswith(_NAME_ENDS)
        and not name.startswith(_NO_NAMES)
        and name not in ("项目", "涉密项目")
        and not any(character.isdigit() for character in name[:2])
    )
    return [(start, start + len(name))] if is_name else []


def _amount_in(text: str) -> Money | None:
    """The amount with its unit that ``text`` states."""
    end = text.find("元")
    while end >= 0:
        word = text[end - 1 : end + 1] if text[end - 1 : end] in ("万", "亿") else "元"
        head = text[: end + 1 - len(word)].rstrip()
        start = len(head)
        while start and head[start - 1] in "0123456789.,":
            start -= 1
        digits = head[start:].strip(".,")
        if digits and number_end(digits) == len(digits):
            return Money(Decimal(digits.replace(",", "")), UNIT_WORDS[word])
        end = text.find("元", end + 1)
    return None


def read_stated_counts(text: str) -> Counts:
    """How many projects there are and how many are published, as the note states them.

    >>> read_stated_counts("共11项目，去除结转项目，公开10项项目绩效目标表。")
    Counts(stated=11, published=10)
    """
    stated = published = None
    for word in ("共计", "共有", "共", "总计"):
        if stated is None:
            stated = _count_after(text, word)
    for word in ("公开项目", "公开了", "公开"):
        if published is None:
            published = _count_after(text, word, not_after="不未免予再宜")
    return Counts(stated, published)


def _count_after(text: str, word: str, not_after: str = "") -> int | None:
    start = text.find(word)
    while start >= 0:
        rest = text[start + len(word) :].lstrip(" 有了共计公开项目：:")
        is_negated = start > 0 and text[start - 1] in not_after
        count, length = _count(rest)
        if count is not None and not is_negated and rest[length:].lstrip().startswith(_COUNTED):
            return count
        start = text.find(word, start + 1)
    return None


def _count(text: str) -> tuple[int | None, int]:
    end = 0
    while end < len(text) and end < 6 and text[end] in "0123456789":
        end += 1
    if end:
        return int(text[:end]), end
    numerals = {c: n for n, c in enumerate("零一二三四五六七八九")}
    while end < len(text) and end < 4 and (text[end] in numerals or text[end] == "十"):
        end += 1
    word = text[:end]
    if not word:
        return None, 0
    tens, ten, ones = word.partition("十")
    if not ten:
        return (numerals[word], 1) if len(word) == 1 else (None, 0)
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None, 0
    return (numerals[tens] if tens else 1) * 10 + (numerals[ones] if ones else 0), end
