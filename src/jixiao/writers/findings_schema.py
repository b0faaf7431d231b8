"""The JSON Schema of findings (问题的结构): what ``jixiao check --format json`` prints for a file.

``python -m jixiao.writers.findings_schema`` prints it; ``docs/reference/findings.schema.json`` is
that print, and a test says when it is stale. For several files an array of these is printed.
"""

from __future__ import annotations

from typing import Any

from jixiao.model.chain import Step
from jixiao.model.finding import Outcome, Severity
from jixiao.model.location import Location
from jixiao.model.matching import Way
from jixiao.model.value_change import Change
from jixiao.regulations.regulation import Mark
from jixiao.writers.findings_json import SCHEMA
from jixiao.writers.record_json import dumps
from jixiao.writers.record_schema import IDENTIFIER, account_line, object_schema
from jixiao.writers.set_section import SCHEMA as SET_SCHEMA

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}


def findings_schema() -> Schema:
    """The schema of one file's findings, or of the error where it could not be read."""
    severities = [severity.value for severity in Severity]
    return {
        "$schema": IDENTIFIER,
        "$id": "urn:jixiao:findings:1",
        "title": "jixiao findings",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in ("Report", "Unread", "Set")],
        "$defs": {
            "Report": _object(
                "What the rules found in one file; secrets are masked.",
                schema={"const": SCHEMA},
                source=_or_null({"$ref": "#/$defs/Source"}),
                findings=_array({"$ref": "#/$defs/Finding"}),
                outcomes=_array({"$ref": "#/$defs/RuleOutcomes"}),
                accounting=_array(account_line()),
                notices=_array({"$ref": "#/$defs/Notice"}),
                profile=_or_null(TEXT),
                waived=COUNT,
                summary=_object("Findings by severity.", **dict.fromkeys(severities, COUNT)),
            ),
            "Unread": _object(
                "A file that could not be read, and why.",
                schema={"const": SCHEMA},
                source={"$ref": "#/$defs/Source"},
                error=_object("The sentence for people.", message=TEXT, message_en=TEXT),
            ),
            "Set": _set(),
            "Source": _object("The file.", file=TEXT, sha256=_or_null(TEXT), format=_or_null(TEXT)),
            "Finding": _object(
                "One finding, in both languages.",
                rule=TEXT,
                name=TEXT,
                severity={"enum": severities},
                project=_or_null(TEXT),
                message=TEXT,
                message_en=TEXT,
                working=_or_null(TEXT),
                working_en=_or_null(TEXT),
                suggestion=_or_null(TEXT),
                suggestion_en=_or_null(TEXT),
                quote=_or_null(TEXT),
                at=_or_null({"$ref": "#/$defs/Location"}),
                basis=_array({"$ref": "#/$defs/Provision"}),
                waived=_or_null({"$ref": "#/$defs/Waived"}),
                adjusted=_or_null({"$ref": "#/$defs/Adjusted"}),
            ),
            "Waived": _object(
                "By what a finding does not count: a waiver, or the baseline.",
                by={"enum": ["waiver", "baseline"]},
                number=_or_null(COUNT),
                **dict.fromkeys(
                    ("reason", "approver", "approved_on", "expires_on"), _or_null(TEXT)
                ),
            ),
            "Adjusted": _object(
                "By which profile the rule is graver or lighter than usual, and why.",
                **{"by": TEXT, "from": {"enum": severities}},
                reason=TEXT,
                reason_en=TEXT,
                source=TEXT,
            ),
            "Provision": _object(
                "What a rule rests on, and how well it is known.",
                provision=TEXT,
                citation=TEXT,
                citation_en=TEXT,
                mark={"enum": [mark.value for mark in Mark]},
            ),
            "RuleOutcomes": _object(
                "What came of one rule: tables by outcome, and the reasons given.",
                rule=TEXT,
                outcomes={
                    "type": "object",
                    "propertyNames": {"enum": [outcome.value for outcome in Outcome]},
                    "additionalProperties": COUNT,
                },
                reasons=_array(
                    _object(
                        "Why a rule did not apply, or could not decide.",
                        project=_or_null(TEXT),
                        outcome={"enum": [outcome.value for outcome in Outcome]},
                        reason=TEXT,
                        reason_en=TEXT,
                    )
                ),
            ),
            "Notice": _object(
                "Something odd but readable that the reader met.",
                message=TEXT,
                message_en=TEXT,
                at=_or_null({"$ref": "#/$defs/Location"}),
            ),
            "Location": object_schema(Location, {}),
        },
    }


def _set() -> Schema:
    """What is said of several files together."""
    share: Schema = {"type": "string", "pattern": r"^\d(\.\d+)?$"}
    pair = _object(
        "An indicator of the earlier document and one of the later; score is the names' likeness.",
        earlier=TEXT,
        later=TEXT,
        score=share,
        way={"enum": [way.value for way in Way]},
        change={"enum": [change.value for change in Change]},
        earlier_value=TEXT,
        later_value=TEXT,
    )
    document = _object(
        "A document of the chain, in order; the last is the one looked at.",
        file=TEXT,
        step={"enum": [step.value for step in Step]},
        year={"anyOf": [{"type": "integer"}, {"type": "null"}]},
    )
    chain = _object(
        "A document beside the one before it (number in documents) that it has to answer to.",
        project=TEXT,
        documents=_array(document),
        earlier=COUNT,
        matches=_array(pair),
        unclear=_array(pair),
        dropped=_array(TEXT),
        added=_array(TEXT),
    )
    copies = _object(
        "What the tables of the files have in common.",
        tables=COUNT,
        rows=COUNT,
        counted_whole={"type": "boolean"},
        copied_tables=COUNT,
        copied=_array(
            _object(
                "A table, and those most of whose rows stand in it too.",
                table=TEXT,
                times=COUNT,
                copies=_array(_object("A copy.", table=TEXT, share=share)),
            )
        ),
        alike_names=_array(_array(_object("A name.", name=TEXT, tables=COUNT))),
        generic_count=COUNT,
        generic_share=share,
        generic_rows=_array(
            _object(
                "A row that would suit any project.",
                name=TEXT,
                value=TEXT,
                tables=COUNT,
                why={"enum": ["stock", "frequent"]},
            )
        ),
        generic_tables=_array(
            _object(
                "A table by its generic rows.", table=TEXT, generic=COUNT, rows=COUNT, share=share
            )
        ),
    )
    return _object(
        "What several files say together: chains of a project's documents, and copying.",
        schema={"const": SET_SCHEMA},
        chains=_array(chain),
        copies=_or_null(copies),
        notices=_array(_object("What was not compared.", message=TEXT, message_en=TEXT)),
    )


def _object(description: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


if __name__ == "__main__":
    print(dumps(findings_schema()))
