"""Findings as pages and editors show them (问题展示), in the language of the page."""

from __future__ import annotations

from typing import Any

from jixiao.web.filings.checking import CellFinding, Rewrite
from jixiao.web.filings.comparing import name_of
from jixiao.web.filings.models import CHOICE_NAMES, Choice, Disposition


def shown_finding(finding: CellFinding, said: Disposition | None, english: bool) -> dict[str, Any]:
    """A finding in the page's language, with what was decided on it."""
    told: dict[str, Any] = {
        "key": finding.key,
        "rule": finding.rule,
        "name": (finding.name_zh, finding.name_en)[english],
        "severity": finding.severity,
        "cell": finding.cell,
        "where": name_of(finding.cell)[english],
        "start": finding.start,
        "end": finding.end,
        "message": (finding.message_zh, finding.message_en)[english],
        "suggestion": (finding.suggestion_zh, finding.suggestion_en)[english],
        "working": (finding.working_zh, finding.working_en)[english],
        "rewrite": finding.rewrite,
        "stops": finding.stops,
        "asks": finding.asks,
    }
    if said is not None:
        choice = CHOICE_NAMES[Choice(said.choice)][english]
        told["said"] = {"choice": choice, "reason": said.reason, "person": said.person.name}
    return told


def shown_rewrite(rewrite: Rewrite, english: bool) -> dict[str, Any]:
    """A certain rewriting in the page's language."""
    return {
        "cell": rewrite.cell,
        "where": name_of(rewrite.cell)[english],
        "before": rewrite.before,
        "after": rewrite.after,
        "what": (rewrite.zh, rewrite.en)[english],
        "rules": rewrite.rules,
    }
