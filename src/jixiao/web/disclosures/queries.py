"""What is asked of packages and editions (公开查询)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, BinaryIO, NamedTuple

from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from jixiao.model.exceptions import UnreadableFile
from jixiao.regulations.parameter import norms_for
from jixiao.web.accounts.models import Organisation, OrganisationKind, Person
from jixiao.web.disclosures.lifecycle import LIVE, Choice, Standing, State, choices_for
from jixiao.web.disclosures.models import (
    Edition,
    EditionFile,
    GateDecision,
    Item,
    Package,
    PublishedTarget,
)
from jixiao.web.documents.keeping import open_kept
from jixiao.web.filings.models import Filing, Project, Version, VersionKind
from jixiao.web.journey import Station
from jixiao.web.roles import Reach, Role
from jixiao.web.worklist import SOON, Waiting

HOLDING = (VersionKind.APPROVED.value, VersionKind.ADJUSTED.value)
BODIES = (OrganisationKind.DEPARTMENT.value, OrganisationKind.UNIT.value)


# What a package is made of.


def approved_versions(filings: Iterable[int]) -> dict[int, Version]:
    """The version of each filing that holds (the last approved or adjusted), by its key."""
    found: dict[int, Version] = {}
    rows = Version.objects.filter(filing__in=filings, kind__in=HOLDING).order_by("number")
    for version in rows:
        found[version.filing_id] = version
    return found


def filings_to_publish(package: Package) -> list[Filing]:
    """The filings of the body, and of those under it that do not publish themselves.

    Only what has come as far as the department: a unit's draft is nobody else's to know of.
    """
    body = package.unit
    own = Package.objects.filter(
        fiscal_year=package.fiscal_year, unit__path__startswith=body.path
    ).exclude(Q(unit=body) | Q(state=State.WITHDRAWN))
    themselves = Q(pk__in=[])
    for path in own.values_list("unit__path", flat=True):
        themselves |= Q(unit__path__startswith=path)
    return list(
        Filing.objects.filter(
            unit__path__startswith=body.path,
            fiscal_year=package.fiscal_year,
            reached__gte=Reach.DEPARTMENT,
        )
        .exclude(themselves)
        .exclude(state="refused")
        .select_related("project", "unit", "source")
        .order_by("unit__path", "pk")
    )


def first_approved_on(unit: Organisation, year: int) -> date | None:
    """The first day on which a target of the body for the year was approved."""
    moment = Version.objects.filter(
        filing__unit__path__startswith=unit.path,
        filing__fiscal_year=year,
        kind=VersionKind.APPROVED.value,
    ).aggregate(first=Min("made_at"))["first"]
    return timezone.localdate(moment) if moment is not None else None


def projects_named(unit: Organisation, names: Iterable[str]) -> dict[str, Project]:
    """The projects of the body with these names, by name."""
    rows = Project.objects.filter(unit__path__startswith=unit.path, name__in=list(names))
    return {project.name: project for project in rows.order_by("-pk")}


def filings_of(projects: Iterable[Project], year: int) -> dict[int, Filing]:
    """The filings of the projects for the year, by the key of the project."""
    rows = Filing.objects.filter(project__in=list(projects), fiscal_year=year)
    return {filing.project_id: filing for filing in rows}


def unit_named(body: Organisation, name: str) -> Organisation | None:
    """The organisation at or under the body that has this name."""
    return Organisation.objects.filter(path__startswith=body.path, name=name).first()


def amounts_before(package: Package) -> dict[int, Decimal]:
    """What was published of the same projects for the year before, by the key of the item."""
    rows = PublishedTarget.objects.filter(
        is_current=True,
        fiscal_year=package.fiscal_year - 1,
        edition__organisation__path__startswith=package.unit.path,
        amount__isnull=False,
    ).values_list("project_id", "name", "amount")
    by_project = {project: amount for project, _, amount in rows}
    by_name = {name: amount for _, name, amount in rows}
    found = {}
    for item in package.items.all():
        amount = by_project.get(item.project_id or 0, by_name.get(item.name))
        if amount is not None:
            found[item.pk] = amount
    return found


# Packages and editions of a body.


def last_package(unit: Organisation, year: int) -> Package | None:
    """The package of the year with the highest number."""
    return Package.objects.filter(unit=unit, fiscal_year=year).order_by("-number").first()


def live_package(unit: Organisation, year: int) -> Package | None:
    """The one that is under way."""
    return Package.objects.filter(unit=unit, fiscal_year=year, state__in=LIVE).first()


def published_package(unit: Organisation, year: int) -> Package | None:
    """The one last published."""
    return (
        Package.objects.filter(unit=unit, fiscal_year=year, state=State.PUBLISHED)
        .order_by("-number")
        .first()
    )


def package_before(package: Package) -> Package | None:
    """The one published before this one."""
    return (
        Package.objects.filter(
            unit=package.unit,
            fiscal_year=package.fiscal_year,
            state=State.PUBLISHED,
            number__lt=package.number,
        )
        .order_by("-number")
        .first()
    )


def current_edition(unit: Organisation, year: int) -> Edition | None:
    """The edition that holds."""
    return Edition.objects.filter(organisation=unit, fiscal_year=year, is_current=True).first()


def contents_of(edition: Edition) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Each published project's content and outcome, by its name."""
    rows = edition.targets.order_by("number").values_list("name", "content", "outcome")
    return {name: (content, outcome) for name, content, outcome in rows}


