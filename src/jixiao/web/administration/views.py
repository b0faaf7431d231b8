"""The administrators' pages (系统管理). Each page is for one of the three; others get 404."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jixiao.web.actor import Actor
from jixiao.web.administration import actions, queries
from jixiao.web.administration.forms import (
    DeadlineForm,
    MoveForm,
    NewOrganisationForm,
    OrganisationForm,
    PersonForm,
    PostForm,
)
from jixiao.web.administration.health import health, summary
from jixiao.web.administration.models import Round
from jixiao.web.exceptions import Incomplete
from jixiao.web.limits import limited
from jixiao.web.roles import ADMINISTRATORS, Role
from jixiao.web.templatetags.words import say

View = Callable[..., HttpResponse]
SYSTEM, SECURITY = Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR


def page_for(*roles: Role) -> Callable[[View], View]:
    """A page that is there only for who holds one of the roles."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            assert request.user.is_authenticated
            if not request.user.roles & frozenset(roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


@page_for(*ADMINISTRATORS)
@require_GET
def administration(request: HttpRequest) -> HttpResponse:
    """What the administrator can do, by the role held."""
    assert request.user.is_authenticated
    missing = queries.missing_administrators() if SYSTEM in request.user.roles else []
    return render(request, "administration/index.html", {"missing": missing})


@page_for(SYSTEM, SECURITY)
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """The tree."""
    tree = queries.organisations(with_closed=True)
    return render(
        request, "administration/organisations.html", {"tree": tree, "form": NewOrganisationForm()}
    )


@page_for(SYSTEM)
@require_POST
def create_organisation(request: HttpRequest) -> HttpResponse:
    """A new one."""
    asked = _asked(NewOrganisationForm(request.POST))
    made = actions.create_organisation(Actor.of(request), **asked)
    _done(request, f"已新增“{made}”。", f"“{made}” was created.")
    return redirect("administration_organisations")


@page_for(SYSTEM)
@require_GET
def organisation(request: HttpRequest, key: int) -> HttpResponse:
    """One organisation: rename, move, close."""
    found = queries.organisation(key)
    form = OrganisationForm(
        initial={name: getattr(found, name) for name in ("name", "code", "place", "level")}
    )
    parents = queries.possible_parents(found)
    return render(
        request,
        "administration/organisation.html",
        {"organisation": found, "form": form, "parents": parents},
    )


@page_for(SYSTEM)
@require_POST
def change_organisation(request: HttpRequest, key: int, change: str) -> HttpResponse:
    """Rename, move or close it."""
    found, actor = queries.organisation(key), Actor.of(request)
    if change == "rename":
        actions.rename_organisation(actor, found, **_asked(OrganisationForm(request.POST)))
    elif change == "move":
        actions.move_organisation(actor, found, _asked(MoveForm(request.POST))["parent"])
    elif change == "close":
        actions.close_organisation(actor, found)
    else:
        raise Http404
    _done(request, "已保存。", "Saved.")
    return redirect("administration_organisation", key)


@page_for(SYSTEM, SECURITY)
@require_GET
def persons(request: HttpRequest) -> HttpResponse:
    """Persons and their posts."""
    search = request.GET.get("search", "").strip()[:100]
    return render(
        request,
        "administration/persons.html",
        {
            "page": queries.persons(search, request.GET.get("page", "")),
            "search": search,
            "form": PersonForm(),
        },
    )


@page_for(SYSTEM)
@require_POST
@never_cache
def create_person(request: HttpRequest) -> HttpResponse:
    """A new person; the one-time password is on this page and nowhere else."""
    person, password = actions.create_person(Actor.of(request), **_asked(PersonForm(request.POST)))
    return _password(request, person, password)


@page_for(SYSTEM, SECURITY)
@require_GET
def person(request: HttpRequest, key: int) -> HttpResponse:
    """One person: posts, account."""
    found = queries.person(key)
    return render(
        request,
        "administration/person.html",
        {
            "person": found,
            "form": PostForm(),
            "organisations": queries.organisations(),
            "is_administrator": queries.is_administrator(found),
            "is_oneself": found == request.user,
            "missing": {role.value for role in queries.missing_administrators()},
        },
    )


@page_for(SYSTEM, SECURITY)
@require_POST
@never_cache
def change_person(request: HttpRequest, key: int, change: str) -> HttpResponse:
    """Deactivate, reactivate, reset the password or the second factor, give a post."""
    found, actor = queries.person(key), Actor.of(request)
    if change == "reset-password":
        return _password(request, found, actions.reset_password(actor, found))
    if change == "deactivate":
        actions.deactivate_person(actor, found)
    elif change == "reactivate":
        actions.reactivate_person(actor, found)
    elif change == "reset-second-factor":
        actions.reset_second_factor(actor, found)
    elif change == "give-post":
        asked = _asked(PostForm(request.POST))
        actions.give_post(actor, found, asked["organisation"], Role(asked["role"]), asked["until"])
    else:
        raise Http404
    _done(request, "已保存。", "Saved.")
    return redirect("administration_person", key)


@page_for(SECURITY)
@require_POST
def end_post(request: HttpRequest, key: int) -> HttpResponse:
    """End a post."""
    post = queries.post(key)
    actions.end_post(Actor.of(request), post)
    _done(request, "岗位已收回。", "The post was ended.")
    return redirect("administration_person", post.person_id)


@page_for(SECURITY)
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """Locked accounts, everybody's sessions, the settings in force."""
    return render(
        request,
        "administration/security.html",
        {
            "locked": queries.locked(),
            "page": queries.sessions(request.GET.get("page", "")),
            "settings": queries.security_settings(),
        },
    )


@page_for(SECURITY)
@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """Let a locked account be tried again."""
    actions.unlock(Actor.of(request), request.POST.get("username", ""))
    _done(request, "已解除锁定。", "Unlocked.")
    return redirect("administration_security")


@page_for(SECURITY)
@require_POST
def end_session(request: HttpRequest, key: int) -> HttpResponse:
    """End anybody's session."""
    actions.end_session_of(Actor.of(request), queries.session(key))
    _done(request, "会话已结束。", "The session was ended.")
    return redirect("administration_security")


@page_for(SYSTEM)
@require_GET
def parameters(request: HttpRequest) -> HttpResponse:
    """The parameters with their sources."""
    search = request.GET.get("search", "").strip()[:100]
    lines = queries.parameter_lines(search)
    return render(request, "administration/parameters.html", {"lines": lines, "search": search})


@page_for(SYSTEM)
def deadlines(request: HttpRequest) -> HttpResponse:
    """The deadlines of rounds; a new one replaces, the old stays on record."""
    if request.method == "POST":
        asked = _asked(DeadlineForm(request.POST))
        actions.set_deadline(
            Actor.of(request), Round(asked["round"]), asked["fiscal_year"], asked["due_on"]
        )
        _done(request, "期限已设定。", "The deadline was set.")
        return redirect("administration_deadlines")
    return render(
        request,
        "administration/deadlines.html",
        {"rows": queries.deadlines(), "form": DeadlineForm()},
    )


@page_for(SYSTEM)
@limited("20/m", by="person", methods=("POST",), name="upload")
def import_folder(request: HttpRequest) -> HttpResponse:
    """Take in a folder of documents of a unit."""
    if request.method == "POST":
        key = request.POST.get("unit", "")
        if not key.isdecimal() or len(key) > 18:
            raise Incomplete("请选择单位。", "choose the unit")
        actions.import_folder(
            Actor.of(request), queries.organisation(int(key)), request.FILES.getlist("files")
        )
        _done(request, "文件已收下，正在后台读取。", "The files were taken in and are being read.")
        return redirect("administration_import")
    return render(request, "administration/import.html", {"units": queries.units()})


@page_for(SYSTEM)
@require_GET
@never_cache
def health_page(request: HttpRequest) -> HttpResponse:
    """How the site fares."""
    return render(request, "administration/health.html", {"findings": health()})


@require_GET
@never_cache
@limited("120/m", by="address")
def healthz(request: HttpRequest) -> JsonResponse:
    """The same for a monitor: ok or failing, nothing else."""
    told = summary()
    return JsonResponse(told, status=200 if told["status"] == "ok" else 503)


def _asked(form: forms.Form) -> dict[str, Any]:
    """What the form says; refused with the first sentence where it does not hold."""
    if form.is_valid():
        return dict(form.cleaned_data)
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    told = f"{label}：{errors[0]}" if label else str(errors[0])
    raise Incomplete(f"填写有误。{told}", f"Something is not right. {told}")


def _done(request: HttpRequest, zh: str, en: str) -> None:
    messages.success(request, say(zh, en))


def _password(request: HttpRequest, person: Any, password: str) -> HttpResponse:
    return render(request, "administration/password.html", {"person": person, "password": password})
