"""What is asked at sign-in, in both languages."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from jixiao.web.templatetags.words import said

_CODE = said("验证码或恢复码", "Code, or a recovery code")


def _name(form: forms.Form, labels: dict[str, Any]) -> None:
    """Set labels; a placeholder would say the same again, less readably."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)


def _as_code(form: forms.Form, label: Any) -> None:
    _name(form, {"code": label})
    form.fields["code"].widget.attrs |= {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "autofocus": True,
    }


class SignInForm(LoginForm):  # type: ignore[misc]
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, {"login": said("用户名", "User name"), "password": said("密码", "Password")})
        self.fields["login"].widget.attrs["autofocus"] = True


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """A new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(
            self,
            {
                "oldpassword": said("当前密码", "Current password"),
                "password1": said("新密码", "New password"),
                "password2": said("再输一次新密码", "New password again"),
            },
        )
        self.fields["password1"].help_text = said(
            "至少10个字符，不能全是数字，不能是常见密码，不能与姓名、用户名相近。",
            "At least 10 characters, not digits only, not a common one, not like your name.",
        )

    def clean(self) -> dict[str, Any]:
        """Both the same, said in the page's language."""
        cleaned: dict[str, Any] = self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error(
                "password2", said("两次输入的密码不一致。", "The two passwords are not the same.")
            )
        return cleaned


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, {"password": said("密码", "Password")})
        self.fields["password"].widget.attrs["autofocus"] = True


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self, _CODE)
        self.fields["code"].widget.attrs["inputmode"] = "text"


class ConfirmCodeForm(ReauthenticateCodeForm):  # type: ignore[misc]
    """The code once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self, _CODE)


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of the app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self, said("验证器显示的六位数字", "The six digits the app shows"))