# What a person sees.


def packages(person: Person, *, state: str = "", year: int | None = None) -> QuerySet[Package]:
    """The packages the person may see; those under way with the nearest deadline first."""
    rows = Package.visible_to(person).select_related("unit")
    if state:
        rows = rows.filter(state=state)
    if year is not None:
        rows = rows.filter(fiscal_year=year)
    return rows.defer("record", "outcomes", "gate", "told", "secrets").order_by(
        F("due_on").asc(nulls_last=True), "-pk"
    )


class Clock(NamedTuple):
    """The days until publication is due; past due where negative. None where it does not run."""

    due_on: date | None
    days: int | None

    @property
    def is_overdue(self) -> bool:
        """The term has passed and nothing is published."""
        return self.days is not None and self.days < 0

    @property
    def is_near(self) -> bool:
        """Few days are left."""
        return self.days is not None and 0 <= self.days <= SOON

    @property
    def over(self) -> int:
        """How many days past the term."""
        return -self.days if self.days is not None else 0


def clock_of(package: Package) -> Clock:
    """The clock of a package: it stands still once it is published or withdrawn."""
    if package.due_on is None or package.has_ended:
        return Clock(package.due_on, None)
    return Clock(package.due_on, (package.due_on - timezone.localdate()).days)


def package_for(person: Person, pk: int) -> Package | None:
    """The package, where the person may see it."""
    return (
        Package.visible_to(person).select_related("unit", "source", "edition").filter(pk=pk).first()
    )


class GateLine(NamedTuple):
    """A finding of the gate with the decision that holds, and what may be decided."""

    number: int
    finding: dict[str, Any]
    decision: GateDecision | None
    choices: tuple[Choice, ...]


def gate_lines(package: Package) -> list[GateLine]:
    """The findings of the gate in the order of the package."""
    decided = package.decided()
    return [
        GateLine(
            number,
            finding,
            decided.get(finding["key"]),
            tuple(choices_for(finding["rule"], in_table=finding["table"] is not None)),
        )
        for number, finding in enumerate(package.gate, 1)
    ]


def is_officer(person: Person, package: Package) -> bool:
    """The person decides on what is published of this body."""
    return Role.DISCLOSURE_OFFICER in package.roles_of(person)


class Tally(NamedTuple):
    """The projects of a package counted: “共11个项目，公开10个”."""

    total: int
    published: int
    withheld: int
    carried_over: int
    missing: int


def tally(items: Iterable[Item]) -> Tally:
    """The count; what is not approved yet stands beside it."""
    standings = [item.standing for item in items]
    count = {standing: standings.count(standing.value) for standing in Standing}
    missing = count[Standing.MISSING]
    return Tally(
        len(standings) - missing,
        count[Standing.PUBLISHED],
        count[Standing.WITHHELD],
        count[Standing.CARRIED_OVER],
        missing,
    )


def history(package: Package) -> list[Edition]:
    """The editions of the body for the year, latest first."""
    return list(
        Edition.objects.filter(organisation=package.unit, fiscal_year=package.fiscal_year)
        .select_related("published_by", "package")
        .defer("record")
        .order_by("-number")
    )


def edition_for(person: Person, pk: int) -> Edition | None:
    """The edition, where the person may see the package it came from."""
    return (
        Edition.objects.filter(pk=pk, package__in=Package.visible_to(person))
        .select_related("organisation", "published_by", "package")
        .defer("record")
        .first()
    )


def edition_file(edition: Edition, name: str) -> EditionFile | None:
    """The file of the edition with this name."""
    return edition.files.filter(name=name).first()


def open_edition_file(file: EditionFile) -> BinaryIO:
    """The bytes of a published file. Raises ``UnreadableFile`` where the disk has lost them."""
    try:
        return open_kept(file.sha256)
    except FileNotFoundError as error:
        raise UnreadableFile(
            f"“{file.name}”的内容在服务器上找不到了。请告知系统管理员，从备份恢复。",
            f"the bytes of “{file.name}” are missing on the server; tell the system administrator",
        ) from error


class Unopened(NamedTuple):
    """A body with approved targets of a year and nothing opened to publish them."""

    unit: Organisation
    year: int
    number: int
    approved_on: date
    due_on: date


def bodies(person: Person) -> list[Organisation]:
    """The bodies the person publishes for."""
    paths = Q(pk__in=[])
    for post in person.held_posts:
        if post.role == Role.DISCLOSURE_OFFICER:
            paths |= Q(path__startswith=post.organisation.path)
    return list(Organisation.objects.filter(paths, kind__in=BODIES, closed_on=None))


