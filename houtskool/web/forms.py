"""Forms in the look of the site: one renderer, and the fields that several rooms share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws each field with our own part, so that a template only says `{{ form }}`."""

    form_template_name = "parts/form.html"
    field_template_name = "parts/field.html"


class DayField(forms.DateField):
    """A day, with the browser's own date picker."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class ReferenceDateForm(forms.Form):
    day = DayField(label="Bekijk het voorbeeld op", required=False)

    def chosen(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        return day
