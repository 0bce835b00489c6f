from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import STAFF, STEERS, for_roles
from houtskool.process import actions, status
from houtskool.process.forms import RegisterForm, SettleForm, WithdrawForm
from houtskool.process.models import Commitment, Fact, Process
from houtskool.process.views.trail import trail_to
from houtskool.records.history import history
from houtskool.web.reference_date import moment, reference_date


def commitment(request: Request, pk: int) -> HttpResponse:
    found = _commitment(request, pk)
    return render(
        request,
        "process/commitment.html",
        {
            "commitment": found,
            "state": status.commitment_state(found, reference_date(request)),
            "facts": Fact.objects.about(found).select_related("document"),
            "lines": history(found, request.user) if request.user.holds(*STAFF) else [],
            "details": [
                {"label": gettext("Termijn"), "value": found.due_words},
                {"label": gettext("Door wie"), "value": found.by},
                {"label": gettext("Aan wie"), "value": found.to},
                {"label": gettext("Hoe afgedaan, of waarom vervallen"), "value": found.outcome},
            ],
            "trail": trail_to(found.process),
            "steers": request.user.holds(*STEERS),
        },
    )


@for_roles(STEERS, to=_("een toezegging afdoen"))
def settle(request: Request, pk: int) -> HttpResponse:
    return _end(request, pk, actions.settle, SettleForm, gettext("Doe af"), gettext("Afgedaan."))


@for_roles(STEERS, to=_("een toezegging laten vervallen"))
def withdraw(request: Request, pk: int) -> HttpResponse:
    return _end(request, pk, actions.withdraw, WithdrawForm, gettext("Laat vervallen"), gettext("Vervallen."))


@for_roles(STEERS, to=_("een toezegging registreren"))
def register(request: Request, pk: int) -> HttpResponse:
    commitment = _commitment(request, pk)
    form = RegisterForm(request.POST or None, initial={"to": commitment.to or "raad"})
    if form.is_valid():
        actions.register(commitment, to=form.cleaned_data["to"], by=request.user, at=moment(request))
        messages.success(request, gettext("Geregistreerd als toezegging."))
        return redirect(_page(commitment))
    return _ask(request, commitment, form, gettext("Registreer als toezegging"))


@require_POST
@for_roles(STEERS, to=_("een toezegging heropenen"))
def reopen(request: Request, pk: int) -> HttpResponse:
    commitment = _commitment(request, pk)
    actions.reopen(commitment, by=request.user, at=moment(request))
    messages.success(request, gettext("Weer open."))
    return redirect(_page(commitment))


def _end(
    request: Request,
    pk: int,
    action: Callable[..., None],
    form_class: type[SettleForm],
    button: str,
    done: str,
) -> HttpResponse:
    commitment = _commitment(request, pk)
    today: date = reference_date(request)
    form = form_class(request.POST or None, initial={"on": today})
    if form.is_valid():
        try:
            action(commitment, **form.cleaned_data, by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, done)
            return redirect(_page(commitment))
    return _ask(request, commitment, form, button)


def _ask(request: Request, commitment: Commitment, form: Form, button: str) -> HttpResponse:
    return render(
        request,
        "process/end_commitment.html",
        {
            "commitment": commitment,
            "form": form,
            "button": button,
            "trail": [*trail_to(commitment.process), (str(commitment), _page(commitment))],
        },
    )


def _page(commitment: Commitment) -> str:
    return reverse("process:commitment", args=[commitment.pk])


def _commitment(request: Request, pk: int) -> Commitment:
    return get_object_or_404(
        Commitment.objects.select_related("process").filter(
            process__in=Process.objects.visible_to(request.user)
        ),
        pk=pk,
    )
