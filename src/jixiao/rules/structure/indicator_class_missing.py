"""STR03 indicator-class-missing (指标大类缺失)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import CATEGORY_LABELS, CATEGORY_OF_KIND, KIND_LABELS, Category, Kind
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

REQUIRED = Message("请补充", "please add one")
CUSTOMARY = Message(
    "全国没有逐类必设的统一要求，当地表样有要求的请补充",
    "no national rule requires each of these classes; where the local form does, please add one",
)


@rule(
    code="STR03",
    name="indicator-class-missing",
    title=Message("指标大类缺失", "indicator class missing"),
    severity=Severity.ERROR,
    basis=(
        "zhongfa-2018-34#indicator-classes",
        "caiyu-2021-101#required-classes",
        "anhui-pingtai-biaodan#null-convention",
    ),
    message=Message(
        "缺少{classes_zh}；{advice_zh}，确不适用的写“本项目不适用此指标”，指标值写“无”",
        "there is no indicator of {classes_en}; {advice_en}, or, where a class does not apply, "
        "write “本项目不适用此指标” with the value “无”",
    ),
    since="0.1",
)
def indicator_class_missing(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Every class of indicators that year and place require is there, if only as “无”.

    Where no rule of the place requires each level-2 class, an absent one is only pointed out.
    A form with cost as a level-1 class follows the guide of 2021, which requires the level-1
    classes and leaves open which kinds they hold.
    """
    if not target.indicators:
        yield NotApplicable("表内没有指标", "the table has no indicators")
        return
    there = {c for i in target.indicators for c in (i.category, i.kind)}
    classes = [Category(c) for c in norms.required_classes if c not in there]
    labels = [CATEGORY_LABELS[c] for c in classes]
    usual: list[tuple[str, str]] = []
    if not any(i.category is Category.COST for i in target.indicators):
        for found, kinds in ((labels, norms.required_kinds), (usual, norms.customary_kinds)):
            absent = [Kind(k) for k in kinds if k not in there]
            found += [KIND_LABELS[k] for k in absent if CATEGORY_OF_KIND[k] not in classes]
    for found, severity, advice in (
        (labels, Severity.ERROR, REQUIRED),
        (usual, Severity.INFO, CUSTOMARY),
    ):
        if found:
            yield Fault(
                target.place,
                severity=severity,
                classes_zh="、".join(f"“{zh}”" for zh, _ in found),
                classes_en=", ".join(f"“{en}”" for _, en in found),
                advice_zh=advice.zh,
                advice_en=advice.en,
            )
