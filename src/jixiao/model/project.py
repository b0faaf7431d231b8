"""Projects as a publication lists them, and the bodies that answer for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.model.location import Location
from jixiao.model.money import Money, MoneyUnit


@dataclass(frozen=True)
class Department:
    """The supervising department (主管部门) and its code: ``[009]…``, ``219-…``."""

    code: str | None
    name: str


@dataclass(frozen=True)
class ListedProject:
    """A line of the front list (公开清单). ``amount`` is None where the cell is blank."""

    number: int | None
    name: str
    amount: Decimal | None
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class WithheldProject:
    """A project the publication names but does not publish (不公开), with the ground it gives."""

    name: str
    amount: Decimal | None
    reason: str | None
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class FundingLine:
    """A further source of funds a form states (上年结转资金, 单位资金 …), as printed."""

    label: str
    amount: Decimal | None


@dataclass(frozen=True)
class Funding:
    """The annual funds of a project (项目资金). Amounts are as printed; blank is None, not 0.

    ``total`` 年度资金总额, ``fiscal`` 财政拨款, ``other`` 其他资金; ``lines`` holds what the form
    states beside these, the whole-period total (项目资金总额) as ``whole_period``.
    """

    total: Decimal | None
    fiscal: Decimal | None
    other: Decimal | None
    unit: MoneyUnit | None
    whole_period: Decimal | None = None
    lines: tuple[FundingLine, ...] = ()

    @property
    def sources(self) -> tuple[FundingLine, ...]:
        """The sources that make up the total: 财政拨款, 其他资金 and what else the form states."""
        return (
            FundingLine("财政拨款", self.fiscal),
            FundingLine("其他资金", self.other),
            *self.lines,
        )

    def money(self, name: str) -> Money | None:
        """``total``, ``fiscal``, ``other`` or ``whole_period`` with its unit; None if unknown."""
        amount = getattr(self, name)
        return Money(amount, self.unit) if amount is not None and self.unit is not None else None
