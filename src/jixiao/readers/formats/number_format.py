"""Number formats (数字格式): what a spreadsheet shows for a stored number.

1 under ``0%`` is shown as 100%, 45292 under ``yyyy"年"m"月"`` as 2024年1月. A number is rounded as
Excel rounds: to 15 digits first, then half away from zero. A format that is not understood
(fractions, exponents) leaves the number plain; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"
_GENERAL_WORDS = ("general", "g/通用格式", "@", "")

# The formats that are named by number only; where the reader's locale decides, the date is ISO.
BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0',
    6: '"¥"#,##0',
    7: '"¥"#,##0.00',
    8: '"¥"#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd hh:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "yyyy-mm-dd",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
_MONTHS = "January February March April May June July August September October November December"
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_HAN_DIGITS = "〇一二三四五六七八九"
_LONGEST_CODE = 255  # characters; Excel writes no longer one


# What the sheet shows, and the stored number where the shown text rounds, scales or hides it.
Shown = tuple[str, str | None]
Display = Callable[[str], Shown]


class _Section(NamedTuple):
    """One section of a format, taken apart: ``kind`` is general, number, date or unknown."""

    kind: str
    tokens: tuple[tuple[str, str], ...] = ()
    condition: tuple[str, Decimal] | None = None
    percent: int = 0
    thousands: bool = False
    scale: int = 0
    places: int = 0
    least_places: int = 0
    has_han_digits: bool = False
    is_plain: bool = False
    is_fixed: bool = False
    prefix: str = ""
    suffix: str = ""


@lru_cache(maxsize=1024)
def display(code: str, since_1904: bool = False) -> Display:
    """The function that gives what is shown for a stored number under the format ``code``.

    >>> display("0%")("1"), display("#,##0.00")("72807.384975")
    (('100%', None), ('72,807.38', '72807.384975'))
    """
    sections = _sections(code)
    if sections is not None and sections[0].is_fixed and sections[0].condition is None:
        return _fixed(code, sections[0], has_zero_section=len(sections) > 2)
    return lambda raw: shown(raw, code, since_1904)


def plain(raw: str) -> Shown:
    """The display of General: the number as it is."""
    return plain_number(raw), None


def _fixed(code: str, section: _Section, *, has_zero_section: bool) -> Display:
    """The display of the commonest formats (0, 0.00, #,##0.00), without detours."""
    places, has_commas = section.places, section.thousands
    prefix, suffix = section.prefix, section.suffix
    point = "." if places else ""

    def show(raw: str) -> Shown:
        whole, _, fraction = raw.partition(".")
        if (
            len(raw) > 15
            or len(fraction) > places
            or not whole.isdecimal()
            or (whole[0] == "0" and whole != "0")
            or not (fraction.isdecimal() or not fraction)
            or (has_zero_section and whole == "0")
        ):
            return shown(raw, code)
        if has_commas and len(whole) > 3:
            whole = f"{int(whole):,}"
        return f"{prefix}{whole}{point}{fraction.ljust(places, '0')}{suffix}", None

    return show


def shown(raw: str, code: str, since_1904: bool = False) -> Shown:
    """What a sheet shows for the stored number ``raw`` under the format ``code``.

    >>> shown("45292", 'yyyy"年"m"月"d"日"'), shown("45292", "General")
    (('2024年1月1日', None), ('45292', None))
    """
    plain = plain_number(raw)
    if code == GENERAL or plain[-1:] not in _DIGITS or "E" in plain:
        return plain, None
    sections = _sections(code)
    if sections is None:
        return plain, None
    section = sections[0]
    is_signed = plain[0] == "-"
    if section.condition is not None:
        section = _matching(sections, Decimal(plain))
    elif is_signed and len(sections) > 1:
        section, is_signed = sections[1], False
    elif plain == "0" and len(sections) > 2:
        section = sections[2]
    if section.kind == "number":
        return _number(plain, section, is_signed=is_signed)
    if section.kind == "date":
        return _date(Decimal(plain), section, since_1904=since_1904) or plain, None
    return plain, None


_DIGITS = frozenset("0123456789")


def plain_number(raw: str) -> str:
    """A stored number in plain digits, at most 15: ``10891.615674999999`` → ``10891.615675``.

    What is no number comes back as it is; very large and very small ones keep an exponent.
    """
    if raw.isdigit() and raw.isascii() and len(raw) < 16:
        return raw.lstrip("0") or "0"
    try:
        number = float(raw)
    except ValueError:
        return raw.strip()
    is_short = len(raw) < 16 and raw[-1] in "123456789" and (raw[0] != "0" or raw[:2] == "0.")
    if is_short and raw[0] != "." and raw.replace(".", "", 1).isdecimal():
        return raw
    if number != number or number in (float("inf"), float("-inf")):
        return raw.strip()
    text = f"{number:.15g}"
    if "e" in text:
        if not 1e-12 <= abs(number) < 1e21:
            return text.upper()
        text = format(Decimal(text), "f")
    return "0" if text == "-0" else text


def _matching(sections: tuple[_Section, ...], value: Decimal) -> _Section:
    """The first section whose condition ``value`` meets; one without a condition meets all."""
    for section in sections:
        if section.condition is None or _holds(section.condition, value):
            return section
    return _Section("general")


def _holds(condition: tuple[str, Decimal], value: Decimal) -> bool:
    sign, bound = condition
    if sign == "=":
        return value == bound
    if sign == "<>":
        return value != bound
    return (value < bound if "<" in sign else value > bound) or ("=" in sign and value == bound)


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...] | None:
    """The sections of ``code`` that show numbers; None when it is General or too long to be one."""
    if len(code) > _LONGEST_CODE or code.strip().lower() in _GENERAL_WORDS:
        return None
    parts: list[list[tuple[str, str]]] = [[]]
    for token in _tokens(code):
        if token == ("mark", ";"):
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(tokens) for tokens in parts[:3])


