"""Background work of reviews: the findings of a long queue as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from jixiao.web.documents.actions import store_made
from jixiao.web.exceptions import NotAllowed
from jixiao.web.jobs.handle import JobHandle
from jixiao.web.jobs.work import Result, work
from jixiao.web.reviews.papers import findings_workbook
from jixiao.web.reviews.queries import picked

NAME = "审核问题清单.xlsx"


@work("review_findings", "导出审核问题", "exporting findings")
def review_findings(handle: JobHandle, arguments: dict[str, Any]) -> Callable[[], Result]:
    """The findings of many filings as a workbook. ``{"filings": [keys], "language": "zh"}``.

    Only what the one who asked may still see is in it.
    """
    person, unit = handle.actor.person, handle.unit
    if person is None or unit is None:
        raise NotAllowed("请登录后导出。", "sign in to export")
    filings = picked(person, arguments["filings"])

    def tell(done: int) -> None:
        handle.stop_if_cancelled()
        handle.progress(done, len(filings), "正在审核", "checking")

    data = findings_workbook(filings, arguments.get("language", "zh"), tell)

    def stored() -> Result:
        file = store_made(handle.actor, unit, NAME, data, "xlsx")
        return {"file": file.pk, "url": reverse("file", args=[file.pk])}

    return stored
