"""Findings as JSON: valid by the schema we publish, and whole."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from jixiao.model.finding import Outcome
from jixiao.writers.findings_schema import findings_schema
from jixiao.writers.record_json import dumps
from tests.paths import PROJECT
from tests.writers.reports import hostile_report, made, seed_report, unread

SCHEMA = PROJECT / "docs" / "reference" / "findings.schema.json"


def validate(document: Any) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)


def test_the_published_schema_is_the_one_of_the_program() -> None:
    written = SCHEMA.read_text(encoding="utf-8")

    assert written == dumps(findings_schema()) + "\n", "run python -m docs.generate"


def test_the_findings_of_the_seed_are_valid() -> None:
    document = json.loads(made("json", [seed_report()]))

    validate(document)
    assert len(document["findings"]) == len(seed_report().findings)


def test_hostile_names_come_through_as_they_are() -> None:
    document = json.loads(made("json", [hostile_report()]))

    validate(document)
    assert "<script>alert(1)</script>" in {f["project"] for f in document["findings"]}


def test_of_several_files_each_is_an_object_also_one_that_could_not_be_read() -> None:
    documents = json.loads(made("json", [seed_report()], errors=[unread()], several=True))

    for document in documents:
        validate(document)
    assert [("error" in document) for document in documents] == [False, True]
    assert documents[1]["error"]["message"].startswith("“坏”打不开")


def test_outcomes_count_every_table_for_every_rule() -> None:
    report = seed_report()

    document = json.loads(made("json", [report]))

    counted = sum(sum(rule["outcomes"].values()) for rule in document["outcomes"])
    assert counted == len(report.results)
    assert document["summary"]["error"] == sum(
        1 for finding in document["findings"] if finding["severity"] == "error"
    )


@pytest.mark.parametrize("outcome", [Outcome.NOT_APPLICABLE, Outcome.INSUFFICIENT_DATA])
def test_a_reason_stands_beside_what_was_not_judged(outcome: Outcome) -> None:
    document = json.loads(made("json", [seed_report()]))

    for rule in document["outcomes"]:
        reasons = [r for r in rule["reasons"] if r["outcome"] == outcome]
        assert len(reasons) == rule["outcomes"].get(outcome, 0)
        assert all(reason["reason"] and reason["reason_en"] for reason in reasons)


@pytest.mark.parametrize("key", ["message", "suggestion", "working"])
def test_both_languages_are_there_or_neither(key: str) -> None:
    document = json.loads(made("json", [seed_report()]))

    for finding in document["findings"]:
        assert (finding[key] is None) == (finding[f"{key}_en"] is None)
