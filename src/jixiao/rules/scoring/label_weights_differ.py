"""SCO15 label-weights-differ (标注的分值与各行不符)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.points import NOTHING


@rule(
    code="SCO15",
    name="label-weights-differ",
    title=Message("标注的分值与各行不符", "points in a label that its rows do not make"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#weight-sums", "chizhou-zipingbiao-2022#weights"),
    message=Message(
        "“{label}”标注{stated}分，所属各项分值合计为{own}，相差{difference}；请核对",
        "“{label}” says {stated} points, its rows add up to {own}, {difference} apart; "
        "please check",
    ),
    since="0.1",
)
def label_weights_differ(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """The points printed with a level-1 label (产出指标（50分）) are those of its rows."""
    labelled = sheet.evaluation.labelled_weights
    if not labelled:
        yield NotApplicable("一级指标没有标注分值", "no level-1 label states points")
    for label, stated, indicators in labelled:
        weights = [i.weight for i in indicators if i.weight is not None]
        if len(weights) < len(indicators):
            yield InsufficientData(
                f"“{label}”各项的分值（空白不按0计）",
                f"the weights of all rows under “{label}” (a blank is not 0)",
            )
            continue
        own = sum(weights, NOTHING)
        if own != stated:
            parts = [plain(weight) for weight in weights]
            yield Fault(
                indicators[0].at.get("level1"),
                quote=label,
                working=Message(
                    f"{'＋'.join(parts)}＝{plain(own)}", f"{' + '.join(parts)} = {plain(own)}"
                ),
                label=label,
                stated=plain(stated),
                own=plain(own),
                difference=plain(abs(own - stated)),
            )
