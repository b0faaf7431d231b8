"""Covering secrets (遮盖) in texts shown beyond the unit: state secrets and personal data.

No Django. What a text by itself tells to be one is covered character for character; where more
is known of a document, its secrets are given beside. What is covered stays as long as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from jixiao.model.personal_data import personal_data_in
from jixiao.model.secrecy import marks_in
from jixiao.rules.check import MASK


@lru_cache(maxsize=4096)
def secrets_in(text: str) -> tuple[str, ...]:
    """What must be covered in ``text``: classification marks, numbers of persons."""
    found: set[str] = set()
    if "密" in text:
        for mark in marks_in(text):
            found.update(mark.secrets)
    if any(character.isdecimal() for character in text) and not _is_figure(text):
        for datum in personal_data_in(text):
            if not datum.may_be_official:
                found.update(datum.secrets)
    return tuple(sorted(filter(None, found), key=lambda one: (-len(one), one)))


def _is_figure(text: str) -> bool:
    """A hash, an amount or a date: long digits that are nobody's number."""
    if len(text) == 64 and all(c in "0123456789abcdef" for c in text):
        return True
    whole, point, cents = text.partition(".")
    return bool(point) and whole.lstrip("-").isdecimal() and cents.isdecimal()


def covered_text(text: str, further: Iterable[str] = ()) -> str:
    """``text`` with its own secrets and ``further`` ones covered."""
    return masked(text, (*secrets_in(text), *further))


def masked(text: str, secrets: Iterable[str]) -> str:
    """``text`` with each of ``secrets`` covered, character for character, the longest first."""
    for secret in sorted(secrets, key=lambda one: (-len(one), one)):
        if secret and secret in text:
            text = text.replace(secret, MASK * len(secret))
    return text


def secrets_of(value: Any) -> set[str]:
    """The secrets in every text of a JSON value, keys among them."""
    if isinstance(value, str):
        return set(secrets_in(value))
    if isinstance(value, dict):
        return {s for pair in value.items() for one in pair for s in secrets_of(one)}
    if isinstance(value, list | tuple):
        return {secret for one in value for secret in secrets_of(one)}
    return set()


def covered(value: Any, secrets: Iterable[str] = ()) -> Any:
    """A JSON value with every text covered, keys as well, so that what agreed agrees after."""
    return _covered(value, tuple(secrets_of(value) | set(secrets)))


def _covered(value: Any, secrets: tuple[str, ...]) -> Any:
    if not secrets:
        return value
    if isinstance(value, str):
        return masked(value, secrets)
    if isinstance(value, dict):
        return {_covered(key, secrets): _covered(one, secrets) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_covered(one, secrets) for one in value)
    return value
