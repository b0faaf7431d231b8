"""Secrets that a document itself holds (文件中的涉密与个人信息): found by the rules. No Django.

Covering works on the record as JSON: every text in it, whatever field it stands in, is gone
through, so that what is made from the covered record holds nothing that was covered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Severity
from jixiao.readers.record_json import read_record
from jixiao.readers.value_grammar import read_value
from jixiao.regulations.parameter import norms_for
from jixiao.web.covering import covered_text, masked
from jixiao.writers.form import FORMATS
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


def covered_document(disclosure: Disclosure, place: str) -> str:
    """The document as text, with its secrets covered."""
    secrets = secrets_in_document(disclosure, place).texts
    shown = as_disclosure(covered(disclosure_json(disclosure), secrets))
    notes = [covered_text(note.text, secrets) for note in disclosure.notes]
    made = import_module(FORMATS[".txt"]).render(shown).decode()
    return covered_text("\n".join([*notes, made]).strip(), secrets)


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
