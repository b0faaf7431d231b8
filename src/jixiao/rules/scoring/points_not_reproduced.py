"""SCO17 points-not-reproduced (总分复算不符)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.execution import filled_parts

MOST_NAMED = 5


@rule(
    code="SCO17",
    name="points-not-reproduced",
    title=Message("总分复算不符", "a total that does not come out again"),
    severity=Severity.ERROR,
    basis=("caiyu-2020-10#self-evaluation-truth", "pingtai-shijian#weight-sums"),
    message=Message(
        "总分为{stated}，按表中完成情况复算为{own}，相差{difference}；请逐项核对",
        "the total is {stated}, worked out again from the form it is {own}, {difference} "
        "apart; please check row by row",
    ),
    since="0.1",
)
def points_not_reproduced(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """The total comes out again by the official method; rows that cannot be scored are named.

    Where every row states its points, what is wrong is told there (SCO02, SCO03, SCO04, SCO12,
    SCO13), and this only says what it comes to.
    """
    if not sheet.stated:
        yield NotApplicable("没有写得分", "no points are stated")
        return
    closed = sheet.not_reproduced
    if closed:
        named = closed[:MOST_NAMED]
        names = "、".join(f"“{row.row.indicator.name}”" for row in named)
        names_en = ", ".join(f"“{row.row.indicator.name}”" for row in named)
        more = Message("等", " and others") if len(closed) > len(named) else Message("", "")
        why = closed[0].points.working
        yield InsufficientData(
            f"{len(closed)}项得分不能复算：{names}{more.zh}；如第一项，{why.zh.removesuffix('。')}",
            f"points that cannot be worked out again: {len(closed)} ({names_en}{more.en}); "
            f"of the first: {why.en}",
        )
        return
    stated, own = sheet.evaluation.total, sheet.total
    if stated is None or own is None:
        yield InsufficientData(
            "总分，或者预算执行率的得分", "the total, or the points of the execution rate"
        )
    elif filled_parts(sheet.evaluation.funds) is not None:
        yield InsufficientData(
            "预算执行率的得分：资金总额一行为0，而分项有数",
            "the points of the execution rate: the row of the total is 0 while its parts are not",
        )
    elif not sheet.least <= stated <= own:
        yield Fault(
            sheet.evaluation.at.get("total"),
            severity=Severity.INFO if sheet.are_points_complete else Severity.ERROR,
            working=sheet.working,
            stated=plain(stated),
            own=plain(own),
            difference=plain(abs(stated - own)),
        )
