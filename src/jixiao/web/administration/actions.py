"""What administrators do (三员管理): each one change and one event, by one administrator alone.

The system administrator makes organisations, persons and passwords; the security administrator
gives and ends posts, unlocks and ends sessions; nobody gives a role to himself. The two can only
together take over an account of an administrator: the one resets its password, the other its
second factor.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone

from jixiao.web.accounts.actions import end_session
from jixiao.web.accounts.models import KIND_NAMES, LEVELS, Organisation, Person, Post
from jixiao.web.actor import Actor
from jixiao.web.administration.models import Deadline, Round
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible
from jixiao.web.roles import ADMINISTRATORS, FINANCE, UNIT, Role, conflict
from jixiao.web.trail.actions import record

if TYPE_CHECKING:
    from jixiao.web.jobs.models import Job

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
# Where a role can be held; the others: at finance departments and departments.
_PLACES = {
    **dict.fromkeys(UNIT, ("unit", "department")),
    **dict.fromkeys(FINANCE, ("finance",)),
    Role.DEPARTMENT_REVIEWER: ("department",),
    Role.EVALUATOR: ("evaluator",),
}


def create_organisation(
    actor: Actor,
    name: str,
    kind: str,
    parent: Organisation | None = None,
    code: str = "",
    place: str = "",
    level: str = "",
) -> Organisation:
    """A new organisation under ``parent``; a root where that is None."""
    _only(actor, Role.SYSTEM_ADMINISTRATOR)
    fields = _organisation_fields(name, code, place, level)
    if kind not in {known.value for known in KIND_NAMES}:
        raise Incomplete("请选择机构类别。", "choose the kind of the organisation")
    if parent is not None and parent.closed_on is not None:
        raise NotPossible("上级机构已停用。", "the organisation above is closed")
    with transaction.atomic():
        organisation = Organisation.objects.create(kind=kind, parent=parent, **fields)
        record(
            actor,
            "administration.create_organisation",
            organisation,
            organisation=organisation,
            role=Role.SYSTEM_ADMINISTRATOR,
            after=_told(organisation),
        )
    return organisation


def rename_organisation(
    actor: Actor,
    organisation: Organisation,
    name: str,
    code: str = "",
    place: str = "",
    level: str = "",
) -> None:
    """Another name, code, place or level."""
    _only(actor, Role.SYSTEM_ADMINISTRATOR)
    fields = _organisation_fields(name, code, place, level)
    with transaction.atomic():
        fresh = Organisation.objects.select_for_update().get(pk=organisation.pk)
        before = _told(fresh)
        for field, value in fields.items():
            setattr(fresh, field, value)
        fresh.save()
        _record_organisation(actor, "rename_organisation", fresh, before)


def move_organisation(actor: Actor, organisation: Organisation, parent: Organisation | None) -> int:
    """Put it, with all below it, under ``parent``; gives how many paths changed."""
    _only(actor, Role.SYSTEM_ADMINISTRATOR)
    with transaction.atomic():
        # All rows are locked: two moves at once could tie the tree into a ring.
        tree = {one.pk: one for one in Organisation.objects.select_for_update()}
        fresh = tree[organisation.pk]
        above = tree[parent.pk] if parent is not None else None
        if above is not None and above.is_under(fresh):
            raise NotPossible(
                f"“{above}”在“{fresh}”之下，不能作为它的上级。",
                f"“{above}” lies under “{fresh}” and cannot be above it",
            )
        if above is not None and above.closed_on is not None:
            raise NotPossible("上级机构已停用。", "the organisation above is closed")
        before, old = _told(fresh), fresh.path
        fresh.parent = above
        fresh.save()
        below = Organisation.objects.filter(path__startswith=old).exclude(pk=fresh.pk)
        changed = below.update(path=Concat(Value(fresh.path), Substr(F("path"), len(old) + 1)))
        _record_organisation(actor, "move_organisation", fresh, before, moved=changed + 1)
    organisation.refresh_from_db()
    return changed + 1


def close_organisation(actor: Actor, organisation: Organisation) -> None:
    """From today it takes no part; what it has stays."""
    _only(actor, Role.SYSTEM_ADMINISTRATOR)
    with transaction.atomic():
        fresh = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if fresh.closed_on is not None:
            raise NotPossible(f"“{fresh}”已经停用。", f"“{fresh}” is closed already")
        if Organisation.objects.filter(parent=fresh, closed_on=None).exists():
            raise NotPossible(
                f"“{fresh}”之下还有未停用的机构。请先停用或调整下级机构。",
                f"there are open organisations under “{fresh}”; close or move them first",
            )
        before = _told(fresh)
        fresh.closed_on = timezone.localdate()
        fresh.save()
        _record_organisation(actor, "close_organisation", fresh, before)


def create_person(actor: Actor, username: str, name: str) -> tuple[Person, str]:
    """A person without posts, and the one-time password, which is kept nowhere."""
    _only(actor, Role.SYSTEM_ADMINISTRATOR)
    person = Person(username=username.strip(), name=name.strip(), must_change_password=True)
    if not person.username or not person.name:
        raise Incomplete("请填写用户名和姓名。", "write the user name and the name")
    if len(person.username) > 150 or not all(c.isalnum() or c in "@.+-_" for c in person.username):
        raise Incomplete(
            "用户名只能用文字、数字和 @ . + - _。",
            "a user name is of letters, digits and @ . + - _",
        )
    if Person.objects.filter(username__iexact=person.username).exists():
        raise NotPossible("用户名已被使用。请换一个。", "the user name is taken; choose another")
    password = one_time_password()
    person.set_password(password)
    with transaction.atomic():
        person.save()
        _record_person(actor, "create_person", person, after={"username": person.username})
    return person, password


def deactivate_person(actor: Actor, person: Person) -> None:
    """The person cannot sign in any more; open sessions end."""
    _only(actor, Role.SYSTEM_ADMINISTRATOR)
    _not_oneself(actor, person)
    if not person.is_active:
        raise NotPossible("该账号已经停用。", "the account is deactivated already")
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(is_active=False)
        _end_sessions(person)
        _record_person(
            actor, "deactivate_person", person, {"is_active": True}, {"is_active": False}
        )


def reactivate_person(actor: Actor, person: Person) -> None:
    """The person may sign in again."""
    _only(actor, Role.SYSTEM_ADMINISTRATOR)
    if person.is_active:
        raise NotPossible("该账号没有停用。", "the account is not deactivated")
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(is_active=True)
        _record_person(
            actor, "reactivate_person", person, {"is_active": False}, {"is_active": True}
        )


def reset_password(actor: Actor, person: Person) -> str:
    """A one-time password in place of the lost one; open sessions end."""
    _only(actor, Role.SYSTEM_ADMINISTRATOR)
    _not_oneself(actor, person)
    password = one_time_password()
    with transaction.atomic():
        fresh = Person.objects.select_for_update().get(pk=person.pk)
        fresh.set_password(password)
        fresh.must_change_password = True
        fresh.save(update_fields=["password", "must_change_password"])
        _end_sessions(fresh)
        _record_person(actor, "reset_password", fresh, after={"must_change_password": True})
    return password


def reset_second_factor(actor: Actor, person: Person) -> None:
    """The person sets up a new one at the next sign-in; open sessions end.

    An administrator's is reset by the security administrator, all others' by the system
    administrator; without a person who acts (a command on the server) anybody's.
    """
    wanted = (
        Role.SECURITY_ADMINISTRATOR if person.roles & ADMINISTRATORS else Role.SYSTEM_ADMINISTRATOR
    )
    if actor.person is not None:
        _only(actor, wanted)
        _not_oneself(actor, person)
    with transaction.atomic():
        removed, _ = Authenticator.objects.filter(user=person).delete()
        if not removed:
            raise NotPossible(
                "该账号没有设置双因子验证。", "the account has no second factor to reset"
            )
        _end_sessions(person)
        _record_person(actor, "reset_second_factor", person, role=wanted)


def give_post(
    actor: Actor, person: Person, organisation: Organisation, role: Role, until: date | None = None
) -> Post:
    """A role at an organisation, from today.

    By the security administrator; while there is no security (or audit) administrator, the system
    administrator gives that post the first time.
    """
    first = (
        role in (Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR)
        and not _held_now(Post.objects.filter(role=role)).exists()
    )
    allowed = (Role.SECURITY_ADMINISTRATOR, *((Role.SYSTEM_ADMINISTRATOR,) if first else ()))
    by = _only(actor, *allowed)
    _not_oneself(actor, person)
    _fits(role, organisation)
    today = timezone.localdate()
    if until is not None and until < today:
        raise Incomplete("截止日期已经过去。", "the last day lies in the past")
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        held = list(_held_now(Post.objects.filter(person=person)))
        if any(post.role == role and post.organisation_id == organisation.pk for post in held):
            raise NotPossible("此人已有这个岗位。", "the person holds this post already")
        clash = conflict(frozenset({Role(post.role) for post in held} | {role}))
        if clash is not None:
            one, other = clash
            raise NotAllowed(
                f"“{one.zh}”与“{other.zh}”不相容，不能由同一人担任。请先收回原岗位或另选一人。",
                f"“{one.en}” and “{other.en}” may not be held by one person; end the other first",
            )
        post, _ = Post.objects.update_or_create(
            person=person,
            organisation=organisation,
            role=role.value,
            since=today,
            defaults={"until": until},
        )
        record(
            actor,
            "administration.give_post",
            person,
            organisation=organisation,
            role=by,
            after={"role": role.value, "since": str(today), "until": str(until or "")},
        )
    return post


def end_post(actor: Actor, post: Post) -> None:
    """The role is held no longer, from now on."""
    by = _only(actor, Role.SECURITY_ADMINISTRATOR)
    _not_oneself(actor, post.person)
    today = timezone.localdate()
    with transaction.atomic():
        fresh = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        if fresh.until is not None and fresh.until < today:
            raise NotPossible("该岗位已经收回。", "the post has ended already")
        before = {"role": fresh.role, "since": str(fresh.since), "until": str(fresh.until or "")}
        last = today - timedelta(days=1)
        if fresh.since > last:
            # Given today or later: it was never held a whole day, and goes at once.
            fresh.since = last
        fresh.until = last
        twin = Post.objects.filter(
            person=fresh.person_id,
            organisation=fresh.organisation_id,
            role=fresh.role,
            since=fresh.since,
        )
        if twin.exclude(pk=fresh.pk).exists():
            fresh.delete()
        else:
            fresh.save()
        record(
            actor,
            "administration.end_post",
            post.person,
            organisation=post.organisation,
            role=by,
            before=before,
            after={"role": fresh.role, "since": str(fresh.since), "until": str(last)},
        )


def unlock(actor: Actor, username: str) -> None:
    """The account may be tried again at once."""
    by = _only(actor, Role.SECURITY_ADMINISTRATOR)
    with transaction.atomic():
        removed, _ = AccessAttempt.objects.filter(username=username).delete()
        if not removed:
            raise NotPossible("该账号没有锁定。", "the account is not locked")
        record(
            actor,
            "administration.unlock",
            Person.objects.filter(username=username).first(),
            role=by,
            before={"failures": removed},
        )


def end_session_of(actor: Actor, session: UserSession) -> None:
    """End anybody's session."""
    _only(actor, Role.SECURITY_ADMINISTRATOR)
    end_session(actor, session)


