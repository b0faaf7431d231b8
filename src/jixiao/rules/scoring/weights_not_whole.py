"""SCO01 weights-not-whole (分值合计不为满分)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.execution import stated_weight
from jixiao.scoring.points import NOTHING


@rule(
    code="SCO01",
    name="weights-not-whole",
    title=Message("分值合计不为满分", "weights that do not make the full total"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#weight-sums", "caiyu-2020-10#self-evaluation-weights"),
    message=Message(
        "{what_zh}",
        "{what_en}",
    ),
    since="0.1",
)
def weights_not_whole(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """The weights (分值) with that of the execution rate make the full total, each above 0."""
    evaluation = sheet.evaluation
    stated = sheet.weights
    if not stated:
        yield NotApplicable("表中没有写分值", "no weights are stated")
        return
    for indicator, weight in evaluation.weighted:
        if weight <= 0:
            yield Fault(
                indicator.at.get("weight"),
                what_zh=f"“{indicator.name}”的分值为{plain(weight)}，应大于0；请核对",
                what_en=f"the weight of “{indicator.name}” is {plain(weight)} and should be above "
                "0; please check",
            )
    count = len(sheet.counted) - len(stated)
    if count > 0:
        yield InsufficientData(
            f"{count}项指标的分值（空白不按0计）",
            f"the weights of {count} indicators (a blank is not 0)",
        )
        return
    execution = stated_weight(evaluation.funds)
    total = sum(stated, sum(filter(None, [execution]), NOTHING))
    due = {norms.total_weight}
    if execution is None:  # a footnote may give its points
        due.add(norms.total_weight - norms.execution_weight)
    if total not in due:
        parts = [*map(plain, stated), *map(plain, filter(None, [execution]))]
        asked = plain(norms.total_weight)
        off = plain(abs(norms.total_weight - total))
        yield Fault(
            evaluation.at.get("table"),
            working=Message(
                f"{'＋'.join(parts)}＝{plain(total)}", f"{' + '.join(parts)} = {plain(total)}"
            ),
            what_zh=f"各项分值合计为{plain(total)}，应为{asked}，相差{off}；请核对各项分值",
            what_en=f"the weights add up to {plain(total)}, {asked} is due, {off} apart; please "
            "check each",
        )
