"""AMT06 contract-amount-as-annual (年度与合同期金额混用)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import mentions
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

OF_THE_YEAR = ("每年", "年度", "当年", "本年", "今年", "全年", "年均")


@rule(
    code="AMT06",
    name="contract-amount-as-annual",
    title=Message("年度与合同期金额混用", "annual and contract amounts mixed"),
    severity=Severity.WARNING,
    basis=(
        "changjian-wenti#annual-and-whole-period",
        "shanghai-mubiaobiao-2026#annual-beside-total",
    ),
    message=Message(
        "“{subject}”写有一个金额{amount}，期限为“{term}”，不限于{year}年度，"
        "看不出是合同总额还是本年应付数；请分别写明",
        "“{subject}” has one amount, {amount}, and a term of “{term}”, not {year} alone: it is not "
        "clear whether that is the whole contract or what falls due this year; please state both",
    ),
    suggestion=Message(
        "写成：合同总额{amount}（{term}），其中{year}年应付（填写金额）万元",
        "write: contract {amount} in all (“{term}”), of which (amount) 万元 falls due in {year}",
    ),
    since="0.1",
)
def contract_amount_as_annual(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """An item with a term (合同期) beyond the year tells the year's amount from the whole."""
    narrative, year = target.narrative, target.fiscal_year
    if not (narrative.amounts and narrative.terms):
        yield NotApplicable(
            "年度目标没有同时写明合同期和金额",
            "the objective does not give both a term and an amount",
        )
        return
    if year is None:
        yield InsufficientData("表内没有年度", "the table states no fiscal year")
        return
    for contract in narrative.costing.contracts:
        term = contract.term
        if term.from_year == year == term.to_year or len(contract.amounts) != 1:
            continue
        amount = contract.amounts[0]
        if f"{year}年" in amount.label or mentions(amount.label, OF_THE_YEAR):
            continue
        yield Fault(
            target.objective_at(amount.start, amount.end),
            quote=target.annual_objective,
            subject=contract.subject,
            amount=amount.money,
            term=narrative.text[term.start : term.end],
            year=year,
        )
