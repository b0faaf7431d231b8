"""A record with everything the ordinary form has no column for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from jixiao.model.disclosure import Disclosure
from jixiao.model.indicator import Indicator
from jixiao.model.money import MoneyUnit
from jixiao.model.project import Funding, FundingLine
from jixiao.readers.value_grammar import read_value
from tests.writers.reports import seed


def wide_record() -> Disclosure:
    """Period beside annual indicators; sign, unit, points, standard and remark in own columns."""
    first, second, third, fourth, fifth, *_ = seed().targets
    two_sided = replace(
        second,
        period_objective="三年内建成覆盖市、县、乡三级的测评体系，结果全部公开。",
        period_indicators=fourth.indicators,
        funding=Funding(
            Decimal("72.80"),
            Decimal("72.80"),
            Decimal("0.00"),
            MoneyUnit.TEN_THOUSAND,
            Decimal("218.40"),
            (FundingLine("上年结转资金", Decimal("0.00")),),
        ),
        others=(("联系电话", "0554-0000000"), ("项目属性", "延续项目")),
    )
    in_columns = tuple(_in_columns(i, n) for n, i in enumerate(fifth.indicators))
    return replace(seed(), targets=(first, two_sided, replace(fifth, indicators=in_columns), third))


def _in_columns(indicator: Indicator, number: int) -> Indicator:
    value = indicator.value
    if value.number is not None:
        value = read_value(format(value.number, "f"), sign="≥", unit=value.unit or "个")
    return replace(
        indicator,
        value=value,
        weight=Decimal("10.00"),
        scoring_standard="完成得满分，每低于目标值1个百分点扣0.5分，扣完为止",
        remark="延续性指标" if number % 3 == 0 else None,
        others=(("取值依据", "上年实际值"),) if number % 2 else (),
    )
