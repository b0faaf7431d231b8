"""Waivers and baselines at work: which findings are answered for, and which waivers are not needed.

Both are told by rule, project and the cell's text, never by row: rows move, a waiver stays.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Fault, InsufficientData, NotApplicable
from jixiao.model.named import NamedTuple
from jixiao.model.waiver import UsedWaiver, Waiver, Waivers
from jixiao.rules.catalogue import catalogue
from jixiao.rules.check import Finding, Outcomes, Report
from jixiao.rules.plain_table import plain_table
from jixiao.rules.rule import Rule, Subject

WAIVER, BASELINE = "waiver", "baseline"
_LONG = 60  # characters; of a longer cell the words meant and what stands around them are the key
_AROUND = 20
_REQUIRED = ("rule", "reason", "approver", "approved_on", "expires_on")
_PLACES = ("project", "table", "cell", "file")
_KEYS = ("rule", "project", "cell", "message", "count")
_HEAD = (
    "# 基线：已经知道、待整改的问题。同一问题按规则、项目和单元格文字识别，与行号无关。\n"
    "# Baseline: findings known of old, to be worked off; told by rule, project and cell text.\n"
)


class Key(NamedTuple):
    """What tells a finding from others wherever its row moves; secrets in it are masked."""

    rule: str
    project: str
    cell: str
    message: str

    @property
    def digest(self) -> str:
        """The key without its texts, as a certificate holds it."""
        return hashlib.sha256("\0".join(self).encode("utf-8", "replace")).hexdigest()[:32]


class Waived(NamedTuple):
    """Why a finding does not count: by a waiver, or because the baseline has it.

    ``number`` is the waiver's place in its file; it and the rest are None for the baseline.
    """

    by: str
    number: int | None = None
    reason: str | None = None
    approver: str | None = None
    approved_on: str | None = None
    expires_on: str | None = None

    def told(self, language: str = "zh") -> str:
        """In a line: the reason, who approved it, and until when."""
        if self.by == BASELINE:
            return "in the baseline" if language == "en" else "基线中已有"
        if language == "en":
            return (
                f"waived until {self.expires_on} by {self.approver} "
                f"({self.approved_on}): {self.reason}"
            )
        return f"已豁免至{self.expires_on}，{self.approver}{self.approved_on}审批：{self.reason}"


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers of a file. Raises :class:`UnusableRequest` for whatever is not right in it."""
    entries = _entries(plain_table(path), "waiver", path.name)
    codes = {rule.code for rule in catalogue()}
    return tuple(
        waiver_from(entry, number, path.name, codes) for number, entry in enumerate(entries, 1)
    )


def waiver_from(entry: dict[str, Any], number: int, file: str, codes: set[str]) -> Waiver:
    """One waiver as it stands in a file."""
    where = f"“{file}”第{number}条", f"waiver {number} of “{file}”"
    _demand_keys(entry, (*_REQUIRED, *_PLACES), where)
    for name in _REQUIRED:
        _demand(name in entry, where, f"缺少 {name}", f"{name} is missing")
    for name in ("rule", "reason", "approver", "project", "cell", "file"):
        is_text = isinstance(entry.get(name, "text"), str) and entry.get(name, "text").strip()
        _demand(bool(is_text), where, f"{name} 应为文字", f"{name} must be text")
    for name in ("approved_on", "expires_on"):
        is_day = isinstance(entry[name], date) and not isinstance(entry[name], datetime)
        _demand(is_day, where, f"{name} 应为日期，如 2025-12-31", f"{name} must be a date")
    table = entry.get("table")
    is_number = table is None or (type(table) is int and table > 0)
    _demand(
        is_number, where, "table 应为目标表的序号", "table must be the number of a target table"
    )
    code = entry["rule"].strip().upper().replace("-", "")
    _demand(code in codes, where, f"没有规则 {code}", f"there is no rule {code}")
    _demand(code[:3] != "WVR", where, f"{code} 不能豁免", f"{code} cannot be waived")
    has_place = any(name in entry for name in ("project", "table", "cell"))
    _demand(
        has_place,
        where,
        "应写明项目（project）、表（table）或单元格（cell）",
        "it must name a project, a table or a cell",
    )
    _demand(
        entry["approved_on"] <= entry["expires_on"],
        where,
        "到期日早于审批日",
        "it expires before it was approved",
    )
    return Waiver(
        number,
        code,
        entry["reason"].strip(),
        entry["approver"].strip(),
        entry["approved_on"],
        entry["expires_on"],
        *(entry.get(name) for name in _PLACES),
    )


