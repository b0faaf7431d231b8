"""What the public is shown (查询): published editions and their rows, nothing else.

Everything here begins at :func:`targets` or :func:`indicators`, the rows of editions in force, or
at editions themselves; an edition that was replaced is reached only through its own page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from jixiao.web.accounts.models import Organisation
from jixiao.web.disclosures.models import (
    Edition,
    EditionFile,
    PublishedIndicator,
    PublishedTarget,
)
from jixiao.web.disclosures.search import found, question, rank
from jixiao.web.portal.forms import Filters

PAGE = 50
MOST_COMPARED = 6
MOST_DOWNLOADED = 100_000
Row = dict[str, Any]

TARGET_COLUMNS = (
    *("id", "project_id", "edition_id", "number", "fiscal_year", "name", "unit_name"),
    *("department_name", "responsible_person", "amount", "amount_before", "indicator_count"),
    *("measurable_count", "points", "grade"),
)
INDICATOR_COLUMNS = (
    *("id", "target_id", "position", "level1", "level2", "category", "kind", "name", "value"),
    *("nature", "comparator", "number", "unit", "weight", "actual", "points"),
)
OF_TARGET = {
    "project_id": F("target__project_id"),
    "project_name": F("target__name"),
    "fiscal_year": F("target__fiscal_year"),
    "unit_name": F("target__unit_name"),
    "edition_id": F("target__edition_id"),
    "target_number": F("target__number"),
}


def targets() -> QuerySet[PublishedTarget]:
    """Every project's year that is published now."""
    return PublishedTarget.objects.filter(is_current=True, edition__is_current=True)


def indicators() -> QuerySet[PublishedIndicator]:
    """Every row that is published now."""
    return PublishedIndicator.objects.filter(
        target__is_current=True, target__edition__is_current=True
    )


def chosen_targets(chosen: Filters) -> QuerySet[PublishedTarget]:
    """The targets that pass the filters, in no order yet."""
    rows = targets().filter(_of_target(chosen))
    if chosen.category:
        of_category = PublishedIndicator.objects.filter(
            target=OuterRef("pk"), category=chosen.category
        )
        rows = rows.filter(Exists(of_category))
    if chosen.measurable:
        rows = rows.filter(**{f"measurable_count{_SIGN[chosen.measurable]}": 0})
    return found(rows, question(chosen.q))


def chosen_indicators(chosen: Filters) -> QuerySet[PublishedIndicator]:
    """The rows that pass the filters, in no order yet."""
    rows = indicators().filter(_of_target(chosen, "target__"))
    if chosen.category:
        rows = rows.filter(category=chosen.category)
    if chosen.measurable:
        rows = rows.filter(number__isnull=chosen.measurable == "no")
    return found(rows, question(chosen.q))


_SIGN = {"yes": "__gt", "no": ""}
_TEN_THOUSAND = Decimal(10_000)


def _of_target(chosen: Filters, at: str = "") -> Q:
    condition = Q()
    if chosen.year is not None:
        condition &= Q(**{f"{at}fiscal_year": chosen.year})
    if chosen.department:
        condition &= Q(**{f"{at}department_name__contains": chosen.department})
    if chosen.unit:
        condition &= Q(**{f"{at}unit_name__contains": chosen.unit})
    if chosen.body is not None:
        condition &= Q(**{f"{at}edition__organisation_id": chosen.body}) | Q(
            **{f"{at}project__unit_id": chosen.body}
        )
    if chosen.amount_from is not None:
        condition &= Q(**{f"{at}amount__gte": _yuan(chosen.amount_from)})
    if chosen.amount_to is not None:
        condition &= Q(**{f"{at}amount__lte": _yuan(chosen.amount_to)})
    if chosen.grade:
        condition &= Q(**{f"{at}grade": chosen.grade})
    return condition


def _yuan(ten_thousands: Decimal) -> Decimal:
    return (ten_thousands * _TEN_THOUSAND).quantize(Decimal("0.01"))


_ORDER: dict[str, Any] = {
    "-amount": F("amount").desc(nulls_last=True),
    "amount": F("amount").asc(nulls_last=True),
    "-points": F("points").desc(nulls_last=True),
    "points": F("points").asc(nulls_last=True),
    "-number": F("number").desc(nulls_last=True),
    "number": F("number").asc(nulls_last=True),
    "name": F("name").asc(),
}


