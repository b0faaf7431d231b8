"""Text for a terminal: characters that would steer it are shown, not sent."""

from __future__ import annotations

import re

# Controls but tab and line feed; marks that turn the direction of writing.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def visible(text: str) -> str:
    """``text`` with control and direction characters written out: ``\\x1b``, ``\\u202e``."""
    return text if text.isprintable() else _STEERING.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")
