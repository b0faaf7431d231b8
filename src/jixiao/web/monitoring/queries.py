"""What monitoring is asked (监控查询); who sees what is decided here and by ``visible_to``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db.models import Avg, Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from jixiao.model.monitoring import Light
from jixiao.regulations.parameter import Norms, norms_for
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.cases import Case, under_posts
from jixiao.web.exceptions import Incomplete
from jixiao.web.filings.drafting import requested_of, target_of
from jixiao.web.filings.models import Filing, Version, VersionKind
from jixiao.web.journey import Station
from jixiao.web.monitoring.lifecycle import REPORT, WRITABLE, State
from jixiao.web.monitoring.models import Proof, Reading, Report, Round, Source
from jixiao.web.monitoring.sheets import Budget, Sheet, computed
from jixiao.web.roles import FINANCE, UNIT, Role
from jixiao.web.trail.models import Event
from jixiao.web.worklist import Waiting

APPROVED = (VersionKind.APPROVED.value, VersionKind.ADJUSTED.value)
TEN_THOUSAND = Decimal(10_000)
LIGHTS = tuple(Light)
_BACK = ("return", "revise")  # steps that give a case back to be written again
# Whose turn it is in a state: the line of the work list, by role.
_TURNS = (
    (
        Role.UNIT_CLERK,
        (State.OPENED, State.RETURNED),
        "待填报的监控表",
        "monitoring reports to fill in",
    ),
    (Role.DEPARTMENT_REVIEWER, (State.FILLED,), "待审核的监控表", "monitoring reports to check"),
    (Role.PERFORMANCE_OFFICER, (State.CHECKED,), "待办结的监控表", "monitoring reports to close"),
)


def approved_versions(year: int, organisation: Organisation) -> list[Version]:
    """The version that holds of every approved filing of the year under the organisation."""
    found: dict[int, Version] = {}
    rows = (
        Version.objects.filter(
            kind__in=APPROVED,
            filing__state="approved",
            filing__fiscal_year=year,
            filing__unit__path__startswith=organisation.path,
        )
        .select_related("filing__project", "filing__unit")
        .order_by("filing__unit__path", "filing", "number")
    )
    for version in rows:
        found[version.filing_id] = version
    return list(found.values())


def budget_of(filing: Filing, first: Version | None = None) -> Budget:
    """What a filing may spend, in 万元: as first approved, and as it stands now."""
    now = None if filing.allotted is None else filing.allotted / TEN_THOUSAND
    stated = first.certificate.get("allotted") if first is not None else None
    initial = Decimal(stated) / TEN_THOUSAND if isinstance(stated, str) and stated else now
    if now is None and first is not None and (asked := requested_of(first.content)) is not None:
        now = initial = asked / TEN_THOUSAND
    return Budget(_short(initial), _short(now))


def _short(number: Decimal | None) -> Decimal | None:
    """Cents of 元 are kept; noughts beyond are not."""
    if number is None:
        return None
    short = number.quantize(Decimal("0.01"))
    return short if short == number else number.normalize()


def norms_of(unit: Organisation, year: int) -> Norms:
    """The norms of a unit's place and year."""
    return _norms(year, unit.place)


@lru_cache(maxsize=64)
def _norms(year: int, place: str) -> Norms:
    return norms_for(year, place)


def is_shown_to(person: Person, report: Report) -> bool:
    """The person may read what the unit wrote: it is of the unit, or it was handed in."""
    return report.state not in WRITABLE or bool(UNIT & report.roles_of(person))


def sheet_of(report: Report, *, for_others: bool = False) -> Sheet:
    """The report computed; ``for_others``: without what the unit is still writing."""
    year = report.filing.fiscal_year
    return computed(
        target_of(report.version.content, year),
        {} if for_others else report.content,
        report.measured,
        budget_of(report.filing),
        report.round.month,
        norms_of(report.unit, year),
    )


