"""Reading, checking and comparing: what of the labelled set the rules find, and what else."""

from __future__ import annotations

import io
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from bench.catalogue.carriers import ENDINGS, carried, sheet_name
from bench.catalogue.labelled import Label, documents, keys, kinds, labels
from bench.catalogue.layouts import grids

FAMILIES = ("STR", "AMT", "IND", "VAL", "NAR", "COP", "DOC", "SEC", "LIF", "SCO", "MON", "CHN")
ALARMS = frozenset(("block", "error", "warning"))


class Found(NamedTuple):
    """A finding on a carrier, its place brought back to the table and row of the layout."""

    document: str
    ending: str
    code: str
    severity: str
    table: int | None  # among the targets, from 1; None for a front list or the whole document
    row: int | None
    message: str
    quote: str


class Run(NamedTuple):
    """What came of every document in every carrier."""

    found: list[Found]
    unread: dict[tuple[str, str], str]  # document and carrier → what the program said


def run(chosen: Iterable[str] = ()) -> Run:
    """Write every document in every carrier and check it by the command line."""
    wanted = set(chosen) or set(documents())
    found: list[Found] = []
    unread: dict[tuple[str, str], str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, document in documents().items():
            for ending in ENDINGS if name in wanted else ():
                path = Path(folder, f"{name}.{ending}")
                path.write_bytes(carried(document, ending))
                answer, said = _checked(path)
                if answer is None:
                    unread[name, ending] = said
                else:
                    found += (_placed(name, ending, finding) for finding in answer)
    return Run(found, unread)


def _checked(path: Path) -> tuple[list[dict[str, Any]] | None, str]:
    """The findings the command prints; None, and what it says, where it does not read the file."""
    from jixiao.cli.main import main

    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            was_read = main(["check", str(path), "--format", "json"]) != 2
        except SystemExit as stop:
            was_read = stop.code != 2
    if not was_read or not out.getvalue().strip():
        said = err.getvalue().strip().partition("\n")[0]
        return None, said.rpartition(f"{path.name}: ")[2].replace(path.name, "…") or "—"
    return json.loads(out.getvalue())["findings"], ""


def _placed(document: str, ending: str, finding: dict[str, Any]) -> Found:
    held = documents()[document]
    tables = grids(held)[0]
    before = int(bool(held.get("list")))
    at = finding.get("at") or {}
    number, row = at.get("table"), at.get("row")
    if ending == "xlsx" and at.get("sheet"):
        names = [sheet_name(n) for n in range(1, len(tables) + 1)]
        number = names.index(at["sheet"]) + 1 if at["sheet"] in names else None
        row = row - len(tables[number - 1].above) if row and number else None
    if number is None:
        titles = [table["name"] for table in held["table"]]
        project = finding.get("project")
        table = titles.index(project) + 1 if project in titles else None
    else:
        table = number - before if number > before else None
    return Found(
        document,
        ending,
        finding["rule"],
        finding["severity"],
        table,
        row,
        finding["message"],
        finding.get("quote") or "",
    )


def agrees(label: Label, found: Found) -> bool:
    """The finding is the labelled fault: kind and place."""
    kind = kinds()[label.kind]
    if label.document != found.document or found.code not in kind.codes:
        return False
    if kind.scope == "document":
        return True
    if label.table != found.table:
        return False
    if kind.scope == "table":
        return True
    places = keys(label.document, label.table)
    return found.row in {places[cell] for cell in label.cells}


class Compared(NamedTuple):
    """The labels found and missed, carrier by carrier, and the findings no label asks for."""

    hits: list[tuple[Label, str]]
    misses: list[tuple[Label, str]]
    right: list[Found]
    false: list[Found]
    informed: list[Found]  # findings below warning that no label asks for


def compared(result: Run, *, with_info: bool = False) -> Compared:
    """The findings held against the labels. ``with_info`` counts an information as an alarm."""
    by_document: defaultdict[tuple[str, str], list[Found]] = defaultdict(list)
    for found in result.found:
        by_document[found.document, found.ending].append(found)
    hits: list[tuple[Label, str]] = []
    misses: list[tuple[Label, str]] = []
    used: set[int] = set()
    names = {name for name, _ in by_document} | {name for name, _ in result.unread}
    for label in labels():
        for ending in ENDINGS if label.document in names else ():
            mine = [f for f in by_document[label.document, ending] if agrees(label, f)]
            used.update(map(id, mine))
            (hits if mine else misses).append((label, ending))
    right = [f for f in result.found if id(f) in used and (with_info or f.severity in ALARMS)]
    rest = [f for f in result.found if id(f) not in used]
    false = [f for f in rest if with_info or f.severity in ALARMS]
    informed = [f for f in rest if not with_info and f.severity not in ALARMS]
    return Compared(hits, misses, right, false, informed)


def cause(label: Label, ending: str, result: Run) -> str:
    """Why a fault was missed, as far as it can be told from outside."""
    if (label.document, ending) in result.unread:
        return "form not read · 表样未读取"
    if not kinds()[label.kind].codes:
        return "no rule yet · 尚无规则"
    others = [one for one in labels() if one.document == label.document]
    for f in result.found:
        if (f.document, f.ending) == (label.document, ending) and (
            f.code in kinds()[label.kind].codes and not any(agrees(one, f) for one in others)
        ):
            return "rule fires, but elsewhere · 规则报在别处"
    return "rule silent · 规则未报"


def share(part: int, whole: int) -> str:
    """A share to three places; a dash where there is nothing to share."""
    return f"{part / whole:.3f}" if whole else "—"


def lines(result: Run, *, with_info: bool = False) -> Iterator[str]:
    """The report."""
    from bench.catalogue.labelled import changes

    c = compared(result, with_info=with_info)
    added = sum(change.is_added for change in changes())
    withdrawn = len(changes()) - added
    tables = sum(len(document["table"]) for document in documents().values())
    alarms = "info and above" if with_info else "warning and above; info apart"
    yield "## Recall and precision"
    yield ""
    yield (
        f"{tables} tables in {len(documents())} documents, {len(labels())} labelled faults, "
        f"each in {', '.join(ENDINGS)}; alarms: {alarms}. Labels changed after the first run: "
        f"{added} added, {withdrawn} withdrawn (relabelled.toml)."
    )
    yield ""
    yield "| family | faults | found | recall | alarms right | alarms false | precision |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    of_hits = Counter(kinds()[label.kind].family for label, _ in c.hits)
    of_misses = Counter(kinds()[label.kind].family for label, _ in c.misses)
    of_right = Counter(f.code[:3] for f in c.right)
    of_false = Counter(f.code[:3] for f in c.false)
    families = [f for f in FAMILIES if of_hits[f] + of_misses[f] + of_right[f] + of_false[f]]
    for family, hit, miss, right, false in (
        *((f, of_hits[f], of_misses[f], of_right[f], of_false[f]) for f in families),
        ("all", len(c.hits), len(c.misses), len(c.right), len(c.false)),
    ):
        yield (
            f"| {family} | {hit + miss} | {hit} | {share(hit, hit + miss)} | {right} | {false} "
            f"| {share(right, right + false)} |"
        )
    yield ""
    yield "Counts are over the three carriers: a fault counts three times."
    yield ""
    yield "## Misses, by cause"
    by_cause: defaultdict[str, dict[Label, list[str]]] = defaultdict(dict)
    for label, ending in c.misses:
        by_cause[cause(label, ending, result)].setdefault(label, []).append(ending)
    for reason, missed in sorted(by_cause.items(), key=lambda held: -len(held[1])):
        yield ""
        yield f"### {reason} ({len(missed)})"
        yield ""
        for label, endings in sorted(missed.items()):
            kind = kinds()[label.kind]
            where = "" if len(endings) == len(ENDINGS) else f" [{', '.join(endings)} only]"
            codes = f" ({', '.join(sorted(kind.codes))})" if kind.codes else ""
            yield (
                f"- {label.document}.{label.table} {label.kind}{codes} {kind.zh}: "
                f"“{label.cell}”{where}"
            )
    yield ""
    yield "## False alarms, by rule"
    yield from _alarms(c.false)
    if not with_info:
        yield ""
        yield "## Information no label asks for, by rule"
        yield ""
        counts = Counter(f.code for f in c.informed)
        yield ", ".join(f"{code} ×{n}" for code, n in sorted(counts.items())) or "None."
    yield ""
    yield "## Documents not read"
    yield ""
    refused: defaultdict[str, list[str]] = defaultdict(list)
    for (name, ending), said in sorted(result.unread.items()):
        refused[said].append(f"{name}.{ending}")
    for said, names in refused.items():
        yield f"- {', '.join(names)}: {said}"
    if not result.unread:
        yield "None."


def _alarms(false: list[Found]) -> Iterator[str]:
    by_code: defaultdict[str, dict[tuple[Any, ...], list[str]]] = defaultdict(dict)
    for f in false:
        place = (f.document, f.table or 0, f.row or 0, f.severity, f.message)
        by_code[f.code].setdefault(place, []).append(f.ending)
    for code, alarms in sorted(by_code.items(), key=lambda held: (-len(held[1]), held[0])):
        yield ""
        yield f"### {code} ({len(alarms)})"
        yield ""
        for (document, table, row, severity, message), endings in sorted(alarms.items()):
            where = "" if len(set(endings)) == len(ENDINGS) else f" [{', '.join(endings)} only]"
            yield f"- {document}.{table} row {row} {severity}: {message}{where}"
