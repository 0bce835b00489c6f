"""Forms for a note: beginning one, its header, its sections, its annexes, and the steps after the concept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.council.models import Attachment, Note
from houtskool.council.notes.content import TEXTS, Content, Section
from houtskool.web.forms import DayField


class BeginNoteForm(forms.ModelForm[Note]):
    class Meta:
        model = Note
        fields = ("kind", "subject")
        labels = {"kind": _("Wat voor stuk wordt het?"), "subject": _("Onderwerp")}
        help_texts = {"subject": _("Waar gaat het stuk over? U kunt dit later wijzigen.")}


class NoteForm(forms.ModelForm[Note]):
    """The header of a note. `revision` is the one that the writer started from.

    Nothing is required to save; what adopting asks stands in notes/gaps.py.
    """

    nothing_required = True

    revision = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Laad de pagina opnieuw en probeer het nog eens.")},
    )

    class Meta:
        model = Note
        fields = (
            "subject", "number", "holders", "programme", "department", "author", "phone", "email",
            "key_message", "treatment", "committee", "treatment_reason", "body", "decision_points",
            "signatories", "kind",
        )  # fmt: skip
        labels = {"decision_points": _("Besluit"), "committee": _("Commissie of raad")}
        help_texts = {
            "number": _("Het registratienummer, bijvoorbeeld 2019/12345. Mag later, tot het vaststellen."),
            "holders": _("Bijvoorbeeld: Jansen, J./De Vries, A."),
            "key_message": _("Wat moet de raad onthouden? Vijf zinnen is genoeg."),
            "treatment": _("Wat vraagt u van de raad?"),
            "committee": _("Bijvoorbeeld: commissie Ontwikkeling."),
            "treatment_reason": _("Waarom krijgt de raad dit stuk, en waarom nu?"),
            "body": _("Bijvoorbeeld: college."),
            "decision_points": _("Eén besluitpunt per regel. De nummers komen er vanzelf voor."),
        }
        widgets = {
            "key_message": forms.Textarea(attrs={"rows": 5}),
            "treatment_reason": forms.Textarea(attrs={"rows": 3}),
            "decision_points": forms.Textarea(attrs={"rows": 4}),
        }


class SectionForm(forms.Form):
    """One section; its prefix carries its key."""

    nothing_required = True

    title = forms.CharField(label=_("Titel"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Tekst"), required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 7})
    )
    part = forms.ChoiceField(
        label=_("Daarna komt uit de gegevens"),
        required=False,
        choices=[("", "niets"), *Note.Part.choices],
    )


class Sheet:
    """The whole editing page: the header and every section, as one thing that is valid or is not.

    The sections of a submitted sheet are those that it names (`paragrafen`), in that order: they may differ
    from what is saved by now.
    """

    def __init__(self, note: Note, content: Content, data: QueryDict | None = None) -> None:
        initial = {**content.texts, "revision": note.revision}
        # What was typed is not the note yet, so the form works on a row that is never saved.
        self.form = NoteForm(data, instance=Note(process=note.process), initial=initial)
        keys = _keys(data) if data is not None else [section.key for section in content.sections]
        self.sections = [
            (key, SectionForm(data, initial=_initial(content.section(key)), prefix=f"paragraaf-{key}"))
            for key in keys
        ]

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(section.is_valid() for _, section in self.sections)])

    @property
    def has_errors(self) -> bool:
        return bool(self.form.errors) or any(section.errors for _, section in self.sections)

    @property
    def keys(self) -> str:
        return ",".join(str(key) for key, _ in self.sections)

    @property
    def revision(self) -> int:
        return int(self.form.cleaned_data["revision"])

    def content(self) -> Content:
        texts = {name: self.form.cleaned_data[name] or "" for name in TEXTS}
        sections = (Section(key, **section.cleaned_data) for key, section in self.sections)
        return Content(texts, tuple(sections))


class AttachmentForm(forms.ModelForm[Attachment]):
    title = forms.CharField(
        label=_("Titel"),
        max_length=200,
        error_messages={"required": _("Geef de bijlage een titel, zoals zij in de nota komt te staan.")},
    )
    file = forms.FileField(
        label=_("Bestand"),
        required=False,
        help_text=_("Nog niet klaar? De nota noemt de bijlage als ontbrekend."),
    )

    class Meta:
        model = Attachment
        fields = ("title",)


_BODIES = {"college": _("college"), "burgemeester": _("burgemeester"), "raad": _("raad")}
_DECIDES = re.compile(
    r"\b(?:(?P<college>college|burgemeester\s+en\s+wethouders|b\s*(?:en|&)\s*w)|(?P<raad>(?:gemeente)?raad)"
    r"|(?P<burgemeester>burgemeester))\b",
    re.IGNORECASE,
)


def deciding(decision_points: str) -> str:
    """The body that the first decision point begins with ("Het college stelt …"), "" where it names none."""
    found = _DECIDES.search(" ".join(decision_points.split()[:6]))
    return str(found.lastgroup) if found else ""


class AdoptForm(forms.Form):
    """Who adopts and when. Where the text names another body than was chosen, `sure` is asked first."""

    body = forms.ChoiceField(label=_("Wie stelt vast?"), choices=_BODIES.items())
    on = DayField(label=_("Op welke dag?"))
    sure = forms.BooleanField(label="", required=False, widget=forms.HiddenInput)

    def __init__(self, note: Note, data: QueryDict | None, today: date) -> None:
        named = deciding(note.decision_points)
        body = note.body.strip().lower()
        likely = body if body in _BODIES else named or "college"
        super().__init__(data, initial={"body": likely, "on": today})
        self.named = named
        chosen = data.get("body") if data else None
        if named and chosen in _BODIES and chosen != named:
            self.fields["sure"].label = gettext("Toch stelt %(body)s vast") % {"body": _THE[chosen]}
            self.fields["sure"].widget = forms.CheckboxInput()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        body = given.get("body")
        if body and self.named and body != self.named and not given.get("sure"):
            self.add_error(
                "body",
                gettext(
                    "In het besluit staat dat %(named)s beslist, en u koos %(chosen)s. Kies opnieuw, "
                    "wijzig het besluit in de nota, of kruis aan dat het zo klopt."
                )
                % {"named": _THE[self.named], "chosen": _THE[body]},
            )
        return given


_THE = {"college": _("het college"), "burgemeester": _("de burgemeester"), "raad": _("de raad")}


class SendForm(forms.Form):
    to = forms.CharField(
        label=_("Aan wie?"), max_length=100, help_text=_("De commissie of de raad die het stuk krijgt.")
    )
    on = DayField(label=_("Op welke dag?"))


def starting_subject(process_title: str, existing: Iterable[str]) -> str:
    subject = f"Stand van zaken {process_title}"[:200]
    return "" if subject in existing else subject


def _keys(data: QueryDict) -> list[int]:
    listed = data.get("paragrafen", "").split(",")
    return list(dict.fromkeys(int(key) for key in listed if key.isdecimal() and len(key) < 7))


def _initial(section: Section | None) -> dict[str, str]:
    return {"title": section.title, "text": section.text, "part": section.part} if section else {}
