"""Forms for the process and its parts. Periods are typed in words and read as seen from the day `at`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.process.gathering_form import GatheringForm
from houtskool.process.models import Commitment, Decision, Gathering, Goal, Involvement, Process, Step
from houtskool.process.period_forms import PartForm, PlannedForm
from houtskool.web.forms import DayField
from houtskool.web.periods import PeriodField


def _own_gatherings(form: PartForm) -> None:
    """Only the gatherings of the same process can be chosen."""
    gathering = form.fields["gathering"]
    assert isinstance(gathering, forms.ModelChoiceField)
    gathering.queryset = Gathering.objects.filter(process=form.instance.process)


class ProcessForm(PartForm):
    periods = ("coalition_period",)
    coalition_period = PeriodField(
        label=_("Coalitieperiode"), required=False, help_text=_("Bijvoorbeeld: 2018–2022.")
    )

    class Meta:
        model = Process
        fields = (
            *("title", "ambition", "coalition_agreement", "facilitator"),
            *("domains", "themes", "asks_contributions"),
        )
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


class StepForm(PlannedForm):
    class Meta:
        model = Step
        fields = ("title", "outcome")


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
            raise forms.ValidationError(
                gettext("Kies één van drie: een groep, een organisatie of een afdeling.")
            )
        return cleaned


class DecisionForm(PartForm):
    periods = ("period",)
    period = PeriodField(label=_("Wanneer"), required=False)

    class Meta:
        model = Decision
        fields = ("text", "body", "number", "earlier")


class CommitmentForm(PartForm):
    periods = ("due",)
    due = PeriodField(label=_("Termijn"), required=False)

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

    on = DayField(label=_("Op welke dag"))
    outcome = forms.CharField(label=_("Wat is er gebeurd?"), widget=forms.Textarea(attrs={"rows": 3}))


class WithdrawForm(SettleForm):
    outcome = forms.CharField(label=_("Waarom vervalt dit?"), widget=forms.Textarea(attrs={"rows": 3}))


class RegisterForm(forms.Form):
    to = forms.CharField(
        label=_("Aan wie is dit toegezegd?"), max_length=100, help_text=_("Bijvoorbeeld: raad.")
    )


# The word in the address → the form of that part.
PARTS: dict[str, type[PartForm]] = {
    "doel": GoalForm,
    "stap": StepForm,
    "bijeenkomst": GatheringForm,
    "betrokkene": InvolvementForm,
    "besluit": DecisionForm,
    "toezegging": CommitmentForm,
}
# How a page names one of them: as a new one, and as the one that is there.
A_NEW = {
    "doel": _("een doel"),
    "stap": _("een stap"),
    "bijeenkomst": _("een bijeenkomst"),
    "betrokkene": _("een betrokkene"),
    "besluit": _("een besluit"),
    "toezegging": _("een toezegging"),
}
THIS = {
    "doel": _("dit doel"),
    "stap": _("deze stap"),
    "bijeenkomst": _("deze bijeenkomst"),
    "betrokkene": _("deze betrokkene"),
    "besluit": _("dit besluit"),
    "toezegging": _("deze toezegging"),
}