def seen(person: Person, pk: int) -> Report | None:
    """The report, where the person may see it, with all its page needs."""
    return (
        Report.visible_to(person)
        .select_related("round", "filing__project", "unit__parent", "version")
        .filter(pk=pk)
        .first()
    )


def proofs_by_row(report: Report) -> dict[str, list[Proof]]:
    """The proofs in use, by row."""
    found: dict[str, list[Proof]] = {}
    for proof in report.proofs.filter(dropped_at=None).select_related("file"):
        found.setdefault(proof.row, []).append(proof)
    return found


def proved_rows(report: Report) -> frozenset[str]:
    """The rows that have a proof."""
    return frozenset(report.proofs.filter(dropped_at=None).values_list("row", flat=True))


def proof_of(report: Report, pk: int) -> Proof | None:
    """A proof in use of the report."""
    return report.proofs.filter(pk=pk, dropped_at=None).select_related("file").first()


def listed(person: Person, wanted: Mapping[str, str]) -> QuerySet[Report]:
    """The reports the person may see and asked for: ``year``, ``month``, ``state``, ``light``,
    ``spending``, ``text``, ``late``. What is not understood is left out.
    """
    found = Report.visible_to(person).select_related("round", "filing__project", "unit")
    for name, field in (("year", "round__year"), ("month", "round__month")):
        value = wanted.get(name, "")
        if value.isdecimal() and len(value) < 5:
            found = found.filter(**{field: int(value)})
    if wanted.get("state") in {str(state) for state in State}:
        found = found.filter(state=wanted["state"])
    for name, field in (("light", "light"), ("spending", "spending_light")):
        if wanted.get(name) in {str(light) for light in Light}:
            found = found.filter(**{field: wanted[name]})
    if wanted.get("light") == "none":
        found = found.filter(light="")
    if text := wanted.get("text", "").strip()[:100]:
        found = found.filter(
            Q(filing__project__name__icontains=text) | Q(unit__name__icontains=text)
        )
    if wanted.get("late"):
        found = found.filter(due_on__lt=timezone.localdate(), state__in=WRITABLE)
    return found.defer("content", "measured", "version__content").order_by(
        "-round__year", "-round__month", "unit__path", "pk"
    )


def light_counts(found: QuerySet[Report]) -> dict[str, int]:
    """How many reports have each worst light; ``none`` for those without."""
    rows = found.order_by().values("light").annotate(number=Count("pk"))
    return {row["light"] or "none": row["number"] for row in rows}


def rounds_of(person: Person) -> list[Round]:
    """The rounds of which the person sees a report, latest first."""
    seen_rounds = Report.visible_to(person).order_by().values("round").distinct()
    return list(Round.objects.filter(pk__in=seen_rounds).order_by("-year", "-month")[:60])


class Line(NamedTuple):
    """A department in the overview of a round (监控汇总)."""

    department: str
    unit_count: int
    number: int
    handed_in: int
    red: int
    yellow: int
    late: int
    suspended: int
    rate: Decimal | None


def overview(person: Person, round_: Round) -> list[Line]:
    """A round by department: how many, how far, which lights. One query."""
    waits = Q(state__in=[str(state) for state in WRITABLE])
    rows = (
        Report.visible_to(person)
        .filter(round=round_)
        .order_by()
        .values("unit__parent__name")
        .annotate(
            number=Count("pk"),
            units=Count("unit", distinct=True),
            waiting=Count("pk", filter=waits),
            red=Count("pk", filter=Q(light="red")),
            yellow=Count("pk", filter=Q(light="yellow")),
            late=Count("pk", filter=waits & Q(due_on__lt=timezone.localdate())),
            suspended=Count("pk", filter=Q(state__in=("suspended", "stopped"))),
            mean=Avg("rate"),
        )
        .order_by("unit__parent__name")
    )
    return [
        Line(
            row["unit__parent__name"] or "—",
            row["units"],
            row["number"],
            row["number"] - row["waiting"],
            row["red"],
            row["yellow"],
            row["late"],
            row["suspended"],
            None if row["mean"] is None else Decimal(row["mean"]).quantize(Decimal("0.1")),
        )
        for row in rows
    ]


