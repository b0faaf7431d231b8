"""Self-evaluations scored again, for a terminal: the score sheets, and by whose norms they are."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Notice
from jixiao.model.evaluation import ScoreSheet
from jixiao.rules.profile import NATIONAL, PLACES
from jixiao.writers.score_sheet_text import render as sheet_text
from jixiao.writers.scores import Errors, Request, ScoredFile
from jixiao.writers.visible import visible

WORDS = {
    "zh": {
        "norms": "口径：{place}",
        "same": "与表列一致。",
        "unread": "读不了的文件",
        "notices": "读取时发现",
        "faults": "须先改正，以下得分才可采用",
    },
    "en": {
        "norms": "norms: {place}",
        "same": "The form states the same.",
        "unread": "files that could not be read",
        "notices": "noticed while reading",
        "faults": "to be put right before the points can be relied on",
    },
}


def render(files: list[ScoredFile], errors: Errors, request: Request) -> str:
    """All files, one after the other; in a saved text also what could not be read."""
    text = "\n".join("".join(_file(file, request)) for file in files)
    if request.saved and errors:
        lines = [WORDS[request.language]["unread"]]
        lines += [f"  {path}: {error.message(request.language)}" for path, error in errors]
        text += "\n" + "".join(f"{visible(line)}\n" for line in lines)
    return text


def _file(file: ScoredFile, request: Request) -> Iterator[str]:
    language = request.language
    words = WORDS[language]
    if request.several:
        yield f"══ {visible(file.file)}\n"
    yield from _said(words["faults"], file.faults, language)
    blocks = (
        _sheet(sheet, place, language)
        for sheet, place in zip(file.sheets, file.places, strict=True)
    )
    yield "\n".join(blocks)
    yield from _said(words["notices"], file.notices, language)


def _said(head: str, notices: tuple[Notice, ...], language: str) -> Iterator[str]:
    if notices:
        yield f"{head}\n"
    for notice in notices:
        yield f"  · {visible(notice.en if language == 'en' else notice.zh)}\n"


def _sheet(sheet: ScoreSheet, place: str, language: str) -> str:
    words = WORDS[language]
    zh, en = PLACES.get(place or NATIONAL, (place, place))
    norms = words["norms"].format(place=en if language == "en" else zh)
    stated = [sheet.evaluation.total, *(row.stated for row in sheet.rows)]
    states_points = any(points is not None for points in stated)
    same = f"{words['same']}\n" if states_points and not sheet.differences else ""
    if sheet.evaluation.note:
        same += f"{sheet.evaluation.note}\n"
    return f"{sheet_text([sheet], language)}{norms}\n{same}"
