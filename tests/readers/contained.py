"""Whether a record holds a fragment: every key of the fragment with its value, lists in full."""

from __future__ import annotations

from typing import Any


def missing_from(record: Any, fragment: Any, path: str = "record") -> list[str]:
    """What the fragment says and the record does not; lists of the fragment must be whole."""
    if isinstance(fragment, dict):
        if not isinstance(record, dict):
            return [f"{path} is {record!r}, not an object"]
        return [
            line
            for key, value in fragment.items()
            for line in (
                missing_from(record[key], value, f"{path}.{key}")
                if key in record
                else [f"{path}.{key} is absent"]
            )
        ]
    if isinstance(fragment, list):
        if not isinstance(record, list) or len(record) != len(fragment):
            return [f"{path} is {record!r}, wanted {len(fragment)} items"]
        return [
            line
            for index, value in enumerate(fragment)
            for line in missing_from(record[index], value, f"{path}[{index}]")
        ]
    return [] if record == fragment else [f"{path} is {record!r}, not {fragment!r}"]
