"""The file of matches (指标对应表): what a person decided of names that may be one indicator.

TOML, a table ``[[match]]`` a decision: ``project``, ``earlier``, ``later``, ``same`` (true, false,
or “?” while nobody decided); ``score`` and ``note`` are for the reader's eye.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from jixiao.model.exceptions import UnusableRequest
from jixiao.model.matching import Decision
from jixiao.readers.read import bytes_of

_NEEDED = ("earlier", "later", "same")
_KNOWN = frozenset({"project", "earlier", "later", "same", "score", "note"})


def read_matches(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file; open ones (“?”) are none. Raises :class:`UnusableRequest`."""
    try:
        held = tomllib.loads(bytes_of(path, path.name).decode("utf-8-sig"))
    except ValueError as error:
        raise _wrong(path, f"不是TOML（{error}）", f"it is no TOML ({error})") from error
    entries = held.pop("match", [])
    if held or not isinstance(entries, list):
        raise _wrong(path, "只能有 [[match]]", "it holds something beside [[match]]")
    found = [_decision(path, number, entry) for number, entry in enumerate(entries, 1)]
    decisions = tuple(decision for decision in found if decision is not None)
    _refuse_contradictions(path, decisions)
    return decisions


def _decision(path: Path, number: int, entry: Any) -> Decision | None:
    if not isinstance(entry, dict) or not _KNOWN.issuperset(entry):
        unknown = sorted(set(entry) - _KNOWN) if isinstance(entry, dict) else [str(entry)]
        raise _wrong(
            path,
            f"第{number}项有不认识的内容：{'、'.join(unknown)}",
            f"entry {number} holds unknown {', '.join(unknown)}",
        )
    for name in _NEEDED:
        if entry.get(name) in (None, ""):
            raise _wrong(path, f"第{number}项没有写 {name}", f"entry {number} has no {name}")
    if not all(isinstance(entry.get(name, ""), str) for name in ("project", "earlier", "later")):
        raise _wrong(path, f"第{number}项的名称要写在引号里", f"entry {number}: names are texts")
    if entry["same"] == "?":
        return None
    if not isinstance(entry["same"], bool):
        raise _wrong(
            path,
            f'第{number}项的 same 应为 true、false 或者 "?"',
            f'entry {number}: same is true, false or "?"',
        )
    return Decision(entry.get("project", ""), entry["earlier"], entry["later"], entry["same"])


def _refuse_contradictions(path: Path, decisions: tuple[Decision, ...]) -> None:
    decided: dict[tuple[str, str, str], bool] = {}
    for decision in decisions:
        names = decision[:3]
        if decided.setdefault(names, decision.is_same) is not decision.is_same:
            raise _wrong(
                path,
                f"“{decision.earlier}”和“{decision.later}”既写了是、又写了不是",
                f"“{decision.earlier}” and “{decision.later}” are both one and two",
            )


def _wrong(path: Path, zh: str, en: str) -> UnusableRequest:
    return UnusableRequest(
        f"“{path.name}”：{zh}。请改正后再试。", f"“{path.name}”: {en}; correct it"
    )