def read_baseline(path: Path) -> Counter[str]:
    """How often each finding of the baseline is there, by the digest of its key."""
    found: Counter[str] = Counter()
    for number, entry in enumerate(_entries(plain_table(path), "finding", path.name), 1):
        where = f"“{path.name}”第{number}条", f"finding {number} of “{path.name}”"
        _demand_keys(entry, _KEYS, where)
        texts = [entry.get(name, "") for name in _KEYS[:4]]
        count = entry.get("count", 1)
        is_sound = all(isinstance(text, str) for text in texts) and texts[0]
        _demand(bool(is_sound), where, "应为文字，并有 rule", "must be text and have a rule")
        _demand(type(count) is int and count > 0, where, "count 应为正整数", "count is a number")
        found[Key(*texts).digest] += count
    return found


def baseline_text(reports: Iterable[Report]) -> str:
    """The baseline of these reports: every finding that no waiver is for."""
    found = Counter(
        key_of(finding)
        for report in reports
        for finding in report.findings
        if finding.rule.subject is not Subject.WAIVERS
        and (finding.waiver is None or finding.waiver.by == BASELINE)
    )
    parts = [_HEAD]
    for key in sorted(found):
        parts.append("\n[[finding]]\n")
        pairs = zip(Key._fields, key, strict=True)
        parts += [f"{name} = {toml_text(text)}\n" for name, text in pairs if text]
        if found[key] > 1:
            parts.append(f"count = {found[key]}\n")
    return "".join(parts)


def toml_text(text: str) -> str:
    """The text as a basic string of TOML."""
    import json

    text = text.encode("utf-8", "replace").decode()
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def key_of(finding: Finding) -> Key:
    """What tells the finding from others wherever its row moves."""
    cell = _cell(finding)
    said = "" if cell else finding.message("zh")
    return Key(finding.rule.code, _folded(finding.project or ""), cell, _folded(said))


def _cell(finding: Finding) -> str:
    quote, at = finding.quote or "", finding.fault.at
    if len(quote) > _LONG and at is not None and at.start is not None and at.end is not None:
        quote = quote[max(0, at.start - _AROUND) : at.end + _AROUND]
    return _folded(quote)


def _folded(text: str) -> str:
    return " ".join(text.split())


def settle(
    reports: Sequence[Report],
    waivers: tuple[Waiver, ...] = (),
    baseline: Counter[str] | None = None,
    *,
    file: str = "",
    on: date,
) -> Counter[str]:
    """Mark what is waived or known of old, and judge the waivers themselves.

    What the rules on waivers find stands in the first report. Gives what is left of the baseline:
    the findings that are gone.
    """
    used: Counter[int] = Counter()
    in_force = [waiver for waiver in waivers if not waiver.has_expired(on)]
    by_rule: dict[str, list[Waiver]] = {}
    for waiver in in_force:
        by_rule.setdefault(waiver.rule, []).append(waiver)
    left = Counter(baseline or ())
    for report in reports:
        tables = {id(target): n for n, target in enumerate(report.disclosure.targets, 1)}
        for finding in report.findings:
            own = by_rule.get(finding.rule.code, ())
            table = tables.get(id(finding.target))
            matching = [waiver for waiver in own if _is_for(waiver, finding, table)]
            used.update(waiver.number for waiver in matching)
            if matching:
                finding.waiver = _waived(matching[0], report)
            elif left:
                key = key_of(finding).digest
                if left[key] > 0:
                    left[key] -= 1
                    finding.waiver = Waived(BASELINE)
    if waivers and reports:
        _judge_waivers(reports, waivers, used, file, on)
    return +left


