"""MON10 forecast-far-above-target (预计远超指标值)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.monitoring import MonitoringForm
from jixiao.model.value import Comparator
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.points import per_cent

_FLOORS = frozenset((Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.EQUAL))


@rule(
    code="MON10",
    name="forecast-far-above-target",
    title=Message("预计远超指标值", "a forecast far above the target"),
    severity=Severity.WARNING,
    basis=("pingtai-shijian#guangxi-over-achievement", "caiyu-2019-136#content"),
    message=Message(
        "“{name}”的指标值为“{wanted}”，全年预计完成“{expected}”，是指标值的{share}；"
        "请核对指标值是否偏低并说明原因",
        "the target of “{name}” is “{wanted}”, “{expected}” is expected, {share} of it; please "
        "check whether the target is too low, and explain",
    ),
    since="0.1",
)
def forecast_far_above_target(form: MonitoringForm, norms: Norms) -> Iterator[Verdict]:
    """What is expected of the year does not lie far above the target without a reason."""
    rows = [
        (row, row.indicator.value.number, row.expected.number)
        for row in form.rows
        if row.indicator.value.comparator in _FLOORS and row.indicator.value.scale == 1
    ]
    compared = [(row, wanted, got) for row, wanted, got in rows if wanted and got is not None]
    if not compared:
        yield NotApplicable(
            "没有写了预计完成数值的正向指标", "no indicator with a floor states a number expected"
        )
    for row, wanted, got in compared:
        is_far = got >= norms.over_achievement_ratio * wanted
        if is_far and len(set(row.units)) < 2 and not row.is_explained:
            yield Fault(
                row.indicator.at.get("expected"),
                quote=row.expected.text,
                name=row.indicator.name,
                wanted=row.indicator.value.text,
                expected=row.expected.text,
                share=per_cent(got, wanted),
            )
