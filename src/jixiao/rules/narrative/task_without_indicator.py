"""NAR02 task-without-indicator (主要任务无指标)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

MOST_NAMED = 5


@rule(
    code="NAR02",
    name="task-without-indicator",
    title=Message("主要任务无指标", "task without an indicator"),
    severity=Severity.WARNING,
    basis=("pingtai-shijian#clarity-matched",),
    message=Message(
        "年度目标写明的{total}项任务（数量）中，{count}项没有对应的产出指标：{tasks_zh}{prices_zh}；"
        "请为其设置指标，或者从目标中删去",
        "of {total} tasks or numbers in the annual objective, {count} have no output indicator: "
        "{tasks_en}{prices_en}; please give each an indicator or take it out of the objective",
    ),
    suggestion=Message(
        "在数量指标下增设“（填写任务）数量：≥（填写数量）（填写单位）”；目标中已有数量的，照目标填写",
        "add under quantity “number of (task): ≥ (number) (unit)”; where the objective states the "
        "number, take that",
    ),
    since="0.1",
)
def task_without_indicator(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Every task and number of the annual objective (年度目标) is answered by an indicator.

    A unit price is no task; one that no cost indicator answers is named beside the tasks.
    """
    undertakings = [task for task in target.narrative.undertakings if not task.is_price]
    if not undertakings:
        yield NotApplicable(
            "年度目标没有写出具体任务或者数量", "the annual objective names no task or number"
        )
        return
    unmeasured = [task for task in target.unmeasured if not task.is_price]
    prices = [task.describe() for task in target.unmeasured if task.is_price][:MOST_NAMED]
    if unmeasured:
        named = unmeasured[:MOST_NAMED]
        rest = len(unmeasured) > MOST_NAMED
        yield Fault(
            target.objective_at(unmeasured[0].start, unmeasured[0].end),
            quote=target.annual_objective,
            total=len(undertakings),
            count=len(unmeasured),
            tasks_zh="、".join(task.describe("zh") for task in named) + "等" * rest,
            tasks_en=", ".join(task.describe("en") for task in named) + ", …" * rest,
            prices_zh=f"；写明的单价{'、'.join(prices)}没有对应的成本指标" * bool(prices),
            prices_en=f"; no cost indicator has the unit price {', '.join(prices)}" * bool(prices),
        )
