"""One small form per kind of fact: what a person may correct before it becomes part of the programme."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from houtskool.kernel.vaguedate import Period
from houtskool.process.models import Commitment, Gathering, Involvement
from houtskool.web.language import Text
from houtskool.web.periods import PeriodField

STEP = "step"


class FactForm(forms.Form):
    """Corrects the `values` of a fact; cleans to the JSON that it keeps, periods as {text, start, end}."""

    def __init__(self, data: Any, *, values: dict[str, Any], at: date | None, prefix: str) -> None:
        super().__init__(data, initial=self.from_values(values), prefix=prefix)
        for name, field in self.fields.items():
            if isinstance(field, PeriodField):
                field.at, field.known = at, period_from_json(values.get(name))

    def as_values(self) -> dict[str, Any]:
        return {
            name: period_json(value) if isinstance(value, Period) else value
            for name, value in self.cleaned_data.items()
        }

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> dict[str, Any]:
        """The initial data for values that were kept: periods as their words."""
        return {name: value["text"] if isinstance(value, dict) else value for name, value in values.items()}


def period_json(period: Period | None) -> dict[str, str | None] | None:
    if period is None:
        return None
    return {
        "text": period.text,
        "start": period.start.isoformat() if period.start else None,
        "end": period.end.isoformat() if period.end else None,
    }


def period_from_json(value: dict[str, str | None] | None) -> Period | None:
    if not value or not value["text"]:
        return None
    start, end = value["start"], value["end"]
    return Period(
        value["text"], date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None
    )


def _lines(label: Text, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class TextForm(FactForm):
    text = _lines(_("Tekst"))


class TitleForm(FactForm):
    text = forms.CharField(label=_("Titel"), max_length=200)


class CoalitionForm(FactForm):
    period = PeriodField(label=_("Coalitieperiode"))


class NameForm(FactForm):
    name = forms.CharField(label=_("Naam"), max_length=200)


class GroupForm(FactForm):
    name = forms.CharField(label=_("Groep"), max_length=200)
    how = forms.ChoiceField(label=_("Hoe"), choices=Involvement.How.choices)


class OrganisationForm(FactForm):
    name = forms.CharField(label=_("Organisatie"), max_length=200)
    role = forms.CharField(label=_("Rol"), max_length=200, required=False)


class ScheduleForm(FactForm):
    what = _lines("Wat")
    period = PeriodField(label=_("Wanneer"), required=False)
    becomes = forms.ChoiceField(
        label=_("Wordt"), choices=[(STEP, _("stap in het stappenplan")), *Gathering.Kind.choices]
    )
    past = forms.BooleanField(label=_("Dit is al geweest"), required=False)
    place = forms.CharField(label=_("Waar"), max_length=200, required=False)
    groups = forms.CharField(
        label=_("Uitgenodigde groepen"), required=False, help_text=_("Zet een puntkomma tussen de groepen.")
    )


class DecisionForm(FactForm):
    text = _lines(_("Besluit"))
    number = forms.CharField(label=_("Registratienummer"), max_length=60, required=False)
    body = forms.CharField(label=_("Wie besliste"), max_length=100, required=False)
    period = PeriodField(label=_("Wanneer"), required=False)


class CommitmentForm(FactForm):
    text = _lines(_("Aankondiging of toezegging"))
    kind = forms.ChoiceField(label=_("Soort"), choices=Commitment.Kind.choices)
    by = forms.CharField(label=_("Door wie"), max_length=100, required=False)
    period = PeriodField(label=_("Termijn"), required=False)


class AnnexForm(FactForm):
    title = forms.CharField(label=_("Bijlage"), max_length=300)


class HeaderForm(FactForm):
    value = forms.CharField(label=_("Waarde"), max_length=500)


class NothingForm(FactForm):
    """For what can be kept or left out, and no more: a doubt, an amount."""
