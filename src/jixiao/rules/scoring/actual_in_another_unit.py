"""SCO14 actual-in-another-unit (完成值与指标值单位不同)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.units import factor


@rule(
    code="SCO14",
    name="actual-in-another-unit",
    title=Message("完成值与指标值单位不同", "an actual value in another unit"),
    severity=Severity.ERROR,
    basis=("caiyu-2021-101#indicator-fields", "pingtai-shijian#numeric-check"),
    message=Message(
        "“{name}”的指标值为“{wanted}”，实际完成值为“{actual}”，单位“{own}”和“{other}”不能换"
        "算；请改用同一单位",
        "the target of “{name}” is “{wanted}”, the actual value “{actual}”: “{own}” and "
        "“{other}” cannot be converted; please use one unit",
    ),
    since="0.1",
)
def actual_in_another_unit(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """Target and actual value are in one unit, or in units that convert exactly (计量单位)."""
    rows = [(r.row, r.row.units) for r in sheet.rows if r.row.units]
    if not rows:
        yield NotApplicable(
            "没有指标值和完成值都带单位的指标", "no row has units in target and actual value"
        )
    for row, (own, other) in rows:
        if factor(other, own) is None:
            yield Fault(
                row.indicator.at.get("actual"),
                quote=row.actual.text,
                name=row.indicator.name,
                wanted=row.indicator.value.text,
                actual=row.actual.text,
                own=own,
                other=other,
            )
