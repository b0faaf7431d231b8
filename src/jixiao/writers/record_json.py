"""The record as JSON (记录): what ``jixiao read --format json`` prints.

Numbers are strings, so that no digit is lost; what the form does not state is null. Every value
read has its place under ``at``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jixiao.model.disclosure import SCHEMA, Disclosure
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.money import digits
from jixiao.model.project import Department, Funding, ListedProject, WithheldProject
from jixiao.model.statement import Statement
from jixiao.model.target import MainTask, PerformanceTarget
from jixiao.model.target_review import TargetReview
from jixiao.model.value import TargetValue

Json = dict[str, Any]


def render(disclosure: Disclosure) -> bytes:
    """The record as a JSON file."""
    return (dumps(disclosure_json(disclosure)) + "\n").encode()


def disclosure_json(disclosure: Disclosure) -> Json:
    """The whole record, ready for ``json.dumps``."""
    d = disclosure
    record: Json = {
        "schema": SCHEMA,
        "title": d.title,
        "issuer": d.issuer,
        "fiscal_year": d.fiscal_year,
        "money_unit": d.money_unit,
        "form": d.form,
        "listed": [_listed(project) for project in d.listed],
        "listed_total": digits(d.listed_total),
        "targets": [target_json(target) for target in d.targets],
        "withheld": [_withheld(project) for project in d.withheld],
        "stated_projects": d.stated_projects,
        "stated_published": d.stated_published,
        "approved_on": d.approved_on,
        "published_on": d.published_on,
        "notes": [{"text": note.text, "at": place_json(note.at)} for note in d.notes],
        "accounting": accounting_json(d),
        "source": d.source._asdict() if d.source is not None else None,
        "notices": [
            {"zh": notice.zh, "en": notice.en, "at": place_json(notice.at)} for notice in d.notices
        ],
        "at": _places(d.at),
        "statements": [_statement(statement) for statement in d.statements],
        "reviews": [_review(review) for review in d.reviews],
    }
    if d.pages:  # only what is laid out on pages has them
        record["pages"] = [page._asdict() for page in d.pages]
    return record


def _statement(statement: Statement) -> Json:
    return {
        "kind": statement.kind,
        "text": statement.text,
        "projects": statement.projects,
        "amount": digits(statement.amount),
        "unit": statement.unit,
        "share": digits(statement.share),
        "fiscal_year": statement.fiscal_year,
        "at": place_json(statement.at),
    }


def _review(review: TargetReview) -> Json:
    return {
        "project_name": review.project_name,
        "fiscal_year": review.fiscal_year,
        "supervising_department": review.supervising_department,
        "implementing_unit": review.implementing_unit,
        "items": [
            {
                "heading": item.heading,
                "name": item.name,
                "question": item.question,
                "weight": digits(item.weight),
                "mark": item.mark,
                "points": digits(item.points),
                "words": item.words,
                "at": _places(item.at),
            }
            for item in review.items
        ],
        "total": digits(review.total),
        "total_weight": digits(review.total_weight),
        "grade": review.grade,
        "opinions": labelled_json(review.opinions),
        "signatures": labelled_json(review.signatures),
        "others": labelled_json(review.others),
        "at": _places(review.at),
    }


def accounting_json(disclosure: Disclosure) -> list[Json]:
    """The reconciliation of list and tables: a line a project."""
    return [
        {
            "name": line.name,
            "status": line.status,
            "listed_amount": digits(line.listed_amount),
            "target_amount": digits(line.target_amount),
        }
        for line in disclosure.accounting
    ]


def target_json(target: PerformanceTarget) -> Json:
    """One table."""
    return {
        "heading": target.heading,
        "form": target.form,
        "fiscal_year": target.fiscal_year,
        "project_name": target.project_name,
        "responsible_person": target.responsible_person,
        "unit_seal": target.unit_seal,
        "supervising_department": _department(target.supervising_department),
        "implementing_unit": target.implementing_unit,
        "project_source": target.project_source,
        "project_period": target.project_period,
        "funding": _funding(target.funding),
        "annual_objective": target.annual_objective,
        "period_objective": target.period_objective,
        "indicators": [_indicator(i) for i in target.indicators],
        "period_indicators": [_indicator(i) for i in target.period_indicators],
        "others": labelled_json(target.others),
        "originals": dict(target.originals),
        "at": _places(target.at),
        "tasks": [_task(task) for task in target.tasks],
    }


def _task(task: MainTask) -> Json:
    return {
        "name": task.name,
        "content": task.content,
        "amount": digits(task.amount),
        "objective": task.objective,
        "others": labelled_json(task.others),
        "at": _places(task.at),
    }


def place_json(place: Location | None) -> Json | None:
    """A place with what it has: table, row, column, line, sheet, page, start, end, box."""
    if place is None:
        return None
    return {k: v for k, v in zip(Location._fields, place, strict=True) if v is not None}


def dumps(value: object) -> str:
    """JSON as this project prints it: two blanks, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def _places(places: Mapping[str, Location]) -> Json:
    return {name: place_json(place) for name, place in places.items()}


def labelled_json(cells: tuple[tuple[str, str], ...]) -> list[Json]:
    """Cells that no field holds: their labels and texts."""
    return [{"label": label, "text": text} for label, text in cells]


def _department(department: Department | None) -> Json | None:
    return None if department is None else {"code": department.code, "name": department.name}


def _listed(project: ListedProject) -> Json:
    return {
        "number": project.number,
        "name": project.name,
        "amount": digits(project.amount),
        "implementing_unit": project.implementing_unit,
        "at": _places(project.at),
    }


def _withheld(project: WithheldProject) -> Json:
    return {
        "name": project.name,
        "amount": digits(project.amount),
        "reason": project.reason,
        "at": _places(project.at),
    }


def _funding(funding: Funding) -> Json:
    return {
        "total": digits(funding.total),
        "fiscal": digits(funding.fiscal),
        "other": digits(funding.other),
        "unit": funding.unit,
        "whole_period": digits(funding.whole_period),
        "lines": [{"label": x.label, "amount": digits(x.amount)} for x in funding.lines],
    }


def _indicator(indicator: Indicator) -> Json:
    return {
        "category": indicator.category,
        "kind": indicator.kind,
        "level1": indicator.level1,
        "level2": indicator.level2,
        "name": indicator.name,
        "value": value_json(indicator.value),
        "weight": digits(indicator.weight),
        "scoring_standard": indicator.scoring_standard,
        "remark": indicator.remark,
        "others": labelled_json(indicator.others),
        "originals": dict(indicator.originals),
        "at": _places(indicator.at),
    }


def value_json(value: TargetValue) -> Json:
    """A target value: what is printed and what it says."""
    return {
        "text": value.text,
        "nature": value.nature,
        "comparator": value.comparator,
        "number": digits(value.number),
        "unit": value.unit,
        "upper": digits(value.upper),
        "deadline": value.deadline,
        "approximate": value.approximate,
    }
