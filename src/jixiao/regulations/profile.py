"""Profiles (口径) as data: which place, which years and which rules hold, each with its source.

A profile is a file of `profiles/`, or one that a body keeps for itself. It holds no number: the
parameters of its place do (`parameters/*.toml`), for the fiscal year of the document, or, where
the profile is for certain years, for the nearest of these. What it has of its own are rules that do
not hold, and rules that are graver or lighter than usual, each with a reason.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jixiao.model.named import NamedTuple
from jixiao.regulations.compiled import compiled

LEVELS = {
    "national": ("全国", "national"),
    "central": ("中央", "central"),
    "province": ("省级", "province"),
    "city": ("市级", "city"),
    "county": ("县级", "county"),
}
SEVERITIES = ("block", "error", "warning", "info")
_TEXT = ("name", "title_zh", "title_en", "level", "source", "note_zh", "note_en")
_INHERITED = ("place", "from_year", "to_year", "wanted", "rule", "extends")
_RULE_TEXT = ("code", "source", "reason_zh", "reason_en")


class ProfileError(ValueError):
    """A profile does not hold together; the sentence says where, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class Adjustment(NamedTuple):
    """What a profile says of one rule (规则调整): it does not hold, or is graver or lighter."""

    code: str
    holds: bool
    severity: str | None
    source: str
    """Provision key, or the document a body names for itself."""
    reason_zh: str
    reason_en: str
    profile: str
    """The profile that says so: the one in use, or one that it extends."""


class Profile(NamedTuple):
    """A profile with all that it inherits (口径)."""

    name: str
    title_zh: str
    title_en: str
    level: str
    place: str
    """A path as anhui/huainan; empty for everywhere."""
    from_year: int | None
    to_year: int | None
    source: str
    note_zh: str
    note_en: str
    chain: tuple[str, ...]
    """The profiles that it extends, nearest first."""
    wanted: tuple[str, ...]
    """Codes of the rules that the field's list asks for."""
    adjustments: tuple[Adjustment, ...]

    @property
    def by_code(self) -> dict[str, Adjustment]:
        """The adjustments by the code of their rule."""
        return {adjustment.code: adjustment for adjustment in self.adjustments}

    def title(self, language: str = "zh") -> str:
        """The title in ``language``."""
        return self.title_en if language == "en" else self.title_zh

    def year_for(self, fiscal_year: int | None) -> int | None:
        """The fiscal year whose parameters hold: the document's, or the nearest of the profile's.

        None is the parameters now in force.
        """
        if self.to_year is not None and (fiscal_year is None or fiscal_year > self.to_year):
            return self.to_year
        if self.from_year is not None and fiscal_year is not None:
            return max(fiscal_year, self.from_year)
        return fiscal_year


def profile_names() -> tuple[str, ...]:
    """The names of all profiles that are shipped."""
    return tuple(compiled()["profiles"])


@cache
def shipped_profile(name: str) -> Profile:
    """The profile of this name; KeyError where there is none."""
    return profile_from(compiled()["profiles"][name])


@cache
def profile_of_place(place: str) -> Profile:
    """The profile of a place, for all years; that of the place around it where it has none."""
    by_place: dict[str, str] = compiled()["profile_of_place"]
    while place and place not in by_place:
        place = place.rpartition("/")[0]
    return shipped_profile(by_place[place])


def profile_from(entry: list[Any]) -> Profile:
    """A profile from its compiled entry."""
    plain, (chain, wanted, rules) = entry[:-3], entry[-3:]
    inherited = tuple(chain), tuple(wanted), tuple(Adjustment(*rule) for rule in rules)
    return Profile._make((*plain, *inherited))


def resolved(table: dict[str, Any], parent: Profile | None, where: str) -> Profile:
    """The profile in ``table``, on top of the one it extends.

    Raises :class:`ProfileError` for an unknown key and for whatever does not hold together.
    """
    _demand_keys(table, _TEXT, _INHERITED, where)
    level = table["level"]
    _demand(level in LEVELS, where, f"没有“{level}”这一级", f"there is no level “{level}”")
    for name in ("from_year", "to_year"):
        year = table.get(name)
        _demand(year is None or type(year) is int, where, f"{name} 应为年份", f"{name} is no year")
    inherited: dict[str, Any] = parent._asdict() if parent is not None else {}
    first = table.get("from_year", inherited.get("from_year"))
    last = table.get("to_year", inherited.get("to_year"))
    _demand(
        first is None or last is None or first <= last,
        where,
        "to_year 早于 from_year",
        "to_year is before from_year",
    )
    place = table.get("place", inherited.get("place", ""))
    _demand(isinstance(place, str), where, "place 应为文字", "place must be text")
    wanted = table.get("wanted", inherited.get("wanted", ()))
    _demand(
        isinstance(wanted, (list, tuple)) and all(map(_is_code, wanted)),
        where,
        "wanted 应为规则代码",
        "wanted must be codes of rules",
    )
    adjustments = dict(parent.by_code) if parent is not None else {}
    own: set[str] = set()
    for entry in table.get("rule", []):
        adjustment = _adjustment(entry, str(table["name"]), where)
        _demand(
            adjustment.code not in own,
            where,
            f"{adjustment.code} 写了两次",
            f"{adjustment.code} stands twice",
        )
        own.add(adjustment.code)
        adjustments[adjustment.code] = adjustment
    chain = (parent.name, *parent.chain) if parent is not None else ()
    return Profile(
        table["name"],
        table["title_zh"],
        table["title_en"],
        level,
        place,
        first,
        last,
        table["source"],
        table["note_zh"],
        table["note_en"],
        chain,
        tuple(wanted),
        tuple(adjustments[code] for code in sorted(adjustments)),
    )


def _adjustment(entry: Any, profile: str, where: str) -> Adjustment:
    _demand(isinstance(entry, dict), where, "[[rule]] 应为表", "[[rule]] must be a table")
    _demand_keys(entry, _RULE_TEXT, ("holds", "severity"), f"{where} {entry.get('code')}")
    code, holds, severity = entry["code"], entry.get("holds", True), entry.get("severity")
    where = f"{where} {code}"
    _demand(_is_code(code), where, "不是规则代码", "is no code of a rule")
    _demand(isinstance(holds, bool), where, "holds 应为 true 或 false", "holds is true or false")
    _demand(
        severity is None or severity in SEVERITIES,
        where,
        f"severity 应为 {'、'.join(SEVERITIES)} 之一",
        f"severity is one of {', '.join(SEVERITIES)}",
    )
    for name in ("source", "reason_zh", "reason_en"):
        _demand(bool(entry[name].strip()), where, f"{name} 是空的", f"{name} is empty")
    return Adjustment(
        code, holds, severity, entry["source"], entry["reason_zh"], entry["reason_en"], profile
    )


def _is_code(text: object) -> bool:
    return (
        isinstance(text, str)
        and len(text) == 5
        and text[:3].isupper()
        and text.isascii()
        and text[3:].isdigit()
    )


def _demand(holds: bool, where: str, zh: str, en: str) -> None:
    if not holds:
        raise ProfileError(f"{where}：{zh}", f"{where}: {en}")


def _demand_keys(
    table: dict[str, Any], text: tuple[str, ...], rest: tuple[str, ...], where: str
) -> None:
    unknown = sorted(table.keys() - set(text) - set(rest))
    named = ", ".join(unknown)
    _demand(not unknown, where, f"不认识的键：{named}", f"unknown key {named}")
    for name in text:
        is_text = isinstance(table.get(name), str)
        _demand(is_text, where, f"{name} 应为文字", f"{name} must be text")
