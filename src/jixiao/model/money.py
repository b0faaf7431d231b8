"""Amounts of money (金额): a decimal and its unit, never a bare number."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from jixiao.model.named import NamedTuple


class MoneyUnit(StrEnum):
    """The unit an amount is stated in (金额单位)."""

    YUAN = "元"
    TEN_THOUSAND = "万元"
    HUNDRED_MILLION = "亿元"


YUAN_PER_UNIT = {
    MoneyUnit.YUAN: Decimal(1),
    MoneyUnit.TEN_THOUSAND: Decimal(10_000),
    MoneyUnit.HUNDRED_MILLION: Decimal(100_000_000),
}
UNIT_WORDS = {
    "元": MoneyUnit.YUAN,
    "人民币元": MoneyUnit.YUAN,
    "万": MoneyUnit.TEN_THOUSAND,
    "万元": MoneyUnit.TEN_THOUSAND,
    "亿": MoneyUnit.HUNDRED_MILLION,
    "亿元": MoneyUnit.HUNDRED_MILLION,
}


class Money(NamedTuple):
    """An amount in 元, 万元 or 亿元. Compare with :meth:`yuan`; two units are never mixed."""

    amount: Decimal
    unit: MoneyUnit

    @property
    def yuan(self) -> Decimal:
        """The amount in 元, exact."""
        return self.amount * YUAN_PER_UNIT[self.unit]

    def to(self, unit: MoneyUnit) -> Money:
        """The same amount stated in ``unit``, exact."""
        return Money(self.yuan / YUAN_PER_UNIT[unit], unit)

    def __str__(self) -> str:
        return f"{plain(self.amount)}{self.unit.value}"


def written_sum(parts: Iterable[Money], unit: MoneyUnit, language: str = "zh") -> str:
    """The addition written out in ``unit``: “29.9 + 27.5 = 57.4（万元）”, in English “(万元)”."""
    amounts = [part.to(unit).amount for part in parts]
    terms = " + ".join(plain(amount) for amount in amounts)
    total = f"{terms} = {plain(sum(amounts, Decimal(0)))}"
    return f"{total} ({unit.value})" if language == "en" else f"{total}（{unit.value}）"


def digits(number: Decimal | None) -> str | None:
    """``number`` without exponent and with all its zeros, ``12.90``; None stays None."""
    return None if number is None else format(number, "f")


def plain(number: Decimal) -> str:
    """``number`` without exponent and without needless zeros: ``182.31``, ``12.9``, ``100``."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
