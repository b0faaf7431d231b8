"""IND09 satisfaction-object-unclear (满意度对象不明)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind, bare_label, mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

INTERNAL = words(
    "行政管理事务 行政运行 因公出国 出国(境) 出国（境） 机关运行 机关运转 机关后勤 后勤保障 "
    "机关食堂 办公设备 办公用房 办公经费 公务用车 公务接待 干部职工 离退休 会议费"
)
# What is done abroad, before people of other countries.
ABROAD = words("境外 国外 海外 赴外 出境")
DONE_ABROAD = words("推介 招商 参展 展览 展会 推广 路演 出访 考察 访问 交流 巡演 宣传")
PUBLIC = words("公众 群众 市民 居民")
BARE = frozenset(
    words("满意度 满意率 满意程度 服务对象 服务对象满意度 服务对象满意率 服务对象满意程度")
    + words("服务对象综合满意度 受益对象满意度 受益对象满意率 对象满意度 受众满意度")
)


@rule(
    code="IND09",
    name="satisfaction-object-unclear",
    title=Message("满意度对象不明", "satisfaction of whom is unclear"),
    severity=Severity.WARNING,
    basis=("zhibiao-dingyi#satisfaction",),
    message=Message(
        "满意度指标“{name}”{reason_zh}；请写明由谁评价",
        "satisfaction indicator “{name}”: {reason_en}; please say who is asked",
    ),
    suggestion=Message(
        "写直接接受服务的人，如“参训学员满意度”“参会单位满意度”，并说明调查方式",
        "name those served directly, such as “参训学员满意度”, and how they are asked",
    ),
    since="0.1",
)
def satisfaction_object_unclear(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Satisfaction (满意度) is that of the people the project serves, and says of whom."""
    asked = target.applicable[Kind.SATISFACTION]
    if not asked:
        yield NotApplicable("没有满意度指标", "there is no satisfaction indicator")
    for indicator in asked:
        name = indicator.name
        is_of_public = mentions(name, PUBLIC)
        is_abroad = mentions(target.title, ABROAD) and mentions(target.title, DONE_ABROAD)
        if is_of_public and is_abroad:
            severity = Severity.WARNING
            reason = (
                "以公众为对象，但“{0}”在境外开展，本地公众不是服务对象",
                "it asks the public, but “{0}” is done abroad and does not serve the public here",
            )
        elif is_of_public and mentions(target.title, INTERNAL):
            severity = Severity.WARNING
            reason = (
                "以公众为对象，但“{0}”是内部事务，公众不是服务对象",
                "it asks the public, but “{0}” is internal and does not serve the public",
            )
        elif bare_label(name) in BARE and indicator.remark is None:
            severity = Severity.INFO
            reason = ("没有说明服务对象是谁", "it does not say who is served")
        else:
            continue
        yield Fault(
            indicator.at.get("name"),
            quote=name,
            severity=severity,
            name=name,
            reason_zh=reason[0].format(target.title),
            reason_en=reason[1].format(target.title),
        )
