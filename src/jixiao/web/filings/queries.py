"""What is asked of filings (申报查询), each only as far as the person may see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn

from django.db import models
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.cases import Case
from jixiao.web.covering import covered as covered_value
from jixiao.web.covering import covered_text, secrets_of
from jixiao.web.documents.models import StoredFile
from jixiao.web.filings.checking import (
    CellFinding,
    check_draft,
    covered,
    secrets_of_content,
)
from jixiao.web.filings.lifecycle import FILING, State
from jixiao.web.filings.models import (
    Choice,
    CongressApproval,
    Disposition,
    Filing,
    Remark,
    Version,
    VersionKind,
)
from jixiao.web.filings.suggesting import Suggestion, best, example_suggestions
from jixiao.web.journey import Station
from jixiao.web.roles import FINANCE, UNIT, Role
from jixiao.web.trail.models import Event
from jixiao.web.worklist import Waiting

PAGE = 50
SEVERITIES = {
    "block": Q(blocks__gt=0),
    "error": Q(errors__gt=0),
    "warning": Q(warnings__gt=0),
    "none": Q(blocks=0, errors=0, warnings=0),
}
ORDERS = {
    "changed": ("changed_at", "pk"),
    "project": ("project__name", "pk"),
    "unit": ("unit__name", "pk"),
    "year": ("fiscal_year", "pk"),
    "state": ("state", "pk"),
    "requested": ("requested", "pk"),
    "errors": ("blocks", "errors", "warnings", "pk"),
}
_ROW = (
    *("pk", "project__name", "unit__name", "fiscal_year", "state", "requested", "allotted"),
    *("blocks", "errors", "warnings", "changed_at", "due_on"),
)
_PAST = 40  # filings and published rows looked at for suggestions
_TEN_THOUSAND = Decimal(10_000)


class Listed(NamedTuple):
    """A page of the list, and what the whole of it comes to. Amounts in 万元."""

    rows: list[dict[str, Any]]
    number: int
    requested: Decimal | None
    allotted: Decimal | None
    page: int
    pages: int


def listed(person: Person, wanted: Mapping[str, str], language: str = "zh") -> Listed:
    """The filings the person may see and asked for: two queries beside the person's posts.

    ``wanted``: ``year``, ``state``, ``text``, ``severity``, ``order`` (a key of ``ORDERS``, with
    ``-`` before it to turn it), ``page``. What is not understood is left out.
    """
    chosen = _chosen(Filing.visible_to(person), wanted)
    total = chosen.order_by().aggregate(
        n=Count("pk"), asked=Sum("requested"), given=Sum("allotted")
    )
    pages = max(1, -(-total["n"] // PAGE))
    page = min(max(1, _whole(wanted.get("page")) or 1), pages)
    order = wanted.get("order", "")
    fields = ORDERS.get(order.lstrip("-"), ORDERS["changed"])
    is_down = order.startswith("-") if order.lstrip("-") in ORDERS else True
    rows = list(
        chosen.order_by(*(f"-{name}" if is_down else name for name in fields)).values(*_ROW)[
            (page - 1) * PAGE : page * PAGE
        ]
    )
    names = {str(state): name[language == "en"] for state, name in FILING.names.items()}
    today = timezone.localdate()
    for row in rows:
        row["state_name"] = names[row["state"]]
        row["project__name"] = covered_text(row["project__name"])
        row["requested"] = in_ten_thousands(row["requested"])
        row["allotted"] = in_ten_thousands(row["allotted"])
        row["is_overdue"] = row["due_on"] is not None and row["due_on"] < today
    return Listed(
        rows,
        total["n"],
        in_ten_thousands(total["asked"]),
        in_ten_thousands(total["given"]),
        page,
        pages,
    )


def _chosen(filings: QuerySet[Filing], wanted: Mapping[str, str]) -> QuerySet[Filing]:
    year = _whole(wanted.get("year"))
    if year is not None:
        filings = filings.filter(fiscal_year=year)
    if wanted.get("state") in {str(state) for state in State}:
        filings = filings.filter(state=wanted["state"])
    if text := wanted.get("text", "").strip()[:100]:
        filings = filings.filter(Q(project__name__icontains=text) | Q(unit__name__icontains=text))
    if severity := SEVERITIES.get(wanted.get("severity", "")):
        filings = filings.filter(severity)
    return filings


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else None


def in_ten_thousands(yuan: Decimal | None) -> Decimal | None:
    """An amount in 元 as 万元, without noughts at its end."""
    if yuan is None:
        return None
    amount = (Decimal(yuan) / _TEN_THOUSAND).normalize()
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def years_of(person: Person) -> range:
    """The years there are filings of, latest first."""
    span = (
        Filing.visible_to(person)
        .order_by()
        .aggregate(first=Min("fiscal_year"), last=Max("fiscal_year"))
    )
    if span["last"] is None:
        return range(0)
    return range(span["last"], span["first"] - 1, -1)


def clerk_units(person: Person) -> list[Organisation]:
    """The units whose filings the person writes."""
    held = [post.organisation for post in person.held_posts if post.role == Role.UNIT_CLERK]
    return list({unit.pk: unit for unit in held if unit.closed_on is None}.values())


def seen(person: Person, pk: int) -> Filing | None:
    """The filing, where the person may see it."""
    return (
        Filing.visible_to(person)
        .select_related("project", "unit__parent", "source")
        .filter(pk=pk)
        .first()
    )


def is_of_unit(person: Person, filing: Filing) -> bool:
    """The person belongs to the unit whose filing it is: may read its draft."""
    return bool(filing.roles_of(person) & UNIT)


def is_writer(person: Person, filing: Filing) -> bool:
    """The person is the unit's clerk: may write its draft."""
    return Role.UNIT_CLERK in filing.roles_of(person)


