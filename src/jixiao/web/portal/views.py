"""The public pages (公开门户). Thin: what is shown comes from ``queries``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from csp.decorators import csp_replace
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jixiao.web.disclosures.search import LONGEST_QUESTION, question
from jixiao.web.limits import limited
from jixiao.web.portal import downloads, queries
from jixiao.web.portal.charts import Column, bar, columns
from jixiao.web.portal.comparing import comparison
from jixiao.web.portal.contradictions import contradictions
from jixiao.web.portal.difference import difference, stated
from jixiao.web.portal.feeds import feed
from jixiao.web.portal.forms import (
    CATEGORIES,
    GRADES,
    INDICATOR_ORDERS,
    PROJECT_ORDERS,
    Filters,
    filters,
)
from jixiao.web.portal.outcome import RowOutcome, outcome
from jixiao.web.portal.public import public
from jixiao.web.portal.rule_page import blocks
from jixiao.web.portal.tables import page_of, place_in, row_cell, table
from jixiao.web.portal.templatetags.figures import plain, wan
from jixiao.web.templatetags.words import language

TABLES_A_PAGE = 50


@public
def home(request: HttpRequest) -> HttpResponse:
    """Search, figures by year, the largest projects, what is new, what came late."""
    figures = queries.figures_by_year()
    latest = figures[0]["fiscal_year"] if figures else None
    biggest = queries.largest(latest, 8) if latest else []
    most = biggest[0]["amount"] if biggest else None
    for row in biggest:
        row["bar"] = bar(row["amount"], most)
    dated = queries.dated_editions()
    return render(
        request,
        "portal/home.html",
        {
            "figures": figures,
            "now": figures[0] if figures else None,
            "before": figures[1] if len(figures) > 1 else None,
            "chart": _years_chart(figures),
            "largest": biggest,
            "latest": list(queries.editions().filter(is_current=True)[:6]),
            "late": queries.late(dated),
            "dated": sum(1 for row in dated if row["record__approved_on"]),
        },
    )


def _years_chart(figures: list[dict[str, Any]], key: str = "years") -> str:
    shown = [
        Column(str(row["fiscal_year"]), wan(row["amount"]), row["amount"])
        for row in reversed(figures[:8])
        if row["amount"] is not None
    ]
    if len(shown) < 2:
        return ""
    english = language() == "en"
    told = "；".join(f"{column.label}年{column.told}万元" for column in shown)
    return columns(
        shown,
        "Published funds by year (万元)" if english else "各年度公开的资金（万元）",
        ", ".join(f"{c.label}: {c.told}" for c in shown) if english else told,
        key,
    )


def _listed(request: HttpRequest, kind: str) -> HttpResponse:
    chosen = filters(request.GET)
    of_projects = kind == "projects"
    page = queries.target_page(chosen) if of_projects else queries.indicator_page(chosen)
    for row in page.rows:
        if of_projects:
            row["wan"], row["wan_before"] = wan(row["amount"]), wan(row["amount_before"])
            row["scored"] = plain(row["points"])
        else:
            on = page_of(row["target_number"], TABLES_A_PAGE)
            row["page"] = f"?page={on}" if on > 1 else ""
            row["cell"] = row_cell(row["position"], row["annual_count"])
    asked = question(chosen.q)
    orders = PROJECT_ORDERS if of_projects else INDICATOR_ORDERS
    return render(
        request,
        f"portal/{kind}.html",
        {
            "kind": kind,
            "chosen": chosen,
            "page": page,
            "links": [(n, chosen.query(page=n)) for n in page.near],
            "query": chosen.query(),
            "years": queries.years(),
            "categories": CATEGORIES,
            "grades": GRADES,
            "orders": orders,
            "asked": asked,
            "is_cut": asked.is_cut,
            "longest": LONGEST_QUESTION,
            "first": (page.number - 1) * queries.PAGE + 1,
            "last": (page.number - 1) * queries.PAGE + len(page.rows),
        },
    )


@limited("600/m", by="address", name="search")
@public
def projects(request: HttpRequest) -> HttpResponse:
    """The list of projects."""
    return _listed(request, "projects")


@limited("600/m", by="address", name="search")
@public
def indicators(request: HttpRequest) -> HttpResponse:
    """The list of indicators."""
    return _listed(request, "indicators")


@limited("60/m", by="address", name="download")
@public
def download(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """The very result of a list as a file."""
    chosen = filters(request.GET)
    if kind == "projects":
        rows = queries.ordered_targets(queries.chosen_targets(chosen), chosen)
        head, title = downloads.TARGET_HEAD, "项目支出绩效目标"
    else:
        rows = queries.ordered_indicators(queries.chosen_indicators(chosen), chosen)
        head, title = downloads.INDICATOR_HEAD, "绩效指标"
    read = rows[: queries.MOST_DOWNLOADED].iterator(chunk_size=2000)
    response: HttpResponse | StreamingHttpResponse
    if form == "xlsx":
        response = HttpResponse(downloads.workbook(read, head, title))
    elif form == "json":
        response = StreamingHttpResponse(downloads.json_lines(read, head))
    else:
        response = StreamingHttpResponse(downloads.csv_lines(read, head))
    response["Content-Type"] = downloads.MEDIA_TYPES[form]
    name = f"{title}-{timezone.localdate():%Y%m%d}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response  # type: ignore[return-value]


@public
def project(request: HttpRequest, key: int, year: int | None = None) -> HttpResponse:
    """A project: what for, how much, what was promised, what came of it, who answers."""
    shown = queries.years_of(key)
    target = next((one for one in shown if year in (None, one.fiscal_year)), None)
    if target is None:
        raise Http404
    rows = queries.rows_of(target)
    earlier = next((one for one in shown if one.fiscal_year == target.fiscal_year - 1), None)
    before = target.amount_before
    if before is None and earlier is not None:
        before = earlier.amount
    reached = outcome(target.outcome)
    for row in rows:
        row["cell"] = row_cell(row["position"], target.indicator_count)
        row["place"] = place_in(target.source, row["cell"])
        row["outcome"] = reached.rows.get(row["position"], RowOutcome())
    most = max((n for n in (target.amount, before) if n is not None), default=None)
    page = page_of(target.number, TABLES_A_PAGE)
    source = reverse("portal_source", args=[target.edition_id])
    return render(
        request,
        "portal/project.html",
        {
            "target": target,
            "edition": target.edition,
            "fields": target.content.get("fields", {}),
            "years": shown,
            "rows": rows,
            "levels": _levels(rows),
            "before": before,
            "before_is_ours": target.amount_before is None and before is not None,
            "change": target.amount - before
            if target.amount is not None and before is not None
            else None,
            "share": (target.amount - before) / before
            if target.amount is not None and before
            else None,
            "bars": [bar(target.amount, most), bar(before, most, "soft")],
            "chart": _project_chart(shown),
            "outcome": reached,
            "has_weights": any(row["weight"] is not None for row in rows),
            "has_actual": any(row["actual"] for row in rows) or bool(reached.rows),
            "contradictions": contradictions(
                target.amount, target.content, rows[: target.indicator_count]
            ),
            "findings": _findings(target),
            "source": f"{source}{f'?page={page}' if page > 1 else ''}#cell-{target.number}-",
            "address": request.build_absolute_uri(
                reverse("portal_project_year", args=[key, target.fiscal_year])
            ),
            "canonical": request.build_absolute_uri(reverse("portal_project", args=[key])),
            "embed": request.build_absolute_uri(reverse("portal_embed_project", args=[key])),
        },
    )


def _levels(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows under their level 1."""
    levels: list[tuple[str, list[dict[str, Any]]]] = []
    for row in rows:
        if not levels or (row["level1"] and row["level1"] != levels[-1][0]):
            levels.append((row["level1"], []))
        levels[-1][1].append(row)
    return levels


