"""SCO10 funds-differ-from-parts (资金总额与分项不符)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.location import first_place
from jixiao.model.money import plain
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.execution import total_row

COLUMNS = (
    ("adjusted", "全年预算数", "adjusted budget"),
    ("initial", "年初预算数", "initial budget"),
    ("paid", "全年执行数", "spending"),
)


@rule(
    code="SCO10",
    name="funds-differ-from-parts",
    title=Message("资金总额与分项不符", "funds that differ from their parts"),
    severity=Severity.ERROR,
    basis=("caiyu-2019-136#content", "chizhou-zipingbiao-2022#columns"),
    message=Message(
        "年度资金总额的{column_zh}为{total}，{label}为{part}，总额小于分项，相差"
        "{difference}；请核对",
        "the {column_en} of the year’s funds is {total}, that of {label} is {part}: the "
        "whole is less than a part, {difference} apart; please check",
    ),
    since="0.1",
)
def funds_differ_from_parts(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """No part of the funds is greater than the whole (总额与分项); a blank is not compared."""
    evaluation = sheet.evaluation
    total = total_row(evaluation.funds)
    parts = [row for row in evaluation.funds if row is not total]
    if total is None or not parts:
        yield NotApplicable("没有资金总额和分项", "there are no funds with parts")
        return
    for column, zh, en in COLUMNS:
        whole = getattr(total, column)
        amounts = [(row, getattr(row, column)) for row in parts]
        stated = [found for found in amounts if found[1] is not None]
        if whole is None or not stated:
            continue
        row, part = max(stated, key=lambda found: found[1])
        if part > whole:
            yield Fault(
                first_place(evaluation.at, f"funds.0.{column}", "funds.0"),
                column_zh=zh,
                column_en=en,
                total=plain(whole),
                label=f"“{row.label}”",
                part=plain(part),
                difference=plain(part - whole),
            )
            return  # the other columns of the same row say the same
