"""The form that sets the same on many measures at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.process.models import Process
from houtskool.programme.actions.versions import is_adopted
from houtskool.programme.models import ActionLine, Measure
from houtskool.sector.models import Department, Theme
from houtskool.web.periods import PeriodField


class BulkForm(forms.Form):
    """What to set on the measures that were chosen; a field that stays empty changes nothing."""

    nothing_required = True
    measures = forms.ModelMultipleChoiceField(
        Measure.objects.none(),
        error_messages={"required": _("Kies eerst een of meer maatregelen in de lijst.")},
    )
    action_line = forms.ModelChoiceField(ActionLine.objects.none(), label=_("Actielijn"), required=False)
    owner_words = forms.CharField(label=_("Trekker"), max_length=200, required=False)
    portfolio_holder = forms.CharField(label=_("Portefeuillehouder"), max_length=120, required=False)
    planned = PeriodField(label=_("Termijn"), required=False)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Afdeling"), required=False)
    state = forms.ChoiceField(label=_("Stand"), choices=[("", "–"), *Measure.State.choices], required=False)
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(), label=_("Thema’s"), required=False, widget=forms.CheckboxSelectMultiple
    )
    how = forms.ChoiceField(
        label=_("Wat doen met de thema’s die er al staan?"),
        choices=[("add", _("laat ze staan, en voeg deze toe")), ("replace", _("vervang ze door deze"))],
        initial="add",
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, process: Process, at: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("measures", Measure.objects.filter(process=process)),
            ("action_line", ActionLine.objects.filter(process=process)),
            ("department", Department.objects.all().current()),
            ("themes", Theme.objects.all().current()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
        period = self.fields["planned"]
        assert isinstance(period, PeriodField)
        period.at = at
        # Before adoption nothing runs; what began ahead says so by itself, with why.
        if not is_adopted(process, at):
            del self.fields["state"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.values():
            raise ValidationError(gettext("Vul minstens één veld in dat u bij deze maatregelen wilt zetten."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What was filled in: the name of a field → its value."""
        about = ("measures", "how")
        return {name: value for name, value in self.cleaned_data.items() if name not in about and value}

    @property
    def replaces(self) -> bool:
        """Whether the themes come in the place of those that stood there."""
        return bool(self.cleaned_data.get("how") == "replace")
