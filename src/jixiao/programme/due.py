"""Reasons that are due (尚未填写的偏差原因): of the year, and of each month that was explained."""

from __future__ import annotations

import json
from collections.abc import Iterator

from jixiao.measures.load import LOADS
from jixiao.model.exceptions import UserError
from jixiao.model.finding import Severity
from jixiao.programme.decisions import DEVIATIONS_FILE, SPENDING
from jixiao.programme.evaluation import score_programme
from jixiao.programme.finding import ProgrammeFinding
from jixiao.programme.folder import Programme
from jixiao.programme.monitoring import monitor_programme
from jixiao.writers.self_evaluation_layout import execution_reason


def due_reasons(programme: Programme) -> tuple[ProgrammeFinding, ...]:
    """A note for each deviation whose reason is not stated in ``decisions/deviations.csv``.

    The year counts once the registers reach its last month; a month once a reason is stated for
    it, for it was monitored then. Nothing is told where nothing has been loaded.
    """
    reach = _reach(programme)
    if not reach:
        return ()
    try:
        found = [*_of_months(programme)]
        if reach >= f"{programme.fiscal_year}-12":
            found += _of_year(programme)
        return tuple(found)
    except UserError as error:
        return (
            ProgrammeFinding(
                Severity.INFO,
                DEVIATIONS_FILE,
                f"不能核对哪些偏差原因尚未填写：{error.zh}",
                f"which reasons are due cannot be told: {error.en}",
            ),
        )


def _reach(programme: Programme) -> str:
    """The last day any register has a row of; nothing where none is loaded."""
    path = programme.evidence / LOADS
    if not path.is_file():
        return ""
    loads = json.loads(path.read_bytes()).get("loads", [])
    return max((str(load.get("last") or "") for load in loads), default="")


def _of_year(programme: Programme) -> Iterator[ProgrammeFinding]:
    year = str(programme.fiscal_year)
    for sheet in score_programme(programme):
        title = sheet.evaluation.title
        if sheet.execution.asks_reason and not execution_reason(sheet):
            yield _due(title, SPENDING, f"{year}年度", year)
        for row in sheet.rows:
            if row.reason_is_due:
                yield _due(title, row.row.indicator.name, f"{year}年度", year)


def _of_months(programme: Programme) -> Iterator[ProgrammeFinding]:
    start = f"{programme.fiscal_year}-"
    periods = {d.period for d in programme.deviations if d.period.startswith(start)}
    for period in sorted(periods):
        month = period.removeprefix(start)
        if not month.isdecimal() or not 1 <= int(month) <= 12:
            continue
        for sheet in monitor_programme(programme, int(month)):
            for row in (sheet.spending, *sheet.rows):
                if row.needs_reason and not row.reason.strip():
                    name = row.indicator.name if row.indicator is not None else SPENDING
                    yield _due(sheet.title, name, f"{start}{month}", f"{start}{month}")


def _due(project: str, indicator: str, zh: str, en: str) -> ProgrammeFinding:
    return ProgrammeFinding(
        Severity.INFO,
        DEVIATIONS_FILE,
        f"“{project}”的“{indicator}”{zh}须说明偏差原因和改进措施，尚未填写。",
        f"“{indicator}” of “{project}” ({en}): reason and measures are due and not stated",
    )
