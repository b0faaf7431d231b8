"""How an ambiguous target is to be read (指标值的读法): a person decides, in the programme folder.

``decisions/readings.csv`` has a row for each: which indicator, the share that is meant (``100%``),
by role, with day and reason. A decision counts from its day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jixiao.model.finding import Message, Severity
from jixiao.model.indicator import Indicator
from jixiao.model.named import NamedTuple
from jixiao.programme.decisions import undated
from jixiao.programme.finding import ProgrammeFinding
from jixiao.programme.folder import Key, Programme, indicator_key
from jixiao.programme.plain_files import rows_of
from jixiao.scoring.readings import as_read, readings, share_text

READINGS = "decisions/readings.csv"
_COLUMNS = ("project", "indicator", "level2", "reading", "role", "date", "reason")


class Reading(NamedTuple):
    """A person's decision on what a target means: the share as written, such as ``100%``."""

    project: str
    indicator: str
    level2: str
    reading: str
    role: str
    date: str
    reason: str


def readings_in(programme: Programme) -> tuple[Reading, ...]:
    """The decisions of the folder, in its order; none without the file."""
    return tuple(
        Reading(*(row[name] for name in _COLUMNS))
        for _, row in rows_of(programme.folder, READINGS, _COLUMNS)
    )


def decided_readings(programme: Programme, until: str = "9999") -> Mapping[Key, Reading]:
    """The decision on each indicator up to the ISO day ``until``; the first one stands."""
    found: dict[Key, Reading] = {}
    for reading in readings_in(programme):
        if reading.date <= until:
            key = indicator_key(reading.project, reading.indicator, reading.level2)
            role, reason = programme.covered(reading.role), programme.covered(reading.reason)
            found.setdefault(key, reading._replace(role=role, reason=reason))
    return found


def read_indicator(project: str, indicator: Indicator, decided: Mapping[Key, Reading]) -> Indicator:
    """The indicator with its target as decided; as it is where nothing had to be decided."""
    reading = decided.get(indicator_key(project, indicator.name, indicator.level2))
    if reading is None:
        return indicator
    for share in readings(indicator.value):
        if share_text(share) == reading.reading:
            text = indicator.value.text.strip()
            why = Message(
                f"指标值“{text}”按{reading.role}{reading.date}的决定读作{reading.reading}"
                f"（{reading.reason}）",
                f"the target “{text}” is read as {reading.reading} by decision of {reading.role}, "
                f"{reading.date} ({reading.reason})",
            )
            return as_read(indicator, share, why)
    return indicator


def readings_fit(programme: Programme) -> Iterator[ProgrammeFinding]:
    """What is wrong with the decisions, and which ambiguous target still wants one."""
    rows = {
        indicator_key(target.title, indicator.name, indicator.level2): (target.title, indicator)
        for target in programme.disclosure.targets
        for indicator in target.indicators
        if indicator.name and indicator.is_stated
    }
    seen: set[Key] = set()
    for reading in readings_in(programme):
        key = indicator_key(reading.project, reading.indicator, reading.level2)
        told_zh = f"“{reading.project}”的“{reading.indicator}”"
        told_en = f"“{reading.indicator}” of “{reading.project}”"
        shares = [share_text(s) for s in readings(rows[key][1].value)] if key in rows else []
        if key in seen:
            yield _wrong(f"{told_zh}的读法决定了不止一次。", f"{told_en} is decided more than once")
        elif not shares:
            yield _wrong(
                f"{told_zh}不是有两种读法的指标，不需要决定读法。",
                f"{told_en} is no target with two readings; there is nothing to decide",
            )
        elif reading.reading not in shares:
            yield _wrong(
                f"{told_zh}的读法应为{'或'.join(shares)}，实为“{reading.reading}”。",
                f"{told_en} should be read as {' or '.join(shares)}, not “{reading.reading}”",
            )
        elif not (reading.role and reading.date and reading.reason):
            yield _wrong(
                f"{told_zh}的读法须写明岗位、日期和理由。",
                f"{told_en}: role, day and reason of the decision are wanted",
            )
        elif (day := undated(reading.date, programme.fiscal_year)) is not None:
            yield _wrong(f"{told_zh}的{day.zh}。", f"{told_en}: {day.en}")
        seen.add(key)
    for key, (title, indicator) in rows.items():
        shares = [share_text(share) for share in readings(indicator.value)]
        if shares and key not in seen:
            text = indicator.value.text.strip()
            yield ProgrammeFinding(
                Severity.WARNING,
                READINGS,
                f"“{title}”的“{indicator.name}”指标值“{text}”可读作{'或'.join(shares)}，不能比较，"
                "须由人决定。",
                f"the target “{text}” of “{indicator.name}” (“{title}”) may be "
                f"{' or '.join(shares)} and cannot be compared until a person decides",
            )


def _wrong(zh: str, en: str) -> ProgrammeFinding:
    return ProgrammeFinding(Severity.ERROR, READINGS, zh, en)
