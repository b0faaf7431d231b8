"""The plan of on-site checks (抽样核查计划) and the checks made, as they lie on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from jixiao.model.framework import RiskSign
from jixiao.model.inspection import Inspection, SamplingPlan, Stratum, WeighedUnit
from jixiao.model.money import plain
from jixiao.scoring.sampling import shown_probability
from jixiao.writers.form_layout import Block, FormCell, FormRow, FormTable, FormText, Style
from jixiao.writers.self_evaluation_layout import label

TITLE = "抽样核查计划"
VISITS_TITLE = "现场核查记录"
# 序号, 项目, 金额, 风险信号, 风险值, 金额×风险, 入样概率, 抽查层, 是否核查, 依据, 核查记录.
WIDTHS = (40, 200, 85, 185, 65, 80, 125, 60, 60, 300, 100)
VISIT_WIDTHS = (220, 95, 150, 260, 340, 235)
STRATA = {Stratum.CERTAIN: "必查", Stratum.DRAWN: "抽取", Stratum.OUT: "不抽"}


def plan_blocks(
    plan: SamplingPlan,
    inspections: Sequence[Inspection],
    signs: Mapping[str, RiskSign],
    fiscal_year: int,
    note: str,
) -> Iterator[Block]:
    """The plan with how it was drawn, then the checks made."""
    yield plan_table(plan, inspections, signs, fiscal_year)
    for text in plan_notes(plan, inspections, note):
        yield FormText(f"注：{text}", Style.NOTE, is_wide=True, is_dense=True)
    if inspections:
        yield visits_table(inspections)


def plan_table(
    plan: SamplingPlan,
    inspections: Sequence[Inspection],
    signs: Mapping[str, RiskSign],
    fiscal_year: int,
) -> FormTable:
    """Every project with its money, risk, chance and reason."""
    count = len(WIDTHS)
    rows: list[FormRow] = [
        (FormCell(TITLE, count, style=Style.TABLE_TITLE),),
        (FormCell(f"（{fiscal_year}年度）", count, style=Style.YEAR),),
        tuple(
            label(text)
            for text in (
                "序号",
                "项目",
                "金额\n（万元）",
                "风险信号（次数）",
                "风险值",
                "金额×\n风险",
                "入样概率",
                "抽查层",
                "是否\n核查",
                "理由",
                "核查记录",
            )
        ),
    ]
    for number, unit in enumerate(plan.units, 1):
        rows.append(_row(number, unit, inspections, signs))
    return FormTable(WIDTHS, tuple(rows), is_wide=True, is_dense=True, repeated=3, name=TITLE)


def _row(
    number: int,
    unit: WeighedUnit,
    inspections: Sequence[Inspection],
    signs: Mapping[str, RiskSign],
) -> FormRow:
    own = unit.unit
    seen = "\n".join(f"{signs[sign].zh}（{times}）" for sign, times in own.signs if sign in signs)
    return (
        FormCell(str(number), style=Style.CENTRED),
        FormCell(own.title),
        FormCell("不详" if own.amount is None else plain(own.amount), style=Style.AMOUNT),
        FormCell(seen or "无"),
        FormCell(plain(unit.risk), style=Style.POINTS),
        FormCell("不详" if own.amount is None else plain(unit.size), style=Style.POINTS),
        FormCell(probability_text(unit.probability), style=Style.CENTRED),
        FormCell(STRATA[unit.stratum], style=Style.CENTRED),
        FormCell("核查" if unit.is_chosen else "", style=Style.CENTRED),
        FormCell(unit.reason.zh),
        FormCell(_made(unit, inspections), style=Style.CENTRED),
    )


def probability_text(share: Fraction) -> str:
    """The probability exactly and with four decimals; 0 and 1 as they are."""
    if share.denominator == 1:
        return str(share.numerator)
    return f"{shown_probability(share)}\n{share.numerator}/{share.denominator}"


def _made(unit: WeighedUnit, inspections: Sequence[Inspection]) -> str:
    days = [made.date for made in inspections if made.project == unit.unit.title]
    if days:
        return "\n".join(days)
    return "尚无记录" if unit.is_chosen else ""


def plan_notes(plan: SamplingPlan, inspections: Sequence[Inspection], note: str) -> Iterator[str]:
    """How it was drawn, so that anyone can draw again; what is still to be done."""
    if note:
        yield note
    yield plan.working.zh
    yield (
        "抽取办法：其余项目按“种子、换行、项目名称”的 SHA-256 排序，入样概率首尾相接，"
        "从“种子、换行、start”的 SHA-256 除以2的256次方处起，每隔1取所在的项目。"
        "种子和名单不变，任何人重抽结果相同。"
    )
    yield f"抽样框（名单、金额、风险值、数量和种子）的 SHA-256：{plan.frame_sha256}"
    done = {made.project for made in inspections}
    left = [unit.unit.title for unit in plan.chosen if unit.unit.title not in done]
    if left:
        yield f"应核查而尚无核查记录的{len(left)}个：{'、'.join(left)}。"
    titles = {unit.unit.title for unit in plan.chosen}
    beside = dict.fromkeys(made.project for made in inspections if made.project not in titles)
    if beside:
        yield f"不在本计划而已核查的：{'、'.join(beside)}。"


def visits_table(inspections: Sequence[Inspection]) -> FormTable:
    """The checks made: when, by whom, of what, what was found and asked for."""
    rows: list[FormRow] = [
        (FormCell(VISITS_TITLE, len(VISIT_WIDTHS), style=Style.TABLE_TITLE),),
        tuple(
            label(text) for text in ("项目", "日期", "核查人", "核查内容", "发现的情况", "处理要求")
        ),
    ]
    rows += [
        (
            FormCell(made.project),
            FormCell(made.date, style=Style.CENTRED),
            FormCell(made.role, style=Style.CENTRED),
            FormCell(made.scope),
            FormCell(made.found),
            FormCell(made.follow_up or "—"),
        )
        for made in inspections
    ]
    return FormTable(
        VISIT_WIDTHS, tuple(rows), is_wide=True, is_dense=True, repeated=2, name=VISITS_TITLE
    )
