"""The record of a package (公开文本): gathered from approved versions, made ready for the public.

No Django. What is gathered has a place for every cell, which stands for the cell and is dropped
before publication; what is published counts and names what is left out, as publications do
(“共11个项目，公开10个项目”).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from jixiao.model.disclosure import Disclosure, same_name
from jixiao.model.location import Location
from jixiao.model.money import Money, MoneyUnit, digits
from jixiao.model.project import ListedProject
from jixiao.model.target import PerformanceTarget
from jixiao.readers.forms.closing_note import read_stated_counts
from jixiao.web.disclosures.gate import Json
from jixiao.web.documents.secrecy import as_disclosure, covered
from jixiao.web.filings.drafting import target_of
from jixiao.writers.record_json import disclosure_json

_PUBLISHED = re.compile(
    r"((?<![不未免予再宜])公开(?:项目|了)?[ 有共计：:]*)"
    r"(\d{1,6}|[零一二三四五六七八九十]{1,4})(?=\s*[个项])"
)
SECRET_PROJECT = "（名称不公开）"


class Entry(NamedTuple):
    """A project to be gathered: its approved content, and its amount in 元."""

    name: str
    content: Mapping[str, Any]
    amount: Decimal | None


class LeftOut(NamedTuple):
    """A project named, or only counted, as not published; ``amount`` in 元."""

    name: str
    amount: Decimal | None
    ground: str


def gathered(title: str, issuer: str, year: int, entries: Sequence[Entry]) -> Disclosure:
    """The entries as one publication: a list in front, a table each."""
    unit = MoneyUnit.TEN_THOUSAND
    listed = tuple(
        ListedProject(number, entry.name, _in(unit, entry.amount))
        for number, entry in enumerate(entries, 1)
    )
    targets = tuple(
        _numbered(target_of(entry.content, year), number) for number, entry in enumerate(entries, 1)
    )
    return Disclosure(
        issuer=issuer,
        fiscal_year=year,
        money_unit=unit,
        listed=listed,
        targets=targets,
        title=title,
        listed_total=_sum(listed),
    )


def _numbered(target: PerformanceTarget, number: int) -> PerformanceTarget:
    """The target with its places in table ``number``."""

    def placed(places: Mapping[str, Location]) -> dict[str, Location]:
        return {name: place._replace(table=number) for name, place in places.items()}

    def rows(part: str) -> tuple[Any, ...]:
        return tuple(replace(row, at=placed(row.at)) for row in getattr(target, part))

    return replace(
        target,
        at=placed(target.at),
        indicators=rows("indicators"),
        period_indicators=rows("period_indicators"),
    )


def _in(unit: MoneyUnit, yuan: Decimal | None) -> Decimal | None:
    """An amount in 元 in ``unit``, without noughts that say nothing."""
    if yuan is None:
        return None
    amount = Money(yuan, MoneyUnit.YUAN).to(unit).amount
    return Decimal(format(amount.normalize(), "f"))


def _sum(listed: Iterable[ListedProject]) -> Decimal | None:
    amounts = [project.amount for project in listed]
    if not amounts or None in amounts:
        return None
    return sum((a for a in amounts if a is not None), Decimal(0))


def for_the_public(
    record: Mapping[str, Any],
    *,
    withheld: Mapping[int, LeftOut],
    left_out: Sequence[LeftOut],
    secrets: Sequence[str],
    is_gathered: bool,
    published_on: str | None,
    approved_on: str | None,
) -> Json:
    """The record as it goes out: tables withheld taken out, secrets covered in every text.

    ``withheld`` gives the tables (from 1) that are taken out; ``left_out`` further projects that
    are named. A gathered record loses the places that only stand for its cells.
    """
    made: Json = dict(record)
    tables = list(enumerate(record["targets"], 1))
    gone = [_name(table) for number, table in tables if number in withheld]
    made["targets"] = [_published(t, is_gathered) for n, t in tables if n not in withheld]
    made["listed"] = [
        {**line, "at": {}} if is_gathered else line
        for number, line in enumerate(record["listed"], 1)
        if not (
            number in withheld if is_gathered else any(same_name(line["name"], n) for n in gone)
        )
    ]
    unit = MoneyUnit(record["money_unit"]) if record["money_unit"] else MoneyUnit.TEN_THOUSAND
    made["money_unit"] = unit.value if withheld or left_out else record["money_unit"]
    made["withheld"] = [
        *record["withheld"],
        *(_left_out(project, unit) for project in (*withheld.values(), *left_out)),
    ]
    if is_gathered:
        made["at"] = {}
        amounts = [Decimal(line["amount"]) for line in made["listed"] if line["amount"]]
        is_whole = amounts and len(amounts) == len(made["listed"])
        made["listed_total"] = format(sum(amounts, Decimal(0)), "f") if is_whole else None
        made["stated_projects"] = len(made["targets"]) + len(made["withheld"])
        made["stated_published"] = len(made["targets"])
        made["published_on"] = published_on
        made["approved_on"] = approved_on
    elif withheld:
        _recount(made, len(withheld), record["listed"])
    made["accounting"] = []
    return disclosure_json(as_disclosure(covered(made, secrets)))


def _recount(made: Json, number: int, listed: Sequence[Json]) -> None:
    """A document's own counts, printed sentences and total, after so many tables were taken out."""
    published = made["stated_published"]
    if published is not None:
        made["stated_published"] = published - number
    made["notes"] = [{**note, "text": recounted(note["text"], number)} for note in made["notes"]]
    if made["listed_total"]:
        kept = {id(line) for line in made["listed"]}
        gone = [line["amount"] for line in listed if id(line) not in kept]
        total = Decimal(made["listed_total"]) - sum((Decimal(a) for a in gone if a), Decimal(0))
        made["listed_total"] = format(total, "f")


def recounted(text: str, number: int) -> str:
    """A sentence such as “公开10个项目” with ``number`` fewer published.

    >>> recounted("共11项目，去除结转项目，公开10项项目绩效目标表。", 1)
    '共11项目，去除结转项目，公开9项项目绩效目标表。'
    """
    published = read_stated_counts(text).published
    if published is None or published < number:
        return text

    def fewer(found: re.Match[str]) -> str:
        if read_stated_counts(f"公开{found[2]}个项目").published != published:
            return found[0]
        return f"{found[1]}{published - number}"

    return _PUBLISHED.sub(fewer, text)


def _name(table: Json) -> str:
    return table["project_name"] or table["heading"] or ""


def _left_out(project: LeftOut, unit: MoneyUnit) -> Json:
    amount = _in(unit, project.amount)
    return {
        "name": project.name,
        "amount": digits(amount),
        "reason": project.ground,
        "at": {},
    }


def _published(table: Json, is_gathered: bool) -> Json:
    if not is_gathered:
        return table
    rows = {
        part: [{**row, "at": {}} for row in table[part]]
        for part in ("indicators", "period_indicators")
    }
    return {**table, "at": {}, **rows}