def _project_chart(shown: list[Any]) -> str:
    drawn = [
        Column(str(one.fiscal_year), wan(one.amount), one.amount)
        for one in reversed(shown)
        if one.amount is not None
    ]
    if len(drawn) < 2:
        return ""
    told = "；".join(f"{column.label}年{column.told}万元" for column in drawn)
    title = "Funds by year (万元)" if language() == "en" else "各年度资金（万元）"
    return columns(drawn, title, told, "project-years")


def _findings(target: Any) -> list[dict[str, Any]]:
    """What the edition itself holds of findings of warning and above for this target."""
    held = target.content.get("findings", [])
    return [
        finding
        for finding in held
        if isinstance(finding, dict) and finding.get("severity") in ("warning", "error")
    ]


@public
def compare(request: HttpRequest) -> HttpResponse:
    """Up to six projects side by side."""
    keys = list(
        dict.fromkeys(
            int(key)
            for key in request.GET.getlist("project")
            if key.isascii() and key.isdecimal() and len(key) < 10
        )
    )
    found = queries.compared(keys[: queries.MOST_COMPARED])
    most = max((t.amount for t, _ in found if t.amount is not None), default=None)
    return render(
        request,
        "portal/compare.html",
        {
            "found": [
                {
                    "target": target,
                    "bar": bar(target.amount, most),
                    "without": "&".join(
                        f"project={other.project_id}" for other, _ in found if other is not target
                    ),
                }
                for target, _ in found
            ],
            "compared": comparison(found),
            "too_many": len(keys) > queries.MOST_COMPARED,
            "most": queries.MOST_COMPARED,
        },
    )


