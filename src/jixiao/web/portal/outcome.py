"""What came of a target (绩效结果), read from what its edition holds.

The shape is that of ``evaluations.queries.outcome_of``: amounts in 万元, the rate in per cent.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from jixiao.model.finding import Message
from jixiao.web.portal.templatetags.figures import plain

_OWN = Message("自评得分", "Points of the self-evaluation")
_WHOSE = {
    "department": Message("部门评价得分", "Points of the department's evaluation"),
    "finance": Message("财政评价得分", "Points of finance's evaluation"),
}


class RowOutcome(NamedTuple):
    """What came of one row."""

    actual: str = ""
    points: str = ""
    working: str = ""


class Outcome(NamedTuple):
    """What came of it all: each text empty where it is not published; rows by their position.

    The rows are those of the self-evaluation; ``side`` (department, finance) tells whose evaluation
    the points are where there is one, and ``self_points`` are then the unit's own.
    """

    execution: str = ""
    paid: str = ""
    points: str = ""
    grade: str = ""
    note: str = ""
    rows: Mapping[int, RowOutcome] = {}
    side: str = ""
    self_points: str = ""

    @property
    def whose(self) -> Message:
        """Whose the points are that hold: of an evaluation, else of the self-evaluation."""
        return _WHOSE.get(self.side, _OWN)

    def __bool__(self) -> bool:
        """Something is published."""
        return any(self[:4]) or bool(self.rows)


def outcome(published: Mapping[str, Any] | None) -> Outcome:
    """``outcome`` of a published target; empty before results are published."""
    if not published:
        return Outcome()
    spending = published.get("execution", {})
    paid = spending.get("paid", "")
    final: Mapping[str, Any] = next(iter(published.get("evaluations") or ()), {})
    return Outcome(
        _rate(spending.get("rate")),
        f"{paid}万元" if paid else "",
        published.get("points", ""),
        published.get("grade", ""),
        published.get("note", ""),
        {
            row["position"]: RowOutcome(row["actual"], row["points"], row.get("working_zh", ""))
            for row in published.get("rows", [])
        },
        final.get("side", ""),
        (published.get("self") or {}).get("points", "") if final else "",
    )


def _rate(rate: Any) -> str:
    """A rate in per cent with its sign; empty where it is no number, as a covered one."""
    try:
        number = Decimal(str(rate))
    except InvalidOperation:
        return ""
    return f"{plain(number, 2)}%" if number.is_finite() else ""
