"""Background work: measuring connected evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from jixiao.model.exceptions import UnusableRequest
from jixiao.web.jobs.handle import JobHandle
from jixiao.web.jobs.work import Result, work
from jixiao.web.monitoring import actions, queries
from jixiao.web.monitoring.readings import taken


@work("measure_source", "测算台账", "measuring evidence")
def measure_source(handle: JobHandle, arguments: dict[str, Any]) -> Callable[[], Result]:
    """Measure a source up to a month. ``{"source": key, "month": 7}``."""
    source = queries.source_by(arguments["source"])
    if source is None or source.closed_at is not None:
        raise UnusableRequest("台账已停用，没有测算。", "the evidence is connected no more")
    month = arguments["month"]
    handle.progress(0, 1, f"正在测算1—{month}月", f"measuring months 1 to {month}")
    values = taken(queries.programme_path(source.folder), month)
    handle.stop_if_cancelled()

    def kept() -> Result:
        actions.keep_reading(handle.actor, source, month, values)
        return {"url": reverse("sources"), "projects": len(values)}

    return kept
