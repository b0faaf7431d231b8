"""The files in a rar or 7z archive, by libarchive (Debian: libarchive13; PyPI: libarchive-c).

Such archives are packed as one stream: entries come in order, and each must be taken or left when
it comes. The library is loaded when the first archive is met.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.containers.entries import Entry, damaged_container, encrypted_container


def entries(path: Path) -> Iterator[Entry]:
    """Every file of the archive, in order; links are left out."""
    library = _library()
    try:
        with library.file_reader(str(path), format_name=_format(path), filter_name="none") as read:
            for entry in read:
                if entry.isfile or not entry.filetype:  # some packers state no type at all
                    name = entry.pathname or ""
                    yield Entry(name, partial(_pieces, library, entry), _is_encrypted(entry))
    except library.ArchiveError as error:
        raise _told(error) from error


def _pieces(library: Any, entry: Any) -> Iterator[bytes]:
    try:
        yield from entry.get_blocks()
    except library.ArchiveError as error:
        raise _told(error) from error


def _format(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"7z"):
        return "7zip"
    return "rar5" if head[6:8] == b"\x01\x00" else "rar"


def _is_encrypted(entry: Any) -> bool:
    from ctypes import c_void_p

    from libarchive import ffi

    try:
        told = ffi.libarchive.archive_entry_is_encrypted(c_void_p(entry._entry_p))
    except AttributeError:  # an older library; reading the entry will tell
        return False
    return int(told) > 0


def _told(error: Any) -> UnreadableFile:
    said = str(error).lower()
    if "encrypt" in said or "passphrase" in said:
        return encrypted_container()
    return damaged_container()


def _library() -> Any:
    try:
        import libarchive
    except Exception as error:  # the package is missing, or the library it calls
        raise UnreadableFile(
            "读取rar、7z压缩包需要libarchive。请安装（apt-get install libarchive13；"
            "pip install libarchive-c），或解压、改用zip后再试。",
            "rar and 7z archives are read by libarchive; install it (apt-get install "
            "libarchive13; pip install libarchive-c), or unpack them or use zip, and retry",
        ) from error
    return libarchive
