"""A form that is shown once more with what an action refused."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError


def refuse(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Each problem beside its field, or above the form where it has no such field."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, problems in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)
