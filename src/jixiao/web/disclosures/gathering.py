"""Gathering a package (汇集): which projects are in it, and where their contents come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from jixiao.model.disclosure import Disclosure
from jixiao.model.money import Money, MoneyUnit
from jixiao.web.covering import masked
from jixiao.web.disclosures import queries
from jixiao.web.disclosures.composing import Entry, gathered
from jixiao.web.disclosures.gate import examined
from jixiao.web.disclosures.lifecycle import Choice, Purpose, Standing
from jixiao.web.disclosures.models import GateDecision, Item, Package
from jixiao.web.disclosures.preparing import texts_beside
from jixiao.web.disclosures.rows import LARGEST, rows_of
from jixiao.web.disclosures.sources import Sources, places_of, source_of
from jixiao.web.documents.secrecy import as_disclosure
from jixiao.web.evaluations.queries import outcome_of
from jixiao.web.filings.drafting import requested_of
from jixiao.web.filings.models import Filing, Version
from jixiao.writers.record_json import disclosure_json


def gather(package: Package) -> None:
    """Make record, items and findings of the package anew; what persons decided is kept.

    Called within a step of the package, which saves it.
    """
    kept = {(item.project_id, item.name): item for item in package.items.exclude(person=None)}
    items = _from_filings(package) if package.is_gathered else _from_record(package)
    own = {(item.project_id, item.name) for item in items}
    items += [item for key, item in kept.items() if key not in own and item.table is None]
    if package.purpose == Purpose.RESULTS:
        package.outcomes = _outcomes(items)
    disclosure = as_disclosure(package.record)
    found = examined(
        disclosure, package.unit.place, settings.SECRET_KEY, texts_beside(package, items)
    )
    package.gate, package.told, package.secrets = found
    package.items.all().delete()
    for number, item in enumerate(items, 1):
        item.pk, item.number, item.package = None, number, package
        item.name = masked(item.name, found.secrets)
        before = kept.get((item.project_id, item.name))
        if before is not None and before.standing == Standing.WITHHELD and item.table is not None:
            item.standing, item.ground = before.standing, before.ground
            item.is_named, item.person = before.is_named, before.person
    Item.objects.bulk_create(items)
    _take_over_decisions(package)
    settle_withholdings(package)


def _from_filings(package: Package) -> list[Item]:
    """The approved filings of the body and of the units under it that publish through it."""
    filings = queries.filings_to_publish(package)
    versions = queries.approved_versions([filing.pk for filing in filings])
    approved = [filing for filing in filings if filing.pk in versions]
    entries = [_entry(filing, versions[filing.pk]) for filing in approved]
    year, body = package.fiscal_year, package.unit
    title = f"{body.name}{year}年度项目支出绩效目标"
    package.record = disclosure_json(gathered(title, body.name, year, entries))
    sources = Sources()
    items = [
        Item(
            project=filing.project,
            filing=filing,
            version=versions[filing.pk],
            table=table,
            name=entry.name[:300],
            unit_name=filing.unit.name,
            amount=entry.amount,
            source=sources.source_of(
                versions[filing.pk].source, versions[filing.pk].source_table, entry.content
            ),
        )
        for table, (filing, entry) in enumerate(zip(approved, entries, strict=True), 1)
    ]
    items += [
        Item(
            project=filing.project,
            filing=filing,
            name=filing.project.name,
            unit_name=filing.unit.name,
            amount=filing.requested,
            standing=Standing.MISSING.value,
        )
        for filing in filings
        if filing.pk not in versions
    ]
    return items


def _entry(filing: Filing, version: Version) -> Entry:
    content: Mapping[str, Any] = version.content
    name = content["fields"]["project_name"].strip() or filing.project.name
    amount = filing.allotted if filing.allotted is not None else requested_of(content)
    return Entry(name, content, amount)


def _from_record(package: Package) -> list[Item]:
    """The tables of a document, and the projects it names as not published."""
    disclosure = as_disclosure(package.record)
    file = package.source
    items = []
    for row in rows_of(disclosure, {}, {}, {}, {}):
        table, target = row.number, row.target
        items.append(
            Item(
                table=table,
                name=target.title[:300],
                unit_name=(target.implementing_unit or "")[:200],
                amount=row.amount,
                source=source_of(file, places_of(target)) if file is not None else {},
            )
        )
    projects = queries.projects_named(package.unit, [item.name for item in items])
    filings = queries.filings_of(projects.values(), package.fiscal_year)
    for item in items:
        item.project = projects.get(item.name)
        item.filing = filings.get(item.project.pk) if item.project is not None else None
    items += [
        Item(
            name=project.name[:300],
            amount=_yuan(project.amount, disclosure),
            standing=(
                Standing.CARRIED_OVER if "结转" in (project.reason or "") else Standing.WITHHELD
            ).value,
            ground=(project.reason or "")[:200],
        )
        for project in disclosure.withheld
    ]
    return items


def _yuan(amount: Any, disclosure: Disclosure) -> Any:
    if amount is None:
        return None
    yuan = Money(amount, disclosure.money_unit or MoneyUnit.TEN_THOUSAND).yuan
    return yuan if abs(yuan) < LARGEST else None


def _outcomes(items: list[Item]) -> dict[str, Any]:
    """What came of each project, where its self-evaluation is confirmed; by the table."""
    found = {}
    for item in items:
        if item.filing is not None and item.table is not None:
            outcome = outcome_of(item.filing)
            if outcome is not None:
                found[str(item.table)] = outcome
    return found


def _take_over_decisions(package: Package) -> None:
    """The decisions of the package before hold for findings that read the same in this one."""
    wanted = {finding["key"] for finding in package.gate} - set(package.decided())
    if not wanted:
        return
    before = queries.package_before(package)
    if before is None:
        return
    for decision in before.decided().values():
        if decision.key in wanted:
            GateDecision.objects.create(
                package=package,
                **{
                    name: getattr(decision, name)
                    for name in (
                        *("key", "rule", "choice", "ground", "reason", "person", "role"),
                        "decided_at",
                    )
                },
            )


def settle_withholdings(package: Package) -> None:
    """The standing of each project after the decisions that hold, those of persons left alone."""
    decided = package.decided()
    withheld = {}
    for finding in package.gate:
        decision = decided.get(finding["key"])
        if decision is not None and decision.choice == Choice.WITHHOLD:
            withheld[finding["table"]] = decision
    for item in package.items.filter(person=None).exclude(table=None):
        decision = withheld.get(item.table)
        standing = Standing.WITHHELD if decision is not None else Standing.PUBLISHED
        if item.standing != standing:
            item.standing = standing.value
            item.ground = "涉及国家秘密" if decision is not None else ""
            item.save(update_fields=["standing", "ground"])
