"""Quoting in a sentence (引用): what is long is cut in the middle, quotation marks are nested.

A name or a value may itself hold “ ”: between quotation marks of the sentence these are printed
as ‘ ’. Text longer than a reader would read keeps its beginning and its end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from jixiao.model.named import NamedTuple

LONGEST_QUOTED = 60  # characters of a name or a value between “ ”
LONGEST_PART = 300  # of a part of a sentence a rule has put together
LONGEST_TEXT = 1200  # of a text a rule has put together whole


class _Piece(NamedTuple):
    """Words of a template, then a field; ``quoted`` when the field stands between “ ”."""

    words: str
    field: str | None
    quoted: bool


def _with_inner_marks(text: str) -> str:
    return text.replace("“", "‘").replace("”", "’")


def shortened(text: str, longest: int = LONGEST_QUOTED) -> str:
    """The text, when longer than ``longest`` its first two thirds, “…” and its end.

    >>> shortened("甲" * 50 + "乙" * 50).replace("甲", "a").replace("乙", "b")
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…bbbbbbbbbb'
    """
    if len(text) <= longest:
        return text
    return f"{text[: longest * 2 // 3]}…{text[-(longest // 6) :]}"


def nested(text: str) -> str:
    """The text with “ ” inside “ ” as ‘ ’; as it is when its quotation marks do not pair.

    >>> nested("““放管服”改革”等"), nested("缺“半边")
    ('“‘放管服’改革”等', '缺“半边')
    """
    outside, *quotations = text.split("“")
    if "”" not in outside and all(part.count("”") == 1 for part in quotations):
        return text
    if len(quotations) < 2:
        return text
    depth = 0
    written = []
    for character in text:
        inner = character
        if character == "“":
            inner = "‘" if depth else character
            depth += 1
        elif character == "”":
            depth -= 1
            inner = "’" if depth > 0 else character
        if depth < 0:
            return text
        written.append(inner)
    return text if depth else "".join(written)


def _told_briefly(text: str, longest: int) -> str:
    """The text with quotation marks nested, each quotation shortened, then the whole."""
    text = nested(text)
    if len(text) > LONGEST_QUOTED and text.count("“") == text.count("”"):
        first, *others = text.split("“")
        pieces = [other.partition("”") for other in others]
        text = first + "".join(f"“{shortened(inner)}{end}{rest}" for inner, end, rest in pieces)
    return shortened(text, longest)


def filled(template: str, fields: Mapping[str, object], masked: Callable[[str], str]) -> str:
    """The template with its fields filled in, each masked before it is cut.

    A field between “ ” is a name or a value; any other is a part the rule has put together.
    """
    if "{" not in template or not fields:
        return _told_briefly(masked(template), LONGEST_TEXT)
    written = []
    for words, field, is_quoted in _pieces(template):
        written.append(words)
        if field is None:
            continue
        if field not in fields:
            written.append(f"{{{field}}}")
            continue
        text = masked(str(fields[field]))
        if is_quoted:
            written.append(shortened(_with_inner_marks(text)))
        else:
            written.append(_told_briefly(text, LONGEST_PART))
    return masked("".join(written))


@lru_cache(maxsize=512)
def _pieces(template: str) -> tuple[_Piece, ...]:
    found = []
    depth = 0
    words, *rest = template.split("{")
    for chunk in rest:
        depth += words.count("“") - words.count("”")
        field, _, after = chunk.partition("}")
        found.append(_Piece(words, field, depth > 0))
        words = after
    return (*found, _Piece(words, None, False))
