"""An enterprise's own entry: the link that a facilitator sends, and the page that it opens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.sector import entry_links
from houtskool.sector.forms import OrganisationForm
from houtskool.sector.models import EntryLink, Organisation
from houtskool.sector.nouns import BY_MODEL
from houtskool.sector.views.finding import find
from houtskool.sector.views.things import trail
from houtskool.web.open_doors import unlisted
from houtskool.web.reference_date import moment

_ORGANISATIONS = BY_MODEL[Organisation]


class SendForm(forms.Form):
    to = forms.EmailField(
        label=_("E-mailadres van de organisatie"),
        help_text=_("Wie de link heeft, kan deze gegevens wijzigen."),
    )
    withdraw = forms.BooleanField(label=_("Trek de eerdere link in"), required=False, initial=True)

    def __init__(self, *args: Any, former: list[EntryLink], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not former:
            del self.fields["withdraw"]
            return
        known = list(dict.fromkeys(link.sent_to or gettext("een gewist adres") for link in former))
        addresses = get_text_list(known, last_word=gettext("en"))
        if len(former) == 1:
            self.fields["withdraw"].label = gettext("Trek de eerdere link aan %(addresses)s in") % {
                "addresses": addresses
            }
        else:
            self.fields["withdraw"].label = gettext(
                "Trek de %(number)s eerdere links in, aan %(addresses)s"
            ) % {"number": len(former), "addresses": addresses}
        self.fields["withdraw"].help_text = gettext("Zonder vinkje blijft ook die werken, tot hij verloopt.")


class OwnEntryForm(OrganisationForm):
    """What an enterprise may say about itself; how the municipality sorts it is left out."""

    class Meta(OrganisationForm.Meta):
        fields = (  # type: ignore[assignment]  # fewer than the form it inherits
            *("name", "description", "legal_form", "kvk_number", "website", "email", "phone"),
            *("address", "postcode", "place", "target_groups", "themes"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("last_verified")

    def refuse(self, refusal: ValidationError) -> None:
        """Who else holds a name or a number is not for outsiders to read."""
        if hasattr(refusal, "error_dict"):
            for name, problems in refusal.error_dict.items():
                if any(problem.code == "taken" for problem in problems):
                    refusal.error_dict[name] = [
                        ValidationError(
                            gettext("Dit staat al bij een andere organisatie. Vraag het de gemeente.")
                        )
                    ]
        super().refuse(refusal)


@for_roles(FACILITATES, to=_("een link versturen"))
def send(request: Request, pk: int) -> HttpResponse:
    found = find(request, _ORGANISATIONS, pk)
    at = moment(request)
    former = entry_links.open_links(found, at)
    form = SendForm(request.POST or None, initial={"to": found.email}, former=former)
    if form.is_valid():
        replaces = former if form.cleaned_data.get("withdraw") else []
        try:
            entry_links.send(found, to=form.cleaned_data["to"], by=request.user, at=at, replaces=replaces)
        except ValidationError as refusal:
            form.add_error("to", refusal)
        else:
            messages.success(
                request,
                gettext("De link is onderweg naar %(to)s.") % {"to": form.cleaned_data["to"]},
            )
            return redirect(found)
    context = {"thing": found, "form": form, "trail": trail(_ORGANISATIONS, found)}
    return render(request, "sector/entry_send.html", context)


@for_roles(FACILITATES, to=_("een link intrekken"))
def revoke(request: Request, pk: int) -> HttpResponse:
    link = get_object_or_404(EntryLink.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    if request.method == "POST":
        entry_links.revoke(link, by=request.user, at=moment(request))
        messages.success(
            request, gettext("De link aan %(sent_to)s werkt niet meer.") % {"sent_to": link.sent_to}
        )
        return redirect(link.organisation)
    context = {
        "link": link,
        "question": gettext("Wilt u de link aan %(sent_to)s intrekken?") % {"sent_to": link.sent_to},
        "trail": trail(_ORGANISATIONS, link.organisation),
    }
    return render(request, "sector/entry_revoke.html", context)


@never_cache
@login_not_required
def own_entry(request: HttpRequest, token: str) -> HttpResponse:
    """Open to whoever has the link, and to that one entry only."""
    at = moment(request)
    link = entry_links.find(token)
    if link is None or not link.is_open(at):
        return _closed(request, link)
    found = get_object_or_404(Organisation.objects.all(), pk=link.organisation.kept().pk)
    form = OwnEntryForm(request.POST or None, instance=found)
    if form.is_valid():
        try:
            kept, opened = form.save(commit=False), form.cleaned_data["opened"]
            entry_links.correct(link, kept, form.links(), at=at, opened=opened)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            return redirect("sector:own-entry", token)
    context = {"form": form, "link": link, "name": str(Organisation.objects.get(pk=found.pk))}
    return unlisted(render(request, "sector/own_entry.html", context))


def _closed(request: HttpRequest, link: EntryLink | None) -> HttpResponse:
    """Gone (410) where the link was real, not found (404) where it never was; both say what to do."""
    context = {"link": link}
    return unlisted(render(request, "sector/entry_closed.html", context, status=410 if link else 404))
