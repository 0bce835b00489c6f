"""What a list can be narrowed by: each filter is one question with the answers that exist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.sector.models import (
    District,
    Domain,
    Initiative,
    Noun,
    Organisation,
    Recognition,
    StakeholderGroup,
    Theme,
)
from houtskool.web.language import Text

Rows = models.QuerySet[Any]
Choices = Sequence[tuple[Any, Text]]


@dataclass(frozen=True)
class Filter:
    """`choices` gives (value, words); `apply` narrows the rows to a chosen value, as seen on a day."""

    name: str
    label: Text
    choices: Callable[[], Choices]
    apply: Callable[[Rows, str, date], Rows]


def _linked(field: str, label: Text, offered: Callable[[], models.QuerySet[Any]]) -> Filter:
    def choices() -> Choices:
        return [(str(key), name) for key, name in offered().values_list("pk", "name")]

    return Filter(
        field, label, choices, lambda rows, value, at: rows.filter(**{field: int(value)}).distinct()
    )


def _chosen(field: str, label: Text, choices: Choices) -> Filter:
    return Filter(field, label, lambda: choices, lambda rows, value, at: rows.filter(**{field: value}))


def _current(model: type[Noun]) -> Callable[[], models.QuerySet[Any]]:
    manager: Any = model.objects  # type: ignore[attr-defined]  # every noun declares it; the abstract one not
    return lambda: manager.all().current()


GROUP = _linked("groups", _("Groep"), lambda: StakeholderGroup.objects.all().current().stakeholders())
CONTACT_GROUP = _linked("groups", _("Groep"), _current(StakeholderGroup))
TARGET_GROUP = _linked(
    "target_groups", _("Doelgroep"), lambda: StakeholderGroup.objects.all().current().target_groups()
)
DOMAIN = _linked("domains", _("Beleidsdomein"), _current(Domain))
DEPARTMENT_DOMAIN = _linked("domain", _("Beleidsdomein"), _current(Domain))
THEME = _linked("themes", _("Thema"), _current(Theme))
DISTRICT = _linked("district", _("Wijk"), _current(District))
STAGE = _chosen("stage", _("Fase"), Initiative.Stage.choices)
KIND = _chosen("kind", _("Soort"), StakeholderGroup.Kind.choices)
MAY_BE_MAILED = Filter(
    "may_be_mailed",
    _("E-mail"),
    lambda: [("ja", gettext("wil e-mail ontvangen")), ("nee", gettext("wil geen e-mail"))],
    lambda rows, value, at: rows.filter(may_be_mailed=value == "ja"),
)
RECOGNITION = Filter(
    "recognition",
    _("Erkenning"),
    lambda: Recognition.Scheme.choices,
    lambda rows, value, at: rows.recognised(value, at),  # type: ignore[attr-defined]  # rows of organisations
)

_MISSING: dict[str, tuple[Text, Callable[[Any, date], Rows]]] = {
    "groups": (_("zonder groep"), lambda rows, at: rows.without_group()),
    "district": (_("zonder wijk"), lambda rows, at: rows.without_district()),
    "kvk_number": (_("zonder KvK-nummer"), lambda rows, at: rows.without_kvk_number()),
    "verified": (_("een jaar niet nagekeken"), lambda rows, at: rows.not_verified_since(year_before(at))),
}
MISSING = Filter(
    "missing",
    _("Wat ontbreekt"),
    lambda: [(value, words) for value, (words, _) in _MISSING.items()],
    lambda rows, value, at: _MISSING[value][1](rows, at),
)


def missing(rows: models.QuerySet[Organisation], at: date) -> list[tuple[str, Text, int]]:
    """What organisations lack: (value of the filter, words, how many)."""
    return [(value, words, narrow(rows, at).count()) for value, (words, narrow) in _MISSING.items()]


def year_before(day: date) -> date:
    return day - timedelta(days=365)


def filter_form(filters: tuple[Filter, ...], data: Any) -> forms.Form:
    """The search field and the filters of a list, as a form that is sent with GET."""
    form = forms.Form(data, auto_id="filter-%s")
    form.fields["q"] = forms.CharField(label=gettext("Zoek"), required=False, max_length=200)
    form.fields["q"].widget.input_type = "search"
    for one in filters:
        form.fields[one.name] = forms.ChoiceField(
            label=one.label, required=False, choices=[("", gettext("alle")), *one.choices()]
        )
    for field in form.fields.values():
        # In a row of filters nobody expects that a field must be filled.
        field.required = False
    return form


def narrowed(rows: Any, filters: tuple[Filter, ...], form: forms.Form, at: date) -> Any:
    """The rows that the visitor asks for; an answer that is not on offer narrows nothing."""
    form.is_valid()
    if words := form.cleaned_data.get("q"):
        rows = rows.search(words)
    for one in filters:
        if value := form.cleaned_data.get(one.name):
            rows = one.apply(rows, value, at)
    return rows
