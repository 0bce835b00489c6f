"""Making a sketch or a concept public, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import for_roles
from houtskool.programme.actions import publishing as actions
from houtskool.programme.roles import PRESENTS
from houtskool.programme.views.versions import find
from houtskool.web.reference_date import moment


@require_POST
@for_roles(PRESENTS, to=gettext_lazy("een versie openbaar maken"))
def publish(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    try:
        actions.publish(found, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Iedereen kan deze versie nu lezen, zonder account."))
    return redirect(found)


@require_POST
@for_roles(PRESENTS, to=gettext_lazy("een versie openbaar maken"))
def withdraw(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    try:
        actions.withdraw(found, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Deze versie staat niet meer op de openbare pagina."))
    return redirect(found)
