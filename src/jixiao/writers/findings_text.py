"""Findings for a terminal: each with its cell, a caret under the words meant, and its basis."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate

from jixiao.model.finding import Outcome, Severity
from jixiao.model.location import Location
from jixiao.rules.check import Finding, Report
from jixiao.writers.basis import citations
from jixiao.writers.findings import WHOLE, Errors, Request, adjusted, lines_on_whole, notice_text
from jixiao.writers.visible import visible

COLOURS = {
    Severity.BLOCK: "\x1b[1;97;41m",
    Severity.ERROR: "\x1b[1;31m",
    Severity.WARNING: "\x1b[33m",
    Severity.INFO: "\x1b[36m",
}
BOLD, FAINT, RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
# How many columns of a long cell are shown around the words meant.
WINDOW = 72


def render(reports: list[Report], errors: Errors, request: Request) -> str:
    """All reports, one after the other, each with its summary."""
    text = "".join(_report(report, request) for report in reports) + _whole(reports, request)
    return text + (_unread(errors, request) if request.saved else "")


def _whole(reports: list[Report], request: Request) -> str:
    """What is said of the files together, where anything is."""
    lines = lines_on_whole(reports, request)
    if not lines:
        return ""
    shown = [f"  {visible(line)}" for line in lines]
    return "\n".join([_paint(f"══ {WHOLE[request.language]}", BOLD, request), *shown, ""])


def _unread(errors: Errors, request: Request) -> str:
    """The files that could not be read; on a screen they are told on stderr instead."""
    if not errors:
        return ""
    head = "files that could not be read" if request.language == "en" else "读不了的文件"
    lines = [f"  {visible(f'{path}: {error.message(request.language)}')}" for path, error in errors]
    return "\n".join(["", _paint(f"■ {head}", BOLD, request), *lines, ""])


def _report(report: Report, request: Request) -> str:
    lines: list[str] = []
    current: object = ()
    if report.source is not None and request.several:
        lines.append(_paint(f"══ {visible(report.file)}", BOLD, request))
    cited: set[str] = set()  # a basis is told in full once, then referred to
    for finding in report.findings:
        if finding.project != current:
            current = finding.project
            whole = "publication as a whole" if request.language == "en" else "公开文本整体"
            lines += ["", _paint(f"■ {visible(finding.project or whole)}", BOLD, request)]
        lines += _finding(finding, request, cited)
    lines += ["", *_notices(report, request), *_summary(report, request), ""]
    return "\n".join(lines).lstrip("\n") + "\n"


def _finding(finding: Finding, request: Request, cited: set[str]) -> list[str]:
    language = request.language
    severity = finding.severity
    said = severity.label(language)
    if finding.waiver is not None:
        said += ", waived" if language == "en" else "·不计"
    label = _paint(f"[{said}]", COLOURS[severity] if finding.counts else FAINT, request)
    lines = [f"  {label} {finding.rule.code} {visible(finding.message(language))}"]
    place = finding.at.describe(language) if finding.at is not None else ""
    if finding.quote is not None:
        lines += [f"      {line}" for line in quoted(finding.quote, finding.at)]
    working = finding.working(language)
    if working:
        lines.append(f"      {_told('计算', 'working', working, language)}")
    suggestion = finding.suggestion(language)
    if suggestion:
        lines.append(f"      {_told('建议', 'suggestion', suggestion, language)}")
    if finding.waiver is not None:
        lines.append(f"      {_told('豁免', 'waiver', finding.waiver.told(language), language)}")
    if finding.adjustment is not None:
        lines.append(f"      {_told('口径', 'profile', adjusted(finding, language), language)}")
    told = [_told("出处", "at", place, language)] if place else []
    if finding.rule.code not in cited:
        cited.add(finding.rule.code)
        told.append(_told("依据", "basis", citations(finding.rule, language), language))
    lines += [_paint(f"      {line}", FAINT, request) for line in told]
    return lines


def _told(zh: str, en: str, text: str, language: str) -> str:
    return f"{en}: {visible(text)}" if language == "en" else f"{zh}：{visible(text)}"


def quoted(text: str, at: Location | None) -> list[str]:
    """The cell's text on one line, cut to a window, with carets under the characters meant."""
    flat = _flat(text)
    start, end = (at.start, at.end) if at is not None else (None, None)
    if start is None or end is None or not 0 <= start < end <= len(flat):
        return [f"│ {_clipped(flat, 0)[0]}"]
    shown, offset = _clipped(flat, start)
    first, last = start - offset, min(end - offset, len(shown))
    lead = "…" if offset else ""
    pad = " " * (width_of(lead) + width_of(shown[:first]))
    carets = "^" * max(1, width_of(shown[first:last]))
    return [f"│ {lead}{shown}", f"│ {pad}{carets}"]


