"""What is done to packages (公开办理): open, examine, decide, confirm, publish, correct."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jixiao.model.disclosure import Disclosure
from jixiao.regulations.parameter import norms_for
from jixiao.web.accounts.models import Organisation
from jixiao.web.actor import Actor
from jixiao.web.cases import step
from jixiao.web.covering import masked
from jixiao.web.disclosures import queries
from jixiao.web.disclosures.differences import differences
from jixiao.web.disclosures.files import File
from jixiao.web.disclosures.gate import in_clear
from jixiao.web.disclosures.gathering import gather, settle_withholdings
from jixiao.web.disclosures.lifecycle import (
    CHOICE_NAMES,
    Choice,
    Ground,
    Purpose,
    Standing,
    State,
    choices_for,
)
from jixiao.web.disclosures.models import (
    Edition,
    EditionFile,
    GateDecision,
    Item,
    Package,
    PublishedIndicator,
    PublishedTarget,
)
from jixiao.web.disclosures.preparing import Prepared, files_for, prepared, texts_beside
from jixiao.web.disclosures.rows import IndicatorRow, TargetRow
from jixiao.web.disclosures.search import text_for
from jixiao.web.documents.actions import keep
from jixiao.web.documents.models import StoredFile
from jixiao.web.documents.secrecy import as_disclosure
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible
from jixiao.web.filings.drafting import hashed
from jixiao.web.filings.models import Project
from jixiao.web.roles import Role
from jixiao.web.trail.actions import record
from jixiao.writers.record_json import disclosure_json

OFFICER = frozenset({Role.DISCLOSURE_OFFICER})
LONGEST_REASON = 5000


def open_package(
    actor: Actor, unit: Organisation, year: int, approved_on: date | None = None
) -> Package:
    """Open what ``unit`` has to publish of ``year``; its clock runs from the approval.

    Without ``approved_on`` it is the first day on which one of its targets was approved.
    """
    _must_be_officer(actor, unit)
    approved_on = approved_on or queries.first_approved_on(unit, year)
    if approved_on is None:
        raise Incomplete(
            f"“{unit}”{year}年还没有已批复的绩效目标。请填写预算批复日期，或待批复后再办。",
            f"“{unit}” has no approved target of {year} yet; give the date of approval of the "
            "budget, or wait for one",
        )
    return _opened(actor, unit, year, Package(approved_on=approved_on))


def publish_document(
    actor: Actor,
    unit: Organisation,
    disclosure: Disclosure,
    stored: StoredFile,
    approved_on: date | None = None,
) -> Package:
    """Take up a publication that is out already, read from a document, through the same gate.

    It is under examination at once; deciding, confirming and publishing follow as for any other.
    """
    _must_be_officer(actor, unit)
    year = disclosure.fiscal_year
    if year is None or not disclosure.targets:
        raise Incomplete(
            "文件没有写明年度，或者其中没有绩效目标表，不能公开。请检查是否选错了文件。",
            "the document states no year or has no target table; look whether it is the right one",
        )
    if approved_on is None and disclosure.approved_on is not None:
        approved_on = date.fromisoformat(disclosure.approved_on)
    package = Package(
        approved_on=approved_on,
        purpose=Purpose.DOCUMENT.value,
        is_gathered=False,
        record=disclosure_json(disclosure),
        source=stored,
    )
    with transaction.atomic():
        opened = _opened(actor, unit, year, package)
        examine(actor, opened)
    return opened


def open_correction(
    actor: Actor,
    before: Package,
    reason: str,
    disclosure: Disclosure | None = None,
    stored: StoredFile | None = None,
) -> Package:
    """A correction of what was published: a package of its own, with its reason.

    What was gathered from filings is gathered anew; of a document the corrected one is given.
    """
    if not reason.strip():
        raise Incomplete(
            "更正须写明原因，原因随新版本一并公开。请填写后再提交。",
            "a correction needs a reason, which is published with it; write it",
        )
    package = _following(before, Purpose.CORRECTION)
    if not before.is_gathered and disclosure is not None and stored is not None:
        package.record, package.source = disclosure_json(disclosure), stored
    # Asked before it is kept: the trail and the public page may not hold what the gate covers.
    package.reason = masked(reason.strip()[:LONGEST_REASON], before.secrets)
    return _opened(actor, before.unit, before.fiscal_year, package, before)


def open_results(actor: Actor, before: Package) -> Package:
    """The same targets with what came of them: actual values, points, grades."""
    package = _following(before, Purpose.RESULTS)
    package.reason = "公开绩效结果"
    return _opened(actor, before.unit, before.fiscal_year, package, before)


def _following(before: Package, purpose: Purpose) -> Package:
    return Package(
        purpose=purpose.value,
        approved_on=before.approved_on,
        is_gathered=before.is_gathered,
        record={} if before.is_gathered else before.record,
        outcomes=before.outcomes,
        source=before.source,
    )


def _opened(
    actor: Actor,
    unit: Organisation,
    year: int,
    package: Package,
    before: Package | None = None,
) -> Package:
    _must_be_officer(actor, unit)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=unit.pk)
        last = queries.last_package(unit, year)
        live = queries.live_package(unit, year)
        if live is not None:
            raise NotPossible(
                f"“{live}”正在办理（{live.state_name()}）。请先办完或撤销。",
                f"“{live}” is under way ({live.state_name('en')}): finish or withdraw it first",
            )
        current = queries.published_package(unit, year)
        if before is None and current is not None:
            raise NotPossible(
                f"“{unit}”{year}年已经公开。需要改动时请打开已公开的案卷，选择“更正”。",
                f"“{unit}” has published {year} already; open what was published and correct it",
            )
        if before is not None and (current is None or current.pk != before.pk):
            raise NotPossible(
                "只能更正最近一次公开的内容。请打开最新的公开案卷。",
                "only the latest publication can be corrected; open the latest one",
            )
        package.unit, package.fiscal_year = unit, year
        package.number = last.number + 1 if last is not None else 1
        if package.approved_on is not None and before is None:
            days = norms_for(year, unit.place).disclosure_days
            package.due_on = package.approved_on + timedelta(days=days)
        package.save()
        record(
            actor,
            "disclosure.open",
            package,
            organisation=unit,
            role=Role.DISCLOSURE_OFFICER.value,
            after=package.summary()
            | {"approved_on": str(package.approved_on or ""), "due_on": str(package.due_on or "")},
            reason=package.reason,
        )
    return package


def examine(actor: Actor, package: Package) -> None:
    """Gather the package and run every rule on it."""
    with step(package, "examine", actor) as (fresh, _):
        gather(fresh)


def look(actor: Actor, package: Package, key: str) -> tuple[str, int | None, int | None]:
    """The text of a finding in clear, and the characters meant: one event, each time."""
    _must_be_officer(actor, package.unit)
    finding = _finding(package, key)
    seen = in_clear(
        as_disclosure(package.record),
        package.unit.place,
        settings.SECRET_KEY,
        texts_beside(package, package.items.all()),
        key,
    )
    if seen is None:
        raise NotPossible(
            "案卷内容已经变化，原文不再对应。请重新汇集并审查。",
            "the package has changed and the text is no longer there; gather it again",
        )
    with transaction.atomic():
        record(
            actor,
            "disclosure.look",
            package,
            organisation=package.unit,
            role=Role.DISCLOSURE_OFFICER.value,
            after={"rule": finding["rule"], "table": finding["table"], "cell": finding["cell"]},
        )
    return seen


def decide(
    actor: Actor, package: Package, key: str, choice: str, ground: str, reason: str
) -> GateDecision:
    """The officer's decision on one finding, with its ground and reason."""
    with transaction.atomic():
        fresh = _under_examination(actor, package)
        finding = _finding(fresh, key)
        allowed = choices_for(finding["rule"], in_table=finding["table"] is not None)
        if choice not in allowed:
            raise Incomplete(
                "请选择如何处理这个问题。",
                "choose what to do about this finding",
            )
        chosen = Choice(choice)
        if ground not in allowed[chosen]:
            raise _wrong_ground(chosen)
        _must_say_why(reason)
        assert actor.person is not None
        decision = GateDecision.objects.create(
            package=fresh,
            key=key,
            rule=finding["rule"],
            choice=chosen.value,
            ground=Ground(ground).value,
            reason=masked(reason.strip()[:LONGEST_REASON], fresh.secrets),
            person=actor.person,
            role=Role.DISCLOSURE_OFFICER.value,
        )
        settle_withholdings(fresh)
        record(
            actor,
            "disclosure.decide",
            fresh,
            organisation=fresh.unit,
            role=Role.DISCLOSURE_OFFICER.value,
            after={
                "rule": finding["rule"],
                "table": finding["table"],
                "cell": finding["cell"],
                "choice": decision.choice,
                "ground": decision.ground,
            },
            reason=decision.reason,
        )
    return decision


