"""Forms for the nouns of the sector. They check shapes; the actions check what may be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.records.edited_form import EditedForm
from houtskool.records.folding import tidy
from houtskool.sector.checks import kvk_problem, tidy_kvk_number
from houtskool.sector.goals import SUSTAINABLE_GOALS
from houtskool.sector.models import (
    Contact,
    Department,
    District,
    Domain,
    Initiative,
    Noun,
    Organisation,
    Recognition,
    StakeholderGroup,
    Theme,
)
from houtskool.web.forms import DayField


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [line for line in map(tidy, lines) if line]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class NamesField(LinesField):
    """Rows by their names, one a line: a long list of checkboxes would hide what was chosen."""

    def __init__(self, model: type[Noun], **kwargs: Any) -> None:
        self.model = model
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(str(one) for one in value)
        return value

    def clean(self, value: Any) -> Any:
        names = super().clean(value)
        manager: Any = self.model.objects  # type: ignore[attr-defined]  # every noun declares it; the abstract one not
        found = {name: manager.all().find(name) for name in names}
        if unknown := [f"‘{name}’" for name, one in found.items() if one is None]:
            raise ValidationError(
                gettext("Niet in het overzicht: %(unknown)s. Kijk of de naam klopt, of voeg die eerst toe.")
                % {"unknown": ", ".join(unknown)}
            )
        return list(dict.fromkeys(found.values()))


class NounForm(EditedForm):
    """Offers only rows that still count, besides what the row itself already holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                held = self.initial.get(name)
                keys = [getattr(one, "pk", one) for one in (held if isinstance(held, list) else [held])]
                offered = models.Q(merged_into=None) | models.Q(pk__in=[key for key in keys if key])
                field.queryset = field.queryset.filter(offered)
                if not isinstance(field, forms.ModelMultipleChoiceField):
                    field.empty_label = gettext("Maak een keuze")


_END = ("external_id", "source")


class OrganisationForm(NounForm):
    kvk_number = forms.CharField(
        label=_("KvK-nummer"),
        required=False,
        help_text=_("8 cijfers, ook als het met een 0 begint. Het staat op het uittreksel van de KvK."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    # No type=url: browsers refuse "www.restlab.nl" there, in their own language.
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    last_verified = DayField(label=_("Laatst nagekeken"), required=False)

    class Meta:
        model = Organisation
        fields = (
            *("name", "description", "legal_form", "kvk_number", "website", "email", "phone"),
            *("address", "postcode", "place", "district"),
            *("groups", "target_groups", "domains", "themes", "last_verified", *_END),
        )
        widgets = dict.fromkeys(
            ("groups", "target_groups", "domains", "themes"), forms.CheckboxSelectMultiple
        ) | {"description": forms.Textarea(attrs={"rows": 4})}

    def clean_kvk_number(self) -> str:
        number = tidy_kvk_number(self.cleaned_data["kvk_number"])
        if number and (problem := kvk_problem(number)):
            raise ValidationError(problem)
        return number


class InitiativeForm(NounForm):
    organisations = NamesField(
        model=Organisation, label=_("Organisaties"), required=False, help_text=_("Eén naam per regel.")
    )
    sdgs = forms.TypedMultipleChoiceField(
        label=_("Duurzame doelen (SDG’s)"),
        required=False,
        coerce=int,
        # Asked anew for each form, in the language of its page.
        choices=lambda: [(number, f"{number}. {name}") for number, name in SUSTAINABLE_GOALS.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Initiative
        fields = (
            *("name", "description", "stage", "organisations", "themes", "domains"),
            *("target_groups", "district", "sdgs", *_END),
        )
        widgets = dict.fromkeys(("target_groups", "domains", "themes"), forms.CheckboxSelectMultiple) | {
            "description": forms.Textarea(attrs={"rows": 4})
        }


class ContactForm(NounForm):
    class Meta:
        model = Contact
        fields = (
            *("name", "function", "email", "phone", "organisation", "department", "groups"),
            *("may_be_mailed", "may_be_named", "description", *_END),
        )
        widgets = {
            "groups": forms.CheckboxSelectMultiple,
            "description": forms.Textarea(attrs={"rows": 3}),
        }


class ThemeForm(NounForm):
    alt_labels = LinesField(
        label=_("Ook genoemd"), required=False, help_text=_("Andere woorden voor hetzelfde, één per regel.")
    )

    class Meta:
        model = Theme
        fields = ("name", "description", "alt_labels", "broader", "domains", *_END)
        widgets = {
            "domains": forms.CheckboxSelectMultiple,
            "description": forms.Textarea(attrs={"rows": 3}),
        }


class GroupForm(NounForm):
    class Meta:
        model = StakeholderGroup
        fields = ("name", "description", "kind", "represents", *_END)
        widgets = {
            "represents": forms.CheckboxSelectMultiple,
            "description": forms.Textarea(attrs={"rows": 3}),
        }


class DomainForm(NounForm):
    class Meta:
        model = Domain
        fields = ("name", "description", *_END)
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class DepartmentForm(NounForm):
    class Meta:
        model = Department
        fields = ("name", "description", "domain", *_END)
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class DistrictForm(NounForm):
    class Meta:
        model = District
        fields = ("name", "code", "description", *_END)
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class RecognitionForm(NounForm):
    valid_from = DayField(label=_("Geldig vanaf"), required=False)
    valid_until = DayField(label=_("Geldig tot en met"), required=False)

    class Meta:
        model = Recognition
        fields = ("scheme", "level", "valid_from", "valid_until", "source")
