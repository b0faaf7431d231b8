"""IND04 timeliness-not-of-output (时效指标内容错误)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind, mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

COUNTS = words(
    "数量 次数 人数 个数 件数 份数 篇数 场数 户数 响应量 受理量 办理量 处理量 工作量 完成量 "
    "话务量 总量"
)
SPENDING = words("经费支出 资金支出 费用支出 预算支出 预算执行 支出进度 支付进度 经费使用 资金使用")
PERIODS = words(
    "维护周期 运维周期 服务周期 巡查周期 维护时长 服务时长 值班时间 值守时间 服务期 服务期限 "
    "维护期 维护期限 运维期 运维期限 合同期 合同期限"
)


@rule(
    code="IND04",
    name="timeliness-not-of-output",
    title=Message("时效指标内容错误", "timeliness indicator not about the time of output"),
    severity=Severity.WARNING,
    basis=("zhibiao-dingyi#timeliness",),
    message=Message(
        "时效指标“{name}”（“{value}”）{reason_zh}，没有说产出何时完成",
        "timeliness indicator “{name}” (“{value}”) {reason_en}; it does not say when the output "
        "is due",
    ),
    suggestion=Message(
        "写产出完成的期限或快慢，如“××完成时间：（填写日期）前”“××响应时间≤（填写数字）小时”",
        "state a due date or a speed: “done by (date)”, “response within (number) hours”",
    ),
    since="0.1",
)
def timeliness_not_of_output(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A timeliness indicator (时效指标) says by when, or how fast, the output is there."""
    timely = target.applicable[Kind.TIMELINESS]
    if not timely:
        yield NotApplicable("没有时效指标", "there is no timeliness indicator")
    for indicator in timely:
        name = indicator.name
        if name.endswith(COUNTS):
            reason = ("数的是数量", "counts")
        elif name.endswith(PERIODS):
            reason = ("说的是持续服务的时段或周期", "is a period of duty")
        elif mentions(name, SPENDING):
            reason = ("说的是花钱的进度", "is about spending")
        else:
            continue
        yield Fault(
            indicator.at.get("name"),
            quote=name,
            name=name,
            value=indicator.value.text,
            reason_zh=reason[0],
            reason_en=reason[1],
        )