def own_bodies(person: Person) -> list[Organisation]:
    """The bodies the person holds the post at; all they publish for where it is held above."""
    own = {
        post.organisation.pk: post.organisation
        for post in person.held_posts
        if post.role == Role.DISCLOSURE_OFFICER and post.organisation.kind in BODIES
    }
    return list(own.values()) or (bodies(person) if Role.DISCLOSURE_OFFICER in person.roles else [])


def unopened(person: Person) -> list[Unopened]:
    """What the person has to open: bodies of their posts with approved targets and no package.

    Of a department and the units under it the department is the one to publish.
    """
    own = [
        post.organisation
        for post in person.held_posts
        if post.role == Role.DISCLOSURE_OFFICER and post.organisation.kind in BODIES
    ]
    if not own:
        return []
    under = Q(pk__in=[])
    for body in own:
        under |= Q(filing__unit__path__startswith=body.path)
    rows = list(
        Version.objects.filter(under, kind=VersionKind.APPROVED.value)
        .order_by()
        .values("filing__unit__path", "filing__fiscal_year")
        .annotate(number=Count("filing", distinct=True), first=Min("made_at"))
    )
    if not rows:
        return []
    opened = set(
        Package.objects.filter(unit__in=own)
        .exclude(state=State.WITHDRAWN)
        .values_list("unit_id", "fiscal_year")
    )
    found = []
    for body in own:
        years: dict[int, tuple[int, date]] = {}
        for row in rows:
            if row["filing__unit__path"].startswith(body.path):
                year = row["filing__fiscal_year"]
                day = timezone.localdate(row["first"])
                number, first = years.get(year, (0, day))
                years[year] = number + row["number"], min(first, day)
        for year, (number, first) in years.items():
            if (body.pk, year) not in opened:
                days = norms_for(year, body.place).disclosure_days
                found.append(Unopened(body, year, number, first, first + timedelta(days=days)))
    return sorted(found, key=lambda one: one.due_on)


def waiting(person: Person) -> list[Waiting]:
    """What the person has to open, examine, confirm and publish."""
    if not person.roles & {Role.DISCLOSURE_OFFICER, Role.DEPARTMENT_REVIEWER}:
        return []
    today = timezone.localdate()
    lines = []
    if late := unopened(person):
        overdue = sum(one.due_on < today for one in late)
        lines.append(
            Waiting(
                "已批复、待启动公开的单位",
                "bodies with approved targets and no package",
                reverse("disclosures"),
                len(late),
                late[0].due_on,
                overdue,
            )
        )
    officer, second = Q(pk__in=[]), Q(pk__in=[])
    for post in person.held_posts:
        under = Q(unit__path__startswith=post.organisation.path)
        if post.role == Role.DISCLOSURE_OFFICER:
            officer |= under
        if post.role in (Role.DISCLOSURE_OFFICER, Role.DEPARTMENT_REVIEWER):
            second |= under
    mine = Package.objects.filter(decisions__person=person).values("pk")
    wanted = (
        (officer & Q(state=State.OPENED), State.OPENED, "待审查的公开案卷", "packages to examine"),
        (
            officer & Q(state=State.UNDER_EXAMINATION),
            *(State.UNDER_EXAMINATION, "审查中的公开案卷", "packages under examination"),
        ),
        (
            second & Q(state=State.DECIDED) & ~Q(pk__in=mine),
            *(State.DECIDED, "待复核的公开案卷", "packages to confirm"),
        ),
        (
            officer & Q(state=State.CONFIRMED),
            State.CONFIRMED,
            "待公开的案卷",
            "packages to publish",
        ),
    )
    every = Q(pk__in=[])
    for condition, *_ in wanted:
        every |= condition
    counted = {
        state: (number, due, overdue)
        for state, number, due, overdue in Package.objects.filter(every)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"), due=Min("due_on"), late=Count("pk", filter=Q(due_on__lt=today)))
    }
    lines += [
        Waiting(zh, en, f"{reverse('disclosures')}?state={state.value}", *counted[state.value])
        for _, state, zh, en in wanted
        if state.value in counted
    ]
    return lines


def stations(person: Person, filing: Filing) -> list[Station]:
    """The packages with the filing that the person may see, and its public page."""
    packages = Package.visible_to(person).filter(items__filing=filing).select_related("unit")
    found = [
        Station(
            *(f"公开（{one.purpose_name}）", "Disclosure", reverse("disclosure", args=[one.pk])),
            *(one.state_name(), one.state_name("en")),
        )
        for one in packages.defer("record", "outcomes", "gate", "told", "secrets").order_by("pk")
    ]
    is_public = PublishedTarget.objects.filter(
        project=filing.project_id,
        fiscal_year=filing.fiscal_year,
        is_current=True,
        edition__is_current=True,
    ).exists()
    if is_public:
        url = reverse("portal_project_year", args=[filing.project_id, filing.fiscal_year])
        found.append(Station("公开页面", "Public page", url, is_public=True))
    return found
