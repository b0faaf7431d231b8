"""Compile texts/*.toml, parameters/*.toml and profiles/*.toml into compiled.json.

    python -m jixiao.regulations.compile            write it
    python -m jixiao.regulations.compile --check    exit 1 when it is stale

TOML is for people and slow to read; the compiled file is for the program. The same input gives the
same bytes. Whatever does not hold together (an unknown key, a missing source, two entries for one
year) is refused here, so that the program need not look for it.
"""

import argparse
import json
import sys
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from jixiao.regulations.compiled import COMPILED_PATH
from jixiao.regulations.parameter import Norms, ParameterError, ensure_complete, value_of
from jixiao.regulations.profile import Profile, ProfileError, resolved
from jixiao.regulations.regulation import Mark

_HERE = Path(__file__).parent
_INSTRUMENT_TEXT = ("id", "title_zh", "title_en", "number", "issuer_zh")
_INSTRUMENT_DATES = ("date", "in_force_from", "in_force_to")
_PROVISION_TEXT = ("id", "label_zh", "label_en", "gist_zh", "gist_en", "mark")
_PARAMETER_TEXT = ("name", "unit", "place", "source", "note_zh", "note_en")
_CONFIDENCES = ("high", "medium", "low")


class SourceError(ValueError):
    """A TOML file of the regulations does not hold together."""


def compiled_text(root: Path = _HERE) -> str:
    """What compiled.json must hold; SourceError or ParameterError where the sources are faulty."""
    instruments, provisions = _texts(sorted((root / "texts").glob("*.toml")))
    parameters = _parameters(sorted((root / "parameters").glob("*.toml")), set(provisions))
    profiles = _profiles(sorted((root / "profiles").glob("*.toml")), set(provisions))
    content = {
        "instruments": instruments,
        "provisions": provisions,
        "parameters": parameters,
        "profiles": {name: _entry(profile) for name, profile in profiles.items()},
        "profile_of_place": _by_place(profiles),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path.name}: {error}") from None


def _demand(holds: bool, where: str, what: str) -> None:
    if not holds:
        raise SourceError(f"{where}: {what}")


def _demand_keys(table: dict[str, Any], text: tuple[str, ...], rest: set[str], where: str) -> None:
    for name in text:
        _demand(isinstance(table.get(name), str), where, f"{name} must be text")
    unknown = sorted(table.keys() - set(text) - rest)
    _demand(not unknown, where, f"unknown key {', '.join(unknown)}")


def _texts(paths: list[Path]) -> tuple[dict[str, list[Any]], dict[str, list[str]]]:
    instruments: dict[str, list[Any]] = {}
    provisions: dict[str, list[str]] = {}
    for path in paths:
        table = _load(path)
        rest = {*_INSTRUMENT_DATES, "titled", "provisions"}
        _demand_keys(table, _INSTRUMENT_TEXT, rest, path.name)
        _demand(table["id"] == path.stem, path.name, "id must be the file's name")
        _demand(table["title_zh"] and table["title_en"], path.name, "a title is empty")
        titled = table.get("titled", True)
        _demand(isinstance(titled, bool), path.name, "titled must be true or false")
        instruments[table["id"]] = [
            *(table[name] for name in _INSTRUMENT_TEXT[1:]),
            titled,
            *(_day(table.get(name), path.name, name) for name in _INSTRUMENT_DATES),
        ]
        _demand(bool(table.get("provisions")), path.name, "an instrument needs a provision")
        for entry in table["provisions"]:
            key = f"{table['id']}#{entry.get('id')}"
            _demand(key not in provisions, path.name, f"{key} stands twice")
            provisions[key] = _provision(entry, f"{path.name} {key}")
    return instruments, provisions


def _day(value: object, where: str, name: str) -> str:
    if value is None:
        return ""
    _demand(type(value) is date, where, f"{name} must be a date")
    return str(value)


def _provision(entry: dict[str, Any], where: str) -> list[str]:
    _demand_keys(entry, _PROVISION_TEXT, {"confidence", "source"}, where)
    for name in _PROVISION_TEXT:
        _demand(bool(entry[name]), where, f"{name} is empty")
    _demand(entry["mark"] in list(Mark), where, f"unknown mark {entry['mark']}")
    confidence = entry.get("confidence", "")
    if entry["mark"] == Mark.RECALLED:
        _demand(confidence in _CONFIDENCES, where, "what is recalled needs a confidence")
    else:
        _demand(not confidence, where, "only what is recalled has a confidence")
    return [*(entry[name] for name in _PROVISION_TEXT[1:]), confidence, entry.get("source", "")]


