"""Handing in a document, as a file or pasted: it is read at once, so that the field can say what is wrong."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.documents import DocumentError, read
from houtskool.web.language import dutch


class HandInForm(forms.Form):
    """A document, pasted or as a file; afterwards `text` and `name` hold what was read.

    `unnamed` is what a pasted text without a first line is called; `neither` asks for one of the two.
    """

    unnamed: ClassVar[Any] = _("Geplakte tekst")
    neither: ClassVar[Any] = _("Kies een bestand of plak de tekst.")
    # One of the two is needed; which, is the reader's choice.
    nothing_required = True

    file = forms.FileField(
        label=_("Bestand"),
        required=False,
        help_text=_("PDF met tekst, Word (.docx), OpenDocument (.odt) of platte tekst."),
    )
    pasted = forms.CharField(
        label=_("Of plak de tekst"),
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
            self.name = next(
                (line.strip() for line in pasted.splitlines() if line.strip()), dutch(self.unnamed)
            )[:80]
        elif not self.errors:
            raise forms.ValidationError(self.neither)
        return cleaned