def place_of(unit: Organisation) -> str:
    """The place whose norms hold for the unit: its own, else that of the nearest one above."""
    if unit.place:
        return unit.place
    if "place_above" in unit.__dict__:
        return str(unit.__dict__["place_above"])
    above = [int(key) for key in unit.path.strip("/").split("/")[:-1] if key.isdigit()]
    named = Organisation.objects.filter(pk__in=above).exclude(place="").order_by("-path")
    unit.__dict__["place_above"] = named.values_list("place", flat=True).first() or ""
    return str(unit.__dict__["place_above"])


def congress_approval(unit: Organisation, year: int) -> date | None:
    """The day on which the congress of the unit's level approved the budget; None where not set."""
    above = [int(key) for key in unit.path.strip("/").split("/") if key.isdigit()]
    said = CongressApproval.objects.filter(organisation__in=above, fiscal_year=year)
    return said.order_by("-organisation__path", "-pk").values_list("approved_on", flat=True).first()


def finances_of(person: Person) -> list[Organisation]:
    """The finance departments for which the person sets the day of the congress."""
    held = [post.organisation for post in person.held_posts if Role(post.role) in FINANCE]
    return list({one.pk: one for one in held if one.kind == "finance"}.values())


def congress_approvals(person: Person) -> list[tuple[CongressApproval, bool]]:
    """What was set for the person's finance departments, latest first; whether each still holds."""
    rows = CongressApproval.objects.filter(organisation__in=finances_of(person)).select_related(
        "organisation", "set_by"
    )
    met: set[tuple[int, int]] = set()
    told = []
    for row in rows.order_by("-fiscal_year", "organisation", "-pk")[:200]:
        key = (row.organisation_id, row.fiscal_year)
        told.append((row, key not in met))
        met.add(key)
    return told


def versions_of(filing: Filing) -> list[Version]:
    """Every version, oldest first, with who made it."""
    return list(filing.versions.select_related("made_by", "source").order_by("number"))


def last_version(filing: Filing) -> Version | None:
    """The version everybody beyond the unit sees."""
    return filing.versions.order_by("-number").first()


def approved_version(filing: Filing) -> Version | None:
    """The version that holds: the last one approved or adjusted."""
    kinds = (VersionKind.APPROVED.value, VersionKind.ADJUSTED.value)
    return filing.versions.filter(kind__in=kinds).order_by("-number").first()


def content_for(
    person: Person, filing: Filing, versions: list[Version], number: int | None = None
) -> dict[str, Any] | None:
    """What the person may read: the draft for its unit, a version (the last) for everybody.

    Secrets are covered for who is not of the unit. None where there is nothing.
    """
    is_own = is_of_unit(person, filing)
    if number is None and is_own:
        return dict(filing.draft)
    version = next((v for v in reversed(versions) if number is None or v.number == number), None)
    if version is None:
        return None
    if is_own:
        return dict(version.content)
    return covered(version.content, filing.fiscal_year, place_of(filing.unit))


def cover_for(person: Person, case: Case, *others: models.Model) -> None:
    """Cover the secrets in all that a case is shown with, unless the person is of its unit."""
    if not case.roles_of(person) & UNIT:
        cover(case, *others)


