"""Files that an applicant sends: more than one a field, each told apart when it cannot be taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.assessment.actions.cases import refuse_kind
from houtskool.assessment.cases import intake
from houtskool.records.uploads import refuse_larger


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Gives a list; what is wrong with a file is told by `take`, so that one does not lose the others."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", FilesInput(attrs={"accept": ",".join(intake.KINDS)}))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


def take(form: forms.Form, name: str, act: Callable[[UploadedFile[Any]], object]) -> int:
    """Let `act` keep each file of a field; what is refused stands beside the field. How many were kept."""
    kept = 0
    for file in form.cleaned_data.get(name) or []:
        try:
            check(file)
            act(file)
        except ValidationError as refusal:
            form.add_error(name, refusal.messages)
        else:
            kept += 1
    return kept


def check(file: UploadedFile[Any]) -> None:
    """Raises ValidationError for a file of a kind or size that is not taken."""
    named = file.name or _("Het bestand")
    if not file.size:
        raise ValidationError(
            _("Het bestand %(name)s is leeg. Kies een bestand met inhoud.") % {"name": named}
        )
    refuse_larger(file.size, named, limit=intake.LIMIT)
    if refusal := refuse_kind(named, file.read(16)):
        raise ValidationError(refusal)
    file.seek(0)


def allowed() -> str:
    """Which files are taken, in one sentence."""
    return _("Pdf, Word, Excel, OpenDocument, tekst of een foto; hoogstens %(limit)s MB per bestand.") % {
        "limit": intake.LIMIT // 1024**2
    }


class FilesForm(forms.Form):
    """One field for files; `sent` holds them."""

    nothing_required = True

    sent = FilesField(label=gettext_lazy("Bestanden"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"].help_text = allowed()
