"""What a person fills in to hand in files."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from jixiao.web.accounts.models import Person
from jixiao.web.documents.queries import organisations_to_store_for

MOST_FILES = 200


class Files(forms.FileField):
    """Several files in one field, each kept as it came."""

    widget = forms.FileInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files, at least one."""
        files = [file for file in data or [] if file]
        if not files:
            raise forms.ValidationError("请选择文件。 · Choose files.")
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                f"一次最多{MOST_FILES}个文件。 · {MOST_FILES} files at a time at most."
            )
        return files


class BatchForm(forms.Form):
    """Files to check, and for which organisation."""

    unit = forms.ChoiceField()
    documents = Files()

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(o.pk): o for o in organisations_to_store_for(person)}
        unit = cast("forms.ChoiceField", self.fields["unit"])
        unit.choices = [(key, o.name) for key, o in self.organisations.items()]
