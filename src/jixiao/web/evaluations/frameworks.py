"""The framework of an evaluation as data (评价指标体系), scorers' grades, the sheet. No Django.

An item: ``{"stage", "heading_zh", "heading_en", "zh", "en", "weight", "is_ratio", "kinds",
"criteria": [{"zh", "en", "source"}], "source", "weight_source"}``. Grades: ``{"first": {item:
{"points", "reason"}}, "second": {…}}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from jixiao.model.assessment import (
    EvaluationSheet,
    InapplicableItem,
    ItemGrade,
    Settlement,
    Side,
    Stage,
)
from jixiao.model.framework import Criterion, EvaluationItem
from jixiao.regulations.parameter import Norms
from jixiao.scoring.framework import check_framework, evaluate, suited_items
from jixiao.web.exceptions import Incomplete

Json = dict[str, Any]
OWN = "本次评价自定"  # the source of an item that was added for one evaluation


def stored(items: Iterable[EvaluationItem]) -> list[Json]:
    """Items as data."""
    return [
        {
            **item._asdict(),
            "weight": format(item.weight, "f"),
            "kinds": list(item.kinds),
            "criteria": [criterion._asdict() for criterion in item.criteria],
        }
        for item in items
    ]


def items_of(framework: Iterable[Mapping[str, Any]]) -> tuple[EvaluationItem, ...]:
    """Data as items. Raises ``Incomplete`` where it is none."""
    try:
        return tuple(
            EvaluationItem(
                **{
                    **item,
                    "weight": Decimal(item["weight"]),
                    "kinds": tuple(item["kinds"]),
                    "criteria": tuple(Criterion(**c) for c in item["criteria"]),
                }
            )
            for item in framework
        )
    except (KeyError, TypeError, InvalidOperation) as error:
        raise Incomplete(
            "评价指标体系不完整，请检查每项的名称和分值。",
            "the framework is not complete; check the name and weight of each item",
        ) from error


def with_weights(framework: list[Json], weights: Mapping[str, str]) -> list[Json]:
    """The framework with other weights, by the item's Chinese name.

    An own item whose weight is blank is taken out again.
    """
    kept = []
    for item in framework:
        text = weights.get(item["zh"], item["weight"]).strip()
        if not text and is_own(item):
            continue
        kept.append({**item, "weight": format(number(text), "f")})
    return kept


def is_own(item: Mapping[str, Any]) -> bool:
    """The item was added for this evaluation."""
    return bool(item["source"] == OWN)


def own_item(typed: Mapping[str, str]) -> Json:
    """An item added for one evaluation: class, heading, name, weight, test points line by line.

    Raises ``Incomplete`` where one of them is not stated.
    """
    stage, name = typed.get("stage", ""), typed.get("name", "").strip()
    heading, points = typed.get("heading", "").strip(), typed.get("criteria", "").split("\n")
    criteria = [text.strip()[:300] for text in points if text.strip()]
    if not name or stage not in list(Stage) or not criteria:
        raise Incomplete(
            "新增的指标须写明类别、名称、分值和评价要点。",
            "an item that is added states its class, name, weight and test points",
        )
    return {
        "stage": stage,
        "heading_zh": heading[:50] or Stage(stage).zh,
        "heading_en": heading[:50] or Stage(stage).value,
        "zh": name[:100],
        "en": name[:100],
        "weight": format(number(typed.get("weight", "")), "f"),
        "is_ratio": False,
        "kinds": [],
        "criteria": [{"zh": text, "en": text, "source": OWN} for text in criteria[:10]],
        "source": OWN,
        "weight_source": OWN,
    }


def checked(framework: list[Json], inapplicable: list[Json], norms: Norms) -> None:
    """Raise ``UserError`` unless the framework can be used, what does not apply left out."""
    items = items_of(framework)
    check_framework(items, norms)
    suited_items(items, _left_out(inapplicable), norms)


def suited(
    framework: list[Json], inapplicable: list[Json], norms: Norms
) -> tuple[EvaluationItem, ...]:
    """The items that are scored, with the weights that hold."""
    return suited_items(items_of(framework), _left_out(inapplicable), norms)


def _left_out(inapplicable: Iterable[Mapping[str, Any]]) -> list[InapplicableItem]:
    return [InapplicableItem(i["item"], i["reason"]) for i in inapplicable]


def number(text: Any) -> Decimal:
    """Points as typed. Raises ``Incomplete``."""
    try:
        points = Decimal(str(text).strip())
    except InvalidOperation as error:
        raise Incomplete(
            f"“{text}”不是分数。请填写数字。", f"“{text}” is no number of points; write a number"
        ) from error
    if not points.is_finite() or abs(points) > 10_000:
        raise Incomplete(f"“{text}”不是分数。", f"“{text}” is no number of points")
    return points


def complete_grades(
    grades: Mapping[str, Any], items: Iterable[EvaluationItem]
) -> dict[str, dict[str, str]]:
    """A scorer's grades: points for every item, a reason wherever points are taken off."""
    found: dict[str, dict[str, str]] = {}
    for item in items:
        grade = grades.get(item.zh, {})
        if not str(grade.get("points", "")).strip():
            raise Incomplete(f"“{item.zh}”没有评分。", f"“{item.en}” has no points")
        points = number(grade["points"])
        if not 0 <= points <= item.weight:
            raise Incomplete(
                f"“{item.zh}”的得分应在0至{item.weight}之间。",
                f"the points of “{item.en}” lie between 0 and {item.weight}",
            )
        reason = str(grade.get("reason", "")).strip()
        if points < item.weight and not reason:
            raise Incomplete(
                f"“{item.zh}”扣了分，须写明理由。", f"points are taken off “{item.en}”: write why"
            )
        found[item.zh] = {"points": format(points, "f"), "reason": reason}
    return found


def sheet_of(
    *,
    title: str,
    year: int,
    side: str,
    framework: list[Json],
    inapplicable: list[Json],
    grades: Mapping[str, Any],
    settlements: list[Json],
    norms: Norms,
) -> EvaluationSheet:
    """The sheet; the scorers are called 评分人一 and 评分人二 in it."""
    names = {"first": "评分人一", "second": "评分人二"}
    given = [
        ItemGrade(names[who], item, Decimal(grade["points"]), grade["reason"])
        for who in names
        for item, grade in grades.get(who, {}).items()
    ]
    return evaluate(
        title,
        year,
        Side(side),
        ("评分人一", "评分人二"),
        given,
        norms,
        [Settlement(s["item"], Decimal(s["points"]), s["reason"], s["role"]) for s in settlements],
        _left_out(inapplicable),
        items_of(framework),
    )
