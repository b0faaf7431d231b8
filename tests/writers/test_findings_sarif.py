"""Findings as SARIF: valid by the standard's own schema (see sarif-2.1.0.schema.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.writers.reports import LANGUAGES, hostile_report, made, seed_report, unread

SCHEMA = Path(__file__).with_name("sarif-2.1.0.schema.json")


def sarif(*args: Any, **options: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(made("sarif", *args, **options))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(document)
    return document


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_findings_of_the_seed_are_valid(language: str) -> None:
    run = sarif([seed_report()], language=language)["runs"][0]

    assert len(run["results"]) == len(seed_report().findings)


def test_hostile_names_are_valid_too() -> None:
    sarif([hostile_report()])


def test_a_result_refers_to_its_rule_and_its_file() -> None:
    run = sarif([seed_report(), hostile_report()], several=True)["runs"][0]

    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        physical = result["locations"][0]["physicalLocation"]
        artifact = run["artifacts"][physical["artifactLocation"]["index"]]
        assert artifact["location"]["uri"] == physical["artifactLocation"]["uri"]


def test_the_line_of_a_result_is_the_line_of_the_text() -> None:
    run = sarif([seed_report()])["runs"][0]

    cost = next(r for r in run["results"] if r["ruleId"] == "AMT02")

    assert cost["locations"][0]["physicalLocation"]["region"]["startLine"] > 1000


def test_a_file_that_could_not_be_read_is_a_notification_of_the_run() -> None:
    run = sarif([], errors=[unread()])["runs"][0]

    invocation = run["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert "打不开" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_a_block_and_an_error_are_errors_to_other_tools() -> None:
    run = sarif([seed_report()])["runs"][0]

    levels = {(r["properties"]["severity"], r["level"]) for r in run["results"]}
    assert levels <= {
        ("block", "error"),
        ("error", "error"),
        ("warning", "warning"),
        ("info", "note"),
    }
