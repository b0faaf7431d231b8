"""Findings as CSV: a row a finding, Excel opens it as it is (UTF-8 with a mark)."""

from __future__ import annotations

import csv
import io

from jixiao.rules.check import Finding, Report
from jixiao.writers.basis import citations
from jixiao.writers.findings import (
    WHOLE,
    Errors,
    Request,
    lines_on_whole,
    notice_text,
    why_not_counted,
)

HEADERS = {
    "zh": "文件|项目|规则|名称|严重程度|问题|计算|建议|原文|出处|依据|豁免和口径",
    "en": "file|project|rule|name|severity|finding|working|suggestion|quote|place|basis|"
    "waiver and profile",
}
NOTICE = {"zh": ("提示", "读取提示"), "en": ("info", "reading notice")}
UNREAD = {"zh": ("错误", "读不了"), "en": ("error", "could not be read")}


def render(reports: list[Report], errors: Errors, request: Request) -> str:
    """The rows of all reports under one header."""
    language = request.language
    out = io.StringIO()
    out.write("\ufeff")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(HEADERS[language].split("|"))
    for report in reports:
        file = report.file
        rows.writerows(_row(file, finding, language) for finding in report.findings)
        rows.writerows(
            _told(file, *NOTICE[language], notice_text(report, notice, language))
            for notice in report.disclosure.notices
        )
    rows.writerows(
        _told("", NOTICE[language][0], WHOLE[language], line.strip())
        for line in lines_on_whole(reports, request)
    )
    rows.writerows(
        _told(str(path), *UNREAD[language], error.message(language)) for path, error in errors
    )
    return out.getvalue()


def _told(file: str, severity: str, name: str, message: str) -> list[str]:
    """A row that is no finding: a notice of the reader, or a file that could not be read."""
    cells = [file, "", "", name, severity, message, "", "", "", "", "", ""]
    return [harmless(cell) for cell in cells]


def _row(file: str, finding: Finding, language: str) -> list[str]:
    rule = finding.rule
    cells = [
        file,
        finding.project or "",
        rule.code,
        rule.title.text(language),
        finding.severity.label(language),
        finding.message(language),
        finding.working(language) or "",
        finding.suggestion(language) or "",
        finding.quote or "",
        finding.at.describe(language) if finding.at is not None else "",
        citations(rule, language),
        why_not_counted(finding, language),
    ]
    return [harmless(cell) for cell in cells]


def harmless(text: str) -> str:
    """``text`` so that a spreadsheet takes it as text: a leading = + - @ gets an apostrophe."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
