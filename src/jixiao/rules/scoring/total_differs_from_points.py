"""SCO13 total-differs-from-points (总分与各项得分不符)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.execution import stated_points
from jixiao.scoring.points import NOTHING


@rule(
    code="SCO13",
    name="total-differs-from-points",
    title=Message("总分与各项得分不符", "a total that differs from its points"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#weight-sums", "caiyu-2020-10#self-evaluation-truth"),
    message=Message(
        "总分为{stated}，各项得分合计为{own}，相差{difference}；请核对",
        "the total is {stated}, the points add up to {own}, {difference} apart; please check",
    ),
    since="0.1",
)
def total_differs_from_points(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """The total (总分) is the sum of the points that the form states."""
    evaluation = sheet.evaluation
    stated = sheet.stated
    if evaluation.total is None or not stated:
        yield NotApplicable("没有总分或者各项得分", "there is no total, or there are no points")
        return
    execution = stated_points(evaluation.funds)
    blank = len(sheet.counted) - len(stated)
    blank += execution is None and sheet.execution.weight > 0
    if blank:
        yield InsufficientData(
            f"{blank}项的得分（空白不按0计）", f"the points of {blank} rows (a blank is not 0)"
        )
        return
    parts = [*([execution] if execution is not None else []), *stated]
    total = sum(parts, NOTHING)
    if total != evaluation.total:
        written = [plain(part) for part in parts]
        yield Fault(
            evaluation.at.get("total"),
            working=Message(
                f"{'＋'.join(written)}＝{plain(total)}", f"{' + '.join(written)} = {plain(total)}"
            ),
            stated=plain(evaluation.total),
            own=plain(total),
            difference=plain(abs(total - evaluation.total)),
        )
