"""Monitoring (绩效运行监控, 双监控): spending and indicators against the pace of the year."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from jixiao.model.evaluation import Actual
from jixiao.model.finding import Message
from jixiao.model.frozen import Frozen
from jixiao.model.indicator import Indicator
from jixiao.model.money import MoneyUnit


class Light(StrEnum):
    """A monitoring light (监控灯)."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"  # far above the target

    @property
    def zh(self) -> str:
        """红灯, 黄灯, 绿灯 or 蓝灯."""
        return {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "blue": "蓝灯"}[self.value]


class Possibility(StrEnum):
    """Whether the target will be reached (完成目标可能性)."""

    CERTAIN = "确定能"
    POSSIBLE = "有可能"
    IMPOSSIBLE = "不可能"


class Forecast(Frozen):
    """The value expected at the year's end (全年预计), with an interval; how it was worked out.

    ``method`` names the method in a few words; blank where nothing had to be forecast.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    working: Message
    method: Message = Message("", "")


class Cause(StrEnum):
    """What a deviation comes from (偏差原因), in the columns of the national form."""

    FUNDS = "经费保障"
    RULES = "制度保障"
    STAFF = "人员保障"
    EQUIPMENT = "硬件条件保障"
    OTHER = "其他"


class Monitored(Frozen):
    """An indicator, or the spending (``indicator`` None), at the end of a month.

    ``pace`` is the progress in per cent of what the month asks for; None where it has none.
    ``light`` is None where nothing can be said: ``working`` tells why. ``needs_reason`` is true
    where the rules ask for reasons and measures (红、黄灯；有可能、不可能). ``months`` are the
    values of the single months; ``roll_up`` says how they make up the year, as in a measurement.
    ``reason`` and ``causes`` are what the unit states: nothing is made up where it states none.
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
    roll_up: str = ""
    reason: str = ""
    causes: tuple[Cause, ...] = ()


class MonitoredFunds(Frozen):
    """One row of the funds of a monitoring form (项目资金), blank is None.

    ``initial`` 年初预算数, ``adjusted`` 全年预算数 (调整后), ``paid`` the 执行数 up to the month,
    ``rate`` its 执行率 in per cent, ``expected`` 全年预计执行数.
    """

    label: str
    initial: Decimal | None = None
    adjusted: Decimal | None = None
    paid: Decimal | None = None
    rate: Decimal | None = None
    expected: Decimal | None = None

    @property
    def budget(self) -> Decimal | None:
        """What may be spent: 全年预算数, else 年初预算数."""
        return self.initial if self.adjusted is None else self.adjusted


class MonitoringSheet(Frozen):
    """The monitoring of one project up to the end of ``month`` (项目支出绩效运行监控).

    ``funds`` holds the rows of 项目资金, that of 年度资金总额 first; ``unit`` is the money unit.
    ``note`` is said of the whole: for evidence that is synthetic, that it is. ``left_out`` tells
    the indicators that do not apply this year, and by whose decision.
    """

    title: str
    department: str
    implementing_unit: str
    fiscal_year: int
    month: int
    unit: MoneyUnit
    funds: tuple[MonitoredFunds, ...]
    spending: Monitored
    rows: tuple[Monitored, ...]
    objective: str = ""
    note: str = ""
    left_out: tuple[Message, ...] = ()
