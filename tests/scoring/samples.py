"""Indicators, actual values and self-evaluations for the tests, read as the program reads them."""

from __future__ import annotations

from decimal import Decimal

from jixiao.model.evaluation import (
    Actual,
    EvaluatedIndicator,
    ExecutionRow,
    SelfEvaluation,
)
from jixiao.model.indicator import Indicator
from jixiao.model.money import MoneyUnit
from jixiao.model.terms import category_of, kind_of
from jixiao.readers.value_grammar import read_value
from jixiao.regulations.parameter import Norms, norms_for

NORMS: Norms = norms_for(2024, "anhui/huainan")


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def indicator(
    target: str,
    level2: str = "数量指标",
    name: str = "完成数量",
    level1: str = "产出指标",
    weight: str | None = None,
) -> Indicator:
    category = category_of(level1)
    return Indicator(
        category,
        kind_of(level2, category),
        level1,
        level2,
        name,
        read_value(target),
        number(weight),
    )


def actual(
    stated: str | None, unit: str | None = None, date: str | None = None, tier: str | None = None
) -> Actual:
    try:
        value = None if stated is None else Decimal(stated)
    except ArithmeticError:
        value = None
    return Actual(stated or "", value, unit, date, tier)


def row(
    target: str,
    met: Actual,
    weight: str | None = "10",
    points: str | None = None,
    level2: str = "数量指标",
    name: str = "完成数量",
    level1: str = "产出指标",
) -> EvaluatedIndicator:
    return EvaluatedIndicator(indicator(target, level2, name, level1, weight), met, number(points))


def funds(
    initial: str | None,
    adjusted: str | None,
    paid: str | None,
    rate: str | None = None,
    points: str | None = None,
    label: str = "年度资金总额",
    weight: str | None = "10",
) -> ExecutionRow:
    return ExecutionRow(
        label,
        number(initial),
        number(adjusted),
        number(paid),
        number(rate),
        number(weight),
        number(points),
    )


def evaluation(
    *rows: EvaluatedIndicator,
    money: tuple[ExecutionRow, ...] = (),
    total: str | None = None,
    year: int | None = 2024,
) -> SelfEvaluation:
    return SelfEvaluation(
        "项目", year, "", "", MoneyUnit.TEN_THOUSAND, money, "", "", rows, number(total)
    )