def _tokens(code: str) -> list[tuple[str, str]]:
    """The parts of a format: literal texts, brackets, runs of date letters, single marks."""
    found: list[tuple[str, str]] = []
    index, end = 0, len(code)
    while index < end:
        character = code[index]
        lower = character.lower()
        if character == '"':
            close = code.find('"', index + 1)
            close = end if close < 0 else close
            found.append(("literal", code[index + 1 : close]))
            index = close + 1
        elif character in "\\!" and index + 1 < end:
            found.append(("literal", code[index + 1]))
            index += 2
        elif character in "_*":
            index += 2
        elif character == "[":
            close = code.find("]", index)
            close = end if close < 0 else close
            found.append(("bracket", code[index + 1 : close]))
            index = close + 1
        elif lower == "g" and code[index : index + 7].lower() in ("general", "g/通用格式"):
            found.append(("general", ""))
            index += 7
        elif code[index : index + 5].lower() in ("am/pm", "上午/下午"):
            found.append(("half", code[index : index + 5]))
            index += 5
        elif lower == "e" and code[index + 1 : index + 2] in ("+", "-"):
            found.append(("unknown", "E"))
            index += 2
        elif lower in "ymdhsea" and character.isascii():
            stop = index
            while stop < end and code[stop].lower() == lower:
                stop += 1
            found.append(("date", lower * (stop - index)))
            index = stop
        elif character in "0#?.,%;@/":
            found.append(("mark", character))
            index += 1
        else:
            found.append(("literal", character))
            index += 1
    return found


def _section(tokens: list[tuple[str, str]]) -> _Section:
    condition = None
    is_date = has_han_digits = False
    kept: list[tuple[str, str]] = []
    for kind, text in tokens:
        if kind != "bracket":
            is_date = is_date or kind in ("date", "half")
            kept.append((kind, text))
        elif text[:1] in "<>=" and text:
            condition = _condition(text)
            if condition is None:
                return _Section("unknown")
        elif text[:1] == "$":
            currency, _, locale = text[1:].partition("-")
            if locale.upper() == "F800":
                return _Section("date", tuple(_tokens(BUILT_IN[31])))
            kept.append(("literal", currency))
        elif text.lower() in ("h", "hh", "m", "mm", "s", "ss"):
            is_date = True
            kept.append(("elapsed", text.lower()))
        elif text.lower() == "dbnum1":
            has_han_digits = True
        elif text.lower().startswith("dbnum"):
            return _Section("unknown", condition=condition)
    if is_date:
        return _Section("date", tuple(kept), condition, has_han_digits=has_han_digits)
    kinds = {kind for kind, _ in kept}
    if "general" in kinds and not kinds - {"general", "literal"}:
        return _Section("number", tuple(kept), condition, places=-1)
    if kinds - {"literal", "mark"} or ("mark", "/") in kept or has_han_digits:
        return _Section("unknown", condition=condition)
    if ("mark", "@") in kept:
        return _Section("general", condition=condition)
    return _number_section(kept, condition)


