"""How sign-in behaves here: nobody signs up, accounts are made by an administrator."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from jixiao.web.accounts.models import Person
from jixiao.web.actor import Actor
from jixiao.web.templatetags.words import said


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed (账号由系统管理员开立)."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "account_inactive": said("该账号已停用。", "This account has been deactivated."),
        "username_password_mismatch": said(
            "用户名或密码不正确。", "The user name or the password is not right."
        ),
        "incorrect_password": said("密码不正确。", "The password is not right."),
        "enter_current_password": said("请输入当前密码。", "Enter your current password."),
        "rate_limited": said(
            "操作过于频繁，请稍后再试。", "Too many attempts: try again in some minutes."
        ),
        "too_many_login_attempts": said(
            "尝试次数过多，请稍后再试。", "Too many attempts: try again in some minutes."
        ),
        "same_as_current": said(
            "新密码不能与当前密码相同。", "The new password must differ from the current one."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: failures are counted, and accounts locked, by axes."""

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not where the person has just signed in: asking twice in a row teaches nothing."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return bool(time.time() - latest >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def clean_password(self, password: str, user: Any = None) -> str:
        """A good password that is not the one used so far."""
        cleaned: str = super().clean_password(password, user)
        if user is not None and user.pk and user.check_password(password):
            raise self.validation_error("same_as_current")
        return cleaned

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to the work."""
        return reverse("work")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor's messages in both languages."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": said(
            "验证码不正确，请输入验证器当前显示的六位数字。",
            "The code is not right: enter the six digits the app shows now.",
        ),
    }


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """Sessions that end, each with its event."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """End them one by one."""
        # Only now: the trail's models stand on the accounts'.
        from jixiao.web.accounts.actions import end_session

        for session in sessions:
            end_session(Actor.of(context.request), session)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """By OIDC only who has an account here already may come in: the user names must agree."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link the identity to the person of that user name, the first time; refuse others."""
        if sociallogin.is_existing:
            return
        data = sociallogin.account.extra_data
        claims = {**data.get("id_token", {}), **data.get("userinfo", {})} or data
        username = str(claims.get(settings.OIDC_CLAIM) or "")
        person = Person.objects.filter(username=username, is_active=True).first()
        if not username or person is None:
            raise ImmediateHttpResponse(
                render(request, "socialaccount/unknown.html", {"username": username}, status=403)
            )
        sociallogin.connect(request, person)
