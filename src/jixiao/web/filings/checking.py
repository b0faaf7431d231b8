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
from jixiao.rules.rewriting import rewritings
from jixiao.rules.rule import Rule
from jixiao.web.filings.drafting import ROWS, cell_at, disclosure_of, text_at

# Rules whose finding has one right text for the characters it marks, and the field that holds it.
_CERTAIN = {"DOC03": "right"}
# Rules that need what one table alone has not: a list, other projects, the dates of publication.
_NEED_MORE = frozenset({"STR07", "NAR09", "COP01", "COP02", "SEC05", "SEC06"})


class CellFinding(NamedTuple):
    """One finding on a draft, at its cell; ``start`` and ``end`` are characters of its text.

    ``key`` names it over saves: the same rule on the same text in the same kind of cell.
    ``rewrite`` is the text that can stand for the characters, where there is one for certain.
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
    rewrite: str = ""

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
    """The rules that can judge one table; those about several wait for disclosure."""
    return tuple(rule for rule in catalogue() if rule.code not in _NEED_MORE)


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
        rewrite=str(finding.fault.fields.get(_CERTAIN.get(finding.rule.code, ""), "")),
    )


class Rewrite(NamedTuple):
    """A cell that can be written better for certain: its text now and then, and what is done."""

    cell: str
    before: str
    after: str
    zh: str
    en: str
    rules: tuple[str, ...]


def rewrites_of(draft: Mapping[str, Any], year: int) -> tuple[Rewrite, ...]:
    """Every certain rewriting in a draft, as ``jixiao fix`` makes it: never a number.

    Each is proved as there: the draft with it made reads the same but for that cell.
    """
    record = disclosure_of(draft, year)
    if not any(rewritings(record, lambda _, text: text)):
        return ()
    from jixiao.writers.fixing import fixed
    from jixiao.writers.record_json import disclosure_json, dumps

    made = fixed(dumps(disclosure_json(record)).encode(), "draft.json").made
    found = [
        Rewrite(cell_at(row.at), row.before, row.after, row.reason(), row.reason("en"), row.rules)
        for row in made
    ]
    return tuple(one for one in found if one.cell and text_at(draft, one.cell) == one.before)


@lru_cache(maxsize=1)
def _masking_rules() -> tuple[Rule, ...]:
    """The rules that find what must be covered."""
    return tuple(rule for rule in _rules() if rule.masks)


def secrets_of_content(content: Mapping[str, Any], year: int, place: str = "") -> set[str]:
    """The literal texts of a draft or version that must be covered beyond the unit."""
    report = check(disclosure_of(content, year), norms_for(year, place), _masking_rules())
    return set(report.secrets)


def covered(content: Mapping[str, Any], year: int, place: str = "") -> dict[str, Any]:
    """A draft's or version's content with its secrets covered, for readers beyond the unit."""
    report = check(disclosure_of(content, year), norms_for(year, place), _masking_rules())
    if not report.secrets:
        return dict(content)
    fields = {name: report.masked(text) for name, text in content["fields"].items()}
    rows = {
        part: [
            {name: report.masked(text) for name, text in row.items()}
            for row in content.get(part, [])
        ]
        for part in ROWS
    }
    return {"fields": fields, **rows}
