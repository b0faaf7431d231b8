"""Secrets that a document itself holds (文件中的涉密与个人信息): found by the rules. No Django.

Covering works on the record as JSON: every text in it, whatever field it stands in, is gone
through, so that what is made from the covered record holds nothing that was covered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Severity
from jixiao.readers.record_json import read_record
from jixiao.readers.value_grammar import read_value
from jixiao.regulations.parameter import norms_for
from jixiao.web.covering import covered_text, masked
from jixiao.writers.record_json import disclosure_json, dumps, value_json

# Numbers and dates of the record: with a character covered they are none any more.
_NUMBERS = frozenset(
    {
        *("total", "fiscal", "other", "whole_period", "amount", "weight", "listed_total"),
        *("approved_on", "published_on", "listed_amount", "target_amount", "number", "upper"),
    }
)


class Secrets(NamedTuple):
    """What the rules find in a document: how many places block, and every text to be covered."""

    number: int
    texts: tuple[str, ...]


def secrets_in_document(disclosure: Disclosure, place: str) -> Secrets:
    """State-secret marks and personal data, by the rules that cover what they find."""
    from jixiao.rules.check import check

    report = check(disclosure, norms_for(disclosure.fiscal_year, place))
    blocking = [
        one for one in report.findings if one.severity is Severity.BLOCK and one.fault.secrets
    ]
    return Secrets(len(blocking), tuple(report.secrets))


class CoveredTable(NamedTuple):
    """A table of the document for reading: its fields in words, its indicators."""

    name: str
    fields: list[tuple[str, str, str]]
    rows: list[tuple[str, str, str, str]]


class CoveredDocument(NamedTuple):
    """What is read in a document, its secrets covered: what stands beside tables, the tables."""

    notes: list[str]
    tables: list[CoveredTable]


_FIELDS = (
    ("project_name", "项目名称", "Project"),
    ("responsible_person", "项目责任人", "Responsible person"),
    ("implementing_unit", "实施单位", "Implementing unit"),
    ("project_source", "项目来源", "Source"),
    ("annual_objective", "年度目标", "Annual objective"),
    ("period_objective", "实施期目标", "Objective of the period"),
)


def covered_document(disclosure: Disclosure, place: str) -> CoveredDocument:
    """The document to be read by others than its unit."""
    secrets = secrets_in_document(disclosure, place).texts
    shown = as_disclosure(covered(disclosure_json(disclosure), secrets))

    def text(value: str | None) -> str:
        return covered_text(value or "", secrets)

    tables = [
        CoveredTable(
            text(target.title),
            [
                (zh, en, text(getattr(target, name)))
                for name, zh, en in _FIELDS
                if getattr(target, name)
            ],
            [
                (text(one.level1), text(one.level2), text(one.name), text(one.value.text))
                for one in (*target.indicators, *target.period_indicators)
            ],
        )
        for target in shown.targets
    ]
    return CoveredDocument([text(note.text) for note in disclosure.notes], tables)


def covered(value: Any, secrets: Sequence[str]) -> Any:
    """Any JSON value with the secrets in its texts covered; what was read from them made anew."""
    ordered = sorted(filter(None, secrets), key=lambda one: (-len(one), one))
    return _covered(value, ordered) if ordered else value


def _covered(value: Any, secrets: Sequence[str]) -> Any:
    if isinstance(value, str):
        return masked(value, secrets)
    if isinstance(value, list):
        return [_covered(one, secrets) for one in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for key, inside in value.items():
        made[key] = new = _covered(inside, secrets)
        if key in _NUMBERS and new != inside and isinstance(inside, str):
            made[key] = None
        if key == "value" and isinstance(inside, dict) and new.get("text") != inside.get("text"):
            made[key] = value_json(read_value(new["text"]))
    return made


def as_disclosure(record: Mapping[str, Any]) -> Disclosure:
    """The record as the core's value."""
    return read_record(dumps(record).encode(), "record.json")
