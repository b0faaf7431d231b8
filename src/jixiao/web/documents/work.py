"""Background work on stored files: read one, check a batch, import a folder's files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

from jixiao.model.exceptions import UnusableRequest, UserError
from jixiao.model.finding import Severity
from jixiao.web.documents.actions import store_made
from jixiao.web.documents.models import StoredFile
from jixiao.web.documents.queries import earlier_filed, stored
from jixiao.web.documents.reading import read_stored
from jixiao.web.jobs.handle import JobHandle
from jixiao.web.jobs.work import Result, work

if TYPE_CHECKING:
    from jixiao.rules.check import Report

Row = dict[str, Any]


@work("read_document", "读取文件", "Reading a document")
def read_document(handle: JobHandle, arguments: dict[str, Any]) -> Callable[[], Result]:
    """Read a stored file and file the targets in it. ``{"file": key, "tables": [1, 3]}``.

    ``tables`` names those wanted, all where it is absent.
    """
    file = _files([arguments["file"]])[0]
    _tell(handle, 0, 2, "正在读取", "reading", file)
    disclosure = read_stored(file, handle.stop_if_cancelled)
    _tell(handle, 1, 2, "正在建立申报", "filing", file)
    handle.stop_if_cancelled()

    def filed() -> Result:
        from jixiao.web.filings.actions import file_disclosure

        filings = file_disclosure(
            handle.actor, file.unit, disclosure, file, arguments.get("tables")
        )
        keys = [filing.pk for filing in filings]
        return {"url": _filings_url(keys), "filings": keys, "file": file.pk}

    return filed


@work("check_batch", "批量审核", "Checking a batch")
def check_batch(handle: JobHandle, arguments: dict[str, Any]) -> Callable[[], Result]:
    """Check many stored files; the findings become a workbook. ``{"files": [keys]}``."""
    from jixiao.pipeline import check
    from jixiao.writers.findings import Request
    from jixiao.writers.findings_xlsx import render

    files = _files(arguments["files"])
    reports, errors, rows = [], [], []
    for number, file in enumerate(files):
        handle.stop_if_cancelled()
        _tell(handle, number, len(files), "正在审核", "checking", file)
        try:
            report = check(read_stored(file, handle.stop_if_cancelled), profile=file.unit.place)
        except UserError as error:
            errors.append((Path(file.name), error))
            rows.append(_row(file, "unread", error.zh, error.en))
        else:
            reports.append(report)
            rows.append(_row(file, "checked", *_counted(report)))
    _tell(handle, len(files), len(files), "正在写出", "writing")
    book = render(reports, errors, Request(several=True, saved=True))
    handle.stop_if_cancelled()

    def kept() -> Result:
        unit = handle.unit or files[0].unit
        name = f"审核结果（{len(files)}个文件）.xlsx"
        made = store_made(handle.actor, unit, name, book, "xlsx")
        return {"url": reverse("file", args=[made.pk]), "file": made.pk, "rows": rows}

    return kept


@work("import_folder", "导入文件夹", "Importing a folder")
def import_folder(handle: JobHandle, arguments: dict[str, Any]) -> Result:
    """File the targets of many stored files, each accounted for. ``{"files": [keys]}``.

    A file is filed for its own unit; file and row of the result are one transaction, so a run
    that follows a crash goes on behind the last one.
    """
    files = _files(arguments["files"])
    rows: list[Row] = handle.so_far().get("rows", [])
    accounted = {row["file"] for row in rows}
    met = {(f.unit_id, f.sha256): f for f in files if f.pk in accounted}
    for number, file in enumerate(files):
        handle.stop_if_cancelled()
        _tell(handle, number, len(files), "正在导入", "importing", file)
        if file.pk not in accounted:
            _import_one(handle, file, met.get((file.unit_id, file.sha256)))
        met.setdefault((file.unit_id, file.sha256), file)
    return {"rows": handle.so_far().get("rows", [])}


def _import_one(handle: JobHandle, file: StoredFile, same: StoredFile | None) -> None:
    """One file: filed, refused or a duplicate, and its row."""
    if same is None:
        same = earlier_filed(file)
    if same is not None:
        zh, en = (
            f"内容与“{same.name}”相同，未重复导入。",
            f"the same as “{same.name}”, not filed again",
        )
        handle.part(_adding(_row(file, "duplicate", zh, en)))
        return
    try:
        disclosure = read_stored(file, handle.stop_if_cancelled)

        def filed(result: Result) -> None:
            from jixiao.web.filings.actions import file_disclosure

            filings = file_disclosure(handle.actor, file.unit, disclosure, file, None)
            count = len(filings)
            row = _row(file, "filed", f"建立申报{count}项。", f"{count} filings")
            row["filings"] = [filing.pk for filing in filings]
            _adding(row)(result)

        handle.part(filed)
    except UserError as error:
        handle.part(_adding(_row(file, "refused", error.zh, error.en)))


def _adding(row: Row) -> Callable[[Result], None]:
    def add(result: Result) -> None:
        result.setdefault("rows", []).append(row)

    return add


def _counted(report: Report) -> tuple[str, str]:
    """The findings of a file by severity, and how many tables there were."""
    counts = [(severity, report.count(severity)) for severity in Severity]
    zh = "、".join(f"{severity.label()}{count}" for severity, count in counts if count)
    en = ", ".join(f"{count} {severity.value}" for severity, count in counts if count)
    tables = len(report.disclosure.targets)
    return f"绩效表{tables}张：{zh or '未发现问题'}。", f"{tables} tables: {en or 'no findings'}"


def _row(file: StoredFile, outcome: str, zh: str, en: str) -> Row:
    return {"file": file.pk, "name": file.name, "outcome": outcome, "zh": zh, "en": en}


def _files(keys: list[int]) -> list[StoredFile]:
    """The files, each once, in their order; a job about none or about lost ones is refused."""
    wanted = list(dict.fromkeys(keys))
    found = stored(wanted)
    if not found or len(found) < len(wanted):
        raise UnusableRequest(
            "任务所指的文件已不在系统中。请重新上传。",
            "a file of this job is no longer here; upload it again",
        )
    return found


def _tell(
    handle: JobHandle, done: int, total: int, zh: str, en: str, file: StoredFile | None = None
) -> None:
    name = f"“{file.name}”" if file is not None else ""
    handle.progress(done, total, f"{zh}{name}", f"{en} {name}".strip())


def _filings_url(keys: list[int]) -> str:
    """The one filing, else the list of them, else nothing."""
    try:
        return reverse("filing", args=keys) if len(keys) == 1 else reverse("filings")
    except NoReverseMatch:
        return ""
