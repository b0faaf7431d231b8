"""Findings as a table for a terminal: file, project, place, severity, rule, what.

On a terminal the table is as wide as it, and long texts go on below in their column; a Chinese
character takes two columns. Piped or saved, a finding is one line with tabs between, nothing cut.
"""

from __future__ import annotations

import os
import sys

from jixiao.rules.check import Finding, Report
from jixiao.writers.findings import WHOLE, Errors, Request, lines_on_whole, notice_text
from jixiao.writers.findings_text import COLOURS, RESET, width_of
from jixiao.writers.visible import visible

HEADS = {
    "zh": ("文件", "项目", "出处", "级别", "规则", "问题"),
    "en": ("file", "project", "place", "severity", "rule", "what"),
}
UNREAD = {"zh": "读不了", "en": "unread"}
NOTE = {"zh": "说明", "en": "note"}
NOTICE = {"zh": "读取提示", "en": "reading"}
_WIDEST = (18, 18, 16, 8, 6)  # columns of all but the last, where the table has no room for more
_LEAST = 24  # columns of the last
_GAP = "  "

Row = tuple[tuple[str, ...], str]
"""The six texts, and the colour of the severity."""


def render(reports: list[Report], errors: Errors, request: Request) -> str:
    """All findings of all files, and what was noticed or could not be read."""
    language = request.language
    rows = [row for report in reports for row in _rows(report, language)]
    rows += [
        ((WHOLE[language], "", "", NOTE[language], "", line), "")
        for line in lines_on_whole(reports, request)
    ]
    if request.saved:
        rows += [
            ((str(path), "", "", UNREAD[language], "", error.message(language)), "")
            for path, error in errors
        ]
    plain = [(tuple(" ".join(visible(t).split()) for t in texts), c) for texts, c in rows]
    columns = 0 if request.saved else _terminal()
    if not columns:
        lines = ["\t".join(HEADS[language]), *("\t".join(texts) for texts, _ in plain)]
    else:
        lines = _laid_out(plain, columns, request)
    told = [] if not columns else ["", *(_summary(report, request) for report in reports)]
    return "\n".join([*lines, *told]) + "\n"


def _rows(report: Report, language: str) -> list[Row]:
    file = report.file
    rows: list[Row] = [_row(file, finding, language) for finding in report.findings]
    rows += [
        ((file, "", "", NOTICE[language], "", notice_text(report, notice, language)), "")
        for notice in report.disclosure.notices
    ]
    return rows


def _row(file: str, finding: Finding, language: str) -> Row:
    place = finding.at.describe(language) if finding.at is not None else ""
    severity = finding.severity.label(language)
    if finding.waiver is not None:
        severity += " (waived)" if language == "en" else "（豁免）"
    texts = (file, finding.project or "", place, severity, finding.rule.code)
    return (*texts, finding.message(language)), COLOURS[finding.severity]


def _summary(report: Report, request: Request) -> str:
    found = len(report.findings)
    name = visible(report.file)
    if request.language == "en":
        return f"{name}: {found} findings"
    return f"{name}：{found}个问题"


def _terminal() -> int:
    """The columns of the terminal; 0 where the output goes elsewhere."""
    if sys.stdout is None or not sys.stdout.isatty():
        return 0
    wished = os.environ.get("COLUMNS", "")
    if wished.isdecimal() and int(wished):
        return int(wished)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (AttributeError, ValueError, OSError):
        return 80


def _laid_out(rows: list[Row], columns: int, request: Request) -> list[str]:
    head = HEADS[request.language]
    widths = [
        min(widest, max([width_of(head[n]), *(width_of(texts[n]) for texts, _ in rows)]))
        for n, widest in enumerate(_WIDEST)
    ]
    last = max(_LEAST, columns - sum(widths) - len(_GAP) * len(widths))
    widths.append(last)
    lines = [*_row_lines((head, ""), widths, request), "-" * min(columns, sum(widths) + 10)]
    for row in rows:
        lines += _row_lines(row, widths, request)
    return lines


def _row_lines(row: Row, widths: list[int], request: Request) -> list[str]:
    texts, colour = row
    cells = [wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
    made = []
    for number in range(max(map(len, cells))):
        line = []
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            text = cell[number] if number < len(cell) else ""
            padding = " " * (width - width_of(text))
            if request.colour and colour and at == 3 and text:
                text = f"{colour}{text}{RESET}"
            line.append(text + padding)
        made.append(_GAP.join(line).rstrip())
    return made


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in pieces of at most ``width`` columns; a Latin word is cut only if it must be."""
    lines, line, used = [], "", 0
    for character in text:
        wide = width_of(character)
        if used + wide > width and line:
            cut = line.rfind(" ") + 1
            tail = line[cut:] if character.isascii() and character != " " else ""
            if tail and cut and tail.isascii():
                line = line[:cut]
            else:
                tail = ""
            lines.append(line.rstrip())
            line, used = tail, width_of(tail)
        if line or character != " ":
            line += character
            used += wide
    return [*lines, line] if line or not lines else lines
