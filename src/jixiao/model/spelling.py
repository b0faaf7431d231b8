"""How one text may be printed (写法): as it stands, on one line, without blanks, in plain digits.

Readers clean cells and join lines cut by a column, so a secret found in a cell is met elsewhere
in another form; every form of it must be covered.
"""

from __future__ import annotations


def spellings(text: str) -> tuple[str, ...]:
    """The forms in which ``text`` may be printed, itself first.

    >>> spellings("机密★１０ 年")
    ('机密★１０ 年', '机密★１０年', '机密★10 年', '机密★10年')
    """
    words = text.split()
    found = [text]
    if len(words) > 1 or words[:1] != [text]:
        lines = [line.strip() for line in text.splitlines()]
        found += ["".join(lines), " ".join(lines), " ".join(words), "".join(words)]
    return tuple(dict.fromkeys([*found, *map(with_plain_digits, found)]))


def with_plain_digits(text: str) -> str:
    """The text with full-width digits and letters as plain ones, its length unchanged."""
    if text.isascii():
        return text
    return "".join(chr(ord(c) - 0xFEE0) if "０" <= c <= "９" or c in "Ｘｘ" else c for c in text)


def squeezed(text: str) -> str:
    """The one form two spellings of the same text share."""
    return with_plain_digits("".join(text.split()))
