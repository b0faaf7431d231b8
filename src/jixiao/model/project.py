"""Projects as a publication lists them, and the bodies that answer for them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jixiao.model.finding import InsufficientData
from jixiao.model.frozen import Frozen, field
from jixiao.model.location import Location
from jixiao.model.money import Money, MoneyUnit

FUNDS_UNKNOWN = InsufficientData("年度资金总额或其单位", "the annual funds or their unit")


class Department(Frozen):
    """The supervising department (主管部门) and its code: ``[009]…``, ``219-…``."""

    code: str | None
    name: str


class ListedProject(Frozen):
    """A line of the front list (公开清单). ``amount`` is None where the cell is blank.

    ``implementing_unit`` is the unit the list names for the project, where it has such a column.
    """

    number: int | None
    name: str
    amount: Decimal | None
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)
    implementing_unit: str | None = None


class WithheldProject(Frozen):
    """A project the publication names but does not publish (不公开), with the ground it gives."""

    name: str
    amount: Decimal | None
    reason: str | None
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)


# Sources beside 财政拨款 and 其他资金, by how their label ends.
_OWN_SOURCES = (
    *("上年结转资金", "上年结转", "上年结转结余", "单位资金", "自有资金", "自筹资金", "社会资金"),
    *("债券资金", "财政专户管理资金", "财政专户资金", "事业收入", "经营收入"),
)


class FundingLine(Frozen):
    """A further source of funds a form states (上年结转资金, 单位资金 …), as printed."""

    label: str
    amount: Decimal | None


class Funding(Frozen):
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
        """The sources that make up the total: 财政拨款, 其他资金, carried-over and own money.

        Lines that divide 财政拨款 by level or budget, or the whole period's money, are left out.
        """
        lines = [line for line in self.lines if line.label.endswith(_OWN_SOURCES)]
        if any(line.label.endswith("单位资金") for line in lines):
            lines = [line for line in lines if not line.label.endswith("收入")]
        lines = [line for line in lines if "：" not in line.label]
        return (
            FundingLine("财政拨款", self.fiscal),
            FundingLine("其他资金", self.other),
            *lines,
        )

    @property
    def annual(self) -> Money | InsufficientData:
        """The year's funds (年度资金总额) as something to compare with, else why they are none."""
        total = self.money("total")
        if total is None:
            return FUNDS_UNKNOWN
        if total.yuan < 0:
            return InsufficientData(
                f"年度资金总额{total}小于0", f"the annual funds, {total}, are below 0"
            )
        return total

    def money(self, name: str) -> Money | None:
        """``total``, ``fiscal``, ``other`` or ``whole_period`` with its unit; None if unknown."""
        amount = getattr(self, name)
        return Money(amount, self.unit) if amount is not None and self.unit is not None else None
