"""What persons fill in for monitoring."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict

from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.monitoring import queries
from jixiao.web.monitoring.sheets import SPENDING


class RoundForm(forms.Form):
    """A period to open."""

    organisation = forms.ChoiceField(label="财政部门")
    year = forms.IntegerField(label="年度", min_value=1995, max_value=2100)
    month = forms.IntegerField(label="截至月份", min_value=1, max_value=12)
    due_on = forms.DateField(
        label="报送期限", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, organisations: list[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(o.pk): o for o in organisations}
        field = cast("forms.ChoiceField", self.fields["organisation"])
        field.choices = [(key, o.name) for key, o in self.organisations.items()]


class SourceForm(forms.Form):
    """A programme folder to connect to a unit."""

    unit = forms.ChoiceField(label="预算单位")
    year = forms.IntegerField(label="年度", min_value=1995, max_value=2100)
    folder = forms.ChoiceField(label="项目库文件夹")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(u.pk): u for u in queries.units_under(queries.finance_of(person))}
        unit = cast("forms.ChoiceField", self.fields["unit"])
        unit.choices = [(key, u.name) for key, u in self.units.items()]
        folder = cast("forms.ChoiceField", self.fields["folder"])
        folder.choices = [(name, name) for name in queries.programme_folders()]


def content_from(data: QueryDict) -> dict[str, Any]:
    """The content of a report as its page sends it: ``key-N`` names the row of ``actual-N`` …."""
    content: dict[str, Any] = {"paid": data.get("paid", ""), "rows": {}}
    for name, key in data.items():
        prefix, _, number = name.partition("-")
        if prefix != "key":
            continue
        row = {
            field: data.get(f"{field}-{number}", "")
            for field in ("actual", "reason", "measures", "possibility", "reading")
        }
        row["causes"] = data.getlist(f"causes-{number}")  # type: ignore[assignment]
        if key == SPENDING:
            content[SPENDING] = row
        else:
            content["rows"][str(key)] = row
    return content
