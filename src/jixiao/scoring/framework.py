"""Department and finance evaluation by the framework (评价指标体系: 决策、过程、产出、效益).

The items, test points and weights come from ``norms.evaluation_items``; a project may set its own,
with output and benefit at ``norms.output_benefit_minimum`` or more. Every item is scored twice, by
two scorers independently. Where they agree, that stands. Where they differ, the difference is
listed and the row stays open until someone settles it with a reason: no mean is taken. An item
that does not suit the project leaves its weight to the others of its class, so that the classes
weigh what they weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from jixiao.model.assessment import (
    EvaluationRow,
    EvaluationSheet,
    InapplicableItem,
    ItemGrade,
    Settlement,
    Side,
    Stage,
    StagePoints,
)
from jixiao.model.evaluation import Points
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Message
from jixiao.model.framework import EvaluationItem
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.scoring.grade import grade_of
from jixiao.scoring.points import NOTHING, given, how_rounded, share_of
from jixiao.scoring.weights import apportioned

RATIO = "按比率赋分 · by ratio"
CRITERIA = "按评价要点赋分 · by test points"


def evaluate(
    project: str,
    fiscal_year: int | None,
    side: Side,
    scorers: tuple[str, str],
    grades: Iterable[ItemGrade],
    norms: Norms,
    settlements: Iterable[Settlement] = (),
    inapplicable: Iterable[InapplicableItem] = (),
    items: Sequence[EvaluationItem] | None = None,
) -> EvaluationSheet:
    """The sheet of an evaluation from what the two scorers gave, and what was settled.

    ``items`` are the project's own, by default those of the norms. Raises UnusableRequest where a
    grade, a settlement or the framework cannot be right.
    """
    _check_scorers(side, scorers)
    whole = norms.evaluation_items if items is None else tuple(items)
    check_framework(whole, norms)
    left_out = tuple(inapplicable)
    suited = suited_items(whole, left_out, norms)
    by_name = {item.zh: item for item in suited}
    given_by = _grades_by_scorer(grades, scorers, by_name)
    settled = _settlements_by_item(settlements, by_name)
    rows = tuple(
        _row(
            item,
            given_by.get((scorers[0], item.zh)),
            given_by.get((scorers[1], item.zh)),
            settled.get(item.zh),
        )
        for item in suited
    )
    return _sheet(project, fiscal_year, side, scorers, rows, left_out, norms)


def check_framework(items: Sequence[EvaluationItem], norms: Norms) -> None:
    """Raise UnusableRequest unless the items can be used to evaluate.

    Their names differ, each has a class and a weight above 0, all classes occur, the weights add up
    to ``norms.total_weight`` and output and benefit reach their minimum.
    """
    names = [item.zh for item in items]
    for name in names:
        if names.count(name) > 1:
            raise UnusableRequest(
                f"评价指标“{name}”出现两次；请改名或者合并。",
                f"the item “{name}” stands twice; rename or merge it",
            )
    for item in items:
        if item.stage not in list(Stage):
            raise UnusableRequest(
                f"评价指标“{item.zh}”的类别“{item.stage}”不是决策、过程、产出、效益之一。",
                f"the class “{item.stage}” of the item “{item.zh}” is none of "
                f"{', '.join(Stage)}; correct it",
            )
        if item.weight <= 0:
            raise UnusableRequest(
                f"评价指标“{item.zh}”的分值为{plain(item.weight)}，应当大于0；不适用的请写明理由。",
                f"the weight of “{item.zh}” is {plain(item.weight)} and must be above 0; an item "
                "that does not apply is named as such, with the reason",
            )
    for stage in Stage:
        if not any(item.stage == stage for item in items):
            raise UnusableRequest(
                f"评价指标体系缺少“{stage.zh}”；请至少设一项。",
                f"the framework has no item of {stage.value}; set at least one",
            )
    total = sum((item.weight for item in items), NOTHING)
    if total != norms.total_weight:
        raise UnusableRequest(
            f"评价指标分值合计为{plain(total)}，应为{plain(norms.total_weight)}。",
            f"the weights of the items add up to {plain(total)}, not {plain(norms.total_weight)}; "
            "correct them",
        )
    results = _weight_of_results(items)
    least = norms.output_benefit_minimum
    if results * 100 < least * total:
        raise UnusableRequest(
            f"产出与效益分值合计为{plain(results)}，低于{plain(least)}%；请调整分值。",
            f"output and benefit weigh {plain(results)} together, less than {plain(least)} per "
            "cent; change the weights",
        )


def suited_items(
    items: Sequence[EvaluationItem], inapplicable: Iterable[InapplicableItem], norms: Norms
) -> tuple[EvaluationItem, ...]:
    """The items that suit the project; the weight of the others goes to those of their class."""
    reasons = {left_out.item: left_out.reason for left_out in inapplicable}
    for name, reason in reasons.items():
        if all(item.zh != name for item in items):
            raise _unknown(name)
        if not reason.strip():
            raise UnusableRequest(
                f"评价指标“{name}”不适用，没有写明理由；请补充。",
                f"the item “{name}” is said not to apply and no reason is given; state it",
            )
    weights: dict[str, Decimal] = {}
    for stage in Stage:
        of_stage = [item for item in items if item.stage == stage]
        kept = [item for item in of_stage if item.zh not in reasons]
        if not kept:
            raise UnusableRequest(
                f"“{stage.zh}”的全部指标都列为不适用，无法评价；请至少保留一项。",
                f"all items of {stage.value} are said not to apply; keep at least one",
            )
        if len(kept) == len(of_stage):
            continue
        whole = sum((item.weight for item in of_stage), NOTHING)
        parts = apportioned(
            whole, [item.weight for item in kept], [(item.zh,) for item in kept], norms.points_step
        )
        weights |= {item.zh: part for item, part in zip(kept, parts, strict=True)}
    return tuple(
        item._replace(weight=weights.get(item.zh, item.weight))
        for item in items
        if item.zh not in reasons
    )


def points_by_ratio(item: EvaluationItem, part: Decimal, whole: Decimal, norms: Norms) -> Points:
    """What an item that follows a ratio (资金到位率, 预算执行率, 实际完成率) would get: a proposal.

    ``part`` over ``whole``, at most full points and at least none. ``whole`` must be above 0.
    """
    if whole <= 0:
        raise UnusableRequest(
            f"“{item.zh}”的分母为{plain(whole)}，应当大于0。",
            f"the whole of “{item.zh}” is {plain(whole)} and must be above 0",
        )
    points = share_of(item.weight, part, whole, norms)
    sum_told = f"{plain(part)} ÷ {plain(whole)} × {plain(item.weight)}"
    rounding = how_rounded(norms)
    return given(
        points,
        item.weight,
        RATIO,
        Message(
            f"{item.zh}：{sum_told}，不超过满分，得{plain(points)}分{rounding.zh}。",
            f"{item.en}: {sum_told}, full points at most: {plain(points)} points{rounding.en}.",
        ),
    )


def points_by_criteria(item: EvaluationItem, met: Sequence[bool], norms: Norms) -> Points:
    """What an item gets when each of its test points weighs the same: a proposal.

    ``met`` says of each test point, in the order of ``item.criteria``, whether it is met.
    """
    if len(met) != len(item.criteria):
        raise UnusableRequest(
            f"“{item.zh}”有{len(item.criteria)}个评价要点，给出了{len(met)}个判断。",
            f"“{item.zh}” has {len(item.criteria)} test points and {len(met)} answers were given; "
            "give one for each",
        )
    reached = sum(met)
    points = share_of(item.weight, Decimal(reached), Decimal(len(met)), norms)
    missed = [c for c, is_met in zip(item.criteria, met, strict=True) if not is_met]
    missed_zh = f"；未满足：{'；'.join(c.zh for c in missed)}" if missed else ""
    missed_en = f"; not met: {' '.join(c.en for c in missed)}" if missed else ""
    sum_told = f"{plain(item.weight)} × {reached} ÷ {len(met)}"
    rounding = how_rounded(norms)
    return given(
        points,
        item.weight,
        CRITERIA,
        Message(
            f"{len(met)}个要点满足{reached}个，{sum_told}＝{plain(points)}分{rounding.zh}{missed_zh}。",
            f"{reached} of {len(met)} test points met, {sum_told} = {plain(points)} "
            f"points{rounding.en}{missed_en}.",
        ),
    )


def _weight_of_results(items: Sequence[EvaluationItem]) -> Decimal:
    results = (Stage.OUTPUT, Stage.BENEFIT)
    return sum((item.weight for item in items if item.stage in results), NOTHING)


def _check_scorers(side: Side, scorers: tuple[str, str]) -> None:
    if side not in (Side.DEPARTMENT, Side.FINANCE):
        raise UnusableRequest(
            f"评价指标体系用于部门评价和财政评价，不用于{side.label()}。",
            f"the framework is for departmental and finance evaluation, not for {side.label('en')}",
        )
    if not all(scorer.strip() for scorer in scorers) or scorers[0] == scorers[1]:
        raise UnusableRequest(
            "评价须由两位不同的评价人员独立评分；请写明两位。",
            "an evaluation needs two different scorers, each on their own; name both",
        )


def _grades_by_scorer(
    grades: Iterable[ItemGrade], scorers: tuple[str, str], items: dict[str, EvaluationItem]
) -> dict[tuple[str, str], ItemGrade]:
    found: dict[tuple[str, str], ItemGrade] = {}
    for grade in grades:
        if grade.scorer not in scorers:
            raise UnusableRequest(
                f"“{grade.scorer}”不是本次评价的评分人员（{'、'.join(scorers)}）。",
                f"“{grade.scorer}” is no scorer of this evaluation ({', '.join(scorers)})",
            )
        _check_points(grade.item, grade.points, items)
        key = (grade.scorer, grade.item)
        if key in found:
            raise UnusableRequest(
                f"“{grade.scorer}”对“{grade.item}”评了两次分；请只保留一次。",
                f"“{grade.scorer}” scored “{grade.item}” twice; keep one of the two",
            )
        found[key] = grade
    return found


def _settlements_by_item(
    settlements: Iterable[Settlement], items: dict[str, EvaluationItem]
) -> dict[str, Settlement]:
    found: dict[str, Settlement] = {}
    for settlement in settlements:
        _check_points(settlement.item, settlement.points, items)
        if not settlement.reason.strip() or not settlement.role.strip():
            raise UnusableRequest(
                f"“{settlement.item}”的定分缺少理由或者定分人；请补充。",
                f"the settlement of “{settlement.item}” lacks its reason or who settled it; "
                "state both",
            )
        if settlement.item in found:
            raise UnusableRequest(
                f"“{settlement.item}”有两次定分；请只保留一次。",
                f"“{settlement.item}” is settled twice; keep one of the two",
            )
        found[settlement.item] = settlement
    return found


def _check_points(name: str, points: Decimal, items: dict[str, EvaluationItem]) -> None:
    if name not in items:
        raise _unknown(name)
    weight = items[name].weight
    if not points.is_finite() or not NOTHING <= points <= weight:
        raise UnusableRequest(
            f"“{name}”的得分{points}不在0至{plain(weight)}之间；请改正。",
            f"{points} points for “{name}” do not lie between 0 and {plain(weight)}; correct them",
        )


def _unknown(name: str) -> UnusableRequest:
    return UnusableRequest(
        f"评价指标体系中没有适用的指标“{name}”；请核对名称。",
        f"the framework has no item “{name}” that applies; check the name",
    )


def _row(
    item: EvaluationItem,
    first: ItemGrade | None,
    second: ItemGrade | None,
    settlement: Settlement | None,
) -> EvaluationRow:
    notes = tuple(
        Message(
            f"“{grade.scorer}”扣了{plain(item.weight - grade.points)}分，没有写明理由。",
            f"“{grade.scorer}” took off {plain(item.weight - grade.points)} points and gives no "
            "reason.",
        )
        for grade in (first, second)
        if grade is not None and grade.points < item.weight and not grade.reason.strip()
    )
    if first is None or second is None:
        if settlement is not None:
            raise UnusableRequest(
                f"“{item.zh}”还没有两位人员的评分，不能定分。",
                f"“{item.zh}” has not been scored twice yet and cannot be settled",
            )
        count = sum(grade is not None for grade in (first, second))
        working = Message(
            f"已有{count}位评分，须两位独立评分。", f"Scored by {count} of the two scorers."
        )
        return EvaluationRow(item, first, second, None, None, None, working, notes)
    difference = second.points - first.points
    both = f"{plain(first.points)}、{plain(second.points)}"
    both_en = f"{plain(first.points)} and {plain(second.points)}"
    if not difference:
        if settlement is not None:
            raise UnusableRequest(
                f"“{item.zh}”两位评分一致，不须定分；请删去该定分。",
                f"the two scorers agree on “{item.zh}”, there is nothing to settle; remove the "
                "settlement",
            )
        working = Message(
            f"两位评分一致，得{plain(first.points)}分。",
            f"Both scorers give {plain(first.points)} points.",
        )
        return EvaluationRow(item, first, second, None, difference, first.points, working, notes)
    if settlement is None:
        working = Message(
            f"两位评分{both}，相差{plain(abs(difference))}，尚未定分。",
            f"The scorers give {both_en}, {plain(abs(difference))} apart; not settled yet.",
        )
        return EvaluationRow(item, first, second, None, difference, None, working, notes)
    least, most = sorted((first.points, second.points))
    if not least <= settlement.points <= most:
        notes += (
            Message(
                f"定分{plain(settlement.points)}不在两位评分{both}之间。",
                f"The settled {plain(settlement.points)} does not lie between {both_en}.",
            ),
        )
    reason = settlement.reason.strip().rstrip("。.")
    working = Message(
        f"两位评分{both}，相差{plain(abs(difference))}；{settlement.role}定为"
        f"{plain(settlement.points)}分，理由：{reason}。",
        f"The scorers give {both_en}, {plain(abs(difference))} apart; settled by "
        f"{settlement.role} at {plain(settlement.points)}, the reason: "
        f"{reason}.",
    )
    return EvaluationRow(
        item, first, second, settlement, difference, settlement.points, working, notes
    )


def _sheet(
    project: str,
    fiscal_year: int | None,
    side: Side,
    scorers: tuple[str, str],
    rows: tuple[EvaluationRow, ...],
    left_out: tuple[InapplicableItem, ...],
    norms: Norms,
) -> EvaluationSheet:
    stages = tuple(_stage_points(stage, rows) for stage in Stage)
    open_rows = [row for row in rows if row.points is None]
    reached = sum((row.points for row in rows if row.points is not None), NOTHING)
    open_weight = sum((row.item.weight for row in open_rows), NOTHING)
    total = None if open_rows else reached
    grade = grade_of(total, norms) if total is not None else None
    if total is None:
        working = Message(
            f"已定{plain(reached)}分，另有{len(open_rows)}项、分值{plain(open_weight)}未定，不计总分和等级。",
            f"{plain(reached)} points are fixed; {len(open_rows)} items with a weight of "
            f"{plain(open_weight)} are open, so there is no total and no grade.",
        )
    else:
        parts = [(stage, plain(stage.points or NOTHING)) for stage in stages]
        graded_zh = f"，等级为{grade.zh}" if grade is not None else ""
        graded_en = f", grade: {grade.en}" if grade is not None else ""
        working = Message(
            f"总分＝{'＋'.join(f'{s.stage.zh}{p}' for s, p in parts)}＝{plain(total)}{graded_zh}。",
            f"Total = {' + '.join(f'{s.stage.value} {p}' for s, p in parts)} = "
            f"{plain(total)}{graded_en}.",
        )
    differences = tuple(
        Message(f"{row.item.zh}：{row.working.zh}", f"{row.item.en}: {row.working.en}")
        for row in rows
        if row.difference
    )
    return EvaluationSheet(
        project,
        fiscal_year,
        side,
        scorers,
        rows,
        stages,
        left_out,
        total,
        reached,
        open_weight,
        grade,
        working,
        differences,
    )


def _stage_points(stage: Stage, rows: tuple[EvaluationRow, ...]) -> StagePoints:
    of_stage = [row for row in rows if row.item.stage == stage]
    points = [row.points for row in of_stage if row.points is not None]
    weight = sum((row.item.weight for row in of_stage), NOTHING)
    is_open = len(points) < len(of_stage)
    return StagePoints(stage, weight, None if is_open else sum(points, NOTHING))
