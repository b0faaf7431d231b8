"""SCO16 class-weights-off-template (各类分值与模板不符)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.model.terms import CATEGORY_LABELS, Category
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.points import NOTHING
from jixiao.scoring.weights import class_of

CLASSES = (Category.COST, Category.OUTPUT, Category.BENEFIT, Category.SATISFACTION)


@rule(
    code="SCO16",
    name="class-weights-off-template",
    title=Message("各类分值与模板不符", "class weights that fit no template"),
    severity=Severity.INFO,
    basis=("caiyu-2020-10#self-evaluation-weights", "caiyu-2021-101#weights"),
    message=Message(
        "各类分值（{own_zh}）与本地本年度的各套模板（{known_zh}）都不同；请确认是否另有规定",
        "the class weights ({own_en}) are those of no template in use ({known_en}); please "
        "confirm that another rule holds",
    ),
    since="0.1",
)
def class_weights_off_template(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """The weights of the classes (产出、效益、满意度) are those of a template of year and place."""
    total = sum(sheet.weights, sheet.execution.weight)
    is_whole = len(sheet.weights) == len(sheet.counted) and total == norms.total_weight
    if sheet.evaluation.is_of_department or not is_whole:
        yield NotApplicable(
            "部门整体自评，或者分值不全、合计不为满分",
            "a department's self-evaluation, or weights that are not whole",
        )
        return
    own = dict.fromkeys(CLASSES, NOTHING)
    for indicator, weight in sheet.evaluation.weighted:
        own[class_of(indicator)] += weight
    templates = [template.parts for template in norms.weight_templates]
    held = (sheet.execution.weight, *own.values())
    if held not in templates:
        yield Fault(
            sheet.evaluation.at.get("table"),
            own_zh=_told(held, 0),
            own_en=_told(held, 1),
            known_zh="；".join(_told(template, 0) for template in templates),
            known_en="; ".join(_told(template, 1) for template in templates),
        )


def _told(weights: Sequence[Decimal], language: int) -> str:
    labels = [("预算执行率", "execution"), *(CATEGORY_LABELS[c] for c in CLASSES)]
    parts = zip(labels, weights, strict=True)
    return ("、", ", ")[language].join(f"{label[language]} {plain(w)}" for label, w in parts if w)
