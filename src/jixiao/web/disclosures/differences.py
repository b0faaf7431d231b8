"""What differs between two editions (版本差异), project by project and cell by cell. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.web.filings.comparing import changes, name_of

Contents = Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]]  # name: content, outcome
_OUTCOME = {
    "points": ("自评得分", "points"),
    "grade": ("自评等级", "grade"),
}
_ROW_OUTCOME = (("actual", "实际完成值", "actual"), ("points", "得分", "points"))


def differences(old: Contents, new: Contents) -> list[dict[str, Any]]:
    """A line a project that is new, gone, or reads otherwise; JSON values only."""
    found: list[dict[str, Any]] = []
    for name, (content, outcome) in new.items():
        if name not in old:
            found.append({"project": name, "kind": "added", "changes": []})
            continue
        before, earlier = old[name]
        lines = [
            {
                "kind": change.kind.value,
                "cell": change.cell,
                "zh": change.zh,
                "en": change.en,
                "pieces": [[piece.kind, piece.text] for piece in change.pieces],
            }
            for change in changes(before, content)
        ]
        lines += _of_outcome(earlier, outcome)
        if lines:
            found.append({"project": name, "kind": "changed", "changes": lines})
    found += [
        {"project": name, "kind": "removed", "changes": []} for name in old if name not in new
    ]
    return found


def _of_outcome(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    lines = []
    before, now = _execution(old), _execution(new)
    if before != now:
        lines.append(_line("execution", "预算执行率", "budget execution", before, now))
    for key, (zh, en) in _OUTCOME.items():
        if old.get(key) != new.get(key):
            lines.append(_line(key, zh, en, old.get(key), new.get(key)))
    earlier = {row["position"]: row for row in old.get("rows", [])}
    for row in new.get("rows", []):
        was, place = earlier.get(row["position"], {}), f"indicators.{row['position']}"
        zh, en = name_of(f"{place}.")
        for key, what_zh, what_en in _ROW_OUTCOME:
            if was.get(key) != row.get(key):
                lines.append(
                    _line(
                        *(f"{place}.{key}", f"{zh} {what_zh}", f"{en} {what_en}"),
                        *(was.get(key), row.get(key)),
                    )
                )
    return lines


def _execution(outcome: Mapping[str, Any]) -> str:
    rate = outcome.get("execution", {}).get("rate")
    return f"{rate}%" if rate else ""


def _line(cell: str, zh: str, en: str, old: Any, new: Any) -> dict[str, Any]:
    pieces = [["gone", str(old)]] if old not in (None, "") else []
    pieces += [["new", str(new)]] if new not in (None, "") else []
    return {"kind": "changed", "cell": cell, "zh": zh, "en": en, "pieces": pieces}