def _wrong_ground(choice: Choice) -> Incomplete:
    if choice is Choice.WITHHOLD:
        return Incomplete(
            "整个项目不公开只能以涉及国家秘密为由（预算法第十四条）。其他情形请遮盖有关内容。",
            "a project may be withheld as state secret only (Budget Law, article 14); else redact",
        )
    zh, en = CHOICE_NAMES[choice]
    return Incomplete(
        f"请选择“{zh}”的依据。",
        f"choose the ground on which to {en}",
    )


def withhold(
    actor: Actor, package: Package, item: Item, reason: str, *, is_named: bool = True
) -> None:
    """Keep a whole project from the public as a state secret, with or without its name."""
    with transaction.atomic():
        fresh = _under_examination(actor, package)
        _must_say_why(reason)
        own = _item(fresh, item)
        if own.table is None:
            raise NotPossible(
                "这个项目没有绩效目标表，无须标明不公开。",
                "this project has no table to withhold",
            )
        _set_standing(actor, fresh, own, Standing.WITHHELD, "涉及国家秘密", is_named, reason)


def publish_after_all(actor: Actor, package: Package, item: Item, reason: str) -> None:
    """Take back that a project was withheld, or said to be carried over, by hand."""
    with transaction.atomic():
        fresh = _under_examination(actor, package)
        _must_say_why(reason)
        own = _item(fresh, item)
        if own.person_id is None:
            raise NotPossible(
                "这个项目不是手工标明的。请改变对有关问题的决定。",
                "this was not set by hand: change the decision on its finding",
            )
        _set_standing(actor, fresh, own, Standing.PUBLISHED, "", True, reason)
        if own.table is None:
            own.delete()
        else:
            settle_withholdings(fresh)


