"""The target value of an indicator (指标值)."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

from jixiao.model.finding import Message
from jixiao.model.frozen import Frozen
from jixiao.model.money import UNIT_WORDS, Money
from jixiao.model.terms import COUNT_UNITS, EXTENT_UNITS, mentions


class Comparator(StrEnum):
    """How the actual value must stand to the number (指标性质 ≥ ≤ = > <)."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="
    MORE_THAN = ">"
    LESS_THAN = "<"

    @property
    def sign(self) -> str:
        """As printed: ≥ ≤ = > <."""
        return {">=": "≥", "<=": "≤"}.get(self.value, self.value)


class Nature(StrEnum):
    """What kind of value it is.

    ``quantitative`` (定量): a number or a date that can be checked; ``graded`` (定性): a word of
    degree or state (显著, 及时, 合规); ``text``: anything else, a sentence or a repetition.
    """

    QUANTITATIVE = "quantitative"
    GRADED = "graded"
    TEXT = "text"


_FLOOR_WORDS = ("≥", ">=", "不低于", "不少于")
_CEILING_WORDS = ("≤", "<=", "不高于", "不超过")
_SCALES = {"万": 10_000, "亿": 100_000_000}
_MORE_THAN_ONE = frozenset("两二三四五六七八九十百千")
_ONE_OF = tuple(f"一{counter}" for counter in "次个份场期套项批人名家篇本")
_DEGREE_ENDINGS = frozenset(
    {"明显", "显著", "到位", "有力", "有效", "充分", "良好", "较好", "较大", "较高", "较强"}
    | {"及时", "优秀", "优良", "平稳", "稳定", "顺畅", "畅通", "有序", "顺利", "合理", "合规"}
)
# Adverbs of state before a verb of two characters: “正常开放”, “及时发放”, “平稳运行”.
_DEGREE_BEGINNINGS = frozenset(
    {"正常", "良好", "及时", "按时", "按期", "准时", "平稳", "稳定", "有序", "顺利", "规范", "有效"}
    | {"合理", "足额", "全面", "持续", "稳步", "明显", "显著", "基本", "充分", "逐步", "圆满"}
)


