"""AMT04 narrative-arithmetic-wrong (叙述算式错误)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import Money
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="AMT04",
    name="narrative-arithmetic-wrong",
    title=Message("叙述算式错误", "arithmetic in the objective is wrong"),
    severity=Severity.ERROR,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6",),
    message=Message(
        "年度目标写明“{label}{stated}”，按文中数字计算为：{calculation_zh}，相差{gap}；请核对算式",
        "the objective states “{label}{stated}”; the numbers in the text give {calculation_en}, "
        "{gap} apart; please check the calculation",
    ),
    since="0.1",
)
def narrative_arithmetic_wrong(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A product (数量×单价) or a total (总计, 合计) in the objective is what its parts give.

    A result rounded to the digits written is right.
    """
    statements = target.narrative.costing.statements
    if not statements:
        yield NotApplicable(
            "年度目标没有可复算的算式或合计", "the objective has no calculation to work out again"
        )
    for statement in statements:
        stated = statement.stated
        if statement.gap:
            zh, en = statement.calculation("zh"), statement.calculation("en")
            yield Fault(
                target.objective_at(stated.start, stated.end),
                quote=target.annual_objective,
                working=Message(zh, en),
                label=stated.label,
                stated=stated.money,
                calculation_zh=zh,
                calculation_en=en,
                gap=Money(statement.gap, stated.money.unit),
            )
