"""Score sheets made by hand for the tests of reports: one project of every state, a whole unit."""

from __future__ import annotations

from decimal import Decimal

from jixiao.model.evaluation import (
    Actual,
    EvaluatedIndicator,
    ExecutionRow,
    Points,
    ScoredRow,
    ScoreSheet,
    SelfEvaluation,
)
from jixiao.model.finding import Message
from jixiao.model.indicator import Indicator
from jixiao.model.money import MoneyUnit, plain
from jixiao.model.terms import CATEGORY_LABELS, CATEGORY_OF_KIND, Kind
from jixiao.model.value import Comparator, Nature, TargetValue

LEVEL2 = {
    Kind.QUANTITY: "数量指标",
    Kind.QUALITY: "质量指标",
    Kind.TIMELINESS: "时效指标",
    Kind.COST: "成本指标",
    Kind.SOCIAL: "社会效益指标",
    Kind.SUSTAINABILITY: "可持续影响指标",
    Kind.SATISFACTION: "服务对象满意度指标",
}
POSITIVE = "正向比例 · positive"


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def scored(
    kind: Kind,
    name: str,
    target: TargetValue,
    actual: Actual,
    weight: str,
    points: str | None,
    *,
    method: str = POSITIVE,
    reason: str = "",
    is_counted: bool = True,
    working: str = "",
    notes: tuple[Message, ...] = (),
    low: str | None = None,
) -> ScoredRow:
    category = CATEGORY_OF_KIND[kind]
    level1 = CATEGORY_LABELS[category][0]
    indicator = Indicator(category, kind, level1, LEVEL2[kind], name, target, Decimal(weight))
    got = number(points)
    zh = working or (
        f"指标值{target.text}，实际完成{actual.text}，得{points}分。"
        if points is not None
        else "缺少实际完成值。"
    )
    en = "Not scored." if points is None else f"Target {target.text}: {points}."
    own = Points(got, Decimal(weight), number(low) or got, got, method, Message(zh, en), notes)
    return ScoredRow(EvaluatedIndicator(indicator, actual, got, reason), own, is_counted)


def quantity(text: str, comparator: Comparator, value: str, unit: str) -> TargetValue:
    return TargetValue(text, Nature.QUANTITATIVE, comparator, Decimal(value), unit)


def measured(value: str, unit: str, proof: str = "") -> Actual:
    return Actual(f"{value}{unit}", Decimal(value), unit, proof=proof)


def sheet_of(
    title: str,
    rows: tuple[ScoredRow, ...],
    *,
    adjusted: str | None = "182.31",
    paid: str | None = "182.31",
    execution: str | None = "10",
    objective: str = "全年受理市民来电，做到有诉必应，按期办结。",
    differences: tuple[Message, ...] = (),
) -> ScoreSheet:
    funds = (
        ExecutionRow("年度资金总额", Decimal("182.31"), number(adjusted), number(paid)),
        ExecutionRow("其中：财政拨款", Decimal("182.31"), number(adjusted), number(paid)),
        ExecutionRow("其他资金"),
    )
    evaluation = SelfEvaluation(
        title,
        2024,
        "[009]某市人民政府办公室",
        "某市人民政府办公室",
        MoneyUnit.TEN_THOUSAND,
        funds,
        objective,
        "",
        tuple(row.row for row in rows),
    )
    own = Points(
        number(execution),
        Decimal(10),
        number(execution),
        number(execution),
        "执行率",
        Message("缺少预算数或执行数。", "A budget or a payment is missing.")
        if None in (execution, paid, adjusted)
        else Message(f"{paid}÷{adjusted}，得{execution}分。", f"{paid} ÷ {adjusted}: {execution}."),
    )
    counted = [row for row in rows if row.is_counted]
    got = [own.points, *(row.points.points for row in counted)]
    reached = sum((points for points in got if points is not None), Decimal(0))
    whole = own.weight + sum((row.points.weight for row in counted), Decimal(0))
    is_open = None in got
    open_weight = sum((r.points.weight for r in counted if r.points.points is None), Decimal(0))
    if own.points is None:
        open_weight += own.weight
    grade = Message("优", "excellent") if reached >= whole * 9 / 10 else Message("良", "good")
    return ScoreSheet(
        evaluation,
        own,
        rows,
        None if is_open else reached,
        reached,
        open_weight,
        None if is_open else grade,
        Message(f"合计{plain(reached)}分。", f"{plain(reached)} in all."),
        differences,
    )


