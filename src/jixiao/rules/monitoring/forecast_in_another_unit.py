"""MON08 forecast-in-another-unit (预计完成值与指标值单位不同)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.monitoring import MonitoringForm
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.units import factor


@rule(
    code="MON08",
    name="forecast-in-another-unit",
    title=Message("预计完成值与指标值单位不同", "a forecast in another unit"),
    severity=Severity.ERROR,
    basis=("caiyu-2021-101#indicator-fields", "caiyu-2019-136#method"),
    message=Message(
        "“{name}”的指标值为“{wanted}”，全年预计完成为“{expected}”，单位“{own}”和“{other}”不"
        "能换算；请改用同一单位",
        "the target of “{name}” is “{wanted}”, “{expected}” is expected: “{own}” and "
        "“{other}” cannot be converted; please use one unit",
    ),
    since="0.1",
)
def forecast_in_another_unit(form: MonitoringForm, norms: Norms) -> Iterator[Verdict]:
    """The value expected for the year is in the target's unit, or in one that converts exactly."""
    rows = [(row, row.units) for row in form.rows if row.units]
    if not rows:
        yield NotApplicable("没有带单位的预计完成值", "no value is expected in a unit")
    for row, (own, other) in rows:
        if factor(other, own) is None:
            yield Fault(
                row.indicator.at.get("expected"),
                quote=row.expected.text,
                name=row.indicator.name,
                wanted=row.indicator.value.text,
                expected=row.expected.text,
                own=own,
                other=other,
            )