@public
def bodies(request: HttpRequest) -> HttpResponse:
    """Who has published."""
    return render(request, "portal/bodies.html", {"bodies": queries.bodies()})


@public
def body(request: HttpRequest, key: int) -> HttpResponse:
    """A body: its figures, editions and projects."""
    organisation = queries.body(key)
    if organisation is None:
        raise Http404
    figures = queries.figures_by_year(queries.of_body(key))
    page = queries.target_page(Filters(body=key, order="-year"))
    return render(
        request,
        "portal/body.html",
        {
            "body": organisation,
            "figures": figures,
            "chart": _years_chart(figures, "body-years"),
            "editions": list(queries.editions(key)[:100]),
            "page": page,
            "query": Filters(body=key).query(),
        },
    )


@public
def editions(request: HttpRequest) -> HttpResponse:
    """Every publication, latest first."""
    chosen = filters(request.GET)
    rows = queries.editions(chosen.body)
    total = rows.count()
    number = min(chosen.page, max(1, -(-total // queries.PAGE)))
    page = queries.Page(
        list(rows[(number - 1) * queries.PAGE : number * queries.PAGE]), total, number
    )
    return render(
        request,
        "portal/editions.html",
        {"page": page, "links": [(n, chosen.query(page=n)) for n in page.near]},
    )


@public
def edition(request: HttpRequest, key: int) -> HttpResponse:
    """A publication: what is in it, what is not, its files, its history, what changed."""
    shown = _edition(key)
    history = queries.history(shown)
    rows = list(
        queries.targets_of(shown).values(*queries.TARGET_COLUMNS)[: queries.MOST_DOWNLOADED]
    )
    most = max((row["amount"] for row in rows if row["amount"] is not None), default=None)
    for row in rows:
        row["bar"] = bar(row["amount"], most)
        row["page"] = page_of(row["number"], TABLES_A_PAGE)
    changes = stated(shown.changes, language())
    before = next((row for row in history if row["number"] == shown.number - 1), None)
    if not changes and before is not None:
        earlier = _edition(before["id"])
        changes = difference(queries.targets_of(earlier), queries.targets_of(shown))
    amounts = [row["amount"] for row in rows if row["amount"] is not None]
    return render(
        request,
        "portal/edition.html",
        {
            "edition": shown,
            "history": history,
            "current": next((row for row in history if row["is_current"]), None),
            "rows": rows,
            "total": sum(amounts, Decimal(0)) if amounts else None,
            "files": queries.files(shown),
            "changes": changes,
            "before": before,
            "withheld": [_named(one) for one in shown.withheld],
            "carried_over": [_named(one) for one in shown.carried_over],
            "stated": shown.record.get("stated_projects"),
        },
    )


def _named(one: Any) -> dict[str, str]:
    """A project that is not published, as far as the edition names it."""
    if not isinstance(one, dict):
        one = {"name": one}
    return {name: str(one.get(name) or "") for name in ("name", "ground", "reason", "amount")}


def _edition(key: int) -> Any:
    found = queries.edition(key)
    if found is None:
        raise Http404
    return found


@public
def source(request: HttpRequest, key: int) -> HttpResponse:
    """The official tables of an edition; the address's fragment marks a cell."""
    shown = _edition(key)
    rows = queries.targets_of(shown)
    total = rows.count()
    number = min(filters(request.GET).page, max(1, -(-total // TABLES_A_PAGE)))
    first = (number - 1) * TABLES_A_PAGE
    # A table stands on the page of its number in the list.
    part = rows.filter(number__gt=first, number__lte=first + TABLES_A_PAGE)
    page = queries.Page([], total, number)
    return render(
        request,
        "portal/source.html",
        {
            "edition": shown,
            "tables": [table(target) for target in part],
            "page": page,
            "links": [(n, f"page={n}") for n in page.near] if total > TABLES_A_PAGE else [],
            "files": queries.files(shown),
        },
    )


@public
def file(request: HttpRequest, key: int, name: str) -> HttpResponse:
    """A file of an edition, under the hash it was published with."""
    from jixiao.web.documents.keeping import open_kept

    found = queries.file(key, name)
    if found is None:
        raise Http404
    if request.headers.get("If-None-Match", "") == f'"{found.sha256}"':
        return HttpResponse(status=304, headers={"ETag": f'"{found.sha256}"'})
    try:
        stream = open_kept(found.sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    response: Any = FileResponse(
        stream, as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["ETag"] = f'"{found.sha256}"'
    return cast("HttpResponse", response)


@public
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a rule."""
    from jixiao.model.exceptions import UserError
    from jixiao.rules.catalogue import rule_named
    from jixiao.rules.pages import page_of as page_of_rule

    try:
        found = rule_named(code)
    except UserError as error:
        raise Http404 from error
    return render(
        request, "portal/rule.html", {"rule": found, "blocks": blocks(page_of_rule(found))}
    )


def _framed(view: Any) -> Any:
    """May stand in a frame of any site; takes nothing from anywhere but this one."""
    freed = csp_replace(
        {"frame-ancestors": ["*"], "script-src": ["'none'"], "form-action": ["'none'"]}
    )(view)
    return xframe_options_exempt(freed)


@_framed
@public
def embed_project(request: HttpRequest, key: int) -> HttpResponse:
    """A project's amount as a chart for other sites."""
    shown = queries.years_of(key)
    if not shown:
        raise Http404
    return _embedded(
        request,
        shown[0].name,
        shown[0].unit_name,
        [(one.fiscal_year, one.amount) for one in shown],
        reverse("portal_project", args=[key]),
    )


@_framed
@public
def embed_body(request: HttpRequest, key: int) -> HttpResponse:
    """A body's published funds by year as a chart for other sites."""
    organisation = queries.body(key)
    if organisation is None:
        raise Http404
    figures = queries.figures_by_year(queries.of_body(key))
    return _embedded(
        request,
        organisation.name,
        "项目支出资金" if language() == "zh" else "Funds of projects",
        [(row["fiscal_year"], row["amount"]) for row in figures],
        reverse("portal_body", args=[key]),
    )


@_framed
@public
def embed_years(request: HttpRequest) -> HttpResponse:
    """All published funds by year as a chart for other sites."""
    figures = [(row["fiscal_year"], row["amount"]) for row in queries.figures_by_year()]
    words = ("全部公开项目", "各年度资金") if language() == "zh" else ("All projects", "by year")
    return _embedded(request, *words, figures, reverse("portal"))


def _embedded(
    request: HttpRequest,
    title: str,
    under: str,
    amounts: list[tuple[int, Decimal | None]],
    address: str,
) -> HttpResponse:
    drawn = [Column(str(y), wan(a), a) for y, a in reversed(amounts[:8]) if a is not None]
    told = "；".join(f"{column.label}年{column.told}万元" for column in drawn)
    return render(
        request,
        "portal/embed.html",
        {
            "title": title,
            "under": under,
            "amounts": amounts,
            "chart": columns(drawn, title, told, "embedded") if drawn else "",
            "address": request.build_absolute_uri(address),
        },
    )


@public
def atom(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """New publications as an Atom feed, of all or of a body."""
    organisation = queries.body(key) if key is not None else None
    if key is not None and organisation is None:
        raise Http404
    rows = list(queries.editions(key)[:50])
    text = feed(request.build_absolute_uri, rows, organisation.name if organisation else "")
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every permanent address."""
    projects_, editions_, bodies_ = queries.permanent()
    absolute = request.build_absolute_uri
    return render(
        request,
        "portal/sitemap.xml",
        {
            "addresses": [
                (absolute(reverse("portal")), None),
                (absolute(reverse("portal_projects")), None),
                *((absolute(reverse("portal_project", args=[k])), at) for k, at in projects_),
                *((absolute(reverse("portal_edition", args=[k])), at) for k, at in editions_),
                *((absolute(reverse("portal_body", args=[k])), None) for k in bodies_),
            ]
        },
        content_type="application/xml; charset=utf-8",
    )


@public
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: the portal, not the workplaces."""
    address = request.build_absolute_uri(reverse("portal_sitemap"))
    lines = (
        *("User-agent: *", "Disallow: /work/", "Disallow: /account/", "Disallow: /i18n/"),
        *("Disallow: /compare/", f"Sitemap: {address}"),
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser's search box asks here."""
    return render(
        request,
        "portal/opensearch.xml",
        {"address": request.build_absolute_uri(reverse("portal_projects"))},
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )


@csrf_exempt  # no token, hence no cookie, on pages; all it sets is a language
@require_POST
def language_switch(request: HttpRequest) -> HttpResponse:
    """The other language, kept in a cookie; back to where one was."""
    wanted = "en" if request.POST.get("language") == "en" else "zh-hans"
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        address = reverse("portal")
    response = HttpResponseRedirect(address)
    response.set_cookie(
        "jixiao_language",
        wanted,
        max_age=365 * 86400,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response
