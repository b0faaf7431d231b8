"""A programme measured: its evidence loaded, its measures run over a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext

from jixiao.measures.load import load_evidence
from jixiao.measures.measure import Measure
from jixiao.measures.run import Engine
from jixiao.model.exceptions import AlteredFile, UnusableRequest
from jixiao.model.measurement import Measurement, Period
from jixiao.model.named import NamedTuple
from jixiao.programme.folder import Key, Programme, indicator_key
from jixiao.programme.locking import changes_since_lock
from jixiao.programme.spending import paid_by, paid_measure
from jixiao.programme.workbook import workbook_cells


def engine_for(programme: Programme, *, fresh: bool = False) -> Engine:
    """What runs the programme's measures, its evidence loaded and unchanged since recorded.

    Raises :class:`AlteredFile` where a register, a target or a measure was changed.
    """
    for change in changes_since_lock(programme.folder):
        raise AlteredFile(
            f"{change.zh}不能据此测算。请恢复；确属修改的，用 jixiao programme lock 重新锁定。",
            f"{change.en}; nothing is measured. Restore it, or if it was meant to change lock "
            "again with jixiao programme lock",
        )
    evidences = load_evidence(
        programme.evidence,
        programme.schemas,
        programme.fiscal_year,
        projects=programme.projects,
        workbook=workbook_cells,
    )
    return Engine(evidences, fresh=fresh)


class Measured(NamedTuple):
    """A period of a programme: the value of each indicator that has a measure, what was paid."""

    values: Mapping[Key, Measurement]
    paid: Mapping[str, Measurement]


def measured_whole(programme: Programme, period: Period, engine: Engine | None = None) -> Measured:
    """Every measure of the programme over the period, and what each project paid.

    Without ``engine`` the evidence is loaded for this alone.
    """
    paid = paid_measure(programme)
    with engine_for(programme) if engine is None else nullcontext(engine) as running:
        values = {
            indicator_key(value.project, value.indicator, value.level2): value
            for value in measured(programme, period, programme.measures, running)
        }
        return Measured(
            values,
            {title: paid_by(title, period, running, paid) for title in programme.projects},
        )


def chosen(
    programme: Programme, project: str | None = None, indicator: str | None = None
) -> tuple[Measure, ...]:
    """The measures of one project, of one indicator, or all; never none.

    A project may be given by a part of its title or by its number.
    """
    measures = programme.measures
    if project is not None:
        titles = set(programme.projects)
        if project.isdecimal() and 0 < int(project) <= len(programme.projects):
            titles = {programme.projects[int(project) - 1]}
        else:
            titles = {title for title in titles if project in title}
        measures = tuple(m for m in measures if m.project in titles)
    if indicator is not None:
        exact = tuple(m for m in measures if m.indicator == indicator)
        measures = exact or tuple(m for m in measures if indicator in m.indicator)
    if not measures:
        asked = indicator or project or programme.title_zh
        raise UnusableRequest(
            f"没有“{asked}”的测算方法。请检查名称，或用 jixiao programme check 查看。",
            f"there is no measure for “{asked}”; check the name, or see jixiao programme check",
        )
    return measures


def measured(
    programme: Programme, period: Period, measures: tuple[Measure, ...], engine: Engine
) -> Iterator[Measurement]:
    """The value of each measure over the period."""
    if period.year != programme.fiscal_year:
        raise UnusableRequest(
            f"这个项目库是{programme.fiscal_year}年度的，没有{period.year}年的台账。",
            f"the programme is of {programme.fiscal_year}; there is no evidence of {period.year}",
        )
    for measure in measures:
        yield engine.measure(measure, period)
