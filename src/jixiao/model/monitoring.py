"""Monitoring (绩效运行监控, 双监控): spending and indicators against the pace of the year."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from jixiao.model.evaluation import Actual
from jixiao.model.finding import Message
from jixiao.model.frozen import Frozen
from jixiao.model.indicator import Indicator


class Light(StrEnum):
    """A monitoring light (监控灯)."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"  # far above the target

    @property
    def zh(self) -> str:
        """红灯, 黄灯, 绿灯, 蓝灯."""
        return {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "blue": "蓝灯"}[self.value]


class Possibility(StrEnum):
    """Whether the target will be reached (完成目标可能性)."""

    CERTAIN = "确定能"
    POSSIBLE = "有可能"
    IMPOSSIBLE = "不可能"


class Forecast(Frozen):
    """The value expected at the year's end (全年预计), with an interval; how it was worked out."""

    value: Decimal
    low: Decimal
    high: Decimal
    working: Message


class Monitored(Frozen):
    """An indicator, or the spending (``indicator`` None), at the end of a month.

    ``pace`` is the progress in per cent of what the month asks for; None where it has none.
    ``light`` is None where nothing can be said: ``working`` tells why. ``needs_reason`` is true
    where the rules ask for reasons and measures (红、黄灯；有可能、不可能).
    """

    indicator: Indicator | None
    actual: Actual
    pace: Decimal | None
    light: Light | None
    forecast: Forecast | None
    possibility: Possibility | None
    needs_reason: bool
    working: Message
    months: tuple[tuple[int, Decimal | None], ...] = ()
