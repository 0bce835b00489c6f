"""For anybody: giving a contribution without an account, to a process that asks for it."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from houtskool.inventory import telling
from houtskool.inventory.actions import contributions as actions
from houtskool.inventory.forms import PublicForm
from houtskool.inventory.models import Contributor
from houtskool.process.models import Process
from houtskool.records import post, secret_links
from houtskool.web.reference_date import moment

GIVEN = "given"
# How often, per address of the network and per e-mail address, stands in settings.ACCOUNT_RATE_LIMITS.
OFTEN = "give_contribution"
MAILED = "mail_contribution"


@never_cache
@login_not_required
def give(request: HttpRequest, process: int) -> HttpResponse:
    """The open form. What was typed stays, also when it is too soon or something must be chosen first."""
    found = get_object_or_404(Process, pk=process, asks_contributions=True)
    form = PublicForm(request.POST or None)
    form.instance.process = found
    if form.is_valid() and _not_too_often(request, form):
        try:
            added = actions.add_said(
                form.save(commit=False),
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                wants_mail=form.cleaned_data["wants_mail"],
                anyhow=True,
                by=None,
                at=moment(request),
                via="het open formulier",
            )
            assert added.contributor is not None
            actions.confirm_by_mail(added.contributor, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            return redirect("inventory:given", secret_links.token(added.contributor, GIVEN))
    return render(request, "inventory/giving/give.html", {"process": found, "form": form})


def _not_too_often(request: HttpRequest, form: PublicForm) -> bool:
    allowed: bool = ratelimit.consume(request, action=OFTEN)
    email = form.cleaned_data["email"].lower()
    if allowed and email:
        allowed = ratelimit.consume(request, action=MAILED, key=email)
    if not allowed:
        form.add_error(
            None,
            _(
                "Er kwam in korte tijd veel binnen. Wacht een paar minuten en verstuur het dan opnieuw; "
                "uw tekst staat er nog."
            ),
        )
    return allowed


@never_cache
@login_not_required
def given(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks, and the link with which this person follows what becomes of it."""
    contributor = secret_links.find(Contributor.objects.select_related("process"), token, GIVEN)
    if contributor is None:
        raise Http404
    url = post.address(telling.own_path(contributor))
    return render(request, "inventory/giving/given.html", {"contributor": contributor, "url": url})