def _flat(text: str) -> str:
    """The text on one line, character for character; what would steer a terminal is a blank."""
    flat = text.replace("\n", "↵").replace("\t", " ")
    return flat if flat.isprintable() else "".join(c if visible(c) == c else "·" for c in flat)


def _clipped(text: str, position: int) -> tuple[str, int]:
    """A window of ``text`` around ``position``, and the offset at which it begins."""
    if _fits(text):
        return text, 0
    before = text[max(0, position - WINDOW) : position][::-1]
    offset = position - bisect_left(list(accumulate(map(_columns, before))), WINDOW // 3)
    behind = list(accumulate(map(_columns, text[offset : offset + WINDOW])))
    end = offset + min(len(behind), bisect_left(behind, WINDOW) + 1)
    return text[offset:end] + ("…" if end < len(text) else ""), offset


def _fits(text: str) -> bool:
    return len(text) <= WINDOW and width_of(text) <= WINDOW


def width_of(text: str) -> int:
    """Columns on a terminal: Chinese characters and full-width signs take two."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=8192)
def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def _notices(report: Report, request: Request) -> list[str]:
    """What the reader met that was odd, and what rules could not decide for want of data."""
    language = request.language
    told = [
        _told("读取提示", "reading", notice_text(report, notice, language), language)
        for notice in report.disclosure.notices
    ]
    reasons = {
        f"{r.rule.code} {r.reason.text(language)}": None
        for r in report.results
        if r.outcome is Outcome.INSUFFICIENT_DATA and r.reason is not None
    }
    told += [_told("资料不足", "insufficient data", reason, language) for reason in reasons]
    return [f"  {line}" for line in told] + ([""] if told else [])


def _summary(report: Report, request: Request) -> list[str]:
    severities = [finding.severity for finding in report.findings]
    counts = {severity: severities.count(severity) for severity in Severity}
    every = [result.outcome for result in report.results]
    outcomes = {outcome: every.count(outcome) for outcome in Outcome}
    tables = len(report.disclosure.targets)
    forms = len(report.forms)
    counted = f"{tables} tables" + (
        f", {forms} self-evaluations or monitoring forms" if forms else ""
    )
    told_zh = f"{tables} 张表" + (f"、自评表和监控表 {forms} 份" if forms else "")
    rules = len({result.rule.code for result in report.results})
    waived = report.waived
    if request.language == "en":
        told = ", ".join(f"{n} {s.value}" for s, n in counts.items() if n) or "no findings"
        told += f"; {waived} of them waived or in the baseline" if waived else ""
        return [
            _paint(f"{counted}, {rules} rules: {told}.", BOLD, request),
            f"Of the checks {outcomes[Outcome.PASS]} passed, {outcomes[Outcome.FAIL]} failed, "
            f"{outcomes[Outcome.NOT_APPLICABLE]} did not apply, "
            f"{outcomes[Outcome.INSUFFICIENT_DATA]} could not be decided for want of data. "
            "A pass means only that this rule found nothing.",
        ]
    told = "，".join(f"{s.label()} {n} 条" for s, n in counts.items() if n) or "没有发现问题"
    told += f"；其中已豁免或基线中已有 {waived} 条" if waived else ""
    return [
        _paint(f"共 {told_zh}，{rules} 条规则：{told}。", BOLD, request),
        f"逐表逐条检查：通过 {outcomes[Outcome.PASS]}，不通过 {outcomes[Outcome.FAIL]}，"
        f"不适用 {outcomes[Outcome.NOT_APPLICABLE]}，"
        f"资料不足 {outcomes[Outcome.INSUFFICIENT_DATA]}。“通过”只说明该条规则没有发现问题。",
    ]


def _paint(text: str, colour: str, request: Request) -> str:
    return f"{colour}{text}{RESET}" if request.colour else text
