"""The site's addresses, and bare views of the same rows of the same tables."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from jixiao.web.disclosures.models import PublishedTarget
from jixiao.web.filings.models import Filing
from jixiao.web.urls import urlpatterns as site

_LIST = engines["django"].from_string(
    "<!doctype html><title>bare</title><table>{% for row in rows %}<tr><td>{{ row.pk }}</td>"
    "<td>{{ row.project__name }}</td><td>{{ row.unit__name }}</td><td>{{ row.fiscal_year }}</td>"
    "<td>{{ row.state }}</td><td>{{ row.requested }}</td><td>{{ row.changed_at }}</td></tr>"
    "{% endfor %}</table>"
)
_PROJECT = engines["django"].from_string(
    "<!doctype html><title>bare</title><h1>{{ target.name }}</h1><p>{{ target.objective }}</p>"
    "<table>{% for row in rows %}<tr><td>{{ row.level2 }}</td><td>{{ row.name }}</td>"
    "<td>{{ row.value }}</td><td>{{ row.actual }}</td><td>{{ row.points }}</td></tr>{% endfor %}"
    "</table>"
)
_COLUMNS = ("pk", "project__name", "unit__name", "fiscal_year", "state", "requested", "changed_at")


@login_required
def bare_list(request: HttpRequest) -> HttpResponse:
    """Fifty filings that the person may see, one query, one template."""
    person: Any = request.user
    rows = Filing.visible_to(person).order_by("-changed_at").values(*_COLUMNS)[:50]
    return HttpResponse(_LIST.render({"rows": list(rows)}, request))


def bare_project(request: HttpRequest, key: int) -> HttpResponse:
    """The project published last and its indicators, two queries, one template."""
    target = PublishedTarget.objects.filter(project=key, is_current=True).latest("fiscal_year")
    rows = target.indicators.values("level2", "name", "value", "actual", "points")
    return HttpResponse(_PROJECT.render({"target": target, "rows": list(rows)}, request))


def bare_json(request: HttpRequest) -> HttpResponse:
    """Fifty published projects, one query."""
    rows = PublishedTarget.objects.filter(is_current=True).order_by("pk")
    names = ("pk", "name", "unit_name", "fiscal_year", "amount", "objective", "grade")
    return JsonResponse({"items": list(rows.values(*names)[:50])})


urlpatterns = [
    *site,
    path("bare/list/", bare_list),
    path("bare/projects/<int:key>/", bare_project),
    path("bare/json/", bare_json),
]
