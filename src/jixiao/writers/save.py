"""Writing a file (写到文件): whole or not at all."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from jixiao.model.exceptions import UnusableRequest, told_by_system


def save(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; a refusal becomes a sentence.

    A folder that is missing is made. A link is followed, a device or pipe written to as it is,
    the permissions of a file that is there are kept.
    """
    try:
        target = path.resolve()
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a directory")
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        try:
            part.write_bytes(data)
            if target.exists():
                part.chmod(stat.S_IMODE(target.stat().st_mode))
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        zh, en = told_by_system(error)
        raise UnusableRequest(
            f"写不了“{path}”：{zh}。请换一个位置，或关闭正打开它的程序。",
            f"cannot write “{path}”: {en}; choose another place or close the program "
            "that has it open",
        ) from error
