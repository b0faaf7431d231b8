"""MON02 indicator-behind (指标进度偏离)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.monitoring import Light, MonitoringForm
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.monitoring import monitor_indicator

LABELS = {
    Light.RED: ("红灯", "red"),
    Light.YELLOW: ("黄灯", "yellow"),
    Light.BLUE: ("蓝灯，远超全年指标值", "blue, far above the target of the year"),
}


@rule(
    code="MON02",
    name="indicator-behind",
    title=Message("指标进度偏离", "an indicator off the pace"),
    severity=Severity.WARNING,
    basis=("pingtai-shijian#indicator-pace", "pingtai-shijian#indicator-pace-later"),
    message=Message(
        "“{name}”的指标值为“{wanted}”，截至{month}月“{actual}”，{light_zh}；请核对并说明",
        "the target of “{name}” is “{wanted}”, “{actual}” to the end of month {month}: "
        "{light_en}; please check and explain",
    ),
    since="0.1",
)
def indicator_behind(form: MonitoringForm, norms: Norms) -> Iterator[Verdict]:
    """An indicator keeps the pace of the year (指标进度); one far above its target is told too.

    Far above is the whole year's target exceeded, not the month's: a form does not say whether
    its numbers add up.
    """
    if form.month is None:
        yield InsufficientData("监控月份", "the month up to which the form goes")
        return
    watched = [
        monitor_indicator(row.indicator, row.actual, form.month, (), norms, None, form.fiscal_year)
        for row in form.rows
    ]
    if all(found.light is None for found in watched):
        yield NotApplicable("没有能够判断进度的指标", "no indicator has a pace that can be told")
    whole = norms.indicator_lights.blue_from
    for row, found in zip(form.rows, watched, strict=True):
        light = found.light
        if light in LABELS and (light is not Light.BLUE or row.reaches(whole)):
            zh, en = LABELS[light]
            yield Fault(
                row.indicator.at.get("actual"),
                severity=Severity.WARNING if light is Light.RED else Severity.INFO,
                quote=row.actual.text,
                working=found.working,
                name=row.indicator.name,
                wanted=row.indicator.value.text,
                actual=row.actual.text,
                month=form.month,
                light_zh=zh,
                light_en=en,
            )
