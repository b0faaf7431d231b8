"""From a file's bytes to its record: find the format, take its layout, read its forms."""

from __future__ import annotations

import gc
import hashlib
import stat
from importlib import import_module
from pathlib import Path
from typing import cast

from jixiao.model.disclosure import Disclosure, Source
from jixiao.model.exceptions import UnreadableFile, told_by_system
from jixiao.readers.forms.publication import read_publication
from jixiao.readers.grid import Layout

_BEFORE_OBJECT = b"\xef\xbb\xbf \t\r\n"
_HEAD = 400  # bytes in which a record says what it is
LARGEST_FILE = 512 * 1024 * 1024  # bytes

# The formats, closed: name → module with ``parse(data: bytes) -> Layout``, loaded when first met.
FORMATS = {
    "text": "jixiao.readers.formats.text",
    "docx": "jixiao.readers.formats.docx",
    "doc": "jixiao.readers.formats.doc",
    "xlsx": "jixiao.readers.formats.xlsx",
    "xls": "jixiao.readers.formats.xls",
    "ods": "jixiao.readers.formats.ods",
    "xml2003": "jixiao.readers.formats.xml2003",
    "html": "jixiao.readers.formats.html",
    "markdown": "jixiao.readers.formats.markdown",
    "pdf": "jixiao.readers.formats.pdf",
    "csv": "jixiao.readers.formats.delimited",
    "ofd": "jixiao.readers.formats.ofd",
    "image": "jixiao.readers.formats.image",
}


def read_file(path: Path, shown: str | None = None) -> Disclosure:
    """The record of the file at ``path``, told of as ``shown`` (its name without one).

    Raises :class:`UserError` with a sentence for people.
    """
    shown = shown or path.name
    return read_bytes(bytes_of(path, shown), shown)


def bytes_of(path: Path, shown: str) -> bytes:
    """The bytes of the file at ``path``. Raises :class:`UnreadableFile` where there are none."""
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise UnreadableFile(
                f"“{shown}”是文件夹，不是文件。请给出其中的文件。",
                f"“{shown}” is a folder; please name the files in it",
            )
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableFile(
                f"“{shown}”不是普通文件（管道或设备），不读取。请给出文件。",
                f"“{shown}” is no ordinary file but a pipe or device; please name a file",
            )
        if state.st_size > LARGEST_FILE:
            raise too_large(shown)
        return path.read_bytes()
    except OSError as error:
        zh, en = told_by_system(error)
        raise UnreadableFile(
            f"打不开“{shown}”：{zh}。请检查路径和权限。",
            f"cannot open “{shown}”: {en}; please check the path and permissions",
        ) from error


def too_large(shown: str) -> UnreadableFile:
    """The refusal of a file of more than :data:`LARGEST_FILE` bytes."""
    return UnreadableFile(
        f"“{shown}”超过512MB，不读取。请拆分后再试。",
        f"“{shown}” is larger than 512 MB and is not read; please split it",
    )


def read_file_with_results(path: Path, shown: str | None = None) -> Disclosure:
    """The same with the self-evaluations and monitoring forms of the file, one of the three."""
    shown = shown or path.name
    return read_bytes(bytes_of(path, shown), shown, with_results=True)


def read_bytes(data: bytes, name: str, *, with_results: bool = False) -> Disclosure:
    """The record of a file's bytes; ``name`` is used in messages and to settle plain text.

    ``with_results`` reads the self-evaluations and monitoring forms too.
    """
    if with_results and _is_evaluation_record(data):
        from jixiao.readers.self_evaluation import read_evaluation_bytes

        read = read_evaluation_bytes(data, name)
        years = {evaluation.fiscal_year for evaluation in read.evaluations}
        return Disclosure(
            None,
            years.pop() if len(years) == 1 else None,
            None,
            source=Source(name, hashlib.sha256(data).hexdigest(), "json"),
            notices=read.notices,
            evaluations=read.evaluations,
        )
    format_name = format_of(data, name)
    if format_name == "json":
        from jixiao.readers.record_json import read_record

        return read_record(data, name)
    layout = parse(data, format_name)
    source = Source(name, hashlib.sha256(data).hexdigest(), format_name)
    return read_publication(layout, source, with_results=with_results)


def _is_evaluation_record(data: bytes) -> bool:
    """JSON that holds self-evaluations, keyed in or scored, and no record of targets."""
    head = data[:_HEAD].lstrip(_BEFORE_OBJECT)
    is_json = head.startswith((b"{", b"["))
    return (
        is_json
        and b'"jixiao/disclosure/' not in head
        and (b'"jixiao/scores/' in head or b'"indicators"' in data)
    )


def parse(data: bytes, format_name: str) -> Layout:
    """The paragraphs and grids of ``data``, which is in ``format_name``."""
    module = import_module(FORMATS[format_name])
    was_collecting = gc.isenabled()
    gc.disable()  # a reader makes many objects and no garbage; collecting costs it a fifth
    try:
        return cast(Layout, module.parse(data))
    finally:
        if was_collecting:
            gc.enable()


def format_of(data: bytes, name: str) -> str:
    """The format the bytes are in, by content; the file's ending settles only plain text."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # a compound file; Office encrypts into one
        from jixiao.readers.formats.package import refuse_if_encrypted

        refuse_if_encrypted(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):  # a zip; the second one is empty
        from jixiao.readers.formats.package import format_inside

        return format_inside(data, name)
    if data.startswith(b"{\\rtf"):  # rich text, which often comes under .doc
        return "doc"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if name.lower().endswith(".json") or data[:64].lstrip(_BEFORE_OBJECT).startswith(b"{"):
        return "json"
    from jixiao.readers.recognition import format_without_zip

    return format_without_zip(data, name)
