"""Profiles (口径) for people and programs: every rule and value with its source and mark."""

from __future__ import annotations

from typing import Any

from jixiao.regulations.parameter import Norms, Parameter, parameter
from jixiao.regulations.profile import LEVELS, Profile
from jixiao.regulations.regulation import UnknownProvisionError, provision
from jixiao.rules.catalogue import catalogue
from jixiao.rules.rule import Rule
from jixiao.writers.basis import citation_of
from jixiao.writers.record_json import dumps

Json = dict[str, Any]
_LONG = 60  # characters of a value in a table; JSON has it whole


def list_table(profiles: list[Profile], language: str) -> str:
    """A line a profile: name, years, level, title and what it extends."""
    lines = []
    for profile in profiles:
        level = LEVELS[profile.level][language == "en"]
        above = f" ← {profile.chain[0]}" if profile.chain else ""
        lines.append(
            f"{profile.name:<16}{_years(profile):<11}{level}  {profile.title(language)}{above}"
        )
    return "\n".join(lines)


def list_json(profiles: list[Profile], language: str) -> str:
    """The profiles as JSON, in both languages."""
    return dumps([_head(profile) for profile in profiles])


def profile_table(profile: Profile, year: int | None, language: str) -> str:
    """One profile: what it is, the rules it changes, its parameters, each with source and mark."""
    en = language == "en"
    level = LEVELS[profile.level][en]
    lines = [f"{profile.name} · {profile.title(language)} · {level} · {_years(profile)}"]
    lines.append(profile.note_en if en else profile.note_zh)
    lines.append(("basis: " if en else "依据：") + citation_of(profile.source, language))
    if profile.chain:
        lines.append(("extends: " if en else "继承：") + " ← ".join(profile.chain))
    missing = not_implemented(profile)
    held = [rule for rule in catalogue() if _holds(profile, rule)]
    lines += ["", f"Rules that hold: {len(held)}" if en else f"适用规则：{len(held)}条"]
    if missing:
        named = ", ".join(missing)
        lines.append(f"Not implemented: {named}" if en else f"尚未实现：{named}")
    for adjustment in profile.adjustments:
        said = _said(profile, adjustment.code, language)
        reason = adjustment.reason_en if en else adjustment.reason_zh
        lines.append(f"  {adjustment.code} {said} [{adjustment.profile}] {reason}")
        lines.append(f"      {citation_of(adjustment.source, language)}")
    held_for = profile.year_for(year)
    when = ("in force now" if en else "现行") if held_for is None else str(held_for)
    lines += ["", f"Parameters ({when})" if en else f"参数（{when}）"]
    for entry in _parameters(profile, held_for):
        value = _short(entry.raw)
        place = entry.place or ("everywhere" if en else "全国")
        lines.append(f"  {entry.name} = {value}  [{place}]")
        lines.append(f"      {citation_of(entry.source, language)}")
    return "\n".join(lines)


def profile_json(profile: Profile, year: int | None, language: str) -> str:
    """One profile as JSON: every rule and every parameter with its source and mark."""
    held_for = profile.year_for(year)
    return dumps(
        {
            **_head(profile),
            "basis": _source(profile.source),
            "rules": [_rule(profile, rule) for rule in catalogue()],
            "not_implemented": list(not_implemented(profile)),
            "fiscal_year": held_for,
            "parameters": [
                {
                    "name": entry.name,
                    "value": entry.raw,
                    "unit": entry.unit,
                    "place": entry.place,
                    "from_year": entry.from_year or None,
                    "to_year": entry.to_year,
                    "note": entry.note_zh,
                    "note_en": entry.note_en,
                    "source": _source(entry.source),
                }
                for entry in _parameters(profile, held_for)
            ],
        }
    )


def not_implemented(profile: Profile) -> tuple[str, ...]:
    """The rules that the profile asks for and this version does not have."""
    present = {rule.code for rule in catalogue()}
    return tuple(code for code in profile.wanted if code not in present)


def _head(profile: Profile) -> Json:
    return {
        "name": profile.name,
        "title": profile.title_zh,
        "title_en": profile.title_en,
        "level": profile.level,
        "place": profile.place,
        "from_year": profile.from_year,
        "to_year": profile.to_year,
        "extends": list(profile.chain),
        "note": profile.note_zh,
        "note_en": profile.note_en,
    }


def _rule(profile: Profile, rule: Rule) -> Json:
    adjustment = profile.by_code.get(rule.code)
    made: Json = {
        "rule": rule.code,
        "name": rule.name,
        "holds": _holds(profile, rule),
        "severity": (adjustment.severity if adjustment is not None else None)
        or rule.severity.value,
        "basis": [_source(key) for key in rule.basis],
        "adjusted": None,
    }
    if adjustment is not None:
        made["adjusted"] = {
            "by": adjustment.profile,
            "from": rule.severity.value,
            "reason": adjustment.reason_zh,
            "reason_en": adjustment.reason_en,
            "source": _source(adjustment.source),
        }
    return made


def _holds(profile: Profile, rule: Rule) -> bool:
    adjustment = profile.by_code.get(rule.code)
    return adjustment is None or adjustment.holds or rule.masks


def _said(profile: Profile, code: str, language: str) -> str:
    adjustment = profile.by_code[code]
    if not adjustment.holds:
        return "does not hold" if language == "en" else "不适用"
    return adjustment.severity or ("holds" if language == "en" else "适用")


def _parameters(profile: Profile, year: int | None) -> list[Parameter]:
    return [parameter(name, year, profile.place) for name in Norms._fields]


def _source(key: str) -> Json:
    try:
        mark = provision(key).mark.value
    except UnknownProvisionError:  # a document that a body names for itself
        mark = None
    return {
        "provision": key,
        "citation": citation_of(key, "zh"),
        "citation_en": citation_of(key, "en"),
        "mark": mark,
    }


def _years(profile: Profile) -> str:
    first, last = profile.from_year, profile.to_year
    if first is None and last is None:
        return "—"
    return str(first) if first == last else f"{first or ''}–{last or ''}"


def _short(raw: object) -> str:
    if isinstance(raw, list) and raw and isinstance(raw[0], dict):
        names = [str(row.get("name") or row.get("label_zh") or row.get("zh") or "") for row in raw]
        raw = "、".join(filter(None, names)) or f"{len(raw)}"
    text = "、".join(map(str, raw)) if isinstance(raw, list) else str(raw)
    text = text or "—"
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
