"""Cell texts as fields: what is cleaned away, and what numbers, names and tick boxes say."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jixiao.model.money import Money, MoneyUnit
from jixiao.model.project import Department
from jixiao.readers.numerals import number_end

_RESIDUE = "[bookmark:"
_BLANKS = " \t\u3000\xa0"
_UNITS = (
    ("亿元", MoneyUnit.HUNDRED_MILLION),
    ("万元", MoneyUnit.TEN_THOUSAND),
    ("元", MoneyUnit.YUAN),
    ("万", MoneyUnit.TEN_THOUSAND),
    ("亿", MoneyUnit.HUNDRED_MILLION),
)
_WIDE = str.maketrans("０１２３４５６７８９．，（）：；－", "0123456789.,():;-")
_CODE_SIGNS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_TICKS = frozenset("√✓✔☑■R☒")  # R is a tick in the Wingdings face that Word uses for it
_BOXES = frozenset("□☐○£")
_PLAIN = frozenset("0123456789.")
_LONGEST_AMOUNT = 30  # digits; what is longer is no amount of money


class Amount(NamedTuple):
    """An amount in a cell, the unit printed with it, and what else the cell says."""

    number: Decimal
    unit: MoneyUnit | None
    rest: str = ""

    def in_unit(self, unit: MoneyUnit | None) -> Decimal:
        """The number, converted when the cell's own unit is not the form's."""
        if unit is None or self.unit is None or unit is self.unit:
            return self.number
        return Money(self.number, self.unit).to(unit).amount


def cleaned(text: str) -> str:
    """The text on one line, without field residue (“[bookmark: _GoBack]”) and outer blanks."""
    text = text.strip()
    if "\n" in text or "\r" in text:
        text = "".join(line.strip(_BLANKS) for line in text.replace("\r", "\n").split("\n"))
    if _RESIDUE in text:
        text = without_residue(text).strip()
    return text


def without_residue(text: str) -> str:
    """The text without what Word fields leave behind: “[bookmark: _GoBack]”."""
    while (start := text.find(_RESIDUE)) >= 0 and (end := text.find("]", start)) >= 0:
        text = text[:start] + text[end + 1 :]
    return text


def level_label(text: str) -> str:
    """A level's label: cleaned, and without blanks inside (labels are cut over lines)."""
    label = "".join(text.split())
    return "".join(without_residue(label).split()) if "[" in label else label


@lru_cache(maxsize=8192)
def read_amount(text: str) -> Amount | None:
    """The amount a money cell begins with; None where it holds none.

    What follows it must be a bracket, a stop, or the same amount once more; then it is the rest.

    >>> read_amount("      12.90 "), read_amount("10000万元").unit.value, read_amount("2024-12-31")
    (Amount(number=Decimal('12.90'), unit=None, rest=''), '万元', None)
    >>> read_amount("854万854万(农田400万元)")
    Amount(number=Decimal('854'), unit=<MoneyUnit.TEN_THOUSAND: '万元'>, rest='854万(农田400万元)')
    """
    body = "".join(text.split())
    if _PLAIN.issuperset(body) and body[:1] != "." and body.count(".") < 2 and body[-1:] != ".":
        return Amount(Decimal(body), None) if 0 < len(body) <= _LONGEST_AMOUNT else None
    body = body.translate(_WIDE).lstrip("¥￥约共")
    if body[:1] not in "0123456789-+" or not body:
        head, colon, tail = body.partition(":")
        if not colon or len(head) > 12:
            return None
        body = tail.lstrip("¥￥")
    end = number_end(body)
    if not end or end > _LONGEST_AMOUNT:
        return None
    number = Decimal(body[:end].replace(",", "").lstrip("+"))
    rest = body[end:]
    unit = None
    for word, named in _UNITS:
        if rest.startswith(word):
            rest, unit = rest[len(word) :], named
            break
    if (
        rest
        and rest[0] not in "(,;。、["
        and not rest.startswith(body[:end])
        and "其中" not in rest[:3]
    ):
        return None
    return Amount(number, unit, rest.strip("。;,"))