def _condition(text: str) -> tuple[str, Decimal] | None:
    bare = text.lstrip("<>=")
    try:
        return text[: len(text) - len(bare)], Decimal(bare)
    except ArithmeticError:
        return None


def _number_section(
    tokens: list[tuple[str, str]], condition: tuple[str, Decimal] | None
) -> _Section:
    """The section of digits: where the point is, how many places, what is scaled."""
    marks = [i for i, token in enumerate(tokens) if token[0] == "mark" and token[1] in "0#?"]
    point = next((i for i, token in enumerate(tokens) if token == ("mark", ".")), len(tokens))
    whole = [i for i in marks if i < point]
    fraction = [tokens[i][1] for i in marks if i > point]
    commas = [i for i, token in enumerate(tokens) if token == ("mark", ",")]
    last, last_whole = (marks or [-1])[-1], (whole or [-1])[-1]
    first = (marks or [0])[0]
    inner = tokens[first : last + 1]
    outer = [*tokens[:first], *tokens[last + 1 :]]
    is_plain = (
        "".join(tokens[i][1] for i in whole).lstrip("#") == "0"
        and all(kind == "mark" and text != "%" for kind, text in inner)
        and all(kind == "literal" or text in "%," for kind, text in outer)
    )
    percent = sum(token == ("mark", "%") for token in tokens)
    scale = sum(i > last or last_whole < i < point for i in commas) if marks else 0
    least_places = max((n for n, mark in enumerate(fraction, 1) if mark == "0"), default=0)
    return _Section(
        "number",
        tuple(tokens),
        condition,
        percent=percent,
        thousands=any(i < last_whole for i in commas),
        scale=scale,
        places=len(fraction),
        least_places=least_places,
        is_plain=is_plain,
        is_fixed=is_plain and not percent and not scale and least_places == len(fraction),
        prefix="".join(text for _, text in tokens[:first] if text != ",").lstrip(),
        suffix="".join(text for _, text in tokens[last + 1 :] if text != ",").rstrip(),
    )


def _number(plain: str, section: _Section, *, is_signed: bool) -> Shown:
    places = section.places
    digits = plain.lstrip("-")
    if places < 0:  # General with words around it: General"元"
        texts = (digits if kind == "general" else text for kind, text in section.tokens)
        return (("-" if is_signed else "") + "".join(texts)).strip(), None
    whole, _, fraction = digits.partition(".")
    shift = 2 * section.percent - 3 * section.scale
    if shift:
        whole, fraction = _shifted(whole, fraction, shift)
    has_lost = len(fraction) > places
    if has_lost:
        rest = fraction[places:]
        whole = str(int(whole + fraction[:places]) + (rest[0] >= "5")).zfill(places + 1)
        whole, fraction = whole[: len(whole) - places], whole[len(whole) - places :]
        has_lost = rest.strip("0") != ""
    else:
        fraction = fraction.ljust(places, "0")
    if section.least_places < places:
        fraction = fraction[: max(len(fraction.rstrip("0")), section.least_places)]
    if section.is_plain:
        whole = f"{int(whole):,}" if section.thousands and len(whole) > 3 else whole
        text = section.prefix + whole + ("." + fraction if fraction else "") + section.suffix
    else:
        text = _filled(section, whole, fraction)
    if is_signed and (whole.strip("0") or fraction.strip("0")):
        text = "-" + text
    elif plain[0] == "-" and "(" not in text and "-" not in text:
        has_lost = True  # red alone says that it is negative
    if not section.is_plain and not any(c in _DIGITS for c in text):
        has_lost = True
    return text, plain if has_lost or section.scale else None


def _shifted(whole: str, fraction: str, shift: int) -> tuple[str, str]:
    """The number with its point moved ``shift`` places to the right, or to the left if negative."""
    if shift > 0:
        fraction = fraction.ljust(shift, "0")
        whole, fraction = whole + fraction[:shift], fraction[shift:]
    else:
        whole = whole.rjust(1 - shift, "0")
        whole, fraction = whole[:shift], whole[shift:] + fraction
    return whole.lstrip("0") or "0", fraction.rstrip("0")


