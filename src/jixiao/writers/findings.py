"""Findings in the format asked for: a closed table of formats, each loaded when used."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from jixiao.model.disclosure import Notice
from jixiao.model.exceptions import UserError
from jixiao.model.named import NamedTuple
from jixiao.rules.check import Finding, Report
from jixiao.writers.save import Destinations, save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jixiao.model.document_set import DocumentSet

Errors = list[tuple[Path, UserError]]


class Request(NamedTuple):
    """What was asked: language, colours, whether several files were named, whether it is saved.

    ``whole`` is what is said of the files together.
    """

    language: str = "zh"
    colour: bool = False
    several: bool = False
    saved: bool = False
    whole: DocumentSet | None = None


# name → module with ``render(reports, errors, request) -> str | bytes``
FORMATS = {
    "text": "jixiao.writers.findings_text",
    "table": "jixiao.writers.findings_table",
    "json": "jixiao.writers.findings_json",
    "sarif": "jixiao.writers.findings_sarif",
    "csv": "jixiao.writers.findings_csv",
    "xlsx": "jixiao.writers.findings_xlsx",
    "html": "jixiao.writers.findings_html",
}
DESTINATIONS = Destinations(
    {".txt": "text", ".htm": "html"} | {f".{name}": name for name in FORMATS if name != "table"},
    ".txt .json .sarif .csv .xlsx .html",
    frozenset({"xlsx"}),
)


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


def adjusted(finding: Finding, language: str) -> str:
    """By which profile the rule is graver or lighter than usual, and why; empty where by none."""
    adjustment = finding.adjustment
    if adjustment is None:
        return ""
    usual = (finding.fault.severity or finding.rule.severity).label(language)
    if language == "en":
        return f"{adjustment.profile}: otherwise {usual}; {adjustment.reason_en}"
    return f"{adjustment.profile}：通常为{usual}，{adjustment.reason_zh}"


def why_not_counted(finding: Finding, language: str) -> str:
    """Why the finding does not count, and why its severity is not the usual; else empty."""
    said = [finding.waiver.told(language)] if finding.waiver is not None else []
    said += [adjusted(finding, language)] if finding.adjustment is not None else []
    return ("; " if language == "en" else "；").join(said)


WHOLE = {"zh": "各文件之间", "en": "the files together"}


def lines_on_whole(reports: list[Report], request: Request) -> list[str]:
    """What is said of the files together, a line each; none where nothing is."""
    if request.whole is None or not request.whole.says_something:
        return []
    from jixiao.writers.set_section import masked_by, set_lines

    return list(set_lines(request.whole, request.language, masked_by(reports)))


def notice_text(report: Report, notice: Notice, language: str) -> str:
    """What the reader noticed, and where."""
    text = notice.en if language == "en" else notice.zh
    if notice.at is not None:
        place = notice.at.describe(language)  # masked with the rest
        text += f" ({place})" if language == "en" else f"（{place}）"
    return report.masked(text)