def amount(text: str) -> tuple[Decimal | None, MoneyUnit | None]:
    """The number in a money cell and the unit printed in the cell itself, if any.

    >>> amount("      12.90 "), amount("10000万元"), amount("")
    ((Decimal('12.90'), None), (Decimal('10000'), <MoneyUnit.TEN_THOUSAND: '万元'>), (None, None))
    """
    read = read_amount(text)
    return (None, None) if read is None else (read.number, read.unit)


def points(text: str) -> Decimal | None:
    """The points or weight in a cell: “8”, “8分”, “10%”; None where there is no number."""
    body = "".join(text.split()).translate(_WIDE).removesuffix("分").removesuffix("%")
    end = number_end(body)
    return Decimal(body.replace(",", "")) if 0 < end == len(body) <= _LONGEST_AMOUNT else None


def money_unit(text: str) -> MoneyUnit | None:
    """The money unit named in a label: “项目资金（万元）”, “单位：元”."""
    if "元" in text:
        if "亿元" in text:
            return MoneyUnit.HUNDRED_MILLION
        return MoneyUnit.TEN_THOUSAND if "万元" in text else MoneyUnit.YUAN
    return MoneyUnit.TEN_THOUSAND if "万" in text else None


def department(text: str) -> Department:
    """A department and its code: ``[009]…``, ``219-…``; the code is None where none stands."""
    if text[:1] in "[【":
        close = max(text.find("]"), text.find("】"))
        if close > 1 and text[close + 1 :].strip():
            return Department(text[1:close].strip(), text[close + 1 :].strip(" -—－"))
    for mark in "-—－":
        code, found, name = text.partition(mark)
        code = code.strip()
        if found and name.strip() and code and _CODE_SIGNS.issuperset(code):
            return Department(code, name.strip())
    return Department(None, text)


def fiscal_year(text: str) -> int | None:
    """The year in “（2024年度）” or in a title; None without one."""
    end = text.find("年")
    while end >= 0:
        digits = text[:end].rstrip()[-4:]
        if len(digits) == 4 and digits.startswith("20") and digits.isascii() and digits.isdigit():
            return int(digits)
        end = text.find("年", end + 1)
    return None


def inline_pairs(text: str) -> list[tuple[str, str]]:
    """Labels with their values inside one cell: “填报单位：甲局    单位负责人：乙”."""
    if len(text) > 400 or ("：" not in text and ":" not in text):
        return []
    pairs: list[tuple[str, str]] = []
    for piece in text.replace("\u3000", " ").replace("\n", "  ").replace(":", "：").split("  "):
        label, colon, value = piece.strip().partition("：")
        if colon and 0 < len(label) <= 20:
            pairs.append((label.strip(), value.strip()))
        elif not piece.strip():
            continue
        elif pairs:
            before, held = pairs[-1]
            pairs[-1] = (before, f"{held} {piece.strip()}".strip())
        else:
            return []
    return pairs


def ticked(text: str) -> tuple[str, ...]:
    """The options ticked in “1.部门项目 □  2.公共项目 □√” or “☑新增 □延续”; empty without boxes."""
    marks = _TICKS | _BOXES
    if len(text) > 400 or (_BOXES.isdisjoint(text) and "☑" not in text):
        return ()
    pieces: list[tuple[str, str]] = []  # (marks, the option after them)
    run = option = ""
    for character in text:
        if character in marks and not (
            character in "R£" and option[-1:].isascii() and option[-1:].strip()
        ):
            if option:
                pieces.append((run, option))
                run = option = ""
            run += character
        elif character in _BLANKS + "\n,，、;；" and not option:
            continue
        else:
            option += character
    pieces.append((run, option))
    if pieces[0][0]:  # the boxes stand before their options
        chosen = [o for m, o in pieces if not _TICKS.isdisjoint(m)]
    else:  # or after them
        following = [m for m, _ in pieces[1:]]
        chosen = [
            o for (_, o), m in zip(pieces, following, strict=False) if not _TICKS.isdisjoint(m)
        ]
    bare = (option.strip(_BLANKS + "\n,，、;；").lstrip("0123456789.、 ") for option in chosen)
    return tuple(option for option in bare if option)
