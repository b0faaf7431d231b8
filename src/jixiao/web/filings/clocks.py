"""By when each step is to be done (办理期限), from the parameters of year and place. No Django."""

from __future__ import annotations

from datetime import date, timedelta

from jixiao.regulations.parameter import norms_for

READY = "ready"  # what the congress' approval sets the clock of
# The parameter, in calendar days, that sets the term of a state; of both life cycles.
TERMS = {
    "submitted": "signing_days",
    "with_department": "department_review_days",
    "with_finance": "finance_review_days",
    "to_be_improved": "revision_days",
    "returned": "revision_days",
    "ready": "department_approval_days",
    "to_be_confirmed": "confirmation_days",
}


def due_on(
    state: str,
    entered: date,
    fiscal_year: int,
    place: str = "",
    congress: date | None = None,
) -> date | None:
    """The day by which a case that came to ``state`` on ``entered`` is to leave it; None for none.

    For one that waits for approval the days of 预算法 52 are counted from ``congress``, the day on
    which the people's congress approved the budget. Where it is not known, and for one that became
    ready after those days were over, they are counted from the day it became ready.
    """
    name = TERMS.get(state)
    if name is None:
        return None
    days = timedelta(days=getattr(norms_for(fiscal_year, place), name))
    if state == READY and congress is not None and entered <= congress + days:
        return congress + days
    return entered + days
