"""VAL10 timeliness-without-deadline (时效无期限)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind, mentions
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

_PROMPT = ("及时", "按时", "按期", "准时", "如期", "适时", "按进度", "按计划")
_TIMES = ("年底", "年末", "年内", "月底", "月末", "季末", "当日", "当天", "当月", "当季", "次日")


@rule(
    code="VAL10",
    name="timeliness-without-deadline",
    title=Message("时效无期限", "timeliness without a deadline"),
    severity=Severity.WARNING,
    basis=(
        "caiyu-2021-101#timeliness",
        "zhibiao-mulu#deadline",
        "anhui-pingtai-biaodan#deadline-value",
        "changjian-wenti#time-limit",
    ),
    message=Message(
        "时效指标“{name}”的值“{value}”没有写明期限，到什么时候算及时无法判断；请写明日期、月份或者时长",
        "the timeliness indicator “{name}” says “{value}” without a deadline, so nobody can say "
        "what is in time; please give a date, a month or a duration",
    ),
    since="0.1",
    suggestion=Message(
        "写成“（填写年）年（填写月）月底前”“收到（填写事项）后（填写天数）个工作日内”，"
        "或者“按时完成率≥（填写比例）%”并注明期限",
        "write “before the end of (month)”, “within (number) working days of (event)”, or a rate "
        "“≥ (share) %” with the deadline it refers to",
    ),
)
def timeliness_without_deadline(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Timeliness (时效) states a date, a month or a duration, in the value or in the name."""
    rows = [i for i in target.stated_indicators if i.kind is Kind.TIMELINESS]
    if not rows:
        yield NotApplicable("没有时效指标", "there is no timeliness indicator")
    for indicator in rows:
        value, both = indicator.value.text, indicator.name + indicator.value.text
        is_timed = any(c.isdigit() for c in both) or mentions(both, _TIMES)
        if not is_timed and mentions(value, _PROMPT):
            yield Fault(indicator.at.get("value"), quote=value, name=indicator.name, value=value)