def totals_of(lines: list[Line]) -> dict[str, int]:
    """The sums of an overview."""
    names = ("unit_count", "number", "handed_in", "red", "yellow", "late", "suspended")
    return {name: sum(getattr(line, name) for line in lines) for name in names}


def events_of(case: Case, person: Person) -> list[Event]:
    """The last events of a case, latest first.

    Why the unit's head returned it to the clerk stays within the unit.
    """
    found = Event.objects.filter(thing_kind=case._meta.label, thing_id=case.pk)
    events = list(found.order_by("-number")[:30])
    if not case.roles_of(person) & UNIT:
        for event in events:
            if _is_inside(event):
                event.reason = ""
    return events


def given_back(case: Case, person: Person) -> Event | None:
    """The step by which the case came back to those who write it now; None where none did.

    What the unit's head returned to the clerk is told to the unit alone.
    """
    if case.state not in {str(row.to) for row in case.cycle.steps if row.action in _BACK}:
        return None
    kind = case.cycle.kind
    steps = Event.objects.filter(
        thing_kind=case._meta.label,
        thing_id=case.pk,
        action__in=[f"{kind}.{action}" for action in case.cycle.actions],
    )
    last = steps.order_by("-number").first()
    if last is None or last.action.partition(".")[2] not in _BACK:
        return None
    return None if _is_inside(last) and not case.roles_of(person) & UNIT else last


def _is_inside(event: Event) -> bool:
    """The unit's head returned it to the clerk: why, stays within the unit."""
    return event.role == Role.UNIT_HEAD and event.action.endswith(".return")


def finance_of(person: Person) -> list[Organisation]:
    """Where the person opens rounds: the finance departments of which it is performance officer."""
    return [
        post.organisation
        for post in person.held_posts
        if post.role == Role.PERFORMANCE_OFFICER and post.organisation.kind == "finance"
    ]


def is_finance(person: Person) -> bool:
    """The person works for finance."""
    return bool(person.roles & FINANCE)


def readings_for(
    year: int, month: int, organisation: Organisation
) -> dict[tuple[int, str], dict[str, Any]]:
    """What is measured of a year up to a month: by unit and title of the project."""
    rows = Reading.objects.filter(
        month=month,
        source__year=year,
        source__closed_at=None,
        source__unit__path__startswith=organisation.path,
    ).select_related("source")
    return {
        (reading.source.unit_id, title): values
        for reading in rows
        for title, values in reading.values.items()
    }


def reading_for(filing: Filing, month: int) -> dict[str, Any]:
    """What is measured of one filing up to a month; empty where nothing is."""
    from jixiao.web.monitoring.readings import title_key

    reading = Reading.objects.filter(
        month=month,
        source__year=filing.fiscal_year,
        source__closed_at=None,
        source__unit=filing.unit_id,
    ).first()
    values: dict[str, Any] = reading.values if reading is not None else {}
    return dict(values.get(title_key(filing.project.name), {}))


def source_of(filing: Filing) -> Source | None:
    """The evidence connected to the filing's unit and year."""
    return Source.objects.filter(
        unit=filing.unit_id, year=filing.fiscal_year, closed_at=None
    ).first()


def has_source(report: Report) -> bool:
    """Evidence is connected, and covers the project as far as that is known."""
    source = source_of(report.filing)
    if source is None:
        return False
    return not source.readings.filter(month=report.round.month).exists()


def writable_reports(source: Source, month: int) -> list[Report]:
    """The reports that take over what the source measures up to a month, locked."""
    return list(
        Report.objects.select_for_update(of=("self",))
        .filter(
            round__year=source.year,
            round__month=month,
            unit=source.unit_id,
            state__in=[str(state) for state in WRITABLE],
        )
        .select_related("round", "filing__project", "unit", "version")
    )


