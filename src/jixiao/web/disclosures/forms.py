"""What is typed on the pages of disclosure (公开表单)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from jixiao.web.accounts.models import Organisation
from jixiao.web.templatetags.words import language


def _day() -> forms.DateField:
    return forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31))],
    )


class OpenForm(forms.Form):
    """Which body, which year, approved when."""

    unit = forms.TypedChoiceField()
    year = forms.IntegerField(min_value=2000, max_value=2100)
    approved_on = _day()

    def __init__(self, bodies: list[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, bodies)


class DocumentForm(forms.Form):
    """A publication that is out already."""

    unit = forms.TypedChoiceField()
    document = forms.FileField()
    approved_on = _day()

    def __init__(self, bodies: list[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, bodies)


class CarryOverForm(forms.Form):
    """A project carried over."""

    name = forms.CharField(max_length=300)
    amount = forms.DecimalField(required=False, max_digits=18, decimal_places=2, min_value=0)
    reason = forms.CharField(max_length=5000)


_LABELS = {
    "unit": ("公开单位", "body that publishes"),
    "year": ("年度", "year"),
    "approved_on": ("预算批复日期", "date of approval of the budget"),
    "document": ("已公开的文件", "published document"),
}
_HELP = {
    "approved_on": (
        "自此日起20日内公开；留空则取首个绩效目标的批复日",
        "publication is due 20 days later; blank: the first approval of a target",
    )
}


def _label(form: forms.Form, bodies: list[Organisation]) -> None:
    english = language() == "en"
    field = form.fields["unit"]
    assert isinstance(field, forms.TypedChoiceField)
    by_key = {str(body.pk): body for body in bodies}
    field.choices = [(key, body.name) for key, body in by_key.items()]
    field.coerce = by_key.__getitem__
    for name, words in _LABELS.items():
        if name in form.fields:
            form.fields[name].label = words[english]
            form.fields[name].help_text = _HELP.get(name, ("", ""))[english]
