"""Bytes kept by content (按内容存放): a file under its SHA-256, whole or not there at all.

A file is written beside its place, flushed to the disk, renamed into place, and the folder
flushed: a process or a machine that dies in between leaves a part file or nothing, never half a
file under a hash. The same bytes are kept once.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.conf import settings

from jixiao.model.exceptions import told_by_system
from jixiao.web.exceptions import Incomplete, Refused

PART = ".part"


class TooLarge(Refused):
    """The file is larger than the site takes."""

    status = 413


class Full(Refused):
    """The disk does not take it."""

    status = 507


class Spooled(NamedTuple):
    """Bytes on the disk that have no place yet; ``size`` in bytes."""

    part: Path
    sha256: str
    size: int


def place_of(sha256: str) -> Path:
    """Where the bytes with this hash lie, or would lie: ``FILES_ROOT/ab/cd/abcd…``."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("no SHA-256")
    return Path(settings.FILES_ROOT, sha256[:2], sha256[2:4], sha256)


def open_kept(sha256: str) -> BinaryIO:
    """The bytes with this hash. Raises ``FileNotFoundError`` where they are not kept."""
    return place_of(sha256).open("rb")


@contextmanager
def spooled(chunks: Iterable[bytes], name: str = "") -> Iterator[Spooled]:
    """The bytes written out and hashed, to be :func:`settle`d; gone at the end where they are not.

    Raises :class:`TooLarge`, :class:`Full`, and ``Incomplete`` for no bytes at all.
    """
    root = Path(settings.FILES_ROOT)
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(suffix=PART, prefix="upload-", dir=root)
    except OSError as error:
        raise _full(name, error) from error
    part = Path(path)
    try:
        with os.fdopen(handle, "wb") as file:
            digest, size = _written(file, chunks, name)
        if not size:
            raise Incomplete(
                f"“{name}”是空文件，未保存。请重新下载或重新导出后再试。",
                f"“{name}” is empty, nothing was kept; download or export it again and retry",
            )
        yield Spooled(part, digest, size)
    finally:
        part.unlink(missing_ok=True)


def settle(spool: Spooled) -> Path:
    """Put the bytes in their place; where they are kept already their date is made today's.

    Called in the transaction of the row that names them, after its event: :func:`sweep` of
    ``actions`` takes the same lock, so that what is being named is never swept.
    """
    place = place_of(spool.sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists() and place.stat().st_size == spool.size:
        os.utime(place)
        return place
    spool.part.replace(place)
    for folder in (place.parent, place.parent.parent, place.parent.parent.parent):
        _flush_folder(folder)
    return place


def kept_before(moment: float) -> Iterator[Path]:
    """Every file under ``FILES_ROOT``, part files too, last dated before ``moment`` (seconds)."""
    root = Path(settings.FILES_ROOT)
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < moment:
                    yield path


def _written(file: BinaryIO, chunks: Iterable[bytes], name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in chunks:
            size += len(chunk)
            if size > settings.UPLOAD_LIMIT:
                raise too_large(name)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    except OSError as error:
        raise _full(name, error) from error
    return digest.hexdigest(), size


def too_large(name: str) -> TooLarge:
    """The refusal of a file beyond ``settings.UPLOAD_LIMIT``."""
    limit = settings.UPLOAD_LIMIT >> 20
    return TooLarge(
        f"“{name}”超过{limit}MB，未保存。请拆分或压缩其中的图片后再上传。",
        f"“{name}” is larger than {limit} MB, nothing was kept; split it or shrink its pictures",
    )


def _full(name: str, error: OSError) -> Full:
    zh, en = told_by_system(error)
    return Full(
        f"“{name}”没有保存：{zh}。请稍后重试，仍不行请告知系统管理员。",
        f"“{name}” was not kept: {en}; try again later, then tell the system administrator",
    )


def _flush_folder(folder: Path) -> None:
    """The renaming itself onto the disk, where the system can."""
    with suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
