"""Score sheets for a terminal: every row with its working, then each difference."""

from __future__ import annotations

from decimal import Decimal

from jixiao.model.evaluation import Points, ScoredRow, ScoreSheet
from jixiao.model.money import plain
from jixiao.model.value import TargetValue
from jixiao.rules.profile import NATIONAL, PLACES
from jixiao.writers.scores import Errors, Request, ScoredFile, points_text
from jixiao.writers.visible import visible

BLANK = "—"
_WORDS = {
    "zh": {
        "execution": "预算执行率",
        "weight": "分值",
        "stated": "表中",
        "recomputed": "复算",
        "target": "指标值",
        "actual": "实际完成值",
        "note": "提示：",
        "total": "总分",
        "grade": "等级",
        "norms": "口径：",
        "unread": "读不了的文件",
        "notices": "读取时发现",
    },
    "en": {
        "execution": "Budget execution rate",
        "weight": "weight",
        "stated": "stated",
        "recomputed": "recomputed",
        "target": "target",
        "actual": "actual",
        "note": "note: ",
        "total": "Total",
        "grade": "grade",
        "norms": "norms: ",
        "unread": "files that could not be read",
        "notices": "noticed while reading",
    },
}


def render(files: list[ScoredFile], errors: Errors, request: Request) -> str:
    """All files, one after the other; in a saved text also what could not be read."""
    lines: list[str] = []
    for file in files:
        lines += _file(file, request)
    if request.saved and errors:
        lines += [f"■ {_word('unread', request)}"]
        lines += [f"  {path}: {error.message(request.language)}" for path, error in errors]
    return "".join(f"{visible(line)}\n" for line in lines)


def _word(name: str, request: Request) -> str:
    return _WORDS[request.language][name]


def _file(file: ScoredFile, request: Request) -> list[str]:
    lines = [f"══ {file.file}"] if request.several else []
    for sheet, place in zip(file.sheets, file.places, strict=True):
        lines += [*_sheet(sheet, place, request), ""]
    if file.notices:
        lines.append(f"  {_word('notices', request)}")
        lines += [f"    · {n.en if request.language == 'en' else n.zh}" for n in file.notices]
        lines.append("")
    return lines


def _sheet(sheet: ScoreSheet, place: str, request: Request) -> list[str]:
    evaluation = sheet.evaluation
    said = [evaluation.implementing_unit or evaluation.department]
    if evaluation.fiscal_year is not None:
        said.append(str(evaluation.fiscal_year))
    said.append(f"{_word('norms', request)}{_place(place, request)}")
    lines = [f"■ {evaluation.title or BLANK}  {' · '.join(part for part in said if part)}"]
    stated = evaluation.funds[0].points if evaluation.funds else None
    lines.append(f"  {_word('execution', request)}  {_scores(sheet.execution, stated, request)}")
    lines += _working(sheet.execution, request)
    for row in sheet.rows:
        lines += _row(row, request)
    total = _number(sheet.total) if sheet.total is not None else f"{plain(sheet.reached)} + ?"
    grade = sheet.grade.text(request.language) if sheet.grade is not None else BLANK
    lines.append(
        f"  {_word('total', request)}  {_word('stated', request)} {_number(evaluation.total)}  "
        f"{_word('recomputed', request)} {total}  {_word('grade', request)} {grade}"
    )
    lines.append(f"    {sheet.working.text(request.language)}")
    return lines + _differences(sheet, request)


def _place(place: str, request: Request) -> str:
    zh, en = PLACES[place or NATIONAL]
    return en if request.language == "en" else zh


def _row(row: ScoredRow, request: Request) -> list[str]:
    indicator, actual = row.row.indicator, row.row.actual
    levels = " / ".join(level for level in (indicator.level1, indicator.level2) if level)
    return [
        f"  {levels}  {_line(indicator.name)}  {_scores(row.points, row.stated, request)}",
        f"    {_word('target', request)} {_line(_target(indicator.value))} → "
        f"{_word('actual', request)} {_line(actual.text)}",
        *_working(row.points, request),
    ]


def _target(value: TargetValue) -> str:
    """The target as printed, with sign and unit where these stood in columns of their own."""
    text = value.text
    if value.number is None or not text.replace(".", "").isdigit():
        return text
    sign = value.comparator.sign if value.comparator is not None else ""
    return f"{sign}{text}{value.unit or ''}"


def _scores(points: Points, stated: Decimal | None, request: Request) -> str:
    return (
        f"{_word('weight', request)} {plain(points.weight)}  "
        f"{_word('stated', request)} {_number(stated)}  "
        f"{_word('recomputed', request)} {points_text(points, request.language)}"
    )


def _working(points: Points, request: Request) -> list[str]:
    lines = [f"    {points.working.text(request.language)}"]
    lines += [f"    {_word('note', request)}{n.text(request.language)}" for n in points.notes]
    return lines


def _differences(sheet: ScoreSheet, request: Request) -> list[str]:
    differences = sheet.differences
    if not differences:
        same = "The form states the same." if request.language == "en" else "与表中所列一致。"
        return [f"  {same}"]
    count = len(differences)
    head = f"Differences: {count}" if request.language == "en" else f"与表中不同之处{count}项"
    return [f"  {head}", *(f"    × {d.text(request.language)}" for d in differences)]


def _number(number: Decimal | None) -> str:
    return BLANK if number is None else plain(number)


def _line(text: str) -> str:
    return " ".join(text.split()) or BLANK
