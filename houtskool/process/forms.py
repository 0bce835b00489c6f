"""Forms for the process and its parts. Periods are typed in words and read as seen from the day `at`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from houtskool.kernel.vaguedate import Period
from houtskool.process.models import Commitment, Decision, Gathering, Goal, Involvement, Process, Step
from houtskool.sector.models import Noun
from houtskool.web.forms import DayField
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


def _own_gatherings(form: PartForm) -> None:
    """Only the gatherings of the same process can be chosen."""
    gathering = form.fields["gathering"]
    assert isinstance(gathering, forms.ModelChoiceField)
    gathering.queryset = Gathering.objects.filter(process=form.instance.process)


class ProcessForm(PartForm):
    periods = ("coalition_period",)
    coalition_period = PeriodField(
        label="Coalitieperiode", required=False, help_text="Bijvoorbeeld: 2018–2022."
    )

    class Meta:
        model = Process
        fields = ("title", "ambition", "coalition_agreement", "facilitator", "domains", "themes")
        widgets = {
            "domains": forms.CheckboxSelectMultiple,
            "themes": forms.CheckboxSelectMultiple,
        }


class NewProcessForm(forms.ModelForm[Process]):
    class Meta:
        model = Process
        fields = ("title", "ambition")


class GoalForm(PartForm):
    class Meta:
        model = Goal
        fields = ("text",)


class PlannedForm(PartForm):
    periods = ("planned", "real")
    planned = PeriodField(label="Gepland", required=False)
    real = PeriodField(
        label="Werkelijk", required=False, help_text="Vul dit pas in als het gebeurd is: “18 oktober 2018”."
    )

    def __init__(self, *args: Any, at: date, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.at = at

    def clean_real(self) -> Period | None:
        period: Period | None = self.cleaned_data["real"]
        first = period and (period.start or period.end)
        if first and first > self.at:
            raise forms.ValidationError(
                "Dit moet nog komen. Zet het bij “Gepland”, en vul hier later in wat het werd."
            )
        return period


class StepForm(PlannedForm):
    class Meta:
        model = Step
        fields = ("title", "outcome")


class GatheringForm(PlannedForm):
    class Meta:
        model = Gathering
        fields = ("kind", "title", "place", "programme")


class InvolvementForm(PartForm):
    class Meta:
        model = Involvement
        fields = ("how", "group", "organisation", "department", "gathering", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _own_gatherings(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [name for name in ("group", "organisation", "department") if cleaned.get(name)]
        if len(chosen) != 1:
            raise forms.ValidationError("Kies één van drie: een groep, een organisatie of een afdeling.")
        return cleaned


class DecisionForm(PartForm):
    periods = ("period",)
    period = PeriodField(label="Wanneer", required=False)

    class Meta:
        model = Decision
        fields = ("text", "body", "number", "earlier")


class CommitmentForm(PartForm):
    periods = ("due",)
    due = PeriodField(label="Termijn", required=False)

    class Meta:
        model = Commitment
        fields = ("kind", "text", "by", "to", "gathering")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _own_gatherings(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == Commitment.Kind.AGREED and not cleaned.get("gathering"):
            self.add_error("gathering", _("Kies de bijeenkomst waar dit is afgesproken."))
        return cleaned


class SettleForm(forms.Form):
    """Settle or withdraw a commitment: on which day, and what happened or why not."""

    on = DayField(label="Op welke dag")
    outcome = forms.CharField(label="Wat is er gebeurd?", widget=forms.Textarea(attrs={"rows": 3}))


class WithdrawForm(SettleForm):
    outcome = forms.CharField(label="Waarom vervalt dit?", widget=forms.Textarea(attrs={"rows": 3}))


class RegisterForm(forms.Form):
    to = forms.CharField(label="Aan wie is dit toegezegd?", max_length=100, help_text="Bijvoorbeeld: raad.")


# The word in the address → the form of that part.
PARTS: dict[str, type[PartForm]] = {
    "doel": GoalForm,
    "stap": StepForm,
    "bijeenkomst": GatheringForm,
    "betrokkene": InvolvementForm,
    "besluit": DecisionForm,
    "toezegging": CommitmentForm,
}
# "deze stap", "dit doel".
THE = {part: "dit" if part in {"doel", "besluit"} else "deze" for part in PARTS}
