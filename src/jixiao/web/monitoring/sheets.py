"""The monitoring sheet (监控表) from what the unit states and what was measured. No Django.

Content: ``{"paid": "40.5", "spending": {"reason", "measures"}, "rows": {key: {"actual", "reason",
"measures", "causes": [], "possibility"}}}``; texts as typed, amounts in 万元. A blank is not 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from jixiao.model.evaluation import Actual, ExecutionRow
from jixiao.model.finding import Message
from jixiao.model.indicator import Indicator
from jixiao.model.money import Money, MoneyUnit, digits
from jixiao.model.monitoring import (
    Cause,
    Light,
    Monitored,
    MonitoredFunds,
    MonitoringSheet,
    Possibility,
)
from jixiao.model.target import PerformanceTarget
from jixiao.readers.forms.actual_value import read_actual
from jixiao.readers.forms.cell_text import amount
from jixiao.regulations.parameter import Norms
from jixiao.scoring.monitoring import monitor_indicator, spending_light
from jixiao.web.exceptions import Incomplete
from jixiao.web.monitoring.readings import (
    actual_from,
    as_decided,
    key_of,
    months_from,
    number_of,
    with_reasons,
)

Json = dict[str, Any]
SPENDING = "spending"
YEAR_TOTAL = "年度资金总额"
LONGEST = 5000
_TEXTS = ("actual", "reason", "measures", "possibility", "reading")
_WORST = (Light.RED, Light.YELLOW, Light.BLUE, Light.GREEN)
_NOT_CERTAIN = (Possibility.POSSIBLE, Possibility.IMPOSSIBLE)


class Budget(NamedTuple):
    """What may be spent in 万元: ``initial`` 年初预算数, ``adjusted`` 全年预算数."""

    initial: Decimal | None
    adjusted: Decimal | None


class Row(NamedTuple):
    """A row as a page shows it: the key, what was computed, what was stated, what proves it."""

    key: str
    monitored: Monitored
    stated: Json
    is_measured: bool
    proof: Json


class Sheet(NamedTuple):
    """A report computed: the form, its rows, what must still be done before it is handed in."""

    form: MonitoringSheet
    spending: Row
    rows: tuple[Row, ...]

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The spending, then the indicators."""
        return (self.spending, *self.rows)


def sound_content(value: Mapping[str, Any]) -> Json:
    """Content with every text in its place; what is none is refused."""
    rows = value.get("rows", {})
    if not isinstance(rows, dict) or len(rows) > 500:
        raise unsound()
    return {
        "paid": text_of(value.get("paid", "")),
        SPENDING: _stated(value.get(SPENDING, {})),
        "rows": {text_of(key): _stated(row) for key, row in rows.items()},
    }


def _stated(row: Any) -> Json:
    if not isinstance(row, dict):
        raise unsound()
    causes = row.get("causes", [])
    known = {cause.value for cause in Cause}
    if not isinstance(causes, list) or not set(map(str, causes)) <= known:
        raise unsound()
    return {name: text_of(row.get(name, "")) for name in _TEXTS} | {"causes": causes}


def text_of(value: Any) -> str:
    """A text of the content as it can be kept; what is none, or too long, is refused."""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise unsound()
    return value.encode("utf-8", "replace").decode().replace("\0", "").strip()


def unsound() -> Incomplete:
    """The refusal of content that is not complete."""
    return Incomplete(
        "填报内容不完整或过长，未保存。请刷新页面后重试。",
        "what was filled in is not complete or too long, nothing was saved; reload and try again",
    )


def indicators_of(target: PerformanceTarget) -> Iterator[tuple[str, Indicator]]:
    """The rows that are monitored and evaluated, each with its key."""
    for indicator in target.indicators:
        if indicator.name and not indicator.is_declared_inapplicable:
            yield key_of(indicator), indicator


def computed(
    target: PerformanceTarget,
    content: Mapping[str, Any],
    measured: Mapping[str, Any],
    budget: Budget,
    month: int,
    norms: Norms,
) -> Sheet:
    """The sheet at the end of ``month``."""
    stated: Mapping[str, Any] = content.get("rows", {})
    found: Mapping[str, Any] = measured.get("rows", {})
    aside: Mapping[str, Any] = measured.get("set_aside", {})
    reasons: Mapping[str, Any] = measured.get("reasons", {})
    rows = tuple(
        _row(
            key,
            indicator,
            with_reasons(stated.get(key, {}), reasons.get(key)),
            found.get(key),
            month,
            norms,
            target.fiscal_year,
        )
        for key, indicator in indicators_of(target)
        if key not in aside
    )
    paid, is_measured = paid_of(content, measured)
    initial = number_of(measured.get("initial")) or budget.initial
    adjusted = number_of(measured.get("adjusted")) or budget.adjusted
    months = months_from(measured.get("paid_months", []))
    unit = MoneyUnit.TEN_THOUSAND
    said = with_reasons(content.get(SPENDING, {}), reasons.get(SPENDING))
    spent = _with_reason(spending_light(paid, adjusted, month, norms, months, unit.value), said)
    expected = spent.forecast.value if spent.forecast is not None else None
    rate = ExecutionRow(YEAR_TOTAL, initial, adjusted, paid).quotient
    department = target.supervising_department
    form = MonitoringSheet(
        title=target.title,
        department=department.name if department is not None else "",
        implementing_unit=target.implementing_unit or "",
        fiscal_year=target.fiscal_year or 0,
        month=month,
        unit=unit,
        funds=(MonitoredFunds(YEAR_TOTAL, initial, adjusted, paid, rate, expected),),
        spending=spent,
        rows=tuple(row.monitored for row in rows),
        objective=target.annual_objective or "",
        note=measured.get("note", ""),
        left_out=tuple(
            Message(
                f"“{indicator.name}”本年不监控：{aside[key][0]}。",
                f"“{indicator.name}” is not monitored this year: {aside[key][1]}.",
            )
            for key, indicator in indicators_of(target)
            if key in aside
        ),
    )
    spending = Row(SPENDING, spent, said, is_measured, measured.get("paid_proof", {}))
    return Sheet(form, spending, rows)


