"""Findings as JSON: ``{"findings": […], "outcomes": […], "accounting": […]}`` a file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from jixiao.model.exceptions import UserError
from jixiao.model.finding import Severity
from jixiao.rules.check import Finding, Report
from jixiao.writers.basis import basis_json
from jixiao.writers.findings import Errors, Request
from jixiao.writers.record_json import accounting_json, dumps, place_json

Json = dict[str, Any]
SCHEMA = "jixiao/findings/1"


def render(reports: list[Report], errors: Errors, request: Request) -> str:
    """One object for one file, an array for several; a file not read is an object with error.

    The last of the array is what is said of the files together, where anything is.
    """
    made = [report_json(report) for report in reports]
    made += [_error_json(path, error) for path, error in errors]
    if request.whole is not None and request.whole.says_something:
        from jixiao.writers.set_section import masked_by, set_json

        made.append(set_json(request.whole, masked_by(reports)))
    return dumps(made if request.several else made[0]) + "\n"


def report_json(report: Report) -> Json:
    """The findings and outcomes of one file, secrets masked."""
    source = report.source
    return {
        "schema": SCHEMA,
        "source": source._asdict() if source is not None else None,
        "findings": [finding_json(finding) for finding in report.findings],
        "outcomes": outcomes_json(report),
        "accounting": _masked(accounting_json(report.disclosure), report),
        "notices": [
            {
                "message": report.masked(notice.zh),
                "message_en": report.masked(notice.en),
                "at": place_json(report.place(notice.at)),
            }
            for notice in report.disclosure.notices
        ],
        "profile": report.profile.name if report.profile is not None else None,
        "waived": report.waived,
        "summary": {severity.value: report.count(severity) for severity in Severity},
    }


def finding_json(finding: Finding) -> Json:
    """One finding, in both languages."""
    rule = finding.rule
    return {
        "rule": rule.code,
        "name": rule.name,
        "severity": finding.severity.value,
        "project": finding.project,
        "message": finding.message("zh"),
        "message_en": finding.message("en"),
        "working": finding.working("zh"),
        "working_en": finding.working("en"),
        "suggestion": finding.suggestion("zh"),
        "suggestion_en": finding.suggestion("en"),
        "quote": finding.quote,
        "at": place_json(finding.at),
        "basis": basis_json(rule),
        "waived": waived_json(finding),
        "adjusted": adjusted_json(finding),
    }


def waived_json(finding: Finding) -> Json | None:
    """By what the finding is waived or known of old, and why; None where it counts."""
    return None if finding.waiver is None else finding.waiver._asdict()


def adjusted_json(finding: Finding) -> Json | None:
    """By which profile the rule is graver or lighter than usual, and why."""
    adjustment = finding.adjustment
    if adjustment is None:
        return None
    return {
        "by": adjustment.profile,
        "from": (finding.fault.severity or finding.rule.severity).value,
        "reason": adjustment.reason_zh,
        "reason_en": adjustment.reason_en,
        "source": adjustment.source,
    }


def outcomes_json(report: Report) -> list[Json]:
    """What came of each rule: how many tables failed, passed …, and the reasons given."""
    made: dict[str, Json] = {}
    for result in report.results:
        entry = made.setdefault(
            result.rule.code, {"rule": result.rule.code, "outcomes": Counter(), "reasons": []}
        )
        entry["outcomes"][result.outcome.value] += 1
        if result.reason is not None:
            project = result.project
            entry["reasons"].append(
                {
                    "project": report.masked(project) if project else None,
                    "outcome": result.outcome.value,
                    "reason": result.reason.zh,
                    "reason_en": result.reason.en,
                }
            )
    return list(made.values())


def _masked(lines: list[Json], report: Report) -> list[Json]:
    return [{**line, "name": report.masked(line["name"])} for line in lines]


def _error_json(path: Path, error: UserError) -> Json:
    return {
        "schema": SCHEMA,
        "source": {"file": path.name, "sha256": None, "format": None},
        "error": {"message": error.zh, "message_en": error.en},
    }
