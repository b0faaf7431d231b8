"""Findings as SARIF 2.1.0, the format code scanners and review tools exchange."""

from __future__ import annotations

from typing import Any

from jixiao import __version__
from jixiao.model.finding import Severity
from jixiao.model.location import Location
from jixiao.rules.catalogue import catalogue
from jixiao.rules.check import Finding, Report
from jixiao.rules.rule import Rule
from jixiao.writers.basis import citations
from jixiao.writers.findings import Errors, Request, adjusted, notice_text
from jixiao.writers.record_json import dumps, place_json

Json = dict[str, Any]
LEVELS = {
    Severity.BLOCK: "error",
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def render(reports: list[Report], errors: Errors, request: Request) -> str:
    """One run over all files; files that could not be read are notifications of the run."""
    language = request.language
    rules = catalogue()
    index = {rule.code: n for n, rule in enumerate(rules)}
    run: Json = {
        "tool": {
            "driver": {
                "name": "jixiao",
                "version": __version__,
                "rules": [_rule(rule, language) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(report) for report in reports],
        "results": [
            _result(finding, n, index, language)
            for n, report in enumerate(reports)
            for finding in report.findings
        ],
        "invocations": [
            {
                "executionSuccessful": not errors,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": error.message(language)},
                        "locations": [_in_file(str(path))],
                    }
                    for path, error in errors
                ]
                + [
                    {
                        "level": "note",
                        "message": {"text": notice_text(report, notice, language)},
                        "locations": [_in_file(report.file, number)],
                    }
                    for number, report in enumerate(reports)
                    for notice in report.disclosure.notices
                ],
            }
        ],
    }
    if request.whole is not None and request.whole.says_something:
        from jixiao.writers.set_section import masked_by, set_json

        run["properties"] = {"set": set_json(request.whole, masked_by(reports))}
    return (
        dumps(
            {
                "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
                "version": "2.1.0",
                "runs": [run],
            }
        )
        + "\n"
    )


def _rule(rule: Rule, language: str) -> Json:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title.text(language)},
        "help": {"text": citations(rule, language)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"severity": rule.severity.value, "since": rule.since},
    }


def _artifact(report: Report) -> Json:
    source = report.source
    if source is None:
        return {}
    made: Json = {"location": {"uri": _uri(source.file)}}
    if source.sha256:
        made["hashes"] = {"sha-256": source.sha256}
    return made


def _result(finding: Finding, artifact: int, index: dict[str, int], language: str) -> Json:
    where = _in_file(finding.report.file, artifact)
    at = finding.at
    if at is not None:
        if at.line is not None:
            where["physicalLocation"]["region"] = {"startLine": at.line}
        where["logicalLocations"] = [_logical(finding, at, language)]
        where["properties"] = {"at": place_json(at)}
    message = finding.message(language)
    extra = [t for t in (finding.working(language), finding.suggestion(language)) if t]
    made: Json = {
        "ruleId": finding.rule.code,
        "ruleIndex": index[finding.rule.code],
        "level": LEVELS[finding.severity],
        "message": {"text": "\n".join([message, *extra])},
        "locations": [where],
        "properties": {"severity": finding.severity.value, "project": finding.project},
    }
    if finding.waiver is not None:
        status = {"kind": "external", "status": "accepted"}
        made["suppressions"] = [{**status, "justification": finding.waiver.told(language)}]
    if finding.adjustment is not None:
        made["properties"]["adjusted"] = adjusted(finding, language)
    return made


def _logical(finding: Finding, at: Location, language: str) -> Json:
    return {
        "name": finding.project or (finding.rule.title.text(language)),
        "fullyQualifiedName": at.describe(language),
    }


def _in_file(name: str, artifact: int | None = None) -> Json:
    """A location in the file of this name, with its number among the artifacts if it is one."""
    file: Json = {"uri": _uri(name)}
    if artifact is not None:
        file["index"] = artifact
    return {"physicalLocation": {"artifactLocation": file}}


def _uri(name: str) -> str:
    from urllib.parse import quote

    return quote(name.encode("utf-8", "replace"))
