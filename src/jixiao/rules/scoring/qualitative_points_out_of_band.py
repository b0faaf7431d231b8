"""SCO04 qualitative-points-out-of-band (定性指标得分越档)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="SCO04",
    name="qualitative-points-out-of-band",
    title=Message("定性指标得分越档", "points outside the band of the tier"),
    severity=Severity.ERROR,
    basis=("caiyu-2020-10#scoring-qualitative", "pingtai-shijian#qualitative-bands"),
    message=Message(
        "“{name}”完成情况为“{actual}”，可得{low}至{high}分，表中得分{stated}；请按档次核对",
        "what came of “{name}” is “{actual}”, worth {low} to {high}, the form gives "
        "{stated}; please check the tier",
    ),
    since="0.1",
)
def qualitative_points_out_of_band(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """The points of a qualitative indicator lie in the band (档次) of the tier that was reached."""
    rows = [row for row in sheet.replayed if not row.is_fixed]
    if not rows:
        yield NotApplicable(
            "没有写明档次和得分的定性指标", "no qualitative indicator states its tier and points"
        )
    for row in rows:
        if row.stated < row.low or row.high < row.stated <= row.weight:
            yield Fault(
                row.indicator.at.get("points"),
                working=row.working,
                name=row.indicator.name,
                actual=row.actual.text,
                low=plain(row.low),
                high=plain(row.high),
                stated=plain(row.stated),
            )
