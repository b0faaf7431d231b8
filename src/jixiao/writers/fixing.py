"""A document with what is certain rewritten (改写), and the rest as proposals.

The rewritten file is read again before it is given out: its record must be the same but for the
cells listed, and every number the same. A change that does not stand this test is not made.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.location import Location
from jixiao.model.named import NamedTuple
from jixiao.readers.grid import Layout
from jixiao.readers.read import format_of, parse, read_bytes
from jixiao.rules.check import Finding, Report
from jixiao.rules.rewriting import Rewriting, rewritings
from jixiao.writers.edited_pieces import CellEdit, cells_of
from jixiao.writers.record_json import disclosure_json, dumps

Path = tuple[Any, ...]
Editor = Callable[[bytes, Layout, list[CellEdit]], tuple[bytes, list[CellEdit]]]
FORMATS = {
    "docx": (".docx", ".docm"),
    "xlsx": (".xlsx", ".xlsm"),
    "html": (".html", ".htm"),
    "text": (".txt",),
    "json": (".json",),
}
_ABSENT = object()


class Fixed(NamedTuple):
    """The rewritten file, what was rewritten, and what could not be written back."""

    data: bytes
    made: tuple[Rewriting, ...]
    left: tuple[Rewriting, ...]


def fixed(data: bytes, name: str) -> Fixed:
    """The file with every certain rewriting made.

    Raises :class:`UserError` where it cannot be read, or is of a format that is not written back.
    """
    format_name = fixable_format(data, name)
    before = read_bytes(data, name)
    if format_name == "json":
        wanted = tuple(rewritings(before, lambda _, text: text))
        return _proved(data, name, before, wanted, _json_edited)
    layout = parse(data, format_name)
    texts = {place: cell.text for place, cell in cells_of(layout)}
    wanted = tuple(rewritings(before, _raw_in(texts)))
    editor = _editor(format_name)

    def make(rows: tuple[Rewriting, ...]) -> tuple[bytes, set[Location]]:
        edits = [CellEdit(r.at.cell, r.before, r.spans) for r in rows if r.at is not None]
        made, left = editor(data, layout, edits)
        return made, {edit.at for edit in left}

    def edited(_: bytes, rows: tuple[Rewriting, ...]) -> tuple[bytes, tuple[Rewriting, ...]]:
        made, left = make(rows)
        return made, tuple(r for r in rows if r.at is not None and r.at.cell not in left)

    return _proved(data, name, before, wanted, edited)


def fixable_format(data: bytes, name: str) -> str:
    """The format of the file, where it can be written back."""
    format_name = format_of(data, name)
    if format_name not in FORMATS:
        raise UnusableRequest(
            f"“{name}”的格式不能改写。请用Office或WPS另存为.docx或.xlsx后再试。",
            f"the format of “{name}” cannot be rewritten; save it as .docx or .xlsx and retry",
        )
    return format_name


def proposals(report: Report, made: tuple[Rewriting, ...]) -> list[Finding]:
    """The findings that say how to write it better, and were not rewritten."""
    done = {(rule, r.at.cell) for r in made if r.at is not None for rule in r.rules}
    return [
        finding
        for finding in report.findings
        if finding.suggestion() is not None
        and (finding.fault.at is None or (finding.rule.code, finding.fault.at.cell) not in done)
    ]


def _raw_in(texts: dict[Location, str]) -> Callable[[Location | None, str], str | None]:
    def raw(place: Location | None, text: str) -> str | None:
        found = texts.get(place.cell) if place is not None else None
        if found is None:
            return None
        is_long = len(text) > 60 or "\n" in found
        inside = _folded(text) in _folded(found)
        return found if (inside if is_long else _folded(text) == _folded(found)) else None

    return raw


def _editor(format_name: str) -> Editor:
    if format_name in ("docx", "xlsx"):
        from jixiao.writers import edited_office

        return edited_office.edited_docx if format_name == "docx" else edited_office.edited_xlsx
    from jixiao.writers import edited_plain

    return edited_plain.edited_html if format_name == "html" else edited_plain.edited_text


def _json_edited(data: bytes, rows: tuple[Rewriting, ...]) -> tuple[bytes, tuple[Rewriting, ...]]:
    record = json.loads(data.decode("utf-8-sig"))
    for row in rows:
        *above, last = row.path
        holder = record
        for key in above:
            holder = holder[key]
        if last == "value":
            value = holder["value"]
            value["text"] = row.after
            for span in row.spans:
                if span.kind == "comparator":
                    value["comparator"] = {"≥": ">=", "≤": "<="}[span.new]
        else:
            holder[last] = row.after
        if last in holder.get("originals", {}):
            holder["originals"][last] = row.after
    return (dumps(record) + "\n").encode(), rows


def _proved(
    data: bytes,
    name: str,
    before: Disclosure,
    wanted: tuple[Rewriting, ...],
    edited: Callable[[bytes, tuple[Rewriting, ...]], tuple[bytes, tuple[Rewriting, ...]]],
) -> Fixed:
    """The file with those of the ``wanted`` rewritings that stand the test of being read again."""
    record = _record(before)

    def tried(rows: tuple[Rewriting, ...]) -> tuple[bytes, tuple[Rewriting, ...]] | None:
        if not rows:
            return data, ()
        made, placed = edited(data, rows)
        again = _record(read_bytes(made, name))
        return (made, placed) if not _faults(record, again, placed) else None

    def standing(rows: tuple[Rewriting, ...]) -> tuple[Rewriting, ...]:
        result = tried(rows)
        if result is not None:
            return result[1]
        if len(rows) == 1:
            return ()
        half = len(rows) // 2
        return standing(rows[:half]) + standing(rows[half:])

    rows = standing(wanted)
    result = tried(rows) or (data, ())
    left = tuple(row for row in wanted if row not in result[1])
    return Fixed(result[0], result[1], left)


def _record(disclosure: Disclosure) -> dict[str, Any]:
    record = disclosure_json(disclosure)
    del record["source"]
    return record


def _faults(before: Any, after: Any, rows: tuple[Rewriting, ...]) -> list[Path]:
    """Where the record read again is not what it must be."""
    texts = {row.path: row for row in rows}
    faults = []
    met: set[Path] = set()
    for path, old, new in _differences(before, after, ()):
        row = _row_of(path, texts)
        if row is None or not _is_meant(path, old, new, row):
            faults.append(path)
        else:
            met.add(row.path)
    unchanged = [row.path for row in rows if row.path not in met]
    return faults + unchanged


def _row_of(path: Path, rows: dict[Path, Rewriting]) -> Rewriting | None:
    for length in range(1, len(path) + 1):
        if path[:length] in rows:
            return rows[path[:length]]
    if len(path) > 1 and path[-2] == "originals":
        return rows.get((*path[:-2], path[-1]))
    return None


def _is_meant(path: Path, old: Any, new: Any, row: Rewriting) -> bool:
    leaf = path[-1]
    if leaf == "comparator":
        added = [span.new for span in row.spans if span.kind == "comparator"]
        return old is None and [new] == [{"≥": ">=", "≤": "<="}[sign] for sign in added]
    if leaf in ("number", "upper"):
        return bool(isinstance(old, str) and isinstance(new, str) and Decimal(old) == Decimal(new))
    if leaf in ("text", "annual_objective", "period_objective", "value"):
        # What stands beside the text in the cell, as field residue, is not in the record.
        return isinstance(new, str) and _folded(new) in _folded(row.after)
    return False


def _differences(old: Any, new: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            held = old.get(key, _ABSENT), new.get(key, _ABSENT)
            yield from _differences(*held, (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, pair in enumerate(zip(old, new, strict=True)):
            yield from _differences(*pair, (*path, index))
    elif old != new:
        yield path, old, new


def _folded(text: str) -> str:
    return "".join(text.split())
