"""The tables and the chart of a report (报告附表): by class, by project, by row, in full."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jixiao.model.evaluation import ExecutionRow, Points, ScoredRow, ScoreSheet
from jixiao.model.finding import Message
from jixiao.model.money import plain
from jixiao.writers import report_sentences as say
from jixiao.writers.report_figures import (
    EXECUTION,
    Figures,
    execution_rate,
    mean,
    percentage,
)
from jixiao.writers.report_parts import Bar, Chart, Look, Table
from jixiao.writers.self_evaluation_layout import execution_reason, target_text, whole_weight

_DASH = say.same("—")
PROJECT = Message("项目名称", "project")
_INDICATOR = Message("三级指标", "indicator")
_WEIGHT, _POINTS = Message("分值", "weight"), Message("得分", "points")


def _number(number: Decimal | None) -> Message:
    return _DASH if number is None else say.same(plain(number))


def _money(number: Decimal | None) -> Message:
    return say.same("") if number is None else say.same(plain(number))


def class_table(figures: Sequence[Figures]) -> Table:
    """Weight and points of each class, with what was left open."""
    rows = [
        (
            f.label,
            _number(f.weight),
            _number(None if f.is_open else f.points),
            say.same(percentage(f.rate)),
            _open(f),
        )
        for f in figures
    ]
    weight = sum((f.weight for f in figures), Decimal(0))
    points = sum((f.points for f in figures), Decimal(0))
    open_weight = sum((f.open_weight for f in figures), Decimal(0))
    whole = Figures(Message("合计", "sum"), (), weight, points, open_weight, 0, 0, 0)
    rate = say.same(percentage(whole.rate))
    rows.append((whole.label, _number(weight), _number(points), rate, _open(whole)))
    return Table(
        Message("得分情况", "Points"),
        (
            Message("评价内容", "part"),
            _WEIGHT,
            _POINTS,
            Message("得分率（已计分）", "rate of what was scored"),
            Message("未能计分的分值", "not scored"),
        ),
        (290, 130, 130, 225, 225),
        (Look.TEXT, Look.NUMBER, Look.NUMBER, Look.NUMBER, Look.NUMBER),
        tuple(rows),
    )


def _open(figures: Figures) -> Message:
    return _number(figures.open_weight or None)


def total_table(sheets: Sequence[ScoreSheet]) -> Table:
    """The total and the grade of each project."""
    rows = [
        (
            say.same(str(number)),
            say.same(sheet.evaluation.title),
            _number(whole_weight(sheet)),
            _number(sheet.reached if sheet.total is None else sheet.total),
            _number(sheet.open_weight or None),
            (sheet.grade if sheet.total is not None else None) or Message("未定", "open"),
        )
        for number, sheet in enumerate(sheets, 1)
    ]
    return Table(
        Message("各项目得分与等级", "Points and grades of the projects"),
        (
            Message("序号", "no."),
            PROJECT,
            _WEIGHT,
            _POINTS,
            Message("未能计分", "not scored"),
            Message("等级", "grade"),
        ),
        (80, 470, 110, 120, 120, 100),
        (Look.CENTRED, Look.TEXT, Look.NUMBER, Look.NUMBER, Look.NUMBER, Look.CENTRED),
        tuple(rows),
    )


def row_table(shown: Sequence[ScoredRow], title: Message) -> Table:
    """Rows with their targets, their actual values and their points."""
    rows = [
        (
            say.same(row.row.indicator.level2),
            say.same(say.name_of(row)),
            say.same(target_text(row.row.indicator.value)),
            say.given_or(row.row.actual.text, "实际完成值", "actual value"),
            _number(row.points.weight),
            _number(row.points.points),
        )
        for row in shown
    ]
    return Table(
        title,
        (
            Message("二级指标", "level 2"),
            _INDICATOR,
            Message("年度指标值", "target"),
            Message("实际完成值", "actual"),
            _WEIGHT,
            _POINTS,
        ),
        (190, 250, 180, 185, 95, 100),
        (Look.CENTRED, Look.TEXT, Look.CENTRED, Look.CENTRED, Look.NUMBER, Look.NUMBER),
        tuple(rows),
    )


def funds_table(sheet: ScoreSheet) -> Table:
    """The funds of a project and what was paid of them."""
    unit = sheet.evaluation.unit
    tail_zh = f"（单位：{unit.value}）" if unit is not None else ""
    tail_en = f" ({unit.value})" if unit is not None else ""

    def cells(row: ExecutionRow) -> tuple[Message, ...]:
        label = row.label.strip().rstrip("：:")
        return (
            say.same(label),
            _money(row.initial),
            _money(row.adjusted),
            _money(row.paid),
            say.same(percentage(execution_rate(row))),
        )

    return Table(
        Message(f"预算执行情况{tail_zh}", f"Budget and payments{tail_en}"),
        (
            Message("项目资金", "funds"),
            Message("年初预算数", "initial"),
            Message("全年预算数", "adjusted"),
            Message("全年执行数", "paid"),
            Message("执行率", "rate"),
        ),
        (300, 180, 180, 180, 160),
        (Look.TEXT, Look.NUMBER, Look.NUMBER, Look.NUMBER, Look.NUMBER),
        tuple(map(cells, sheet.evaluation.funds)),
    )


def working_table(sheet: ScoreSheet) -> Table:
    """Every row of a project with its working."""
    rows = [(EXECUTION, sheet.execution, True, say.same(""), execution_reason(sheet))]
    rows += [
        (
            say.same(say.name_of(row)),
            row.points,
            row.is_counted,
            row.row.actual.rests_on,
            row.row.reason,
        )
        for row in sheet.rows
    ]
    lines = [
        (
            say.same(str(number)),
            label,
            _number(own.weight) if is_counted else _DASH,
            _number(own.points) if is_counted else _DASH,
            _working(own, proof, reason),
        )
        for number, (label, own, is_counted, proof, reason) in enumerate(rows, 1)
    ]
    reached = sheet.reached if sheet.total is None else sheet.total
    total = Message("合计", "sum") if sheet.total is not None else Message("已计分", "so far")
    lines.append(
        (say.same(""), total, _number(whole_weight(sheet)), _number(reached), sheet.working)
    )
    title = sheet.evaluation.title
    return Table(
        Message(f"{say.quoted(title)}得分计算过程", f"Working of {say.quoted(title)}"),
        (
            Message("序号", "no."),
            Message("指标", "indicator"),
            _WEIGHT,
            _POINTS,
            Message("计算过程", "working"),
        ),
        (75, 225, 90, 95, 515),
        (Look.CENTRED, Look.TEXT, Look.NUMBER, Look.NUMBER, Look.TEXT),
        tuple(lines),
    )


def _working(own: Points, proof: Message, reason: str) -> Message:
    """The working, the band the method allows, the duties, what the value rests on."""
    parts = [own.working]
    if own.low is not None and own.high is not None and own.low != own.high:
        low, high = plain(own.low), plain(own.high)
        parts.append(Message(f"可得{low}—{high}分。", f"{low} to {high} points are allowed."))
    parts += own.notes_beside(reason)
    if proof.zh:
        parts.append(Message(f"依据：{proof.zh}", f"rests on: {proof.en}"))
    return Message("\n".join(p.zh for p in parts), "\n".join(p.en for p in parts))


def chart_of(figures: Sequence[Figures], title: Message, count: int = 1) -> Chart:
    """The chart of the classes; the mean of so many projects."""
    bars = (
        Bar(f.label, *(mean(n, count) for n in (f.weight, f.points, f.open_weight)))
        for f in figures
    )
    return Chart(title, tuple(bars))
