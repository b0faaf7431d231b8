"""Background work that files what was handed in: one document, or a folder of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from jixiao.model.exceptions import UserError
from jixiao.web.documents.actions import keep_forms
from jixiao.web.documents.models import StoredFile
from jixiao.web.documents.reading import read_whole
from jixiao.web.documents.work import Row, files_of, row_of, tell
from jixiao.web.filings.actions import file_disclosure
from jixiao.web.filings.queries import earlier_filed
from jixiao.web.jobs.handle import JobHandle
from jixiao.web.jobs.work import Result, work


@work("read_document", "读取文件", "Reading a document")
def read_document(handle: JobHandle, arguments: dict[str, Any]) -> Callable[[], Result]:
    """Read a stored file and file the targets in it. ``{"file": key, "tables": [1, 3]}``.

    Self-evaluations and monitoring forms in it are kept for a person to take over.

    ``tables`` names those wanted, all where it is absent.
    """
    file = files_of([arguments["file"]])[0]
    tell(handle, 0, 2, "正在读取", "reading", file)
    disclosure, forms = read_whole(file, handle.stop_if_cancelled)
    tell(handle, 1, 2, "正在建立申报", "filing", file)
    handle.stop_if_cancelled()

    def filed() -> Result:
        keep_forms(file, forms)
        if forms and not disclosure.targets:
            url = f"{reverse('read_forms')}?file={file.pk}"
            return {"url": url, "filings": [], "file": file.pk}
        filings = file_disclosure(
            handle.actor, file.unit, disclosure, file, arguments.get("tables")
        )
        keys = [filing.pk for filing in filings]
        wanted = len(arguments.get("tables") or disclosure.targets)
        return {"url": _filings_url(file, keys, wanted), "filings": keys, "file": file.pk}

    return filed


@work("import_folder", "导入文件夹", "Importing a folder")
def import_folder(handle: JobHandle, arguments: dict[str, Any]) -> Result:
    """File the targets of many stored files, each accounted for. ``{"files": [keys]}``.

    A file is filed for its own unit; file and row of the result are one transaction, so a run
    that follows a crash goes on behind the last one.
    """
    files = files_of(arguments["files"])
    rows: list[Row] = handle.so_far().get("rows", [])
    accounted = {row["file"] for row in rows}
    met = {(f.unit_id, f.sha256): f for f in files if f.pk in accounted}
    for number, file in enumerate(files):
        handle.stop_if_cancelled()
        tell(handle, number, len(files), "正在导入", "importing", file)
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
        handle.part(_adding(row_of(file, "duplicate", zh, en)))
        return
    try:
        disclosure, forms = read_whole(file, handle.stop_if_cancelled)

        def filed(result: Result) -> None:
            keep_forms(file, forms)
            filings = (
                file_disclosure(handle.actor, file.unit, disclosure, file, None)
                if disclosure.targets or not forms
                else []
            )
            zh, en = _filed(len(filings), len(disclosure.targets))
            if forms:
                zh += f"另有自评表、监控表{len(forms)}张，待单位经办核对后取用。"
                en += f"; {len(forms)} forms of results for the unit to take over"
            row = row_of(file, "filed", zh, en)
            row["filings"] = [filing.pk for filing in filings]
            _adding(row)(result)

        handle.part(filed)
    except UserError as error:
        handle.part(_adding(row_of(file, "refused", error.zh, error.en)))


def _filed(made: int, tables: int) -> tuple[str, str]:
    """How many drafts were made of the tables; a project that was filed keeps its filing."""
    left = tables - made
    zh, en = f"绩效表{tables}张，建立申报{made}项", f"{tables} tables, {made} filings made"
    if left <= 0:
        return f"{zh}。", en
    return (
        f"{zh}；其余{left}张的项目当年已有申报，或缺少名称、年度，未作改动。",
        f"{en}; {left} left alone: filed already that year, or without a name or year",
    )


def _adding(row: Row) -> Callable[[Result], None]:
    def add(result: Result) -> None:
        result.setdefault("rows", []).append(row)

    return add


def _filings_url(file: StoredFile, keys: list[int], wanted: int) -> str:
    """The one filing, the list of them, or the file's tables where not all were filed."""
    if len(keys) < wanted:
        return reverse("filing_tables", args=[file.pk])
    return reverse("filing", args=keys) if len(keys) == 1 else reverse("filings")
