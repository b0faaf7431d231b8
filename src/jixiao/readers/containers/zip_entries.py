"""The files in a zip (压缩包); names not in UTF-8 are in the encoding that makes most sense."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from jixiao.readers.containers.entries import PIECE, Entry, damaged_container
from jixiao.readers.formats.encoding import decode

_IS_UTF8 = 0x800
_UNICODE_NAME = 0x7075  # an extra field in which packers keep the name in UTF-8


def entries(path: Path) -> Iterator[Entry]:
    """Every file of the zip, in the order of its directory; links are left out."""
    try:
        archive = zipfile.ZipFile(path)
        members = [member for member in archive.infolist() if not member.is_dir()]
    except Exception as error:
        raise damaged_container() from error
    with archive:
        for member, name in zip(members, _names(members), strict=True):
            if stat.S_ISLNK(member.external_attr >> 16):
                continue
            encrypted = bool(member.flag_bits & 1)
            yield Entry(name, partial(_pieces, archive, member), encrypted)


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(member) as file:
            while piece := file.read(PIECE):
                yield piece
    except GeneratorExit:
        raise
    except Exception as error:  # zipfile, zlib, lzma and struct each raise their own
        raise damaged_container() from error


def _names(members: list[zipfile.ZipInfo]) -> list[str]:
    """The names; those that do not state their encoding share one, found by all together."""
    raw = [_raw(member) for member in members]
    unknown = [name for name in raw if isinstance(name, bytes)]
    told = decode(b"\n".join(unknown)).split("\n")
    if len(told) != len(unknown):
        told = [decode(name) for name in unknown]
    left = iter(told)
    return [name if isinstance(name, str) else next(left) for name in raw]


def _raw(member: zipfile.ZipInfo) -> str | bytes:
    """The name where its encoding is stated, else its bytes."""
    if member.flag_bits & _IS_UTF8 or member.orig_filename.isascii():
        return member.filename
    extra, at = member.extra, 0
    while at + 4 <= len(extra):
        kind = int.from_bytes(extra[at : at + 2], "little")
        size = int.from_bytes(extra[at + 2 : at + 4], "little")
        if kind == _UNICODE_NAME and size > 5:
            return extra[at + 9 : at + 4 + size].decode("utf-8", "replace")
        at += 4 + size
    return member.orig_filename.encode("cp437", "replace")
