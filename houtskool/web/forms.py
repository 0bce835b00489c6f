"""Forms in the look of the site: one renderer, and the fields that several rooms share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.forms import widgets
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# What NL Design System calls the inputs; choices and files keep the browser's own form.
_CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.CheckboxInput, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.FileInput, "file"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (widgets.Input, "utrecht-textbox utrecht-textbox--html-input"),
]


class Field(BoundField):
    """A field that tells its input which class it has, so that no form has to."""

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if not widget.is_hidden:
            # A placeholder is gone as soon as one types; what a reader must know stands in label and help.
            built["placeholder"] = False
            ours = next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")
            built["class"] = " ".join(filter(None, [ours, widget.attrs.get("class"), built.get("class")]))
        return built


class Renderer(TemplatesSetting):
    """Draws each field with our own part, so that a template only says `{{ form }}`."""

    bound_field_class = Field

    form_template_name = "parts/form.html"
    field_template_name = "parts/field.html"


class DayField(forms.DateField):
    """A day, with the browser's own date picker."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class ReferenceDateForm(forms.Form):
    day = DayField(label=_("Bekijk het voorbeeld op"), required=False)

    def clean_day(self) -> date | None:
        """Within thirty years of the example's own day: further away it has nothing to show."""
        day: date | None = self.cleaned_data["day"]
        fixed = settings.REFERENCE_DATE
        if day and fixed and abs(day.year - fixed.year) > 30:
            refusal = gettext("Kies een dag tussen %(first)s en %(last)s.")
            raise forms.ValidationError(refusal % {"first": fixed.year - 30, "last": fixed.year + 30})
        return day

    def chosen(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        return day
