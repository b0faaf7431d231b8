"""Monitoring as text (监控情况): a line an indicator, with its light in words."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.model.money import plain
from jixiao.model.monitoring import Monitored, MonitoringSheet, Possibility
from jixiao.writers.visible import visible

UNKNOWN = {"zh": "不能判断", "en": "cannot be told"}
SPENDING = {"zh": "预算支出", "en": "spending"}
POSSIBILITY_EN = {
    Possibility.CERTAIN: "certain to be reached",
    Possibility.POSSIBLE: "may be reached",
    Possibility.IMPOSSIBLE: "cannot be reached",
}
REASON = {"zh": "偏差原因及改进措施", "en": "reason of the deviation and measures"}
REASON_DUE = {"zh": "须说明原因和措施", "en": "reasons and measures are due"}


def render(sheets: Sequence[MonitoringSheet], language: str = "zh") -> str:
    """Every project with the lights of its spending and indicators, and the working of each."""
    lines: list[str] = []
    for number, sheet in enumerate(sheets, 1):
        until = f"{sheet.fiscal_year}年1—{sheet.month}月"
        if language == "en":
            until = f"January to month {sheet.month} of {sheet.fiscal_year}"
        lines += (
            ["", f"{number}. {sheet.title}  {until}"]
            if lines
            else [f"{number}. {sheet.title}  {until}"]
        )
        for row in (sheet.spending, *sheet.rows):
            lines += _told(row, language)
        lines += [f"  {left_out.text(language)}" for left_out in sheet.left_out]
    notes = dict.fromkeys(sheet.note for sheet in sheets if sheet.note)
    return "\n".join([*map(visible, lines), "", *notes])


def _told(row: Monitored, language: str) -> list[str]:
    name = row.indicator.name if row.indicator is not None else SPENDING[language]
    if row.light is None:
        light = UNKNOWN[language]
    else:
        light = row.light.value if language == "en" else row.light.zh
    parts = [light, name, row.actual.text or "—"]
    if row.pace is not None:
        parts.append(f"{plain(row.pace)}%")
    if row.possibility is not None:
        parts.append(POSSIBILITY_EN[row.possibility] if language == "en" else row.possibility.value)
    if row.needs_reason and not row.reason.strip():
        parts.append(REASON_DUE[language])
    lines = ["  " + "  ".join(parts), f"      {row.working.text(language)}"]
    if row.reason.strip():
        colon = ": " if language == "en" else "："
        lines.append(f"      {REASON[language]}{colon}{row.reason}")
    return lines