def set_deadline(actor: Actor, round_: Round, fiscal_year: int, due_on: date) -> Deadline:
    """Until when a round of a year is open; the one set before stays on record."""
    by = _only(actor, Role.SYSTEM_ADMINISTRATOR)
    if not 2000 <= fiscal_year <= 2100:
        raise Incomplete("请填写四位预算年度。", "write the fiscal year with four digits")
    with transaction.atomic():
        last = Deadline.objects.filter(round=round_.value, fiscal_year=fiscal_year).first()
        deadline = Deadline.objects.create(
            round=round_.value, fiscal_year=fiscal_year, due_on=due_on, set_by=actor.person
        )
        record(
            actor,
            "administration.set_deadline",
            deadline,
            role=by,
            before={"due_on": str(last.due_on)} if last is not None else {},
            after={"round": round_.value, "fiscal_year": fiscal_year, "due_on": str(due_on)},
        )
    return deadline


def import_folder(actor: Actor, unit: Organisation, files: Iterable[UploadedFile[Any]]) -> Job:
    """Take in a folder of documents of a unit: stored now, read in the background."""
    by = _only(actor, Role.SYSTEM_ADMINISTRATOR)
    documents = import_module("jixiao.web.documents.actions")
    jobs = import_module("jixiao.web.jobs.actions")
    stored = [
        documents.store(actor, unit, file.name, _chunks(file), is_source=True) for file in files
    ]
    if not stored:
        raise Incomplete("请选择文件。", "choose the files")
    with transaction.atomic():
        job: Job = jobs.start(actor, "import_folder", {"files": [one.pk for one in stored]}, unit)
        record(
            actor,
            "administration.import_folder",
            unit,
            organisation=unit,
            role=by,
            after={"files": [one.name for one in stored], "job": job.pk},
        )
    return job