def every_state() -> ScoreSheet:
    """A project with a row of every state, and a form that states something else."""
    at_least, at_most = Comparator.AT_LEAST, Comparator.AT_MOST
    good = TargetValue("畅通", Nature.GRADED)
    over = Message("实际完成值为指标值的180%，达到1.3倍，须说明原因。", "180%: state the reason.")
    rows = (
        scored(
            Kind.QUANTITY,
            "日均受理话务量",
            quantity("≥1600个", at_least, "1600", "个"),
            measured("2880", "个", "测算：hotline_calls，2024年1—12月，1,048,320行"),
            "10",
            "10",
            notes=(over,),
        ),
        scored(
            Kind.QUALITY,
            "话务接通率",
            quantity("≥95%", at_least, "95", "%"),
            measured("91.2", "%", "测算：hotline_calls"),
            "10",
            "9.6",
            reason="7月设备改造，停线两日；已增设备用线路。",
        ),
        scored(
            Kind.TIMELINESS,
            "工单平均办结时间",
            quantity("≤5天", at_most, "5", "天"),
            measured("6", "天"),
            "10",
            "8",
            method="反向，按超出比例扣分 · reverse, by excess",
        ),
        scored(
            Kind.COST,
            "话务委托服务成本",
            quantity("≤182.31万元", at_most, "182.31", "万元"),
            measured("182.31", "万元", "支付凭证12份"),
            "20",
            "20",
            method="反向，按超出比例扣分 · reverse, by excess",
        ),
        scored(
            Kind.SOCIAL,
            "话务运营畅通情况",
            good,
            Actual("达成", tier="达成"),
            "20",
            "18",
            method="定性分档 · graded",
            low="16",
        ),
        scored(Kind.SOCIAL, "市民诉求响应", good, Actual(""), "10", None),
        scored(
            Kind.SUSTAINABILITY,
            "长效机制",
            TargetValue("无", Nature.TEXT),
            Actual("无"),
            "0",
            None,
            is_counted=False,
            working="不适用。",
        ),
        scored(
            Kind.SATISFACTION,
            "来电人满意度",
            quantity("≥90%", at_least, "90", "%"),
            measured("90.00", "%", "问卷412份"),
            "10",
            "10",
            method="满意度 · satisfaction",
        ),
    )
    return sheet_of(
        "市政府热线话务委托服务费",
        rows,
        adjusted="160.5",
        paid="128.4",
        execution="8",
        differences=(
            Message("“话务接通率”表列10分，复算9.6分。", "“话务接通率” states 10, it is 9.6."),
        ),
    )


def flawless(title: str = "政府公报编辑发行费") -> ScoreSheet:
    """A project with full points in every row."""
    rows = tuple(
        scored(
            kind,
            f"{LEVEL2[kind][:2]}之{n}",
            quantity("≥12期", Comparator.AT_LEAST, "12", "期"),
            measured("12", "期", "公报目录"),
            weight,
            weight,
        )
        for n, (kind, weight) in enumerate(
            [(Kind.QUANTITY, "50"), (Kind.SOCIAL, "30"), (Kind.SATISFACTION, "10")], 1
        )
    )
    return sheet_of(title, rows)


def unit() -> list[ScoreSheet]:
    """The projects of one unit."""
    titles = ("政府公报编辑发行费", "政策研究课题经费", "外事接待经费")
    return [every_state(), *map(flawless, titles)]
