"""What was rewritten and what is only proposed, for people and as JSON; secrets are masked."""

from __future__ import annotations

from typing import Any

from jixiao.rules.check import MASK, Finding, Report
from jixiao.rules.rewriting import Rewriting, rewritten
from jixiao.writers.fixing import Fixed
from jixiao.writers.record_json import dumps, place_json
from jixiao.writers.visible import visible

SCHEMA = "jixiao/fixes/1"
_LONG = 60
_AROUND = 12


def fixes_text(report: Report, done: Fixed, proposed: list[Finding], language: str) -> str:
    """The changes, then the proposals, a paragraph each."""
    en = language == "en"
    lines = [f"Rewritten: {len(done.made)}" if en else f"已改写 {len(done.made)} 处"]
    for row in done.made:
        lines += _lines(report, row, language)
    if done.left:
        told = (
            "Certain, but not written back to this file" if en else "可以改写，但不能写回这个文件"
        )
        lines += ["", f"{told}: {len(done.left)}" if en else f"{told}：{len(done.left)} 处"]
        for row in done.left:
            lines += _lines(report, row, language)
    lines += ["", f"Proposals: {len(proposed)}" if en else f"建议（须由人决定）{len(proposed)} 条"]
    for finding in proposed:
        place = finding.at.describe(language) if finding.at is not None else ""
        project = finding.project or ""
        lines.append(f"  {finding.rule.code} {visible(project)} {visible(place)}".rstrip())
        lines.append(f"      {visible(finding.suggestion(language) or '')}")
    return "\n".join(lines)


def fixes_json(report: Report, done: Fixed, proposed: list[Finding]) -> str:
    """The same as JSON, in both languages."""
    source = report.source
    return dumps(
        {
            "schema": SCHEMA,
            "source": source._asdict() if source is not None else None,
            "changes": [_json(report, row) for row in done.made],
            "not_written": [_json(report, row) for row in done.left],
            "proposals": [
                {
                    "rule": finding.rule.code,
                    "project": finding.project,
                    "at": place_json(finding.at),
                    "quote": finding.quote,
                    "proposal": finding.suggestion("zh"),
                    "proposal_en": finding.suggestion("en"),
                }
                for finding in proposed
            ],
        }
    )


def _json(report: Report, row: Rewriting) -> dict[str, Any]:
    return {
        "rules": list(row.rules),
        "project": report.masked(row.target.title),
        "at": place_json(report.place(row.at)),
        "before": _masked(report, row)[0],
        "after": _masked(report, row)[1],
        "reason": row.reason("zh"),
        "reason_en": row.reason("en"),
    }


def _masked(report: Report, row: Rewriting) -> tuple[str, str]:
    """The cell before and after; what was covered before stays covered, rewritten or not."""
    before = report.masked(row.before)
    spans = [
        span._replace(new=MASK * len(span.new)) if MASK in before[span.start : span.end] else span
        for span in row.spans
    ]
    return before, rewritten(before, tuple(spans))


def _lines(report: Report, row: Rewriting, language: str) -> list[str]:
    place = report.place(row.at)
    where = place.describe(language) if place is not None else ""
    head = f"  {'、'.join(row.rules)} {report.masked(row.target.title)} {where}"
    lines = [visible(head.rstrip()), f"      {row.reason(language)}"]
    for before, after in _pairs(report, row):
        lines += [f"      - {visible(before)}", f"      + {visible(after)}"]
    return lines


def _pairs(report: Report, row: Rewriting) -> list[tuple[str, str]]:
    """The text before and after; of a long one what stands around each change."""
    before, after = _masked(report, row)
    if len(before) <= _LONG:
        return [(before.replace("\n", "↵"), after.replace("\n", "↵"))]
    pairs = []
    shift = 0
    for span in row.spans:
        start, end = max(0, span.start - _AROUND), span.end + _AROUND
        grown = len(span.new) - (span.end - span.start)
        old = before[start:end]
        new = after[max(0, span.start + shift - _AROUND) : span.end + shift + grown + _AROUND]
        shift += grown
        pairs.append((f"…{old}…".replace("\n", "↵"), f"…{new}…".replace("\n", "↵")))
    return pairs
