"""The JSON Schema of the record, generated from the model (记录的结构).

``python -m jixiao.writers.record_schema`` prints it; ``docs/reference/disclosure.schema.json`` is
that print, and a test says when it is stale.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from jixiao.model.disclosure import SCHEMA, Disclosure
from jixiao.model.location import Box, Location
from jixiao.model.statement import Statement
from jixiao.model.target_review import TargetReview
from jixiao.writers.record_json import dumps

Schema = dict[str, Any]
DECIMAL: Schema = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
# Read beside the targets for a check; the record does not hold them.
_OTHER_FORMS = ("SelfEvaluation", "MonitoringForm", "Chain")
IDENTIFIER = "https://json-schema.org/draft/2020-12/schema"


def record_schema() -> Schema:
    """The schema of what ``jixiao read --format json`` prints for one file."""
    definitions: dict[str, Schema] = {}
    root = object_schema(Disclosure, definitions)
    root["properties"] = {"schema": {"const": SCHEMA}, **root["properties"]}
    root["properties"]["accounting"] = {"type": "array", "items": account_line()}
    root["required"] = [name for name in root["properties"] if name != "pages"]
    return {
        "$schema": IDENTIFIER,
        "$id": "urn:jixiao:disclosure:1",
        "title": "jixiao disclosure record",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def account_line() -> Schema:
    """A line of the reconciliation of list and tables."""
    names = ("listed_amount", "target_amount")
    amounts = {name: {"anyOf": [DECIMAL, {"type": "null"}]} for name in names}
    statuses = ["found", "missing", "unlisted", "withheld"]
    properties: Schema = {"name": {"type": "string"}, "status": {"enum": statuses}, **amounts}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def object_schema(model: type, definitions: dict[str, Schema]) -> Schema:
    """The object that holds a value of ``model``; what it refers to goes to ``definitions``."""
    names_of = {
        **dict.fromkeys(_OTHER_FORMS, object),
        "Statement": Statement,
        "TargetReview": TargetReview,
    }
    hints = typing.get_type_hints(model, localns=names_of)
    if dataclasses.is_dataclass(model):
        names = [f.name for f in dataclasses.fields(model) if hints[f.name] != tuple[object, ...]]
    else:
        names = list(model._fields)  # type: ignore[attr-defined]
    properties = {name: _schema(hints[name], definitions) for name in names}
    return {
        "type": "object",
        "description": (model.__doc__ or "").strip().split("\n")[0],
        "properties": properties,
        "required": names if model is not Location else [],
        "additionalProperties": False,
    }


def _schema(hint: Any, definitions: dict[str, Schema]) -> Schema:
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_schema(argument, definitions) for argument in arguments]}
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if hint == Box:
        return {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
    if origin is tuple:  # a labelled cell no field holds
        texts = {"label": {"type": "string"}, "text": {"type": "string"}}
        return {"type": "object", "properties": texts, "required": list(texts)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if hint is type(None):
        return {"type": "null"}
    if hint is Decimal:
        return dict(DECIMAL)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [member.value for member in hint]}
    simple = {str: "string", int: "integer", bool: "boolean"}.get(hint)
    if simple is not None:
        return {"type": simple}
    if hint.__name__ not in definitions:
        definitions[hint.__name__] = {}
        definitions[hint.__name__] = object_schema(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}


if __name__ == "__main__":
    print(dumps(record_schema()))
