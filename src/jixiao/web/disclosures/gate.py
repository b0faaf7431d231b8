"""The gate (公开审查): what must be decided before publication, and what is covered. No Django.

All rules of the core are run on the whole package. A finding that stops publication, and one that
masks (a classification mark, a running secrecy term, personal data), must be decided. Covering
works on the record as JSON: every text in it, whatever field it stands in, is gone through, so
that what is made from the covered record — forms, data, search — holds nothing that was covered.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from jixiao.model.disclosure import Disclosure, Note
from jixiao.model.finding import Severity
from jixiao.model.location import Location
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import norms_for
from jixiao.rules.check import MASK, Finding, Report, check
from jixiao.rules.rule import Subject
from jixiao.web.covering import masked

Json = dict[str, Any]
MOST_TOLD = 500  # of the findings that need no decision


class Examined(NamedTuple):
    """What came of an examination: findings to decide, other findings, the texts to cover."""

    gate: list[Json]
    told: list[Json]
    secrets: list[str]


class Covered(NamedTuple):
    """A line of the redaction log (遮盖记录): where, how many characters, on which ground."""

    project: str
    field: str
    characters: int
    ground: str


def examined(
    disclosure: Disclosure, place: str, salt: str, further: Sequence[str] = ()
) -> Examined:
    """Every rule on the package; ``further`` are texts that go out beside the record.

    ``salt`` keeps the keys of findings from being guessed from the texts they stand for.
    """
    report = _checked(disclosure, place, further)
    order = {id(target): number for number, target in enumerate(report.disclosure.targets, 1)}
    gate: list[Json] = []
    told: list[Json] = []
    for finding in report.findings:
        line = _line(finding, order.get(id(finding.target)), salt)
        if finding.severity is Severity.BLOCK or finding.fault.secrets:
            gate.append(line)
        elif finding.rule.subject is Subject.DISCLOSURE or len(told) < MOST_TOLD:
            told.append(line)
    return Examined(gate, told[:MOST_TOLD], list(report.secrets))


def _checked(disclosure: Disclosure, place: str, further: Sequence[str]) -> Report:
    from dataclasses import replace

    if further:
        notes = (*disclosure.notes, *(Note(text) for text in further if text))
        disclosure = replace(disclosure, notes=notes)
    return check(disclosure, norms_for(disclosure.fiscal_year, place))


def keyed(finding: Finding, salt: str) -> str:
    """The key of a finding: the same over examinations as long as its text is the same."""
    at = finding.fault.at
    project = finding.target.title if finding.target is not None else ""
    parts = (
        *(finding.rule.code, project, cell_of(finding.target, at), finding.fault.quote or ""),
        *(("", "") if at is None else (str(at.start), str(at.end))),
    )
    return hmac.new(salt.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def _line(finding: Finding, table: int | None, salt: str) -> Json:
    at = finding.at
    return {
        "key": keyed(finding, salt),
        "rule": finding.rule.code,
        "name_zh": finding.rule.title.zh,
        "name_en": finding.rule.title.en,
        "severity": finding.severity.value,
        "table": table,
        "project": finding.project or "",
        "cell": cell_of(finding.target, finding.fault.at),
        "place_zh": at.describe("zh") if at is not None else "",
        "place_en": at.describe("en") if at is not None else "",
        "start": at.start if at is not None else None,
        "end": at.end if at is not None else None,
        "quote": finding.quote or "",
        "message_zh": finding.message("zh"),
        "message_en": finding.message("en"),
        "working_zh": finding.working("zh") or "",
        "working_en": finding.working("en") or "",
        "covers": bool(finding.fault.secrets),
    }


def cell_of(target: PerformanceTarget | None, at: Location | None) -> str:
    """The name of the cell at a place, ``annual_objective`` or ``indicators.3.value``."""
    if target is None or at is None:
        return ""
    cell = at.cell
    for name, place in target.at.items():
        if place == cell and name != "table":
            return name
    for part in ("indicators", "period_indicators"):
        for number, indicator in enumerate(getattr(target, part)):
            for name, place in indicator.at.items():
                if place == cell:
                    return f"{part}.{number}.{name}"
    return ""


def in_clear(
    disclosure: Disclosure, place: str, salt: str, further: Sequence[str], key: str
) -> tuple[str, int | None, int | None] | None:
    """The text of the finding with this key as it is, and the characters meant."""
    for finding in _checked(disclosure, place, further).findings:
        if keyed(finding, salt) == key:
            at = finding.fault.at
            span = (at.start, at.end) if at is not None else (None, None)
            return finding.fault.quote or "", *span
    return None


def secrets_by_key(
    disclosure: Disclosure, place: str, salt: str, further: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """The literal texts each finding of the gate would have covered."""
    found: dict[str, tuple[str, ...]] = {}
    for finding in _checked(disclosure, place, further).findings:
        if finding.fault.secrets:
            found[keyed(finding, salt)] = finding.fault.secrets
    return found


def redaction_log(
    record: Mapping[str, Any], grounds: Mapping[str, str], secrets: Sequence[str]
) -> list[Covered]:
    """Every field in which something is covered, in the order of the record; never the text.

    ``grounds`` gives the ground for each secret.
    """
    lines: list[Covered] = []
    for number, table in enumerate(record.get("targets", []), 1):
        name = masked(table.get("project_name") or table.get("heading") or "—", secrets)
        lines += _logged(table, f"{number}. {name}", "", grounds, secrets)
    for key, value in record.items():
        if key not in ("targets", "accounting", "source", "at", "notices"):
            lines += _logged(value, "", key, grounds, secrets)
    return lines


def _logged(
    value: Any, project: str, path: str, grounds: Mapping[str, str], secrets: Sequence[str]
) -> Iterable[Covered]:
    if isinstance(value, str):
        found: dict[str, int] = {}
        rest = value
        for secret in sorted(secrets, key=lambda one: (-len(one), one)):
            times = rest.count(secret)
            if times:
                rest = rest.replace(secret, MASK * len(secret))
                ground = grounds[secret]
                found[ground] = found.get(ground, 0) + times * len(secret)
        for ground, count in found.items():
            yield Covered(project, path, count, ground)
    elif isinstance(value, list):
        for number, inside in enumerate(value, 1):
            yield from _logged(inside, project, f"{path}.{number}", grounds, secrets)
    elif isinstance(value, dict):
        for key, inside in value.items():
            if key != "at":
                step = f"{path}.{key}" if path else key
                yield from _logged(inside, project, step, grounds, secrets)
