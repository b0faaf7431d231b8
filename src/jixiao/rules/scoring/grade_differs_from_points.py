"""SCO07 grade-differs-from-points (等级与得分不符)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.grade import grade_of
from jixiao.scoring.points import NOTHING


@rule(
    code="SCO07",
    name="grade-differs-from-points",
    title=Message("等级与得分不符", "a grade that does not follow from the points"),
    severity=Severity.ERROR,
    basis=("caizhengbu-dengji#bands",),
    message=Message(
        "自评等级为“{grade}”，总分{total}应为“{own_zh}”；请核对",
        "the grade stated is “{grade}”, a total of {total} is “{own_en}”; please check",
    ),
    since="0.1",
)
def grade_differs_from_points(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """The grade (自评等级) is that of the band in which the stated total lies."""
    stated, total = sheet.evaluation.grade, sheet.evaluation.total
    if not stated:
        yield NotApplicable("没有写自评等级", "no grade is stated")
        return
    if total is None:
        yield InsufficientData("总分", "the total")
        return
    own = grade_of(max(total, NOTHING), norms)
    assert own is not None
    if stated[0] != own.zh:
        yield Fault(
            sheet.evaluation.at.get("grade"),
            quote=stated,
            grade=stated,
            total=plain(total),
            own_zh=own.zh,
            own_en=own.en,
        )
