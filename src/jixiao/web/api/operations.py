"""The interface for programs (数据接口): read only, lean; the rows are those of the pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Path, Query
from ninja.errors import ValidationError
from pydantic import BeforeValidator, StringConstraints

from jixiao import __version__
from jixiao.web.api.schemas import (
    Bodies,
    Changes,
    Editions,
    EditionWhole,
    Indicators,
    Key,
    Keyset,
    NarrowedKeyset,
    Narrowing,
    Refusal,
    Targets,
    TargetWhole,
)
from jixiao.web.disclosures.search import question, rank
from jixiao.web.portal import queries
from jixiao.web.portal.downloads import digits

api = NinjaAPI(
    title="绩效目标公开数据接口 · published performance targets",
    version=__version__,
    description="只读，不需要登录；数字以文本给出，金额单位是元；筛选条件与网页相同。"
    "Read only, no sign-in; numbers are texts, amounts are in 元; filters are those of the pages.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
NOT_FOUND = ("没有这一项，或者它没有公开。", "there is no such thing, or it is not published")
NOT_RIGHT = ("参数不对：{}。请按接口说明修改。", "wrong parameters: {}; see the reference at /api/")
REFUSALS = {404: Refusal, 422: Refusal}
SEARCHED = r"^[0-9]{1,4}\.[0-9]{1,9}$"


def answer(value: Any, status: int = 200) -> HttpResponse:
    """The value as JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def refusal(said: tuple[str, str], status: int) -> HttpResponse:
    """An error in both languages."""
    return answer({"zh": said[0], "en": said[1]}, status)


