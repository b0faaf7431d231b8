"""Score sheets in the format asked for: a closed table of formats, each loaded when used."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from jixiao.model.disclosure import Notice
from jixiao.model.evaluation import ScoreSheet
from jixiao.model.exceptions import UserError
from jixiao.model.named import NamedTuple
from jixiao.writers.save import Destinations, save

Errors = list[tuple[Path, UserError]]

# name → module with ``render(files, errors, request) -> str``
FORMATS = {"text": "jixiao.writers.score_text", "json": "jixiao.writers.score_json"}
FORMS = (".docx", ".xlsx", ".html")  # the official form with its working
SUFFIXES = {".txt": "text", ".json": "json"} | {ending: ending[1:] for ending in FORMS}
DESTINATIONS = Destinations(SUFFIXES, " ".join(SUFFIXES), frozenset(ending[1:] for ending in FORMS))
FORM_NAME = "自评表"


class ScoredFile(NamedTuple):
    """The score sheets of one file: where they come from, and by whose norms they are made.

    ``places`` are the places whose norms hold, one a sheet; empty is the national practice.
    ``faults`` are what must be put right before the points can be relied on.
    """

    file: str
    sheets: tuple[ScoreSheet, ...]
    places: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    faults: tuple[Notice, ...] = ()

    @property
    def differs(self) -> bool:
        """A form states something else than the method gives."""
        return any(sheet.differences for sheet in self.sheets)

    @property
    def needs_attention(self) -> bool:
        """Something differs, or must be put right first."""
        return self.differs or bool(self.faults)


class Request(NamedTuple):
    """What was asked: the language, whether several files were named, whether it is saved."""

    language: str = "zh"
    several: bool = False
    saved: bool = False


def write_scores(
    files: list[ScoredFile],
    errors: Errors,
    *,
    format_name: str,
    output: Path | None,
    request: Request,
) -> None:
    """Write to ``output``, or to stdout when it is None."""
    made = rendered(files, errors, format_name, request)
    if output is None:
        sys.stdout.write(made.decode("utf-8", "surrogateescape"))
        return
    save(output, made)


def write_all(files: list[ScoredFile], folder: Path, request: Request) -> list[Path]:
    """Write every format into ``folder``: the form as docx, xlsx, html, the working as text, JSON.

    Gives the files written.
    """
    written = []
    for ending, format_name in SUFFIXES.items():
        path = folder / f"{FORM_NAME}{ending}"
        save(path, rendered(files, [], format_name, request))
        written.append(path)
    return written


def rendered(files: list[ScoredFile], errors: Errors, format_name: str, request: Request) -> bytes:
    """The bytes of a file in the format."""
    if format_name not in FORMATS:
        from jixiao.writers.evaluation_forms import render_self_evaluations

        sheets = [sheet for file in files for sheet in file.sheets]
        return render_self_evaluations(sheets, f".{format_name}")
    made: str = import_module(FORMATS[format_name]).render(files, errors, request)
    return made.encode("utf-8", "surrogateescape")
