"""Reading what was handed in (读取存件), in a sandbox; a refusal is the reader's own sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple

from django.conf import settings

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import NotAPerformanceForm, UnreadableFile, UnusableRequest, UserError
from jixiao.readers.record_json import read_record
from jixiao.web.documents.models import StoredFile
from jixiao.web.documents.queries import open_stored
from jixiao.web.documents.sandbox import Answer, Limits, run
from jixiao.web.documents.secrecy import secrets_in_document

_KINDS = {kind.__name__: kind for kind in (UnreadableFile, NotAPerformanceForm, UnusableRequest)}
# What bytes begin with that no reader here takes, but a proof may well be.
_OTHER_FORMATS = ((b"PK\x03\x04", "zip"), (b"Rar!", "rar"))


def read_stored(file: StoredFile, watch: Callable[[], None] | None = None) -> Disclosure:
    """The record in a stored file; it is noted with the file whether secrets are in it.

    ``watch`` is called ten times a second and may raise, which kills the reading. Raises
    ``UserError``: the reader's own sentence, or that it took too long or too much memory.
    """
    with open_stored(file) as data:
        answer = run("read", data, file.name, limits(), watch)
    if answer.word == "record":
        disclosure = read_record(answer.data, file.name)
        if file.secrets is None:
            file.secrets = secrets_in_document(disclosure, file.unit.place).number
            StoredFile.objects.filter(pk=file.pk).update(secrets=file.secrets)
        return disclosure
    raise _refusal(answer, file.name)


class Whole(NamedTuple):
    """All that is read in a file: targets, and the self-evaluations and monitoring forms.

    ``forms`` are as :mod:`result_forms` tells them, each with its findings.
    """

    disclosure: Disclosure
    forms: list[dict[str, Any]]


def read_whole(file: StoredFile, watch: Callable[[], None] | None = None) -> Whole:
    """The record in a stored file with the forms of results; as :func:`read_stored` otherwise."""
    with open_stored(file) as data:
        answer = run(f"whole {file.unit.place}", data, file.name, limits(), watch)
    if answer.word != "record":
        raise _refusal(answer, file.name)
    told = json.loads(answer.data)
    if file.secrets is None:
        file.secrets = told["secrets"]
        StoredFile.objects.filter(pk=file.pk).update(secrets=file.secrets)
    return Whole(read_record(json.dumps(told["record"]).encode(), file.name), told["forms"])


def format_of(data: BinaryIO, name: str) -> str:
    """The format an open file is in, as its bytes say; empty where nothing known is found."""
    answer = run("format", data, name, limits()._replace(seconds=20))
    if answer.word == "format":
        return answer.data.decode()
    data.seek(0)
    head = data.read(1024)
    return next((kind for mark, kind in _OTHER_FORMATS if mark in head[: len(mark)]), "")


def limits() -> Limits:
    """What one reading may use, by the settings."""
    return Limits(settings.READING_SECONDS, settings.READING_MEMORY)


def _refusal(answer: Answer, name: str) -> UserError:
    if answer.word == "refused":
        told = json.loads(answer.data)
        return _KINDS.get(told["kind"], UnreadableFile)(told["zh"], told["en"])
    if answer.word == "time":
        seconds = settings.READING_SECONDS
        return UnreadableFile(
            f"“{name}”读了{seconds}秒仍未读完，已停止。请拆分文件，或另存为.docx、.xlsx后再试。",
            f"“{name}” was not read within {seconds} seconds and was stopped; split the file, or "
            "save it as .docx or .xlsx, and retry",
        )
    if answer.word == "memory":
        return UnreadableFile(
            f"“{name}”展开后过大，内存不足，已停止读取。请拆分文件，或删去其中的图片后再试。",
            f"“{name}” is too large when unpacked, memory ran out; split the file or take out its "
            "pictures, and retry",
        )
    return UnreadableFile(
        f"“{name}”无法读取：读取程序意外中止，文件可能已损坏。"
        "请用Office或WPS打开，另存为.docx、.xlsx后再试。",
        f"“{name}” cannot be read: the reader ended unexpectedly, the file may be damaged; open "
        "it in Office or WPS, save it as .docx or .xlsx, and retry",
    )
