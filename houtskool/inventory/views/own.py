"""What became of what I said: the page of one contributor, open to whoever has its secret link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from houtskool.inventory import consent, telling
from houtskool.inventory.actions import consent as consent_actions
from houtskool.inventory.actions import own as actions
from houtskool.inventory.models import Contribution, Contributor
from houtskool.records import secret_links
from houtskool.web.open_doors import unlisted
from houtskool.web.reference_date import moment


class DetailsForm(forms.Form):
    nothing_required = True

    name = forms.CharField(
        label=gettext_lazy("Uw naam"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Uw e-mailadres"),
        required=False,
        help_text=gettext_lazy("Alleen voor berichten over uw inbreng."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wants_mail = forms.BooleanField(
        label=gettext_lazy("Mail mij als er iets met mijn inbreng gebeurt"), required=False
    )


@never_cache
@login_not_required
def own(request: HttpRequest, token: str) -> HttpResponse:
    """All that this person contributed, what became of it, and what they may change about it."""
    contributor = _opened(token)
    if contributor is None:
        return _closed(request)
    form = DetailsForm(request.POST or None, initial=_details(contributor))
    if form.is_valid():
        try:
            actions.correct(contributor, **form.cleaned_data, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
            contributor = _again(contributor)
        else:
            messages.success(request, _("Uw gegevens zijn bewaard."))
            return redirect("inventory:own", token)
    return unlisted(render(request, "inventory/own/own.html", _context(request, contributor, token, form)))


@never_cache
@login_not_required
@require_POST
def change_consent(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    found = _mine(token, pk)
    if found is None:
        return _closed(request)
    try:
        consent_actions.change(
            found, to=request.POST.get("consent", ""), by=None, at=moment(request), via=actions.VIA
        )
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Uw keuze is bewaard en geldt meteen."))
    return _back(token, pk)


@never_cache
@login_not_required
def withdraw(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Asks first, and says what cannot be undone."""
    found = _mine(token, pk)
    if found is None:
        return _closed(request)
    if request.method == "POST":
        consent_actions.withdraw(found, by=None, at=moment(request), via=actions.VIA)
        messages.success(request, _("Uw inbreng is ingetrokken. Niemand leest uw woorden nog."))
        return _back(token, pk)
    context = {
        "token": token,
        "contribution": found,
        "words": consent.words(found, consent.Audience.SELF),
        "days": consent_actions.REGRET.days,
    }
    return unlisted(render(request, "inventory/own/withdraw.html", context))


@never_cache
@login_not_required
@require_POST
def restore(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    found = _mine(token, pk)
    if found is None:
        return _closed(request)
    try:
        consent_actions.restore(found, by=None, at=moment(request), via=actions.VIA)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Uw inbreng doet weer mee."))
    return _back(token, pk)


@never_cache
@login_not_required
def ask_erasure(request: HttpRequest, token: str) -> HttpResponse:
    contributor = _opened(token)
    if contributor is None:
        return _closed(request)
    if request.method == "POST":
        actions.ask_erasure(contributor, at=moment(request))
        messages.success(request, _("Uw vraag staat genoteerd. De gemeente wist uw gegevens."))
        return redirect("inventory:own", token)
    context = {"token": token, "contributor": contributor}
    return unlisted(render(request, "inventory/own/erase.html", context))


@csrf_exempt  # a mail reader posts here by itself, when its user presses "unsubscribe" (RFC 8058)
@never_cache
@login_not_required
def no_mail(request: HttpRequest, token: str) -> HttpResponse:
    """One press, in the mail reader or here. Opening it changes nothing: scanners of mail open links too."""
    contributor = secret_links.find(_contributors(), token, telling.NO_MAIL)
    if contributor is None:
        return _closed(request)
    if request.method == "POST" and request.POST.get("doe") == "aan":
        actions.start_mail(contributor, at=moment(request))
        messages.success(request, _("U krijgt weer bericht over uw inbreng."))
        return redirect("inventory:own-no-mail", token)
    if request.method == "POST":
        actions.stop_mail(contributor, at=moment(request))
    context = {
        "contributor": contributor,
        "own": telling.own_path(contributor) if request.method == "POST" else "",
    }
    return unlisted(render(request, "inventory/own/no_mail.html", context))


# --- what the link opens, and nothing else


def _contributors() -> Any:
    return Contributor.objects.select_related("contact", "process__facilitator")


def _opened(token: str) -> Contributor | None:
    return secret_links.find(_contributors(), token, telling.OWN)


def _again(contributor: Contributor) -> Contributor:
    """The row as it is kept, after a refusal left other values on the object."""
    kept: Contributor = _contributors().get(pk=contributor.pk)
    return kept


def _mine(token: str, pk: int) -> Contribution | None:
    """A contribution of this person; another's is not there (404)."""
    contributor = _opened(token)
    return get_object_or_404(Contribution, pk=pk, contributor=contributor) if contributor else None


def _details(contributor: Contributor) -> dict[str, Any]:
    contact = contributor.contact
    return {
        "name": contact.name if contact else contributor.name,
        "email": contributor.address,
        "wants_mail": contributor.wants_mail,
    }


def _context(request: HttpRequest, contributor: Contributor, token: str, form: DetailsForm) -> dict[str, Any]:
    pieces = [
        {
            "row": row,
            "title": consent.title(row, consent.Audience.SELF),
            "words": consent.words(row, consent.Audience.SELF),
            "gone": consent.are_gone(row),
            "steps": steps,
            "waiting": row.answered_at is None and not any(step.key.startswith("answer:") for step in steps),
            "choices": Contribution.Consent.choices,
        }
        for row, steps in telling.trails([contributor])[contributor.pk].items()
    ]
    return {
        "contributor": contributor,
        "process": contributor.process,
        "facilitator": contributor.process.facilitator,
        "pieces": pieces,
        "form": form,
        "token": token,
    }


def _back(token: str, pk: int) -> HttpResponse:
    response = redirect("inventory:own", token)
    response["Location"] += f"#inbreng-{pk}"
    return response


def _closed(request: HttpRequest) -> HttpResponse:
    """The link never was, or was withdrawn: the page says what to do."""
    return unlisted(render(request, "inventory/own/closed.html", status=404))
