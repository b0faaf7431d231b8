"""Monitoring (绩效运行监控, 双监控): spending and indicators against the pace of the year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from jixiao.model.evaluation import Actual, units_of
from jixiao.model.finding import Message
from jixiao.model.frozen import Frozen, field
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
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


class MonitoringRow(Frozen):
    """A row of a disclosed monitoring form: the indicator and all that is stated beside it.

    ``actual`` is 1–N月执行情况, ``expected`` 全年预计完成情况; ``possibilities`` are the columns of
    完成目标可能性 that are ticked, none or several where the form is filled in so. ``causes`` are
    the causes ticked or described, ``reason`` what is said of them.
    """

    indicator: Indicator
    actual: Actual
    expected: Actual
    possibilities: tuple[Possibility, ...] = ()
    causes: tuple[Cause, ...] = ()
    reason: str = ""

    @property
    def units(self) -> tuple[()] | tuple[str, str]:
        """The units of target and forecast; nothing where one of them has none."""
        return units_of(self.indicator, self.expected)

    @property
    def is_explained(self) -> bool:
        """A reason is stated, a cause ticked, or something said in the remark."""
        return bool(self.reason or self.causes or self.indicator.remark)

    def reaches(self, share: Decimal | None) -> bool:
        """The actual value is at least ``share`` per cent of the target of the whole year."""
        number, target = self.actual.number, self.indicator.value.number
        if number is None or target is None or share is None:
            return False
        return number * 100 >= share * target

    @property
    def is_unsure(self) -> bool:
        """The form says that the target may not be reached (有可能、完全不可能)."""
        return any(p is not Possibility.CERTAIN for p in self.possibilities)


class MonitoringForm(Frozen):
    """A monitoring form as printed (项目支出绩效目标执行监控表), nothing worked out.

    ``month`` is the last month it covers, None where the form does not say; ``reported_on`` the
    ISO day on which it was filled in. ``funds`` holds the rows of 项目资金, that of 年度资金总额
    first. ``at`` gives places; ``funds.0`` and so on for the funds.
    """

    title: str
    fiscal_year: int | None
    department: str
    implementing_unit: str
    month: int | None
    unit: MoneyUnit | None
    funds: tuple[MonitoredFunds, ...]
    rows: tuple[MonitoringRow, ...]
    objective: str = ""
    reported_on: str | None = None
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)

    @property
    def spending(self) -> MonitoredFunds | None:
        """The row of the year's whole money (年度资金总额); None where there is none."""
        return self.funds[0] if self.funds else None
