"""Numbers in Arabic and Chinese digits (数字): where one ends, and what it is."""

from __future__ import annotations

DIGITS = frozenset("0123456789")
HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
HAN_SCALES = {"十": 10, "百": 100, "千": 1000}
HAN_COUNTING = "一二三四五六七八九十"  # what headings and paragraphs are numbered with
HAN_NUMERALS = frozenset(HAN_DIGITS) | frozenset(HAN_SCALES) | {"万"}


def is_digits(text: str) -> bool:
    """Whether ``text`` is Arabic digits and nothing else."""
    return text.isascii() and text.isdigit()


def number_end(text: str) -> int:
    """How many characters at the start make a number, thousands separated by commas or not.

    >>> number_end("1,234.50元"), number_end("182.31万元"), number_end("约3次")
    (8, 6, 0)
    """
    size, index = len(text), 1 if text[:1] in "-+" else 0
    start = index
    while index < size and text[index] in DIGITS:
        index += 1
    if index == start:
        return 0
    while (
        text[index : index + 1] == ","
        and is_digits(text[index + 1 : index + 4])
        and len(text[index + 1 : index + 4]) == 3
        and text[index + 4 : index + 5] not in DIGITS
        and index - start <= 12
    ):
        index += 4
    if text[index : index + 1] == "." and text[index + 1 : index + 2] in DIGITS:
        index += 1
        while index < size and text[index] in DIGITS:
            index += 1
    return index


def han_number(text: str) -> int | None:
    """The number that Chinese numerals write: 一千二百, 十二; None where they write none."""
    total = section = current = 0
    for character in text:
        if character in HAN_DIGITS:
            current = current * 10 + HAN_DIGITS[character]
        elif character in HAN_SCALES:
            section += (current or 1) * HAN_SCALES[character]
            current = 0
        else:
            total = (total + section + current) * 10_000
            section = current = 0
    number = total + section + current
    return number if number or text in ("零", "〇") else None