def carry_over(
    actor: Actor, package: Package, name: str, amount: Decimal | None, reason: str
) -> Item:
    """Name a project whose money was carried over from the year before (上年结转项目)."""
    with transaction.atomic():
        fresh = _under_examination(actor, package)
        _must_say_why(reason)
        if not name.strip():
            raise Incomplete("请填写结转项目的名称。", "give the project's name")
        item = Item(
            package=fresh,
            number=fresh.items.count() + 1,
            name=masked(name.strip()[:300], fresh.secrets),
            typed=name.strip()[:300],
            amount=amount,
        )
        _set_standing(actor, fresh, item, Standing.CARRIED_OVER, "上年结转项目", True, reason)
        # Its name goes out too, so the gate looks at it.
        gather(fresh)
        fresh.save()
    package.__dict__.update(fresh.__dict__)
    return item


def _set_standing(
    actor: Actor,
    package: Package,
    item: Item,
    standing: Standing,
    ground: str,
    is_named: bool,
    reason: str,
) -> None:
    before = item.standing
    item.standing, item.ground, item.is_named = standing.value, ground, is_named
    item.person = actor.person if standing is not Standing.PUBLISHED else None
    item.save()
    record(
        actor,
        "disclosure.set_standing",
        package,
        organisation=package.unit,
        role=Role.DISCLOSURE_OFFICER.value,
        before={"item": item.number, "standing": before},
        after={"item": item.number, "standing": item.standing, "named": is_named},
        reason=masked(reason.strip()[:LONGEST_REASON], package.secrets),
    )


