"""What a change of a target makes less of (调低): rows gone, numbers lowered. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jixiao.model.value import Comparator, TargetValue
from jixiao.readers.value_grammar import read_value
from jixiao.web.filings.comparing import paired_rows

_MORE_IS_LESS = (Comparator.AT_MOST, Comparator.LESS_THAN)


class Lowered(NamedTuple):
    """An indicator that promises less than before; ``new`` is empty where its row is gone."""

    name: str
    old: str
    new: str


def lowered(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Lowered]:
    """The annual indicators that promise less in ``new``; only what can be compared is told.

    “≥” lowered, “≤” raised, a row left out, a value made blank. Values in different units are
    not compared.
    """
    before, after = old["indicators"], new["indicators"]
    made = []
    for i, j in paired_rows(before, after):
        if i is None:
            continue
        was = before[i]["value"].strip()
        if j is None:
            if before[i]["name"].strip():
                made.append(Lowered(before[i]["name"], was, ""))
        elif _is_less(read_value(was), read_value(after[j]["value"].strip())):
            made.append(Lowered(after[j]["name"] or before[i]["name"], was, after[j]["value"]))
    return made


def _is_less(old: TargetValue, new: TargetValue) -> bool:
    if old.text and not new.text:
        return True
    before, after = _number(old), _number(new)
    if before is None or after is None or before[1] != after[1]:
        return False
    if old.comparator in _MORE_IS_LESS:
        return after[0] > before[0]
    return after[0] < before[0]


def _number(value: TargetValue) -> tuple[Decimal, str] | None:
    if value.money is not None:
        return value.money.yuan, "元"
    if value.number is None:
        return None
    return value.number, value.unit or ""
