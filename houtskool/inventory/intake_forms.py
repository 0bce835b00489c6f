"""Handing in a report, and judging what was proposed out of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.models import User
from houtskool.inventory.models import Contribution, Intake, Proposal
from houtskool.inventory.reports_read import words_of
from houtskool.kernel.proposals import places
from houtskool.process.handing_in import HandInForm
from houtskool.process.models import Gathering, Process
from houtskool.sector.models import StakeholderGroup
from houtskool.web.forms import DayField

KEEP = "-"  # leave it as it is


def _groups() -> Any:
    return StakeholderGroup.objects.all().current().stakeholders()


class ReportForm(HandInForm):
    """A report or interview, and what holds for all that was said in it, unless a person says otherwise."""

    unnamed = gettext_lazy("Geplakt verslag")
    neither = gettext_lazy("Kies een bestand of plak de tekst van het verslag.")

    process = forms.ModelChoiceField(Process.objects.none(), label=gettext_lazy("Bij welk proces?"))
    gathering = forms.ModelChoiceField(
        Gathering.objects.none(),
        label=gettext_lazy("Van welke bijeenkomst?"),
        required=False,
        empty_label=gettext_lazy("van geen bijeenkomst"),
        help_text=gettext_lazy("Met een gespreksleidraad herkennen wij de vragen van een interview."),
    )
    said_on = DayField(label=gettext_lazy("Op welke dag is het gezegd?"), required=False)
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.none(),
        label=gettext_lazy("Uit welke groep?"),
        required=False,
        empty_label=gettext_lazy("verschilt of weet ik niet"),
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("Wat is er afgesproken over de woorden?"),
        choices=Contribution.Consent.choices,
        initial=Contribution.Consent.AGGREGATE,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Per voorstel kunt u dat straks nog anders kiezen."),
    )
    title = forms.CharField(
        label=gettext_lazy("Hoe heet het verslag?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leeg: de naam van het bestand, of de eerste regel."),
    )

    field_order = ("file", "pasted", "title", "process", "gathering", "said_on", "group", "consent")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        processes = Process.objects.visible_to(user)
        gatherings = Gathering.objects.filter(process__in=processes).select_related("process")
        for name, rows in (("process", processes), ("gathering", gatherings), ("group", _groups())):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
        if len(processes) == 1:
            self.initial.setdefault("process", processes[0])

    def clean_said_on(self) -> date | None:
        day: date | None = self.cleaned_data["said_on"]
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        gathering, process = cleaned.get("gathering"), cleaned.get("process")
        if gathering and process and gathering.process_id != process.pk:
            self.add_error(
                "gathering", _("Deze bijeenkomst hoort bij een ander proces. Kies er een van dit proces.")
            )
        self.name = cleaned.get("title") or self.name
        return cleaned


class MendForm(forms.Form):
    """One proposal: its words are its borders, what stands between empty lines becomes one each."""

    nothing_required = True

    words = forms.CharField(
        label=gettext_lazy("Woorden"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Maak korter of langer; de woorden blijven die van het verslag. Een lege regel splitst het "
            "voorstel."
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Soort"),
        choices=[("", gettext_lazy("weet ik niet")), *Contribution.Kind.choices],
        required=False,
    )
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.none(),
        label=gettext_lazy("Groep"),
        required=False,
        empty_label=gettext_lazy("onbekend"),
    )
    speaker = forms.CharField(label=gettext_lazy("Wie zei dit"), required=False, max_length=120)
    consent = forms.ChoiceField(label=gettext_lazy("Toestemming"), choices=Contribution.Consent.choices)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, proposal: Proposal, intake: Intake, groups: list[tuple[str, str]] | None = None
    ) -> None:
        """`groups` are the choices to draw, looked up once for all forms of a page."""
        initial = {
            "words": words_of(intake.document, proposal),
            "kind": proposal.kind,
            "group": proposal.group_id,
            "speaker": proposal.speaker,
            "consent": proposal.consent,
            "seen": proposal.revision,
        }
        super().__init__(data, initial=initial, prefix=f"voorstel-{proposal.pk}")
        self.proposal, self.intake = proposal, intake
        group = self.fields["group"]
        assert isinstance(group, forms.ModelChoiceField)
        group.queryset = _groups()
        if groups is not None:
            group.widget.choices = [("", group.empty_label), *groups]
        self.spans: list[tuple[int, int]] = []

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if words.split() == self.initial["words"].split() and "\n\n" not in words.replace("\r\n", "\n"):
            self.spans = [(self.proposal.start, self.proposal.end)]
            return words
        found = places(self.intake.document.text, words, near=self.proposal.start) if words.strip() else None
        if found is None:
            raise forms.ValidationError(
                _(
                    "Deze woorden staan niet zo in het verslag. Houd ze zoals ze er staan, of laat het "
                    "voorstel weg."
                )
            )
        self.spans = found
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("consent") == Contribution.Consent.QUOTE and not cleaned.get("speaker"):
            self.add_error("speaker", _("Met naam citeren kan alleen als u de naam opschrijft."))
        return cleaned


def group_choices() -> list[tuple[str, str]]:
    return [(str(one.pk), str(one)) for one in _groups()]


class AllForm(forms.Form):
    """What all proposals get, or those of one speaker; what stands on "zoals het is" stays."""

    nothing_required = True

    whose = forms.ChoiceField(label=gettext_lazy("Voor wie?"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Soort"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("Groep"), required=False)
    consent = forms.ChoiceField(label=gettext_lazy("Toestemming"), required=False)

    def __init__(self, data: Any, *, intake: Intake) -> None:
        super().__init__(data, auto_id="alle-%s")
        as_is = (KEEP, _("zoals het is"))
        speakers = intake.proposals.filter(left_out=False).exclude(speaker="").order_by("speaker")
        names = list(speakers.values_list("speaker", flat=True).distinct())
        offered: dict[str, list[tuple[str, Any]]] = {
            "whose": [
                (KEEP, _("alle voorstellen")),
                *((f"n:{name}", name) for name in names),
                ("n:", _("wie geen naam heeft")),
            ],
            "kind": [as_is, ("", _("weet ik niet")), *Contribution.Kind.choices],
            "group": [as_is, ("", _("onbekend")), *group_choices()],
            "consent": [as_is, *Contribution.Consent.choices],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            field.initial = KEEP

    @property
    def speaker(self) -> str | None:
        """Whose proposals; None for those of everybody."""
        whose: str = self.cleaned_data["whose"] or KEEP
        return None if whose == KEEP else whose.removeprefix("n:")

    def values(self) -> dict[str, object]:
        given = {name: self.cleaned_data[name] for name in ("kind", "group", "consent")}
        values: dict[str, object] = {
            name: value for name, value in given.items() if name in self.data and value != KEEP
        }
        if not values.get("consent", True):
            del values["consent"]
        if "group" in values:
            values["group"] = StakeholderGroup.objects.get(pk=given["group"]) if given["group"] else None
        return values
