"""IND10 name-without-subject (指标名称无主体)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import bare_label, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# Names that would fit any project. “完成时间” with a date, “总成本” with an amount are left out:
# the project itself is understood.
GENERIC = frozenset(
    words(
        "成本 成本数 成本控制 成本控制数 控制成本 控制成本数 控制预算成本 预算成本 数量 次数 人数 "
        "期数 个数 场次 质量 内容质量 完成质量 工作质量 服务质量 合格率 达标率 合规性 时效 时效性 "
        "及时 及时性 及时率 完成时效 效果 效益 影响 经济效益 社会效益 生态效益 可持续影响"
    )
)


@rule(
    code="IND10",
    name="name-without-subject",
    title=Message("指标名称无主体", "indicator name without a subject"),
    severity=Severity.WARNING,
    basis=("difang-mubiao-guanli#well-directed", "caiyu-2015-88#13"),
    message=Message(
        "指标名称“{name}”没有说明衡量的是哪件事，放到任何项目里都成立",
        "the name “{name}” does not say of what; it would fit any project",
    ),
    suggestion=Message(
        "写成“事项＋衡量内容”，如“××印刷期数”“××报告及时率”“××项目总成本”",
        "name the thing and what is measured of it: “××印刷期数”, “××报告及时率”",
    ),
    since="0.1",
)
def name_without_subject(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """An indicator's name says what is measured and of what (指向明确)."""
    if not target.indicators:
        yield NotApplicable("没有三级指标", "there is no level-3 indicator")
    for indicator in target.indicators:
        name = indicator.name
        if bare_label(name) in GENERIC and not indicator.is_declared_inapplicable:
            yield Fault(indicator.at.get("name"), quote=name, name=name)
