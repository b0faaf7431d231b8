"""IND12 floor-on-restrained-spending (管控类支出设下限)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import COUNT_UNITS, Kind, mentions, words
from jixiao.model.value import Comparator
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

FLOORS = frozenset({Comparator.AT_LEAST, Comparator.MORE_THAN})
# What is restrained, the words that name it, and the words that show something else is meant:
# receiving visitors, students abroad, meeting rooms.
RESTRAINED = (
    (
        Severity.ERROR,
        ("因公出国（境）", "official travel abroad"),
        words("出国 因公出境 因公临时 出国境"),
        words("留学 劳务 护照 证件 签证"),
    ),
    (
        Severity.WARNING,
        ("公务接待", "official hospitality"),
        words("公务接待 商务接待 外事接待 接待批次 接待费"),
        words("游客 旅客 观众 参观 来访群众 信访"),
    ),
    (
        Severity.WARNING,
        ("会议", "meetings"),
        words("会议 座谈会 研讨会"),
        words(
            "会议室 系统 设备 终端 会议服务 会议保障 服务保障 纪要 资料 培训 学术 "
            "人大 政协 常委会 代表"
        ),
    ),
    (
        Severity.WARNING,
        ("公务用车", "official vehicles"),
        words("公务用车 公务车 公车 车辆购置 购置车辆 车辆租赁 租用车辆 用车次数"),
        words("新能源 充电"),
    ),
)


@rule(
    code="IND12",
    name="floor-on-restrained-spending",
    title=Message("管控类支出设下限", "a floor on restrained spending"),
    severity=Severity.WARNING,
    basis=("yusuanfa-2018#12", "yusuanfa-2018#37"),
    message=Message(
        "“{name}”为“{value}”，给{thing_zh}设了下限；这类支出应从严控制，不宜规定至少要做多少",
        "“{name}” is “{value}”, a floor on {thing_en}; such spending is strictly "
        "controlled and a target should not set the least of it",
    ),
    suggestion=Message(
        "改为上限，如“≤（填写数量）次”，或改写这些活动要办成的事",
        "make it a ceiling, “≤ (number)”, or state what the activity is to achieve",
    ),
    since="0.1",
)
def floor_on_restrained_spending(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Travel abroad, hospitality, meetings and vehicles are held down, so no target is a floor."""
    quantities = target.applicable[Kind.QUANTITY]
    if not quantities:
        yield NotApplicable("没有数量指标", "there is no quantity indicator")
    for indicator in quantities:
        name, value = indicator.name, indicator.value
        if value.comparator in FLOORS and value.unit in COUNT_UNITS:
            for severity, thing, named, meant_otherwise in RESTRAINED:
                if mentions(name, named) and not mentions(name, meant_otherwise):
                    yield Fault(
                        indicator.at.get("value"),
                        quote=value.text,
                        severity=severity,
                        name=name,
                        value=value.text,
                        thing_zh=thing[0],
                        thing_en=thing[1],
                    )
