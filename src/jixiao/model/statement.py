"""What a document says of performance in sentences (文字表述): no table, no indicator.

A prose budget says how many projects have targets and how much money they are for; final accounts
say how many were evaluated. These are statements of the whole, never targets.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from jixiao.model.frozen import Frozen, field
from jixiao.model.location import Location
from jixiao.model.money import Money, MoneyUnit


class StatementKind(StrEnum):
    """What a sentence speaks of."""

    TARGETS = "targets"  # 编报绩效目标的项目
    SELF_EVALUATION = "self-evaluation"  # 开展绩效自评
    EVALUATION = "evaluation"  # 部门评价、财政评价、重点评价
    MONITORING = "monitoring"  # 绩效监控
    GOAL = "goal"  # a project's goal in words, under the heading 绩效目标


class Statement(Frozen):
    """One sentence as printed, and the figures in it: None for what it does not state.

    ``projects`` is the number of projects, ``amount`` the money they are for, in ``unit``;
    ``share`` the per cent it says that is of all project expenditure.
    """

    kind: StatementKind
    text: str
    projects: int | None = None
    amount: Decimal | None = None
    unit: MoneyUnit | None = None
    share: Decimal | None = None
    fiscal_year: int | None = None
    at: Location | None = field(default=None, compare=False)

    @property
    def money(self) -> Money | None:
        """The amount with its unit; None where either is not stated."""
        if self.amount is None or self.unit is None:
            return None
        return Money(self.amount, self.unit)
