"""What persons fill in for evaluation."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict

from jixiao.web.accounts.models import Organisation, Person


class YearForm(forms.Form):
    """An organisation and a year, with a deadline where one is asked."""

    organisation = forms.ChoiceField()
    year = forms.IntegerField(min_value=1995, max_value=2100)
    due_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, organisations: list[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(o.pk): o for o in organisations}
        field = cast("forms.ChoiceField", self.fields["organisation"])
        field.choices = [(key, o.name) for key, o in self.organisations.items()]


class SampleForm(YearForm):
    """A sample to draw."""

    wanted = forms.IntegerField(min_value=0, max_value=10_000)
    seed = forms.CharField(max_length=100)


class AssignForm(forms.Form):
    """An evaluation to have made."""

    filing = forms.ChoiceField()
    side = forms.ChoiceField()
    office = forms.ChoiceField(required=False)
    first = forms.ChoiceField()
    second = forms.ChoiceField()
    due_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self,
        filings: list[Any],
        offices: list[Organisation],
        people: list[Person],
        sides: list[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.filings = {str(f.pk): f for f in filings}
        self.offices = {str(o.pk): o for o in offices}
        self.people = {str(p.pk): p for p in people}
        self._choose("filing", [(k, f"{f}　{f.unit.name}") for k, f in self.filings.items()])
        self._choose("side", sides)
        self._choose("office", [("", "—"), *((k, o.name) for k, o in self.offices.items())])
        for name in ("first", "second"):
            self._choose(name, [("", "—"), *((k, p.name) for k, p in self.people.items())])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices


class NoticeForm(forms.Form):
    """A notice of rectification."""

    finding = forms.CharField(max_length=20_000, widget=forms.Textarea)
    demand = forms.CharField(max_length=20_000, widget=forms.Textarea)
    due_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def content_from(data: QueryDict) -> dict[str, Any]:
    """The content of a self-evaluation as its page sends it."""
    rows = {}
    for name, key in data.items():
        prefix, _, number = name.partition("-")
        if prefix == "key":
            fields = ("actual", "tier", "basis", "reason", "reading")
            rows[str(key)] = {field: data.get(f"{field}-{number}", "") for field in fields}
    names = ("paid", "achieved", "execution_reason")
    return {name: data.get(name, "") for name in names} | {"rows": rows}


def numbered(data: QueryDict, *fields: str) -> dict[str, dict[str, str]]:
    """Rows of a page by their ``key-N``: ``{key: {field: text}}``."""
    found = {}
    for name, key in data.items():
        prefix, _, number = name.partition("-")
        if prefix == "key":
            found[str(key)] = {field: data.get(f"{field}-{number}", "") for field in fields}
    return found
