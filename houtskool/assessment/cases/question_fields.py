"""A question of a framework as a field: the same beforehand, in the open form, and when written down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.assessment import answers
from houtskool.assessment.answers import Kind
from houtskool.assessment.content import Content
from houtskool.web.forms import DayField

QUESTION = "v-"
UNKNOWN = ("", _("weet ik niet"))
YES, NO = ("ja", _("ja")), ("nee", _("nee"))


class MoneyField(forms.CharField):
    """An amount as people write it: 1250, 1.250,50, € 1.250."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        amount = answers.number(text)
        if amount < 0 or amount >= 10**10:
            raise ValidationError(gettext("Vul een bedrag in van 0 of meer."))
        return round(amount, 2)


def question_field(one: Content) -> forms.Field:
    """The field for a question of a framework; nothing has to be answered."""
    common: dict[str, Any] = {"label": one["text"], "help_text": one["help"], "required": False}
    match one["kind"]:
        case Kind.YES_NO:
            return forms.ChoiceField(**common, widget=forms.RadioSelect, choices=[YES, NO, UNKNOWN])
        case Kind.CHOICE:
            choices = [*map(tuple, one["options"]), UNKNOWN]
            return forms.ChoiceField(**common, widget=forms.RadioSelect, choices=choices)
        case Kind.DAY:
            return DayField(**common)
    return MoneyField(**common)