def _waived(waiver: Waiver, report: Report) -> Waived:
    days = waiver.approved_on.isoformat(), waiver.expires_on.isoformat()
    reason, approver = report.masked(waiver.reason), report.masked(waiver.approver)
    return Waived(WAIVER, waiver.number, reason, approver, *days)


def _is_for(waiver: Waiver, finding: Finding, table: int | None) -> bool:
    if waiver.table is not None and waiver.table != table:
        return False
    if waiver.file is not None and waiver.file not in (finding.report.file, _name(finding)):
        return False
    if waiver.project is not None and not _same(waiver.project, finding.project, finding):
        return False
    if waiver.cell is None:
        return True
    quote, at = finding.quote or "", finding.fault.at
    words = quote[at.start : at.end] if at is not None and at.start is not None else None
    return any(_same(waiver.cell, text, finding) for text in (quote, _cell(finding), words))


def _name(finding: Finding) -> str:
    return finding.report.file.replace("\\", "/").rpartition("/")[2]


def _same(wanted: str, text: str | None, finding: Finding) -> bool:
    """Equal but for blanks; a secret may be written in full or masked."""
    return _folded(finding.report.masked(wanted)) == _folded(text or "")


def _judge_waivers(
    reports: Sequence[Report],
    waivers: tuple[Waiver, ...],
    used: Counter[int],
    file: str,
    on: date,
) -> None:
    """Run the rules on waivers; those for rules or files that were not looked at are left out."""
    report = reports[0]
    run = {outcomes.rule.code for report in reports for outcomes in report.outcomes}
    files = {report.file for report in reports}
    files |= {name.replace("\\", "/").rpartition("/")[2] for name in files}
    looked_at = tuple(
        UsedWaiver(waiver, used[waiver.number])
        for waiver in waivers
        if waiver.rule in run and (waiver.file is None or waiver.file in files)
    )
    report.waivers = Waivers(file, on, looked_at)
    for number, outcomes in enumerate(report.outcomes):
        rule = outcomes.rule
        if rule.subject is Subject.WAIVERS:
            findings, made = judged(rule, report.waivers, report)
            report.findings += findings
            report.outcomes[number] = made
    report.forget()


def judged(rule: Rule, waivers: Waivers, report: Report) -> tuple[list[Finding], Outcomes]:
    """What a rule on waivers says of them."""
    findings: list[Finding] = []
    failed: set[int] = set()
    reasons: dict[int, NotApplicable | InsufficientData] = {}
    for verdict in rule.judge(waivers, report.norms):
        if isinstance(verdict, Fault):
            failed.add(0)
            findings.append(Finding(rule, None, verdict, report))
        else:
            reasons[0] = verdict
    return findings, Outcomes(rule, failed, reasons)


def _entries(table: dict[str, Any], name: str, file: str) -> list[dict[str, Any]]:
    unknown = ", ".join(sorted(table.keys() - {name}))
    where = f"“{file}”", f"“{file}”"
    _demand(not unknown, where, f"不认识的键：{unknown}", f"unknown key {unknown}")
    entries = table.get(name, [])
    is_sound = isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)
    _demand(is_sound, where, f"应写成 [[{name}]]", f"entries are written [[{name}]]")
    return list(entries)


def _demand(holds: bool, where: tuple[str, str], zh: str, en: str) -> None:
    if not holds:
        raise UnusableRequest(f"{where[0]}：{zh}。请改正后再试。", f"{where[1]}: {en}")


def _demand_keys(entry: dict[str, Any], known: tuple[str, ...], where: tuple[str, str]) -> None:
    unknown = ", ".join(sorted(entry.keys() - set(known)))
    _demand(not unknown, where, f"不认识的键：{unknown}", f"unknown key {unknown}")
