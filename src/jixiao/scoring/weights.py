"""Weights (分值、权重) of the indicators: as stated, by template where none are, re-scaled.

Where a form states weights they hold. Where it states none, the class weights come from
``norms.weight_templates``: the template that has a cost class exactly where the indicators have
one of their own, and a satisfaction class exactly where they have one. A class weight is divided
evenly among the level-2 classes that occur in it, and there evenly among the indicators. A row
that does not apply has no weight: its points go to the others in proportion, so that the total
stays what it was.

All dividing is done in whole steps of ``norms.points_step`` that add up exactly: each share is
rounded down, and what is left is given out step by step, the largest remainder first, between
equal ones in the order of the names (not of the rows).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

from jixiao.model.finding import Message
from jixiao.model.frozen import Frozen
from jixiao.model.indicator import Indicator
from jixiao.model.money import plain
from jixiao.model.terms import CATEGORY_LABELS, CATEGORY_OF_KIND, Category
from jixiao.regulations.parameter import Norms, WeightTemplate
from jixiao.scoring.points import NOTHING, rounded_down

Key = tuple[str, ...]
_Label = TypeVar("_Label")


class IndicatorWeights(Frozen):
    """The weight of each indicator, in the order given, 0 where it takes no part.

    ``template`` names the template used, None where the form states the weights. ``differences``
    say where the stated weights do not add up.
    """

    weights: tuple[Decimal, ...]
    execution: Decimal
    template: str | None
    working: Message
    differences: tuple[Message, ...] = ()

    @property
    def total(self) -> Decimal:
        """All weights, that of the execution rate included."""
        return sum(self.weights, self.execution)


def weights_of(
    indicators: Sequence[Indicator],
    norms: Norms,
    execution: Decimal | None = None,
    counted: Sequence[bool] | None = None,
) -> IndicatorWeights:
    """The weights of one project's indicators.

    ``execution`` is the weight of the execution rate where a form states it; ``counted`` says
    which rows take part, by default those that do not say of themselves that they do not apply.
    """
    if counted is None:
        counted = [not indicator.is_declared_inapplicable for indicator in indicators]
    own = norms.execution_weight if execution is None else execution
    if not any(counted):
        working = Message("没有可计分的指标。", "There is no indicator to be scored.")
        return IndicatorWeights((NOTHING,) * len(indicators), own, None, working)
    stated = [i.weight for i, takes_part in zip(indicators, counted, strict=True) if takes_part]
    if all(weight is None for weight in stated):
        made = _by_template(indicators, counted, own, execution is not None, norms)
        return _with_freed(made, indicators, counted, norms)
    return _as_stated(indicators, counted, own, norms)


def apportioned(
    whole: Decimal, shares: Sequence[Decimal], keys: Sequence[Key], step: Decimal
) -> list[Decimal]:
    """``whole`` divided in proportion to ``shares``, in whole steps that add up to it exactly.

    Each is rounded down; the steps left go to the largest remainders, between equal ones in the
    order of ``keys``. What is left of ``whole`` below one step goes to the first of them.
    """
    total = sum(shares, NOTHING)
    if not total:
        return [NOTHING] * len(shares)
    exact = [whole * share / total for share in shares]
    parts = [rounded_down(part, step) for part in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], keys[i]))
    rest = whole - sum(parts, NOTHING)
    for index in order:
        if rest <= 0:
            break
        added = min(step, rest)
        parts[index] += added
        rest -= added
    return parts


def _key(indicator: Indicator) -> Key:
    value = indicator.value.text
    return (indicator.level1, indicator.level2, indicator.name, value)


def class_of(indicator: Indicator) -> Category:
    """The class whose weight an indicator shares; rows of unknown or 投入 class go with 产出."""
    if indicator.is_satisfaction:
        return Category.SATISFACTION
    category = indicator.category
    if category is None and indicator.kind is not None:
        category = CATEGORY_OF_KIND[indicator.kind]
    return Category.OUTPUT if category in (None, Category.INPUT) else category


def _template(classes: set[Category], norms: Norms) -> WeightTemplate:
    """The template that fits best by its cost class, then by satisfaction; the first of equals."""
    has_cost, has_satisfaction = Category.COST in classes, Category.SATISFACTION in classes

    def misfit(template: WeightTemplate) -> int:
        cost_differs = (template.cost is not None) != has_cost
        satisfaction_differs = (template.satisfaction is not None) != has_satisfaction
        return 2 * cost_differs + satisfaction_differs

    return min(norms.weight_templates, key=misfit)


def _class_weights(template: WeightTemplate) -> dict[Category, Decimal]:
    stated = {
        Category.COST: template.cost,
        Category.OUTPUT: template.output,
        Category.BENEFIT: template.benefit,
        Category.SATISFACTION: template.satisfaction,
    }
    return {category: weight for category, weight in stated.items() if weight is not None}


def _by_template(
    indicators: Sequence[Indicator],
    counted: Sequence[bool],
    execution: Decimal,
    execution_is_stated: bool,
    norms: Norms,
) -> IndicatorWeights:
    rows = [index for index, takes_part in enumerate(counted) if takes_part]
    template = _template({class_of(indicators[index]) for index in rows}, norms)
    if not execution_is_stated:
        execution = template.execution
    class_weights = _class_weights(template)

    def sharing(index: int) -> Category:
        category = class_of(indicators[index])
        return category if category in class_weights else Category.OUTPUT

    by_class = _grouped(rows, sharing)
    kept = {category: class_weights[category] for category in class_weights if category in by_class}
    step = norms.points_step
    available = norms.total_weight - execution
    names = list(kept)
    classes = apportioned(available, list(kept.values()), [(name,) for name in names], step)
    weights = [NOTHING] * len(indicators)
    told_zh, told_en = [], []
    for category, whole in zip(names, classes, strict=True):
        label_zh, label_en = CATEGORY_LABELS[category]
        told_zh.append(f"{label_zh}{plain(whole)}")
        told_en.append(f"{label_en} {plain(whole)}")
        kinds = _grouped(by_class[category], lambda index: _kind_label(indicators[index]))
        labels = sorted(kinds)
        even = [Decimal(1)] * len(labels)
        for label, part in zip(
            labels, apportioned(whole, even, [(label,) for label in labels], step), strict=True
        ):
            members = kinds[label]
            keys = [_key(indicators[index]) for index in members]
            shares = apportioned(part, [Decimal(1)] * len(members), keys, step)
            for index, weight in zip(members, shares, strict=True):
                weights[index] = weight
    dropped = [category for category in class_weights if category not in by_class]
    dropped_zh = "、".join(CATEGORY_LABELS[category][0] for category in dropped)
    dropped_en = ", ".join(CATEGORY_LABELS[category][1] for category in dropped)
    spread_zh = f"没有{dropped_zh}，其分值按比例分给其他各类；" if dropped else ""
    spread_en = f"There is no {dropped_en}; its weight goes to the others. " if dropped else ""
    working = Message(
        f"表中未写分值，按权重模板“{template.name}”分配：预算执行率{plain(execution)}，"
        f"{'，'.join(told_zh)}；{spread_zh}各类在二级指标间、二级指标内平均分配，余数以{plain(step)}为"
        "单位按名称顺序分配。",
        f"No weights are stated; by the template “{template.name}”: execution rate "
        f"{plain(execution)}, {', '.join(told_en)}. {spread_en}Each class is divided evenly among "
        f"its level-2 classes and within them; what is left over is given out in steps of "
        f"{plain(step)} in the order of the names.",
    )
    return IndicatorWeights(tuple(weights), execution, template.name, working)


def _with_freed(
    made: IndicatorWeights, indicators: Sequence[Indicator], counted: Sequence[bool], norms: Norms
) -> IndicatorWeights:
    """The working with what rows that do not apply would have had, and what the others got of it.

    Rows that say of themselves that they do not apply were never meant to count.
    """
    aside = [
        index
        for index, takes_part in enumerate(counted)
        if not takes_part
        and indicators[index].name.strip()
        and not indicators[index].is_declared_inapplicable
    ]
    if not aside:
        return made
    meant = [takes_part or index in aside for index, takes_part in enumerate(counted)]
    before = _by_template(indicators, meant, made.execution, True, norms)
    freed = sum((before.weights[index] for index in aside), NOTHING)
    gained = [
        (indicators[index].name, before.weights[index], made.weights[index])
        for index in range(len(indicators))
        if counted[index] and made.weights[index] != before.weights[index]
    ]
    names = "、".join(f"“{indicators[index].name}”" for index in aside)
    told = [f"“{name}”{plain(old)}→{plain(new)}" for name, old, new in gained]
    zh = (
        f"{made.working.zh}不适用的{names}按模板原占{plain(freed)}分，由其他指标分担：{'；'.join(told)}；"
        f"分值合计仍为{plain(made.total)}。"
    )
    en = (
        f"{made.working.en} What does not apply ({names}) would have had {plain(freed)} by the "
        f"template; the others share it: {'; '.join(told)}. The weights "
        f"still add up to {plain(made.total)}."
    )
    return IndicatorWeights(
        made.weights, made.execution, made.template, Message(zh, en), made.differences
    )


def _kind_label(indicator: Indicator) -> str:
    return str(indicator.kind) if indicator.kind is not None else indicator.level2


def _grouped(rows: Sequence[int], label: Callable[[int], _Label]) -> dict[_Label, list[int]]:
    groups: dict[_Label, list[int]] = {}
    for index in rows:
        groups.setdefault(label(index), []).append(index)
    return groups


def _as_stated(
    indicators: Sequence[Indicator],
    counted: Sequence[bool],
    execution: Decimal,
    norms: Norms,
) -> IndicatorWeights:
    """The stated weights; those of rows that do not apply go to the others in proportion."""
    rows = [index for index, takes_part in enumerate(counted) if takes_part]
    stated = sum((i.weight or NOTHING for i in indicators), NOTHING)
    differences = []
    weights = [indicator.weight or NOTHING for indicator in indicators]
    blank = [index for index in rows if indicators[index].weight is None]
    zh = "分值按表中所写"
    en = "The weights are those stated"
    if blank:
        rest = max(NOTHING, norms.total_weight - execution - stated)
        keys = [_key(indicators[index]) for index in blank]
        shares = apportioned(rest, [Decimal(1)] * len(blank), keys, norms.points_step)
        for index, share in zip(blank, shares, strict=True):
            weights[index] = share
        stated += rest
        zh += f"；{len(blank)}个指标未写分值，其余{plain(rest)}分由它们平均分配"
        en += f"; those without one ({len(blank)}) share the remaining {plain(rest)} evenly"
    freed = sum((weights[i] for i in range(len(weights)) if not counted[i]), NOTHING)
    if freed:
        keys = [_key(indicators[index]) for index in rows]
        shares = apportioned(stated, [weights[index] for index in rows], keys, norms.points_step)
        weights = [NOTHING] * len(indicators)
        for index, share in zip(rows, shares, strict=True):
            weights[index] = share
        zh += f"；不适用指标的{plain(freed)}分按比例分给其他指标，合计仍为{plain(stated)}"
        en += (
            f"; the {plain(freed)} of indicators that do not apply go to the others in "
            f"proportion, the sum stays {plain(stated)}"
        )
    if stated + execution != norms.total_weight:
        total, asked = plain(stated + execution), plain(norms.total_weight)
        off = plain(abs(stated + execution - norms.total_weight))
        differences.append(
            Message(
                f"分值合计为{total}（指标{plain(stated)}，预算执行率{plain(execution)}），应为{asked}，"
                f"相差{off}。",
                f"The weights add up to {total} (indicators {plain(stated)}, execution rate "
                f"{plain(execution)}) where {asked} is due; the difference is {off}.",
            )
        )
    return IndicatorWeights(
        tuple(weights), execution, None, Message(f"{zh}。", f"{en}."), tuple(differences)
    )
