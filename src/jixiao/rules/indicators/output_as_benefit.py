"""IND18 output-as-benefit (产出写成效益)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import BENEFIT_KINDS, COUNT_UNITS, mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# What the project itself does, and how often or how many: work done, not what comes of it.
_DONE = words(
    "印制 印刷 编制 编印 编写 制作 采购 购置 购买 新建 建设 改造 维修 修缮 开展 举办 召开 组织 "
    "承办 签订 签署 发放 安装 配备 巡查 检查 抽检 检测 监测 出具 提交 拍摄 播出 刊发 "
    "印发 发布 出版 编发 推送 投放 举行 主办 走访 排查 设置 更换 更新 搭建 修建 绘制 "
    "派发 张贴 铺设 种植"
)
_COUNTS = words("数量 次数 份数 场次 场数 期数 件数 篇数 册数 批次 个数 台数 套数")
_THINGS = frozenset(("document", "occasion", "object"))
# Whom it reaches is an effect: “发放资料惠及群众次数”.
_REACHED = words("惠及 受益 覆盖 服务 带动 减少 下降 降低 新增 增加 避免 挽回 事故 案件 投诉")


@rule(
    code="IND18",
    name="output-as-benefit",
    title=Message("产出写成效益", "an output filed as a benefit"),
    severity=Severity.WARNING,
    basis=("zhibiao-dingyi#benefit", "zhibiao-dingyi#quantity"),
    message=Message(
        "效益指标“{name}”（“{value}”）数的是项目做了多少，是产出，不是产出带来的效果；请移到数量指标",
        "benefit “{name}” (“{value}”) counts the work done: an output, not what comes of it; "
        "please move it to quantity",
    ),
    suggestion=Message(
        "移到数量指标；效益写服务对象得到的变化，如“（填写对象）（填写指标）提高（填写比例）%”",
        "move it to quantity; a benefit is the change for those served: “(what) of (whom) up by "
        "(share) %”",
    ),
    since="0.1",
)
def output_as_benefit(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A benefit (效益) is what comes of the work; how much work is done is an output (产出)."""
    benefits = [i for i in target.applying_indicators if i.kind in BENEFIT_KINDS]
    if not benefits:
        yield NotApplicable("没有效益指标", "there is no benefit indicator")
    for indicator in benefits:
        name = indicator.name
        if (
            name.endswith(_COUNTS)
            and COUNT_UNITS.get(indicator.value.counting_unit) in _THINGS
            and mentions(name, _DONE)
            and not mentions(name, _REACHED)
        ):
            yield Fault(indicator.at.get("name"), quote=name, name=name, value=indicator.value.text)
