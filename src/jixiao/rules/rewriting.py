"""What may be rewritten for certain (确定的改写): signs, blanks, brackets — never a number.

A rewriting changes how a cell is written and nothing that it says. Where the direction of a
comparator or the meaning of a unit is not certain from the row itself, nothing is rewritten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Message
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.named import NamedTuple
from jixiao.model.narrative import Citation, Narrative
from jixiao.model.target import PerformanceTarget

KINDS = {
    "comparator": ("VAL07", Message("补比较符，方向见同一行的文字", "comparator, told by the row")),
    "sign": ("VAL07", Message("比较符写成一个字符", "the comparator as one character")),
    "percent": ("VAL06", Message("百分比写成%", "the unit as %")),
    "digits": ("DOC05", Message("全角数字改半角", "digits of ordinary width")),
    "blank": ("DOC05", Message("删去多余空格", "a stray blank removed")),
    "number": ("DOC03", Message("文号用〔〕，号字前不空格", "brackets and blank of a number")),
    "doubled": ("DOC05", Message("删去重复标点", "a doubled mark removed")),
}
_WIDE_DIGITS = re.compile("[０-９]+(?:．[０-９]+)*")
_TO_PLAIN = str.maketrans("０１２３４５６７８９．", "0123456789.")
_DOUBLED = re.compile("([，、；：。])\\1+")
_BLANK_BEFORE_MARK = re.compile("(?<=[\u4e00-\u9fff])[ \u3000\xa0]+(?=[，、；：。！？）》”])")
_BLANK_IN_VALUE = re.compile(
    "(?<=[≥≤><=＞＜＝])[ \u3000\xa0]+(?=[0-9０-９])|(?<=[0-9０-９])[ \u3000\xa0]+(?=[%％])"
)
_WIDE_PERCENT = re.compile("(?<=[0-9０-９])％")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SIGNS = (
    (re.compile(">=|＞＝|≧|⩾"), "≥"),
    (re.compile("<=|＜＝|≦|⩽"), "≤"),
)
_FLOORS = ("不低于", "不少于", "不小于", "≥", ">=")
_CEILINGS = ("不超过", "不高于", "不大于", "不多于", "≤", "<=")
_FLOORS_BEHIND = ("及以上", "（含）以上", "(含)以上", "以上")
_CEILINGS_BEHIND = ("及以内", "（含）以内", "(含)以内", "以内", "及以下", "（含）以下")
_SPELLED = ("百分比", "百分率")
_BEHIND_NAME = "）) ：:"
_LARGEST_YEAR_DIGITS = 4


class Span(NamedTuple):
    """Characters ``start`` … ``end`` of a text that become ``new``, and by which kind."""

    start: int
    end: int
    new: str
    kind: str


class Rewriting(NamedTuple):
    """A cell that is rewritten: where it is in the record and in the file, before and after."""

    path: tuple[Any, ...]
    """Keys of the record: ("targets", 0, "indicators", 3, "value")."""
    target: PerformanceTarget
    at: Location | None
    before: str
    spans: tuple[Span, ...]

    @property
    def after(self) -> str:
        """The cell's text when it is rewritten."""
        return rewritten(self.before, self.spans)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules by which it is."""
        return tuple(dict.fromkeys(KINDS[span.kind][0] for span in self.spans))

    def reason(self, language: str = "zh") -> str:
        """What is done, in words."""
        said = dict.fromkeys(KINDS[span.kind][1].text(language) for span in self.spans)
        return ("; " if language == "en" else "；").join(said)


def rewritten(text: str, spans: tuple[Span, ...]) -> str:
    """``text`` with its spans replaced."""
    for span in reversed(spans):
        text = text[: span.start] + span.new + text[span.end :]
    return text


def rewritings(
    disclosure: Disclosure, raw: Callable[[Location | None, str], str | None]
) -> Iterator[Rewriting]:
    """Every cell that may be rewritten for certain.

    ``raw`` gives the cell's whole text in its file from its place and its text in the record; None
    where the text is put together from several cells.
    """
    for number, target in enumerate(disclosure.targets):
        for name in ("annual_objective", "period_objective"):
            text = getattr(target, name)
            cell = raw(target.at.get(name), text) if text else None
            if cell is not None:
                yield from _made(
                    ("targets", number, name), target, target.at.get(name), cell, _of_text(cell)
                )
        for rows in ("indicators", "period_indicators"):
            for index, indicator in enumerate(getattr(target, rows)):
                place = indicator.at.get("value")
                cell = raw(place, indicator.value.text)
                if cell is not None and not indicator.value.is_blank:
                    path = ("targets", number, rows, index, "value")
                    spans = _of_value(indicator, cell)
                    yield from _made(path, target, place, cell, spans)


def _made(
    path: tuple[Any, ...],
    target: PerformanceTarget,
    at: Location | None,
    text: str,
    spans: list[Span],
) -> Iterator[Rewriting]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    made = Rewriting(path, target, at, text, tuple(kept))
    if kept and numbers(made.after) == numbers(text):
        yield made


def numbers(text: str) -> list[str]:
    """The digits of a text, in ordinary width: what a rewriting must leave as it is."""
    plain = unicodedata.normalize("NFKC", text)
    for word in _SPELLED:  # 百 in it is no number
        plain = plain.replace(word, "%")
    return re.findall(r"[0-9]+(?:\.[0-9]+)*|[一二三四五六七八九十百千万亿两零〇]", plain)


def _of_text(text: str) -> list[Span]:
    """Digits, blanks, doubled marks and document numbers in a running text."""
    spans = _digits(text)
    for match in _DOUBLED.finditer(text):
        dots = match.group(1) == "。" and len(match.group()) > 2  # an ellipsis, not a slip
        if not dots:
            spans.append(Span(match.start(), match.end(), match.group(1), "doubled"))
    spans += [Span(*m.span(), "", "blank") for m in _BLANK_BEFORE_MARK.finditer(text)]
    if "号" in text:
        for citation in Narrative(text).citations:
            spans += _of_number(citation)
    return spans


def _of_number(citation: Citation) -> Iterator[Span]:
    text, start = citation.text, citation.start
    opening = text.find(citation.bracket) if citation.bracket else -1
    closing = opening + 1 + _LARGEST_YEAR_DIGITS
    if opening > 0 and text[opening + 1 : closing] == str(citation.year):
        is_bracket = text[closing : closing + 1] in ("]", "］", ")", "）", "】", "〕")
        if is_bracket and (citation.bracket, text[closing]) != ("〔", "〕"):
            yield Span(start + opening, start + opening + 1, "〔", "number")
            yield Span(start + closing, start + closing + 1, "〕", "number")
    if citation.blank and text.endswith(f"{citation.blank}号"):
        end = start + len(text) - 1
        yield Span(end - len(citation.blank), end, "", "number")


def _digits(text: str) -> list[Span]:
    return [
        Span(*match.span(), match.group().translate(_TO_PLAIN), "digits")
        for match in _WIDE_DIGITS.finditer(text)
    ]


def _of_value(indicator: Indicator, text: str) -> list[Span]:
    """Signs, blanks and the unit of a value, and the comparator where the row tells it."""
    value = indicator.value
    if value.number is None:
        return _digits(text) if value.deadline is not None else []
    spans = _digits(text)
    spans += [Span(*m.span(), "", "blank") for m in _BLANK_IN_VALUE.finditer(text)]
    spans += [Span(*m.span(), "%", "digits") for m in _WIDE_PERCENT.finditer(text)]
    for pattern, sign in _SIGNS:
        if value.comparator is not None and value.comparator.sign == sign:
            spans += [Span(*m.span(), sign, "sign") for m in pattern.finditer(text)]
    bare = text.rstrip()
    for word in _SPELLED:
        is_certain = value.is_percentage and not value.is_ambiguous_share
        if bare.endswith(word) and is_certain:
            spans.append(Span(len(bare) - len(word), len(bare), "%", "percent"))
    told = direction(indicator)
    lead = len(text) - len(text.lstrip())
    if told is not None and text[lead : lead + 1].isdigit():
        spans.append(Span(lead, lead, told, "comparator"))
    return spans


def direction(indicator: Indicator) -> str | None:
    """≥ or ≤ where the row's own words say which; None where they do not, or say both."""
    value = indicator.value
    is_open = value.comparator is None and value.upper is None and not value.approximate
    if not is_open or value.number is None or value.deadline is not None:
        return None
    if value.number == 0 or (value.is_percentage and value.number == 100):
        return None
    printed = _NUMBER.search(unicodedata.normalize("NFKC", value.text))
    if printed is None:
        return None
    number = printed.group()
    unit = "%" if value.is_percentage else value.unit or ""
    found = set()
    standard = (indicator.scoring_standard, indicator.remark)
    for text, is_name in ((indicator.name, True), *((text, False) for text in standard)):
        plain = unicodedata.normalize("NFKC", text or "")
        found |= _signs_in(plain, number, unit, is_name=is_name)
    return found.pop() if len(found) == 1 else None


def _signs_in(text: str, number: str, unit: str, *, is_name: bool) -> set[str]:
    found = set()
    for words, sign in ((_FLOORS, "≥"), (_CEILINGS, "≤")):
        for word in words:
            for part in text.split(word)[1:]:
                after = part.lstrip()
                if is_name and not after.strip(_BEHIND_NAME):
                    found.add(sign)
                if _begins(after, number, unit):
                    found.add(sign)
    behind: tuple[tuple[tuple[str, ...], str], ...]
    behind = ((_FLOORS_BEHIND, "≥"), (_CEILINGS_BEHIND, "≤"))
    for endings, sign in behind:
        for word in endings:
            plain = unicodedata.normalize("NFKC", word)
            for part in text.split(plain)[:-1]:
                if _ends(part.rstrip(), number, unit):
                    found.add(sign)
    return found


def _begins(text: str, number: str, unit: str) -> bool:
    rest = text.removeprefix(number).lstrip()
    return text.startswith(number) and rest[:1] not in "0123456789." and rest.startswith(unit)


def _ends(text: str, number: str, unit: str) -> bool:
    whole = number + unit
    before = text[: -len(whole)]
    return text.endswith(whole) and before[-1:] not in set("0123456789.")
