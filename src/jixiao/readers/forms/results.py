"""The forms of a document that say what came of targets: self-evaluations, monitoring forms."""

from __future__ import annotations

from jixiao.model.evaluation import SelfEvaluation
from jixiao.model.monitoring import MonitoringForm
from jixiao.readers.forms.monitoring import read_monitoring
from jixiao.readers.forms.publication import Results
from jixiao.readers.forms.self_evaluation import read_evaluations
from jixiao.readers.grid import Layout


def read_results(layout: Layout) -> Results:
    """The self-evaluations and monitoring forms of a document, and the tables they stand in."""
    monitoring = read_monitoring(layout)
    read = read_evaluations(layout)
    forms: list[SelfEvaluation | MonitoringForm] = [*read.evaluations, *monitoring]
    places = [place for form in forms for place in form.at.values()]
    places += [place for form in forms for row in form.rows for place in row.indicator.at.values()]
    tables = frozenset(place.table for place in places if place.table is not None)
    before = len(layout.notices)  # those of the format are the publication's already
    return Results(read.evaluations, monitoring, (*read.notices[before:], *read.unreplayed), tables)
