"""What a person does to the own account, and how the first administrator comes to be."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from jixiao.web.accounts.models import Organisation, Person, Post
from jixiao.web.actor import SYSTEM, Actor
from jixiao.web.exceptions import Incomplete, NotPossible
from jixiao.web.roles import Role
from jixiao.web.trail.actions import held, record


def end_session(actor: Actor, session: UserSession) -> None:
    """End one session: its next request is nobody's."""
    with transaction.atomic():
        record(
            actor,
            "account.end_session",
            session.user,
            before={"address": session.ip, "browser": session.user_agent[:200]},
        )
        session.end()


def first_administrator(username: str, password: str) -> Person:
    """The first system administrator, with the root organisation where there is none.

    Refused where a system administrator exists already, or where the password is too weak.
    The security and the audit administrator are other persons: this one creates their accounts,
    and gives them their first posts.
    """
    name = username.strip()
    with transaction.atomic():
        held()  # of two at once the other looks when the first one is there
        if Post.objects.filter(role=Role.SYSTEM_ADMINISTRATOR).exists():
            raise NotPossible(
                "系统管理员已经存在。请用其账号登录。",
                "a system administrator exists already; sign in with that account",
            )
        if not name or Person.objects.filter(username=name).exists():
            raise Incomplete(
                "用户名为空或已被使用。请换一个。",
                "the user name is empty or taken; choose another",
            )
        root = Organisation.objects.filter(parent=None).first() or Organisation.objects.create(
            name="财政局", code="root", kind="finance"
        )
        person = Person(username=name, name="系统管理员")
        check_password(password, person)
        person.set_password(password)
        person.save()
        Post.objects.create(person=person, organisation=root, role=Role.SYSTEM_ADMINISTRATOR)
        record(
            SYSTEM,
            "administration.first_administrator",
            person,
            organisation=root,
            after={"username": name, "role": Role.SYSTEM_ADMINISTRATOR.value},
        )
    return person


def check_password(password: str, person: Person) -> None:
    """Raises ``Incomplete`` with every reason where the password is too weak."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        told = " ".join(error.messages)
        raise Incomplete(f"密码不符合要求：{told}", f"the password is too weak: {told}") from error