class TargetValue(Frozen):
    """A target value (指标值): the text as printed and what it says.

    ``number`` keeps the digits as printed (``90.00`` stays ``90.00``). ``upper`` is the second
    number of a range. ``deadline`` is an ISO date or month (``2025-12-31``, ``--12-31`` where the
    year is not stated). ``approximate`` is true where the text says 约, 左右, 余. A blank cell is
    the empty text, not 0.
    """

    text: str
    nature: Nature
    comparator: Comparator | None = None
    number: Decimal | None = None
    unit: str | None = None
    upper: Decimal | None = None
    deadline: str | None = None
    approximate: bool = False

    @property
    def is_blank(self) -> bool:
        """Nothing is written in the cell."""
        return not self.text.strip()

    @property
    def is_worded(self) -> bool:
        """The value is words (定性), of degree or state or a sentence; no number, not blank."""
        return self.nature is not Nature.QUANTITATIVE and not self.is_blank

    @property
    def states_number(self) -> bool:
        """A number stands in the text, in Arabic or Chinese digits (“1600人、200人”, “各两次”)."""
        if self.number is not None or self.deadline is not None:
            return True
        if self.nature is Nature.GRADED:
            return False
        text = self.text
        if self.has_digits or not _MORE_THAN_ONE.isdisjoint(text):
            return True
        return "一" in text and mentions(text, _ONE_OF)

    @property
    def has_digits(self) -> bool:
        """Digits stand in the text, of whatever width."""
        text = self.text
        return not text.isalpha() and any(map(str.isdigit, text))

    @property
    def is_degree(self) -> bool:
        """A word of degree or state (定性用语), or words that end in one (显著, 提升明显)."""
        if self.nature is Nature.GRADED:
            return True
        if self.nature is not Nature.TEXT or self.has_digits:
            return False
        text = self.text
        is_state = len(text) == 4 and text[:2] in _DEGREE_BEGINNINGS
        return is_state or text[-2:] in _DEGREE_ENDINGS

    @property
    def scale(self) -> int:
        """What the word of scale in the unit multiplies: 10000 for “10万人次”, 1 for money."""
        unit = self.unit or ""
        return _SCALES.get(unit[:1], 1) if len(unit) > 1 and unit not in UNIT_WORDS else 1

    @property
    def counting_unit(self) -> str | None:
        """The unit without the word of scale: 人次 of “10万人次”; that of money as it is."""
        return self.unit[1:] if self.unit is not None and self.scale > 1 else self.unit

    @property
    def counted_as(self) -> str | None:
        """What kind of thing is counted (30篇 and 30份: one kind), or the unit of its extent."""
        unit = self.unit
        return unit if unit in EXTENT_UNITS else COUNT_UNITS.get(unit)

    @property
    def whole_number(self) -> Decimal | None:
        """The number in :attr:`counting_unit`: 100000 of “10万人次”."""
        return self.number * self.scale if self.number is not None else None

    def agrees_with(self, number: Decimal) -> bool:
        """The value says this whole number: equal, inside its range, or only approximate (约)."""
        if self.number is None or self.approximate:
            return self.number is not None
        upper = self.number if self.upper is None else self.upper
        return self.number * self.scale <= number <= upper * self.scale

    def distance_to(self, number: Decimal) -> Decimal:
        """How far the value's whole number is from ``number``; all of it where there is none."""
        return abs(number - (self.whole_number or Decimal(0)))

    @property
    def deadline_year(self) -> int | None:
        """The year of the deadline; None where there is none or its year is not stated."""
        if self.deadline is None or self.deadline.startswith("-"):
            return None
        return int(self.deadline[:4])

    @property
    def is_unit_price(self) -> bool:
        """The number is money for one of something (450元/人·天)."""
        unit = self.unit or ""
        return unit not in UNIT_WORDS and unit.startswith(("元", "万元"))

    @property
    def unit_price(self) -> tuple[Money, str] | None:
        """The price and what it is for one of: 65元 and 本 of “65元/本”; None where it is none."""
        money, _, per = (self.unit or "").partition("/")
        if self.number is None or not per or money not in UNIT_WORDS:
            return None
        return Money(self.number, UNIT_WORDS[money]), per

    @property
    def ends(self) -> tuple[Decimal, Decimal] | None:
        """The floor and the ceiling of a range, as printed; None where the value is no range.

        “90%-95%”, “≥90%且≤95%”. Months and hours go round (11月-3月) and are no range here.
        """
        if self.number is not None:
            goes_round = self.unit is not None and self.unit.endswith(("月", "时", "日", "点"))
            return None if self.upper is None or goes_round else (self.number, self.upper)
        if not mentions(self.text, _CEILING_WORDS) or not mentions(self.text, _FLOOR_WORDS):
            return None
        found = []
        for words in (_FLOOR_WORDS, _CEILING_WORDS):
            numbers = re.findall(f"(?:{'|'.join(words)})\\s*([0-9]+(?:[.][0-9]+)?)", self.text)
            found += [Decimal(number) for number in numbers[:1]]
        return (found[0], found[1]) if len(found) == 2 else None

    @property
    def is_percentage(self) -> bool:
        """The number is a percentage (百分数)."""
        return self.number is not None and self.unit == "%"

    @property
    def is_ambiguous_share(self) -> bool:
        """A share with its unit in words, of 1 or less: “1百分比” may mean 1% or all of it."""
        return (
            self.is_percentage
            and not isinstance(self, DecidedValue)
            and self.upper is None
            and self.text.rstrip().endswith(("百分比", "百分率"))
            and self.number is not None
            and 0 < self.number <= 1
        )

    @property
    def money(self) -> Money | None:
        """The value as money, when its unit is 元, 万元 or 亿元."""
        if self.number is None or self.unit is None:
            return None
        unit = UNIT_WORDS.get(self.unit)
        return Money(self.number, unit) if unit is not None else None


class DecidedValue(TargetValue):
    """A target value of two readings, in the one a person decided; ``read_as`` says who and why."""

    read_as: Message = Message("", "")