def finish(actor: Actor, package: Package) -> None:
    """Every finding is decided: over to the second person."""
    with step(package, "finish", actor) as (fresh, _):
        _must_be_decided(fresh)


def confirm(actor: Actor, package: Package) -> None:
    """The second person agrees; who decided on anything may not."""
    with step(package, "confirm", actor) as (fresh, _):
        _must_be_decided(fresh)
        if actor.person is not None and fresh.was_decided_by(actor.person):
            raise NotAllowed(
                "您对本案卷作过审查决定，不能复核。请由另一人复核。",
                "you decided on a finding of this package: another person must confirm it",
            )


def return_(actor: Actor, package: Package, reason: str) -> None:
    """Back to the examination."""
    reason = masked(reason[:LONGEST_REASON], package.secrets)
    with step(package, "return", actor, reason=reason):
        pass


def withdraw(actor: Actor, package: Package, reason: str) -> None:
    """Give the package up before it is published."""
    reason = masked(reason[:LONGEST_REASON], package.secrets)
    with step(package, "withdraw", actor, reason=reason):
        pass


def publish(actor: Actor, package: Package) -> Edition:
    """Make the edition: its files, and the rows the portal searches, all in one transaction."""
    with transaction.atomic():
        with step(package, "publish", actor) as (fresh, _):
            _must_be_decided(fresh)
            today = timezone.localdate()
            ready = prepared(fresh, queries.amounts_before(fresh), today.isoformat())
            edition = _edition(actor, fresh, ready)
            name = f"performance-targets-{fresh.unit_id}-{fresh.fiscal_year}"
            files = files_for(ready, edition.number, edition.reason, today.isoformat(), name)
            _add_targets(edition, fresh, ready)
            fresh.edition = edition
        # After the event, under its lock, so that nothing of it is swept before it is named.
        _keep(edition, files)
    return edition


def _edition(actor: Actor, package: Package, ready: Prepared) -> Edition:
    earlier = queries.current_edition(package.unit, package.fiscal_year)
    title = ready.disclosure.title or f"{package.unit.name}{package.fiscal_year}年度绩效目标"
    before = queries.contents_of(earlier) if earlier is not None else None
    changes = differences(before, _contents(ready)) if before is not None else []
    Edition.objects.filter(
        organisation=package.unit, fiscal_year=package.fiscal_year, is_current=True
    ).update(is_current=False)
    PublishedTarget.objects.filter(
        edition__organisation=package.unit, fiscal_year=package.fiscal_year, is_current=True
    ).update(is_current=False)
    return Edition.objects.create(
        organisation=package.unit,
        fiscal_year=package.fiscal_year,
        number=earlier.number + 1 if earlier is not None else 1,
        title=title[:300],
        record=ready.record,
        sha256=hashed(ready.record),
        reason=masked(package.reason, ready.secrets),
        changes=changes,
        withheld=ready.withheld,
        carried_over=ready.carried_over,
        published_by=actor.person,
    )


def _contents(ready: Prepared) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    return {row.target.title: (dict(row.content), dict(row.outcome)) for row in ready.rows}


def _add_targets(edition: Edition, package: Package, ready: Prepared) -> None:
    made, indicators = [], []
    for row, item in zip(ready.rows, ready.items, strict=True):
        project = item.project or _project(package, row)
        target = PublishedTarget(
            edition=edition,
            project=project,
            fiscal_year=package.fiscal_year,
            number=row.number,
            name=row.target.title[:300],
            unit_name=row.unit_name[:200],
            department_name=row.department_name[:200],
            responsible_person=(row.target.responsible_person or "")[:100],
            amount=row.amount,
            amount_before=row.amount_before,
            objective=row.target.annual_objective or "",
            indicator_count=len(row.target.indicators),
            measurable_count=row.measurable_count,
            content=row.content,
            source=_covered_source(item, ready),
            outcome=row.outcome,
            points=row.points,
            grade=row.grade[:10],
            search_text=_search_text(row),
        )
        made.append(target)
        indicators += [_indicator(target, one) for one in row.indicators]
    PublishedTarget.objects.bulk_create(made)
    PublishedIndicator.objects.bulk_create(indicators)


