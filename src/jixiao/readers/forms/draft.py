"""A target while its table is being read, and how it becomes a record."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from jixiao.model.disclosure import Notice
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.money import MoneyUnit
from jixiao.model.project import Department, Funding, FundingLine
from jixiao.model.target import MainTask, PerformanceTarget
from jixiao.readers.forms.cell_text import (
    Amount,
    cleaned,
    department,
    money_unit,
    read_amount,
    ticked,
)
from jixiao.readers.forms.labels import label as bare_label
from jixiao.readers.forms.variants import variant_of
from jixiao.readers.grid import Cell

_ANNUAL = ("当年", "年度", "本年", "申请")
_PERIOD = ("中期", "实施期", "长期", "项目")


class MoneyCell(NamedTuple):
    """One amount of the form: which field its label names, and where its columns stand."""

    field: str
    label: str
    amount: Amount | None
    text: str
    column: int
    section: str | None
    at: Location


class Draft:
    """A target while its table is being read."""

    def __init__(self, heading: str | None, heading_at: Location | None, place: Location) -> None:
        self.fields: dict[str, str] = {}
        self.at: dict[str, Location] = {"table": place}
        self.originals: dict[str, str] = {}
        self.indicators: list[Indicator] = []
        self.period_indicators: list[Indicator] = []
        self.others: list[tuple[str, str]] = []
        self.tasks: list[MainTask] = []
        self.money: list[MoneyCell] = []
        self.unit: MoneyUnit | None = None
        self.year: int | None = None
        self.title_year: int | None = None
        self.labels: list[str] = []
        self.headers: set[str] = set()
        self.is_side_by_side = False
        self.section: str | None = None  # the label merged over the row that is being read
        self.form: str | None = None
        self.widest_row = 0
        self.rows_with_fields = 0
        self.empty_kinds: dict[tuple[str, str], Location] = {}
        self.heading = heading
        if heading_at is not None:
            self.at["heading"] = heading_at

    @property
    def _name(self) -> str:
        return self.fields.get("project_name") or self.heading or "—"

    @property
    def is_empty(self) -> bool:
        """Nothing of a target has been read into it yet."""
        return not self.fields and not self.has_indicators and not self.money

    @property
    def has_indicators(self) -> bool:
        """At least one indicator has been read."""
        return bool(self.indicators or self.period_indicators)

    @property
    def is_form(self) -> bool:
        """What was read makes a target: indicators, or labelled cells of several kinds.

        A lone label met in some other table (a list of purchases has 项目名称 too) does not.
        """
        if self.has_indicators or self.headers:
            return True
        is_narrow = self.widest_row < 3
        if "project_name" in self.at:
            return is_narrow or self.rows_with_fields > 1
        has_objective = any("objective" in field for field in self.fields)
        has_total = any(cell.field.startswith("total") for cell in self.money)
        return has_total and (is_narrow or has_objective or "implementing_unit" in self.at)

    def take_unit(self, text: str) -> None:
        """Take the money unit ``text`` names, unless one is known already."""
        if self.unit is None and text:
            self.unit = money_unit(text)

    def keep(self, field: str, label: Cell, value: Cell | None, locate: Locate) -> None:
        """Put the text of ``value`` where the label says."""
        text = value.text if value is not None else ""
        self.labels.append(label.text)
        if "元" in label.text:
            self.unit = self.unit or money_unit(label.text)
        place = locate(value or label)
        if field.startswith("funding."):
            self.keep_money(field[8:], label.text, text, label.column, place)
        elif field == "other":
            self.keep_other(label.text, text)
        else:
            self.keep_text(field, label.text, text, place)

    def keep_text(self, field: str, label: str, text: str, place: Location) -> None:
        """Put ``text`` into ``field``; a second, different text is kept beside it."""
        is_objective = "objective" in field
        value = text.strip() if is_objective else cleaned(text)
        held = self.fields.get(field)
        if held:
            if value and value != held:
                self.others.append((cleaned(label).rstrip("：:"), text.strip()))
            return
        self.fields[field] = value
        self.at[field] = place
        if not is_objective and value != text.strip():
            self.originals[field] = text

    def note_exchanged(self, headers: str, place: Location | None) -> None:
        """Keep the headers that were read the other way round than they are printed."""
        self.originals["headers"] = headers
        if place is not None:
            self.at["headers"] = place

    def keep_money(self, field: str, label: str, text: str, column: int, place: Location) -> None:
        """Put the amount in ``text`` among the form's amounts."""
        read = read_amount(text) if text.strip() else None
        name = cleaned(label).rstrip("：:").strip()
        if read is not None and read.unit is not None:
            self.unit = self.unit or read.unit
        self.money.append(MoneyCell(field, name, read, text.strip(), column, self.section, place))

    def keep_other(self, label: str, text: str) -> None:
        """Keep a labelled cell that no field holds, and the options ticked in it."""
        name = cleaned(label).rstrip("：:").strip()
        self.others.append((name, text.strip()))
        chosen = ticked(text)
        if chosen:
            self.others.append((f"{name}（勾选）", "、".join(chosen)))

    # ── the finished target ──────────────────────────────────────────────────────────────────

    def finished(self, notices: list[Notice]) -> PerformanceTarget:
        """The frozen target; what is odd about it goes to ``notices``."""
        text = self._settled
        annual = text("annual_objective")
        if annual is None:
            annual = text("annual_objective?", as_field="annual_objective")
        elif "annual_objective?" in self.fields:
            general = text("annual_objective?", as_field="period_objective")
            if general and not self.fields.get("period_objective"):
                self.fields["period_objective"] = general
            elif general:
                self.others.append(("总体目标", general))
        self.at.pop("annual_objective?", None)
        period = text("project_period") or self._stated_period()
        funding = self._funding(notices)
        supervisor = text("supervising_department")
        self._tell_empty(notices)
        return PerformanceTarget(
            heading=self.heading,
            fiscal_year=self.year or self.title_year,
            project_name=text("project_name"),
            responsible_person=text("responsible_person"),
            unit_seal=text("unit_seal"),
            supervising_department=self._department(supervisor),
            implementing_unit=text("implementing_unit"),
            project_source=text("project_source"),
            project_period=period,
            funding=funding,
            annual_objective=annual,
            indicators=tuple(self.indicators),
            period_objective=text("period_objective"),
            period_indicators=tuple(self.period_indicators),
            others=tuple(self.others),
            form=self.form or self._variant(),
            at=self.at,
            originals=self.originals,
            tasks=tuple(self.tasks),
        )

    def _variant(self) -> str:
        if "project_source" in self.at:  # only the Anhui platform prints 项目来源
            return "anhui-platform"
        return variant_of(
            {bare_label(text) for text in self.labels},
            self.headers,
            self.indicators,
            has_period_indicators=bool(self.period_indicators),
            is_side_by_side=self.is_side_by_side,
        )

    def _settled(self, field: str, as_field: str | None = None) -> str | None:
        value = self.fields.get(field)
        if as_field is not None and field in self.at and (value or as_field not in self.at):
            self.at[as_field] = self.at[field]
        return value or None

    def _department(self, supervisor: str | None) -> Department | None:
        code = self.fields.get("supervising_code") or None
        if supervisor is None:
            if code:
                self.others.append(("主管部门编码", code))
            return None
        found = department(supervisor)
        if code and found.code is None:
            return Department(code, found.name)
        if code and code != found.code:
            self.others.append(("主管部门编码", code))
        return found

    def _stated_period(self) -> str | None:
        """First and last day, where the form has a cell for each."""
        first, last = self.fields.get("period_start"), self.fields.get("period_end")
        for field, name in (("period_start", "计划开始日期"), ("period_end", "计划完成日期")):
            if field in self.fields:
                self.others.append((name, self.fields[field]))
                self.at.setdefault("project_period", self.at[field])
        return f"{first}至{last}" if first and last else first or last or None

    def _funding(self, notices: list[Notice]) -> Funding:
        """The year's money, the whole period's, and every other amount the form states."""
        held: dict[str, Decimal | None] = {}
        lines: list[FundingLine] = []
        strong = {cell.field for cell in self.money}
        anchors: dict[int, MoneyCell] = {}
        for cell in self.money:
            field, label = cell.field, cell.label
            if field == "total?":
                field = "whole_period" if "total" in strong else "total"
            if field in ("total", "whole_period"):
                anchors[cell.column] = cell._replace(field=field)
            elif field == "source":
                field = "line"
            elif anchors and not any(word in label for word in _ANNUAL):
                anchor = self._anchor(anchors, cell.column)
                is_period = anchor.field == "whole_period" and "total" in strong
                if is_period and anchor.section == cell.section:
                    label, field = f"{anchor.label}：{label}", "line"
            number = self._number(cell, notices)
            if field == "line" or held.get(field) is not None:
                self.at[f"funding.lines.{len(lines)}"] = cell.at
                lines.append(FundingLine(label, number))
            else:
                held[field] = number
                self.at[f"funding.{field}"] = cell.at
        return Funding(
            held.get("total"),
            held.get("fiscal"),
            held.get("other"),
            self.unit,
            held.get("whole_period"),
            tuple(lines),
        )

    @staticmethod
    def _anchor(anchors: dict[int, MoneyCell], column: int) -> MoneyCell:
        """The total over a part: the one in the nearest column on the left, the last one there."""
        left = [c for c in anchors if c <= column]
        return anchors[max(left) if left else min(anchors)]

    def _number(self, cell: MoneyCell, notices: list[Notice]) -> Decimal | None:
        if cell.amount is None:
            if cell.text and cell.text not in ("无", "/", "-", "—", "——"):
                self.others.append((cell.label, cell.text))
                notices.append(
                    Notice(
                        f"“{cell.label}”栏的“{_short(cell.text)}”读不出金额，原文保留在其他栏目里。",
                        f"no amount can be read from “{_short(cell.text)}” under “{cell.label}”; "
                        "the text is kept among the other cells",
                        cell.at,
                    )
                )
            return None
        number, unit, rest = cell.amount
        if rest:
            self.originals[f"funding.{cell.label}"] = cell.text
            if read_amount(rest) is not None and read_amount(rest)[0] == number:  # type: ignore[index]
                notices.append(
                    Notice(
                        f"“{cell.label}”栏里同一金额写了两遍：“{_short(cell.text)}”，按一个读取。",
                        f"the amount under “{cell.label}” stands twice in its cell: "
                        f"“{_short(cell.text)}”; it was read once",
                        cell.at,
                    )
                )
        if unit is not None and self.unit is not None and unit is not self.unit:
            self.originals[f"funding.{cell.label}"] = cell.text
            return cell.amount.in_unit(self.unit)
        return number

    def _tell_empty(self, notices: list[Notice]) -> None:
        """Say which level-2 rows the form has and nobody filled in."""
        if self.has_indicators and not self.empty_kinds:
            return
        filled = {(i.level1, i.level2) for i in (*self.indicators, *self.period_indicators)}
        empty = [key for key in self.empty_kinds if key[1] and key not in filled]
        if self.headers and not self.has_indicators:
            notices.append(
                Notice(
                    f"“{self._name}”的指标表是空的，没有一行填写。",
                    f"the indicator table of “{self._name}” is blank",
                    self.at["table"],
                )
            )
        elif empty:
            names = "、".join(dict.fromkeys(level2 for _, level2 in empty))
            notices.append(
                Notice(
                    f"“{self._name}”的{names}没有填写。",
                    f"nothing is filled in under {names} of “{self._name}”",
                    self.empty_kinds[empty[0]],
                )
            )


Locate = Callable[[Cell], Location]


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
