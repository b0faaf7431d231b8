"""SCO02 execution-points-wrong (预算执行率得分有误)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.location import first_place
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.execution import points_by_parts, total_row


@rule(
    code="SCO02",
    name="execution-points-wrong",
    title=Message("预算执行率得分有误", "wrong points for the execution rate"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#execution-score", "sichuan-zipingbiao-2023#execution-rate"),
    message=Message(
        "预算执行率表中得分{stated}，复算为{own}，相差{difference}分；请核对",
        "the execution rate has {stated} points in the form, {own} worked out again, "
        "{difference} apart; please check",
    ),
    since="0.1",
)
def execution_points_wrong(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """The points of the execution rate (执行率得分) are weight × paid ÷ adjusted budget.

    Where the row of the total is 0 and its parts are not, points that follow from the parts stand.
    """
    funds, points = sheet.evaluation.funds, sheet.execution
    row = total_row(funds)
    if row is None or row.points is None:
        yield NotApplicable("没有写预算执行率得分", "no points of the execution rate are stated")
    elif points.points is None:
        yield InsufficientData(
            f"预算执行率得分不能复算。{points.working.zh.removesuffix('。')}",
            f"the points of the execution rate cannot be worked out again. {points.working.en}",
        )
    elif row.points == points_by_parts(funds, points.weight, norms):
        yield InsufficientData(
            "资金总额一行为0，得分与分项相符",
            "the row of the total is 0; the points follow its parts",
        )
    elif row.points != points.points:
        yield Fault(
            first_place(sheet.evaluation.at, "funds.0.points", "funds.0"),
            working=points.working,
            stated=plain(row.points),
            own=plain(points.points),
            difference=plain(abs(row.points - points.points)),
        )
