"""What administrators ask (查询). None of it shows a filing."""

from __future__ import annotations

from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet, Sum
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from jixiao.regulations.parameter import Parameter, parameters
from jixiao.regulations.regulation import Mark, provision
from jixiao.web.accounts.models import Organisation, Person, Post
from jixiao.web.administration.models import ROUND_NAMES, Deadline, Round
from jixiao.web.roles import ADMINISTRATORS, Role
from jixiao.web.worklist import Waiting

PAGE = 50


MARKS = {
    Mark.VERIFIED: ("原文已核", "verified", "good"),
    Mark.LOCAL: ("地方", "local", "info"),
    Mark.SECONDARY: ("二手资料", "secondary", "warning"),
    Mark.PRACTICE: ("系统实践", "practice", "info"),
    Mark.RECALLED: ("据记忆", "recalled", "warning"),
    Mark.HOUSE: ("本系统设定", "ours", ""),
}


class ParameterLine(NamedTuple):
    """A parameter (参数) as the page shows it."""

    name: str
    value: str
    unit: str
    years: str
    place: str
    source_zh: str
    source_en: str
    mark_zh: str
    mark_en: str
    tag: str


class Locked(NamedTuple):
    """An account that is locked (锁定账号), and until when."""

    username: str
    address: str
    failures: int
    until: Any


def organisations(with_closed: bool = False) -> list[Organisation]:
    """The tree in its order."""
    found = (
        Organisation.objects.all() if with_closed else Organisation.objects.filter(closed_on=None)
    )
    return in_tree_order(list(found))


def in_tree_order(found: list[Organisation]) -> list[Organisation]:
    """Each below the one above it, siblings in the order they were made (not as text: 10 < 9)."""
    return sorted(found, key=lambda one: [int(key) for key in one.path.strip("/").split("/")])


def organisation(key: int) -> Organisation:
    """One organisation; 404 where there is none."""
    found = Organisation.objects.select_related("parent").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def possible_parents(of: Organisation) -> list[Organisation]:
    """The open organisations it could be put under."""
    return [one for one in organisations() if not one.is_under(of)]


def persons(search: str, number: str) -> Page[Person]:
    """Persons with their posts, fifty a page."""
    found = Person.objects.prefetch_related(_posts()).order_by("name", "pk")
    if search:
        found = found.filter(Q(name__icontains=search) | Q(username__icontains=search))
    return Paginator(found, PAGE).get_page(number)


def person(key: int) -> Person:
    """One person with posts, and ``has_second_factor``; 404 where there is none."""
    factor = Authenticator.objects.filter(user=OuterRef("pk"))
    found = (
        Person.objects.prefetch_related(_posts())
        .annotate(has_second_factor=Exists(factor))
        .filter(pk=key)
        .first()
    )
    if found is None:
        raise Http404
    return found


def is_administrator(who: Person) -> bool:
    """The person is one of the three administrators."""
    return bool(who.roles & ADMINISTRATORS)


def post(key: int) -> Post:
    """One post; 404 where there is none."""
    found = Post.objects.select_related("person", "organisation").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def missing_administrators() -> list[Role]:
    """The security and the audit administrator, as far as nobody is."""
    held = set(_in_force(Post.objects.all()).values_list("role", flat=True).distinct())
    wanted = (Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR)
    return [role for role in wanted if role.value not in held]


def locked() -> list[Locked]:
    """The accounts locked now."""
    wait = get_cool_off(HttpRequest())
    since = timezone.now() - wait
    rows = (
        AccessAttempt.objects.filter(attempt_time__gt=since)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-last")[:PAGE]
    )
    return [
        Locked(row["username"] or "", row["ip_address"], row["failures"], row["last"] + wait)
        for row in rows
    ]


def sessions(number: str) -> Page[UserSession]:
    """Everybody's sessions, the last used first, fifty a page."""
    found = UserSession.objects.select_related("user").order_by("-last_seen_at", "-pk")
    return Paginator(found, PAGE).get_page(number)


