"""What persons decided and stated of a programme (``decisions/``): tiers, rows set aside, reasons.

Nothing is overwritten: a later line with a reason takes the place of an earlier one on the same
indicator, and both stay in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from jixiao.model.finding import Message
from jixiao.model.indicator import Indicator
from jixiao.model.named import NamedTuple
from jixiao.programme.plain_files import rows_of

TIERS_FILE = "decisions/tiers.csv"
NOT_APPLICABLE_FILE = "decisions/not_applicable.csv"
DEVIATIONS_FILE = "decisions/deviations.csv"
SPENDING = "预算执行率"
UNIT_ROLES = ("单位负责人", "项目责任人")
DEPARTMENT_ROLES = ("主管部门", "财政部门")
CAUSES_SEPARATOR = "、"
# House settings: targets are set in the year before, evaluation ends in the second year after.
_YEARS_BEFORE = 1
_YEARS_AFTER = 2


class Decision(NamedTuple):
    """A person's confirmation of a tier (定档)."""

    project: str
    indicator: str
    level2: str
    tier: str
    role: str
    date: str
    reason: str


class NotApplicable(NamedTuple):
    """A decision that an indicator does not count this year (不适用), by a document."""

    project: str
    indicator: str
    level2: str
    role: str
    date: str
    reason: str
    document: str

    @property
    def said(self) -> Message:
        """Who decided when, why and by which document."""
        return Message(
            f"{self.role}于{self.date}决定不适用，依据{self.document}：{self.reason}",
            f"decided on {self.date} by {self.role}, by {self.document}: {self.reason}",
        )


class Deviation(NamedTuple):
    """Why a month or the year deviates and what is done about it (偏差原因分析及改进措施).

    ``period`` is ``2024-07`` for a monitoring, ``2024`` for the year; the ``indicator`` 预算执行率
    with a blank ``level2`` is the spending. ``cause`` names columns of the monitoring form.
    """

    project: str
    indicator: str
    level2: str
    period: str
    cause: str
    reason: str
    measure: str
    role: str
    date: str

    @property
    def text(self) -> str:
        """Reason and measure as the forms show them."""
        return f"{_sentence(self.reason)}改进措施：{_sentence(self.measure)}"

    @property
    def causes(self) -> tuple[str, ...]:
        """The names of the causes, one by one."""
        return tuple(name for name in self.cause.split(CAUSES_SEPARATOR) if name)


class _Dated(Protocol):
    @property
    def date(self) -> str: ...

    @property
    def reason(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_Dated)


def standing(entries: Iterable[_Entry]) -> _Entry:
    """The entry that stands of several on one thing: the latest with a reason, else the first.

    Of two of one day the earlier line stands; the check of the folder tells them.
    """
    stands: _Entry | None = None
    for entry in entries:
        if stands is None or (entry.reason and entry.date > stands.date):
            stands = entry
    if stands is None:
        raise ValueError("nothing to choose from")
    return stands


def is_day(text: str) -> bool:
    """``text`` is an ISO day, ``2024-08-28``."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def undated(day: str, fiscal_year: int) -> Message | None:
    """What is wrong with the day of a decision: no ISO day, or far from the year it is about."""
    if not is_day(day):
        return Message(
            f"日期“{day}”应写成{fiscal_year}-08-28这样",
            f"the date “{day}” should be written as {fiscal_year}-08-28",
        )
    if not fiscal_year - _YEARS_BEFORE <= int(day[:4]) <= fiscal_year + _YEARS_AFTER:
        return Message(
            f"日期“{day}”离{fiscal_year}年度太远，请核实",
            f"the date “{day}” is far from the year {fiscal_year}",
        )
    return None


def refusal(decision: NotApplicable, indicator: Indicator) -> Message | None:
    """Why a row may not be set aside by this decision; None where it may.

    House rule: role, day, reason and document are stated; a unit sets aside no row of cost or
    satisfaction, which only the department in charge or the finance department may.
    """
    stated = (
        (decision.role, "岗位", "the role"),
        (decision.reason, "理由", "the reason"),
        (decision.document, "依据文件", "the document"),
    )
    for text, zh, en in stated:
        if not text:
            return Message(f"没有写{zh}", f"{en} is not stated")
    if not is_day(decision.date):
        return Message(
            f"日期“{decision.date}”应写成2024-08-28这样",
            f"the date “{decision.date}” should be written as 2024-08-28",
        )
    roles = (*UNIT_ROLES, *DEPARTMENT_ROLES)
    if decision.role not in roles:
        return Message(
            f"岗位“{decision.role}”应为{'、'.join(roles)}之一",
            f"the role “{decision.role}” should be one of {', '.join(roles)}",
        )
    is_kept = indicator.is_cost or indicator.is_satisfaction
    if is_kept and decision.role not in DEPARTMENT_ROLES:
        return Message(
            f"成本和满意度指标只能由{'或'.join(DEPARTMENT_ROLES)}决定不适用",
            "a row of cost or satisfaction is set aside only by the department in charge or the "
            f"finance department ({', '.join(DEPARTMENT_ROLES)})",
        )
    return None


def read_tiers(folder: Path) -> Iterator[Decision]:
    """The tiers confirmed."""
    for _, row in rows_of(folder, TIERS_FILE, Decision._fields):
        yield Decision(**row)


def read_not_applicable(folder: Path) -> Iterator[NotApplicable]:
    """The indicators taken out of the year's scoring."""
    for _, row in rows_of(folder, NOT_APPLICABLE_FILE, NotApplicable._fields):
        yield NotApplicable(**row)


def read_deviations(folder: Path) -> Iterator[Deviation]:
    """The reasons and measures stated."""
    for _, row in rows_of(folder, DEVIATIONS_FILE, Deviation._fields):
        yield Deviation(**row)


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"
