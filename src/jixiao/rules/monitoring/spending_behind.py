"""MON01 spending-behind (预算执行进度偏慢)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, Severity
from jixiao.model.money import plain
from jixiao.model.monitoring import Light, MonitoringForm
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.monitoring import spending_light

LIGHTS = {
    Light.RED: ("红灯", "red", Severity.WARNING),
    Light.YELLOW: ("黄灯", "yellow", Severity.INFO),
}


@rule(
    code="MON01",
    name="spending-behind",
    title=Message("预算执行进度偏慢", "spending behind the pace"),
    severity=Severity.WARNING,
    basis=("pingtai-shijian#spending-pace", "caiyu-2019-136#content"),
    message=Message(
        "截至{month}月执行数{paid}，预算数{budget}，支出进度为{pace}%，{light_zh}；请说明原"
        "因并加快执行",
        "{paid} was spent of {budget} to the end of month {month}: a pace of {pace}%, "
        "{light_en}; please explain and catch up",
    ),
    since="0.1",
)
def spending_behind(form: MonitoringForm, norms: Norms) -> Iterator[Verdict]:
    """Spending keeps the pace of the year (支出进度): the bounds are those of the light."""
    spent = form.spending
    if spent is None or form.month is None:
        yield InsufficientData("资金总额一行和监控月份", "the row of the funds and the month")
        return
    watched = spending_light(spent.paid, spent.budget, form.month, norms)
    if watched.pace is None:
        yield InsufficientData(
            f"支出进度。{watched.working.zh.removesuffix('。')}",
            f"the pace of spending. {watched.working.en}",
        )
    elif watched.pace < 100 and watched.light in LIGHTS:
        zh, en, severity = LIGHTS[watched.light]
        yield Fault(
            form.at.get("funds.0"),
            severity=severity,
            working=watched.working,
            month=form.month,
            paid=spent.paid,
            budget=spent.budget,
            pace=plain(watched.pace),
            light_zh=zh,
            light_en=en,
        )
