"""The approval certificate (批复书): what was approved, by whom, checked by what; and verifying it.

No Django. Everything in it is JSON; its ``sha256`` is over the rest, so that a certificate that
was changed, or one whose version was, is told from one that was not.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from jixiao import __version__
from jixiao.regulations.parameter import norms_for
from jixiao.rules.catalogue import catalogue
from jixiao.rules.check import check
from jixiao.rules.rule import Subject
from jixiao.web.filings.drafting import disclosure_of, hashed


@lru_cache(maxsize=1)
def rule_set() -> dict[str, Any]:
    """The rules a target is checked by: version, number, and a hash over codes and versions."""
    rules = [
        (rule.code, rule.name, rule.since, str(rule.severity.value))
        for rule in catalogue()
        if rule.subject is Subject.TARGET
    ]
    return {"version": __version__, "number": len(rules), "sha256": _hash(sorted(rules))}


def outcomes(content: Mapping[str, Any], year: int, place: str) -> dict[str, int]:
    """How many rules failed, passed, did not apply or lacked data, and findings by severity."""
    rules = tuple(rule for rule in catalogue() if rule.subject is Subject.TARGET)
    report = check(disclosure_of(content, year), norms_for(year, place), rules)
    counted = Counter(str(result.outcome.value) for result in report.results)
    found = Counter(str(finding.severity.value) for finding in report.findings)
    return {
        **{name: counted[name] for name in ("fail", "pass", "not_applicable", "insufficient_data")},
        **{f"findings_{name}": found[name] for name in ("block", "error", "warning", "info")},
    }


def certified(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with the hash over them."""
    return {**facts, "sha256": _hash(facts)}


class Verified(NamedTuple):
    """One thing that was computed again: what it is, what was written, what it is now."""

    zh: str
    en: str
    written: str
    computed: str

    @property
    def agrees(self) -> bool:
        """Both are the same."""
        return self.written == self.computed

    def label(self, language: str = "zh") -> str:
        """What was computed again."""
        return self.en if language == "en" else self.zh


def verified(
    certificate: Mapping[str, Any],
    content: Mapping[str, Any],
    written: str,
    earlier: Iterable[tuple[int, str, Mapping[str, Any]]],
) -> list[Verified]:
    """Every hash computed again; ``earlier`` are (number, hash, content) of the versions before.

    ``written`` is the hash kept beside the version.
    """
    facts = {key: value for key, value in certificate.items() if key != "sha256"}
    now = hashed(content)
    made = [
        Verified("批复书", "certificate", str(certificate.get("sha256", "")), _hash(facts)),
        Verified("批复内容", "content", str(certificate.get("content_sha256", "")), now),
        Verified("版本登记", "version as kept", written, now),
    ]
    told = {one["number"]: str(one["sha256"]) for one in certificate.get("earlier", [])}
    for number, _, before in earlier:
        made.append(
            Verified(*(f"第{number}版", f"version {number}"), told.pop(number, ""), hashed(before))
        )
    made += [Verified(f"第{n}版", f"version {n}", was, "") for n, was in told.items()]
    return made


def _hash(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
