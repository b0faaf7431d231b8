"""The score sheet (绩效评分表) as it lies on paper: each row's points with their working."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from jixiao.model.evaluation import Points, ScoreSheet
from jixiao.model.finding import Message
from jixiao.model.money import plain
from jixiao.model.named import NamedTuple
from jixiao.writers.form_layout import Block, FormCell, FormRow, FormTable, FormText, Style
from jixiao.writers.self_evaluation_layout import (
    execution_reason,
    label,
    points,
    target_text,
    whole_weight,
)

TITLE = "绩效评分表"
WIDTHS = (60, 200, 80, 80, 580)
STATED_WIDTHS = (60, 190, 80, 80, 80, 510)
_NO_PROOF = Message("", "")


class Line(NamedTuple):
    """One line of a score sheet: what gets points, its target and actual value, the points."""

    level1: str
    level2: str
    name: str
    target: str
    actual: str
    points: Points
    is_counted: bool
    stated: Decimal | None
    proof: Message
    reason: str = ""


def lines_of(sheet: ScoreSheet) -> Iterator[Line]:
    """The budget execution, then the indicators in the form's order."""
    stated = next((row.points for row in sheet.evaluation.funds if row.points is not None), None)
    reason = execution_reason(sheet)
    yield Line("", "", "预算执行率", "", "", sheet.execution, True, stated, _NO_PROOF, reason)
    for row in sheet.rows:
        indicator, actual = row.row.indicator, row.row.actual
        yield Line(
            indicator.level1,
            indicator.level2,
            indicator.name,
            target_text(indicator.value),
            actual.text,
            row.points,
            row.is_counted,
            row.stated,
            actual.rests_on,
            row.row.reason.strip(),
        )


def score_sheet_blocks(sheets: Iterable[ScoreSheet]) -> Iterator[Block]:
    """The score sheets as an annex: each begins a page."""
    for sheet in sheets:
        yield working_table(sheet)
        for difference in sheet.differences:
            yield FormText(f"差异：{difference.zh}", Style.NOTE, is_dense=True)


def working_table(sheet: ScoreSheet) -> FormTable:
    """The table of one project; what a form states beside it where one states something."""
    lines = list(lines_of(sheet))
    has_stated = any(line.stated is not None for line in lines)
    widths = STATED_WIDTHS if has_stated else WIDTHS
    headers = ["序号", "指标", "分值", "得分", *(["表列\n得分"] if has_stated else []), "计算过程"]
    rows: list[FormRow] = [
        (FormCell(f"{TITLE}：{sheet.evaluation.title}", len(widths), style=Style.TABLE_TITLE),),
        tuple(label(header) for header in headers),
    ]
    for number, line in enumerate(lines, 1):
        stated = (points(line.stated),) if has_stated else ()
        rows.append(
            (
                FormCell(str(number), style=Style.CENTRED),
                FormCell(line.name),
                points(line.points.weight if line.is_counted else None),
                points(line.points.points if line.is_counted else None),
                *stated,
                FormCell(working_text(line)),
            )
        )
    stated = (points(sheet.evaluation.total),) if has_stated else ()
    grade = f"等级：{sheet.grade.zh}\n" if sheet.grade is not None else ""
    total = FormCell(f"{grade}{sheet.working.zh}")
    whole = points(whole_weight(sheet))
    rows.append((label("总分", 2), whole, points(sheet.total), *stated, total))
    name = sheet.evaluation.title
    return FormTable(widths, tuple(rows), new_page=True, is_dense=True, repeated=2, name=name)


def working_text(line: Line, language: str = "zh") -> str:
    """The working of a line, what it rests on, and the duties that come with the points."""
    zh = language != "en"
    parts = [line.points.working.text(language)]
    band = band_of(line.points)
    if band is not None:
        parts.append(f"可得{band}分" if zh else f"{band} points are allowed")
    parts += [note.text(language) for note in line.points.notes_beside(line.reason)]
    if line.reason:
        said = "偏差原因及改进措施" if zh else "reason of the deviation and measures"
        parts.append(f"{said}：{line.reason}" if zh else f"{said}: {line.reason}")
    if line.proof.zh:
        parts.append(f"依据：{line.proof.zh}" if zh else f"rests on: {line.proof.en}")
    return "\n".join(parts)


def band_of(own: Points) -> str | None:
    """The band of points the method allows, ``8—10``; None where it gives one number."""
    if own.low is None or own.high is None or own.low == own.high:
        return None
    return f"{plain(own.low)}—{plain(own.high)}"
