"""NAR01 objective-not-measurable (年度目标无可衡量内容)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="NAR01",
    name="objective-not-measurable",
    title=Message("年度目标无可衡量内容", "nothing measurable in the annual objective"),
    severity=Severity.WARNING,
    basis=("difang-mubiao-guanli#specific",),
    message=Message(
        "年度目标中没有带单位的数量，也没有完成期限，无法据以衡量；请写明本年度做多少、何时完成",
        "the annual objective states no number with a unit and no deadline, so it cannot be "
        "measured; please say how much is done this year and by when",
    ),
    suggestion=Message(
        "例如：“（填写月份）月底前完成（填写任务）≥（填写数量）（填写单位）”",
        "for example: “complete ≥ (number) (unit) of (task) by the end of (month)”",
    ),
    since="0.1",
)
def objective_not_measurable(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The annual objective (年度目标) says how much or by when; restating the funds is neither."""
    narrative = target.narrative
    funds = target.funding.money("total")
    if target.annual_objective is None:
        yield NotApplicable("没有填写年度目标", "the annual objective is not filled in")
    elif not (
        narrative.quantities
        or narrative.deadlines
        or any(amount.money != funds for amount in narrative.amounts)
    ):
        yield Fault(target.at.get("annual_objective"), quote=target.annual_objective)
