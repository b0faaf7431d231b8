"""A performance indicator (绩效指标): the row of the table that is measured."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from jixiao.model.cached import cached_property
from jixiao.model.frozen import Frozen, field
from jixiao.model.location import Location
from jixiao.model.named import NamedTuple
from jixiao.model.terms import COST_KINDS, COUNT_UNITS, NULL_WORDS, Category, Kind
from jixiao.model.value import Nature, TargetValue

_LEVEL_WORDS = ("优", "良", "中等", "差", "合格", "部分达成", "未达成", "未完成", "一般", "较好")
# What states a bound in a name, the longest first.
_BOUND_WORDS = (
    "不少于",
    "不低于",
    "不超过",
    "不高于",
    "至少",
    "达到",
    ">=",
    "<=",
    "≥",
    "≤",
    "≧",
    "≦",
)
_FIRST_SERIAL, _LAST_SERIAL = 36526, 54788  # 2000-01-01 and 2049-12-31, as workbooks count days
_ENDINGS = ("情况", "状况", "程度", "水平", "质量", "工作", "性", "率")


class Bound(NamedTuple):
    """A bound written in a name (“不少于12期”): its text, number and unit."""

    text: str
    number: Decimal
    unit: str | None


def bound_in_name(name: str) -> Bound | None:
    """The only bound a name states, with its unit; None where it states none, or several.

    >>> bound_in_name("举办培训不少于12期"), bound_in_name("65岁以上老人体检人数")
    (Bound(text='不少于12期', number=Decimal('12'), unit='期'), None)
    """
    if name.isalpha():  # letters only: no sign, no digit
        return None
    found = [(name.find(word), word) for word in _BOUND_WORDS if word in name]
    if not found and name.endswith(("%", "％")):  # “达标率100%”
        stem = name[:-1].rstrip("0123456789.")
        if stem.endswith(("率", "比例", "满意度")) and len(stem) < len(name) - 1:
            found = [(len(stem), "")]
    if len(found) != 1 or "每" in name:
        return None
    start, word = found[0]
    after = name[start + len(word) :].lstrip()
    digits = after[: len(after) - len(after.lstrip("0123456789."))].rstrip(".")
    if not digits or digits.count(".") > 1 or digits.startswith("."):
        return None
    rest = after[len(digits) :].lstrip()
    counting = (u for u in (rest[:2], rest[:1]) if u in COUNT_UNITS)
    unit = "%" if rest[:1] in ("%", "％") else next(counting, None)
    if unit is None and word == "达到":  # “达到3A级”
        return None
    end = name.index(after) + len(after) - len(rest) + len(unit or "")
    return Bound(name[start:end], Decimal(digits), unit)


def unbounded(name: str) -> str:
    """The name without the bound at its end: 竣工验收合格率 of “竣工验收合格率达到100%”."""
    bound = bound_in_name(name)
    return name.removesuffix(bound.text) if bound is not None else name


class Indicator(Frozen):
    """A level-3 indicator (三级指标) with its target value (指标值).

    ``level1`` and ``level2`` are the labels as printed, resolved over merged and blank cells;
    ``category`` and ``kind`` are the classes they name, None when they name none. ``weight`` is
    the points (权重 / 分值) stated for the row. ``at`` gives the place of ``level1``, ``level2``,
    ``name``, ``value`` and ``weight``; ``originals`` the cell's text where reading cleaned it;
    ``others`` are the row's further columns, header and text, that no field holds.
    """

    category: Category | None
    kind: Kind | None
    level1: str
    level2: str
    name: str
    value: TargetValue
    weight: Decimal | None = None
    scoring_standard: str | None = None  # 评价标准 / 评（扣）分标准
    remark: str | None = None  # 备注
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)
    originals: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    others: tuple[tuple[str, str], ...] = ()

    @property
    def is_cost(self) -> bool:
        """A cost indicator (成本指标), under 产出 or as a class of its own."""
        return self.kind in COST_KINDS or self.category is Category.COST

    @property
    def has_number(self) -> bool:
        """The target is a number that is to be reached or kept, not a word and not a day."""
        return self.value.number is not None and self.value.nature is Nature.QUANTITATIVE

    @property
    def is_satisfaction(self) -> bool:
        """A satisfaction indicator (满意度指标), by its level 1 or its level 2."""
        return self.category is Category.SATISFACTION or self.kind is Kind.SATISFACTION

    @property
    def is_stated(self) -> bool:
        """A value is written, and neither it nor the name says that the row does not apply."""
        return not self.value.is_blank and not self.is_declared_inapplicable

    @property
    def states_levels(self) -> bool:
        """Levels (分档) or points stand in the scoring standard or the remark of the row."""
        if self.scoring_standard is None and self.remark is None:
            return False
        text = f"{self.scoring_standard or ''}{self.remark or ''}"
        if any(mark in text for mark in "扣得档") and any(c.isdigit() for c in text):
            return True
        return sum(word in text for word in _LEVEL_WORDS) > 1

    @property
    def is_serial_date(self) -> bool:
        """The value under 时效 is a bare number that is a day of 2000–2049 in a workbook."""
        text = self.value.text
        return (
            self.kind is Kind.TIMELINESS
            and text.isdecimal()
            and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL
        )

    @cached_property
    def repetition(self) -> Literal["whole", "part"] | None:
        """How far the value only says the name again (同义反复); None when it says more.

        ``whole``: the name itself, but for an ending such as 情况. ``part``: the state the name
        ends in (“话务运营畅通” — “畅通”), or the name without that state. A name that asks
        (及时性, 合规率, 是否…) and a word that answers are no repetition.
        """
        name, value = self.name.strip(), self.value.text.strip()
        if self.value.nature is Nature.QUANTITATIVE or not value:
            return None
        if self.value.nature is Nature.TEXT:
            stem = _without_ending(value)
            if value == name or stem == _without_ending(name):
                return "whole"
            if len(stem) * 2 > len(name) and name.startswith(stem):
                return "part"
        ends_alike = len(value) > 1 and name.endswith(value) and "是否" not in name
        return "part" if ends_alike else None

    @property
    def is_declared_inapplicable(self) -> bool:
        """The row says of itself that it does not apply (“本项目不适用此指标”, “无”)."""
        return self.name.strip() in NULL_WORDS or self.value.text.strip() in NULL_WORDS


def _without_ending(text: str) -> str:
    """``text`` without the noun that only names a respect (情况, 程度, 性)."""
    ending = next((e for e in _ENDINGS if text.endswith(e) and text != e), "")
    return text.removesuffix(ending).removesuffix("的") if ending else text
