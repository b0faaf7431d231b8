"""An entry of a container (条目): its name, and its bytes when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jixiao.model.exceptions import UnreadableFile
from jixiao.model.named import NamedTuple

PIECE = 256 << 10  # bytes handled at a time


class Entry(NamedTuple):
    """A file in a container. ``pieces`` gives its bytes, and must be called before the next one."""

    name: str
    pieces: Callable[[], Iterator[bytes]]
    is_encrypted: bool = False


def damaged_container() -> UnreadableFile:
    """The error for a container cut short or damaged."""
    return UnreadableFile(
        "压缩包或邮件不完整，或已损坏。请重新下载或重新打包后再试。",
        "the archive or mail is damaged or cut short; download or pack it again and retry",
    )


def encrypted_container() -> UnreadableFile:
    """The error for a container that needs a password."""
    return UnreadableFile(
        "压缩包设有密码（已加密），无法读取。请解压后再试。",
        "the archive is protected by a password; unpack it and retry",
    )