def _parameters(paths: list[Path], provision_keys: set[str]) -> dict[str, list[list[Any]]]:
    by_name: dict[str, list[list[Any]]] = {}
    for path in paths:
        for entry in _load(path).get("parameter", []):
            where = f"{path.name} {entry.get('name')}"
            rest = {"value", "from_year", "to_year"}
            _demand_keys(entry, _PARAMETER_TEXT, rest, where)
            _demand(type(entry.get("from_year")) is int, where, "from_year must be a year or 0")
            to_year = entry.get("to_year")
            _demand(to_year is None or type(to_year) is int, where, "to_year must be a year")
            value = value_of(entry["name"], entry.get("value"))
            for source in (entry["source"], *_sources_of_rows(value)):
                _demand(source in provision_keys, where, f"no provision {source} in texts/")
            by_name.setdefault(entry["name"], []).append(
                [
                    entry["place"],
                    entry["from_year"],
                    to_year,
                    *(entry[name] for name in ("unit", "source", "note_zh", "note_en")),
                    entry["value"],
                ]
            )
    ensure_complete(by_name)
    for name, entries in by_name.items():
        _demand_order(name, entries)
    return {name: by_name[name] for name in Norms._fields}


def _profiles(paths: list[Path], provision_keys: set[str]) -> dict[str, Profile]:
    """Every profile with what it inherits, by name."""
    tables = {path.stem: _load(path) for path in paths}
    made: dict[str, Profile] = {}

    def make(name: str, below: tuple[str, ...]) -> Profile:
        where = f"{name}.toml"
        _demand(name not in below, where, "extends itself")
        if name not in made:
            parent = tables[name].get("extends")
            _demand(parent is None or parent in tables, where, f"there is no profile {parent}")
            inherited = None if parent is None else make(parent, (*below, name))
            made[name] = resolved(tables[name], inherited, where)
            _demand(made[name].name == name, where, "name must be the file's name")
        return made[name]

    for name in tables:
        profile = make(name, ())
        for source in (profile.source, *(rule.source for rule in profile.adjustments)):
            _demand(source in provision_keys, f"{name}.toml", f"no provision {source} in texts/")
    return {name: made[name] for name in tables}


def _entry(profile: Profile) -> list[Any]:
    return [*profile[:-1], [list(rule) for rule in profile.adjustments]]


def _by_place(profiles: dict[str, Profile]) -> dict[str, str]:
    """The profile of each place: the one for all years that extends no other of the same place."""
    by_place: dict[str, str] = {}
    for name, profile in profiles.items():
        is_first = all(profiles[above].place != profile.place for above in profile.chain)
        if is_first:
            _demand(profile.place not in by_place, f"{name}.toml", "another is for this place")
            by_place[profile.place] = name
    _demand("" in by_place, "profiles", 'one must be for everywhere (place = "")')
    return by_place


def _sources_of_rows(value: object) -> list[str]:
    """The provision keys that the rows of a value name, and those of the rows within them."""
    if not isinstance(value, tuple):
        return []
    named = zip(getattr(value, "_fields", ()), value, strict=False)
    own = [text for name, text in named if name.endswith("source") and text is not None]
    return own + [source for row in value for source in _sources_of_rows(row)]


def _demand_order(name: str, entries: list[list[Any]]) -> None:
    """Two entries of one place never cover one year, and everywhere covers every year."""
    by_place: dict[str, list[tuple[int, int | None]]] = {}
    for place, from_year, to_year, *_ in entries:
        by_place.setdefault(place, []).append((from_year, to_year))
    _demand("" in by_place, name, 'needs an entry for everywhere (place = "")')
    for place, spans in by_place.items():
        spans.sort(key=lambda span: span[0])
        where = f"{name} in {place or 'every place'}"
        for (from_year, to_year), (next_from, _) in pairwise(spans):
            _demand(to_year is not None and to_year < next_from, where, "years overlap")
            if not place:
                _demand(to_year == next_from - 1, where, f"a gap follows {to_year}")
            _demand(from_year <= next_from, where, "years are out of order")
        last = spans[-1][1]
        _demand(last is None or last >= spans[-1][0], where, "to_year is before from_year")
        if not place:
            _demand(spans[0][0] == 0 and last is None, where, "every year must be covered")


def main(arguments: list[str] | None = None) -> int:
    """Write or check compiled.json; gives 1 when it is stale or a source is faulty."""
    parser = argparse.ArgumentParser(
        prog="python -m jixiao.regulations.compile",
        description="Compile the regulations into compiled.json.",
    )
    parser.add_argument("--check", action="store_true", help="only say whether it is stale")
    check = parser.parse_args(arguments).check
    path = Path(COMPILED_PATH)
    try:
        text = compiled_text()
    except (SourceError, ParameterError, ProfileError) as fault:
        print(fault, file=sys.stderr)
        return 1
    if not check:
        path.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return 0
    print(
        "compiled.json is stale; run `python -m jixiao.regulations.compile` and keep the result.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