def _covered_source(item: Item, ready: Prepared) -> dict[str, Any]:
    from jixiao.web.documents.secrecy import covered

    source: dict[str, Any] = covered(item.source, ready.secrets)
    return source


def _project(package: Package, row: TargetRow) -> Project:
    """The project of a table that was read from a document: of the unit it names, else the body."""
    unit = queries.unit_named(package.unit, row.unit_name) or package.unit
    project, _ = Project.objects.get_or_create(unit=unit, name=row.target.title[:300])
    return project


def _search_text(row: TargetRow) -> str:
    t = row.target
    words = (t.title, row.unit_name, row.department_name, t.responsible_person, t.annual_objective)
    rows = (f"{i.indicator.name} {i.indicator.value.text}" for i in row.indicators)
    return text_for("\n".join([*(word for word in words if word), *rows]))


def _indicator(target: PublishedTarget, row: IndicatorRow) -> PublishedIndicator:
    indicator, value = row.indicator, row.indicator.value
    return PublishedIndicator(
        target=target,
        position=row.position,
        level1=indicator.level1[:100],
        level2=indicator.level2[:100],
        category=indicator.category.value if indicator.category else "",
        kind=indicator.kind.value if indicator.kind else "",
        name=indicator.name[:500],
        value=value.text[:500],
        nature=value.nature.value,
        comparator=value.comparator.value if value.comparator else "",
        number=row.number,
        unit=(value.unit or "")[:50],
        weight=_fitting(indicator.weight),
        actual=row.actual[:500],
        points=_fitting(row.points),
        search_text=text_for(f"{indicator.name} {value.text}"),
    )


def _fitting(number: Decimal | None) -> Decimal | None:
    """The number, where nine digits hold it."""
    return number if number is not None and abs(number) < 100_000 else None


def _keep(edition: Edition, files: Iterable[File]) -> None:
    for file in files:
        digest, size = keep([file.data], file.name)
        EditionFile.objects.create(
            edition=edition,
            name=file.name,
            media_type=file.media_type,
            sha256=digest,
            size=size,
        )


def _must_be_officer(actor: Actor, unit: Organisation) -> None:
    if actor.person is None or not OFFICER & actor.person.roles_for(unit):
        raise NotAllowed(
            f"公开须由“{unit}”的公开审查人员办理。您没有这个岗位。",
            f"this is for the disclosure officer of “{unit}”",
        )


def _under_examination(actor: Actor, package: Package) -> Package:
    """The package locked and fresh, where the actor may decide on it now."""
    fresh = Package.objects.select_for_update().get(pk=package.pk)
    _must_be_officer(actor, fresh.unit)
    if fresh.state != State.UNDER_EXAMINATION:
        raise NotPossible(
            f"“{fresh}”现在是“{fresh.state_name()}”，不能再作决定。请刷新页面查看最新状态。",
            f"“{fresh}” is now “{fresh.state_name('en')}”: nothing can be decided; reload the page",
        )
    return fresh


def _must_be_decided(package: Package) -> None:
    missing = len(package.gate) - len(package.decided())
    if missing:
        raise Incomplete(
            f"还有{missing}个问题没有决定。请逐条决定后再提交。",
            f"{missing} findings are not decided yet; decide on each of them first",
        )


def _finding(package: Package, key: str) -> dict[str, Any]:
    finding = next((one for one in package.gate if one["key"] == key), None)
    if finding is None:
        raise NotPossible(
            "没有这个问题，案卷内容可能已经变化。请刷新页面。",
            "there is no such finding, the package may have changed; reload the page",
        )
    return dict(finding)


def _item(package: Package, item: Item) -> Item:
    return package.items.get(pk=item.pk)


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise Incomplete("请写明理由。", "give the reason")
