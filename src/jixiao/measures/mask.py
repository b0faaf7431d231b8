"""Personal data masked at the door (遮盖): an expression of SQL for each kind of column."""

from __future__ import annotations

from jixiao.measures.database import literal
from jixiao.measures.register import Column

_IN_TEXT = (
    (r"(^|[^0-9])(1[3-9][0-9])[0-9]{4}([0-9]{4})([^0-9]|$)", r"\1\2****\3\4"),
    (r"(^|[^0-9])([1-9][0-9]{3})[0-9]{12}([0-9][0-9Xx])([^0-9]|$)", r"\1\2************\3\4"),
)


def masked(column: Column, expression: str) -> str:
    """The expression of a personal column masked: 138****1234, 3404**********21, 张*."""
    if column.personal == "phone":
        hidden = f"left({expression}, 3) || '****' || right({expression}, 4)"
        return (
            f"CASE WHEN {expression} IS NULL THEN NULL "
            f"WHEN length({expression}) >= 11 THEN {hidden} ELSE '****' END"
        )
    if column.personal == "identity":
        hidden = (
            f"left({expression}, 4) || repeat('*', length({expression}) - 6) || "
            f"right({expression}, 2)"
        )
        return (
            f"CASE WHEN {expression} IS NULL THEN NULL "
            f"WHEN length({expression}) >= 15 THEN {hidden} ELSE '****' END"
        )
    if column.personal == "name":
        return f"left({expression}, 1) || repeat('*', greatest(length({expression}) - 1, 1))"
    if column.personal == "text":
        for pattern, masked in _IN_TEXT * 2:  # two that share one blank need a second look
            expression = f"regexp_replace({expression}, {literal(pattern)}, '{masked}', 'g')"
    return expression
