"""Forms of which some fields are periods, typed in words and read as seen from the day `at`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.kernel.vaguedate import Period
from houtskool.sector.models import Noun
from houtskool.web.periods import PeriodField


class PartForm(forms.ModelForm[Any]):
    """A form of which some fields are periods: each is a property of the model, `periods` names them."""

    periods: tuple[str, ...] = ()

    def __init__(self, *args: Any, at: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for choice in self.fields.values():
            # What was merged into another thing is kept for the journal, and is not there to be chosen.
            if isinstance(choice, forms.ModelChoiceField) and (rows := choice.queryset) is not None:
                choice.queryset = rows.filter(merged_into=None) if issubclass(rows.model, Noun) else rows
        for name in self.periods:
            field = self.fields[name]
            assert isinstance(field, PeriodField)
            field.at, field.known = at, getattr(self.instance, name)
            self.initial.setdefault(name, field.known)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.periods:
            if name in cleaned:
                period: Period | None = cleaned[name]
                setattr(self.instance, name, period)
        return cleaned


class PlannedForm(PartForm):
    periods = ("planned", "real")
    planned = PeriodField(label=_("Gepland"), required=False)
    real = PeriodField(
        label=_("Werkelijk"),
        required=False,
        help_text=_("Vul dit pas in als het gebeurd is: “18 oktober 2018”."),
    )

    def __init__(self, *args: Any, at: date, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.at = at

    def clean_real(self) -> Period | None:
        period: Period | None = self.cleaned_data["real"]
        first = period and (period.start or period.end)
        if first and first > self.at:
            raise forms.ValidationError(
                gettext("Dit moet nog komen. Zet het bij “Gepland”, en vul hier later in wat het werd.")
            )
        return period
