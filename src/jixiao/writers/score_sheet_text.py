"""The score sheet as text for a screen: every row with its working in words and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.money import plain
from jixiao.writers.score_sheet_layout import Line, lines_of, working_text
from jixiao.writers.self_evaluation_layout import whole_weight
from jixiao.writers.visible import visible

WORDS = {
    "zh": {
        "of": "{name}　{points} / {weight}分",
        "open": "未计分",
        "left_out": "不参与计分",
        "stated": "　表列{stated}分",
        "values": "指标值“{target}”，实际“{actual}”",
        "blank": "（空白）",
        "total": "总分　{points} / {weight}分",
        "grade": "　等级：{grade}",
        "reached": "已得{reached}分，另有{open}分未计分；空白不等于0分",
        "difference": "差异：{text}",
    },
    "en": {
        "of": "{name}  {points} / {weight} points",
        "open": "no points",
        "left_out": "takes no part",
        "stated": "  (the form states {stated})",
        "values": "target “{target}”, actual “{actual}”",
        "blank": "(blank)",
        "total": "Total  {points} / {weight} points",
        "grade": "  grade: {grade}",
        "reached": "{reached} points reached, {open} open; blank is not 0",
        "difference": "Difference: {text}",
    },
}


def render(sheets: Iterable[ScoreSheet], language: str = "zh") -> str:
    """The text of all sheets, with an empty line between two."""
    return "\n".join("".join(f"{visible(line)}\n" for line in _sheet(s, language)) for s in sheets)


def _sheet(sheet: ScoreSheet, language: str) -> Iterator[str]:
    words = WORDS[language]
    year = sheet.evaluation.fiscal_year
    yield sheet.evaluation.title + (f"（{year}）" if year is not None else "")
    for number, line in enumerate(lines_of(sheet), 1):
        yield from _line(number, line, language)
    grade = words["grade"].format(grade=sheet.grade.text(language)) if sheet.grade else ""
    whole = plain(whole_weight(sheet))
    yield words["total"].format(points=_got(sheet.total, language), weight=whole) + grade
    yield f"    {sheet.working.text(language)}"
    if sheet.total is None:
        open_weight = plain(sheet.open_weight)
        yield "    " + words["reached"].format(reached=plain(sheet.reached), open=open_weight)
    for difference in sheet.differences:
        yield words["difference"].format(text=difference.text(language))


def _line(number: int, line: Line, language: str) -> Iterator[str]:
    words = WORDS[language]
    own = line.points
    got = _got(own.points, language) if line.is_counted else words["left_out"]
    head = words["of"].format(name=line.name, points=got, weight=plain(own.weight))
    if line.stated is not None:
        head += words["stated"].format(stated=plain(line.stated))
    yield f"{number:>3}. {head}"
    if line.target or line.actual:
        target, actual = (text.strip() or words["blank"] for text in (line.target, line.actual))
        yield "     " + words["values"].format(target=target, actual=actual)
    for text in working_text(line, language).splitlines():
        yield f"     {text}"


def _got(points: Decimal | None, language: str) -> str:
    return WORDS[language]["open"] if points is None else plain(points)
