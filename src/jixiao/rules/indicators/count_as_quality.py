"""IND02 count-as-quality (数量指标错放为质量)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import COUNT_UNITS, Kind, mentions, words
from jixiao.model.value import Comparator
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

COUNTS = words("数量 次数 人数 个数 件数 份数 篇数 场数 户数 场次 人次")
# Units in which an extent is measured; an average or a rate of it may well be a standard.
EXTENTS = frozenset(words("公里 千米 平方公里 平方千米 平方米 平米 ㎡ m² 亩 公顷 立方米 吨"))
RATES = words("人均 户均 平均 均 每 单位")
CEILINGS = frozenset({Comparator.AT_MOST, Comparator.LESS_THAN})
# A count of what met a standard, or of what went wrong, does speak of quality.
STANDARDS = words(
    "合格 达标 优秀 优质 优良 精品 获 奖 认证 通过 论文 专利 著作权 专著 课题 标准 成果 称号 荣誉 "
    "授权 核心期刊 高层次 国家级 省级 省部级 "
    "事故 投诉 差错 错误 故障 违规 违纪 问题 缺陷 泄密 失误 返工"
)


@rule(
    code="IND02",
    name="count-as-quality",
    title=Message("数量指标错放为质量", "a count filed under quality"),
    severity=Severity.ERROR,
    basis=("zhibiao-dingyi#quality", "zhibiao-mulu#count-units"),
    message=Message(
        "质量指标“{name}”（“{value}”）计的是数量，没有说达到什么标准；应移到数量指标",
        "quality indicator “{name}” (“{value}”) counts and names no standard; "
        "it belongs under quantity",
    ),
    suggestion=Message(
        "把这一行移到数量指标；质量指标可写合格率、采用率、达标率，如“≥（填写百分数）%”",
        "move the row to quantity; quality may be a pass or acceptance rate, “≥ (number)%”",
    ),
    since="0.1",
)
def count_as_quality(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A quality indicator (质量指标) states the standard reached, not how many were made."""
    qualities = target.applicable[Kind.QUALITY]
    if not qualities:
        yield NotApplicable("没有质量指标", "there is no quality indicator")
    for indicator in qualities:
        name, value = indicator.name, indicator.value
        if (
            (
                name.endswith(COUNTS)
                or value.unit in COUNT_UNITS
                or (value.counting_unit in EXTENTS and not name.startswith(RATES))
            )
            and value.comparator not in CEILINGS
            and value.number != 0
            and not mentions(name, STANDARDS)
        ):
            yield Fault(indicator.at.get("name"), quote=name, name=name, value=value.text)
