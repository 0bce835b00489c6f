"""The form on which a decision is written."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.assessment.actions.decisions import Grant
from houtskool.assessment.content import Content
from houtskool.assessment.models import CaseDecision
from houtskool.web.forms import DayField


class AmountField(forms.DecimalField):
    """Euros, as people type them: "12.500", "12.500,50" or "12500.50"."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(validators=[MinValueValidator(0)], **kwargs)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").replace("€", "").replace(" ", "").strip()
        if "," in text or (text.count(".") >= 1 and len(text.rpartition(".")[2]) == 3):
            text = text.replace(".", "").replace(",", ".")
        return super().to_python(text)


class DecisionForm(forms.Form):
    """`kinds`: of the version that holds for the case, those that a request may end in."""

    outcome = forms.ChoiceField(
        label=_("Uw besluit"), choices=CaseDecision.Outcome.choices, widget=forms.RadioSelect
    )
    on = DayField(label=_("Besloten op"))
    reasons = forms.CharField(
        label=_("Waarom besluit u dit?"),
        help_text=_("De aanvrager leest dit in de brief. Schrijf kort en in gewone woorden."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    deviation = forms.CharField(
        label=_("Waarom wijkt u af van het advies?"),
        help_text=_("Alleen als uw besluit anders is dan het advies. Ook dit staat in de brief."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    refusal_reason = forms.CharField(
        label=_("Reden van afwijzing in een paar woorden"),
        help_text=_("Voor het openbare overzicht, zonder namen: “past niet bij het doel”."),
        max_length=120,
        required=False,
    )
    mandate = forms.CharField(
        label=_("Namens wie besluit u?"),
        max_length=120,
        initial=_("het college van burgemeester en wethouders"),
    )
    legal_basis = forms.CharField(
        label=_("Op welke wet of regeling rust het besluit?"),
        help_text=_("Verplicht als er bezwaar tegen het besluit kan."),
        max_length=300,
        required=False,
    )
    follow_1 = DayField(label=_("Vraag hoe het gaat op"), required=False)
    follow_2 = DayField(label=_("En nog eens op"), required=False)

    def __init__(self, *args: Any, kinds: list[Content], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        for one in kinds:
            key = one["key"]
            self.fields[f"grant-{key}"] = forms.BooleanField(label=one["name"], required=False)
            self.fields[f"amount-{key}"] = AmountField(label=_("Bedrag in euro"), required=False)
            self.fields[f"words-{key}"] = forms.CharField(
                label=_("Wat krijgt de aanvrager?"), max_length=500, required=False
            )
            self.fields[f"until-{key}"] = DayField(label=_("Tot en met"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.kinds:
            key = one["key"]
            told = any(cleaned.get(f"{name}-{key}") for name in ("amount", "words", "until"))
            if told and not cleaned.get(f"grant-{key}"):
                refusal = gettext("Zet een vinkje bij ‘%(kind)s’, of maak deze velden leeg.")
                self.add_error(f"grant-{key}", ValidationError(refusal % {"kind": one["name"]}))
        return cleaned

    def decided(self) -> dict[str, Any]:
        """What `decisions.decide` takes."""
        cleaned = self.cleaned_data
        names = ("outcome", "on", "reasons", "deviation", "refusal_reason", "mandate", "legal_basis")
        days: list[date] = [day for day in (cleaned["follow_1"], cleaned["follow_2"]) if day]
        grants = [
            Grant(
                one["key"],
                cleaned[f"amount-{one['key']}"],
                cleaned[f"words-{one['key']}"],
                cleaned[f"until-{one['key']}"],
            )
            for one in self.kinds
            if cleaned[f"grant-{one['key']}"]
        ]
        if cleaned["outcome"] == CaseDecision.Outcome.REFUSED and self._as_filled_in_beforehand():
            grants = []
        return {name: cleaned[name] for name in names} | {"grants": grants, "follow_on": days}

    def _as_filled_in_beforehand(self) -> bool:
        """Whether nobody touched the kinds of support: then a refusal grants none, ticked or not."""
        ours = ("grant-", "amount-", "words-", "until-")
        return not any(name.startswith(ours) for name in self.changed_data)

    def grants(self) -> list[dict[str, Any]]:
        """The fields of each kind of support, for the template."""
        return [
            {
                "name": one["name"],
                "aid": one["is_aid"],
                "tick": self[f"grant-{one['key']}"],
                "fields": [self[f"{name}-{one['key']}"] for name in ("amount", "words", "until")],
            }
            for one in self.kinds
        ]

    def whole(self) -> list[forms.BoundField]:
        """The fields that stand above the kinds of support."""
        return [self[name] for name in ("outcome", "on", "reasons", "deviation", "refusal_reason")]

    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in ("mandate", "legal_basis", "follow_1", "follow_2")]
