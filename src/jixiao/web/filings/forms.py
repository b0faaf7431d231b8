"""What a person types into the pages of this part (表单)."""

from __future__ import annotations

from django import forms

from jixiao.web.accounts.models import Organisation
from jixiao.web.filings.actions import EARLIEST_YEAR, LATEST_YEAR, LONGEST_NAME


class NewFiling(forms.Form):
    """A filing opened by typing: unit, project, year, form."""

    unit = forms.IntegerField()
    project_name = forms.CharField(max_length=LONGEST_NAME)
    year = forms.IntegerField(min_value=EARLIEST_YEAR, max_value=LATEST_YEAR)
    form = forms.CharField(max_length=40, required=False)

    def __init__(self, units: list[Organisation], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.units = {unit.pk: unit for unit in units}

    def clean_unit(self) -> Organisation:
        """One of the clerk's own units."""
        unit = self.units.get(self.cleaned_data["unit"])
        if unit is None:
            raise forms.ValidationError("unit")
        return unit
