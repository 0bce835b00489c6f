"""The kinds of fact that a note can hold: in which group they are shown, and how they are corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from houtskool.council.intake import forms
from houtskool.web.language import Text

GROUPS = (
    _("Het stuk zelf"),
    _("Programma en doelen"),
    _("Mensen en groepen"),
    _("Planning"),
    _("Besluiten"),
    _("Aankondigingen"),
    _("Bijlagen"),
    _("Hiaten en tegenspraken"),
)


@dataclass(frozen=True)
class Kind:
    """`shown` names the value that stands for the fact in a list; `form` is what may be corrected."""

    key: str
    group: Text
    label: Text
    form: type[forms.FactForm]
    shown: str = "text"

    def words(self, values: dict[str, Any]) -> str:
        value = values.get(self.shown) or ""
        words = str(value["text"] if isinstance(value, dict) else value)
        return f"{values['label']}: {words}" if "label" in values else words


_ALL = (
    Kind("header", _("Het stuk zelf"), _("uit de kop"), forms.HeaderForm, "value"),
    Kind("treatment", _("Het stuk zelf"), _("behandeling"), forms.NothingForm),
    Kind("amount", _("Programma en doelen"), _("bedrag"), forms.TitleForm),
    Kind("process_title", _("Programma en doelen"), _("titel"), forms.TitleForm),
    Kind("ambition", _("Programma en doelen"), _("ambitie"), forms.TextForm),
    Kind("goal", _("Programma en doelen"), _("doel"), forms.TextForm),
    Kind("coalition_agreement", _("Programma en doelen"), _("coalitieakkoord"), forms.TitleForm),
    Kind("coalition_period", _("Programma en doelen"), _("coalitieperiode"), forms.CoalitionForm, "period"),
    Kind("theme", _("Programma en doelen"), _("thema"), forms.NameForm, "name"),
    Kind("domain", _("Programma en doelen"), _("beleidsdomein"), forms.NameForm, "name"),
    Kind("organisation", _("Mensen en groepen"), _("organisatie"), forms.OrganisationForm, "name"),
    Kind("group", _("Mensen en groepen"), _("groep"), forms.GroupForm, "name"),
    Kind("schedule", _("Planning"), _("planning"), forms.ScheduleForm, "what"),
    Kind("decision", _("Besluiten"), _("besluit"), forms.DecisionForm),
    Kind("earlier_decision", _("Besluiten"), _("eerder besluit"), forms.DecisionForm),
    Kind("reference", _("Besluiten"), _("verwijzing"), forms.DecisionForm),
    Kind("commitment", _("Aankondigingen"), _("aankondiging"), forms.CommitmentForm),
    Kind("annex", _("Bijlagen"), _("bijlage"), forms.AnnexForm, "title"),
    Kind("warning", _("Hiaten en tegenspraken"), _("opmerking"), forms.NothingForm),
)
KINDS = {kind.key: kind for kind in _ALL}


def kind_of(key: str) -> Kind:
    return KINDS[key]
