"""The scores of one project beside each other, and an evaluation sheet, as text for a screen."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.assessment import (
    EvaluationRow,
    EvaluationSheet,
    ScoreComparison,
    ScoreDifference,
)
from jixiao.model.money import plain
from jixiao.writers.basis import citation_of
from jixiao.writers.visible import visible

WORDS = {
    "zh": {
        "side": "{side}　{points}{grade}",
        "points": "{points}分",
        "open": "未计总分",
        "grade": "　等级：{grade}",
        "totals": "总分差异",
        "rows": "分项差异",
        "apart": "没有对应的行",
        "of": "{label}：{working}",
        "reason": "理由：{reason}",
        "missing": "须说明理由，尚未说明",
        "unexplained": "须说明而未说明的差异：{count}项",
        "row": "{name}　{points} / {weight}分",
        "row_open": "未定",
        "note": "注意：{text}",
        "inapplicable": "不适用：{item}（{reason}）",
        "basis": "依据：{basis}",
    },
    "en": {
        "side": "{side}  {points}{grade}",
        "points": "{points} points",
        "open": "no total",
        "grade": "  grade: {grade}",
        "totals": "Differences of the total",
        "rows": "Differences by row",
        "apart": "Without counterpart",
        "of": "{label}: {working}",
        "reason": "Reason: {reason}",
        "missing": "A reason is needed and not stated",
        "unexplained": "Differences that need a reason and have none: {count}",
        "row": "{name}  {points} / {weight} points",
        "row_open": "open",
        "note": "Note: {text}",
        "inapplicable": "Does not apply: {item} ({reason})",
        "basis": "Basis: {basis}",
    },
}


def render(comparison: ScoreComparison, language: str = "zh") -> str:
    """The sides, the differences of the total and of the rows, and what is still unexplained."""
    return "".join(f"{visible(line)}\n" for line in _comparison(comparison, language))


def render_sheet(sheet: EvaluationSheet, language: str = "zh") -> str:
    """An evaluation sheet: each item with its working, the classes, the total, the basis."""
    return "".join(f"{visible(line)}\n" for line in _sheet(sheet, language))


def _comparison(comparison: ScoreComparison, language: str) -> Iterator[str]:
    words = WORDS[language]
    yield comparison.project
    for side, total, grade in comparison.sides:
        told = words["grade"].format(grade=grade.text(language)) if grade is not None else ""
        points = words["open"] if total is None else words["points"].format(points=plain(total))
        yield words["side"].format(side=side.label(language), points=points, grade=told)
    for heading, differences in (("totals", comparison.totals), ("rows", comparison.rows)):
        if differences:
            yield ""
            yield words[heading]
            for difference in differences:
                yield from _difference(difference, language)
    if comparison.apart:
        yield ""
        yield words["apart"]
        for message in comparison.apart:
            yield f"  {message.text(language)}"
    yield ""
    yield words["unexplained"].format(count=len(comparison.unexplained))


def _difference(difference: ScoreDifference, language: str) -> Iterator[str]:
    words = WORDS[language]
    working = difference.working.text(language)
    yield "  " + words["of"].format(label=difference.label.text(language), working=working)
    if difference.reason:
        yield "    " + words["reason"].format(reason=difference.reason)
    elif difference.needs_reason:
        yield "    " + words["missing"]


def _sheet(sheet: EvaluationSheet, language: str) -> Iterator[str]:
    words = WORDS[language]
    year = f"（{sheet.fiscal_year}）" if sheet.fiscal_year is not None else ""
    yield f"{sheet.side.label(language)}　{sheet.project}{year}"
    for row in sheet.rows:
        yield from _row(row, language)
    for left_out in sheet.inapplicable:
        yield words["inapplicable"].format(item=left_out.item, reason=left_out.reason)
    yield sheet.working.text(language)
    joint = "; " if language == "en" else "；"
    keys = dict.fromkeys(
        key for row in sheet.rows for key in (row.item.source, row.item.weight_source)
    )
    told = joint.join(citation_of(key, language) for key in keys)
    yield words["basis"].format(basis=told)


def _row(row: EvaluationRow, language: str) -> Iterator[str]:
    words = WORDS[language]
    name = row.item.en if language == "en" else row.item.zh
    points = words["row_open"] if row.points is None else plain(row.points)
    yield words["row"].format(name=name, points=points, weight=plain(row.item.weight))
    yield f"    {row.working.text(language)}"
    for note in row.notes:
        yield "    " + words["note"].format(text=note.text(language))
