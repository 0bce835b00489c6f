"""What a note-taker fills in at a table; one form judges what a device sends and what a browser posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.inventory import hints
from houtskool.inventory.actions.captures import Note
from houtskool.inventory.models import Capture, Contribution
from houtskool.process.models import Table
from houtskool.sector.models import StakeholderGroup

LONGEST = 5000
_Consent = Contribution.Consent


class NoteForm(forms.Form):
    """One note. `asks` holds what seems to be personal data, until `sure` says that it may stay."""

    # What must be filled in is clear by itself; on a phone every word costs.
    nothing_required = True

    draft = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1_000_000)
    words = forms.CharField(
        label=gettext_lazy("Wat werd er gezegd?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Er staat nog niets. Schrijf op wat er gezegd werd.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Wat is het?"),
        choices=[*Contribution.Kind.choices, ("", gettext_lazy("weet ik niet"))],
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.none(),
        label=gettext_lazy("Uit welke groep?"),
        required=False,
        empty_label=gettext_lazy("weet ik niet"),
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("Vraag het even: wat mogen wij met deze woorden doen?"),
        choices=[
            (
                _Consent.AGGREGATE,
                gettext_lazy("Alleen meetellen. Alleen wie het programma maakt, leest de woorden."),
            ),
            (_Consent.PSEUDONYM, gettext_lazy("Citeren zonder naam. Hooguit de groep staat erbij.")),
            (_Consent.QUOTE, gettext_lazy("Citeren met naam.")),
        ],
        widget=forms.RadioSelect,
        initial=_Consent.AGGREGATE,
    )
    name = forms.CharField(
        label=gettext_lazy("Naam, als die persoon dat goed vindt"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mailadres, om te horen wat ermee gebeurt"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Dit mag zo blijven staan"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.asks = table, list[str]()
        group = self.fields["group"]
        assert isinstance(group, forms.ModelChoiceField)
        group.queryset = StakeholderGroup.objects.all().current().stakeholders()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name = cleaned.get("name") or ""
        if cleaned.get("consent") == _Consent.QUOTE and not name and "name" not in self.errors:
            self.add_error("name", _("Met naam citeren kan alleen als u de naam opschrijft."))
        if cleaned.get("email") and not name and "name" not in self.errors:
            self.add_error("name", _("Schrijf ook de naam op bij het e-mailadres."))
        found = hints.find(cleaned.get("words") or "", own=name)
        self.kept_hints = tuple(hint.text for hint in found)
        if found and not cleaned.get("sure"):
            self.asks = [f"{hint.label}: {hint.text}" for hint in found]
        return cleaned

    def note(self) -> Note:
        given = self.cleaned_data
        return Note(
            draft=given["draft"],
            revision=given["revision"],
            words=given["words"],
            kind=given["kind"],
            group=given["group"],
            name=given["name"],
            email=given["email"],
            consent=given["consent"],
            kept_hints=self.kept_hints,
        )

    def refuse(self, refusal: ValidationError) -> None:
        """Show why it could not be kept, at the field where there is one."""
        known = hasattr(refusal, "error_dict") and not set(refusal.error_dict) - set(self.fields)
        self.add_error(None, refusal if known else ValidationError(refusal.messages))


def written(capture: Capture) -> dict[str, Any]:
    """A note as its form shows it, one revision further: for who made it and mends it."""
    one = capture.contribution
    assert one is not None
    return {
        "draft": capture.draft,
        "revision": capture.revision + 1,
        "words": one.words,
        "kind": one.kind,
        "group": one.group_id,
        "consent": one.consent,
        "name": one.contributor.name if one.contributor else "",
        "email": one.contributor.email if one.contributor else "",
    }
