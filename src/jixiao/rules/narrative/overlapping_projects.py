"""NAR09 overlapping-projects (项目间内容交叉)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.undertaking import overlaps_between
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

MOST_NAMED = 3


@rule(
    code="NAR09",
    name="overlapping-projects",
    title=Message("项目间内容交叉", "overlap between projects"),
    severity=Severity.WARNING,
    basis=("difang-shiqian-pinggu#no-overlap",),
    message=Message(
        "本项目与同一单位的其他项目有相同内容：{overlaps_zh}；请核对是否重复安排，并写明各项目的分工",
        "this project shares content with other projects of the unit: {overlaps_en}; please check "
        "that nothing is paid for twice, and say which project does what",
    ),
    since="0.1",
)
def overlapping_projects(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """No activity stands in two projects of a unit: the same work for the same object, or body."""
    if len(disclosure.targets) < 2:
        yield NotApplicable("只有一个项目", "there is only one project")
        return
    for numbered in disclosure.by_unit.values():
        projects = dict(numbered)
        narratives = {number: target.narrative for number, target in numbered}
        for number, overlaps in overlaps_between(narratives).items():
            zh, en = [], []
            for overlap in overlaps:
                name, count = overlap.activity.name, overlap.total
                named = [f"“{projects[other].title}”" for other in overlap.others(MOST_NAMED)]
                more = count > MOST_NAMED
                rest_zh = f"等{count}个项目" * more
                rest_en = f" and others, {count} in all" * more
                zh.append(f"{name}（{''.join(named)}{rest_zh}）")
                en.append(f"“{name}” ({', '.join(named)}{rest_en})")
            first = overlaps[0].activity
            yield Fault(
                projects[number].objective_at(first.start, first.end),
                quote=projects[number].annual_objective,
                target=projects[number],
                overlaps_zh="、".join(zh),
                overlaps_en=", ".join(en),
            )
