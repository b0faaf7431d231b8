"""What a form that was handed in states, beside the case it is about (取用上传的表). No Django.

A row is taken over where one row of the case bears its name, in the same level 2 where several do.
What was measured is not typed over, what the form leaves blank stays as it is, and nothing is
chosen for a person: a tier or a possibility only where the form names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from jixiao.model.indicator import Indicator
from jixiao.web.evaluations import self_sheets
from jixiao.web.monitoring import sheets
from jixiao.web.monitoring.readings import title_key

Json = dict[str, Any]

# Why a line is not taken over.
_MEASURED = "已由台账测算，不改写", "measured from evidence, not typed over"
_BLANK = "表中没有填写", "blank in the form"
_NO_TIER = "表中没有写明档次，请自行选择", "the form names no tier: choose one"
_NO_PAYMENTS = (
    "表中没有执行数，或者没有写明金额单位",
    "the form states no payments, or not in which unit",
)
_NO_ROW = (
    "批复的绩效目标中没有这一指标，或者同名的不止一个",
    "no such indicator in the approved target, or several of the name",
)


class Line(NamedTuple):
    """One row: what the case says now, what the form says, whether it is taken, why it is not."""

    name: str
    target: str
    form_target: str
    before: str
    after: str
    is_taken: bool
    zh: str = ""
    en: str = ""

    def left_out(self, zh: str, en: str) -> Line:
        """The line, not taken, and why."""
        return self._replace(is_taken=False, zh=zh, en=en)


class Taking(NamedTuple):
    """What the case's content would be, line by line."""

    content: Json
    lines: list[Line]

    @property
    def number(self) -> int:
        """How many rows are taken over."""
        return sum(line.is_taken for line in self.lines)


def self_evaluation_taken(
    stated: Mapping[str, Any], sheet: self_sheets.Sheet, content: Mapping[str, Any]
) -> Taking:
    """The values of a self-evaluation form for the case."""
    made = self_sheets.sound_content(deepcopy(dict(content)))
    lines = [_paid(stated, made, sheet.is_paid_measured)]
    if stated.get("reason"):
        made["execution_reason"] = stated["reason"]
    if stated.get("achieved"):
        lines.append(
            Line("实际完成情况", "", "", made[self_sheets.ACHIEVED], stated["achieved"], True)
        )
        made[self_sheets.ACHIEVED] = stated["achieved"]
    rows = [(row.key, row.indicator.name, row.indicator.level2) for row in sheet.rows]
    own = {row.key: row for row in sheet.rows}
    for said, key in _matched(stated["rows"], rows):
        if key is None:
            lines.append(_unmatched(said))
            continue
        row = own[key]
        if row.indicator.is_declared_inapplicable:
            continue
        kept = made["rows"].setdefault(key, _blank(self_sheets.sound_content))
        before = kept["tier"] or kept["actual"]
        line = _line(row.indicator, said, before)
        if (why := _refused(said, row.is_measured)) is not None:
            lines.append(line.left_out(*why))
            continue
        if row.tiers:
            tier = said["tier"] or said["actual"].strip()
            if tier not in {name for name, _ in row.tiers}:
                lines.append(line.left_out(*_NO_TIER))
                continue
            kept["tier"] = tier
        else:
            kept["actual"] = said["actual"]
        if said["reason"]:
            kept["reason"] = said["reason"]
        lines.append(_with_target(line))
    return Taking(made, lines)


def monitoring_taken(
    stated: Mapping[str, Any], sheet: sheets.Sheet, content: Mapping[str, Any]
) -> Taking:
    """The values of a monitoring form for the report of the same period."""
    made = sheets.sound_content(deepcopy(dict(content)))
    lines = [_paid(stated, made, sheet.spending.is_measured)]
    own = {row.key: row for row in sheet.rows}
    rows = [
        (row.key, row.monitored.indicator.name, row.monitored.indicator.level2)
        for row in sheet.rows
        if row.monitored.indicator is not None
    ]
    for said, key in _matched(stated["rows"], rows):
        if key is None:
            lines.append(_unmatched(said))
            continue
        row = own[key]
        assert row.monitored.indicator is not None
        kept = made["rows"].setdefault(key, _blank(sheets.sound_content))
        line = _line(row.monitored.indicator, said, kept["actual"])
        for name in ("reason", "possibility", "causes"):
            if said[name]:
                kept[name] = said[name]
        if (why := _refused(said, row.is_measured)) is not None:
            lines.append(line.left_out(*why))
            continue
        kept["actual"] = said["actual"]
        lines.append(_with_target(line))
    return Taking(made, lines)


def _paid(stated: Mapping[str, Any], made: Json, is_measured: bool) -> Line:
    line = Line("执行数（万元）", "", "", made["paid"], stated["paid"], True)
    if is_measured:
        return line.left_out(*_MEASURED)
    if not stated["paid"]:
        return line.left_out(*_NO_PAYMENTS)
    made["paid"] = stated["paid"]
    return line


def _matched(
    said: Iterable[Json], rows: list[tuple[str, str, str]]
) -> list[tuple[Json, str | None]]:
    """Each row of the form with the key of the only row of the case that bears its name."""
    said = list(said)
    found: list[tuple[Json, str | None]] = []
    for one in said:
        name, level2 = title_key(one["name"]), one["level2"]
        alike = [row for row in rows if title_key(row[1]) == name]
        twice = [other for other in said if title_key(other["name"]) == name]
        if len(alike) > 1 or len(twice) > 1:
            alike = [row for row in alike if row[2] == level2]
            twice = [other for other in twice if other["level2"] == level2]
        is_one = len(alike) == 1 and len(twice) == 1
        found.append((one, alike[0][0] if is_one else None))
    return found


def _blank(sound_content: Callable[[Mapping[str, Any]], Json]) -> Json:
    """A row with nothing in it."""
    row: Json = sound_content({"rows": {"": {}}})["rows"][""]
    return row


def _line(indicator: Indicator, said: Json, before: str) -> Line:
    """The line of a row that both have."""
    target = indicator.value.text
    return Line(indicator.name, target, said["target"], before, said["actual"], True)


def _unmatched(said: Json) -> Line:
    return Line(said["name"], "", said["target"], "", said["actual"], False, *_NO_ROW)


def _refused(said: Json, is_measured: bool) -> tuple[str, str] | None:
    if is_measured:
        return _MEASURED
    if not said["actual"].strip():
        return _BLANK
    return None


def _with_target(line: Line) -> Line:
    """The line, with a warning where the form's target is not the approved one."""
    if not line.form_target or title_key(line.form_target) == title_key(line.target):
        return line
    return line._replace(
        zh=f"表中指标值为“{line.form_target}”，与批复的不同，请核对",
        en=f"the form's target is “{line.form_target}”, not the approved one; please check",
    )
