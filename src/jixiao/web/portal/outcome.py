"""What came of a target (绩效结果), read from what its edition holds."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from jixiao.web.portal.templatetags.figures import plain


class RowOutcome(NamedTuple):
    """What came of one row."""

    actual: str = ""
    points: str = ""
    full: str = ""
    working: str = ""
    reason: str = ""


class Outcome(NamedTuple):
    """What came of it all: each text empty where it is not published."""

    execution: str = ""
    paid: str = ""
    points: str = ""
    grade: str = ""
    opinion: str = ""
    rows: Mapping[int, RowOutcome] = {}

    def __bool__(self) -> bool:
        """Something is published."""
        return any(self[:5]) or bool(self.rows)


def outcome(published: Mapping[str, Any] | None, language: str = "zh") -> Outcome:
    """``outcome`` of a published target; keys it does not have are blanks."""
    if not published:
        return Outcome()

    def said(name: str) -> str:
        return _said(published, name, language)

    opinion = said("opinion") or said("conclusion")
    execution, paid = said("execution"), said("paid")
    if isinstance(spending := published.get("execution"), Mapping):  # in 万元, the rate in per cent
        execution = _rate(spending.get("rate"))
        paid = f"{spending['paid']}万元" if spending.get("paid") else ""
    told = (execution, paid, said("points"), said("grade"))
    return Outcome(*told, opinion, _rows(published, language))


def _rows(published: Mapping[str, Any], language: str) -> dict[int, RowOutcome]:
    given = published.get("rows", published.get("indicators", ()))
    numbered: Any = ()
    if isinstance(given, Mapping):
        numbered = given.items()
    elif isinstance(given, list):
        numbered = ((_position(row, number), row) for number, row in enumerate(given))
    made = {}
    for number, row in numbered:
        if not str(number).isdecimal():
            continue
        if not isinstance(row, Mapping):
            made[int(number)] = RowOutcome(_words(row, language))
            continue
        texts = [_said(row, n, language) for n in ("actual", "points", "full", "working", "reason")]
        texts[2] = texts[2] or _said(row, "weight", language)
        made[int(number)] = RowOutcome(*texts)
    return made


def _rate(rate: Any) -> str:
    """A rate in per cent with its sign; empty where it is no number."""
    try:
        number = Decimal(str(rate))
    except InvalidOperation:
        return ""
    return f"{plain(number, 2)}%" if number.is_finite() else ""


def _position(row: Any, number: int) -> Any:
    return row.get("position", row.get("row", number)) if isinstance(row, Mapping) else number


def _said(holder: Mapping[str, Any], name: str, language: str) -> str:
    return _words(holder.get(f"{name}_{language}", holder.get(name)), language)


def _words(value: Any, language: str) -> str:
    """A text, a number, or both languages beside each other."""
    if isinstance(value, Mapping):
        value = value.get(language, value.get("text", value.get("value")))
    if isinstance(value, list):
        return "；".join(_words(one, language) for one in value)
    return "" if value is None or isinstance(value, Mapping) else str(value)
