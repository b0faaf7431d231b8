"""How an event is hashed: the same bytes on every machine. No Django."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64
FIELDS = (
    *("number", "at", "person_id_then", "person_name", "role", "organisation_id_then"),
    *("organisation_name", "action", "thing_kind", "thing_id", "thing_name", "before", "after"),
    *("reason", "address", "previous"),
)
_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def hashed(event: Mapping[str, Any]) -> str:
    """The SHA-256 of an event's fields in their order, as canonical JSON."""
    text = _ENCODE([_plain(event[name]) for name in FIELDS])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    """A moment as ISO in UTC to the microsecond; the rest as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
