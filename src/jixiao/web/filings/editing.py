"""What the editor asks for (编辑器), of the draft of a filing and of an adjustment alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import perf_counter
from typing import Any, TypeVar

from django.http import HttpRequest, JsonResponse
from django.http.request import RawPostDataException
from django.utils import timezone

from jixiao.web.accounts.models import Person
from jixiao.web.actor import Actor
from jixiao.web.exceptions import Incomplete, Overtaken
from jixiao.web.filings.blank_forms import blank_forms, levels
from jixiao.web.filings.checking import check_draft, rewrites_of
from jixiao.web.filings.comparing import paired_rows
from jixiao.web.filings.drafting import FIELDS, ROWS, sound, storable
from jixiao.web.filings.models import Adjustment, Disposition, Filing, filing_of
from jixiao.web.filings.queries import dispositions_of, last_saved, place_of
from jixiao.web.filings.shown import shown_finding, shown_rewrite
from jixiao.web.templatetags.words import language

Edited = TypeVar("Edited", Filing, Adjustment)


def context(person: Person, case: Edited, key: int | str, urls: dict[str, str]) -> dict[str, Any]:
    """What the editor's page is filled with; ``key`` is what the browser keeps the text under."""
    forms = blank_forms(filing_of(case).fiscal_year, place_of(case.unit))
    first, second = levels()
    return {
        "fields": {name.replace(".", "_"): case.draft["fields"].get(name, "") for name in FIELDS},
        "level1": first,
        "level2": second,
        "forms": forms,
        "start": {
            "draft": case.draft,
            "revision": case.revision,
            "person": person.pk,
            "filing": key,
            **_findings(case, case.draft),
            "forms": {form.id: form.rows() for form in forms},
            "urls": urls,
        },
    }


def save(
    request: HttpRequest, case: Edited, keep: Callable[[Actor, Edited, Any, int], int]
) -> JsonResponse:
    """Keep the text; 409 with the other's where somebody else saved meanwhile."""
    told = _posted(request)
    revision = told.get("revision")
    if not isinstance(revision, int):
        raise Incomplete("缺少修订号，请刷新页面后重试。", "no revision; reload and try again")
    mine = sound(told.get("draft"))
    try:
        now = keep(Actor.of(request), case, mine, revision)
    except Overtaken as overtaken:
        case.refresh_from_db()
        who, when = last_saved(case)
        return JsonResponse(
            {
                "zh": overtaken.zh,
                "en": overtaken.en,
                "theirs": sound(case.draft),
                "revision": case.revision,
                "who": who,
                "when": when,
                "pairs": {part: paired_rows(case.draft[part], mine[part]) for part in ROWS},
            },
            status=409,
        )
    return JsonResponse({"revision": now, "at": timezone.localtime().strftime("%H:%M:%S")})


def check(request: HttpRequest, case: Edited) -> JsonResponse:
    """The findings on what is being typed; nothing is kept."""
    answer = _findings(case, sound(_posted(request).get("draft")))
    response = JsonResponse(answer)
    response["Server-Timing"] = f"rules;dur={answer['milliseconds']}"
    return response


def explain(
    request: HttpRequest, case: Edited, keep: Callable[[Actor, Edited, str, str], Disposition]
) -> JsonResponse | None:
    """Keep the explanation of a finding; what the editor is answered, None for a form."""
    is_json = request.content_type == "application/json"
    told = _posted(request) if is_json else request.POST
    keep(Actor.of(request), case, storable(told.get("key")), storable(told.get("reason")))
    return JsonResponse(_findings(case, case.draft)) if is_json else None


def _posted(request: HttpRequest) -> dict[str, Any]:
    """The JSON the editor sends."""
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):
        told = None
    if not isinstance(told, dict):
        raise Incomplete("请求不完整，请刷新页面后重试。", "not understood; reload and try again")
    return told


def _findings(case: Edited, draft: Any) -> dict[str, Any]:
    """The findings on a text, as the editor takes them, and how long the rules took."""
    filing, place = filing_of(case), place_of(case.unit)
    said = dispositions_of(filing)
    started = perf_counter()
    found = check_draft(draft, filing.fiscal_year, place)
    rewrites = rewrites_of(draft, filing.fiscal_year)
    spent = perf_counter() - started
    english = language() == "en"
    return {
        "findings": [shown_finding(one, said.get(one.key), english) for one in found],
        "rewrites": [shown_rewrite(one, english) for one in rewrites],
        "milliseconds": round(spent * 1000, 1),
    }