def sources_for(person: Person) -> QuerySet[Source]:
    """The connected evidence of the organisations the person works for or supervises."""
    working = (Role.UNIT_CLERK, Role.UNIT_HEAD, Role.DEPARTMENT_REVIEWER, Role.AUDITOR)
    return (
        Source.objects.filter(under_posts(person, *FINANCE, *working))
        .select_related("unit", "connected_by")
        .prefetch_related("readings")
    )


def source_by(pk: int) -> Source | None:
    """A source by its key, for work in the background."""
    return Source.objects.select_related("unit").filter(pk=pk).first()


def units_under(organisations: list[Organisation]) -> QuerySet[Organisation]:
    """The units below some organisations."""
    condition = Q(pk__in=[])
    for organisation in organisations:
        condition |= Q(path__startswith=organisation.path)
    return Organisation.objects.filter(condition, kind="unit", closed_on=None)


def programme_path(folder: str) -> Path:
    """A folder under ``programmes/`` of the data folder. Raises where the name leads elsewhere."""
    root = (Path(settings.DATA) / "programmes").resolve()
    path = (root / folder).resolve()
    if not folder.strip() or "\0" in folder or root not in path.parents:
        raise Incomplete(
            "请填写数据目录 programmes/ 下的文件夹名。",
            "name a folder under programmes/ of the data folder",
        )
    return path


def programme_folders() -> list[str]:
    """The programme folders there are, to choose from."""
    root = Path(settings.DATA) / "programmes"
    if not root.is_dir():
        return []
    return sorted(p.name for p in root.iterdir() if (p / "programme.toml").is_file())[:200]


def open_notices(report: Report) -> int:
    """How many notices of rectification of the report are not accepted yet."""
    model = apps.get_model("evaluations", "Rectification")
    ended = ("accepted", "closed")
    return int(model._default_manager.filter(report=report).exclude(state__in=ended).count())


def waiting(person: Person) -> list[Waiting]:
    """What waits for the person in monitoring."""
    today = timezone.localdate()
    lines = []
    for role, states, zh, en in _TURNS:
        if role not in person.roles:
            continue
        names = [str(state) for state in states]
        mine = (
            Report.visible_to(person)
            .filter(under_posts(person, role), state__in=names)
            .aggregate(
                number=Count("pk"),
                due=Min("due_on"),
                late=Count("pk", filter=Q(due_on__lt=today)),
            )
        )
        url = (
            f"{reverse('monitoring')}?state={names[0]}"
            if len(names) == 1
            else reverse("monitoring")
        )
        lines.append(Waiting(zh, en, url, mine["number"], mine["due"], mine["late"]))
    if Role.DEPARTMENT_REVIEWER in person.roles or FINANCE & person.roles:
        late = (
            Report.visible_to(person)
            .filter(due_on__lt=today, state__in=[str(s) for s in WRITABLE])
            .aggregate(number=Count("pk"), due=Min("due_on"))
        )
        url = f"{reverse('monitoring')}?late=1"
        lines.append(
            Waiting(
                *("逾期未报的监控表", "overdue monitoring reports", url),
                *(late["number"], late["due"], late["number"]),
            )
        )
    return lines


def state_names() -> list[tuple[str, str, str]]:
    """Every state with its names, for the filter."""
    return [(str(state), *names) for state, names in REPORT.names.items()]


def stations(person: Person, filing: Filing) -> list[Station]:
    """The monitoring reports of the filing, for its journey."""
    return [
        Station(
            *(f"监控（{one.round}）", f"Monitoring ({one.round})"),
            *(reverse("report", args=[one.pk]), one.state_name(), one.state_name("en")),
        )
        for one in Report.visible_to(person)
        .filter(filing=filing)
        .select_related("round")
        .defer("content", "measured")
        .order_by("round__month", "pk")
    ]
