"""Where a result goes (写到哪里): the format asked for, or the one told by the file's ending."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jixiao.model.exceptions import UnusableRequest
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