@api.exception_handler(ValidationError)
def _not_right(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = ", ".join(dict.fromkeys(str(one["loc"][-1]) for one in error.errors))
    return refusal((NOT_RIGHT[0].format(names), NOT_RIGHT[1].format(names)), 422)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return refusal(NOT_FOUND, 404)


def _page(
    request: HttpRequest, rows: Iterable[dict[str, Any]], limit: int, cursor: str = "id"
) -> HttpResponse:
    """``limit`` of the rows, and the address of what comes after."""
    items = list(rows)
    following = None
    if len(items) > limit:
        items = items[:limit]
        asked = [(k, v) for k, v in request.GET.items() if k != "after"]
        asked.append(("after", str(items[-1][cursor])))
        following = request.build_absolute_uri(f"{request.path}?{urlencode(asked)}")
    if cursor == "cursor":
        for item in items:
            del item["cursor"], item["rank"]
    return answer({"items": items, "next": following})


@api.get("/targets", response={200: Targets, 422: Refusal}, summary="项目绩效目标 · targets")
def targets(request: HttpRequest, given: Query[NarrowedKeyset]) -> HttpResponse:
    """Every project's year that is published now, by key."""
    rows = queries.chosen_targets(given.chosen()).filter(pk__gt=given.after)
    shown = rows.order_by("pk").values(*queries.TARGET_COLUMNS)[: given.limit + 1]
    return _page(request, shown, given.limit)


@api.get(
    "/targets/{key}",
    response={200: TargetWhole, **REFUSALS},
    summary="一个项目的绩效目标 · one target",
)
def target(request: HttpRequest, key: Path[Key]) -> HttpResponse:
    """A target whole: every cell, its rows, and what came of it."""
    columns = (*queries.TARGET_COLUMNS, "objective", "content", "source", "outcome")
    row = queries.targets().filter(pk=key).values(*columns).first()
    if row is None:
        raise Http404
    rows = queries.rows_of(key)
    page = request.build_absolute_uri(f"/projects/{row['project_id']}/{row['fiscal_year']}/")
    return answer({**row, "indicators": rows, "page": page})


@api.get("/indicators", response={200: Indicators, 422: Refusal}, summary="绩效指标 · indicators")
def indicators(request: HttpRequest, given: Query[NarrowedKeyset]) -> HttpResponse:
    """Every row that is published now, by key."""
    rows = queries.chosen_indicators(given.chosen()).filter(pk__gt=given.after)
    shown = rows.order_by("pk").values(*queries.INDICATOR_COLUMNS, **queries.OF_TARGET)
    return _page(request, shown[: given.limit + 1], given.limit)


class Searching(Narrowing):
    """A question with its filters; ``after`` is what ``next`` of the page before says."""

    after: Annotated[str, StringConstraints(pattern=SEARCHED, max_length=14)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@api.get("/search", response={200: Targets, 422: Refusal}, summary="检索 · search")
def search(request: HttpRequest, given: Query[Searching]) -> HttpResponse:
    """Targets that hold what is asked for, the best first."""
    chosen = given.chosen()
    rows = queries.chosen_targets(chosen).annotate(rank=rank(question(chosen.q)))
    if given.after:
        best, last = (int(part) for part in given.after.split("."))
        rows = rows.filter(Q(rank__lt=best) | Q(rank=best, pk__gt=last))
    shown = rows.order_by("-rank", "pk").values(*queries.TARGET_COLUMNS, "rank")
    items = list(shown[: given.limit + 1])
    for item in items:
        item["cursor"] = f"{item['rank']}.{item['id']}"
    return _page(request, items, given.limit, "cursor")


def _edition(row: dict[str, Any]) -> dict[str, Any]:
    row["body_id"] = row.pop("organisation_id")
    row["body"] = row.pop("organisation__name")
    return row


class ChosenEditions(Keyset):
    """Filters of publications."""

    body: Key | None = None
    year: Annotated[int, Field(ge=1949, le=2200)] | None = None


@api.get("/editions", response={200: Editions, 422: Refusal}, summary="公开记录 · editions")
def editions(request: HttpRequest, given: Query[ChosenEditions]) -> HttpResponse:
    """Every publication, those that were replaced too, by key."""
    rows = queries.editions(given.body).filter(pk__gt=given.after)
    if given.year is not None:
        rows = rows.filter(fiscal_year=given.year)
    shown = rows.order_by("pk")[: given.limit + 1]
    return _page(request, (_edition(row) for row in shown), given.limit)


@api.get(
    "/editions/{key}", response={200: EditionWhole, **REFUSALS}, summary="一次公开 · one edition"
)
def edition(request: HttpRequest, key: Path[Key]) -> HttpResponse:
    """A publication: its files, what is not in it, what changed."""
    wanted = (*queries.EDITION_COLUMNS, "withheld", "carried_over", "changes")
    row = queries.editions().filter(pk=key).values(*wanted).first()
    if row is None:
        raise Http404
    files = queries.files_of(key)
    for file in files:
        path = f"/editions/{key}/files/{file['name']}"
        file["address"] = request.build_absolute_uri(path)
    return answer({**_edition(row), "files": files})


@api.get(
    "/editions/{key}/record",
    response={200: dict[str, Any], **REFUSALS},
    summary="公开的记录 · the record",
)
def record(request: HttpRequest, key: Path[Key]) -> HttpResponse:
    """The record as ``jixiao read --format json`` gives it, what is withheld covered."""
    held = queries.editions().filter(pk=key).values_list("record", flat=True).first()
    if held is None:
        raise Http404
    return answer(held)


@api.get("/bodies", response={200: Bodies}, summary="公开单位 · bodies")
def bodies(request: HttpRequest) -> HttpResponse:
    """Who has published something."""
    items = [
        {
            "id": row["organisation_id"],
            "name": row["organisation__name"],
            "editions": row["editions"],
            "latest_year": row["latest"],
            "published_at": row["at"],
        }
        for row in queries.bodies()
    ]
    return answer({"items": items})


def _iso(given: Any) -> Any:
    """Only 2024-05-01: not the number of seconds that pydantic would take as well."""
    if isinstance(given, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        raise ValueError("YYYY-MM-DD")
    return given


Day = Annotated[date, BeforeValidator(_iso)]


class Since(Keyset):
    """From when on."""

    since: Day | None = Field(None, description="自这一天起（含） · from this day on")


@api.get("/changes", response={200: Changes, 422: Refusal}, summary="变更 · changes since a day")
def changes(request: HttpRequest, given: Query[Since]) -> HttpResponse:
    """Publications since a day, corrections with what they changed, by key."""
    rows = queries.editions().filter(pk__gt=given.after)
    if given.since is not None:
        rows = rows.filter(published_at__gte=queries.beginning(given.since))
    shown = rows.order_by("pk").values(*queries.EDITION_COLUMNS, "changes")[: given.limit + 1]
    return _page(request, (_edition(row) for row in shown), given.limit)
