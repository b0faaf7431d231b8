"""The rules on a draft (即时审核): findings by cell, as the editor and the reviewer show them.

No Django, no database: the rules do the thinking.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from jixiao.model.finding import Severity
from jixiao.regulations.parameter import norms_for
from jixiao.rules.catalogue import catalogue
from jixiao.rules.check import Finding, check
from jixiao.rules.rule import Rule, Subject
from jixiao.web.filings.drafting import cell_at, disclosure_of, text_at


class CellFinding(NamedTuple):
    """One finding on a draft, at its cell; ``start`` and ``end`` are characters of its text.

    ``key`` names it over saves: the same rule on the same text in the same kind of cell.
    Secrets are covered in every text.
    """

    key: str
    rule: str
    name_zh: str
    name_en: str
    severity: str
    cell: str
    start: int | None
    end: int | None
    quote: str
    message_zh: str
    message_en: str
    suggestion_zh: str
    suggestion_en: str
    working_zh: str
    working_en: str

    @property
    def stops(self) -> bool:
        """It stops submission: nothing but a mended cell opens the way."""
        return self.severity == Severity.BLOCK

    @property
    def asks(self) -> bool:
        """It must be mended or explained before submission."""
        return self.severity in (Severity.BLOCK, Severity.ERROR)

    def text(self, language: str = "zh") -> str:
        """The message."""
        return self.message_en if language == "en" else self.message_zh


@lru_cache(maxsize=1)
def _rules() -> tuple[Rule, ...]:
    """The rules about one table; those about a whole publication wait for disclosure."""
    return tuple(rule for rule in catalogue() if rule.subject is Subject.TARGET)


def check_draft(draft: Mapping[str, Any], year: int, place: str = "") -> tuple[CellFinding, ...]:
    """The findings on a draft, gravest first, by the norms of year and place (``anhui``)."""
    report = check(disclosure_of(draft, year), norms_for(year, place), _rules())
    return tuple(_placed(finding, draft) for finding in report.findings)


def _placed(finding: Finding, draft: Mapping[str, Any]) -> CellFinding:
    cell = cell_at(finding.fault.at)
    part = cell.split(".")[-1] if cell[:1] else ""
    text = text_at(draft, cell) if cell else ""
    key = hashlib.sha256(
        "\0".join((finding.rule.code, part, text, finding.message("zh"))).encode()
    ).hexdigest()
    at = finding.at
    return CellFinding(
        key=key,
        rule=finding.rule.code,
        name_zh=finding.rule.title.zh,
        name_en=finding.rule.title.en,
        severity=str(finding.severity.value),
        cell=cell,
        start=at.start if at is not None else None,
        end=at.end if at is not None else None,
        quote=finding.quote or "",
        message_zh=finding.message("zh"),
        message_en=finding.message("en"),
        suggestion_zh=finding.suggestion("zh") or "",
        suggestion_en=finding.suggestion("en") or "",
        working_zh=finding.working("zh") or "",
        working_en=finding.working("en") or "",
    )
