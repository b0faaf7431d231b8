"""STR11 class-under-wrong-level (二级指标归错一级指标)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import (
    BENEFIT_KINDS,
    CATEGORY_LABELS,
    CATEGORY_OF_KIND,
    Category,
    Kind,
)
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

_PLACED: dict[Kind | None, Category] = {
    kind: category
    for kind, category in CATEGORY_OF_KIND.items()
    if kind in (Kind.QUANTITY, Kind.QUALITY, Kind.TIMELINESS, *BENEFIT_KINDS)
}


@rule(
    code="STR11",
    name="class-under-wrong-level",
    title=Message("二级指标归错一级指标", "a level-2 class under the wrong level 1"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#10", "zhongfa-2018-34#indicator-classes"),
    message=Message(
        "二级指标“{level2}”写在一级指标“{level1}”之下，按分类属于{right_zh}；请核对",
        "the level-2 class “{level2}” stands under “{level1}”; it belongs to {right_en}; please "
        "check",
    ),
    since="0.1",
)
def class_under_wrong_level(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Quantity, quality and timeliness are output (产出), the four benefits benefit (效益).

    Cost and satisfaction have their place by the form and are left aside, and so is 投入.
    """
    places = {
        (i.category, i.kind): i
        for i in target.indicators
        if i.kind in _PLACED and i.category not in (None, Category.INPUT)
    }
    if not places:
        yield NotApplicable(
            "没有写明一级、二级的产出或者效益指标",
            "no output or benefit indicator states its levels",
        )
    for (category, kind), indicator in places.items():
        right = _PLACED[kind]
        if category is not right:
            yield Fault(
                indicator.at.get("level2"),
                quote=indicator.level2,
                level1=indicator.level1,
                level2=indicator.level2,
                right_zh=CATEGORY_LABELS[right][0],
                right_en=CATEGORY_LABELS[right][1],
            )
