"""NAR06 relative-year (相对年份)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# A half-year is at least bounded by the fiscal year of the table.
MILDER = {"下半年": Severity.INFO}


@rule(
    code="NAR06",
    name="relative-year",
    title=Message("相对年份", "relative year"),
    severity=Severity.WARNING,
    basis=("changjian-wenti#time-limit",),
    message=Message(
        "年度目标用了“{word}”，填报、公开和考核时所指的年份可能不同；请写明年份",
        "the annual objective says “{word}”, which may mean different years when it is written, "
        "published and checked; please write the year",
    ),
    since="0.1",
)
def relative_year(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The annual objective (年度目标) names years by number, not 明年, 今年, 去年 or 下半年."""
    if target.annual_objective is None:
        yield NotApplicable("没有填写年度目标", "the annual objective is not filled in")
    for part in target.narrative.relative_years:
        yield Fault(
            target.objective_at(part.start, part.end),
            quote=target.annual_objective,
            severity=MILDER.get(part.text),
            word=part.text,
        )
