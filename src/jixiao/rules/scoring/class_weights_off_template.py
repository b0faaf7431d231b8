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
    rows = [r.row.indicator for r in sheet.rows if r.is_counted]
    weights = [i.weight for i in rows if i.weight is not None]
    total = sum(weights) + sheet.execution.weight
    is_whole = len(weights) == len(rows) and total == norms.total_weight
    if sheet.evaluation.is_of_department or not is_whole:
        yield NotApplicable(
            "部门整体自评，或者分值不全、合计不为满分",
            "a department's self-evaluation, or weights that are not whole",
        )
        return
    own = dict.fromkeys(CLASSES, total * 0)
    for indicator in rows:
        own[class_of(indicator)] += indicator.weight or 0
    templates = [
        (t.execution, t.cost, t.output, t.benefit, t.satisfaction) for t in norms.weight_templates
    ]
    held = (sheet.execution.weight, *own.values())
    if all(tuple(w or 0 for w in template) != held for template in templates):
        yield Fault(
            sheet.evaluation.at.get("table"),
            own_zh=_told(held, 0),
            own_en=_told(held, 1),
            known_zh="；".join(_told(template, 0) for template in templates),
            known_en="; ".join(_told(template, 1) for template in templates),
        )


def _told(weights: Sequence[Decimal | None], language: int) -> str:
    labels = [("预算执行率", "execution"), *(CATEGORY_LABELS[c] for c in CLASSES)]
    parts = zip(labels, weights, strict=True)
    return ("、", ", ")[language].join(f"{label[language]} {plain(w)}" for label, w in parts if w)
