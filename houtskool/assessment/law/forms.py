"""The form for a new amount of the law."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.assessment.cases.question_fields import MoneyField
from houtskool.assessment.models import LegalAmount
from houtskool.web.forms import DayField


class LegalAmountForm(forms.ModelForm[LegalAmount]):
    """Of a key that is there already the name and the unit stand fast."""

    amount = MoneyField(label=_("Bedrag of aantal"), help_text=_("Zoals 300.000 of 20."))
    valid_from = DayField(
        label=_("Geldt vanaf"), help_text=_("Wat tot dan gold, eindigt de dag ervoor. Het blijft staan.")
    )
    valid_until = DayField(
        label=_("Geldt tot en met"), required=False, help_text=_("Leeg: tot er een nieuw bedrag is.")
    )

    class Meta:
        model = LegalAmount
        fields = ("key", "name", "unit", "amount", "valid_from", "valid_until", "source", "note", "secondary")
        widgets = {"note": forms.Textarea(attrs={"rows": 2}), "unit": forms.RadioSelect}
        help_texts = {
            "key": _("Waarmee kaders dit bedrag noemen, zoals “drempel-huur”."),
            "source": _("De wet of regel met het artikel, zoals “Verordening (EU) 2023/2831”."),
            "secondary": _("Dan zegt de lijst dat het nog bij de wet zelf moet worden nagekeken."),
        }

    def __init__(self, *args: Any, known: LegalAmount | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known is not None:
            for name in ("key", "name", "unit"):
                del self.fields[name]
                setattr(self.instance, name, getattr(known, name))
            self.initial.setdefault("source", known.source)
        else:
            unit = self.fields["unit"]
            assert isinstance(unit, forms.ChoiceField)
            unit.choices = LegalAmount.Unit.choices

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount is None:
            raise forms.ValidationError(gettext("Vul het bedrag of aantal in."))
        return amount

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if LegalAmount.objects.filter(key=key).exists():
            raise forms.ValidationError(
                gettext("Dit bedrag staat al in de lijst. Kies daar ‘Voeg een nieuw bedrag toe’.")
            )
        return key
