"""Score sheets in the format asked for: a closed table of formats, each loaded when used."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from jixiao.model.disclosure import Notice
from jixiao.model.evaluation import Points, ScoreSheet
from jixiao.model.exceptions import UnusableRequest, UserError
from jixiao.model.money import plain
from jixiao.model.named import NamedTuple

Errors = list[tuple[Path, UserError]]

# name → module with ``render(files, errors, request) -> str``
FORMATS = {"text": "jixiao.writers.score_text", "json": "jixiao.writers.score_json"}
SUFFIXES = {".txt": "text", ".json": "json"}


class ScoredFile(NamedTuple):
    """The score sheets of one file: where they come from, and by whose norms they are made.

    ``places`` are the places whose norms hold, one a sheet; empty is the national practice.
    """

    file: str
    sheets: tuple[ScoreSheet, ...]
    places: tuple[str, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def differs(self) -> bool:
        """A form states something else than the method gives."""
        return any(sheet.differences for sheet in self.sheets)


class Request(NamedTuple):
    """What was asked: the language, whether several files were named, whether it is saved."""

    language: str = "zh"
    several: bool = False
    saved: bool = False


def destination(format_name: str | None, output: Path | None) -> str:
    """The format asked for, or told by the ending of ``output``.

    Raises :class:`UnusableRequest` when it cannot be told or contradicts the ending.
    """
    if output is None:
        return format_name or "text"
    by_ending = SUFFIXES.get(output.suffix.lower())
    if by_ending is None and format_name is None:
        raise UnusableRequest(
            f"看不出“{output}”要写成什么格式。可用：.txt .json。",
            f"cannot tell the format of “{output}”; use .txt or .json",
        )
    if format_name is not None and by_ending not in (None, format_name):
        raise UnusableRequest(
            f"--format {format_name} 与“{output.name}”的扩展名不符。请去掉一个，或改成一致。",
            f"--format {format_name} contradicts the ending of “{output.name}”; make them agree",
        )
    return format_name or by_ending or "text"


def write_scores(
    files: list[ScoredFile],
    errors: Errors,
    *,
    format_name: str,
    output: Path | None,
    request: Request,
) -> None:
    """Write to ``output``, or to stdout when it is None."""
    made: str = import_module(FORMATS[format_name]).render(files, errors, request)
    if output is None:
        sys.stdout.write(made)
        return
    from jixiao.writers.save import save

    save(output, made.encode("utf-8", "surrogateescape"))


def points_text(points: Points, language: str) -> str:
    """The points as shown: a number, the band that a tier allows, or that there are none.

    >>> from jixiao.model.finding import Message
    >>> points_text(Points(None, 10, None, None, "", Message("", "")), "zh")
    '不能计分'
    """
    if points.points is not None:
        return plain(points.points)
    if points.low is not None and points.high is not None:
        return f"{plain(points.low)}–{plain(points.high)}"
    return "none" if language == "en" else "不能计分"