def cover(case: Case, *others: models.Model) -> None:
    """Cover the secrets in all that a case is shown with.

    The case, its filing's project, the version it is about, and ``others`` read with it (events,
    replies). What was covered is for showing: it can no longer be saved.
    """
    version = case.__dict__["_state"].fields_cache.get("version")
    filing = case.__dict__["_state"].fields_cache.get("filing")
    shown = [one for one in (case, version, filing, *others) if one is not None]
    if filing is not None:
        shown += [one for one in filing.__dict__["_state"].fields_cache.values() if one is not None]
    texts = {id(one): _texts(one) for one in shown if not isinstance(one, Organisation)}
    secrets = secrets_of(list(texts.values()))
    if version is not None and filing is not None:
        secrets |= secrets_of_content(version.content, filing.fiscal_year, place_of(case.unit))
    if not secrets:
        return
    for one in shown:
        for name, value in texts.get(id(one), {}).items():
            setattr(one, name, covered_value(value, secrets))
        one.__dict__["save"] = _not_saved


def _texts(thing: models.Model) -> dict[str, Any]:
    """The loaded texts and JSON values of a row, by field; not its state."""
    kinds = (models.JSONField, models.TextField, models.CharField)
    missing = thing.get_deferred_fields()
    return {
        field.attname: getattr(thing, field.attname)
        for field in thing._meta.concrete_fields
        if isinstance(field, kinds) and field.attname not in missing and field.name != "state"
    }


def _not_saved(*_: Any, **__: Any) -> NoReturn:
    raise TypeError("what was covered for a reader is not saved")


def findings_on(filing: Filing, content: Mapping[str, Any]) -> tuple[CellFinding, ...]:
    """The findings on a content of the filing, gravest first."""
    return check_draft(content, filing.fiscal_year, place_of(filing.unit))


def dispositions_of(filing: Filing, version: Version | None = None) -> dict[str, Disposition]:
    """What was decided last on each finding, by its key.

    With ``version``, the one that others see: without what the unit has explained since, which
    goes to them with the next.
    """
    said = filing.dispositions.select_related("person").order_by("pk")
    if version is not None:
        said = said.exclude(role=Role.UNIT_CLERK.value, decided_at__gt=version.made_at)
    return {disposition.key: disposition for disposition in said}


def answered_keys(filing: Filing) -> set[str]:
    """The findings that are explained or waived today."""
    today = timezone.localdate()
    answers = (Choice.EXPLAINED.value, Choice.WAIVED.value)
    return {
        key
        for key, said in dispositions_of(filing).items()
        if said.choice in answers and (said.expires_on is None or said.expires_on >= today)
    }


def remarks_on(filing: Filing, *, is_own: bool = True) -> list[Remark]:
    """The remarks that went out to the unit, latest first.

    For others without those of the unit's head: why it went back to the clerk stays there.
    """
    said = filing.remarks.filter(sent=True).select_related("person").order_by("-pk")
    return list(said if is_own else said.exclude(role=Role.UNIT_HEAD.value))


def last_saved(case: Case) -> tuple[str, str]:
    """Who saved the draft last, and when (ISO); empty where nobody did."""
    event = (
        Event.objects.filter(
            thing_kind=case._meta.label, thing_id=case.pk, action=f"{case.cycle.kind}.save"
        )
        .order_by("-number")
        .values_list("person_name", "at")
        .first()
    )
    return (event[0], event[1].isoformat()) if event is not None else ("", "")


def year_before(person: Person, filing: Filing) -> tuple[Filing, Version] | None:
    """Last year's filing of the same project with its version that holds, where it may be seen."""
    before = Filing.visible_to(person).filter(
        project=filing.project_id, fiscal_year=filing.fiscal_year - 1
    )
    versions = list(
        Version.objects.filter(filing__in=before)
        .select_related("filing__project", "filing__unit")
        .order_by("-number")
    )
    holding = (VersionKind.APPROVED.value, VersionKind.ADJUSTED.value)
    version = next((v for v in versions if v.kind in holding), next(iter(versions), None))
    return (version.filing, version) if version is not None else None


def stored_file(person: Person, pk: int) -> StoredFile | None:
    """A file handed in for a unit whose filings the person writes."""
    return (
        StoredFile.objects.filter(pk=pk, unit__in=clerk_units(person))
        .select_related("unit")
        .first()
    )


def recent_files(units: list[Organisation]) -> list[StoredFile]:
    """The documents last handed in for these units to be filed, latest first; no proofs."""
    return list(StoredFile.objects.filter(unit__in=units, is_source=True)[:5]) if units else []


