"""On-site checks (现场核查): what could be drawn, what was drawn, and with what chance."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from jixiao.model.finding import Message
from jixiao.model.frozen import Frozen
from jixiao.model.named import NamedTuple


class Stratum(StrEnum):
    """How a unit is treated (抽查层)."""

    CERTAIN = "certain"  # 必查
    DRAWN = "drawn"  # 按金额和风险抽取
    OUT = "out"  # nothing to weigh: never drawn


class SignCount(NamedTuple):
    """How often a sign of risk (风险信号) was seen; ``sign`` is its name in the norms."""

    sign: str
    times: int


class SamplingUnit(Frozen):
    """A project or a payment that can be drawn (抽样单元).

    ``amount`` is in 万元, a reversal below 0, None where it is not known.
    """

    id: str
    title: str
    amount: Decimal | None
    signs: tuple[SignCount, ...] = ()


class WeighedUnit(Frozen):
    """A unit in a plan: its risk (风险值), its size × risk, its chance, whether it was drawn.

    ``probability`` is the exact chance of being in the sample before the draw (入样概率).
    """

    unit: SamplingUnit
    stratum: Stratum
    risk: Decimal
    size: Decimal
    probability: Fraction
    is_chosen: bool
    reason: Message


class SamplingPlan(Frozen):
    """A plan of on-site checks (抽查方案): every unit with its chance, those drawn among them.

    The same units, seed and numbers give the same plan, in whatever order the units came.
    ``frame_sha256`` is the hash of the units and numbers it was drawn from.
    """

    seed: str
    wanted: int
    certain_from: Decimal
    units: tuple[WeighedUnit, ...]
    frame_sha256: str
    working: Message

    @property
    def chosen(self) -> tuple[WeighedUnit, ...]:
        """The units to be checked."""
        return tuple(unit for unit in self.units if unit.is_chosen)


class Inspection(Frozen):
    """An on-site check that was made (现场核查记录): what was looked at, found and asked for.

    ``role`` is who did it, by role; ``follow_up`` is blank where nothing was asked for.
    """

    project: str
    date: str
    role: str
    scope: str
    found: str
    follow_up: str