def drop_measured(content: Json, measured: Mapping[str, Any], *names: str) -> None:
    """Take the ``names`` of rows that were measured out of content: they are not typed over."""
    found = measured.get("rows", {})
    for key, row in content["rows"].items():
        if found.get(key, {}).get("text"):
            row.update(dict.fromkeys(names, ""))
    if measured.get("paid") is not None:
        content["paid"] = ""


def paid_of(content: Mapping[str, Any], measured: Mapping[str, Any]) -> tuple[Decimal | None, bool]:
    """What was paid in 万元, and whether it was measured."""
    if measured.get("paid") is not None:
        return number_of(measured["paid"]), True
    number, unit = amount(content.get("paid", ""))
    if number is not None and unit is not None:
        number = Money(number, unit).to(MoneyUnit.TEN_THOUSAND).amount
    return number, False


def _row(
    key: str,
    indicator: Indicator,
    said: Json,
    found: Mapping[str, Any] | None,
    month: int,
    norms: Norms,
    year: int | None,
) -> Row:
    is_measured = found is not None and bool(found["text"])
    if found is not None and is_measured:
        actual, months, roll_up = actual_from(found), months_from(found["months"]), found["roll_up"]
    else:
        actual, months, roll_up = typed_actual(said.get("actual", ""), indicator), (), ""
    meant = as_decided(indicator, said, found)
    row = monitor_indicator(meant, actual, month, months, norms, roll_up or None, year)
    if roll_up:
        row = replace(row, roll_up=roll_up)
    chosen = said.get("possibility", "")
    if row.possibility is None and chosen in {p.value for p in Possibility}:
        possibility = Possibility(chosen)
        must = row.needs_reason or possibility in _NOT_CERTAIN
        row = replace(row, possibility=possibility, needs_reason=must)
    return Row(key, _with_reason(row, said), said, is_measured, dict(found or {}))


def typed_actual(text: str, indicator: Indicator) -> Actual:
    """An actual value as the unit typed it."""
    return read_actual(text, indicator.value)


def _with_reason(row: Monitored, said: Mapping[str, Any]) -> Monitored:
    parts = [said.get("reason", "")]
    if said.get("measures"):
        parts.append(f"改进措施：{said['measures']}")
    causes = tuple(Cause(cause) for cause in said.get("causes", []))
    return replace(row, reason="；".join(part for part in parts if part), causes=causes)


def worst_light(sheet: Sheet) -> str:
    """The gravest light of all rows; empty where none is lit."""
    lit = {row.monitored.light for row in sheet.all_rows}
    return next((light.value for light in _WORST if light in lit), "")


def summary_of(sheet: Sheet) -> Json:
    """The lights counted, and what the funds came to; for lists and overviews."""
    lights = [row.monitored.light for row in sheet.all_rows]
    funds = sheet.form.funds[0]
    return {
        "lights": {light.value: lights.count(light) for light in Light},
        "unlit": lights.count(None),
        "budget": digits(funds.budget),
        "paid": digits(funds.paid),
        "pace": digits(sheet.spending.monitored.pace),
    }


def name_of(row: Row) -> tuple[str, str]:
    """What a row is called, in Chinese and English."""
    indicator = row.monitored.indicator
    return (indicator.name, indicator.name) if indicator else ("预算执行", "spending")


def lacking(sheet: Sheet, proved: frozenset[str]) -> list[tuple[str, str]]:
    """What must be filled in before it is handed in; ``proved`` are the rows that have proofs."""
    found: list[tuple[str, str]] = []
    for row in sheet.all_rows:
        zh, en = name_of(row)
        monitored = row.monitored
        is_spending = monitored.indicator is None
        is_blank = sheet.form.funds[0].paid is None if is_spending else monitored.actual.is_blank
        is_due = (
            is_spending
            or monitored.indicator is None
            or (monitored.indicator.value.deadline is None)
        )
        if is_blank and not row.stated.get("reason") and is_due:
            found.append(
                (f"“{zh}”没有填写，也没有说明原因", f"“{en}” is blank and no reason is stated")
            )
        elif not is_blank and not row.is_measured and row.key not in proved:
            found.append((f"“{zh}”没有佐证材料", f"“{en}” has no proof"))
        if monitored.needs_reason and not (row.stated.get("reason") and row.stated.get("measures")):
            found.append((f"“{zh}”须写明原因和改进措施", f"“{en}” needs reasons and measures"))
    return found
