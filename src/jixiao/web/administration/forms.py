"""What administrators fill in."""

from __future__ import annotations

from typing import Any

from django import forms

from jixiao.web.accounts.models import KIND_NAMES, LEVELS, Organisation
from jixiao.web.administration.models import ROUND_NAMES, Round
from jixiao.web.roles import Role
from jixiao.web.templatetags.words import language, said

_LEVELS_EN = ("central", "province", "city", "county")


def _pick(pairs: Any) -> list[tuple[str, str]]:
    """Choices of (value, zh, en) in the page's language."""
    return [(value, en if language() == "en" else zh) for value, zh, en in pairs]


class OrganisationForm(forms.Form):
    """An organisation's name and what stands beside it."""

    name = forms.CharField(label=said("名称", "Name"), max_length=200)
    code = forms.CharField(label=said("编码", "Code"), max_length=50, required=False)
    place = forms.CharField(
        label=said("地区", "Place"),
        max_length=50,
        required=False,
        help_text=said(
            "决定适用哪个地方的参数，例如 anhui；留空按全国。",
            "Whose norms hold, as anhui; empty for the national ones.",
        ),
    )
    level = forms.ChoiceField(label=said("级次", "Level"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(v, zh, en) for (v, zh), en in zip(LEVELS, _LEVELS_EN, strict=True)]
        _choices(self, "level", [("", "—"), *_pick(levels)])


class NewOrganisationForm(OrganisationForm):
    """An organisation that is to be made."""

    kind = forms.ChoiceField(label=said("类别", "Kind"))
    parent = forms.ModelChoiceField(
        Organisation.objects.filter(closed_on=None), label=said("上级", "Above"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "kind", _pick((k.value, *names) for k, names in KIND_NAMES.items()))


class MoveForm(forms.Form):
    """Where an organisation goes."""

    parent = forms.ModelChoiceField(
        Organisation.objects.filter(closed_on=None), label=said("新上级", "Above"), required=False
    )


class PersonForm(forms.Form):
    """A person who is to be made."""

    username = forms.CharField(label=said("用户名", "User name"), max_length=150)
    name = forms.CharField(label=said("姓名", "Name"), max_length=100)


class PostForm(forms.Form):
    """A post that is to be given."""

    role = forms.ChoiceField(label=said("岗位", "Role"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(closed_on=None), label=said("机构", "Organisation")
    )
    until = forms.DateField(
        label=said("截止日期（可空）", "Last day (may be empty)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "role", _pick((role.value, role.zh, role.en) for role in Role))


class DeadlineForm(forms.Form):
    """A deadline that is to be set."""

    round = forms.ChoiceField(label=said("环节", "Round"))
    fiscal_year = forms.IntegerField(
        label=said("预算年度", "Fiscal year"), min_value=2000, max_value=2100
    )
    due_on = forms.DateField(
        label=said("期限", "Deadline"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "round", _pick((r.value, *ROUND_NAMES[r]) for r in Round))


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