def session(key: int) -> UserSession:
    """One session; 404 where there is none."""
    found: UserSession | None = UserSession.objects.select_related("user").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def security_settings() -> list[tuple[str, str, str, str]]:
    """The settings in force as (zh, en, value in Chinese, in English)."""
    required = settings.TWO_FACTOR == "required"
    hours = settings.SESSION_COOKIE_AGE // 3600
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    hosts = " ".join(settings.ALLOWED_HOSTS)
    on = {True: ("是", "yes"), False: ("否", "no")}
    return [
        (
            "双因子验证",
            "Second factor",
            *(("必须", "required") if required else ("可选", "optional")),
        ),
        (
            *("账号锁定", "Lock-out"),
            f"同一地址连续输错{settings.AXES_FAILURE_LIMIT}次，锁定{minutes}分钟",
            f"{settings.AXES_FAILURE_LIMIT} failures from one address lock for {minutes} minutes",
        ),
        ("会话时长", "Session length", f"{hours}小时", f"{hours} hours"),
        ("只用 HTTPS", "HTTPS only", *on[bool(settings.HTTPS)]),
        ("统一身份认证（OIDC）", "Sign-in by OIDC", *on[bool(settings.SOCIALACCOUNT_PROVIDERS)]),
        ("允许的主机名", "Host names", hosts, hosts),
        ("密码长度", "Password length", "至少10个字符", "at least 10 characters"),
    ]


def parameter_lines(search: str = "") -> list[ParameterLine]:
    """Every parameter with year, place, source and mark."""
    lines = [_line(entry) for entry in parameters()]
    wanted = search.strip().lower()
    return [line for line in lines if not wanted or any(wanted in part.lower() for part in line)]


def deadlines() -> list[dict[str, Any]]:
    """Every deadline ever set, the newest of each round first; ``holds`` marks those in force."""
    seen = set()
    rows = []
    for row in Deadline.objects.select_related("set_by").order_by("-fiscal_year", "round", "-pk")[
        :500
    ]:
        key = (row.fiscal_year, row.round)
        rows.append(
            {"deadline": row, "names": ROUND_NAMES[Round(row.round)], "holds": key not in seen}
        )
        seen.add(key)
    return rows


def waiting(who: Person) -> list[Waiting]:
    """For the security administrator: persons without a post, and accounts that are locked."""
    if Role.SECURITY_ADMINISTRATOR not in who.roles:
        return []
    posts = _in_force(Post.objects.filter(person=OuterRef("pk")))
    idle = Person.objects.filter(~Exists(posts), is_active=True).count()
    return [
        Waiting(
            *("待授予岗位的人员", "Persons without a post"),
            *(reverse("administration_persons"), idle),
        ),
        Waiting(
            *("锁定的账号", "Locked accounts"), reverse("administration_security"), len(locked())
        ),
    ]


def units() -> list[Organisation]:
    """The open organisations that file."""
    return [one for one in organisations() if one.kind in ("unit", "department")]


def _posts() -> Prefetch[Any]:
    return Prefetch(
        "posts",
        queryset=_in_force(Post.objects.select_related("organisation")).order_by("since", "pk"),
        to_attr="posts_now",
    )


def _in_force(posts: QuerySet[Post]) -> QuerySet[Post]:
    return posts.filter(Q(until=None) | Q(until__gte=timezone.localdate()))


def _line(entry: Parameter) -> ParameterLine:
    source = provision(entry.source)
    years = f"{entry.from_year or ''}–{entry.to_year or ''}".strip("–")
    value = entry.value
    return ParameterLine(
        entry.name,
        _plain(value),
        entry.unit,
        years,
        entry.place,
        source.citation("zh"),
        source.citation("en"),
        *MARKS[source.mark],
    )


def _plain(value: Any) -> str:
    """A value without the names of Python's types."""
    if hasattr(value, "_asdict"):
        parts = (
            f"{name} {_plain(part)}" for name, part in value._asdict().items() if part is not None
        )
        return "，".join(parts)
    if isinstance(value, tuple):
        return "；".join(_plain(part) for part in value)
    return "—" if value is None else str(value)
