"""COP03 objective-copied-from-last-year (年度目标照抄上年)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.chain import Chain, told_objective
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="COP03",
    name="objective-copied-from-last-year",
    title=Message("年度目标照抄上年", "objective copied from last year"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#13", "caiyu-2015-88#relevance"),
    message=Message(
        "{later_zh}的年度目标与{earlier_zh}除年份外一字不差：“{objective}”；请核对是否照抄上年",
        "the annual objective of {later_en} is that of {earlier_en} word for word but for the "
        "year: “{objective}”; please check for copying",
    ),
    suggestion=Message(
        "写本年要做的事、要达到的数，与上年不同的写明变化",
        "say what this year does and reaches, and what has changed since the last",
    ),
    since="0.1",
)
def objective_copied_from_last_year(chain: Chain, norms: Norms) -> Iterator[Verdict]:
    """An objective that holds for any year says nothing of this one."""
    objective = told_objective(chain.later.objective)
    if chain.is_same_year or not objective:
        yield NotApplicable(
            "没有上年的文件，或者没有年度目标",
            "there is no document of the year before, or no objective",
        )
        return
    if objective == told_objective(chain.earlier.objective):
        yield Fault(
            chain.later.objective_place,
            quote=chain.later.objective,
            objective=chain.later.objective,
            **chain.told,
        )
