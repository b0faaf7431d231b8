"""The certificate of a check (审核证书): a small signed statement that anyone can run again.

It says which file was checked, by which rules and which profile, what came of every rule, and what
was waived; of the file it quotes only what a waiver names. The same file, rules, profile, day and
waivers give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from jixiao import __version__
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Outcome, Severity
from jixiao.model.waiver import Waiver
from jixiao.regulations.parameter import Norms, parameter
from jixiao.regulations.profile import Profile
from jixiao.rules.catalogue import catalogue
from jixiao.rules.check import Report
from jixiao.rules.pages import page_of
from jixiao.rules.waiver import settle, waiver_from

Json = dict[str, Any]
SCHEMA = "jixiao/certificate/1"
NOT_IMPLEMENTED = "not_implemented"
_RULES = Path(__file__).resolve().parents[1] / "rules"
_ABSENT = "—"
_WORST_FIRST = (Outcome.FAIL, Outcome.INSUFFICIENT_DATA, Outcome.PASS, Outcome.NOT_APPLICABLE)
_WAIVER_TEXTS = ("project", "cell", "file", "reason", "approver")


def canonical(value: object) -> bytes:
    """The one way in which a statement is written: keys in order, no blanks, UTF-8.

    >>> canonical({"b": 1, "a": "绩效"}).decode()
    '{"a":"绩效","b":1}'
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def statement(
    data: bytes,
    report: Report,
    asked: str,
    waivers: tuple[Waiver, ...] = (),
    baseline: Counter[str] | None = None,
    *,
    waivers_file: str = "",
    on: date,
) -> Json:
    """What is signed: the check of ``data`` in ``report``, waivers and baseline settled.

    ``asked`` is the profile asked for, empty where the form itself told it.
    """
    left = settle([report], waivers, baseline, file=waivers_file, on=on)
    profile, source = report.profile, report.source
    if profile is None or source is None:
        raise ValueError("a certificate is made of a file checked by a profile")
    year = profile.year_for(report.disclosure.fiscal_year)
    used = {w.waiver.number: w.findings for w in report.waivers.used} if report.waivers else {}
    return {
        "schema": SCHEMA,
        "program": {"name": "jixiao", "version": __version__},
        "on": on.isoformat(),
        "file": {
            "name": source.file,
            "format": source.format,
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        },
        "rule_set": {"rules": len(catalogue()), "sha256": rule_set_hash()},
        "profile": {
            "asked": Path(asked).name if asked.endswith(".toml") else asked,
            "name": profile.name,
            "place": profile.place,
            "fiscal_year": year,
            "sha256": profile_hash(profile, year),
        },
        "rules": [*_outcomes(report), *_not_implemented(profile)],
        "waivers_file": report.masked(waivers_file),
        "waivers": [_waiver(waiver, used.get(waiver.number, 0), report) for waiver in waivers],
        "baseline": [
            {"digest": digest, "count": count}
            for digest, count in sorted((baseline or Counter()).items())
        ],
        "baseline_gone": sum(left.values()),
        "waived": report.waived,
        "summary": {severity.value: report.count(severity) for severity in Severity},
    }


def _outcomes(report: Report) -> Iterator[Json]:
    tables: dict[str, Counter[str]] = {}
    for result in report.results:
        tables.setdefault(result.rule.code, Counter())[result.outcome.value] += 1
    findings: dict[str, Counter[str]] = {}
    waived: Counter[str] = Counter()
    for finding in report.findings:
        findings.setdefault(finding.rule.code, Counter())[finding.severity.value] += 1
        waived[finding.rule.code] += not finding.counts
    run = {outcomes.rule.code for outcomes in report.outcomes}
    for rule in catalogue():
        counts = tables.get(rule.code, Counter())
        outcome = next((o.value for o in _WORST_FIRST if counts[o.value]), None)
        yield {
            "rule": rule.code,
            "outcome": outcome or (Outcome.NOT_APPLICABLE if rule.code in run else "not_run"),
            "tables": dict(counts),
            "findings": dict(findings.get(rule.code, {})),
            "waived": waived[rule.code],
        }


def _not_implemented(profile: Profile) -> Iterator[Json]:
    present = {rule.code for rule in catalogue()}
    for code in profile.wanted:
        if code not in present:
            none: Json = {"tables": {}, "findings": {}, "waived": 0}
            yield {"rule": code, "outcome": NOT_IMPLEMENTED, **none}


