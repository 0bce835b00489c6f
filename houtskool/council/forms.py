from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.models import User
from houtskool.process.handing_in import HandInForm
from houtskool.process.models import Process


class BeginForm(HandInForm):
    """A council document, pasted or as a file."""

    unnamed = _("Geplakte nota")
    neither = _("Kies een bestand of plak de tekst van de nota.")

    pasted = forms.CharField(
        label=_("Of plak de tekst van de nota"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=1_000_000,
    )


class ConfirmForm(forms.Form):
    """Where the skeleton goes: a new process, or one that is there."""

    nothing_required = True

    process = forms.ModelChoiceField(
        label=_("In welk proces komen deze feiten?"),
        queryset=Process.objects.none(),
        required=False,
        empty_label=_("een nieuw proces"),
    )
    title = forms.CharField(
        label=_("Hoe heet het nieuwe proces?"),
        required=False,
        max_length=200,
        help_text=_("Alleen nodig als de feiten in een nieuw proces komen."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        process = self.fields["process"]
        assert isinstance(process, forms.ModelChoiceField)
        process.queryset = processes = Process.objects.visible_to(user)
        if len(processes) == 1:
            # A second note is most likely about the one programme that there is.
            self.initial.setdefault("process", processes[0])
