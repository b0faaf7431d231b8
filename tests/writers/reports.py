"""Reports for the tests of the findings writers."""

from __future__ import annotations

import importlib
import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from jixiao.model.disclosure import Disclosure, Source
from jixiao.model.exceptions import UnreadableFile, UserError
from jixiao.pipeline import check, read
from jixiao.rules.check import Report
from jixiao.writers.findings import FORMATS, Request
from tests.paths import SEED_TEXT

LANGUAGES = ("zh", "en")
FORMAT_NAMES = tuple(FORMATS)
# Names a spreadsheet could take for a formula, a browser for a page, a terminal for a command.
HOSTILE_NAMES = (
    '=HYPERLINK("http://x.example","去")',
    "+86138",
    "-2+3",
    "@SUM(A1:A9)",
    "<script>alert(1)</script>",
    "“甲”&<乙>'丙'\"丁\"",
    "]]>--></style><img src=x onerror=alert(1)>",
    "甲\x1b[31m乙",
    "a/b\\c[d]:e*f?" + "长" * 60,
)


@cache
def seed() -> Disclosure:
    return read(SEED_TEXT)


@cache
def seed_report() -> Report:
    return check(seed())


@cache
def hostile_report() -> Report:
    """The seed with names that mean something to the program that shows them."""
    targets = tuple(
        replace(target, project_name=name)
        for target, name in zip(seed().targets, HOSTILE_NAMES, strict=False)
    )
    source = Source("=cmd|'/c calc'!A1.txt", "0" * 64, "text")
    return check(replace(seed(), targets=targets, listed=(), source=source))


def unread(name: str = "坏 & 文件<1>.docx") -> tuple[Path, UserError]:
    error = UnreadableFile("“坏”打不开。请换一份 <b>文件</b>。", "cannot open “坏” <b>now</b>")
    return Path(name), error


def made(
    name: str,
    reports: list[Report],
    *,
    errors: list[tuple[Path, UserError]] | None = None,
    language: str = "zh",
    several: bool = False,
) -> str | bytes:
    """What the writer called ``name`` makes of ``reports``."""
    module = importlib.import_module(FORMATS[name])
    written = module.render(reports, errors or [], Request(language, False, several))
    assert isinstance(written, str | bytes)
    return written


def every_text(written: str | bytes) -> str:
    """All text of an output; of a workbook, all its parts one after the other."""
    if isinstance(written, str):
        return written
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return "\n".join(part.decode("utf-8", "replace") for part in parts)
