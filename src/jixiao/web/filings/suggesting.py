"""Indicators others have written for the like (指标建议), each with where it comes from.

No Django.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from jixiao.readers.forms.indicator_block import classes

_SHIPPED = Path(__file__).resolve().parent / "example.json"
_CHECKOUT = Path(__file__).resolve().parents[4] / "programmes" / "huainan-2024" / "targets.json"
MOST = 12
_WORTHLESS = ("无", "不适用", "本项目不适用此指标", "")
_EMPTY_PAIRS = frozenset({"项目", "经费", "专项", "工作", "指标", "资金", "服务", "管理"})


class Suggestion(NamedTuple):
    """An indicator to take over; ``source_*`` says whose it was, ``url`` where it stands."""

    level1: str
    level2: str
    name: str
    value: str
    project: str
    source_zh: str
    source_en: str
    url: str = ""


@lru_cache(maxsize=1)
def example_suggestions() -> tuple[Suggestion, ...]:
    """The indicators of the example that ships with the program; none where it is left out."""
    path = next((path for path in (_SHIPPED, _CHECKOUT) if path.is_file()), None)
    if path is None:
        return ()
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    year, issuer = record["fiscal_year"], record["issuer"]
    return tuple(
        Suggestion(
            row["level1"],
            row["level2"],
            row["name"],
            row["value"]["text"],
            target["project_name"],
            f"示例：{issuer}{year}年“{target['project_name']}”",
            f"example: {issuer} {year}, “{target['project_name']}”",
        )
        for target in record["targets"]
        for row in target["indicators"]
    )


def best(
    candidates: Iterable[Suggestion],
    *,
    project_name: str,
    words: str = "",
    level2: str = "",
    there: Iterable[str] = (),
) -> list[Suggestion]:
    """The candidates nearest to the project's name and the words typed, one for each wording.

    ``level2`` leaves only its class; ``there`` are names the table has already. The order of the
    candidates decides between equals.
    """
    wanted, typed = _pairs(project_name), _pairs(words)
    kind = classes("", level2)[1] if level2.strip() else None
    seen = {name.strip() for name in there}
    ranked = []
    for order, one in enumerate(candidates):
        if one.name.strip() in _WORTHLESS or one.value.strip() in _WORTHLESS:
            continue
        if kind is not None and classes(one.level1, one.level2)[1] is not kind:
            continue
        own = _pairs(one.name)
        if typed and not (typed & own) and words.strip() not in one.name:
            continue
        near = len(wanted & (_pairs(one.project) | own)) + 3 * len(typed & own)
        ranked.append((-near, order, one))
    ranked.sort(key=lambda entry: entry[:2])
    chosen: list[Suggestion] = []
    for _, _, one in ranked:
        if one.name.strip() not in seen:
            seen.add(one.name.strip())
            chosen.append(one)
            if len(chosen) == MOST:
                break
    return chosen


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters that say something."""
    bare = "".join(c for c in text if c.isalnum())
    return frozenset(a + b for a, b in pairwise(bare)) - _EMPTY_PAIRS
