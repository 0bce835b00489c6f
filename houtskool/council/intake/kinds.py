"""The kinds of fact that a note can hold: in which group they are shown, and how they are corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from houtskool.council.intake import forms

GROUPS = (
    "Het stuk zelf",
    "Programma en doelen",
    "Mensen en groepen",
    "Planning",
    "Besluiten",
    "Aankondigingen",
    "Bijlagen",
    "Hiaten en tegenspraken",
)


@dataclass(frozen=True)
class Kind:
    """`shown` names the value that stands for the fact in a list; `form` is what may be corrected."""

    key: str
    group: str
    label: str
    form: type[forms.FactForm]
    shown: str = "text"

    def words(self, values: dict[str, Any]) -> str:
        value = values.get(self.shown) or ""
        words = str(value["text"] if isinstance(value, dict) else value)
        return f"{values['label']}: {words}" if "label" in values else words


_ALL = (
    Kind("header", "Het stuk zelf", "uit de kop", forms.HeaderForm, "value"),
    Kind("treatment", "Het stuk zelf", "behandeling", forms.NothingForm),
    Kind("amount", "Programma en doelen", "bedrag", forms.TitleForm),
    Kind("process_title", "Programma en doelen", "titel", forms.TitleForm),
    Kind("ambition", "Programma en doelen", "ambitie", forms.TextForm),
    Kind("goal", "Programma en doelen", "doel", forms.TextForm),
    Kind("coalition_agreement", "Programma en doelen", "coalitieakkoord", forms.TitleForm),
    Kind("coalition_period", "Programma en doelen", "coalitieperiode", forms.CoalitionForm, "period"),
    Kind("theme", "Programma en doelen", "thema", forms.NameForm, "name"),
    Kind("domain", "Programma en doelen", "beleidsdomein", forms.NameForm, "name"),
    Kind("organisation", "Mensen en groepen", "organisatie", forms.OrganisationForm, "name"),
    Kind("group", "Mensen en groepen", "groep", forms.GroupForm, "name"),
    Kind("schedule", "Planning", "planning", forms.ScheduleForm, "what"),
    Kind("decision", "Besluiten", "besluit", forms.DecisionForm),
    Kind("earlier_decision", "Besluiten", "eerder besluit", forms.DecisionForm),
    Kind("reference", "Besluiten", "verwijzing", forms.DecisionForm),
    Kind("commitment", "Aankondigingen", "aankondiging", forms.CommitmentForm),
    Kind("annex", "Bijlagen", "bijlage", forms.AnnexForm, "title"),
    Kind("warning", "Hiaten en tegenspraken", "opmerking", forms.NothingForm),
)
KINDS = {kind.key: kind for kind in _ALL}


def kind_of(key: str) -> Kind:
    return KINDS[key]
