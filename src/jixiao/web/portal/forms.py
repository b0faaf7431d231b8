"""What a list is narrowed by (筛选): the same names on pages, in downloads and in ``/api/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

CATEGORIES = (
    ("cost", "成本指标", "cost"),
    ("output", "产出指标", "output"),
    ("benefit", "效益指标", "benefit"),
    ("satisfaction", "满意度指标", "satisfaction"),
)
GRADES = ("优", "良", "中", "差")
PROJECT_ORDERS = (
    ("", "相关程度", "relevance"),
    ("-amount", "金额从高到低", "amount, highest first"),
    ("amount", "金额从低到高", "amount, lowest first"),
    ("-year", "年度从近到远", "year, latest first"),
    ("name", "项目名称", "name"),
    ("-points", "得分从高到低", "points, highest first"),
    ("points", "得分从低到高", "points, lowest first"),
)
INDICATOR_ORDERS = (
    ("", "相关程度", "relevance"),
    ("name", "指标名称", "name"),
    ("-year", "年度从近到远", "year, latest first"),
    ("-number", "目标值从高到低", "value, highest first"),
    ("number", "目标值从低到高", "value, lowest first"),
)
ORDERS = {key for key, *_ in (*PROJECT_ORDERS, *INDICATOR_ORDERS)}
LARGEST = Decimal("1e12")  # 万元
LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Filters:
    """Blank and None mean: all. Amounts are in 万元."""

    q: str = ""
    year: int | None = None
    department: str = ""
    unit: str = ""
    body: int | None = None
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    category: str = ""
    measurable: str = ""  # yes, no
    grade: str = ""
    order: str = ""
    page: int = 1

    def query(self, **changes: object) -> str:
        """The part of an address after ``?`` that stands for this, with ``changes``."""
        changed = replace(self, **{"page": 1} | changes)  # type: ignore[arg-type]
        pairs = [(name, getattr(changed, name)) for name in self.__slots__]
        return urlencode(
            [
                (name, str(value))
                for name, value in pairs
                if value not in ("", None) and (name, value) != ("page", 1)
            ]
        )

    @property
    def are_set(self) -> bool:
        """Anything is narrowed."""
        return replace(self, order="", page=1) != Filters()


def filters(given: Mapping[str, str]) -> Filters:
    """What stands in an address; what makes no sense there is as if it were not."""
    return Filters(
        q=_text(given.get("q", ""), 10_000),
        year=_whole(given.get("year", ""), 1949, 2200),
        department=_text(given.get("department", "")),
        unit=_text(given.get("unit", "")),
        body=_whole(given.get("body", ""), 1, 2**31 - 1),
        amount_from=_amount(given.get("amount_from", "")),
        amount_to=_amount(given.get("amount_to", "")),
        category=_one_of(given.get("category", ""), {key for key, *_ in CATEGORIES}),
        measurable=_one_of(given.get("measurable", ""), {"yes", "no"}),
        grade=_one_of(given.get("grade", ""), set(GRADES)),
        order=_one_of(given.get("order", ""), ORDERS),
        page=_whole(given.get("page", ""), 1, LAST_PAGE) or 1,
    )


def _text(given: str, longest: int = 200) -> str:
    return given.encode("utf-8", "replace").decode().replace("\0", "").strip()[:longest]


def _whole(given: str, least: int, most: int) -> int | None:
    if not (given.isascii() and given.isdecimal() and len(given) <= 12):
        return None
    return number if least <= (number := int(given)) <= most else None


def _amount(given: str) -> Decimal | None:
    try:
        number = Decimal(given.replace(",", "").strip()) if len(given) <= 30 else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and abs(number) < LARGEST else None


def _one_of(given: str, known: set[str]) -> str:
    return given if given in known else ""