def _filled(section: _Section, whole: str, fraction: str) -> str:
    """The digits put into the section's places, from the point outwards; literals stay between."""
    tokens = section.tokens
    point = next((i for i, token in enumerate(tokens) if token == ("mark", ".")), len(tokens))
    places = [i for i in range(point) if tokens[i][0] == "mark" and tokens[i][1] in "0#?"]
    digits = "" if whole == "0" else whole
    at: dict[int, str] = {}
    written = 0
    for index in reversed(places):
        is_first = index == places[0]
        piece = digits if is_first else digits[-1:]
        digits = "" if is_first else digits[:-1]
        if not piece and tokens[index][1] == "0":
            piece = "0"
        if section.thousands and piece:
            piece, written = _grouped(piece, written), written + len(piece)
        at[index] = piece
    if digits and point < len(tokens):
        at[point] = digits
    out: list[str] = []
    for index, (kind, text) in enumerate(tokens):
        if kind == "literal" or text == "%":
            out.append(text)
        elif index == point:
            out.append(at.get(point, "") + ("." + fraction if fraction else ""))
        else:
            out.append(at.get(index, ""))
    return "".join(out).strip()


def _grouped(digits: str, written: int) -> str:
    """``digits`` with commas, when ``written`` digits stand to the right of them already."""
    out = ""
    for position, digit in enumerate(reversed(digits), written):
        out = digit + ("," if position and position % 3 == 0 else "") + out
    return out


def _date(value: Decimal, section: _Section, *, since_1904: bool) -> str | None:
    """The date or time, or None for a number no calendar holds."""
    if not 0 <= value < 2_958_466:  # the serial number of 31 December 9999, and one day
        return None
    seconds = int((value * 86_400).to_integral_value(ROUND_HALF_UP))
    if since_1904:
        start = datetime(1904, 1, 1)
    else:  # Excel counts 29 February 1900, which there never was
        start = datetime(1899, 12, 30) if value >= 60 else datetime(1899, 12, 31)
    try:
        moment = start + timedelta(seconds=seconds)
    except OverflowError:
        return None
    out: list[str] = []
    names = section.tokens
    has_half = any(kind == "half" for kind, _ in names)
    for index, (kind, text) in enumerate(names):
        if kind == "date":
            out.append(
                _part(text, moment, _is_minute(names, index), has_half, section.has_han_digits)
            )
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
            out.append(f"{seconds // unit:0{len(text)}d}")
        elif kind == "half":
            words = ("上午", "下午") if text == "上午/下午" else ("AM", "PM")
            out.append(words[moment.hour >= 12])
        elif kind == "literal" or text in ("/", ",", "."):
            out.append(text)
        elif kind == "mark" and text == "0" and out and out[-1] == ".":
            out.append("0")
    return "".join(out).strip()


def _is_minute(tokens: tuple[tuple[str, str], ...], index: int) -> bool:
    """An m is a minute next to an hour before it or a second after it."""
    kinds = ("date", "elapsed")
    before = next((t for k, t in reversed(tokens[:index]) if k in kinds), "")
    after = next((t for k, t in tokens[index + 1 :] if k in kinds), "")
    return before[:1] == "h" or after[:1] == "s"


def _part(
    text: str, moment: datetime, is_minute: bool, has_half: bool, has_han_digits: bool
) -> str:
    letter, length = text[0], len(text)
    if letter == "y" or letter == "e":
        year = f"{moment.year % 100:02}" if letter == "y" and length < 3 else str(moment.year)
        return "".join(_HAN_DIGITS[int(d)] for d in year) if has_han_digits else year
    if letter == "a":
        return ("星期" if length > 3 else "") + "一二三四五六日"[moment.weekday()]
    if letter in "md" and length > 2 and not is_minute:
        name = (
            _MONTHS.split()[moment.month - 1]
            if letter == "m"
            else _WEEKDAYS.split()[moment.weekday()]
        )
        return name if length > 3 else name[:3]
    number = {
        "m": moment.minute if is_minute else moment.month,
        "d": moment.day,
        "h": (moment.hour % 12 or 12) if has_half else moment.hour,
        "s": moment.second,
    }[letter]
    if has_han_digits:
        return _han(number)
    return f"{number:02}" if length > 1 else str(number)


def _han(number: int) -> str:
    """A number below 60 in Chinese words: 〇, 十二, 三十一."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _HAN_DIGITS[ones]
    return ("" if tens == 1 else _HAN_DIGITS[tens]) + "十" + (_HAN_DIGITS[ones] if ones else "")
