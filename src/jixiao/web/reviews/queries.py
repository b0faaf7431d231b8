"""What is asked of reviews (审核查询), each only as far as the person may see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.covering import covered_text
from jixiao.web.filings.checking import CellFinding, check_draft, covered
from jixiao.web.filings.comparing import Change, changes
from jixiao.web.filings.drafting import target_of
from jixiao.web.filings.lifecycle import FILING, AdjustmentState, State
from jixiao.web.filings.models import (
    Adjustment,
    Filing,
    Remark,
    ReviewSheet,
    Version,
    VersionKind,
)
from jixiao.web.filings.queries import (
    approved_version,
    in_ten_thousands,
    last_version,
    place_of,
    year_before,
)
from jixiao.web.journey import Station
from jixiao.web.reviews.actions import DESKS
from jixiao.web.reviews.certificate import Verified, verified
from jixiao.web.roles import FINANCE, READS_FROM, REVIEWERS, UNIT, Role
from jixiao.web.trail.models import Event
from jixiao.web.worklist import SOON, Waiting

PAGE = 50
MOST_PEERS = 12
MOST_EVENTS = 100
SEVERITIES = {
    "block": Q(blocks__gt=0),
    "error": Q(errors__gt=0),
    "warning": Q(warnings__gt=0),
    "none": Q(blocks=0, errors=0, warnings=0),
}
ORDERS: dict[str, tuple[Any, ...]] = {
    "due": ("due_on", "pk"),
    "changed": ("-changed_at", "-pk"),
    "project": ("project__name", "pk"),
    "unit": ("unit__name", "pk"),
    "requested": (F("requested").desc(nulls_last=True), "pk"),
    "findings": ("-blocks", "-errors", "-warnings", "pk"),
}
# What the queue shows where no state is asked for: the states that reviewers see to.
REVIEWED = tuple(str(state) for state in DESKS)
_ROW = (
    *("pk", "project__name", "unit__name", "unit__parent__name", "fiscal_year", "state"),
    *("requested", "allotted", "blocks", "errors", "warnings", "changed_at", "due_on", "grade"),
)
_NO_FILTERS = frozenset({"state", "order", "page"})
_STEPS = frozenset(f"filing.{action}" for action in FILING.actions)
_TOLD = _STEPS | {"filing.dispose", "filing.sheet"}


def may_review(person: Person) -> bool:
    """The person holds a post from which filings are reviewed, or read as by an auditor."""
    return bool(person.roles & REVIEWERS)


def reviewed_by(person: Person) -> QuerySet[Filing]:
    """The filings the person sees as a reviewer or auditor: never what a unit still writes."""
    conditions = Q(pk__in=[])
    for post in person.held_posts:
        role = Role(post.role)
        if role in REVIEWERS:
            conditions |= Q(
                unit__path__startswith=post.organisation.path, reached__gte=READS_FROM[role]
            )
    return Filing.objects.filter(conditions)


def _turn(person: Person) -> Q:
    """The filings whose turn it is at one of the person's desks."""
    theirs = Q(pk__in=[])
    for post in person.held_posts:
        states = [str(state) for state, roles in DESKS.items() if post.role in roles[:1]]
        if states:
            theirs |= Q(unit__path__startswith=post.organisation.path, state__in=states)
    return theirs


class Queue(NamedTuple):
    """A page of the queue; ``counts`` are (state, name, number, chosen) over all that is seen."""

    rows: list[dict[str, Any]]
    number: int
    page: int
    pages: int
    years: range
    counts: list[tuple[str, str, int, bool]]


