from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import STEERS, for_roles
from houtskool.process import actions
from houtskool.process.forms import RegisterForm, SettleForm
from houtskool.process.models import Commitment, Process
from houtskool.web.reference_date import moment, reference_date


@for_roles(STEERS, to="een toezegging afdoen")
def settle(request: Request, pk: int) -> HttpResponse:
    return _end(request, pk, actions.settle, "Doe af", "Afgedaan.")


@for_roles(STEERS, to="een toezegging laten vervallen")
def withdraw(request: Request, pk: int) -> HttpResponse:
    return _end(request, pk, actions.withdraw, "Laat vervallen", "Vervallen.")


@for_roles(STEERS, to="een toezegging registreren")
def register(request: Request, pk: int) -> HttpResponse:
    commitment = _commitment(request, pk)
    form = RegisterForm(request.POST or None, initial={"to": commitment.to or "raad"})
    if form.is_valid():
        actions.register(commitment, to=form.cleaned_data["to"], by=request.user, at=moment(request))
        messages.success(request, "Geregistreerd als toezegging.")
        return redirect(commitment)
    return render(
        request, "process/commitment.html", {"commitment": commitment, "form": form, "button": "Registreer"}
    )


@require_POST
@for_roles(STEERS, to="een toezegging heropenen")
def reopen(request: Request, pk: int) -> HttpResponse:
    commitment = _commitment(request, pk)
    actions.reopen(commitment, by=request.user, at=moment(request))
    messages.success(request, "Weer open.")
    return redirect(commitment)


def _end(request: Request, pk: int, action: Callable[..., None], button: str, done: str) -> HttpResponse:
    commitment = _commitment(request, pk)
    today: date = reference_date(request)
    form = SettleForm(request.POST or None, initial={"on": today})
    if form.is_valid():
        try:
            action(commitment, **form.cleaned_data, by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, done)
            return redirect(commitment)
    return render(
        request, "process/commitment.html", {"commitment": commitment, "form": form, "button": button}
    )


def _commitment(request: Request, pk: int) -> Commitment:
    return get_object_or_404(
        Commitment.objects.select_related("process").filter(
            process__in=Process.objects.visible_to(request.user)
        ),
        pk=pk,
    )
