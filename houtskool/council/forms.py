from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.models import User
from houtskool.documents import DocumentError, read
from houtskool.process.models import Process


class BeginForm(forms.Form):
    """A council document, pasted or as a file; afterwards `text` and `name` hold what was read."""

    # One of the two is needed; which, is the reader's choice.
    nothing_required = True

    file = forms.FileField(
        label=_("Bestand"),
        required=False,
        help_text=_("PDF met tekst, Word (.docx), OpenDocument (.odt) of platte tekst."),
    )
    pasted = forms.CharField(
        label=_("Of plak de tekst van de nota"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=1_000_000,
    )

    def __init__(self, *args: Any, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = limit
        self.text = self.name = ""
        self.data_of_file = b""
        self.lacking: tuple[str, ...] = ()  # what the reader of the file could not read

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given, pasted = cleaned.get("file"), (cleaned.get("pasted") or "").strip()
        if given and pasted:
            raise forms.ValidationError(gettext("Kies één van beide: een bestand of geplakte tekst."))
        if given:
            if given.size > self.limit:
                self.add_error(
                    "file",
                    gettext(
                        "Dit bestand is %(size)s MB; het mag hoogstens %(limit)s MB zijn. Verklein het of "
                        "plak de tekst."
                    )
                    % {"size": f"{given.size / 1024**2:.0f}", "limit": f"{self.limit / 1024**2:.0f}"},
                )
                return cleaned
            self.data_of_file = given.read()
            try:
                found = read(self.data_of_file, given.name)
                self.text, self.lacking = found.text, found.warnings
            except DocumentError as error:
                self.add_error("file", str(error))
            self.name = given.name
        elif pasted:
            self.text = pasted.replace("\r\n", "\n").replace("\x00", "")
            self.name = next((line.strip() for line in pasted.splitlines() if line.strip()), "Geplakte nota")[
                :80
            ]
        elif not self.errors:
            raise forms.ValidationError(gettext("Kies een bestand of plak de tekst van de nota."))
        return cleaned


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
