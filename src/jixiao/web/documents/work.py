"""Background work on stored files: check a batch; what other work on files is made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from jixiao.model.exceptions import UnusableRequest, UserError
from jixiao.model.finding import Severity
from jixiao.web.documents.actions import store_made
from jixiao.web.documents.models import StoredFile
from jixiao.web.documents.queries import stored
from jixiao.web.documents.reading import read_stored
from jixiao.web.jobs.handle import JobHandle
from jixiao.web.jobs.work import Result, work

if TYPE_CHECKING:
    from jixiao.rules.check import Report

Row = dict[str, Any]


@work("check_batch", "批量审核", "Checking a batch")
def check_batch(handle: JobHandle, arguments: dict[str, Any]) -> Callable[[], Result]:
    """Check many stored files; the findings become a workbook. ``{"files": [keys]}``."""
    from jixiao.pipeline import check
    from jixiao.writers.findings import Request
    from jixiao.writers.findings_xlsx import render

    files = files_of(arguments["files"])
    reports, errors, rows = [], [], []
    for number, file in enumerate(files):
        handle.stop_if_cancelled()
        tell(handle, number, len(files), "正在审核", "checking", file)
        try:
            report = check(read_stored(file, handle.stop_if_cancelled), profile=file.unit.place)
        except UserError as error:
            errors.append((Path(file.name), error))
            rows.append(row_of(file, "unread", error.zh, error.en))
        else:
            reports.append(report)
            rows.append(row_of(file, "checked", *_counted(report)))
    tell(handle, len(files), len(files), "正在写出", "writing")
    book = render(reports, errors, Request(several=True, saved=True))
    handle.stop_if_cancelled()

    def kept() -> Result:
        unit = handle.unit or files[0].unit
        name = f"审核结果（{len(files)}个文件）.xlsx"
        made = store_made(handle.actor, unit, name, book, "xlsx")
        return {"url": reverse("file", args=[made.pk]), "file": made.pk, "rows": rows}

    return kept


def _counted(report: Report) -> tuple[str, str]:
    """The findings of a file by severity, and how many tables there were."""
    counts = [(severity, report.count(severity)) for severity in Severity]
    zh = "、".join(f"{severity.label()}{count}" for severity, count in counts if count)
    en = ", ".join(f"{count} {severity.value}" for severity, count in counts if count)
    tables = len(report.disclosure.targets)
    return f"绩效表{tables}张：{zh or '未发现问题'}。", f"{tables} tables: {en or 'no findings'}"


def row_of(file: StoredFile, outcome: str, zh: str, en: str) -> Row:
    """What came of one file, as the page of the job lists it."""
    return {"file": file.pk, "name": file.name, "outcome": outcome, "zh": zh, "en": en}


def files_of(keys: list[int]) -> list[StoredFile]:
    """The files, each once, in their order; a job about none or about lost ones is refused."""
    wanted = list(dict.fromkeys(keys))
    found = stored(wanted)
    if not found or len(found) < len(wanted):
        raise UnusableRequest(
            "任务所指的文件已不在系统中。请重新上传。",
            "a file of this job is no longer here; upload it again",
        )
    return found


def tell(
    handle: JobHandle, done: int, total: int, zh: str, en: str, file: StoredFile | None = None
) -> None:
    """How far the work has come, and with which file."""
    name = f"“{file.name}”" if file is not None else ""
    handle.progress(done, total, f"{zh}{name}", f"{en} {name}".strip())
