"""A form about a request and the action that it does: the one way in which they are shown and refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from houtskool.accounts.http import Request
from houtskool.assessment.models import Case
from houtskool.assessment.views.case import trail_to


def act(
    request: Request,
    case: Case,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    *,
    title: str,
    button: str,
    done: str,
    lead: str = "",
    refusal: str = "",
    **context: Any,
) -> HttpResponse:
    """A form about a case: what the action refuses stands beside its field, and what was typed stays."""
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            do(form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            if not form.errors:
                messages.success(request, done)
                return redirect(case)
    page = {
        "case": case,
        "form": form,
        "title": title,
        "button": button,
        "lead": lead,
        "refusal": refusal,
        "trail": trail_to(case),
        **context,
    }
    return render(request, "assessment/case/act.html", page)


def refuse(form: forms.Form, refused: ValidationError) -> None:
    """What an action refuses, beside the field that it is about."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, problems in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)
