"""LIF04 not-in-library-or-result-unused (未入库或评价结果未应用)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="LIF04",
    name="not-in-library-or-result-unused",
    title=Message("未入库或评价结果未应用", "not in the library, or a result not used"),
    severity=Severity.WARNING,
    basis=(
        "yusuanfa-shishi-tiaoli-2020#41",
        "yusuanfa-shishi-tiaoli-2020#20",
        "yusuanfa-2018#32-1",
    ),
    message=Message(
        "{what_zh}；请补充",
        "{what_en}; please add it",
    ),
    since="0.1",
)
def not_in_library_or_result_unused(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A project is in the library; a poor result lowers the money or is explained (结果应用)."""
    facts = target.approval
    if not target.project_number and not facts.library:
        if facts.library is None:
            yield InsufficientData("项目库编号", "the project's number in the library")
        else:
            yield _fault(
                target, "项目库编号空白，看不出项目已经入库", "the library number is blank"
            )
    if not facts.previous_grade:
        yield InsufficientData("上年评价等级", "last year's grade")
    elif facts.previous_grade[0] in "中差" and not facts.use:
        amounts = target.amounts_of_two_years
        if not amounts:
            yield InsufficientData("上年和本年的预算金额", "the amounts of last year and this")
        for before, now in amounts:
            if now.yuan >= before.yuan:
                yield _fault(
                    target,
                    f"上年评价等级为“{facts.previous_grade}”，预算由“{before}”变为“{now}”，"
                    "没有压减，也没有说明",
                    f"last year's grade is “{facts.previous_grade}”, the budget went from "
                    f"“{before}” to “{now}”: it was not cut, nor is that explained",
                )


def _fault(target: PerformanceTarget, zh: str, en: str) -> Fault:
    return Fault(target.at.get("table"), what_zh=zh, what_en=en)
