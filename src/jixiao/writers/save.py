"""Writing a result (写出): in which format, and to a file whole or not at all."""

from __future__ import annotations

import errno
import stat
from collections.abc import Mapping
from pathlib import Path

from jixiao.model.exceptions import UnusableRequest, told_by_system
from jixiao.model.named import NamedTuple


class Destinations(NamedTuple):
    """What may be written: the format of each ending, and the formats no screen can show.

    ``shown`` are the endings to choose from, as a message tells them.
    """

    endings: Mapping[str, str]
    shown: str
    in_files_only: frozenset[str] = frozenset()


def destination(format_name: str | None, output: Path | None, known: Destinations) -> str:
    """The format asked for, or told by the ending of ``output``; text where nothing is said.

    Raises :class:`UnusableRequest` when it cannot be told, contradicts the ending, or cannot go
    to the screen.
    """
    if output is None:
        name = format_name or "text"
        if name in known.in_files_only:
            raise UnusableRequest(
                f"{name} 不能输出到屏幕，请用 -o 指定文件，如 -o 结果.{name}。",
                f"{name} cannot go to the screen; name a file with -o",
            )
        return name
    by_ending = known.endings.get(output.suffix.lower())
    if not output.name or (format_name is None and by_ending is None):
        raise UnusableRequest(
            f"看不出“{output}”要写成什么格式。可用：{known.shown}。",
            f"cannot tell the format of “{output}”; use {known.shown}",
        )
    if format_name is not None and by_ending not in (None, format_name):
        raise UnusableRequest(
            f"--format {format_name} 与“{output.name}”的扩展名不符。请去掉一个，或改成一致。",
            f"--format {format_name} contradicts the ending of “{output.name}”; make them agree",
        )
    return format_name or by_ending or "text"


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