def queue(person: Person, wanted: Mapping[str, str], language: str = "zh") -> Queue:
    """The filings under review that the person asked for; what is not understood is left out."""
    seen = reviewed_by(person)
    english = language == "en"
    counted = list(
        seen.order_by()
        .values("state")
        .annotate(
            n=Count("pk"),
            turn=Count("pk", filter=_turn(person)),
            first=Min("fiscal_year"),
            last=Max("fiscal_year"),
        )
    )
    states = {row["state"]: row["n"] for row in counted}
    mine = sum(row["turn"] for row in counted)
    first = min((row["first"] for row in counted), default=0)
    years = range(max((row["last"] for row in counted), default=-1), first - 1, -1)
    state = wanted.get("state", "mine" if mine else "review")
    counts = [
        ("mine", "my turn" if english else "待我办理", mine, state == "mine"),
        (
            *("review", "under review" if english else "审核中"),
            *(sum(states.get(one, 0) for one in REVIEWED), state == "review"),
        ),
        *(
            (key, FILING.state_name(key, language), states[key], state == key)
            for key in map(str, FILING.names)
            if key in states
        ),
        ("all", "all" if english else "全部", sum(states.values()), state == "all"),
    ]
    chosen = chosen_from(person, {**wanted, "state": state})
    is_whole = not any(value for key, value in wanted.items() if key not in _NO_FILTERS)
    number = next((n for key, _, n, _ in counts if is_whole and key == state), None)
    if number is None:
        number = chosen.order_by().count()
    pages = max(1, -(-number // PAGE))
    page = min(max(1, _whole(wanted.get("page")) or 1), pages)
    order = ORDERS.get(wanted.get("order", ""), ORDERS["due"])
    # The keys first: what is sorted then is short, and names are looked up for one page alone.
    keys = list(
        chosen.order_by(*order).values_list("pk", flat=True)[(page - 1) * PAGE : page * PAGE]
    )
    found = {row["pk"]: row for row in Filing.objects.filter(pk__in=keys).values(*_ROW)}
    rows = [found[key] for key in keys]
    names = {str(key): name[english] for key, name in FILING.names.items()}
    today = timezone.localdate()
    for row in rows:
        row["state_name"] = names[row["state"]]
        row["project__name"] = covered_text(row["project__name"])
        row["requested"] = in_ten_thousands(row["requested"])
        row["due"] = _due_words(row["due_on"], today, english)
        row["due_class"] = _due_class(row["due_on"], today)
    return Queue(rows, number, page, pages, years, counts)


def _due_words(due: date | None, today: date, english: bool) -> str:
    if due is None:
        return ""
    left = (due - today).days
    if left < 0:
        return f"{due} ({-left} d late)" if english else f"{due} 逾期{-left}天"
    if left <= SOON:
        return f"{due} ({left} d left)" if english else f"{due} 剩{left}天"
    return str(due)


def _due_class(due: date | None, today: date) -> str:
    if due is None or due > today + timedelta(days=SOON):
        return ""
    return "error" if due < today else "warning"


def chosen_from(person: Person, wanted: Mapping[str, str]) -> QuerySet[Filing]:
    """The filings of the queue that the filters leave."""
    filings = reviewed_by(person)
    state = wanted.get("state", "mine")
    if state == "mine":
        filings = filings.filter(_turn(person))
    elif state == "review":
        filings = filings.filter(state__in=REVIEWED)
    elif state != "all":
        filings = filings.filter(state=state)
    if (year := _whole(wanted.get("year"))) is not None:
        filings = filings.filter(fiscal_year=year)
    if (body := _whole(wanted.get("department"))) is not None:
        filings = filings.filter(Q(unit__parent=body) | Q(unit=body))
    if unit := wanted.get("unit", "").strip()[:100]:
        filings = filings.filter(unit__name__icontains=unit)
    if text := wanted.get("text", "").strip()[:100]:
        filings = filings.filter(project__name__icontains=text)
    if (severity := SEVERITIES.get(wanted.get("severity", ""))) is not None:
        filings = filings.filter(severity)
    today = timezone.localdate()
    if wanted.get("due") == "overdue":
        filings = filings.filter(due_on__lt=today)
    elif wanted.get("due") == "soon":
        filings = filings.filter(due_on__gte=today, due_on__lte=today + timedelta(days=SOON))
    if (least := amount_in(wanted.get("least", ""))) is not None:
        filings = filings.filter(requested__gte=least)
    if (most := amount_in(wanted.get("most", ""))) is not None:
        filings = filings.filter(requested__lte=most)
    return filings


def amount_in(text: str) -> Decimal | None:
    """An amount typed in 万元, in 元; None where it is none."""
    try:
        amount = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    return amount * 10_000 if amount.is_finite() and abs(amount) < Decimal(10) ** 11 else None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def departments_of(person: Person) -> list[tuple[int, str]]:
    """The departments whose filings the person reviews; none where there can be only one."""
    if not person.roles & (FINANCE | {Role.AUDITOR}):
        return []
    below = Q(pk__in=[])
    for post in person.held_posts:
        if Role(post.role) in REVIEWERS:
            below |= Q(path__startswith=post.organisation.path)
    return list(
        Organisation.objects.filter(below, kind="department").values_list("pk", "name")[:500]
    )


def overdue_by_department(person: Person) -> list[tuple[int | None, str, int, date]]:
    """For finance and auditors: overdue filings by department, most first, with the oldest term."""
    if not person.roles & (FINANCE | {Role.AUDITOR}):
        return []
    rows = (
        reviewed_by(person)
        .filter(due_on__lt=timezone.localdate(), state__in=(*REVIEWED, State.TO_BE_IMPROVED.value))
        .order_by()
        .values_list("unit__parent", "unit__parent__name")
        .annotate(n=Count("pk"), first=Min("due_on"))
        .order_by("-n", "unit__parent")[:20]
    )
    return [(key, name or "—", number, first) for key, name, number, first in rows]


def picked(person: Person, keys: list[int]) -> list[Filing]:
    """The filings with these keys that the person reviews, in the order of the keys."""
    found = reviewed_by(person).select_related("project", "unit").in_bulk(keys)
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def review(person: Person, pk: int) -> Filing | None:
    """The filing, where the person sees it as a reviewer."""
    return (
        reviewed_by(person)
        .select_related("project", "unit__parent", "source")
        .filter(pk=pk)
        .first()
    )


def findings_on_version(filing: Filing, version: Version) -> tuple[CellFinding, ...]:
    """The findings on a version, gravest first."""
    return check_draft(version.content, filing.fiscal_year, place_of(filing.unit))


def shown_content(filing: Filing, version: Version) -> dict[str, Any]:
    """A version's content with its secrets covered."""
    return covered(version.content, filing.fiscal_year, place_of(filing.unit))


def remarks_of(filing: Filing, person: Person) -> list[Remark]:
    """All remarks, those not yet sent first, then the latest.

    What has not gone out is seen by those alone who hold the role it was noted in; why the unit's
    head returned it to the clerk, by the unit.
    """
    own = [str(role) for role in filing.roles_of(person)]
    return list(
        filing.remarks.filter(Q(sent=True) & ~Q(role=Role.UNIT_HEAD.value) | Q(role__in=own))
        .select_related("person", "version")
        .order_by("sent", "-pk")
    )


def sheets_of(filing: Filing, person: Person) -> list[ReviewSheet]:
    """The review forms over all versions, latest first; one not final for its own level alone."""
    roles = filing.roles_of(person)
    own = ["department"] if Role.DEPARTMENT_REVIEWER in roles else []
    own += ["finance"] if roles & FINANCE else []
    return list(
        filing.review_sheets.filter(Q(is_final=True) | Q(level__in=own))
        .select_related("person", "version")
        .order_by("-pk")
    )


def sheet(filing: Filing, pk: int) -> ReviewSheet | None:
    """One of the filing's review forms."""
    return filing.review_sheets.select_related("person", "version").filter(pk=pk).first()


class EventLine(NamedTuple):
    """One line of the history of a filing."""

    at: Any
    zh: str
    en: str
    person: str
    reason: str

    def label(self, language: str = "zh") -> str:
        """What was done."""
        return self.en if language == "en" else self.zh


_EVENT_NAMES = {
    "filing.dispose": ("处理问题", "finding disposed"),
    "filing.sheet": ("填写审核表", "review form"),
}


def history(filing: Filing) -> list[EventLine]:
    """The steps and dispositions of a filing, latest first; what the unit says inside stays there.

    Saves and typed texts are the unit's and not told; a reason the unit head gave is not either.
    """
    rows = (
        Event.objects.filter(
            thing_kind=Filing._meta.label, thing_id=filing.pk, action__in=sorted(_TOLD)
        )
        .order_by("-number")
        .values_list("at", "action", "person_name", "role", "reason", "before", "after")[
            :MOST_EVENTS
        ]
    )
    made = []
    for at, action, name, role, reason, before, after in rows:
        zh, en = _done(action, before.get("state", ""))
        if action == "filing.dispose":
            zh, en = f"{zh} {after.get('rule', '')}", f"{en} {after.get('rule', '')}"
        made.append(EventLine(at, zh, en, name, "" if role in UNIT else reason))
    return made


def _done(action: str, before: str) -> tuple[str, str]:
    """What was done, in both languages, by the state it was done in."""
    row = FILING.done_step(action.removeprefix("filing."), before)
    return _EVENT_NAMES[action] if row is None else (row.zh, row.en)


class Peer(NamedTuple):
    """A project beside others of its department and year. Amounts in 万元."""

    pk: int
    name: str
    unit: str
    funds: Decimal | None
    unit_cost: str
    indicators: int
    measurable: int | None  # per cent
    is_self: bool


def peers(person: Person, filing: Filing) -> list[Peer]:
    """The filing and others of its department and year that the person sees, by their funds."""
    others = (
        reviewed_by(person)
        .filter(unit__parent=filing.unit.parent_id, fiscal_year=filing.fiscal_year)
        .exclude(pk=filing.pk)
        .order_by(F("requested").desc(nulls_last=True))
        .values_list("pk", flat=True)[:MOST_PEERS]
    )
    latest: dict[int, Version] = {}
    versions = Version.objects.filter(filing__in=[filing.pk, *others]).select_related(
        "filing__project", "filing__unit"
    )
    for version in versions.order_by("number"):
        latest[version.filing_id] = version
    made = [_peer(version, filing) for version in latest.values()]
    return sorted(made, key=lambda peer: (peer.funds is None, -(peer.funds or 0), peer.pk))


def _peer(version: Version, filing: Filing) -> Peer:
    other = version.filing
    content = covered(version.content, other.fiscal_year)
    target = target_of(content, other.fiscal_year)
    stated = target.stated_indicators
    measurable = sum(1 for one in stated if not one.value.is_worded)
    cost = target.unit_cost
    return Peer(
        other.pk,
        content["fields"]["project_name"] or other.project.title,
        other.unit.name,
        in_ten_thousands(other.requested),
        f"{cost.money.amount}{cost.money.unit.value}/{cost.unit}" if cost is not None else "",
        len(target.indicators),
        round(100 * measurable / len(stated)) if stated else None,
        other.pk == filing.pk,
    )


def changes_since_last_year(person: Person, filing: Filing) -> tuple[Filing, list[Change]] | None:
    """Last year's filing of the project and what differs from it; None where there is none."""
    before, now = year_before(person, filing), last_version(filing)
    if before is None or now is None:
        return None
    earlier, version = before
    return earlier, changes(shown_content(earlier, version), shown_content(filing, now))


def changes_since_returned(filing: Filing, versions: list[Version]) -> list[Change]:
    """What differs from the version before; empty for the first."""
    if len(versions) < 2:
        return []
    old, new = (shown_content(filing, version) for version in versions[-2:])
    return changes(old, new)


def certified_version(person: Person, pk: int, number: int | None) -> Version | None:
    """An approved version with its certificate (the last for None), where the filing is seen."""
    versions = Version.objects.filter(
        filing__in=Filing.visible_to(person).filter(pk=pk),
        kind__in=(VersionKind.APPROVED.value, VersionKind.ADJUSTED.value),
    ).select_related("filing__project", "filing__unit", "made_by")
    if number is not None:
        versions = versions.filter(number=number)
    return versions.order_by("-number").first()


def verify(version: Version) -> list[Verified]:
    """Every hash of the certificate computed again."""
    before = Version.objects.filter(filing=version.filing_id, number__lt=version.number)
    earlier = list(before.order_by("number").values_list("number", "sha256", "content"))
    return verified(version.certificate, version.content, version.sha256, earlier)


# ── adjustments ───────────────────────────────────────────────────────────────────────────────

_ADJUSTMENT_DESKS = {
    AdjustmentState.RETURNED: Role.UNIT_CLERK,
    AdjustmentState.DRAFT: Role.UNIT_CLERK,
    AdjustmentState.SUBMITTED: Role.UNIT_HEAD,
    AdjustmentState.WITH_DEPARTMENT: Role.DEPARTMENT_REVIEWER,
    AdjustmentState.WITH_FINANCE: Role.PERFORMANCE_OFFICER,
}


def adjustments(person: Person, page: int) -> tuple[list[Adjustment], int]:
    """A page of the adjustments the person may see, latest first, and how many pages there are."""
    seen = Adjustment.visible_to(person)
    pages = max(1, -(-seen.count() // PAGE))
    page = min(max(1, page), pages)
    rows = seen.select_related("filing__project", "unit").defer("draft", "filing__draft")
    return list(rows.order_by("-pk")[(page - 1) * PAGE : page * PAGE]), pages


def adjustment(person: Person, pk: int) -> Adjustment | None:
    """The adjustment, where the person may see it."""
    return (
        Adjustment.visible_to(person)
        .select_related("filing__project", "filing__unit", "unit__parent")
        .filter(pk=pk)
        .first()
    )


def adjustments_of(person: Person, filing: Filing) -> list[Adjustment]:
    """The adjustments of a filing that the person may see, latest first."""
    return list(
        Adjustment.visible_to(person)
        .filter(filing=filing)
        .select_related("filing__project")
        .order_by("-pk")
    )


class Sides(NamedTuple):
    """The approved content and the one asked for, secrets covered for who is not of the unit."""

    old: dict[str, Any]
    new: dict[str, Any]
    version: Version


def sides(person: Person, case: Adjustment) -> Sides | None:
    """Both sides of an adjustment; None while the unit is still writing it and for who may not."""
    is_own = bool(case.roles_of(person) & UNIT)
    if not is_own and case.state in (AdjustmentState.DRAFT, AdjustmentState.RETURNED):
        return None
    filing = case.filing
    adjusted = None
    if case.state == AdjustmentState.APPROVED:
        adjusted = filing.versions.filter(certificate__adjustment=case.pk).first()
    before = (
        filing.versions.filter(
            number__lt=adjusted.number,
            kind__in=(VersionKind.APPROVED.value, VersionKind.ADJUSTED.value),
        ).last()
        if adjusted is not None
        else approved_version(filing)
    )
    if before is None:
        return None
    old, new = before.content, adjusted.content if adjusted is not None else case.draft
    if not is_own:
        place = place_of(filing.unit)
        old, new = (covered(one, filing.fiscal_year, place) for one in (old, new))
    return Sides(old, new, before)


# ── what waits ────────────────────────────────────────────────────────────────────────────────


def waiting(person: Person) -> list[Waiting]:
    """What waits at the person's desks, and for finance what is overdue below."""
    made = []
    today = timezone.localdate()
    by_state: dict[str, tuple[int, date | None, int]] = {
        state: (number, due, late)
        for state, number, due, late in Filing.objects.filter(_turn(person))
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"), due=Min("due_on"), late=Count("pk", filter=Q(due_on__lt=today)))
    }
    words = {
        State.WITH_DEPARTMENT: ("待审核的申报", "filings to review"),
        State.WITH_FINANCE: ("待评定等级的申报", "filings to grade"),
        State.READY: ("待拟批复的申报", "filings to propose for approval"),
        State.TO_BE_CONFIRMED: ("待会签批复的申报", "filings to approve as second person"),
    }
    for state, (zh, en) in words.items():
        if state in by_state:
            url = f"{reverse('reviews')}?state={state.value}"
            made.append(Waiting(zh, en, url, *by_state[state.value]))
    if person.roles & FINANCE and (late := overdue_by_department(person)):
        made.append(
            Waiting(
                *("主管部门逾期未办的申报", "overdue filings, by department"),
                f"{reverse('reviews')}?state=all&due=overdue",
                sum(row[2] for row in late),
                overdue=sum(row[2] for row in late),
            )
        )
    theirs = Q(pk__in=[])
    for post in person.held_posts:
        states = [str(s) for s, role in _ADJUSTMENT_DESKS.items() if post.role == role]
        if states:
            theirs |= Q(unit__path__startswith=post.organisation.path, state__in=states)
    number, due, late_ones = (
        Adjustment.objects.filter(theirs)
        .order_by()
        .aggregate(n=Count("pk"), due=Min("due_on"), late=Count("pk", filter=Q(due_on__lt=today)))
        .values()
    )
    url = reverse("adjustments")
    made.append(Waiting("待办理的调整", "adjustments", url, number, due, late_ones))
    return made


def stations(person: Person, filing: Filing) -> list[Station]:
    """The review of the filing and its adjustments, for its journey."""
    found = []
    if reviewed_by(person).filter(pk=filing.pk).exists():
        graded = (f"评为{filing.grade}", f"graded {filing.grade}") if filing.grade else ("", "")
        found.append(Station("审核", "Review", reverse("review", args=[filing.pk]), *graded))
    found += [
        Station(
            *("调整", "Adjustment", reverse("adjustment", args=[one.pk])),
            *(one.state_name(), one.state_name("en")),
        )
        for one in Adjustment.visible_to(person).filter(filing=filing).order_by("pk")
    ]
    return found
