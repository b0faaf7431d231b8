"""Score sheets as JSON: what the form states beside what the method gives, with the working.

Numbers are strings, so that no digit is lost; what is blank is null.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jixiao.model.disclosure import Notice
from jixiao.model.evaluation import ExecutionRow, Points, ScoredRow, ScoreSheet
from jixiao.model.finding import Message
from jixiao.model.money import plain
from jixiao.writers.record_json import dumps, labelled_json, place_json, value_json
from jixiao.writers.scores import Errors, Request, ScoredFile

Json = dict[str, Any]
SCHEMA = "jixiao/scores/1"


def render(files: list[ScoredFile], errors: Errors, request: Request) -> str:
    """One object for one file, an array for several; a file not read is an object with error."""
    made: list[Json] = [file_json(file) for file in files]
    made += [
        {
            "schema": SCHEMA,
            "file": str(path),
            "error": {"message": error.zh, "message_en": error.en},
        }
        for path, error in errors
    ]
    return dumps(made[0] if len(made) == 1 and not request.several else made) + "\n"


def file_json(file: ScoredFile) -> Json:
    """The score sheets of one file."""
    return {
        "schema": SCHEMA,
        "file": file.file,
        "differs": file.differs,
        "sheets": [
            sheet_json(sheet, place) for sheet, place in zip(file.sheets, file.places, strict=True)
        ],
        "notices": [_notice(notice) for notice in file.notices],
        "faults": [_notice(fault) for fault in file.faults],
    }


def _notice(notice: Notice) -> Json:
    return {"message": notice.zh, "message_en": notice.en, "at": place_json(notice.at)}


def sheet_json(sheet: ScoreSheet, place: str = "") -> Json:
    """One score sheet."""
    evaluation = sheet.evaluation
    return {
        "form": evaluation.form,
        "title": evaluation.title,
        "fiscal_year": evaluation.fiscal_year,
        "department": evaluation.department,
        "implementing_unit": evaluation.implementing_unit,
        "norms_of": place or "national",
        "money_unit": evaluation.unit,
        "funds": [_fund(row) for row in evaluation.funds],
        "objective": evaluation.objective,
        "achieved": evaluation.achieved,
        "note": evaluation.note,
        "execution": _points(
            sheet.execution, evaluation.funds[0].points if evaluation.funds else None
        ),
        "rows": [_row(row) for row in sheet.rows],
        "total": {
            "stated": _digits(evaluation.total),
            "points": _digits(sheet.total),
            "reached": plain(sheet.reached),
            "open_weight": plain(sheet.open_weight),
            **_message("grade", sheet.grade),
            **_message("working", sheet.working),
        },
        "differences": [_message("message", difference) for difference in sheet.differences],
        "at": {name: place_json(place) for name, place in evaluation.at.items()},
    }


def _fund(row: ExecutionRow) -> Json:
    return {
        "label": row.label,
        "initial": _digits(row.initial),
        "adjusted": _digits(row.adjusted),
        "paid": _digits(row.paid),
        "rate": _digits(row.rate),
        "weight": _digits(row.weight),
        "points": _digits(row.points),
        "reason": row.reason,
    }


def _row(row: ScoredRow) -> Json:
    indicator, actual = row.row.indicator, row.row.actual
    return {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "name": indicator.name,
        "category": indicator.category,
        "kind": indicator.kind,
        "target": value_json(indicator.value),
        "stated_weight": _digits(indicator.weight),
        "scoring_standard": indicator.scoring_standard,
        "remark": indicator.remark,
        "others": labelled_json(indicator.others),
        "originals": dict(indicator.originals),
        "actual": {
            "text": actual.text,
            "number": _digits(actual.number),
            "unit": actual.unit,
            "date": actual.date,
            "tier": actual.tier,
            "proof": actual.proof,
        },
        "reason": row.row.reason,
        "counts": row.is_counted,
        **_points(row.points, row.stated),
        "at": {name: place_json(place) for name, place in indicator.at.items()},
    }


def _points(points: Points, stated: Decimal | None) -> Json:
    return {
        "weight": plain(points.weight),
        "stated": _digits(stated),
        "points": _digits(points.points),
        "low": _digits(points.low),
        "high": _digits(points.high),
        "method": points.method,
        **_message("working", points.working),
        "notes": [_message("message", note) for note in points.notes],
    }


def _message(name: str, message: Message | None) -> Json:
    if message is None:
        return {name: None, f"{name}_en": None}
    return {name: message.zh, f"{name}_en": message.en}


def _digits(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
