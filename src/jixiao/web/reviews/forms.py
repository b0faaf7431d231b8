"""What a person types into the pages of this part (表单)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from jixiao.web.exceptions import Incomplete
from jixiao.web.reviews.queries import amount_in
from jixiao.web.reviews.questions import QUESTIONS


def marks_in(typed: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The marks and words of the review form, by question."""
    return {
        question.key: {
            "mark": typed.get(f"mark-{question.key}", ""),
            "words": typed.get(f"words-{question.key}", ""),
        }
        for question in QUESTIONS
    }


def money_in(typed: str, zh: str, en: str) -> Decimal | None:
    """An amount typed in 万元, in 元; None for a blank. Raises ``Incomplete`` for what is none."""
    if not typed.strip():
        return None
    amount = amount_in(typed)
    if amount is None:
        raise Incomplete(
            f"{zh}“{typed[:50]}”不是金额。请填写以万元计的数字。",
            f"“{typed[:50]}” is not an amount ({en}); give a number of 万元",
        )
    return amount


def day_in(typed: str) -> date | None:
    """A day typed as 2025-12-31; None for a blank. Raises ``Incomplete`` for what is none."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise Incomplete(
            f"“{typed[:50]}”不是日期。请按2025-12-31的样子填写。",
            f"“{typed[:50]}” is not a date; write it as 2025-12-31",
        ) from error


def keys_in(typed: list[str]) -> list[int]:
    """The keys of ticked rows."""
    return [int(key) for key in typed if key.isascii() and key.isdigit() and len(key) < 18]
