"""Fields that only the programme has: an amount as people write it, a year and a percentage."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.programme.part_columns import is_year, read_amount


class AmountField(forms.CharField):
    """Money in euros: "12.000,50", "€ 12000" or "12000.50"; empty is None, which means unknown."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".removesuffix(".00").replace(".", ",") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        words = str(super().to_python(value))
        try:
            return read_amount(words)
        except ValidationError as refusal:
            told = gettext("‘%(words)s’ is geen bedrag. Schrijf het als 12500 of 12.500,50.")
            raise ValidationError(told % {"words": words}) from refusal


class YearField(forms.CharField):
    """A year of four digits; empty is None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        words = str(super().to_python(value))
        if words and not is_year(words):
            told = gettext("‘%(words)s’ is geen jaar. Schrijf het met vier cijfers, zoals 2020.")
            raise ValidationError(told % {"words": words})
        return int(words) if words else None


_PERCENT = _("Vul een getal in van 0 tot en met 100.")


class PercentField(forms.IntegerField):
    """0 to 100; empty is None, which means unknown."""

    default_validators = [MinValueValidator(0, _PERCENT), MaxValueValidator(100, _PERCENT)]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.NumberInput(attrs={"min": 0, "max": 100}))
        super().__init__(required=False, **kwargs)