class Page(NamedTuple):
    """A page of a list."""

    rows: list[Row]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many there are; at least one."""
        return max(1, -(-self.total // PAGE))

    @property
    def near(self) -> list[int]:
        """The numbers to offer: the first, the last, those around; 0 where some are left out."""
        wanted = {1, self.pages, *range(self.number - 2, self.number + 3)}
        shown = sorted(n for n in wanted if 1 <= n <= self.pages)
        made: list[int] = []
        for number in shown:
            if made and number > made[-1] + 1:
                made.append(0)
            made.append(number)
        return made


def target_page(chosen: Filters) -> Page:
    """A page of projects."""
    rows = chosen_targets(chosen)
    total = rows.count()
    number = min(chosen.page, max(1, -(-total // PAGE)))
    shown = ordered_targets(rows, chosen)[(number - 1) * PAGE : number * PAGE]
    return Page(list(shown), total, number)


def ordered_targets(rows: QuerySet[PublishedTarget], chosen: Filters) -> Any:
    """The rows as dictionaries, in the order asked for."""
    first: list[Any] = []
    if chosen.order == "-year":
        first = ["-fiscal_year"]
    elif chosen.order in _ORDER and chosen.order not in ("number", "-number"):
        first = [_ORDER[chosen.order]]
    elif chosen.q and (asked := question(chosen.q)):
        rows = rows.annotate(rank=rank(asked))
        first = ["-rank"]
    return rows.order_by(*first, "-fiscal_year", _ORDER["-amount"], "id").values(*TARGET_COLUMNS)


def indicator_page(chosen: Filters) -> Page:
    """A page of rows."""
    rows = chosen_indicators(chosen)
    total = rows.count()
    number = min(chosen.page, max(1, -(-total // PAGE)))
    shown = ordered_indicators(rows, chosen).annotate(annual_count=F("target__indicator_count"))
    return Page(list(shown[(number - 1) * PAGE : number * PAGE]), total, number)


def ordered_indicators(rows: QuerySet[PublishedIndicator], chosen: Filters) -> Any:
    """The rows as dictionaries with what they need of their project, in the order asked for."""
    first: list[Any] = []
    if chosen.order == "-year":
        first = ["-target__fiscal_year"]
    elif chosen.order in ("number", "-number", "name"):
        first = [_ORDER[chosen.order]]
    elif chosen.q and (asked := question(chosen.q)):
        rows = rows.annotate(rank=rank(asked))
        first = ["-rank"]
    order = (*first, "-target__fiscal_year", "target_id", "position", "id")
    return rows.order_by(*order).values(*INDICATOR_COLUMNS, **OF_TARGET)


def years() -> list[int]:
    """The years that have something published, latest first."""
    return list(targets().order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct())


def figures_by_year(condition: Q | None = None) -> list[Row]:
    """Projects, amounts and rows of each year, latest first."""
    return _read(
        targets()
        .filter(condition or Q())
        .values("fiscal_year")
        .annotate(
            projects=Count("pk"),
            amount=Sum("amount"),
            rows=Sum("indicator_count"),
            measurable=Sum("measurable_count"),
            evaluated=Count("points"),
        )
        .order_by("-fiscal_year")
    )


def largest(year: int, number: int = 10) -> list[Row]:
    """The projects with the most money of a year."""
    rows = targets().filter(fiscal_year=year, amount__isnull=False)
    return list(rows.order_by("-amount", "id").values(*TARGET_COLUMNS)[:number])


EDITION_COLUMNS = (
    *("id", "organisation_id", "organisation__name", "fiscal_year", "number", "title", "sha256"),
    *("reason", "published_at", "is_current"),
)


def editions(body: int | None = None) -> Any:
    """Every edition, as dictionaries without their records, latest first."""
    rows = Edition.objects.all() if body is None else Edition.objects.filter(organisation_id=body)
    return rows.order_by("-published_at", "-id").values(*EDITION_COLUMNS)


def edition(key: int) -> Edition | None:
    """An edition with its body."""
    return Edition.objects.select_related("organisation").filter(pk=key).first()


def history(of: Edition) -> list[Row]:
    """All editions of the same body and year, latest first."""
    same = editions(of.organisation_id).filter(fiscal_year=of.fiscal_year)
    return list(same.order_by("-number"))


def files(of: Edition) -> list[Row]:
    """The files of an edition."""
    return files_of(of.pk)


def file(key: int, name: str) -> EditionFile | None:
    """A file of an edition by its name."""
    return EditionFile.objects.filter(edition_id=key, name=name).first()


def targets_of(of: Edition) -> QuerySet[PublishedTarget]:
    """The projects of an edition, whether or not it was replaced since."""
    return PublishedTarget.objects.filter(edition=of).order_by("number", "id")


def years_of(project: int) -> list[PublishedTarget]:
    """The published years of a project, latest first; none: there is no such page."""
    rows = targets().filter(project_id=project).defer("search_text", "edition__record")
    return list(rows.select_related("edition__organisation").order_by("-fiscal_year", "-id"))


def rows_of(target: PublishedTarget | int) -> list[Row]:
    """The rows of a target in their order."""
    key = target if isinstance(target, int) else target.pk
    rows = PublishedIndicator.objects.filter(target_id=key).order_by("position", "id")
    return list(rows.values(*INDICATOR_COLUMNS))


def compared(projects: Sequence[int]) -> list[tuple[PublishedTarget, list[Row]]]:
    """The latest year of each of these projects with its rows, in the order asked for."""
    latest: dict[int, PublishedTarget] = {}
    rows = targets().filter(project_id__in=projects[:MOST_COMPARED]).defer("search_text", "source")
    for target in rows.order_by("fiscal_year", "id"):
        latest[target.project_id] = target
    by_target: dict[int, list[Row]] = {target.pk: [] for target in latest.values()}
    for row in (
        PublishedIndicator.objects.filter(
            target_id__in=by_target, position__lt=F("target__indicator_count")
        )
        .order_by("target_id", "position")
        .values(*INDICATOR_COLUMNS)
    ):
        by_target[row["target_id"]].append(row)
    return [(latest[key], by_target[latest[key].pk]) for key in projects if key in latest]


def bodies() -> list[Row]:
    """Who has published something, with how much of it."""
    return _read(
        Edition.objects.filter(is_current=True)
        .values("organisation_id", "organisation__name")
        .annotate(editions=Count("pk"), latest=Max("fiscal_year"), at=Max("published_at"))
        .order_by("organisation__path")
    )


def body(key: int) -> Organisation | None:
    """An organisation that published something, or whose project was published."""
    published = Q(Exists(Edition.objects.filter(organisation=OuterRef("pk")))) | Q(
        Exists(targets().filter(project__unit=OuterRef("pk")))
    )
    return Organisation.objects.filter(published, pk=key).first()


def of_body(key: int) -> Q:
    """The targets a body published, or whose project is its own."""
    return Q(edition__organisation_id=key) | Q(project__unit_id=key)


class Late(NamedTuple):
    """A publication that came after its day, as the record itself dates it."""

    row: Row
    approved_on: str
    published_on: str
    days: int


def late(rows: Iterable[Row], most: int = 20) -> list[Late]:
    """Of these editions, those published later than the law allows (预算法第十四条)."""
    from jixiao.web.portal.clock import days_late

    told = []
    for row in rows:
        approved, published, days = days_late(
            row["record__approved_on"], row["record__published_on"], row["published_at"]
        )
        if days > 0:
            told.append(Late(row, approved, published, days))
    return sorted(told, key=lambda one: -one.days)[:most]


def dated_editions() -> list[Row]:
    """The first edition of each body and year with the dates its record states."""
    rows = Edition.objects.filter(number=1).order_by("-published_at", "-id")
    return list(rows.values(*EDITION_COLUMNS, "record__approved_on", "record__published_on")[:500])


def permanent() -> tuple[list[tuple[int, datetime]], list[tuple[int, datetime]], list[int]]:
    """Keys for the site map: projects, editions in force, bodies, with their dates."""
    projects = (
        targets().order_by().values_list("project_id").annotate(at=Max("edition__published_at"))
    )
    current = Edition.objects.filter(is_current=True).order_by("id")
    return (
        list(projects.order_by("project_id")[:40_000]),
        list(current.values_list("id", "published_at")[:5_000]),
        list(current.order_by().values_list("organisation_id", flat=True).distinct()[:4_000]),
    )


def files_of(key: int) -> list[Row]:
    """The files of an edition, by its key."""
    rows = EditionFile.objects.filter(edition_id=key).order_by("name")
    return _read(rows.values("name", "media_type", "sha256", "size"))


def beginning(day: date) -> datetime:
    """When a day begins here."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def _read(rows: Any) -> list[Row]:
    return list(rows)