def _waiver(waiver: Waiver, findings: int, report: Report) -> Json:
    made: Json = {"number": waiver.number, "rule": waiver.rule, "table": waiver.table}
    for name in _WAIVER_TEXTS:
        text = getattr(waiver, name)
        made[name] = None if text is None else report.masked(text)
    made["approved_on"] = waiver.approved_on.isoformat()
    made["expires_on"] = waiver.expires_on.isoformat()
    return {**made, "findings": findings}


def waivers_in(stated: Json) -> tuple[Waiver, ...]:
    """The waivers of a statement, to run its check again."""
    codes = {rule.code for rule in catalogue()}
    made = []
    for entry in stated["waivers"]:
        plain = {
            name: value
            for name, value in entry.items()
            if name not in ("number", "findings") and value is not None
        }
        for name in ("approved_on", "expires_on"):
            plain[name] = date.fromisoformat(plain[name])
        known = codes | {str(plain["rule"])}
        made.append(waiver_from(plain, int(entry["number"]), str(stated["waivers_file"]), known))
    return tuple(made)


def baseline_in(stated: Json) -> Counter[str] | None:
    """The baseline of a statement; None where it has none."""
    found = Counter({str(e["digest"]): int(e["count"]) for e in stated["baseline"]})
    return found or None


def rule_set_hash() -> str:
    """The hash of the rules: the code of their modules and their pages, line ends alike."""
    digest = hashlib.sha256()
    for path in sorted(_RULES.rglob("*.py")):
        _add(digest, path.relative_to(_RULES).as_posix(), path.read_bytes())
    for rule in catalogue():
        _add(digest, f"{rule.code}.md", page_of(rule).encode())
    return digest.hexdigest()


def _add(digest: Any, name: str, content: bytes) -> None:
    content = content.replace(b"\r\n", b"\n")
    digest.update(f"{name}\0{len(content)}\0".encode() + content)


def profile_hash(profile: Profile, year: int | None) -> str:
    """The hash of a profile: its rules, and every parameter as it holds for the year."""
    held = {
        "name": profile.name,
        "place": profile.place,
        "wanted": profile.wanted,
        "rules": [list(rule) for rule in profile.adjustments],
        "parameters": {name: parameter(name, year, profile.place).raw for name in Norms._fields},
    }
    return hashlib.sha256(canonical(held)).hexdigest()


def differences(stated: object, found: object, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Where two statements differ: the place, what is stated, what was found."""
    if isinstance(stated, dict) and isinstance(found, dict):
        for key in sorted(stated.keys() | found.keys()):
            pair = stated.get(key, _ABSENT), found.get(key, _ABSENT)
            yield from differences(*pair, f"{path}.{key}" if path else key)
    elif isinstance(stated, list) and isinstance(found, list):
        first, second = _named(stated), _named(found)
        for name in sorted(first.keys() | second.keys()):
            pair = first.get(name, _ABSENT), second.get(name, _ABSENT)
            yield from differences(*pair, f"{path}[{name}]")
    elif stated != found:
        yield path, _shown(stated), _shown(found)


def _named(entries: list[Any]) -> dict[str, Any]:
    """The entries by their rule or number, so that one more does not shift the others."""
    named: dict[str, Any] = {}
    for number, entry in enumerate(entries):
        is_named = isinstance(entry, dict) and isinstance(entry.get("rule"), str)
        name = str(entry["rule"]) if is_named else str(number)
        named[f"{name}#{number}" if name in named else name] = entry
    return named


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else canonical(value).decode()
    return text if len(text) <= 120 else f"{text[:120]}…"


def read_certificate(data: bytes, name: str) -> Json:
    """The certificate in ``data``. Raises :class:`UnusableRequest` where it is none."""
    try:
        made = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        made = None
    payload = made.get("payload") if isinstance(made, dict) else None
    signature = made.get("signature") if isinstance(made, dict) else None
    is_ours = isinstance(payload, dict) and payload.get("schema") == SCHEMA
    if not is_ours or not isinstance(signature, dict):
        raise UnusableRequest(
            f"“{name}”不是 jixiao certify 签发的证书。请检查是不是写错了文件。",
            f"“{name}” is no certificate made by jixiao certify; is it the right file?",
        )
    return dict(made)
