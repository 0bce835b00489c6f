"""A form for a row that two people may have open at once (see editing.py)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from houtskool.records import editing
from houtskool.records.journal import Fields


class EditedForm(forms.ModelForm[Any]):
    """Of a row that is there it remembers what it was opened with, so that nobody overwrites another unseen.

    Give the action `opened=form.cleaned_data.get("opened")` and `links=form.links()`, and hand what it
    refuses to `refuse`.
    """

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["opened"]
        elif not self.is_bound:
            self.initial["opened"] = editing.sign(
                self.instance, editing.opened(self.instance, self.remembered())
            )

    def remembered(self) -> list[str]:
        """The fields of the row that this form shows."""
        return list(self.fields)

    def links(self) -> dict[str, list[models.Model]]:
        """The many-to-many fields of this form, for the action."""
        many = {field.name for field in self._meta.model._meta.many_to_many}
        return {name: list(value) for name, value in self.cleaned_data.items() if name in many}

    def clean_opened(self) -> Fields | None:
        signed = self.cleaned_data["opened"]
        return editing.read(self.instance, signed) if signed else None

    def refuse(self, refusal: ValidationError) -> None:
        """Show what an action refused beside its field, or above the form where it has no such field."""
        if isinstance(refusal, editing.Meanwhile):
            # The reader sees these values now, so that saving once more is a choice.
            seen = self.cleaned_data["opened"] | refusal.stored
            data: Any = self.data
            data = data.copy()
            data["opened"] = editing.sign(self.instance, seen)
            self.data = data
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, problems in refusal.error_dict.items():
            # A row under the name of the form's own field would be refused twice.
            self.add_error(name if name in self.fields else None, problems)