def earlier_filed(file: StoredFile) -> StoredFile | None:
    """Another file of the same unit with the same bytes from which something was filed."""
    same = Filing.objects.filter(unit=file.unit, source__sha256=file.sha256).select_related(
        "source"
    )
    filing = same.first()
    return filing.source if filing is not None else None


class Existing(NamedTuple):
    """A filing that is there: its key, and the key of the file it was made from, if any."""

    pk: int
    source: int | None


def existing(
    unit: Organisation, wanted: list[tuple[str, int | None]]
) -> dict[tuple[str, int], Existing]:
    """Of the projects (name, year), those that have a filing already."""
    names = {name for name, _ in wanted}
    rows = Filing.objects.filter(project__unit=unit, project__name__in=names).values_list(
        "project__name", "fiscal_year", "pk", "source"
    )
    return {(name, year): Existing(pk, source) for name, year, pk, source in rows}


def suggestions(filing: Filing, level2: str, words: str) -> list[Suggestion]:
    """Indicators of the unit's past, the public record and the example, nearest first."""
    from jixiao.readers.forms.indicator_block import classes
    from jixiao.web.disclosures.models import PublishedIndicator

    candidates: list[Suggestion] = []
    past = (
        Version.objects.filter(filing__unit=filing.unit_id)
        .exclude(filing=filing)
        .order_by("-filing__fiscal_year", "-pk")
        .values_list("filing_id", "filing__project__name", "filing__fiscal_year", "content")[:_PAST]
    )
    for pk, project, year, content in past:
        url = reverse("filing", args=[pk])
        level1 = second = ""
        for row in content["indicators"]:
            level1, second = row["level1"] or level1, row["level2"] or second
            candidates.append(
                Suggestion(
                    *(level1, second, row["name"], row["value"], project),
                    f"本单位{year}年“{project}”",
                    f"own unit {year}, “{project}”",
                    url,
                )
            )
    published = PublishedIndicator.objects.filter(target__is_current=True)
    kind = classes("", level2)[1] if level2.strip() else None
    if kind is not None:
        published = published.filter(kind=kind.value)
    if words.strip():
        published = published.filter(name__icontains=words.strip()[:20])
    for row in published.order_by("-pk").values(
        *("level1", "level2", "name", "value"),
        *("target__name", "target__unit_name", "target__fiscal_year"),
    )[: _PAST * 10]:
        unit, year, project = (
            row["target__unit_name"],
            row["target__fiscal_year"],
            row["target__name"],
        )
        candidates.append(
            Suggestion(
                *(row["level1"], row["level2"], row["name"], row["value"], project),
                f"已公开：{unit}{year}年“{project}”",
                f"published: {unit} {year}, “{project}”",
            )
        )
    candidates += example_suggestions()
    there = [row["name"] for row in filing.draft.get("indicators", [])]
    return best(
        candidates,
        project_name=filing.project.name,
        words=words,
        level2=level2,
        there=there,
    )


def waiting(person: Person) -> list[Waiting]:
    """What the person's own posts in a unit have to see to."""
    if not person.roles & UNIT:
        return []
    wanted = (
        (Role.UNIT_CLERK, State.RETURNED, "退回修改的申报", "filings returned to you"),
        (Role.UNIT_CLERK, State.TO_BE_IMPROVED, "待完善的申报", "filings to improve"),
        (Role.UNIT_CLERK, State.DRAFT, "未送审的草稿", "drafts not yet submitted"),
        (Role.UNIT_HEAD, State.SUBMITTED, "待签发的申报", "filings awaiting your signature"),
    )
    theirs = Q(pk__in=[])
    for role in UNIT:
        states = [state.value for holder, state, _, _ in wanted if holder is role]
        for post in person.held_posts:
            if post.role == role:
                path = post.organisation.path
                theirs |= Q(unit__path__startswith=path, state__in=states)
    today = timezone.localdate()
    counted: dict[str, tuple[int, date | None, int]] = {
        state: (number, due, late)
        for state, number, due, late in Filing.objects.filter(theirs)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"), due=Min("due_on"), late=Count("pk", filter=Q(due_on__lt=today)))
    }
    return [
        Waiting(zh, en, f"{reverse('filings')}?state={state.value}", *counted[state.value])
        for _, state, zh, en in wanted
        if state.value in counted
    ]


def stations(person: Person, filing: Filing) -> list[Station]:
    """The filing itself, for its journey."""
    names = FILING.state_name(filing.state), FILING.state_name(filing.state, "en")
    return [Station("申报", "Filing", reverse("filing", args=[filing.pk]), *names)]
