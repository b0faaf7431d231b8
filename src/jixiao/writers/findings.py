"""Findings in the format asked for: a closed table of formats, each loaded when used."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from jixiao.model.disclosure import Notice
from jixiao.model.exceptions import UnusableRequest, UserError
from jixiao.model.named import NamedTuple
from jixiao.rules.check import Finding, Report
from jixiao.writers.save import save

Errors = list[tuple[Path, UserError]]


class Request(NamedTuple):
    """What was asked: language, colours, whether several files were named, whether it is saved."""

    language: str = "zh"
    colour: bool = False
    several: bool = False
    saved: bool = False


# name → module with ``render(reports, errors, request) -> str | bytes``
FORMATS = {
    "text": "jixiao.writers.findings_text",
    "json": "jixiao.writers.findings_json",
    "sarif": "jixiao.writers.findings_sarif",
    "csv": "jixiao.writers.findings_csv",
    "xlsx": "jixiao.writers.findings_xlsx",
    "html": "jixiao.writers.findings_html",
}
SUFFIXES = {".txt": "text", ".htm": "html"} | {f".{name}": name for name in FORMATS}
BINARY = frozenset({"xlsx"})


def destination(format_name: str | None, output: Path | None) -> str:
    """The format asked for, or told by the ending of ``output``.

    Raises :class:`UnusableRequest` when it cannot be told, contradicts the ending, or cannot go
    to the screen.
    """
    if output is None:
        name = format_name or "text"
        if name in BINARY:
            raise UnusableRequest(
                f"{name} 不能输出到屏幕，请用 -o 指定文件，如 -o 问题.{name}。",
                f"{name} cannot go to the screen; name a file with -o",
            )
        return name
    by_ending = SUFFIXES.get(output.suffix.lower())
    if not output.name or (format_name is None and by_ending is None):
        raise UnusableRequest(
            f"看不出“{output}”要写成什么格式。可用：.txt .json .sarif .csv .xlsx .html。",
            f"cannot tell the format of “{output}”; use .txt .json .sarif .csv .xlsx .html",
        )
    if format_name is not None and by_ending not in (None, format_name):
        raise UnusableRequest(
            f"--format {format_name} 与“{output.name}”的扩展名不符。请去掉一个，或改成一致。",
            f"--format {format_name} contradicts the ending of “{output.name}”; make them agree",
        )
    return format_name or by_ending or "text"


def write_findings(
    reports: list[Report],
    errors: Errors,
    *,
    format_name: str,
    output: Path | None,
    request: Request,
) -> None:
    """Write to ``output``, or to stdout when it is None."""
    made = import_module(FORMATS[format_name]).render(reports, errors, request)
    if output is None:
        sys.stdout.write(made)
    else:
        save(output, made if isinstance(made, bytes) else made.encode("utf-8", "surrogateescape"))


class Excerpt(NamedTuple):
    """A quotation cut to the words meant and what stands around them."""

    before: str
    meant: str
    after: str

    def __str__(self) -> str:
        return self.before + self.meant + self.after


def excerpt(finding: Finding, around: int = 30, whole: int = 90) -> Excerpt:
    """The finding's quotation: whole when short, else the words meant and ``around`` beside."""
    quote = finding.quote or ""
    at = finding.at
    if at is None or at.start is None or at.end is None:
        return Excerpt(quote if len(quote) <= whole else quote[:whole] + "…", "", "")
    first, last = max(0, at.start - around), at.end + around
    meant = quote[at.start : at.end]
    if len(meant) > whole:
        meant = meant[:whole] + "…"
    return Excerpt(
        ("…" if first else "") + quote[first : at.start],
        meant,
        quote[at.end : last] + ("…" if last < len(quote) else ""),
    )


def notice_text(report: Report, notice: Notice, language: str) -> str:
    """What the reader noticed, and where."""
    text = notice.en if language == "en" else notice.zh
    if notice.at is not None:
        place = notice.at.describe(language)  # masked with the rest
        text += f" ({place})" if language == "en" else f"（{place}）"
    return report.masked(text)
