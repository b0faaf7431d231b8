"""IND11 near-duplicate-indicators (近义重复)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.indicator import Indicator
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# Words for the same thing, each folded into the first of its line.
SYNONYMS = (
    words("研究 调研 调查"),
    words("文稿 报告 材料 文章 稿件"),
    words("检查 督导 督查 巡查"),
    words("会议 座谈会 研讨会"),
    words("培训 轮训"),
)
# What says only that something is counted.
MEASURES = words(
    "完成 开展 组织 举办 数量 次数 人数 个数 篇数 份数 期数 场数 班次 场次 人次 总数 "
    "公里数 里程数 里程 总里程 亩数 平方米数 总面积 面积 总长度 长度 数 班"
)


@rule(
    code="IND11",
    name="near-duplicate-indicators",
    title=Message("近义重复", "near-duplicate indicators"),
    severity=Severity.WARNING,
    basis=("caiyu-2021-101#principles",),
    message=Message(
        "“{name}”（“{value}”）与“{other}”（“{other_value}”）数值相同、含义相近，可能是同一件事写了两次；请核对",
        "“{name}” (“{value}”) and “{other}” (“{other_value}”) have one number and nearly one "
        "meaning; the same thing may be counted twice, please check",
    ),
    suggestion=Message(
        "合并为一项；若确是两件事，在名称里写明区别",
        "merge them; where they are two things, let the names say how they differ",
    ),
    since="0.1",
)
def near_duplicate_indicators(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Two indicators of one project with one number and one meaning count a thing twice."""
    if len(target.measured) < 2:
        yield NotApplicable(
            "以次、人、份等计数的指标不足两个", "fewer than two indicators count things"
        )
    alike: defaultdict[tuple[object, object], dict[str, Indicator]] = defaultdict(dict)
    for one in target.equally_counted:
        # One of a thing is so common that it is no sign of repetition.
        if one.value.number != 1:
            group = alike[one.value.number, one.value.counted_as]
            group.setdefault(_subject(one.name), one)
    for other in target.equally_counted:
        subject = _subject(other.name)
        group = alike[other.value.number, other.value.counted_as]
        for start in range(len(subject) - 1):
            one = group.get(subject[start:], other)
            if one is not other:
                yield Fault(
                    other.at.get("name"),
                    quote=other.name,
                    name=one.name,
                    value=one.value.text,
                    other=other.name,
                    other_value=other.value.text,
                )


def _subject(name: str) -> str:
    for first, *rest in SYNONYMS:
        for word in rest:
            name = name.replace(word, first)
    for word in filter(name.__contains__, MEASURES):
        name = name.replace(word, "")
    return name