def one_time_password() -> str:
    """Sixteen letters and digits in fours, easy to read over the telephone."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _only(actor: Actor, *roles: Role) -> str:
    """The role of these that the person holds; refused where none is."""
    held = actor.person.roles if actor.person is not None else frozenset()
    for role in roles:
        if role in held:
            return role.value
    raise NotAllowed(
        f"此项只能由{'、'.join(role.zh for role in roles)}办理。",
        f"this is for: {', '.join(role.en for role in roles)}",
    )


def _not_oneself(actor: Actor, person: Person) -> None:
    if actor.person is not None and actor.person.pk == person.pk:
        raise NotAllowed(
            "不能对自己的账号办理此项。请由另一名管理员办理。",
            "not for your own account: another administrator must do it",
        )


def _fits(role: Role, organisation: Organisation) -> None:
    if organisation.closed_on is not None:
        raise NotPossible(f"“{organisation}”已停用。", f"“{organisation}” is closed")
    places = _PLACES.get(role, ("finance", "department"))
    if organisation.kind not in places:
        wanted = {kind.value: names for kind, names in KIND_NAMES.items()}
        raise NotAllowed(
            f"“{role.zh}”只能设在{'、'.join(wanted[place][0] for place in places)}。",
            f"“{role.en}” is held at: {', '.join(wanted[place][1] for place in places)}",
        )


def _organisation_fields(name: str, code: str, place: str, level: str) -> dict[str, str]:
    fields = {"name": name.strip(), "code": code.strip(), "place": place.strip(), "level": level}
    if not fields["name"] or len(fields["name"]) > 200:
        raise Incomplete(
            "请填写机构名称（不超过200字）。", "write the name, at most 200 characters"
        )
    if len(fields["code"]) > 50 or len(fields["place"]) > 50:
        raise Incomplete("编码、地区不超过50字。", "code and place: at most 50 characters")
    if level and level not in dict(LEVELS):
        raise Incomplete("请选择级次。", "choose the level")
    return fields


def _told(organisation: Organisation) -> dict[str, Any]:
    return {
        "name": organisation.name,
        "code": organisation.code,
        "kind": organisation.kind,
        "path": organisation.path,
        "place": organisation.place,
        "level": organisation.level,
        "closed_on": str(organisation.closed_on or ""),
    }


def _record_organisation(
    actor: Actor, action: str, organisation: Organisation, before: dict[str, Any], **after: Any
) -> None:
    record(
        actor,
        f"administration.{action}",
        organisation,
        organisation=organisation,
        role=Role.SYSTEM_ADMINISTRATOR,
        before=before,
        after=_told(organisation) | after,
    )


def _record_person(
    actor: Actor,
    action: str,
    person: Person,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    role: Role = Role.SYSTEM_ADMINISTRATOR,
) -> None:
    record(actor, f"administration.{action}", person, role=role.value, before=before, after=after)


def _end_sessions(person: Person) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()


def _held_now(posts: Any) -> Any:
    """Posts in force today or later."""
    return posts.filter(Q(until=None) | Q(until__gte=timezone.localdate()))


def _chunks(file: UploadedFile[Any]) -> Iterator[bytes]:
    yield from file.chunks()
